import { present } from '../../base/assert.ts';
import type { Count } from '../../model/ids.ts';
import { resultOf } from '../../model/outcome-complete.ts';
import type { ContestResult } from '../../model/outcome-types.ts';
import type { Band, Diagnostics, Estimate, Part } from '../projection-answer.ts';
import { type AreaMoment, nameOf } from './area-moment.ts';
import type { AreaParameters } from './area-parameters.ts';
import type { AreaSnapshots } from './area-snapshots.ts';
import type { AreaDraws } from './draw-areas.ts';

/** Mean and central intervals of draws. Each interval holds the narrower ones, because all are cut from one order. */
export function bandOf(draws: Float64Array): Band {
  const sorted = Float64Array.from(draws).sort();
  const at = (p: number): number => {
    const place = p * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? low) - low);
  };
  const mean = draws.reduce((sum, x) => sum + x, 0) / Math.max(draws.length, 1);
  return { point: mean, in50: [at(0.25), at(0.75)], in80: [at(0.1), at(0.9)], in95: [at(0.025), at(0.975)] };
}

/** The two with most votes over all draws, of equal ones the first on the paper. */
export function leadingPair(whole: Float64Array, K: number): readonly [number, number] {
  const totals = new Float64Array(K);
  for (let i = 0; i < whole.length; i++) {
    const k = i % (K + 1);
    if (k < K) totals[k] = (totals[k] ?? 0) + (whole[i] ?? 0);
  }
  const order = [...totals.keys()].sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0) || a - b);
  return [order[0] ?? 0, order[1] ?? 1];
}

/** Each result of the rule over the draws, on whole votes, the likeliest first. */
export function outcomesOf(
  snapshots: AreaSnapshots,
  whole: Float64Array,
  registered: number,
): readonly { readonly result: ContestResult; readonly probability: number }[] {
  const K = snapshots.options.length;
  const count = whole.length / (K + 1);
  const found = new Map<string, { readonly result: ContestResult; seen: number }>();
  for (let d = 0; d < count; d++) {
    const row = whole.subarray(d * (K + 1), (d + 1) * (K + 1));
    const votes = [...row.subarray(0, K)];
    const unlisted = (row[K] ?? 0) - votes.reduce((a, b) => a + b, 0);
    const result = resultOf(snapshots.rule, snapshots.options, {
      votes: votes as Count[],
      unlisted: unlisted as Count,
      othersTotal: 0 as Count,
      registered: Number.isNaN(registered) ? null : (registered as Count),
    });
    const key = JSON.stringify(result);
    const entry = found.get(key) ?? { result, seen: 0 };
    entry.seen++;
    found.set(key, entry);
  }
  const list = [...found.values()].sort((a, b) => b.seen - a.seen);
  return list.map(({ result, seen }) => ({ result, probability: seen / count }));
}

/** Everything an estimate says, from its draws. */
export function estimateOf(
  snapshots: AreaSnapshots,
  moment: AreaMoment,
  draws: AreaDraws,
  diagnostics: Diagnostics,
  parameters: AreaParameters,
): Estimate {
  const K = snapshots.options.length;
  const count = draws.whole.length / (K + 1);
  const column = (of: (row: Float64Array) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, d) => of(draws.whole.subarray(d * (K + 1), (d + 1) * (K + 1))));
  const share = (votes: number, base: number): number => (base === 0 ? 0 : votes / base);
  const [first, second] = leadingPair(draws.whole, K);
  const countedBase = moment.series.reduce((sum, s) => sum + s.base, 0);
  const id = (k: number): string => present(snapshots.options[k], 'an option');
  return {
    kind: 'estimate',
    options: snapshots.options.map((option, k) => ({
      id: option,
      share: bandOf(column((row) => share(row[k] ?? 0, row[K] ?? 0))),
      votes: bandOf(column((row) => row[k] ?? 0)),
    })),
    lead: {
      of: id(first),
      over: id(second),
      band: bandOf(column((row) => share((row[first] ?? 0) - (row[second] ?? 0), row[K] ?? 0))),
    },
    turnout: moment.registered > 0 ? bandOf(column((row) => Math.min(1, (row[K] ?? 0) / moment.registered))) : null,
    votesOut: bandOf(column((row) => (row[K] ?? 0) - countedBase)),
    outcomes: outcomesOf(snapshots, draws.whole, moment.registered),
    areas: partsOf(snapshots, moment, draws, [first, second], parameters),
    settings: [],
    diagnostics,
  };
}

/** Areas with sheets out, by how much of the variance of the lead they carry. */
function partsOf(
  snapshots: AreaSnapshots,
  moment: AreaMoment,
  draws: AreaDraws,
  pair: readonly [number, number],
  parameters: AreaParameters,
): readonly Part[] {
  const [K, A] = [snapshots.options.length, moment.series.length];
  const count = draws.whole.length / (K + 1);
  const of = (values: Float64Array, a: number): Float64Array =>
    Float64Array.from({ length: count }, (_, d) => values[d * A + a] ?? 0);
  const lead = Float64Array.from(
    { length: count },
    (_, d) => (draws.whole[d * (K + 1) + pair[0]] ?? 0) - (draws.whole[d * (K + 1) + pair[1]] ?? 0),
  );
  const variance = covarianceOf(lead, lead);
  const parts = moment.series.flatMap((s, a): readonly Part[] => {
    if (s.expected <= s.counted) return [];
    const own = of(draws.leadOut, a);
    return [
      {
        // Counted among what is public now: an area that is heard of later must not move it.
        unit: s.area < 0 ? -1 : a + 1,
        name: nameOf(snapshots, s.area),
        level: snapshots.areas[s.area]?.level ?? '',
        sheetsOut: s.expected - s.counted,
        votesOut: bandOf(of(draws.baseOut, a)),
        leadOut: bandOf(own),
        shareOfVariance: variance === 0 ? 0 : covarianceOf(own, lead) / variance,
      },
    ];
  });
  return parts.sort((a, b) => b.shareOfVariance - a.shareOfVariance).slice(0, parameters.mostParts);
}

function covarianceOf(a: Float64Array, b: Float64Array): number {
  const mean = (x: Float64Array): number => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  return a.reduce((sum, v, i) => sum + (v - ma) * ((b[i] ?? 0) - mb), 0) / a.length;
}
