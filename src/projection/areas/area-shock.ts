import type { AreaMoment } from './area-moment.ts';
import type { AreaParameters } from './area-parameters.ts';
import type { Shock } from './draw-areas.ts';
import type { EarlierForecast } from './earlier-forecasts.ts';

/**
 * The shared shock of a coordinate (`split` -1: votes a sheet): a prior that is wider early in a count, together with what the
 * earlier forecasts of this night missed. Few misses leave it heavy-tailed.
 */
export function shockOf(
  split: number,
  coordinate: number,
  earlier: readonly EarlierForecast[],
  moment: AreaMoment,
  parameters: AreaParameters,
): Shock {
  const done = moment.counted / moment.expected;
  const [pair, others, size] = parameters.shockPrior;
  const early = 1 + parameters.shockEarly * Math.exp(-done / parameters.shockEarlySpan);
  const prior = (split < 0 ? size : split === 0 ? pair : others) * early;
  const missed = earlier.reduce((sum, e) => sum + (e.misses[coordinate] ?? 0) ** 2, 0);
  const freedom = parameters.shockFreedom + parameters.originWeight * earlier.length;
  const squares = parameters.shockFreedom * prior ** 2 + parameters.originWeight * missed;
  const scale = Math.sqrt(squares / freedom);
  return { scale: scale * (1 + parameters.shockTail * done), freedom };
}

/** Root mean square over the earlier forecasts, in shares; null without any. */
export function errorOf(earlier: readonly EarlierForecast[]): number | null {
  if (earlier.length === 0) return null;
  return Math.sqrt(earlier.reduce((sum, e) => sum + e.shareError ** 2, 0) / earlier.length);
}

/** Weights from 0 to 1 by earlier errors; equal where there were none. */
export function weightsOf(errors: readonly (number | null)[], parameters: AreaParameters): readonly number[] {
  const raw = errors.map((e) =>
    e === null ? 1 : (e * e + parameters.weightFloor ** 2) ** (-parameters.weightPower / 2),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((w) => w / sum);
}
