import { present } from '../../../src/base/assert.ts';
import type { CentreState } from '../../../src/entry/centre-state.ts';
import type { Geography } from '../../../src/model/geography.ts';

/** Where a station lies, for a person: names from the widest area to the place, without empty ones. */
export function placeOf(geography: Geography, place: number) {
  const { id: station, table } = present(geography.stations[place], 'station');
  const path: string[] = [];
  // The root is the election itself.
  for (let unit = geography.placeOf[place] ?? 0; unit > 0; unit = geography.parent[unit] ?? 0) {
    const { name } = present(geography.units[unit], 'unit');
    if (name !== '') path.unshift(name);
  }
  return { station, path, table };
}

/** The same of a sheet, with where its pictures are. */
export function sheetPlace(state: CentreState, number: number) {
  const sheet = present(state.papers.sheet(number), `sheet ${number}`);
  return {
    sheet: number,
    ...placeOf(state.geography, sheet.place),
    pictures: picturesOf(number, sheet.pictures.length),
  };
}

export function picturesOf(sheet: number, pages: number): string[] {
  return Array.from({ length: pages }, (_, page) => `/api/pictures/${sheet}/${page}`);
}
