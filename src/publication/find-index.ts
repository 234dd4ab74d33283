import { present } from '../base/assert.ts';
import { canonicalBytes, type Json } from '../base/canonical.ts';
import { PART_LEVEL } from '../model/folder/unit-tree.ts';
import type { Geography } from '../model/geography.ts';
import type { PublicFile } from './manifest.ts';

export const FIND_PATH = 'data/find.json';
const BETWEEN = ' \u00b7 ';
const DECIMAL = /^[0-9]+$/;

/** Page, name, the names above it, and the stations: a run of numbers as "first last", for no id has a space. */
export type FindPlace = readonly [page: string, name: string, context: string, stations: readonly string[]];

/**
 * Every place with its stations, for a voter who looks for her own. It depends on the definition and on amendments that add or
 * move a station, and holds nothing that an embargo could hold back.
 */
export function findFile(geography: Geography): PublicFile {
  const { election } = geography.definition;
  const index = {
    v: 1,
    election: election.id,
    test: election.nature === 'rehearsal',
    nature: election.nature,
    places: findPlaces(geography),
  };
  return { path: FIND_PATH, bytes: canonicalBytes(index as unknown as Json) };
}

export function findPlaces(geography: Geography): readonly FindPlace[] {
  const { units, children, pageOf, stations, stationsOf } = geography;
  const places: FindPlace[] = [];
  units.forEach((unit, u) => {
    if (children[u]?.length !== 0) return;
    const page = present(units[pageOf[u] ?? u], 'page').id;
    const ids = (stationsOf[u] ?? []).map((s) => present(stations[s], 'station').id);
    const above = namesAbove(geography, u);
    // "1–200" alone would be no name to recognize: a part is called by its place first.
    const name = unit.level === PART_LEVEL ? [above.pop() ?? '', unit.name] : [unit.name];
    places.push([page, joined(name), joined(above), runsOf(ids)]);
  });
  return places;
}

/** Names of the units between the root and this one, the widest first. */
function namesAbove({ units, parent }: Geography, unit: number): string[] {
  const names: string[] = [];
  for (let u = parent[unit] ?? -1; u > 0; u = parent[u] ?? -1) names.unshift(units[u]?.name ?? '');
  return names;
}

/** Without levels that the source leaves blank, and "Berlín" once where four levels are called so. */
function joined(names: readonly string[]): string {
  const said = names.filter((name) => name !== '');
  return said.filter((name, i) => i === 0 || name !== said[i - 1]).join(BETWEEN);
}

/** Ids that count up one by one, in the given order, as first and last. */
function runsOf(ids: readonly string[]): string[] {
  const runs: string[] = [];
  for (let start = 0, next = 1; start < ids.length; start = next++) {
    while (next < ids.length && follows(ids[next - 1] ?? '', ids[next] ?? '')) next++;
    const [first = '', last = ''] = [ids[start], ids[next - 1]];
    runs.push(next - start > 1 ? `${first} ${last}` : first);
  }
  return runs;
}

/** Of equal length only: then a number is in the run exactly if its text lies between the ends. */
function follows(id: string, next: string): boolean {
  if (id.length !== next.length || !DECIMAL.test(id) || !DECIMAL.test(next)) return false;
  return BigInt(next) === BigInt(id) + 1n;
}
