import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FolderFailure } from '../../src/model/folder/issue.ts';
import { readElectionFolder } from './read-folder.ts';
import { PLAIN, plainElection, plainWith, type SampleFiles, writeFolder } from './sample-folder.ts';

function failure(files: SampleFiles, maxFileBytes?: number): FolderFailure {
  const read = readElectionFolder(writeFolder(files), maxFileBytes === undefined ? {} : { maxFileBytes });
  if (read.ok) throw new Error('the folder was accepted');
  return read.error;
}

/** Every error as `kind file:line field value`, with `-` for what it does not name. */
function errorsOf(files: SampleFiles, maxFileBytes?: number): readonly string[] {
  return failure(files, maxFileBytes).errors.map(
    (e) => `${e.kind} ${e.file}:${e.line ?? '-'} ${e.field ?? '-'} ${e.value ?? '-'}`,
  );
}

function withElection(changes: { readonly [key: string]: unknown }): SampleFiles {
  return { ...PLAIN, 'election.json': plainElection(changes) };
}

type Case = readonly [title: string, files: SampleFiles, error: string];

const name = { es: 'n', en: 'n' };
const official = String(PLAIN['official.csv']);
const packed = gzipSync(official);
const options = [{ id: 'A' }, { id: 'B' }];
const latin1 = Buffer.from(String(PLAIN['stations.csv']).replace('Sella', 'Ñ\ufffdSeña'), 'utf8');
const broken = Buffer.concat([latin1.subarray(0, latin1.length - 20), Buffer.from([0xf1]), latin1.subarray(-20)]);

const FILES: readonly Case[] = [
  ['no election.json', { ...PLAIN, 'election.json': null }, 'missing-file election.json:- - -'],
  ['no stations.csv', { ...PLAIN, 'stations.csv': null }, 'missing-file stations.csv:- - -'],
  ['plain and packed', { ...PLAIN, 'official.csv.gz': packed }, 'two-files official.csv:- - -'],
  ['an empty table', { ...PLAIN, 'official.csv': '' }, 'empty-file official.csv:- - -'],
  ['a table of empty lines', { ...PLAIN, 'official.csv': '\n\n' }, 'empty-file official.csv:- - -'],
  ['an empty election.json', { ...PLAIN, 'election.json': '' }, 'empty-file election.json:- - -'],
  [
    'a packed file cut off',
    { ...PLAIN, 'official.csv': null, 'official.csv.gz': packed.subarray(0, -12) },
    'truncated-gzip official.csv.gz:- - -',
  ],
  [
    'a packed file of 0 bytes',
    { ...PLAIN, 'official.csv': null, 'official.csv.gz': '' },
    'empty-file official.csv.gz:- - -',
  ],
  [
    'a packed file that is not packed',
    { ...PLAIN, 'official.csv': null, 'official.csv.gz': official },
    'bad-gzip official.csv.gz:- - -',
  ],
  ['Latin-1', { ...PLAIN, 'stations.csv': broken }, `not-utf8 stations.csv:4 - byte ${latin1.length - 20} (0xf1)`],
  ['JSON cut off', { ...PLAIN, 'election.json': '{\n "id": "x",\n "na' }, 'bad-json election.json:3 column 2 "na'],
  [
    'a key twice',
    { ...PLAIN, 'election.json': '{"id": "x",\n"id": "y"}' },
    'repeated-json-key election.json:2 column 1 id',
  ],
  ['a quote never closed', plainWith('official.csv', '\n2,80', '\n"2,80'), 'unclosed-quote official.csv:3 - -'],
  ['a quote inside a cell', plainWith('stations.csv', 'Sella', 'Se"ll"a'), 'stray-quote stations.csv:4 - -'],
  ['text after a quote', plainWith('stations.csv', 'Sella', '"Sel"la'), 'stray-quote stations.csv:4 - -'],
  ['a row without end', plainWith('stations.csv', 'Sella', 'a'.repeat(200_000)), 'record-too-long stations.csv:4 - -'],
  ['a cell too few', plainWith('official.csv', '2,80,70', '2,80'), 'wrong-field-count official.csv:3 - 5'],
  ['a cell too many', plainWith('official.csv', '2,80,70', '2,80,70,1'), 'wrong-field-count official.csv:3 - 7'],
  [
    'a count announced and not there',
    { ...withElection({ rows: { 'official.csv': 3 } }), 'official.csv': null },
    'missing-file official.csv:- - -',
  ],
  ['a file shorter than announced', withElection({ rows: { 'official.csv': 4 } }), 'row-count official.csv:- - 3'],
];

