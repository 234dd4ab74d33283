import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DenseSystem,
  denseObjective,
  denseSystem,
  drawnTree,
  given,
  invert,
  times,
} from './dense-tree.test-support.ts';
import { passDown, passUp, passUpGiven, type UpwardSolved, type Working } from './tree-pass.ts';

const trees = fc
  .record({
    seed: fc.nat(),
    units: fc.integer({ min: 1, max: 40 }),
    tables: fc.integer({ min: 1, max: 60 }),
    perTable: fc.nat(2),
    perUnit: fc.nat(3),
  })
  .map((t) => drawnTree(t.seed, t.units, t.tables, t.perTable, t.perUnit));

const solved = (up: UpwardSolved | null): UpwardSolved => {
  if (up === null) throw new Error('a table says something, so there is a solution');
  return up;
};

/** X beta of every table, said in the plainest way. */
function fixedOf({ count, unit, regressors }: Working, beta: Float64Array): Float64Array {
  const { perTable, perUnit, tables, units } = regressors;
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < perTable; j++) sum += (beta[j] as number) * (tables[i * perTable + j] as number);
    for (let j = 0; j < perUnit; j++)
      sum += (beta[perTable + j] as number) * (units[(unit[i] as number) * perUnit + j] as number);
    return sum;
  });
}

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < found.length; i++) {
    const [a, b] = [found[i] as number, wanted[i] as number];
    expect(Math.abs(a - b), `${i}: ${a} and ${b}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));
  }
}

/** Everything that the passes say against the dense solution. */
function expectDense(drawn: ReturnType<typeof drawnTree>): void {
  const { tree, working, scales, ridge } = drawn;
  const up = solved(passUp(tree, working, scales, ridge));
  const system = denseSystem(drawn);
  const whole = invert(system.precision);
  const solution = times(whole.inverse, system.right);
  expectClose(up.beta, solution.subarray(solution.length - ridge.length));
  expectCovariance(up, whole.inverse, ridge.length);
  const down = passDown(tree, up, scales);
  expectClose(down.mean, solution.subarray(0, system.units));
  expectGiven(drawn, system, up, down);
  expect(up.objective - denseObjective(system, up.beta)).toBeCloseTo(0, 8);
}

/** The Cholesky factor of the coefficients' precision, against the corner of the dense inverse. */
function expectCovariance(up: UpwardSolved, inverse: readonly Float64Array[], size: number): void {
  const from = inverse.length - size;
  for (let i = 0; i < size; i++) {
    const row = Float64Array.from({ length: size }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < size; k++) {
        let precision = 0;
        for (let m = 0; m <= Math.min(i, k); m++)
          precision += (up.factor[i * size + m] as number) * (up.factor[k * size + m] as number);
        sum += precision * ((inverse[from + k] as Float64Array)[from + j] as number);
      }
      return sum;
    });
    expectClose(
      row,
      Float64Array.from({ length: size }, (_, j) => Number(i === j)),
    );
  }
}

/** Variances and expected squares of edges with the coefficients kept. */
function expectGiven(
  { tree }: ReturnType<typeof drawnTree>,
  system: DenseSystem,
  up: UpwardSolved,
  down: ReturnType<typeof passDown>,
): void {
  const { precision, right } = given(system, up.beta);
  const { inverse } = invert(precision);
  const mean = times(inverse, right);
  const cov = (a: number, b: number) => (inverse[a] as Float64Array)[b] as number;
  expectClose(
    down.variance,
    Float64Array.from({ length: system.units }, (_, u) => cov(u, u)),
  );
  const [squares, edges] = [new Float64Array(tree.depth + 1), new Float64Array(tree.depth + 1)];
  for (let u = 1; u < system.units; u++) {
    if (up.precision[u] === 0) continue;
    const [l, above] = [tree.level[u] as number, tree.parent[u] as number];
    const step = (mean[u] as number) - (mean[above] as number);
    squares[l] = (squares[l] as number) + step ** 2 + cov(u, u) + cov(above, above) - 2 * cov(u, above);
    edges[l] = (edges[l] as number) + 1;
  }
  expectClose(down.squares, squares);
  expectClose(down.edges, edges);
}

describe('the passes over a tree', () => {
  it('say what one dense matrix over units, tables and coefficients says, to nine places', () => {
    fc.assert(fc.property(trees, expectDense), { numRuns: 30 });
  });

  it('also on a tree of 200 units', () => {
    expectDense(drawnTree(7, 200, 40, 2, 3));
  });

  it('with beta kept: the same as solved, where it is the solution; the dense objective, where it is any other', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (drawn, shift) => {
        const { tree, working, scales, ridge } = drawn;
        const up = solved(passUp(tree, working, scales, ridge));
        const kept = passUpGiven(tree, working, scales, ridge, up.beta, fixedOf(working, up.beta));
        expectClose(kept?.residual ?? [], up.residual);
        expectClose(kept?.precision ?? [], up.precision);
        expect(kept?.objective).toBeCloseTo(up.objective, 8);
        const other = up.beta.map((b, j) => b + (((shift >> j) % 7) - 3) / 2);
        const moved = passUpGiven(tree, working, scales, ridge, other, fixedOf(working, other));
        expect((moved?.objective ?? Number.NaN) - denseObjective(denseSystem(drawn), other)).toBeCloseTo(0, 7);
      }),
      { numRuns: 30 },
    );
  });

  it('a unit with nothing in below it has the mean of the one above, and its own variance on top', () => {
    fc.assert(
      fc.property(trees, ({ tree, working, scales, ridge }) => {
        const up = solved(passUp(tree, working, scales, ridge));
        const down = passDown(tree, up, scales);
        for (let u = 1; u < tree.parent.length; u++) {
          if (up.precision[u] !== 0) continue;
          const above = tree.parent[u] as number;
          expect(down.mean[u]).toBe(down.mean[above]);
          expect(down.variance[u]).toBe(
            (down.variance[above] as number) + (scales.units[tree.level[u] as number] as number),
          );
        }
      }),
    );
  });

  it('without one table that says anything there is no answer', () => {
    const { tree, working, scales, ridge } = drawnTree(3, 10, 4, 0, 1);
    expect(passUp(tree, { ...working, weight: new Float64Array(4) }, scales, ridge)).toBeNull();
    expect(
      passUpGiven(tree, { ...working, weight: new Float64Array(4) }, scales, ridge, ridge, new Float64Array(4)),
    ).toBeNull();
  });
});
