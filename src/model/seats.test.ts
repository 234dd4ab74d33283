import { describe, expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import { expectOk } from '../base/result.ts';
import type { SeatMethod } from './seat-rule.ts';
import { apportion } from './seats.ts';

const sum = (votes: readonly number[]): number => votes.reduce((a, b) => a + b, 0);
const seatsOf = (method: SeatMethod, seats: number, votes: readonly number[], threshold: string | null = null) => {
  const [num, den] = (threshold ?? '0/1').split('/').map(Number);
  const rule = { seats, method, threshold: threshold === null ? null : fraction(num ?? 0, den ?? 1) };
  return expectOk(apportion(rule, votes, sum(votes), null), `${method} ${seats}`).seats;
};

describe('published worked examples', () => {
  // Four lists, eight seats: the example of the encyclopedias for both methods.
  const FOUR = [100_000, 80_000, 30_000, 20_000];
  // staatsrecht.honikel.de: three parties, ten seats, with the table of quotients for both methods.
  const THREE = [6100, 5000, 900];
  // electowiki.org: five rounds over four parties, D'Hondt (seats 1 to 5 of the table there).
  const WIKI = [340_000, 280_000, 160_000, 60_000];
  it.each<[string, SeatMethod, number, readonly number[], readonly number[]]>([
    ["D'Hondt, 8 seats", 'dhondt', 8, FOUR, [4, 3, 1, 0]],
    ['Sainte-Laguë, 8 seats', 'sainte-lague', 8, FOUR, [3, 3, 1, 1]],
    ["D'Hondt, 10 seats", 'dhondt', 10, THREE, [6, 4, 0]],
    ['Sainte-Laguë, 10 seats', 'sainte-lague', 10, THREE, [5, 4, 1]],
    ["D'Hondt, 7 seats", 'dhondt', 7, WIKI, [3, 3, 1, 0]],
    ["D'Hondt, two seats of 300 and 290 votes", 'dhondt', 2, [300, 290], [1, 1]],
    ["D'Hondt, 35 seats", 'dhondt', 35, [503, 304, 193], [18, 11, 6]],
    ['Sainte-Laguë, 35 seats', 'sainte-lague', 35, [503, 304, 193], [17, 11, 7]],
  ])('%s', (_, method, seats, votes, expected) => {
    expect(seatsOf(method, seats, votes)).toEqual(expected);
  });
});

describe('the threshold', () => {
  it('is a share of the valid votes, at least and exact', () => {
    // 3 % of 1000 is 30: with 30 a list takes part, with 29 it does not.
    expect(seatsOf('sainte-lague', 33, [600, 370, 30], '3/100')).toEqual([20, 12, 1]);
    expect(seatsOf('sainte-lague', 33, [600, 371, 29], '3/100')[2]).toBe(0);
  });

  it('counts valid votes of nobody named here', () => {
    const rule = { seats: 3, method: 'dhondt', threshold: fraction(1, 10) } as const;
    expect(expectOk(apportion(rule, [90, 10], 100, null), '10 of 100').seats).toEqual([3, 0]);
    expect(expectOk(apportion({ ...rule, seats: 10 }, [90, 10], 100, null), '10 of 100').seats).toEqual([9, 1]);
    expect(expectOk(apportion({ ...rule, seats: 10 }, [90, 10], 101, null), '10 of 101').seats).toEqual([10, 0]);
  });

  it('that nobody reaches, or no vote, leaves nobody to give seats to', () => {
    const rule = { seats: 3, method: 'dhondt', threshold: fraction(1, 2) } as const;
    expect(apportion(rule, [40, 40, 20], 100, null)).toEqual({ ok: false, error: { kind: 'no-list' } });
    expect(apportion({ ...rule, threshold: null }, [0, 0], 0, null)).toEqual({
      ok: false,
      error: { kind: 'no-list' },
    });
    // A threshold of nothing at all lets in nobody without a vote.
    expect(seatsOf('dhondt', 5, [7, 0], '0/1')).toEqual([5, 0]);
  });
});

describe('equal quotients', () => {
  const rule = { seats: 2, method: 'dhondt', threshold: null } as const;
  it('over the last seats are named, and a lot says who is served', () => {
    expect(apportion(rule, [50, 70, 50, 50], 220, null)).toEqual({
      ok: false,
      error: { kind: 'tie', among: [0, 2, 3], seats: 1 },
    });
    const drawn = apportion(rule, [50, 70, 50, 50], 220, [3, 1, 0, 2]);
    expect(drawn).toEqual({ ok: true, value: { seats: [0, 1, 0, 1], tie: { among: [0, 2, 3], seats: 1 } } });
    const two = apportion({ ...rule, seats: 3 }, [50, 70, 50, 50], 220, [2, 3, 0]);
    expect(two).toEqual({ ok: true, value: { seats: [0, 1, 1, 1], tie: { among: [0, 2, 3], seats: 2 } } });
  });

  it('of two quotients of unlike lists are found though no division is even', () => {
    // 100/3 and 66.67 would be close; 300/3 = 200/2 = 100 exactly.
    expect(apportion({ ...rule, seats: 4 }, [300, 200], 500, null)).toEqual({
      ok: false,
      error: { kind: 'tie', among: [0, 1], seats: 1 },
    });
    // Beyond what a double tells apart.
    const large = 3_002_399_751_580_330;
    expect(apportion({ ...rule, seats: 4 }, [3 * large, 2 * large], 5 * large, null).ok).toBe(false);
    expect(expectOk(apportion({ ...rule, seats: 4 }, [3 * large, 2 * large + 1], 0, null), 'no tie').seats).toEqual([
      2, 2,
    ]);
  });

  it('that all get a seat need no lot', () => {
    expect(expectOk(apportion(rule, [50, 50, 10], 110, null), 'both')).toEqual({ seats: [1, 1, 0], tie: null });
  });

  it('a lot that leaves somebody out, or names one twice, is none', () => {
    for (const lot of [[0, 2], [0, 2, 2], [0, 2, 3, 3], []]) {
      expect(apportion(rule, [50, 70, 50, 50], 220, lot)).toMatchObject({
        ok: false,
        error: { kind: 'lot-incomplete' },
      });
    }
  });
});
