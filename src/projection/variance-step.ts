import type { Parameters } from './parameters.ts';
import type { Downward, Scales, Working } from './tree-pass.ts';

/*
 * The EM step of the variances: each is the mean of the expected squares of its own edges, given the figures and the variances before.
 * Under one linearisation the likelihood, with the priors of the variances, never falls.
 */

/** Expected squares of the tables' own deviations from their units, and how many tables say something. */
export type TableSquares = { readonly square: number; readonly tables: number };

/** Moves each table's predictor to its posterior mean; returns the expected square of tables' own deviations. */
export function stepTables(
  { count, unit, response, weight }: Working,
  fixed: Float64Array,
  down: Downward,
  tau2: number,
  eta: Float64Array,
): TableSquares {
  let [square, tables] = [0, 0];
  for (let i = 0; i < count; i++) {
    const u = unit[i] as number;
    const base = (fixed[i] as number) + (down.mean[u] as number);
    const w = weight[i] as number;
    if (w === 0) {
      eta[i] = base;
      continue;
    }
    const gain = (tau2 * w) / (1 + tau2 * w);
    const step = gain * ((response[i] as number) - base);
    eta[i] = base + step;
    square += step * step + tau2 / (1 + tau2 * w) + gain * gain * (down.variance[u] as number);
    tables++;
  }
  return { square, tables };
}

/** The EM step of every variance, with its prior as if `tauFreedom` more edges had been seen. */
export function nextScales(
  scales: Scales,
  down: Downward,
  table: TableSquares,
  { tauFreedom, tauPrior }: Pick<Parameters, 'tauFreedom' | 'tauPrior'>,
): Scales {
  const units = scales.units.map(
    (_, l) => ((down.squares[l] as number) + tauFreedom * tauPrior) / ((down.edges[l] as number) + tauFreedom),
  );
  return { units, table: (table.square + tauFreedom * tauPrior) / (table.tables + tauFreedom) };
}
