import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, instant } from '../base/instant.ts';
import { decodeBody, REFUSED_REASONS, type RefusedMinute, type RefusedReason } from '../record/index.ts';
import { RefusalTally } from './refusal-tally.ts';

const MINUTE = 60_000;
const reason = fc.constantFrom(...REFUSED_REASONS);
const knock = (minutes: number) =>
  fc.tuple(reason, fc.integer({ min: -minutes * MINUTE, max: minutes * MINUTE }).map(instant));

/** What the record says of it; a body that it refuses fails the test. */
function asRecorded(minutes: readonly RefusedMinute[]): readonly RefusedMinute[] {
  const body = decodeBody('ArrivalsRefused', JSON.parse(JSON.stringify({ minutes })));
  if (!body.ok || body.value.kind !== 'ArrivalsRefused') throw new Error('the record does not take it');
  return body.value.minutes;
}

function sums(rows: readonly (readonly [unknown, RefusedReason, number])[]): ReadonlyMap<RefusedReason, number> {
  const of = new Map<RefusedReason, number>();
  for (const [, why, times] of rows) of.set(why, (of.get(why) ?? 0) + times);
  return new Map([...of].sort());
}

function tallied(knocks: readonly (readonly [RefusedReason, Instant])[]): RefusalTally {
  const tally = new RefusalTally();
  for (const [why, at] of knocks) tally.count(why, at);
  return tally;
}

describe('what the door refused', () => {
  it('is counted by minute and reason, ascending, as the record wants it', () => {
    fc.assert(
      fc.property(fc.array(knock(3), { minLength: 1, maxLength: 200, size: 'max' }), (knocks) => {
        const tally = tallied(knocks);
        const afresh = new Map<string, number>();
        for (const [why, at] of knocks) {
          const key = `${Math.floor(at / MINUTE)} ${why}`;
          afresh.set(key, (afresh.get(key) ?? 0) + 1);
        }
        expect(tally.size).toBe(afresh.size);
        const rows = asRecorded(tally.take());
        expect(new Map(rows.map(([minute, why, n]) => [`${minute / MINUTE} ${why}`, n]))).toEqual(afresh);
      }),
    );
  });

  it('however long nobody was told, is at most 1000 rows, and no count of a reason is lost', () => {
    let full = 0;
    fc.assert(
      fc.property(fc.array(knock(2000), { minLength: 900, maxLength: 2500 }), fc.array(reason), (knocks, last) => {
        const all = [...knocks, ...last.map((why) => [why, instant(9000 * MINUTE)] as const)];
        const tally = tallied(all);
        const { size } = tally;
        const rows = asRecorded(tally.take());
        expect(rows.length).toBe(size);
        expect(rows.length).toBeLessThanOrEqual(1000);
        if (rows.length === 1000) full++;
        expect(sums(rows)).toEqual(sums(all.map(([why, at]) => [at, why, 1])));
      }),
      // Nights of so many knocks take too long to be made smaller.
      { numRuns: 40, endOnFailure: true },
    );
    expect(full).toBeGreaterThan(5);
  });

  it('has room for a reason that was never met before, also when one alone filled it', () => {
    const tally = new RefusalTally();
    // Twice, because a tally that was told begins anew.
    for (const _ of [1, 2]) {
      for (let minute = 0; minute < 5000; minute++) tally.count('malformed', instant(minute * MINUTE));
      for (const why of REFUSED_REASONS) tally.count(why, instant(5000 * MINUTE));
      const rows = asRecorded(tally.take());
      expect(rows.length).toBe(1000);
      expect(sums(rows).get('malformed')).toBe(5001);
      expect(rows.filter(([minute]) => minute === 5000 * MINUTE).map(([, why]) => why)).toEqual(
        REFUSED_REASONS.filter((why) => why !== 'malformed'),
      );
    }
  });

  it('is told once', () => {
    const tally = tallied([['quota', instant(5)]]);
    expect([tally.take(), tally.take(), tally.size]).toEqual([[[0, 'quota', 1]], [], 0]);
    tally.count('quota', instant(-1));
    expect(tally.take()).toEqual([[-MINUTE, 'quota', 1]]);
  });
});
