import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readElectionFolder } from '../../adapters/election-folder/read-folder.ts';
import { present } from '../base/assert.ts';
import { expectOk } from '../base/result.ts';
import { defaultDeskRules } from '../model/desk-defaults.ts';
import type { PollingStation } from '../model/election.ts';
import type { CountKind, GpUnitId, StationId } from '../model/ids.ts';
import type { ImportedSheet } from '../model/votes.ts';
import { placeWarnings } from './place-warnings.ts';

const shared = fileURLToPath(new URL('../../../shared/elections', import.meta.url));

/** How many sheets meet each rule, over the newest version of every sheet of a real count, by default settings. */
function countCodes(name: string): Record<CountKind, Readonly<Record<string, number>>> {
  const folder = expectOk(readElectionFolder(`${shared}/${name}`), name);
  const { election, stations } = folder.definition;
  const contest = present(election.contests[0], 'contest');
  const desk = defaultDeskRules(election.contests);
  const places = new Map<GpUnitId, PollingStation[]>();
  for (const station of stations) places.set(station.place, [...(places.get(station.place) ?? []), station]);
  const count = (imported: readonly ImportedSheet[]) => {
    const newest = new Map<StationId, ImportedSheet>(imported.map((sheet) => [sheet.station, sheet]));
    const counts: Record<string, number> = {};
    for (const here of places.values()) {
      const sheets = here.map(({ id, registered }) => {
        const sheet = newest.get(id);
        return sheet === undefined ? null : { registered, boxes: sheet.tally.boxes };
      });
      for (const code of placeWarnings({ contest, desk, sheets }).flat()) counts[code] = (counts[code] ?? 0) + 1;
    }
    return counts;
  };
  return { preliminary: count(folder.preliminary), official: count(folder.official) };
}

// Exact, so that a change of a rule shows on real sheets. What the numbers mean stands in docs/spec/checks.md.
describe.skipIf(!existsSync(shared))('the register over real elections (needs the shared folder of elections)', () => {
  it('Bolivia 2019: no sheet has more votes than voters; many blank votes where everybody registered is said to have voted', () => {
    expect(countCodes('bolivia-2019')).toEqual({
      preliminary: { W101: 169, W102: 44, W201: 49, W202: 30, W303: 7, W401: 2 },
      official: { W101: 176, W102: 51, W201: 42, W202: 30, W303: 4 },
    });
  });

  it('Peru 2021: the sheets that were not counted have the impossible figures; two options make twins by chance', () => {
    expect(countCodes('peru-2021-runoff')).toEqual({
      preliminary: { E201: 27, E401: 12, W101: 69, W102: 94, W201: 25, W202: 1031, W301: 80, W303: 5, W401: 16 },
      official: { W101: 57, W102: 71, W201: 3, W202: 1276, W303: 11, W401: 22 },
    });
  });

  it('Mexico 2018: representatives vote beside the list; the official table leaves a candidate and the null votes out', () => {
    expect(countCodes('mexico-2018-quickcount')).toEqual({
      preliminary: { E201: 6, E202: 6, W102: 1, W202: 6 },
      official: { E102: 7743, E201: 1, E202: 3, W102: 2, W301: 7754 },
    });
  });
});
