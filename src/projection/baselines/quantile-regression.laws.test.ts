import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chance } from '../random.ts';
import { quantileRegression, type Regression, solvePositive } from './quantile-regression.ts';

function loss({ rows, columns, response, weights }: Regression, b: Float64Array, tau: number): number {
  let sum = 0;
  response.forEach((y, i) => {
    let fitted = 0;
    for (let k = 0; k < columns; k++) fitted += (rows[i * columns + k] ?? 0) * (b[k] ?? 0);
    const r = y - fitted;
    sum += (weights[i] ?? 0) * (r >= 0 ? tau * r : (tau - 1) * r);
  });
  return sum;
}

/** Some line through as many points as there are columns has the least loss: try them all. */
function bruteForce(problem: Regression, tau: number): number {
  const { rows, columns, response } = problem;
  let best = Number.POSITIVE_INFINITY;
  const choose = (from: number, chosen: number[]): void => {
    if (chosen.length === columns) {
      const b = through(chosen);
      if (b !== null) best = Math.min(best, loss(problem, b, tau));
      return;
    }
    for (let i = from; i < response.length; i++) choose(i + 1, [...chosen, i]);
  };
  const through = (chosen: number[]): Float64Array | null => {
    // Normal equations of a square system: exact enough on these sizes.
    const m = new Float64Array(columns * columns);
    const right = new Float64Array(columns);
    for (const i of chosen) {
      for (let k = 0; k < columns; k++) {
        const a = rows[i * columns + k] ?? 0;
        right[k] = (right[k] ?? 0) + a * (response[i] ?? 0);
        for (let l = 0; l < columns; l++)
          m[k * columns + l] = (m[k * columns + l] ?? 0) + a * (rows[i * columns + l] ?? 0);
      }
    }
    return solvePositive(m, right, columns);
  };
  choose(0, []);
  return best;
}

function problem(seed: number, n: number, columns: number, ties: boolean): Regression {
  const chance = new Chance(seed);
  const draw = () => (ties ? chance.below(4) - 1.5 : chance.normal());
  const rows = new Float64Array(n * columns).map((_, at) => (at % columns === 0 ? 1 : draw()));
  return {
    rows,
    columns,
    response: new Float64Array(n).map(() => draw() * 3 + chance.normal() * (ties ? 0 : 1)),
    weights: new Float64Array(n).map(() => 0.2 + chance.uniform() * 5),
  };
}

describe('quantile regression', () => {
  it('has the least loss of all lines through points', () => {
    const cases = fc.record({
      seed: fc.integer(),
      n: fc.integer({ min: 4, max: 14 }),
      columns: fc.integer({ min: 1, max: 3 }),
      ties: fc.boolean(),
      tau: fc.constantFrom(0.025, 0.1, 0.25, 0.5, 0.8, 0.975),
    });
    fc.assert(
      fc.property(cases, ({ seed, n, columns, ties, tau }) => {
        const p = problem(seed, n, columns, ties);
        const b = quantileRegression(p, tau);
        // Drawn columns may be collinear when they have few values: then it says so.
        if (b === null) return ties;
        const least = bruteForce(p, tau);
        expect(loss(p, b, tau)).toBeLessThanOrEqual(least + 1e-6 * (1 + least));
        return true;
      }),
      { numRuns: 150 },
    );
  });

  it('moves with its response, and leaves the asked part below', () => {
    const p = problem(7, 2000, 4, false);
    const b = quantileRegression(p, 0.9);
    const shifted = { ...p, response: p.response.map((v, i) => 2 * v + 3 * (p.rows[i * 4 + 1] ?? 0)) };
    const moved = quantileRegression(shifted, 0.9);
    expect(b).not.toBeNull();
    moved?.forEach((v, k) => {
      expect(v).toBeCloseTo(2 * (b?.[k] ?? 0) + (k === 1 ? 3 : 0), 4);
    });
    let below = 0;
    let all = 0;
    p.response.forEach((y, i) => {
      let fitted = 0;
      for (let k = 0; k < 4; k++) fitted += (p.rows[i * 4 + k] ?? 0) * (b?.[k] ?? 0);
      all += p.weights[i] ?? 0;
      if (y <= fitted + 1e-9) below += p.weights[i] ?? 0;
    });
    expect(below / all).toBeCloseTo(0.9, 2);
  });

  it('refuses a column that another one repeats', () => {
    const p = problem(3, 20, 2, false);
    const rows = new Float64Array(60).map((_, at) => p.rows[Math.floor(at / 3) * 2 + Math.min(1, at % 3)] ?? 0);
    expect(quantileRegression({ ...p, rows, columns: 3 }, 0.5)).toBeNull();
  });
});
