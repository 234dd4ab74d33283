import { present } from '../base/assert.ts';
import { utf8 } from '../base/bytes.ts';
import { canonicalBytes } from '../base/canonical.ts';
import { LANGUAGES } from '../model/ids.ts';
import { buildCollation, type CollationFile, type ContestPage, collationCsv } from './collation-data.ts';
import { type CollatedView, collatedView, type DifferingSheet } from './collation-view.ts';
import type { PublicFile } from './manifest.ts';
import { renderCollationPage } from './pages/collation-page.ts';
import type { CollatedContest, CollatedPlace, CollatedSheet } from './pages/collation-parts.ts';
import type { PublicView } from './public-view.ts';
import type { ChildData, StateData, UnitData } from './unit-data.ts';

/** Sheets that a page lists of a contest, and places where all sheets that differ go one way. */
const SHEETS_SHOWN = 50;
const PLACES_SHOWN = 20;

/** `data/collation.json`, its CSV, and the page of the collation in each language. */
export function* collationFiles(
  view: PublicView,
  root: UnitData,
  state: StateData,
  areas: readonly ChildData[],
): Generator<PublicFile> {
  const { election } = view.geography.definition;
  const collated = collatedView(view);
  const file = buildCollation(collated);
  yield { path: 'data/collation.json', bytes: canonicalBytes(file.data) };
  yield { path: 'data/collation.csv', bytes: utf8(collationCsv(collated, file)) };
  const contests = pageContests(collated, file);
  for (const language of LANGUAGES) {
    const page = renderCollationPage({ language, election, root, state, areas, contests });
    yield { path: `${language}/collation.html`, bytes: utf8(page) };
  }
}

function pageContests(collated: CollatedView, { contests }: CollationFile): readonly CollatedContest[] {
  return collated.official.geography.definition.election.contests.flatMap((contest) => {
    const page = contests.get(contest.id);
    if (page === undefined) return [];
    const sheets = page.sheets.slice(0, SHEETS_SHOWN).map((sheet) => pageSheet(collated, sheet));
    return [{ contest, data: page.data, sheets, oneWay: placesOneWay(collated, page) }];
  });
}

function pageSheet(collated: CollatedView, sheet: DifferingSheet): CollatedSheet {
  const { stations } = collated.official.geography;
  const { id, table } = present(stations[sheet.station], 'station');
  const { change, lead, reason, boxes } = sheet;
  return { station: id, table, ...place(collated, sheet.unit), change, lead, reason, boxes };
}

function place({ official }: CollatedView, unit: number): Pick<CollatedSheet, 'unit' | 'name'> {
  const { units, parent } = official.geography;
  const own = present(units[unit], 'unit');
  // A slice of a place is called a part of it, which tells nothing alone.
  const above = own.level === 'part' ? present(units[parent[unit] ?? 0], 'place').name : '';
  return { unit: own.id, name: above === '' ? own.name : `${above} · ${own.name}` };
}

/** Places with two sheets or more that differ, each of which moves the lead the same way: by how much, the most first. */
function placesOneWay(collated: CollatedView, { sheets }: ContestPage): readonly CollatedPlace[] {
  const byUnit = new Map<number, DifferingSheet[]>();
  for (const sheet of sheets) byUnit.set(sheet.unit, [...(byUnit.get(sheet.unit) ?? []), sheet]);
  const found = [...byUnit].flatMap(([unit, own]) => {
    const isOneWay = own.length > 1 && (own.every((s) => s.lead > 0) || own.every((s) => s.lead < 0));
    return isOneWay ? [{ unit, differs: own.length, lead: own.reduce((sum, s) => sum + s.lead, 0) }] : [];
  });
  found.sort((a, b) => Math.abs(b.lead) - Math.abs(a.lead) || a.unit - b.unit);
  return found.slice(0, PLACES_SHOWN).map(({ unit, differs, lead }) => ({ ...place(collated, unit), differs, lead }));
}
