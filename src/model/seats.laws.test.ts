import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import { expectOk } from '../base/result.ts';
import { SEAT_METHODS, type SeatRule } from './seat-rule.ts';
import { apportion } from './seats.ts';

const METHOD = fc.constantFrom(...SEAT_METHODS);
const VOTES = fc.array(fc.oneof(fc.nat(12), fc.nat(1_000_000)), { minLength: 1, maxLength: 7 });
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const at = (list: readonly number[], i: number): number => list[i] ?? 0;

/** By the lot that serves the first of the contest first: an order for whatever is tied. */
function divided(rule: SeatRule, votes: readonly number[], valid = sum(votes), lot = votes.map((_, i) => i)) {
  const result = apportion(rule, votes, valid, lot);
  return result.ok ? result.value.seats : null;
}

/** The plainest way: every quotient as a fraction of whole numbers, sorted, the first ones win. */
function plain(rule: SeatRule, votes: readonly number[], valid: number): readonly number[] | 'tie' | null {
  const quotients = votes.flatMap((v, i) => {
    const inside =
      v > 0 && (rule.threshold === null || BigInt(v) * rule.threshold.den >= rule.threshold.num * BigInt(valid));
    const divisors = Array.from({ length: rule.seats }, (_, k) => BigInt(rule.method === 'dhondt' ? k + 1 : 2 * k + 1));
    return inside ? divisors.map((den) => ({ i, num: BigInt(v), den })) : [];
  });
  if (quotients.length === 0) return null;
  quotients.sort((a, b) => Number(b.num * a.den > a.num * b.den) - Number(b.num * a.den < a.num * b.den));
  const [last, next] = [quotients[rule.seats - 1], quotients[rule.seats]];
  if (last !== undefined && next !== undefined && last.num * next.den === next.num * last.den) return 'tie';
  return votes.map((_, i) => quotients.slice(0, rule.seats).filter((q) => q.i === i).length);
}

describe('seats', () => {
  it('are those of the highest quotients, and a tie is one', () => {
    fc.assert(
      fc.property(
        METHOD,
        VOTES,
        fc.integer({ min: 1, max: 12 }),
        fc.nat(100),
        fc.nat(50),
        (method, votes, seats, t, more) => {
          const rule = { seats, method, threshold: t > 50 ? null : fraction(t, 100) };
          const valid = sum(votes) + more;
          const result = apportion(rule, votes, valid, null);
          const expected = plain(rule, votes, valid);
          if (expected === null) expect(result).toMatchObject({ ok: false, error: { kind: 'no-list' } });
          else if (expected === 'tie') expect(result).toMatchObject({ ok: false, error: { kind: 'tie' } });
          else expect(expectOk(result, 'no tie')).toEqual({ seats: expected, tie: null });
        },
      ),
    );
  });

  it('are all given, and none to who is under the threshold', () => {
    fc.assert(
      fc.property(METHOD, VOTES, fc.integer({ min: 1, max: 40 }), fc.nat(60), (method, votes, seats, t) => {
        const given = divided({ seats, method, threshold: fraction(t, 100) }, votes);
        const inside = votes.map((v) => v > 0 && v * 100 >= t * sum(votes));
        if (given === null) expect(inside).not.toContain(true);
        else {
          expect(sum(given)).toBe(seats);
          for (const [i, is] of inside.entries()) if (!is) expect(given[i]).toBe(0);
        }
      }),
    );
  });

  it('with one seat more nobody has one less', () => {
    fc.assert(
      fc.property(METHOD, VOTES, fc.integer({ min: 1, max: 30 }), (method, votes, seats) => {
        const [few, many] = [seats, seats + 1].map((n) => divided({ seats: n, method, threshold: null }, votes));
        if (few == null || many == null) return;
        for (const i of votes.keys()) expect(at(many, i)).toBeGreaterThanOrEqual(at(few, i));
      }),
    );
  });

  it('who wins votes while the others stay loses no seat, and takes none from one other to give to a third', () => {
    fc.assert(
      fc.property(
        METHOD,
        VOTES,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9999 }),
        fc.nat(6),
        (method, votes, seats, more, who) => {
          const one = who % votes.length;
          const rule = { seats, method, threshold: null };
          const [before, after] = [votes, votes.with(one, at(votes, one) + more)].map((v) => divided(rule, v));
          if (before == null || after == null) return;
          for (const i of votes.keys()) {
            if (i === one) expect(at(after, i)).toBeGreaterThanOrEqual(at(before, i));
            else expect(at(after, i)).toBeLessThanOrEqual(at(before, i));
          }
        },
      ),
    );
  });

  it('follow the votes and not the place on the paper', () => {
    fc.assert(
      fc.property(METHOD, VOTES, fc.integer({ min: 1, max: 20 }), fc.nat(6), (method, votes, seats, turn) => {
        const rule = { seats, method, threshold: null };
        const places = votes.map((_, i) => (i + turn) % votes.length);
        const turned = places.map((i) => at(votes, i));
        const [plainly, moved] = [apportion(rule, votes, sum(votes), null), apportion(rule, turned, sum(votes), null)];
        expect(moved.ok).toBe(plainly.ok);
        if (plainly.ok && moved.ok) expect(moved.value.seats).toEqual(places.map((i) => at(plainly.value.seats, i)));
      }),
    );
  });

  it('more votes are never fewer seats', () => {
    fc.assert(
      fc.property(METHOD, VOTES, fc.integer({ min: 1, max: 20 }), (method, votes, seats) => {
        const given = divided({ seats, method, threshold: null }, votes);
        if (given === null) return;
        for (const i of votes.keys())
          for (const k of votes.keys())
            if (at(votes, i) > at(votes, k)) expect(at(given, i)).toBeGreaterThanOrEqual(at(given, k));
      }),
    );
  });
});
