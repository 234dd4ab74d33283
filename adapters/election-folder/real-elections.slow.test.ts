import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import type { PollingStation } from '../../src/model/election.ts';
import { encodeDefinition } from '../../src/model/encode-definition.ts';
import { decodeDefinition } from '../../src/model/encode-definition-strict.ts';
import type { FolderWarningKind } from '../../src/model/folder/issue.ts';
import { boxNames, type ImportedSheet } from '../../src/model/votes.ts';
import { type ImportedFolder, readElectionFolder } from './read-folder.ts';

const shared = fileURLToPath(new URL('../../../shared/elections', import.meta.url));

/** The tests of one real election; left out, by name, where the shared folders are not beside the repository. */
function real(name: string, tests: (folder: () => ImportedFolder) => void): void {
  const path = `${shared}/${name}`;
  describe.skipIf(!existsSync(path))(`${name} (needs the shared folder of elections)`, () => {
    let folder: ImportedFolder | null = null;
    const loaded = (): ImportedFolder => {
      folder ??= expectOk(readElectionFolder(path), name);
      return folder;
    };
    beforeAll(() => void loaded());
    tests(loaded);
  });
}

/** Sums of the boxes of sheets, by name; only counted ones unless told otherwise. */
function sums(
  folder: ImportedFolder,
  sheets: readonly ImportedSheet[],
  all = false,
): { readonly [box: string]: number } {
  const [contest] = folder.definition.election.contests;
  const names = contest === undefined ? [] : boxNames(contest);
  const totals = names.map(() => 0);
  for (const { status, tally } of sheets) {
    if (!all && status.kind !== 'counted') continue;
    for (const [i, box] of tally.boxes.entries()) if (typeof box === 'number') totals[i] = (totals[i] ?? 0) + box;
  }
  return Object.fromEntries(names.map((name, i) => [name, totals[i] ?? 0]));
}

function warnings(folder: ImportedFolder): { readonly [kind in FolderWarningKind]?: number } {
  return Object.fromEntries(folder.warnings.map(({ kind, count }) => [kind, count]));
}

function registered(stations: readonly PollingStation[]): number {
  return stations.reduce((sum, station) => sum + (station.registered ?? 0), 0);
}

function roundTrip(folder: ImportedFolder): void {
  const files = encodeDefinition(folder.definition);
  expect(decodeDefinition(files)).toEqual({ ok: true, value: folder.definition });
}

real('bolivia-2019', (folder) => {
  test('stations and places', () => {
    const { units, stations } = folder().definition;
    expect(stations).toHaveLength(34_555);
    expect(units.filter((u) => u.level === 'place')).toHaveLength(5296);
    expect(units.filter((u) => u.level === 'part')).toEqual([]);
    expect(registered(stations)).toBe(7_315_364);
  });

  test('both counts', () => {
    const { preliminary, official } = folder();
    expect(preliminary).toHaveLength(32_806);
    expect(official).toHaveLength(34_555);
    expect(sums(folder(), official)).toMatchObject({ MAS: 2_889_359, CC: 2_240_920, blank: 93_507, null: 229_337 });
    expect(sums(folder(), preliminary)).toMatchObject({ MAS: 2_738_136 });
  });

  test('28,975 preliminary sheets were public when the publication stopped', () => {
    const stop = Date.parse('2019-10-20T19:40:57-04:00');
    const seen = folder().preliminary.filter((s) => (s.publishedAt ?? s.arrivedAt ?? Infinity) <= stop);
    expect(seen).toHaveLength(28_975);
    expect(sums(folder(), seen)).toMatchObject({ MAS: 2_355_644, CC: 1_950_000 });
  });

  test('warnings: what the notes of the folder say, and the known totals are reached', () => {
    expect(warnings(folder())).toEqual({
      'arrived-after-published': 168,
      'arrived-before-close': 92,
      'station-without-sheet': 1749,
    });
  });

  test('the definition survives publication byte for byte', () => roundTrip(folder()));
});

real('peru-2021-runoff', (folder) => {
  test('packed stations, two versions, states that are not counted', () => {
    const { definition, preliminary, official } = folder();
    expect(definition.stations).toHaveLength(86_488);
    expect(preliminary).toHaveLength(84_964);
    expect(official).toHaveLength(86_488);
    expect(sums(folder(), official)).toMatchObject({ PL: 8_835_653, FP: 8_791_696 });
    expect(preliminary.some((s) => s.version === 2)).toBe(true);
    expect(new Set(official.map((s) => (s.status.kind === 'counted' ? 'counted' : s.status.reason)))).toEqual(
      new Set(['counted', 'annulled', 'not_installed']),
    );
    expect(definition.election.contests[0]?.controls).toEqual(['voters']);
  });

  test('the newest version of every preliminary sheet sums to the source', () => {
    const newest = new Map(folder().preliminary.map((s) => [s.station, s]));
    expect(sums(folder(), [...newest.values()], true)).toMatchObject({ PL: 8_750_536, FP: 8_717_163 });
  });

  test('a place of 253 stations is cut in two', () => {
    const { units, stations } = folder().definition;
    const parts = units.filter((u) => u.level === 'part');
    expect(parts.map((u) => u.name)).toEqual(['1–200', '201–253']);
    expect(parts.map((u) => stations.filter((s) => s.place === u.id).length)).toEqual([200, 53]);
  });

  test('the table of 17 June is below the proclaimed totals, and that is told', () => {
    expect(warnings(folder())).toMatchObject({ 'known-total-differs': 4 });
  });
});

real('mexico-2018-quickcount', (folder) => {
  test('a column that one count lacks is empty there; a station with 0 registered stays 0', () => {
    const { definition, preliminary, official } = folder();
    expect([definition.stations.length, preliminary.length, official.length]).toEqual([7787, 6307, 7754]);
    expect(official.every((s) => s.tally.boxes[3] === 'empty')).toBe(true);
    expect(sums(folder(), preliminary)).toMatchObject({ AMLO: 1_207_530, JHRC: 127_800, total: 2_275_143 });
    expect(warnings(folder())).toMatchObject({ 'missing-vote-column': 3, 'registered-zero': 60 });
    expect(definition.stations.filter((s) => s.registered === 0)).toHaveLength(60);
  });
});

real('russia-2011', (folder) => {
  test('without levels the election itself is cut', () => {
    const { units, stations } = folder().definition;
    expect(stations).toHaveLength(94_995);
    expect(registered(stations)).toBe(108_917_524);
    expect(units).toHaveLength(1 + Math.ceil(94_995 / 200));
    expect(units.at(-1)).toMatchObject({ parent: 'u0', depth: 1, level: 'part', name: '94801–94995' });
    expect(sums(folder(), folder().official)).toEqual({ ER: 32_278_685, voters: 64_438_628 });
    expect(folder().counts).toEqual(['official']);
    roundTrip(folder());
  });
});

real('canada-2011', (folder) => {
  test('imports', () => {
    expect(folder().definition.stations).toHaveLength(66_060);
    expect(sums(folder(), folder().official)).toEqual({ WINNER: 4_871_244, voters: 12_325_714 });
    expect(folder().warnings).toEqual([]);
  });
});
