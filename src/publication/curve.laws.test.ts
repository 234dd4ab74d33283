import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinned } from './curve.ts';
import type { HistoryPoint } from './unit-data.ts';

const PARTS = 300;
/** Rising instants: dense, sparse, and with gaps of days. */
const points = fc
  .tuple(
    fc.integer({ min: -(10 ** 12), max: 2 * 10 ** 12 }),
    fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 86_400_000 })), {
      minLength: 0,
      maxLength: 700,
      size: 'max',
    }),
  )
  .map(([start, steps]) => {
    let at = start;
    return [0, ...steps].map((step, i): HistoryPoint => {
      at += step;
      return [at, i, 2 * i, [i]];
    });
  });

/** Section 5 word by word, in whole numbers of any size. */
function naive(list: readonly HistoryPoint[]): HistoryPoint[] {
  const [first, last] = [BigInt(list[0]?.[0] ?? 0), BigInt(list.at(-1)?.[0] ?? 0)];
  const partOf = (p: HistoryPoint) => Number(((BigInt(p[0]) - first) * 300n) / (last - first + 1n));
  return Array.from({ length: PARTS }, (_, part) => list.findLast((p) => partOf(p) === part)).filter(
    (p) => p !== undefined,
  );
}

describe('a thinned curve', () => {
  it('has at most 300 points: of each part of the span the last', () => {
    fc.assert(
      fc.property(points, (list) => {
        const kept = thinned(list);
        expect(kept.length).toBeLessThanOrEqual(PARTS);
        expect(kept).toEqual(list.length > PARTS ? naive(list) : list);
        expect(kept.at(-1)).toBe(list.at(-1));
      }),
      { numRuns: 40 },
    );
  });

  it('of 300 points is left as it is, of 301 it is not', () => {
    const dense = (n: number) => Array.from({ length: n }, (_, i): HistoryPoint => [i * i, i, i, [i]]);
    expect(thinned(dense(300))).toHaveLength(300);
    expect(thinned(dense(301)).length).toBeLessThan(300);
    expect(thinned([])).toEqual([]);
  });
});
