import { present } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { PollingStation } from '../../src/model/election.ts';
import type { Geography } from '../../src/model/geography.ts';

export type Choice = { readonly stations: readonly string[]; readonly place: string | null };

export type ChoiceError = { readonly kind: 'unknown-station' | 'unknown-unit' | 'no-station'; readonly text: string };

/** The stations asked for, place after place, each once; without a word all of them. */
export function chooseStations(
  geography: Geography,
  { stations, place }: Choice,
): Result<PollingStation[], ChoiceError> {
  const unknown = stations.filter((id) => !geography.stationIndex.has(id as PollingStation['id']));
  if (unknown.length > 0) {
    const more = unknown.length > 5 ? ` and ${unknown.length - 5} more` : '';
    return err({
      kind: 'unknown-station',
      text: `this election has no station ${unknown.slice(0, 5).join(', ')}${more}`,
    });
  }
  const unit = place === null ? 0 : geography.unitIndex.get(place as PollingStation['place']);
  if (unit === undefined) {
    return err({
      kind: 'unknown-unit',
      text: `this election has no unit ${place}. Units are those of units.json, like u12`,
    });
  }
  const asked = new Set(stations);
  const chosen = stationsBelow(geography, unit).filter(({ id }) => asked.size === 0 || asked.has(id));
  if (chosen.length === 0) return err({ kind: 'no-station', text: `none of these stations is in ${place}` });
  return ok(chosen);
}

/** One station for each kind of paper: stations that vote in the same contests have the same. */
export function onePerPaper(
  { votesIn, stationIndex }: Geography,
  stations: readonly PollingStation[],
): PollingStation[] {
  const kinds = new Map<string, PollingStation>();
  for (const station of stations) {
    const at = present(stationIndex.get(station.id), 'station');
    const kind = votesIn.map((votes) => (votes[at] === true ? '1' : '0')).join('');
    if (!kinds.has(kind)) kinds.set(kind, station);
  }
  return [...kinds.values()];
}

/** Stations of each place, in the order given. */
export function byPlace(stations: readonly PollingStation[]): ReadonlyMap<string, readonly PollingStation[]> {
  return Map.groupBy(stations, ({ place }) => place as string);
}

function stationsBelow(geography: Geography, unit: number): PollingStation[] {
  const { children, stationsOf, stations } = geography;
  const found: PollingStation[] = [];
  const open = [unit];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const station of stationsOf[next] ?? []) found.push(present(stations[station], 'station'));
    open.push(...(children[next] ?? []).toReversed());
  }
  return found;
}
