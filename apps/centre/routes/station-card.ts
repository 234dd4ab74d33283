import { present } from '../../../src/base/assert.ts';
import type { Geography } from '../../../src/model/geography.ts';

/** What a phone has to know of one station (by its place): docs/spec/capture.md section 2. */
export function stationCard(geography: Geography, place: number) {
  const { id, table, registered } = present(geography.stations[place], 'station');
  const building = geography.units[geography.placeOf[place] ?? 0];
  const { contests } = geography.definition.election;
  return {
    ...{ id, table, place: building?.name ?? '', registered },
    contests: contests.filter((_, at) => geography.votesIn[at]?.[place] === true).map((contest) => contest.id),
  };
}
