import type { CountKind } from '../model/ids.ts';
import type { OrderKnown } from './projection-input.ts';
import type { ProjectionSource, SheetVersions } from './projection-source.ts';

/** From when on the public could see a version; NaN where nobody recorded it. */
export function visibleAt(versions: SheetVersions, row: number): number {
  const published = versions.publishedAt[row] as number;
  return Number.isNaN(published) ? (versions.arrivedAt[row] as number) : published;
}

/** When a sheet first came into a count, in the order of that count; NaN where it never did or nobody recorded it. */
export function firstOrderAt(versions: SheetVersions, station: number): number {
  for (let r = versions.first[station] as number; r < (versions.first[station + 1] as number); r++) {
    if (versions.status[r] === 0 && !Number.isNaN(versions.orderAt[r] as number)) return versions.orderAt[r] as number;
  }
  return Number.NaN;
}

/** Stations in the order in which their sheets came into a count; those without a known moment are left out. */
export function arrivalOrder(source: ProjectionSource, count: CountKind): Int32Array {
  const versions = source[count];
  if (versions === null) return new Int32Array(0);
  const at = Float64Array.from({ length: source.stations.size }, (_, s) => firstOrderAt(versions, s));
  const known = Int32Array.from(at.keys()).filter((s) => !Number.isNaN(at[s] as number));
  return known.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
}

/** Stations whose last figures are counted, in the count that an order that never was draws from. */
export function countedStations(source: ProjectionSource, count: CountKind): Int32Array {
  const versions = source[count] ?? source.official;
  if (versions === null) return new Int32Array(0);
  const stations = Int32Array.from({ length: source.stations.size }, (_, s) => s);
  return stations.filter((s) => {
    const last = (versions.first[s + 1] as number) - 1;
    return last >= (versions.first[s] as number) && versions.status[last] === 0;
  });
}

/** Twenty sheets an instant are a batch: what came first of them is not known. */
const BATCH = 20;

/** How well the order is known, judged from the sheets that are in alone. */
export function orderKnown(isIn: Uint8Array, arrivedAt: Float64Array): OrderKnown {
  let [sheets, timed] = [0, 0];
  const instants = new Set<number>();
  for (let s = 0; s < isIn.length; s++) {
    if (isIn[s] === 0) continue;
    sheets++;
    if (Number.isNaN(arrivedAt[s] as number)) continue;
    timed++;
    instants.add(arrivedAt[s] as number);
  }
  if (timed === 0 || timed < 0.1 * sheets || instants.size < 2) return 'none';
  if (timed < 0.95 * sheets) return 'part';
  return timed > BATCH * instants.size ? 'batches' : 'instants';
}
