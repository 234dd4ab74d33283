import type { Parameters } from './parameters.ts';

/*
 * Shares as a chain of binomial splits, each with an exact likelihood: the leader against the second, those two against the rest,
 * the third within the rest, and so on; what is left is the tail. Options are ordered by their votes so far, never by name, so
 * that other labels give the same figures.
 */

export type Split = {
  /** Options (indexes) whose votes are the successes, and the positions in the chain's order that are the trials. */
  readonly name: string;
  readonly successes: readonly number[];
  /** Options of the trials; with `rest` all base votes that are in none of `without`. */
  readonly without: readonly number[];
  readonly ofBase: boolean;
};

export type Chain = {
  /** Options with coordinates of their own, by votes so far. */
  readonly own: readonly number[];
  /** Options in the tail. */
  readonly tail: readonly number[];
  /** Whether the base has votes outside the own options. */
  readonly hasRest: boolean;
  /** Share of each tail option in the votes of the tail so far; what is left are votes for no option. */
  readonly tailShares: readonly number[];
  readonly splits: readonly Split[];
};

/** Votes of every option in one part of what is counted: a sheet, an area. */
type PartVotes = (part: number, option: number) => number;

/**
 * The chain of an election from the totals so far: `totals` one an option, `base` the base votes. Options of equal totals go by
 * their votes in the first of `parts` in which these differ, and by their place on the paper only where there is none.
 */
export function chainOf(
  totals: readonly number[],
  base: number,
  parameters: Parameters,
  parts = 0,
  votesIn: PartVotes = () => 0,
): Chain {
  const apart = (a: number, b: number): number => {
    for (let part = 0; part < parts; part++) {
      const difference = votesIn(part, b) - votesIn(part, a);
      if (difference !== 0) return difference;
    }
    return a - b;
  };
  const order = totals.map((_, k) => k).sort((a, b) => (totals[b] as number) - (totals[a] as number) || apart(a, b));
  const big = order.filter((k, at) => at < 2 || (totals[k] as number) >= parameters.ownCoordinateFrom * base);
  const own = big.slice(0, parameters.mostCoordinates);
  const tail = order.filter((k) => !own.includes(k));
  const inOwn = own.reduce((sum, k) => sum + (totals[k] as number), 0);
  const hasRest = tail.length > 0 || base > inOwn;
  const rest = Math.max(base - inOwn, 1);
  return {
    own,
    tail,
    hasRest,
    tailShares: tail.map((k) => (totals[k] as number) / rest),
    splits: splitsOf(own, hasRest),
  };
}

function splitsOf(own: readonly number[], hasRest: boolean): readonly Split[] {
  const [first, second, ...others] = own as readonly [number, number, ...number[]];
  const pair = [first, second];
  const splits: Split[] = [{ name: 'pair', successes: [first], without: [], ofBase: false }];
  if (others.length === 0 && !hasRest) return splits;
  splits.push({ name: 'two', successes: pair, without: [], ofBase: true });
  others.forEach((k, at) => {
    // The last own option is what is left, if the base holds nothing else.
    if (at === others.length - 1 && !hasRest) return;
    splits.push({ name: `option-${at + 3}`, successes: [k], without: [...pair, ...others.slice(0, at)], ofBase: true });
  });
  return splits;
}

/** Trials and successes of a split in a row of votes. */
export function tally(
  split: Split,
  chain: Chain,
  votes: Float64Array,
  at: number,
  base: number,
): readonly [number, number] {
  const [row, width] = [votes.subarray(at), votes.length];
  const to = { trials: new Float64Array(1), successes: new Float64Array(1) };
  tallyAll(split, chain, row, width, Float64Array.of(base), Int32Array.of(0), to);
  return [to.trials[0] as number, to.successes[0] as number];
}

/** The same of many rows at once: `rows` says of which, `width` how long one is. */
export function tallyAll(
  split: Split,
  { own }: Chain,
  votes: Float64Array,
  width: number,
  bases: Float64Array,
  rows: Int32Array,
  to: { readonly trials: Float64Array; readonly successes: Float64Array },
): void {
  const { successes, without, ofBase } = split;
  const [first, second] = own as readonly [number, number];
  for (let t = 0; t < rows.length; t++) {
    const i = rows[t] as number;
    const at = i * width;
    let won = 0;
    for (let s = 0; s < successes.length; s++) won += votes[at + (successes[s] as number)] as number;
    to.successes[t] = won;
    if (ofBase) {
      let trials = bases[i] as number;
      for (let s = 0; s < without.length; s++) trials -= votes[at + (without[s] as number)] as number;
      to.trials[t] = Math.max(trials, won);
    } else to.trials[t] = (votes[at + first] as number) + (votes[at + second] as number);
  }
}

/**
 * Takes base votes apart by the probabilities of the splits, into `out`: one an option, votes for no option last.
 */
export function splitVotes(
  chain: Chain,
  base: number,
  probabilities: Float64Array,
  at: number,
  out: Float64Array,
): void {
  const [first, second, ...others] = chain.own as readonly [number, number, ...number[]];
  const two = chain.splits.length > 1 ? base * (probabilities[at + 1] as number) : base;
  const lead = two * (probabilities[at] as number);
  out[first] = lead;
  out[second] = two - lead;
  let rest = base - two;
  for (let o = 0; o < others.length; o++) {
    const split = o + 2;
    const votes = split < chain.splits.length ? rest * (probabilities[at + split] as number) : rest;
    out[others[o] as number] = votes;
    rest -= votes;
  }
  let left = rest;
  for (let t = 0; t < chain.tail.length; t++) {
    const votes = rest * (chain.tailShares[t] as number);
    out[chain.tail[t] as number] = votes;
    left -= votes;
  }
  out[out.length - 1] = left;
}
