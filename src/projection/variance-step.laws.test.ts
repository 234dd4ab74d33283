import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnTree, type TreeCase } from './dense-tree.test-support.ts';
import { passDown, passUp, passUpGiven, type Scales, type Upward } from './tree-pass.ts';
import { nextScales, stepTables } from './variance-step.ts';

const PRIOR = { tauFreedom: 2, tauPrior: 0.04 };
const trees = fc
  .record({ seed: fc.nat(), units: fc.integer({ min: 1, max: 60 }), tables: fc.integer({ min: 2, max: 200 }) })
  .map((t) => drawnTree(t.seed, t.units, t.tables, 1, 1));

/** What the priors add to the log likelihood: of each variance that some edge has, as if of so many edges more. */
function withPriors(up: Upward, { units, table }: Scales): number {
  const own = (tau2: number) => -0.5 * PRIOR.tauFreedom * (Math.log(tau2) + PRIOR.tauPrior / tau2);
  // Index 0 is of no edge.
  return up.objective + own(table) + units.subarray(1).reduce((sum, tau2) => sum + own(tau2), 0);
}

/** Steps with the linearisation held, beta solved for in every `every`th: what the likelihood was at each. */
function climb({ tree, working, scales, ridge }: TreeCase, steps: number, every: number): readonly number[] {
  const found: number[] = [];
  const eta = new Float64Array(working.count);
  const fixed = new Float64Array(working.count);
  let [now, beta] = [scales, new Float64Array(ridge.length)];
  for (let step = 0; step < steps; step++) {
    const up: Upward | null =
      step % every === 0 ? passUp(tree, working, now, ridge) : passUpGiven(tree, working, now, ridge, beta, fixed);
    if (up === null) throw new Error('a table says something, so there is a solution');
    beta = Float64Array.from(up.beta);
    for (let i = 0; i < working.count; i++)
      fixed[i] =
        (beta[0] as number) * (working.regressors.tables[i] as number) +
        (beta[1] as number) * (working.regressors.units[working.unit[i] as number] as number);
    found.push(withPriors(up, now));
    const down = passDown(tree, up, now);
    now = nextScales(now, down, stepTables(working, fixed, down, now.table, eta), PRIOR);
  }
  return found;
}

describe('the step of the variances', () => {
  it.each([
    ['beta solved for in every step', 1],
    ['beta kept', 100],
    ['beta solved for in every fourth', 4],
  ])('never lets the likelihood fall: %s', (_, every) => {
    fc.assert(
      fc.property(trees, (drawn) => {
        const found = climb(drawn, 12, every);
        for (let step = 1; step < found.length; step++) {
          const [before, after] = [found[step - 1] as number, found[step] as number];
          expect(after).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gets anywhere: from a wrong start it gains, and ends near where steps stand still', () => {
    const drawn = drawnTree(5, 40, 200, 1, 1);
    const far = { ...drawn, scales: { units: drawn.scales.units.map(() => 20), table: 20 } };
    const found = climb(far, 300, 1);
    expect((found.at(-1) as number) - (found[0] as number)).toBeGreaterThan(20);
    expect((found.at(-1) as number) - (found.at(-2) as number)).toBeLessThan(1e-4);
  });

  it('is the prior where no edge was seen', () => {
    const down = {
      mean: new Float64Array(1),
      variance: new Float64Array(1),
      squares: new Float64Array(3),
      edges: new Float64Array(3),
    };
    const next = nextScales({ units: new Float64Array(3).fill(1), table: 1 }, down, { square: 0, tables: 0 }, PRIOR);
    expect([...next.units, next.table]).toEqual([0.04, 0.04, 0.04, 0.04]);
  });
});
