import type { Chain } from '../coordinates.ts';
import { type Coordinate, coordinatesOf, observe } from './area-coordinates.ts';
import type { AreaParameters } from './area-parameters.ts';
import type { AreaSeries } from './area-series.ts';
import type { AreaUnit } from './area-snapshots.ts';
import { type AreaFit, fitAreas, type Observed } from './fit-areas.ts';

/** All coordinates of all areas at one moment, fitted with or without a trend. */
export type FittedNight = {
  readonly series: readonly AreaSeries[];
  readonly coordinates: readonly Coordinate[];
  /** Coordinate x area. */
  readonly observed: readonly (readonly Observed[])[];
  readonly fits: readonly AreaFit[];
};

/** Fits every coordinate by itself. `later`: the fit of a later moment, from which the search for scales begins. */
export function fitNight(
  series: readonly AreaSeries[],
  chain: Chain,
  unit: AreaUnit,
  trend: boolean,
  parameters: AreaParameters,
  later: FittedNight | null = null,
): FittedNight {
  const coordinates = coordinatesOf(chain, unit);
  const observed = coordinates.map((coordinate) => series.map((s) => observe(s, chain, coordinate)));
  const fits = coordinates.map((coordinate, c) => {
    const priors = coordinate.split < 0 ? parameters.size : parameters.logit;
    return fitAreas(observed[c] ?? [], priors, trend, parameters, later?.fits[c]?.scales ?? null);
  });
  return { series, coordinates, observed, fits };
}
