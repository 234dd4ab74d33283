import { present } from '../../../src/base/assert.ts';
import type { Geography } from '../../../src/model/geography.ts';
import type { GpUnitId, StationId } from '../../../src/model/ids.ts';

/** Names from the widest area down to a unit, without empty ones; the root is the election itself. */
export function pathOfUnit(geography: Geography, unit: number): string[] {
  const path: string[] = [];
  for (let at = unit; at > 0; at = geography.parent[at] ?? 0) {
    const { name } = present(geography.units[at], 'unit');
    if (name !== '') path.unshift(name);
  }
  return path;
}

/** Where a scope lies, for a person: the unit, or the place of its only station with its table. */
export function scopePlace(geography: Geography, scope: GpUnitId, only: StationId | null) {
  const place = only === null ? undefined : geography.stationIndex.get(only);
  if (place === undefined) return { path: pathOfUnit(geography, geography.unitIndex.get(scope) ?? 0), table: null };
  const { table } = present(geography.stations[place], 'station');
  return { path: pathOfUnit(geography, geography.placeOf[place] ?? 0), table };
}