const COLUMNS: readonly Case[] = [
  ['no station column', plainWith('official.csv', 'station,', 'mesa,'), 'missing-column official.csv:1 station -'],
  ['a level without column', plainWith('stations.csv', 'town', 'lat'), 'missing-column stations.csv:1 town -'],
  ['a column twice', plainWith('stations.csv', 'place', 'town'), 'repeated-column stations.csv:1 town -'],
  [
    'a candidate unknown to the definition',
    plainWith('official.csv', 'status', 'C'),
    'unknown-column official.csv:1 C -',
  ],
  [
    'an unknown column of stations',
    plainWith('stations.csv', 'setting', 'sector'),
    'unknown-column stations.csv:1 sector -',
  ],
  [
    'an option that no count has',
    withElection({ options: [...options, { id: 'C' }] }),
    'missing-column preliminary.csv:1 C -',
  ],
];

const CELLS: readonly Case[] = [
  ['a negative number', plainWith('official.csv', '2,80', '2,-80'), 'negative-number official.csv:3 A -80'],
  ['a decimal', plainWith('official.csv', '2,80', '2,80.5'), 'decimal-number official.csv:3 A 80.5'],
  ['thousands', plainWith('official.csv', '2,80', '2,"1,080"'), 'separated-number official.csv:3 A 1,080'],
  ['thousands with a point', plainWith('official.csv', '2,80', '2,1.080'), 'separated-number official.csv:3 A 1.080'],
  [
    'overflow',
    plainWith('official.csv', '2,80', '2,9007199254740993'),
    'number-too-large official.csv:3 A 9007199254740993',
  ],
  ['a leading zero', plainWith('official.csv', '2,80', '2,080'), 'not-a-number official.csv:3 A 080'],
  ['a space', plainWith('official.csv', '2,80', '2, 80'), 'not-a-number official.csv:3 A  80'],
  ['registered in words', plainWith('stations.csv', ',90,', ',n/a,'), 'not-a-number stations.csv:4 registered n/a'],
  ['version 0', plainWith('preliminary.csv', '3,1,', '3,0,'), 'bad-version preliminary.csv:4 version 0'],
  ['an empty status', plainWith('official.csv', '4,counted', '4,'), 'bad-status official.csv:3 status '],
  [
    'a time without offset',
    plainWith('preliminary.csv', '19:10:00-04:00', '19:10:00'),
    'time-without-offset preliminary.csv:3 arrived_at 2024-06-02T19:10:00',
  ],
  [
    '31 June',
    plainWith('preliminary.csv', '2024-06-02T19:10', '2024-06-31T19:10'),
    'impossible-time preliminary.csv:3 arrived_at 2024-06-31T19:10:00-04:00',
  ],
  [
    'no time',
    plainWith('preliminary.csv', '2024-06-02T19:10:00-04:00', '7 pm'),
    'not-a-time preliminary.csv:3 arrived_at 7 pm',
  ],
  [
    'an unknown setting',
    plainWith('stations.csv', '90,rural', '90,Rural'),
    'unknown-setting stations.csv:4 setting Rural',
  ],
  [
    'a station id with a space',
    plainWith('stations.csv', '2,Tarija', 'a b,Tarija'),
    'bad-id stations.csv:3 station a b',
  ],
];

const ROWS: readonly Case[] = [
  [
    'no stations',
    { ...PLAIN, 'stations.csv': 'station,town,place\n', 'preliminary.csv': null, 'official.csv': null },
    'no-stations stations.csv:- - -',
  ],
  ['a station twice', plainWith('stations.csv', '3,Sella', '2,Sella'), 'repeated-station stations.csv:4 station 2'],
  ['a station nobody knows', plainWith('official.csv', '3,30', '03,30'), 'unknown-station official.csv:4 station 03'],
  ['a sheet twice', plainWith('preliminary.csv', '3,1,', '2,1,'), 'repeated-sheet preliminary.csv:4 station 2'],
];

