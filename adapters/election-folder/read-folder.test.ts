import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import type { FolderWarningKind } from '../../src/model/folder/issue.ts';
import { type ImportedFolder, readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, plainWith, type SampleFiles, writeFolder } from './sample-folder.ts';

function load(files: SampleFiles): ImportedFolder {
  return expectOk(readElectionFolder(writeFolder(files)), 'the folder of this test');
}

function warned(files: SampleFiles): { readonly [kind in FolderWarningKind]?: number } {
  return Object.fromEntries(load(files).warnings.map((group) => [group.kind, group.count]));
}

const AWKWARD: SampleFiles = {
  'election.json': `\ufeff${plainElection({
    options: [
      { id: 'Ñ', candidate: 'José Peñaloza', party: 'Unión "Sí"' },
      { id: 'B', candidate: '', party: '' },
    ],
    levels: ['department', 'town', 'place'],
    rows: { 'stations.csv': 4, 'preliminary.csv.gz': 3, 'official.csv': 4 },
    columns: { 'preliminary.csv': { remark: 'what was noted' } },
  })}`,
  'stations.csv': [
    '\ufeffstation,department,town,place,table,registered,setting,lat,lon,previous_valid',
    'm-1,Potosí,Uyuni,"Escuela ""Núñez"", patio",1,200,urban,1.5,-2.5,7',
    'm-2,Potosí,,"Colegio\r\nNiño Jesús",1,,rural,,,',
    'm-3,Potosí,Uyuni,"Escuela ""Núñez"", patio",2,0,,,,',
    'm-4,Ñuflo,Uyuni,"Escuela ""Núñez"", patio",1,150,abroad,,,',
    '',
  ].join('\r\n'),
  'preliminary.csv.gz': gzipSync(
    [
      'station,version,arrived_at,published_at,remark,Ñ,B,blank,null,status',
      'm-1,1,2024-06-02T19:00:00-04:00,,"two',
      'lines",90,illegible,5,0,arithmetic_error',
      'm-1,2,2024-06-02T23:00:00Z,2024-06-02T19:30:00-04:00,,90,60,5,0,counted',
      'm-4,1,,,,,,,,not_installed',
    ].join('\n'),
  ),
  'official.csv': [
    'station,B,Ñ,null,blank,voters',
    'm-2,1,2,3,4,10',
    '',
    'm-1,60,91,0,5,156',
    'm-3,1,1,0,,2',
    'm-4,0,0,0,0,',
  ].join('\r\n'),
};

