import { type Chain, splitVotes } from './coordinates.ts';
import { expitMean, type Fitted } from './fit-coordinate.ts';
import type { Groups } from './moment.ts';

/** Fits of one variant at one moment: turnout, the splits and, where stations have no roll, votes a station. */
export type VariantFit = {
  readonly turnout: Fitted | null;
  readonly splits: readonly Fitted[];
  readonly sizes: Fitted | null;
};

/** Linear predictor of a group in a coordinate, at the coefficients' estimates. */
export function predictor(fit: Fitted, groups: Groups, g: number): number {
  const { beta } = fit.up;
  let sum = fit.down.mean[groups.unit[g] as number] as number;
  for (let j = 0; j < beta.length; j++) sum += (beta[j] as number) * (groups.columns[g * beta.length + j] as number);
  return sum;
}

export type Predicted = {
  /** Votes of each option, votes for no option last. */
  readonly votes: Float64Array;
  readonly base: number;
  /** Trials and successes of the turnout and of each split, for the discrepancies. */
  readonly trials: Float64Array;
  readonly successes: Float64Array;
};

/** The expected votes of all groups together: means without draws. */
export function predictMean(fit: VariantFit, chain: Chain, groups: Groups, options: number): Predicted {
  const votes = new Float64Array(options + 1);
  const one = new Float64Array(options + 1);
  const p = new Float64Array(chain.splits.length);
  let [base, rolled] = [0, 0];
  const mean = (fitted: Fitted, g: number) =>
    expitMean(
      predictor(fitted, groups, g),
      (fitted.down.variance[groups.unit[g] as number] as number) + fitted.scales.table,
    );
  for (let g = 0; g < groups.count; g++) {
    const roll = groups.roll[g] as number;
    const fromRoll = fit.turnout === null || roll === 0 ? 0 : roll * mean(fit.turnout, g);
    const group = fromRoll + sizeMean(fit.sizes, groups, g);
    for (let s = 0; s < p.length; s++) p[s] = mean(fit.splits[s] as Fitted, g);
    splitVotes(chain, group, p, 0, one);
    for (let k = 0; k <= options; k++) votes[k] = (votes[k] as number) + (one[k] as number);
    base += group;
    rolled += fromRoll;
  }
  return {
    votes,
    base,
    ...splitSums(
      chain,
      votes,
      base,
      groups.roll.reduce((a, b) => a + b, 0),
      rolled,
    ),
  };
}

function sizeMean(sizes: Fitted | null, groups: Groups, g: number): number {
  const stations = groups.unrolled[g] as number;
  if (sizes === null || stations === 0) return 0;
  const variance = (sizes.down.variance[groups.unit[g] as number] as number) + sizes.scales.table;
  return stations * Math.exp(predictor(sizes, groups, g) + variance / 2);
}

/** Trials and successes of the turnout (index 0) and of each split in sums of votes. */
export function splitSums(
  chain: Chain,
  votes: Float64Array,
  base: number,
  roll: number,
  fromRoll: number,
): { readonly trials: Float64Array; readonly successes: Float64Array } {
  const trials = new Float64Array(chain.splits.length + 1);
  const successes = new Float64Array(chain.splits.length + 1);
  trials[0] = Math.max(roll, fromRoll);
  successes[0] = fromRoll;
  chain.splits.forEach((split, s) => {
    const won = split.successes.reduce((sum, k) => sum + (votes[k] as number), 0);
    successes[s + 1] = won;
    if (split.ofBase)
      trials[s + 1] = Math.max(base - split.without.reduce((sum, k) => sum + (votes[k] as number), 0), won);
    else trials[s + 1] = (votes[chain.own[0] as number] as number) + (votes[chain.own[1] as number] as number);
  });
  return { trials, successes };
}
