import { present } from '../../base/assert.ts';
import type { Contest } from '../election.ts';
import { boxNames } from '../votes.ts';
import { type IssueLog, issue } from './issue.ts';
import type { CountRead } from './read-counts.ts';
import type { StationList } from './read-stations.ts';

/**
 * Holds the official count against `knownTotals.official`. Only what can be compared is: the sheets of the file, the
 * registered voters, and sums of the newest counted version of every sheet. Known totals belong to a single contest.
 */
export function compareKnownTotals(
  known: ReadonlyMap<string, number>,
  contests: readonly Contest[],
  stations: StationList,
  official: CountRead,
  log: IssueLog,
): void {
  const [contest] = contests;
  if (known.size === 0 || contest === undefined || contests.length > 1) return;
  const sums = sumOfficial(contest, stations, official);
  for (const [name, expected] of known) {
    const found = sums.get(name);
    if (found === undefined || found === expected) continue;
    const place = { file: official.file, line: null, field: name };
    log.warn(issue('known-total-differs', place, String(found), `${expected}, as knownTotals.official says`));
  }
}

function sumOfficial(contest: Contest, stations: StationList, official: CountRead): ReadonlyMap<string, number> {
  const names = boxNames(contest);
  const totals = new Array<number>(names.length).fill(0);
  let sheets = 0;
  for (const sheet of official.sheets) {
    const at = present(stations.index.get(sheet.station), 'station of an imported sheet');
    if (!official.keys.isNewest(at, 0, sheet.version)) continue;
    sheets++;
    if (sheet.status.kind !== 'counted') continue;
    for (const [i, box] of sheet.tally.boxes.entries()) if (typeof box === 'number') totals[i] = (totals[i] ?? 0) + box;
  }
  const sums = new Map(names.map((name, i) => [name, totals[i] ?? 0]));
  const valid = totals.slice(0, contest.selections.length).reduce((sum, votes) => sum + votes, 0);
  if (!sums.has('valid')) sums.set('valid', valid);
  sums.set('sheets', sheets);
  sums.set(
    'registered',
    stations.stations.reduce((sum, station) => sum + (station.registered ?? 0), 0),
  );
  return sums;
}