describe('a folder with everything awkward in it', () => {
  const folder = load(AWKWARD);
  const { definition } = folder;

  test('names keep their accents, commas, quotes and line breaks; blank levels are units without a name', () => {
    const byId = new Map(definition.units.map((u) => [u.id, u]));
    const paths = definition.stations.map((station) => {
      const path: string[] = [];
      for (let u = byId.get(station.place); u?.parent; u = byId.get(u.parent)) path.unshift(u.name);
      return path;
    });
    expect(paths).toEqual([
      ['Potosí', 'Uyuni', 'Escuela "Núñez", patio'],
      ['Potosí', '', 'Colegio\r\nNiño Jesús'],
      ['Potosí', 'Uyuni', 'Escuela "Núñez", patio'],
      ['Ñuflo', 'Uyuni', 'Escuela "Núñez", patio'],
    ]);
    expect(definition.units.map((u) => `${u.id} ${u.parent} ${u.depth} ${u.level}`)).toEqual([
      'u0 null 0 election',
      'u1 u0 1 department',
      'u2 u1 2 town',
      'u3 u2 3 place',
      'u4 u1 2 town',
      'u5 u4 3 place',
      'u6 u0 1 department',
      'u7 u6 2 town',
      'u8 u7 3 place',
    ]);
  });

  test('unknown and zero registered stay apart', () => {
    expect(definition.stations.map((s) => s.registered)).toEqual([200, null, 0, 150]);
    expect(definition.stations.map((s) => s.setting)).toEqual(['urban', 'rural', null, 'abroad']);
  });

  test('the election says that it is a replay by a researcher', () => {
    expect(definition.election.nature).toBe('replay');
    expect(definition.election.runner.kind).toBe('researcher');
    expect(definition.election.runner.name.es).toBe('Reproducción de archivos publicados');
    expect(definition.election.contests[0]?.controls).toEqual(['voters']);
    expect(definition.election.contests[0]?.electorate).toBeNull();
  });

  test('sheets have their boxes in the order of the paper, with the line an editor shows', () => {
    expect(folder.preliminary).toEqual([
      {
        station: 'm-1',
        version: 1,
        arrivedAt: Date.UTC(2024, 5, 2, 23),
        publishedAt: null,
        tally: { contest: 'president', boxes: [90, 'illegible', 5, 0, 'empty'] },
        status: { kind: 'not-counted', reason: 'arithmetic_error' },
        file: 'preliminary.csv.gz',
        line: 2,
      },
      {
        station: 'm-1',
        version: 2,
        arrivedAt: Date.UTC(2024, 5, 2, 23),
        publishedAt: Date.UTC(2024, 5, 2, 23, 30),
        tally: { contest: 'president', boxes: [90, 60, 5, 0, 'empty'] },
        status: { kind: 'counted' },
        file: 'preliminary.csv.gz',
        line: 4,
      },
      {
        station: 'm-4',
        version: 1,
        arrivedAt: null,
        publishedAt: null,
        tally: { contest: 'president', boxes: ['empty', 'empty', 'empty', 'empty', 'empty'] },
        status: { kind: 'not-counted', reason: 'not_installed' },
        file: 'preliminary.csv.gz',
        line: 5,
      },
    ]);
    expect(folder.official.map((s) => [s.station, s.line, s.version, s.tally.boxes])).toEqual([
      ['m-2', 2, 1, [2, 1, 4, 3, 10]],
      ['m-1', 4, 1, [91, 60, 5, 0, 156]],
      ['m-3', 5, 1, [1, 1, 'empty', 0, 2]],
      ['m-4', 6, 1, [0, 0, 0, 0, 'empty']],
    ]);
  });

  test('every file is named with its hash as stored and its rows', () => {
    const path = writeFolder(AWKWARD);
    const { files } = expectOk(readElectionFolder(path), 'written above');
    expect(files.map((f) => [f.name, f.rows])).toEqual([
      ['election.json', 0],
      ['stations.csv', 4],
      ['preliminary.csv.gz', 3],
      ['official.csv', 4],
    ]);
    const stored = createHash('sha256')
      .update(readFileSync(join(path, 'preliminary.csv.gz')))
      .digest();
    expect(Buffer.from(files[2]?.sha256 ?? [])).toEqual(stored);
  });

  test('what is doubtful is warned of', () => {
    const warnings = Object.fromEntries(folder.warnings.map((group) => [group.kind, group.count]));
    expect(warnings).toEqual({
      'empty-box': 1,
      'registered-unknown': 1,
      'registered-zero': 1,
      'station-without-sheet': 2,
    });
  });
});

