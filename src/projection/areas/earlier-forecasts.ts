import type { Chain } from '../coordinates.ts';
import { logitsOf, splitByLogits } from './area-coordinates.ts';
import { type FittedNight, fitNight } from './area-night.ts';
import type { AreaParameters } from './area-parameters.ts';
import { type AreaSeries, rowsByArea, seriesOf } from './area-series.ts';
import type { AreaSnapshots } from './area-snapshots.ts';
import { forecastArea } from './fit-areas.ts';

/*
 * What this same model would have said earlier in this same night of the sheets that have come since: the one measure of how
 * unlike the late sheets are that does not come from another election.
 */

export type EarlierForecast = {
  /** What came less what was forecast, one a coordinate: logits of the totals, logarithm of the votes a sheet. */
  readonly misses: readonly number[];
  /** Root mean square of the misses in shares of the base. */
  readonly shareError: number;
};

/** Forecasts from each origin that the snapshots allow, with or without trend; none where there are too few of them. */
export function earlierForecasts(
  snapshots: AreaSnapshots,
  fitted: FittedNight,
  asOf: number,
  chain: Chain,
  trend: boolean,
  parameters: AreaParameters,
): readonly EarlierForecast[] {
  const now = fitted.series;
  return originInstants(snapshots, now, asOf, parameters).flatMap((instant) => {
    const rows = rowsByArea(snapshots, instant);
    const then = now.map((s) =>
      s.area < 0 ? emptyOf(s) : seriesOf(snapshots, s.area, rows[s.area] ?? [], parameters, () => {}, s.expected),
    );
    const night = fitNight(then, chain, snapshots.unit, trend, parameters, fitted);
    const forecast = compare(night, now, chain, parameters);
    return forecast === null ? [] : [forecast];
  });
}

function emptyOf(s: AreaSeries): AreaSeries {
  return { ...s, counted: 0, votes: new Float64Array(s.votes.length), base: 0, batches: [] };
}

/** The last instants at which not more than each share of the sheets of now was counted. */
function originInstants(
  snapshots: AreaSnapshots,
  now: readonly AreaSeries[],
  asOf: number,
  parameters: AreaParameters,
): readonly number[] {
  const taken = new Set(now.map((s) => s.area));
  const total = now.reduce((sum, s) => sum + s.counted, 0);
  const latest = new Float64Array(snapshots.areas.length);
  const found = new Map<number, number>();
  let counted = 0;
  for (let row = 0; row < snapshots.size; row++) {
    const instant = snapshots.at[row] ?? 0;
    if (instant > asOf) break;
    const area = snapshots.area[row] ?? 0;
    const value = snapshots.counted[row] ?? Number.NaN;
    if (taken.has(area) && !Number.isNaN(value)) {
      counted += value - (latest[area] ?? 0);
      latest[area] = value;
    }
    if (row + 1 < snapshots.size && snapshots.at[row + 1] === instant) continue;
    parameters.origins.forEach((origin, i) => {
      if (counted <= origin * total && counted >= parameters.fewestSheets) found.set(i, instant);
    });
  }
  return [...new Set(found.values())];
}

/** What was forecast for the sheets that came since, all areas together, against what came. */
function compare(
  then: FittedNight,
  now: readonly AreaSeries[],
  chain: Chain,
  parameters: AreaParameters,
): EarlierForecast | null {
  const K = now[0]?.votes.length ?? 0;
  const [came, said] = [new Float64Array(K + 1), new Float64Array(K + 1)];
  let [sheets, cameBase, saidBase] = [0, 0, 0];
  const part = new Float64Array(K + 1);
  now.forEach((s, a) => {
    const before = then.series[a];
    const grown = s.counted - (before?.counted ?? 0);
    const base = s.base - (before?.base ?? 0);
    if (before === undefined || grown <= 0 || base < 0 || s.expected <= 0 || s.area < 0) return;
    const values = forecastsOf(then, a, before.counted / s.expected, s.counted / s.expected, grown, parameters);
    const size = then.coordinates.findIndex((c) => c.split < 0);
    const saidOfArea = size < 0 ? base : grown * Math.exp(values[size] ?? 0);
    splitByLogits(chain, saidOfArea, Float64Array.from(values), part);
    for (let k = 0; k < K; k++) {
      came[k] = (came[k] ?? 0) + (s.votes[k] ?? 0) - (before.votes[k] ?? 0);
      said[k] = (said[k] ?? 0) + (part[k] ?? 0);
    }
    sheets += grown;
    cameBase += base;
    saidBase += saidOfArea;
  });
  if (sheets < parameters.fewestSheets || cameBase <= 0 || saidBase <= 0) return null;
  const [cameLogits, saidLogits] = [logitsOf(chain, came, cameBase), logitsOf(chain, said, saidBase)];
  const misses = then.coordinates.map(({ split }) =>
    split < 0 ? Math.log(cameBase / saidBase) : (cameLogits[split] ?? 0) - (saidLogits[split] ?? 0),
  );
  let squares = 0;
  for (let k = 0; k < K; k++) squares += ((came[k] ?? 0) / cameBase - (said[k] ?? 0) / saidBase) ** 2;
  return { misses, shareError: Math.sqrt(squares / K) };
}

function forecastsOf(
  night: FittedNight,
  area: number,
  from: number,
  to: number,
  sheets: number,
  parameters: AreaParameters,
): readonly number[] {
  return night.coordinates.map((_, c) => {
    const [fit, observed] = [night.fits[c], night.observed[c]?.[area]];
    if (fit === undefined || observed === undefined) return 0;
    return forecastArea(fit, observed, from, to, sheets, parameters).mean;
  });
}
