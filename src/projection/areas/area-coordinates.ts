import { type Chain, splitVotes, tally } from '../coordinates.ts';
import type { AreaSeries, Batch } from './area-series.ts';
import type { AreaUnit } from './area-snapshots.ts';
import type { Observed } from './fit-areas.ts';

/** One coordinate of the model: a split of the votes, or (the last) votes a sheet. */
export type Coordinate = { readonly name: string; readonly split: number };

/** The splits of the chain; votes a sheet too, where sheets are what is counted. */
export function coordinatesOf(chain: Chain, unit: AreaUnit): readonly Coordinate[] {
  const splits = chain.splits.map(({ name }, split) => ({ name, split }));
  return unit === 'sheets' ? [...splits, { name: 'votes-a-sheet', split: -1 }] : splits;
}

/** What the batches of an area say of a coordinate. Batches without a vote in it say nothing. */
export function observe(series: AreaSeries, chain: Chain, coordinate: Coordinate): Observed {
  const rows = series.batches.flatMap((batch) => {
    const seen = coordinate.split < 0 ? sizeOf(batch) : logitOf(batch, chain, coordinate.split);
    return seen === null ? [] : [{ ...seen, batch }];
  });
  return {
    value: Float64Array.from(rows, (r) => r.value),
    noise: Float64Array.from(rows, (r) => r.noise),
    sheets: Float64Array.from(rows, (r) => r.batch.sheets),
    from: Float64Array.from(rows, (r) => r.batch.from),
    to: Float64Array.from(rows, (r) => r.batch.to),
  };
}

type Seen = { readonly value: number; readonly noise: number };

function sizeOf(batch: Batch): Seen | null {
  return batch.base > 0 ? { value: Math.log(batch.base / batch.sheets), noise: 1 / batch.base } : null;
}

/** Empirical logit and its variance, with half a vote on either side, so that a batch without a vote for one has both. */
function logitOf(batch: Batch, chain: Chain, split: number): Seen | null {
  const binomial = chain.splits[split];
  if (binomial === undefined) return null;
  const [trials, successes] = tally(binomial, chain, batch.votes, 0, batch.base);
  if (trials <= 0) return null;
  const [yes, no] = [successes + 0.5, trials - successes + 0.5];
  return { value: Math.log(yes / no), noise: 1 / yes + 1 / no };
}

/** Logits of all splits of a total. */
export function logitsOf(chain: Chain, votes: Float64Array, base: number): readonly number[] {
  return chain.splits.map((split) => {
    const [trials, successes] = tally(split, chain, votes, 0, base);
    return Math.log((successes + 0.5) / (trials - successes + 0.5));
  });
}

/** Takes base votes apart by logits of the splits: one an option into `out`, votes for no option last. */
export function splitByLogits(chain: Chain, base: number, logits: Float64Array, out: Float64Array): void {
  const probabilities = logits.map((x) => 1 / (1 + Math.exp(-x)));
  splitVotes(chain, base, probabilities, 0, out);
}
