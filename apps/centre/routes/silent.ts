import { present } from '../../../src/base/assert.ts';
import type { CentreState } from '../../../src/entry/centre-state.ts';
import type { Geography } from '../../../src/model/geography.ts';
import type { SilentStations } from '../api-schemas.ts';
import { placeOf } from './place-of.ts';

const AREAS_MOST = 500;

/** Stations that nothing came from yet, of one unit or of all; and in which areas right below it they lie. */
export function silentOf(state: CentreState, limit: number, unit: string | undefined): SilentStations {
  const { geography, papers } = state;
  const whole = unit === undefined ? 0 : geography.units.findIndex(({ id }) => id === unit);
  const stations: SilentStations['stations'] = [];
  const areas = new Map<number, number>();
  let total = 0;
  for (const place of papers.silent('preliminary')) {
    const area = areaBelow(geography, place, whole);
    if (area === null) continue;
    total++;
    if (area !== whole) areas.set(area, (areas.get(area) ?? 0) + 1);
    if (stations.length < limit) stations.push(placeOf(geography, place));
  }
  const listed = [...areas].toSorted(([a], [b]) => a - b).slice(0, AREAS_MOST);
  return {
    total,
    areas: listed.map(([at, silent]) => {
      const { id, name } = present(geography.units[at], 'unit');
      return { unit: id, name, silent };
    }),
    stations,
  };
}

/** The unit right below `whole` in which a station lies; `whole` itself if nothing is between; null if it lies elsewhere. */
function areaBelow({ parent, placeOf: unitOf }: Geography, place: number, whole: number): number | null {
  let below = unitOf[place] ?? -1;
  for (let at = below; at >= 0; at = parent[at] ?? -1) {
    if (at === whole) return below;
    below = at;
  }
  return null;
}
