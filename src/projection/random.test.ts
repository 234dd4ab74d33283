import { describe, expect, it } from 'vitest';
import { Chance } from './random.ts';

const N = 100_000;

function sample(draw: () => number): Float64Array {
  return new Float64Array(N).map(draw).sort();
}

const moment = (of: Float64Array, power: number) => of.reduce((sum, x) => sum + x ** power, 0) / of.length;
const quantile = (sorted: Float64Array, p: number) => sorted[Math.floor(p * sorted.length)];

/** Share of a sample at or below each bound, against the known one: four standard errors are 0.006. */
function expectQuantiles(sorted: Float64Array, known: readonly (readonly [p: number, x: number])[]): void {
  for (const [p, x] of known) {
    const below = sorted.filter((s) => s <= x).length / N;
    expect(Math.abs(below - p), `at ${x}: ${below} for ${p}, ${quantile(sorted, p)}`).toBeLessThan(
      4.5 * Math.sqrt((p * (1 - p)) / N),
    );
  }
}

describe('chance from a seed', () => {
  it('gives the same numbers again, and others from another seed', () => {
    const few = (seed: number) => {
      const chance = new Chance(seed);
      return [chance.uniform(), chance.normal(), chance.chiSquare(3), chance.student(2), chance.below(1000)];
    };
    expect(few(5)).toEqual(few(5));
    expect(new Set([0, 1, 2, 5, -5, 2 ** 31].map((seed) => few(seed)[0])).size).toBe(6);
  });

  it('uniform: within (0, 1), flat, without memory', () => {
    const chance = new Chance(11);
    const drawn = new Float64Array(N).map(() => chance.uniform());
    let together = 0;
    for (let i = 1; i < N; i++) together += ((drawn[i] as number) - 0.5) * ((drawn[i - 1] as number) - 0.5);
    expect(Math.abs(together / N) * 12).toBeLessThan(4 / Math.sqrt(N));
    const sorted = drawn.sort();
    expect(sorted[0]).toBeGreaterThan(0);
    expect(sorted[N - 1]).toBeLessThan(1);
    expectQuantiles(
      sorted,
      [0.001, 0.1, 0.25, 0.5, 0.9, 0.999].map((p) => [p, p]),
    );
    const counts = new Float64Array(7);
    for (let i = 0; i < N; i++) {
      const at = chance.below(7);
      counts[at] = (counts[at] as number) + 1;
    }
    // Chi-square with 6 degrees: above 22.5 in one of a thousand.
    expect(counts.reduce((sum, n) => sum + (n - N / 7) ** 2 / (N / 7), 0)).toBeLessThan(22.5);
  });

  it('normal: moments and quantiles, far into the tails', () => {
    const chance = new Chance(12);
    const sorted = sample(() => chance.normal());
    expect(Math.abs(moment(sorted, 1))).toBeLessThan(0.013);
    expect(Math.abs(moment(sorted, 2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(sorted, 3))).toBeLessThan(0.04);
    expect(Math.abs(moment(sorted, 4) - 3)).toBeLessThan(0.15);
    expectQuantiles(sorted, [
      [0.00023263, -3.5],
      [0.0013499, -3],
      [0.025, -1.959964],
      [0.1586553, -1],
      [0.5, 0],
      [0.6914625, 0.5],
      [0.95, 1.644854],
      [0.99, 2.326348],
      [0.9986501, 3],
      // Beyond where the layers end.
      [0.99976737, 3.5],
    ]);
  });

  it('normals many at once: the same as one by one, and the same after them', () => {
    const [one, many] = [new Chance(15), new Chance(15)];
    const found = new Float64Array(5001);
    many.normals(found, 5000);
    expect(found.subarray(0, 5000)).toEqual(new Float64Array(5000).map(() => one.normal()));
    expect(found[5000]).toBe(0);
    expect(many.uniform()).toBe(one.uniform());
  });

  it('chi-square: moments and quantiles, below one degree too', () => {
    const chance = new Chance(13);
    for (const [freedom, known] of [
      [
        0.5,
        [
          [0.5, 0.08734],
          [0.95, 2.41981],
        ],
      ],
      [
        2,
        [
          [0.05, 0.1025866],
          [0.5, 1.386294],
          [0.95, 5.991465],
        ],
      ],
      [
        5,
        [
          [0.05, 1.145476],
          [0.5, 4.35146],
          [0.99, 15.08627],
        ],
      ],
    ] as const) {
      const sorted = sample(() => chance.chiSquare(freedom));
      expect(Math.abs(moment(sorted, 1) / freedom - 1)).toBeLessThan(4.5 * Math.sqrt(2 / freedom / N));
      expectQuantiles(sorted, known);
    }
  });

  it('student: quantiles at two, five and many degrees', () => {
    const chance = new Chance(14);
    for (const [freedom, known] of [
      [
        2,
        [
          [0.025, -4.302653],
          [0.5, 0],
          [0.9, 1.885618],
          [0.995, 9.924843],
        ],
      ],
      [
        5,
        [
          [0.05, -2.015048],
          [0.975, 2.570582],
        ],
      ],
      [
        200,
        [
          [0.025, -1.971896],
          [0.9, 1.285799],
        ],
      ],
    ] as const)
      expectQuantiles(
        sample(() => chance.student(freedom)),
        known,
      );
  });
});
