import { countedStations } from './arrival-order.ts';
import type { ProjectionSource } from './projection-source.ts';

/** The official result, for judging a projection. */
export type Truth = {
  /** Null for an option of which the official count has no figures. */
  readonly options: readonly (number | null)[];
  readonly base: number;
  /** Counted official sheets with figures, and stations in all. */
  readonly sheets: number;
  readonly stations: number;
};

/** The totals of the counted official sheets, by the newest version of each; null where there is no official count. */
export function truthOf(source: ProjectionSource): Truth | null {
  const { official } = source;
  if (official === null) return null;
  const width = source.options.length;
  const totals = new Float64Array(width);
  let [base, sheets] = [0, 0];
  for (const s of countedStations({ ...source, preliminary: null }, 'official')) {
    const row = (official.first[s + 1] as number) - 1;
    if (Number.isNaN(official.base[row] as number)) continue;
    sheets++;
    base += official.base[row] as number;
    for (let k = 0; k < width; k++) totals[k] = (totals[k] as number) + (official.votes[row * width + k] as number);
  }
  const options = Array.from(totals, (total, k) => (official.hasOption[k] === true ? total : null));
  return { options, base, sheets, stations: source.stations.size };
}
