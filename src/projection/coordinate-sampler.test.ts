import { describe, expect, it } from 'vitest';
import { CoordinateSampler } from './coordinate-sampler.ts';
import { denseSystem, drawnTree, invert, times } from './dense-tree.test-support.ts';
import type { Groups } from './moment.ts';
import { neededUnits } from './needed-units.ts';
import { Chance } from './random.ts';
import { passDown, passUp } from './tree-pass.ts';

const DRAWS = 6000;
/** One station a group and endless trials: then a draw is the predictor of one table, and nothing else. */
const ENDLESS = 1e12;

function groupsAt(units: readonly number[], columns: Float64Array): Groups {
  const count = units.length;
  return {
    count,
    unit: Int32Array.from(units),
    stations: new Float64Array(count).fill(1),
    roll: new Float64Array(count).fill(200),
    unrolled: new Float64Array(count),
    setting: new Uint8Array(count),
    setAside: new Uint8Array(count),
    columns,
  };
}

function samplerOf(seed: number, units: readonly number[]) {
  const drawn = drawnTree(seed, 12, 40, 1, 1);
  const { tree, working, ridge } = drawn;
  // Small scales: far from where a probability is 0 or 1 on this machine.
  const scales = { units: Float64Array.of(0, 0.3, 0.2, 0.1), table: 0.05 };
  const up = passUp(tree, working, scales, ridge);
  if (up === null) throw new Error('a table says something, so there is a solution');
  const chance = new Chance(seed);
  const groups = groupsAt(
    units,
    Float64Array.from({ length: units.length * 2 }, () => chance.normal()),
  );
  const fit = { link: 'logit' as const, up, down: passDown(tree, up, scales), scales };
  const trials = new Float64Array(groups.count).fill(ENDLESS);
  const sampler = new CoordinateSampler(fit, tree, groups, neededUnits(tree, groups), trials);
  const at = new Int32Array(groups.count);
  const two = (shock: number) => {
    const [above, below] = [new Float64Array(groups.count), new Float64Array(groups.count)];
    sampler.drawTwo(chance, Float64Array.of(shock), at, above, below);
    return [above, below].map((ps) => ps.map((p) => Math.log(p / (1 - p)))) as [Float64Array, Float64Array];
  };
  const redraw = () => sampler.redraw(chance);
  const dense = denseSystem({ ...drawn, scales });
  return { two, redraw, groups, dense, tables: working.count, table: scales.table };
}

/** So many draws, each with its own coefficients; of each two the one above or the one below. */
function logits(seed: number, units: readonly number[], side: 0 | 1) {
  const { two, redraw, ...known } = samplerOf(seed, units);
  const rows = Array.from({ length: DRAWS }, () => {
    redraw();
    return two(0)[side];
  });
  return { rows, ...known };
}

/** Mean and covariance of the groups' predictors by the dense solution: unit, slopes, and a table of their own. */
function known({ groups, dense, tables, table }: ReturnType<typeof logits>) {
  const { inverse } = invert(dense.precision);
  const size = dense.right.length;
  const parts = Array.from({ length: groups.count }, (_, g) => {
    const row = new Float64Array(size);
    row[groups.unit[g] as number] = 1;
    for (let j = 0; j < 2; j++) row[dense.units + tables + j] = groups.columns[g * 2 + j] as number;
    return row;
  });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
  const solution = times(inverse, dense.right);
  return {
    mean: parts.map((row) => dot(row, solution)),
    covariance: parts.map((a, g) => parts.map((b, h) => dot(a, times(inverse, b)) + (g === h ? table : 0))),
  };
}

describe('draws of a coordinate', () => {
  it.each([
    [1, [3, 7, 7, 11, 0], 0],
    [2, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 1],
    [5, [8], 1],
  ] as const)(
    'have the mean and the covariance of the joint posterior: tree %i, groups at %j, side %i',
    (seed, units, side) => {
      const made = logits(seed, units, side);
      const { mean, covariance } = known(made);
      const found = units.map((_, g) => made.rows.reduce((sum, r) => sum + (r[g] as number), 0) / DRAWS);
      units.forEach((_, g) => {
        const sd = (h: number) => Math.sqrt((covariance[h] as number[])[h] as number);
        expect(Math.abs((found[g] as number) - (mean[g] as number))).toBeLessThan((4.5 * sd(g)) / Math.sqrt(DRAWS));
        units.forEach((__, h) => {
          const cov = made.rows.reduce(
            (sum, r) => sum + ((r[g] as number) - (found[g] as number)) * ((r[h] as number) - (found[h] as number)),
            0,
          );
          const off = cov / DRAWS - ((covariance[g] as number[])[h] as number);
          expect(Math.abs(off), `${g} with ${h}`).toBeLessThan((6.5 * sd(g) * sd(h)) / Math.sqrt(DRAWS));
        });
      });
    },
  );
});

describe('two draws', () => {
  const sums = ([above, below]: readonly [Float64Array, Float64Array]) => above.map((x, g) => x + (below[g] as number));
  const near = (a: Float64Array, b: Float64Array) =>
    a.forEach((x, g) => {
      expect(x).toBeCloseTo(b[g] as number, 9);
    });

  it('lie as far above what the coefficients say as below, with the shock', () => {
    const { two, redraw } = samplerOf(1, [3, 7, 7, 11, 0]);
    redraw();
    const [first, second] = [two(0), two(0.7)];
    near(sums(first), sums(second));
    expect(Math.abs((first[0][0] as number) - (first[1][0] as number))).toBeGreaterThan(1e-6);
    const far = two(20);
    for (const [g, x] of far[0].entries()) expect(x - (far[1][g] as number)).toBeGreaterThan(30);
  });

  it('of coefficients that are each other mirrored lie around the estimate', () => {
    const { two, redraw } = samplerOf(2, [3, 7, 7, 11, 0]);
    const pairs = [0, 1].map(() => {
      redraw();
      const one = sums(two(0));
      redraw();
      return [one, sums(two(0))] as const;
    });
    const [[a, b], [c, d]] = pairs as [(typeof pairs)[0], (typeof pairs)[0]];
    near(
      a.map((x, g) => x + (b[g] as number)),
      c.map((x, g) => x + (d[g] as number)),
    );
    expect(Math.abs((a[0] as number) - (b[0] as number))).toBeGreaterThan(1e-6);
  });
});

describe('the units that draws go through', () => {
  it('are those of the groups and all above, parents first', () => {
    const tree = { parent: Int32Array.of(-1, 0, 0, 1, 1, 2, 3), level: Uint8Array.of(0, 1, 1, 2, 2, 2, 3), depth: 3 };
    const needed = neededUnits(tree, groupsAt([6, 4, 6], new Float64Array(0)));
    expect([...needed.units]).toEqual([0, 1, 3, 4, 6]);
    expect([...needed.parentAt]).toEqual([-1, 0, 1, 1, 2]);
    expect([...needed.groupAt]).toEqual([4, 3, 4]);
  });
});