describe('warnings', () => {
  test('a plain folder has none', () => expect(warned(PLAIN)).toEqual({}));

  const cases: readonly (readonly [string, SampleFiles, { readonly [kind in FolderWarningKind]?: number }])[] = [
    ['no count at all', { ...PLAIN, 'preliminary.csv': null, 'official.csv': null }, { 'no-count-file': 1 }],
    ['a misspelt key', { ...PLAIN, 'election.json': plainElection({ pollClose: null }) }, { 'unknown-key': 1 }],
    ['votes above registered', plainWith('official.csv', '3,30,40', '3,80,40'), { 'votes-above-registered': 1 }],
    ['late arrival', plainWith('preliminary.csv', 'T19:00:00', 'T19:06:00'), { 'arrived-after-published': 1 }],
    ['arrival before the close', plainWith('preliminary.csv', 'T19:00:00', 'T17:00:00'), { 'arrived-before-close': 1 }],
    [
      'a time years away',
      plainWith('preliminary.csv', '2024-06-02T19:15', '2042-06-02T19:15'),
      { 'far-from-election-date': 1 },
    ],
    ['a sheet missing', plainWith('official.csv', '3,30,40,1,0,counted\n', ''), { 'station-without-sheet': 1 }],
    ['a version skipped', plainWith('preliminary.csv', '3,1,', '3,2,'), { 'skipped-version': 1 }],
    ['registered unknown', plainWith('stations.csv', ',90,', ',,'), { 'registered-unknown': 1 }],
    ['an empty box', plainWith('official.csv', '3,30,40,1,', '3,30,40,,'), { 'empty-box': 1 }],
    [
      'another sum than is known',
      { ...PLAIN, 'election.json': plainElection({ knownTotals: { official: { sheets: 3, A: 202, valid: 371 } } }) },
      { 'known-total-differs': 1 },
    ],
  ];
  test.each(cases)('%s', (_, files, expected) => expect(warned(files)).toEqual(expected));

  test('an offset that contradicts the time zone is shown once, with its count', () => {
    const text = String(PLAIN['preliminary.csv']).replaceAll('-04:00', '-05:00');
    const [group] = load({ ...PLAIN, 'preliminary.csv': text }).warnings;
    expect(group).toMatchObject({ kind: 'offset-contradicts-zone', count: 6 });
    expect(group?.first).toHaveLength(1);
  });

  test('an option that one count file lacks is empty there and warned of once', () => {
    const rows = 'station,A,blank,null\n1,91,5,5\n2,80,6,4\n3,30,1,0\n';
    const folder = load({ ...PLAIN, 'official.csv': rows });
    expect(folder.official[0]?.tally.boxes[1]).toBe('empty');
    expect(folder.warnings.map((w) => [w.kind, w.count])).toEqual([['missing-vote-column', 1]]);
  });
});

describe('several contests', () => {
  const name = { es: 'n', en: 'n' };
  const contests = [
    { id: 'mayor', name, rule: { kind: 'plurality' }, options: [{ id: 'A' }, { id: 'B' }], other: ['blank'] },
    {
      id: 'road',
      name,
      rule: { kind: 'referendum', yes: 'yes', approve: { shareOver: '1/2' } },
      options: [{ id: 'yes' }, { id: 'no' }],
      other: ['blank'],
      electorate: [{ town: 'Tarija' }],
    },
  ];
  const rows = [
    'station,contest,A,B,blank,yes,no',
    '1,mayor,1,2,3,,',
    '1,road,,,4,5,6',
    '2,road,,,0,1,1',
    '2,mayor,1,1,1,,',
  ];
  const files = (changes: { readonly [key: string]: unknown }, count: readonly string[]): SampleFiles => ({
    ...PLAIN,
    'election.json': plainElection({ contest: undefined, options: undefined, other: undefined, contests, ...changes }),
    'preliminary.csv': null,
    'official.csv': count.join('\n'),
  });

  test('each row has the boxes of its own contest; the electorate becomes units', () => {
    const folder = load(files({}, [...rows, '3,mayor,0,0,0,,']));
    expect(folder.official.map((s) => [s.tally.contest, s.tally.boxes])).toEqual([
      ['mayor', [1, 2, 3]],
      ['road', [5, 6, 4]],
      ['road', [1, 1, 0]],
      ['mayor', [1, 1, 1]],
      ['mayor', [0, 0, 0]],
    ]);
    expect(folder.definition.election.contests[1]?.electorate).toEqual(['u1']);
    expect(folder.warnings).toEqual([]);
  });

  const refusals: readonly (readonly [string, SampleFiles, string])[] = [
    ['a box of another contest', files({}, [...rows, '3,mayor,0,0,0,1,']), 'foreign-box'],
    ['a station outside the electorate', files({}, [...rows, '3,road,,,0,0,0']), 'not-in-electorate'],
    ['a contest that is not defined', files({}, [...rows, '3,judge,,,0,0,0']), 'unknown-contest'],
    ['no contest column', files({}, ['station,A,B,blank,yes,no', '1,1,1,1,,']), 'missing-column'],
    ['both forms', files({ other: ['blank'] }, rows), 'conflicting-settings'],
  ];
  test.each(refusals)('%s is refused', (_, sample, kind) => {
    const read = readElectionFolder(writeFolder(sample));
    expect(read.ok ? [] : read.error.errors.map((e) => e.kind)).toEqual([kind]);
  });
});
