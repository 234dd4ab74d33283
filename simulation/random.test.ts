import { describe, expect, test } from 'vitest';
import { apportion, quantile, Random } from './random.ts';

describe('random numbers from a seed', () => {
  test('are the same on every platform', () => {
    const random = new Random('cotejo');
    expect([random.next(), random.next(), random.next(), random.next()]).toEqual([
      3870930128, 573479389, 4097694190, 136231211,
    ]);
  });

  test('differ between neighbouring seeds', () => {
    const seen = new Set(Array.from({ length: 1000 }, (_, i) => new Random(`seed-${i}`).next()));
    expect(seen.size).toBe(1000);
  });

  test('are spread evenly', () => {
    const random = new Random('even');
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const bin = random.below(10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    // 10,000 expected in each; 500 is over five standard deviations.
    for (const bin of bins) expect(Math.abs(bin - 10_000)).toBeLessThan(500);
  });
});

test('a quantile runs along straight lines', () => {
  const curve = [
    [0, 10],
    [0.5, 20],
    [1, 100],
  ] as const;
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(curve, share))).toEqual([10, 15, 20, 60, 100]);
});

describe('apportioning', () => {
  test('gives away exactly the whole', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(0, [1, 2])).toEqual([0, 0]);
    expect(apportion(7, [0, 5])).toEqual([0, 7]);
  });

  test('serves the largest first when there is only one', () => {
    expect(apportion(1, [262, 252, 48])).toEqual([1, 0, 0]);
  });
});