const ELECTION: readonly Case[] = [
  ['no date', withElection({ date: undefined }), 'missing-value election.json:- date -'],
  ['30 February', withElection({ date: '2024-02-30' }), 'bad-date election.json:- date 2024-02-30'],
  ['a name without English', withElection({ name: { es: 'n' } }), 'missing-value election.json:- name.en -'],
  [
    'an unknown time zone',
    withElection({ timeZone: 'America/Atlantis' }),
    'unknown-time-zone election.json:- timeZone America/Atlantis',
  ],
  [
    'polls closing without offset',
    withElection({ pollsClose: '2024-06-02T18:00:00' }),
    'time-without-offset election.json:- pollsClose 2024-06-02T18:00:00',
  ],
  ['an unknown nature', withElection({ nature: 'test' }), 'unknown-value election.json:- nature test'],
  ['levels that are no list', withElection({ levels: 'town' }), 'wrong-type election.json:- levels town'],
  [
    'a level called like a column',
    withElection({ levels: ['station'] }),
    'reserved-id election.json:- levels[0] station',
  ],
  [
    'an unknown rule',
    withElection({ contest: { id: 'p', name, rule: { kind: 'lottery' } } }),
    'bad-rule election.json:- contest.rule.kind lottery',
  ],
  [
    'ranked ballots',
    withElection({ contest: { id: 'p', name, rule: { kind: 'ranked' } } }),
    'ballot-not-supported election.json:- contest.rule.kind ranked',
  ],
  [
    'an option twice',
    withElection({ options: [...options, { id: 'A' }] }),
    'repeated-id election.json:- options and other[2] A',
  ],
  [
    'an option called like a column',
    withElection({ options: [...options, { id: 'status' }] }),
    'reserved-id election.json:- options[2].id status',
  ],
  [
    'an option called like a total',
    withElection({ options: [...options, { id: 'total' }] }),
    'reserved-id election.json:- options[2].id total',
  ],
  [
    'an id with a space',
    withElection({ options: [...options, { id: 'C D' }] }),
    'bad-id election.json:- options[2].id C D',
  ],
  ['a broken surrogate', withElection({ notes: ['\ud800'] }), 'bad-text election.json:- notes[0] \ud800'],
  [
    '201 options',
    withElection({ options: Array.from({ length: 201 }, (_, i) => ({ id: `o${i}` })) }),
    'too-many election.json:- options 201',
  ],
  [
    'contests twice',
    withElection({
      contest: undefined,
      options: undefined,
      other: undefined,
      contests: [1, 2].map(() => ({ id: 'p', name, rule: { kind: 'plurality' }, options })),
    }),
    'repeated-id election.json:- contests[1] p',
  ],
  [
    'an electorate that is nowhere',
    withElection({ contest: { id: 'p', name, rule: { kind: 'plurality' }, electorate: [{ town: 'Oz' }] } }),
    'unknown-unit election.json:- electorate of p town Oz',
  ],
  [
    'an electorate of no level',
    withElection({
      contest: { id: 'p', name, rule: { kind: 'plurality' }, electorate: [{ town: 'Sella', zone: 'x' }] },
    }),
    'unknown-level election.json:- contest.electorate[0] zone',
  ],
];

describe('one fault is told with its file, line, field and value', () => {
  test.each([...FILES, ...COLUMNS, ...CELLS, ...ROWS, ...ELECTION])('%s', (_, files, error) => {
    const [first, ...others] = errorsOf(files);
    expect(first).toBe(error);
    // A station without a good id, or a column under a wrong name, is missed elsewhere too.
    const follow = ['unknown-station', 'unknown-column'];
    expect(others.filter((other) => !follow.some((kind) => other.startsWith(kind)))).toEqual([]);
  });
});

test('a folder that is not there', () => {
  const read = readElectionFolder(join(writeFolder({}), 'nowhere'));
  expect(read.ok ? [] : read.error.errors.map((e) => e.kind)).toEqual(['missing-folder']);
});

test('a folder in place of a file', () => {
  const folder = writeFolder({ ...PLAIN, 'official.csv': null });
  mkdirSync(join(folder, 'official.csv'));
  const read = readElectionFolder(folder);
  expect(read.ok ? [] : read.error.errors.map((e) => e.kind)).toEqual(['unreadable-file']);
});

test('a file above the cap, also one that only grows by unpacking', () => {
  const bomb = gzipSync(Buffer.alloc(100_000, 0x30));
  expect(errorsOf({ ...PLAIN, 'official.csv': 'x'.repeat(5000) }, 4000)).toEqual(['file-too-large official.csv:- - -']);
  expect(errorsOf({ ...PLAIN, 'official.csv': null, 'official.csv.gz': bomb }, 4000)).toEqual([
    'file-too-large official.csv.gz:- - -',
  ]);
});

test('faults of several files are told together', () => {
  const kinds = errorsOf({ ...PLAIN, 'election.json': '[', 'stations.csv': '', 'official.csv': 'a\n"' }).map(
    (e) => e.split(' ')[0],
  );
  expect(kinds).toEqual(['bad-json', 'empty-file', 'unclosed-quote']);
});

test('the first 50 errors are kept, the rest counted; a wrong station does not make its sheets wrong too', () => {
  const stations = ['station,town,place,registered'];
  for (let i = 1; i <= 120; i++) stations.push(`${i},Tarija,School,${i <= 3 ? '5' : 'many'}`);
  const found = failure({ ...PLAIN, 'stations.csv': stations.join('\n') });
  expect(found.errors).toHaveLength(50);
  expect(found.more).toBe(67);
  expect(new Set(found.errors.map((e) => e.kind))).toEqual(new Set(['not-a-number']));
});

test('lines are those of an editor, whatever the line ends and quoted breaks before them', () => {
  for (const end of ['\n', '\r\n']) {
    const rows = String(PLAIN['stations.csv'])
      .replace('1,Tarija,School', '1,Tarija,"Sch\nool\n"')
      .replace(',90,', ',x,');
    expect(errorsOf({ ...PLAIN, 'stations.csv': rows.replaceAll('\n', end) })).toEqual([
      'not-a-number stations.csv:6 registered x',
    ]);
  }
});
