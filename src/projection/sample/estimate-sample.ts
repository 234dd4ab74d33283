import { assert } from '../../base/assert.ts';
import type { Chance } from '../random.ts';

/*
 * Shares from a sample: the ratio of weighted totals, with the weight of a stratum (its stations by those of it that came in)
 * on each sheet. Variance by linearisation: the share moves with a sheet as its residual votes - share x base over the total base.
 */

/** What came in of a sample, in the order of the list. */
export type Received = {
  /** Whether neighbours in the list are a systematic sample: then differences of neighbours give the variance. */
  readonly systematic: boolean;
  /** Stations of each stratum in the whole list. */
  readonly sizes: readonly number[];
  /** By sheet that came in. */
  readonly stratum: readonly number[];
  /** Row-major, sheet x option. */
  readonly votes: Float64Array;
  readonly base: Float64Array;
  readonly options: number;
};

/** Strata after those with fewer than two sheets were joined to a neighbour. */
export type Collapsed = {
  /** By stratum, the group it is in. */
  readonly groupOf: Int32Array;
  /** Stations of each group, and sheets of it that came in. */
  readonly sizes: Float64Array;
  readonly counts: Float64Array;
  /** Strata that had fewer than two sheets. */
  readonly joined: readonly number[];
};

export type SampleEstimate = {
  readonly shares: readonly number[];
  /** Standard errors of the shares by linearisation, with the finite population correction. */
  readonly errors: readonly number[];
  readonly lead: { readonly of: number; readonly over: number; readonly point: number; readonly error: number };
  /** Weighted base votes. */
  readonly base: number;
  /** Sheets less strata: what the variance rests on. */
  readonly freedom: number;
  readonly collapsed: Collapsed;
};

/** Joins each stratum with fewer than two sheets to the group before it in the list, the first to the one after. */
export function collapseStrata(sizes: readonly number[], stratum: readonly number[]): Collapsed {
  const received = sizes.map(() => 0);
  for (const h of stratum) received[h] = (received[h] ?? 0) + 1;
  const groupOf = new Int32Array(sizes.length);
  const joined: number[] = [];
  const groups: { size: number; count: number }[] = [];
  sizes.forEach((size, h) => {
    const count = received[h] ?? 0;
    const last = groups[groups.length - 1];
    // A stratum that is drawn whole has no variance and stands by itself.
    const alone = count >= 2 || (count === size && size > 0);
    if (!alone) joined.push(h);
    const join = last !== undefined && (!alone || (last.count < 2 && last.count < last.size));
    if (join) {
      last.size += size;
      last.count += count;
    } else groups.push({ size, count });
    groupOf[h] = groups.length - 1;
  });
  return {
    groupOf,
    sizes: Float64Array.from(groups, (g) => g.size),
    counts: Float64Array.from(groups, (g) => g.count),
    joined,
  };
}

/** The estimate from what came in, as if it were a sample of its own; null with fewer than two sheets or without votes. */
export function estimateSample(received: Received): SampleEstimate | null {
  const n = received.stratum.length;
  if (n < 2) return null;
  const collapsed = collapseStrata(received.sizes, received.stratum);
  const group = received.stratum.map((h) => collapsed.groupOf[h] ?? 0);
  const weight = group.map((g) => (collapsed.sizes[g] ?? 0) / (collapsed.counts[g] ?? 1));
  const { totals, base } = weightedTotals(received, weight);
  if (base <= 0) return null;
  const shares = totals.map((t) => t / base);
  const residual = (of: (i: number) => number, share: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => (of(i) - share * (received.base[i] ?? 0)) / base);
  const votes = (i: number, k: number): number => received.votes[i * received.options + k] ?? 0;
  const spread = (e: Float64Array): number => Math.sqrt(varianceOfTotal(e, group, collapsed, received.systematic));
  const errors = shares.map((share, k) => spread(residual((i) => votes(i, k), share)));
  const [of = 0, over = 0] = [...shares.keys()].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || a - b);
  const point = (shares[of] ?? 0) - (shares[over] ?? 0);
  const error = spread(residual((i) => votes(i, of) - votes(i, over), point));
  return {
    shares,
    errors,
    lead: { of, over, point, error },
    base,
    freedom: Math.max(1, n - collapsed.sizes.length),
    collapsed,
  };
}

