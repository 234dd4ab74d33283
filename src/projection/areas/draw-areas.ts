import type { Chain } from '../coordinates.ts';
import type { Chance } from '../random.ts';
import { splitByLogits } from './area-coordinates.ts';
import type { FittedNight } from './area-night.ts';
import type { AreaParameters } from './area-parameters.ts';
import type { AreaSeries } from './area-series.ts';
import type { AreaUnit } from './area-snapshots.ts';
import { type Forecast, forecastArea } from './fit-areas.ts';

/** Scale and freedom of the shared shock of a coordinate. */
export type Shock = { readonly scale: number; readonly freedom: number };

/** One way to fit the night, how much it is trusted, and its shocks (one a coordinate). */
export type WeightedNight = { readonly night: FittedNight; readonly weight: number; readonly shocks: readonly Shock[] };

export type AreaDraws = {
  /** Row-major, draw x (options + 1): whole votes of the whole election, the base last. */
  readonly whole: Float64Array;
  /** Row-major, draw x area: base votes out, and the lead of the first over the second in them. */
  readonly baseOut: Float64Array;
  readonly leadOut: Float64Array;
};

/** Draws whole elections: which variant, its shared level and slope, a shock, and every area given them. */
export function drawAreas(
  nights: readonly WeightedNight[],
  chain: Chain,
  unit: AreaUnit,
  count: number,
  chance: Chance,
  parameters: AreaParameters,
): AreaDraws {
  const series = nights[0]?.night.series ?? [];
  const [K, A] = [series[0]?.votes.length ?? 0, series.length];
  const forecasts = nights.map(({ night }) => forecastsOut(night, parameters));
  const whole = new Float64Array(count * (K + 1));
  const [baseOut, leadOut] = [new Float64Array(count * A), new Float64Array(count * A)];
  const counted = totalOf(series);
  const fullest = parameters.fullestSheet * fullestMean(series);
  const out = new Float64Array(K + 1);
  const [first, second] = [chain.own[0] ?? 0, chain.own[1] ?? 1];
  for (let d = 0; d < count; d++) {
    const which = pick(nights, chance);
    const { night, shocks } = nights[which] as WeightedNight;
    const draw = drawNight(night, shocks, unit === 'sheets' ? fullest : null, chance, parameters);
    const drawn = withTail(chain, chance, parameters);
    const total = new Float64Array(K + 1);
    for (let a = 0; a < A; a++) {
      const s = series[a] as AreaSeries;
      if (s.expected <= s.counted) continue;
      out.fill(0);
      const base = draw(s, forecasts[which]?.[a] ?? [], drawn, out);
      for (let k = 0; k < K; k++) total[k] = (total[k] ?? 0) + (out[k] ?? 0);
      total[K] = (total[K] ?? 0) + base;
      baseOut[d * A + a] = base;
      leadOut[d * A + a] = (out[first] ?? 0) - (out[second] ?? 0);
    }
    writeWhole(whole, d, counted, total, chain.hasRest);
  }
  return { whole, baseOut, leadOut };
}

/** Votes in of all areas, the base last. */
export function totalOf(series: readonly AreaSeries[]): Float64Array {
  const K = series[0]?.votes.length ?? 0;
  const total = new Float64Array(K + 1);
  for (const s of series) {
    for (let k = 0; k < K; k++) total[k] = (total[k] ?? 0) + (s.votes[k] ?? 0);
    total[K] = (total[K] ?? 0) + s.base;
  }
  return total;
}

/** Batches that are too small for a mean of their own may hold corrections of earlier sheets. */
const FEW_SHEETS = 10;

function fullestMean(series: readonly AreaSeries[]): number {
  let [large, largest] = [0, 1];
  for (const { batches } of series) {
    for (const { base, sheets } of batches) {
      largest = Math.max(largest, base / sheets);
      if (sheets >= FEW_SHEETS) large = Math.max(large, base / sheets);
    }
  }
  return large > 0 ? large : largest;
}

