import { present } from '../../../src/base/assert.ts';
import type { Geography } from '../../../src/model/geography.ts';
import { type Places, placesQuerySchema, placesSchema } from '../api-schemas.ts';
import { type Desk, type DeskApp, PROBLEMS } from './desk.ts';
import { pathOfUnit } from './unit-path.ts';

const SHOWN_MOST = 30;

/** Finds units by name and stations by id, for whoever hands out codes or has an envelope in hand. */
export function layPlaces(app: DeskApp, { centre }: Desk): void {
  const { geography } = centre.state;
  app.get(
    '/api/places',
    {
      config: { access: ['administrator', 'supervisor', 'custodian', 'secretary', 'member', 'auditor'] },
      schema: { querystring: placesQuerySchema, response: { 200: placesSchema, ...PROBLEMS } },
    },
    async (request) => findPlaces(geography, stationsByUnit(geography), request.query.find),
  );
}

/** Stations with this id or with it at their beginning, then units whose name holds all the words; the widest first. */
function findPlaces(geography: Geography, stationsIn: readonly number[], find: string): Places {
  const words = plain(find)
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return { total: 0, places: [] };
  const typed = words.join(' ');
  const stations = geography.stations.flatMap(({ id }, at) => (plain(id).startsWith(typed) ? [at] : []));
  const exact = stations.filter((at) => plain(geography.stations[at]?.id ?? '') === typed);
  const units = geography.units.flatMap(({ id, name }, at) => {
    const said = plain(name);
    return plain(id) === typed || (said !== '' && words.every((word) => said.includes(word))) ? [at] : [];
  });
  units.sort((a, b) => (geography.units[a]?.depth ?? 0) - (geography.units[b]?.depth ?? 0));
  const others = stations.filter((at) => !exact.includes(at));
  const found = [
    ...exact.map((at) => stationAt(geography, at)),
    ...units.slice(0, SHOWN_MOST).flatMap((at) => unitAt(geography, at, stationsIn[at] ?? 0)),
    ...others.slice(0, SHOWN_MOST).map((at) => stationAt(geography, at)),
  ];
  return { total: stations.length + units.length, places: found.slice(0, SHOWN_MOST) };
}

function stationAt(geography: Geography, at: number): Places['places'][number] {
  const { id, table, place } = present(geography.stations[at], 'station');
  return { scope: place, station: id, path: pathOfUnit(geography, geography.placeOf[at] ?? 0), table, stations: 1 };
}

/** A building with few stations is mostly meant for one of them. */
function unitAt(geography: Geography, at: number, stations: number): readonly Places['places'][number][] {
  const { id } = present(geography.units[at], 'unit');
  const whole = { scope: id, station: null, path: pathOfUnit(geography, at), table: null, stations };
  return [whole, ...(geography.stationsOf[at] ?? []).map((station) => stationAt(geography, station))];
}

function stationsByUnit({ stationsOf, parent }: Geography): readonly number[] {
  const counts = stationsOf.map((list) => list.length);
  // Children stand after their parents.
  for (let at = counts.length - 1; at > 0; at--) {
    const above = parent[at] ?? 0;
    counts[above] = (counts[above] ?? 0) + (counts[at] ?? 0);
  }
  return counts;
}

/** Without accents and capitals, as people type names. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