function weightedTotals(received: Received, weight: readonly number[]): { totals: number[]; base: number } {
  const totals = Array.from({ length: received.options }, () => 0);
  let base = 0;
  weight.forEach((w, i) => {
    for (let k = 0; k < received.options; k++) {
      totals[k] = (totals[k] ?? 0) + w * (received.votes[i * received.options + k] ?? 0);
    }
    base += w * (received.base[i] ?? 0);
  });
  return { totals, base };
}

/**
 * Variance of an estimated total: within groups around their mean, or of a systematic sample by successive differences, which
 * leave out what neighbours share (Wolter 2007, estimator 2).
 */
export function varianceOfTotal(
  values: Float64Array,
  group: readonly number[],
  { sizes, counts }: Collapsed,
  systematic: boolean,
): number {
  const squares = new Float64Array(sizes.length);
  const sums = new Float64Array(sizes.length);
  const last = new Float64Array(sizes.length).fill(Number.NaN);
  values.forEach((v, i) => {
    const g = group[i] ?? 0;
    if (systematic) {
      const before = last[g] ?? Number.NaN;
      if (!Number.isNaN(before)) squares[g] = (squares[g] ?? 0) + (v - before) ** 2 / 2;
      last[g] = v;
    } else squares[g] = (squares[g] ?? 0) + v * v;
    sums[g] = (sums[g] ?? 0) + v;
  });
  let variance = 0;
  for (let g = 0; g < sizes.length; g++) {
    const [N, n] = [sizes[g] ?? 0, counts[g] ?? 0];
    if (n < 2 || n >= N) continue;
    const around = systematic ? (squares[g] ?? 0) : Math.max(0, (squares[g] ?? 0) - (sums[g] ?? 0) ** 2 / n);
    variance += (N * (N - n) * around) / ((n - 1) * n);
  }
  return variance;
}

/** Standard errors of the shares and of the lead of the first two by resampling within strata (Rao and Wu 1988). */
export function bootstrapErrors(
  received: Received,
  estimate: SampleEstimate,
  rounds: number,
  chance: Chance,
): { readonly shares: readonly number[]; readonly lead: number } {
  assert(rounds >= 2, 'a spread needs two rounds');
  const { collapsed } = estimate;
  const members: number[][] = Array.from(collapsed.sizes, () => []);
  received.stratum.forEach((h, i) => {
    members[collapsed.groupOf[h] ?? 0]?.push(i);
  });
  const K = received.options;
  const sums = new Float64Array(K + 1);
  const squares = new Float64Array(K + 1);
  for (let r = 0; r < rounds; r++) {
    const { totals, base } = weightedTotals(received, resampled(members, collapsed, chance));
    const shares = totals.map((t) => t / base);
    const lead = (shares[estimate.lead.of] ?? 0) - (shares[estimate.lead.over] ?? 0);
    [...shares, lead].forEach((x, k) => {
      sums[k] = (sums[k] ?? 0) + x;
      squares[k] = (squares[k] ?? 0) + x * x;
    });
  }
  const sd = (k: number): number =>
    Math.sqrt(Math.max(0, ((squares[k] ?? 0) - (sums[k] ?? 0) ** 2 / rounds) / (rounds - 1)));
  return { shares: estimate.shares.map((_, k) => sd(k)), lead: sd(K) };
}

/** Weights of one round: n - 1 draws with return in each group, scaled so that the finite list is allowed for. */
function resampled(members: readonly (readonly number[])[], { sizes, counts }: Collapsed, chance: Chance): number[] {
  const weight: number[] = [];
  members.forEach((list, g) => {
    const [N, n] = [sizes[g] ?? 0, counts[g] ?? 0];
    const hits = new Map<number, number>();
    for (let j = 0; j < n - 1; j++) {
      const i = list[chance.below(n)] ?? 0;
      hits.set(i, (hits.get(i) ?? 0) + 1);
    }
    const scale = n < 2 ? 0 : Math.sqrt(Math.max(0, 1 - n / N));
    for (const i of list) weight[i] = (N / n) * (1 - scale + (scale * n * (hits.get(i) ?? 0)) / Math.max(n - 1, 1));
  });
  return weight;
}

/** An interval for the drawn sheets, widened by what another draw would have given: the two are independent. */
export function withSampling([low, high]: readonly [number, number], error: number): readonly [number, number] {
  const middle = (low + high) / 2;
  const half = Math.hypot((high - low) / 2, 1.96 * error);
  return [middle - half, middle + half];
}