/** Area x coordinate; nothing for areas that are complete. */
function forecastsOut(night: FittedNight, parameters: AreaParameters): readonly (readonly Forecast[])[] {
  return night.series.map((s, a) => {
    if (s.expected <= s.counted) return [];
    return night.coordinates.flatMap((_, c) => {
      const [fit, observed] = [night.fits[c], night.observed[c]?.[a]];
      if (fit === undefined || observed === undefined) return [];
      return [forecastArea(fit, observed, s.counted / s.expected, 1, s.expected - s.counted, parameters)];
    });
  });
}

function pick(nights: readonly WeightedNight[], chance: Chance): number {
  let left = chance.uniform();
  for (let i = 0; i < nights.length - 1; i++) {
    left -= nights[i]?.weight ?? 0;
    if (left < 0) return i;
  }
  return nights.length - 1;
}

/** How the small options that have no coordinate share their votes, in one draw. */
function withTail(chain: Chain, chance: Chance, parameters: AreaParameters): Chain {
  if (chain.tail.length === 0) return chain;
  const before = chain.tailShares.reduce((a, b) => a + b, 0);
  const moved = chain.tailShares.map((share) => share * Math.exp(parameters.tailSpread * chance.normal()));
  const after = moved.reduce((a, b) => a + b, 0);
  return { ...chain, tailShares: moved.map((share) => (after > 0 ? (share * before) / after : 0)) };
}

type AreaDraw = (s: AreaSeries, forecasts: readonly Forecast[], chain: Chain, out: Float64Array) => number;

/** What all areas share in a draw (`fullest`: votes of the fullest sheet, null where votes are what is expected); the function then draws an area into `out` and returns its base votes out. */
function drawNight(
  night: FittedNight,
  shocks: readonly Shock[],
  fullest: number | null,
  chance: Chance,
  parameters: AreaParameters,
): AreaDraw {
  const shared = night.fits.map(({ root }, c) => {
    const [x, y] = [chance.normal(), chance.normal()];
    const { scale, freedom } = shocks[c] ?? { scale: 0, freedom: 1 };
    return { level: root[0] * x, slope: root[1] * x + root[2] * y, shock: scale * chance.student(freedom) };
  });
  const shifts = shared.map(() => parameters.setAsideShift * chance.normal());
  const kept = parameters.setAsideKept + (1 - parameters.setAsideKept) * chance.uniform();
  const guess = Math.exp(parameters.expectedVotesSpread * chance.normal());
  // Without a size of sheets, votes are what is expected.
  const sizeOf = (log: number): number => (fullest === null ? guess : Math.min(Math.exp(log), fullest));
  return (s, forecasts, chain, out) => {
    const values = new Float64Array(forecasts.length);
    forecasts.forEach((f, c) => {
      const { level, slope, shock } = shared[c] ?? { level: 0, slope: 0, shock: 0 };
      values[c] = f.mean + f.byLevel * level + f.bySlope * slope + shock + Math.sqrt(f.variance) * chance.normal();
    });
    const splits = chain.splits.length;
    const aside = Math.min(s.setAside, s.expected - s.counted);
    const others = s.expected - s.counted - aside;
    const base = others * sizeOf(values[splits] ?? 0);
    splitByLogits(chain, base, values.subarray(0, splits), out);
    if (aside === 0) return base;
    const selected = values.map((x, c) => x + (shifts[c] ?? 0));
    const asideBase = aside * kept * sizeOf(selected[splits] ?? 0);
    const part = new Float64Array(out.length);
    splitByLogits(chain, asideBase, selected.subarray(0, splits), part);
    for (let k = 0; k < out.length; k++) out[k] = (out[k] ?? 0) + (part[k] ?? 0);
    return base + asideBase;
  };
}

/** Whole votes: those in, and those out rounded. The base is the sum of the options where it holds nothing else. */
function writeWhole(whole: Float64Array, d: number, counted: Float64Array, out: Float64Array, hasRest: boolean): void {
  const K = counted.length - 1;
  const at = d * (K + 1);
  let sum = 0;
  for (let k = 0; k < K; k++) {
    const votes = Math.round(out[k] ?? 0);
    whole[at + k] = (counted[k] ?? 0) + votes;
    sum += votes;
  }
  whole[at + K] = (counted[K] ?? 0) + (hasRest ? Math.max(Math.round(out[K] ?? 0), sum) : sum);
}
