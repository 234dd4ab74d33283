import { present } from '../../../src/base/assert.ts';
import type { CentreState } from '../../../src/entry/centre-state.ts';
import type { Sheet } from '../../../src/intake/papers.ts';
import type { Geography } from '../../../src/model/geography.ts';
import type { ContestId } from '../../../src/model/ids.ts';

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

/** The same of a sheet, with where the pictures are that this contest is read from: of a recount those of its paper alone. */
export function sheetPlace(state: CentreState, number: number, contest: ContestId) {
  const sheet = present(state.papers.sheet(number), `sheet ${number}`);
  const at = present(state.geography.contestIndex.get(contest), 'contest');
  const all = picturesOf(number, sheet);
  const first = sheet.pictures.length;
  return {
    sheet: number,
    ...placeOf(state.geography, sheet.place),
    pictures: state.picturesOf(sheet, at) === sheet.recount ? all.slice(first) : all.slice(0, first),
  };
}

/** All pages that a desk can ask for: those of the sheet, and behind them those of a recount (`CountingCentre.picture`). */
export function picturesOf(number: number, { pictures, recount }: Pick<Sheet, 'pictures' | 'recount'>): string[] {
  return [...pictures, ...recount].map((_, page) => `/api/pictures/${number}/${page}`);
}
