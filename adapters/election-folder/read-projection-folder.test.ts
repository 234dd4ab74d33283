import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { arrivalOrder } from '../../src/projection/arrival-order.ts';
import { inputUntil } from '../../src/projection/input-until.ts';
import type { ProjectionSource } from '../../src/projection/projection-source.ts';
import { truthOf } from '../../src/projection/truth.ts';
import { readProjectionFolder } from './read-projection-folder.ts';
import { PLAIN, plainElection, type SampleFiles, writeFolder } from './sample-folder.ts';

const read = (files: SampleFiles, contest?: string) =>
  readProjectionFolder(writeFolder({ ...PLAIN, ...files }), contest === undefined ? {} : { contest });

function source(files: SampleFiles, contest?: string): ProjectionSource {
  const folder = expectOk(read(files, contest), 'a folder that can be read');
  expect(folder.source).not.toBeNull();
  return folder.source as ProjectionSource;
}

const errors = (files: SampleFiles) => {
  const made = read(files);
  return made.ok ? [] : made.error.errors.map(({ kind, file, line, field }) => [kind, file, line, field].join(' '));
};

const csv = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const at = (text: string) => expectOk(parseInstant(text), text);
const asOf = (of: ProjectionSource, text: string) =>
  expectOk(
    inputUntil(of, { count: 'preliminary', by: { kind: 'as-of', instant: at(text) }, figures: 'as-then' }),
    text,
  );
const whole = (of: ProjectionSource, count: 'preliminary' | 'official' = 'preliminary') =>
  expectOk(inputUntil(of, { count, by: { kind: 'all' }, figures: 'as-then' }), count);
const notes = (of: { readonly notes: ProjectionSource['notes'] }) => of.notes.map((n) => n.code);

describe('a plain folder', () => {
  it('gives at each moment what the public could see', () => {
    const plain = source({});
    expect([...asOf(plain, '2024-06-02T19:14:59-04:00').sheets.votes]).toEqual([90, 60, 0, 0, 0, 0]);
    expect([...asOf(plain, '2024-06-02T19:15:00-04:00').sheets.votes]).toEqual([90, 60, 80, 70, 0, 0]);
    expect([...arrivalOrder(plain, 'preliminary')]).toEqual([0, 1, 2]);
    expect(truthOf(plain)).toEqual({ options: [201, 170], base: 371, sheets: 3, stations: 3 });
  });

  it('takes a corrected version once it is published, and no instant from the correction', () => {
    const corrected = csv(
      'station,version,arrived_at,published_at,status,A,B,blank,null',
      '1,1,2024-06-02T19:00:00-04:00,2024-06-02T19:05:00-04:00,counted,90,60,5,5',
      '1,2,2024-06-02T20:00:00-04:00,2024-06-02T20:05:00-04:00,counted,91,60,5,5',
      '2,1,2024-06-02T19:00:00-04:00,2024-06-02T19:05:00-04:00,observed,80,70,0,0',
      '3,1,2024-06-02T19:00:00-04:00,,not_installed,,,,',
    );
    const of = source({ 'preliminary.csv': corrected });
    const early = asOf(of, '2024-06-02T19:30:00-04:00');
    expect([...early.sheets.votes]).toEqual([90, 60, 0, 0, 0, 0]);
    expect([...early.sheets.setAside]).toEqual([0, 1, 0]);
    expect([...early.stations.expected]).toEqual([1, 1, 0]);
    const late = asOf(of, '2024-06-02T20:05:00-04:00');
    expect([...late.sheets.votes]).toEqual([91, 60, 0, 0, 0, 0]);
    expect(late.sheets.arrivedAt[0]).toBe(at('2024-06-02T19:00:00-04:00'));
    expect([...asOf(of, '2024-06-02T18:59:00-04:00').stations.expected]).toEqual([1, 1, 1]);
  });
});

describe('less than a whole folder', () => {
  it('runs without tables, settings, registered voters and places', () => {
    const of = source({
      'election.json': plainElection({ levels: ['town'] }),
      'stations.csv': csv('station,town', '1,Tarija', '2,Tarija', '3,'),
    });
    const { stations } = whole(of);
    expect([...stations.registered, ...stations.position].every((n) => Number.isNaN(n))).toBe(true);
    expect(stations.placesKnown).toBe(false);
    expect([...stations.unitOf]).toEqual([1, 1, 0]);
    expect(notes(of)).toEqual(
      expect.arrayContaining([
        'levels-blank',
        'no-place-level',
        'table-numbers-missing',
        'registered-unknown',
        'setting-missing',
      ]),
    );
  });

  it('has no order where no instants are known, and is refused as of a moment', () => {
    const of = source({ 'preliminary.csv': csv('station,A,B', '1,90,60', '2,80,70') });
    expect(whole(of).sheets.order).toBe('none');
    const cut = { kind: 'as-of', instant: at('2024-06-03T00:00:00Z') } as const;
    const refused = inputUntil(of, { count: 'preliminary', by: cut, figures: 'as-then' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'no-instants' } });
  });

  it('takes official figures at the moments of arrivals.csv, and says that they are later ones', () => {
    const arrivals = csv('station,first_seen', '1,2024-06-02T19:00:00-04:00', '3,2024-06-02T20:00:00-04:00');
    const of = source({ 'preliminary.csv': null, 'arrivals.csv': arrivals });
    const input = asOf(of, '2024-06-02T19:30:00-04:00');
    expect([...input.sheets.votes]).toEqual([91, 60, 0, 0, 0, 0]);
    expect(input.sheets.figures).toBe('final');
    expect(notes(input)).toContain('figures-final');
  });

  it('takes the order of part of the sheets from arrivals.csv, where the rows have none', () => {
    const files = {
      'preliminary.csv': csv('station,A,B', '1,90,60', '2,80,70', '3,30,40'),
      'arrivals.csv': csv('station,at', '1,2024-06-02T19:00:00-04:00', '2,2024-06-02T20:00:00-04:00'),
    };
    expect(whole(source(files)).sheets.order).toBe('part');
    expect(whole(source(files)).sheets.figures).toBe('as-then');
  });

  it('needs an option in a count only where shares are of a total', () => {
    const without = csv('station,A,total,status', '1,91,161,counted', '2,80,160,counted', '3,30,71,counted');
    const three = plainElection({
      options: ['A', 'B', 'C'].map((id) => ({ id, candidate: id, party: id })),
      other: [],
    });
    const preliminary = csv('station,A,B,C,total', '1,90,60,5,155', '2,80,70,1,151');
    const official = csv('station,A,B,total', '1,91,60,161', '2,80,70,160');
    const of = source({ 'election.json': three, 'preliminary.csv': preliminary, 'official.csv': official });
    expect(truthOf(of)).toMatchObject({ options: [171, 130, null], base: 321 });
    expect(whole(of, 'official').options).toEqual(['A', 'B']);
    expect(notes(whole(of, 'official'))).toContain('options-not-in-count');
    const few = inputUntil(source({ 'official.csv': without }), {
      count: 'official',
      by: { kind: 'all' },
      figures: 'as-then',
    });
    expect(few).toMatchObject({ ok: false, error: { code: 'too-few-options' } });
  });
});

describe('more than a plain folder', () => {
  it('takes numbers as covariates, and codes and texts not', () => {
    const stations = csv(
      'station,town,place,internet,area_code,ubigeo,remark',
      '1,Tarija,School,0.5,12,010101,a',
      '2,Tarija,School,,13,010102,b',
      '3,Sella,School,0.25,14,010103,c',
    );
    const covariates = csv('station,dwellings,kind', '1,100,x', '3,-20.5,y');
    const of = source({ 'stations.csv': stations, 'covariates.csv': covariates });
    expect(of.stations.covariates.map(({ name, values }) => [name, ...values])).toEqual([
      ['internet', 0.5, Number.NaN, 0.25],
      ['dwellings', 100, Number.NaN, -20.5],
    ]);
    expect(notes(of)).toEqual(expect.arrayContaining(['columns-not-used', 'covariate-not-used', 'covariates-missing']));
  });

  it('takes a previous election with other options', () => {
    const stations = csv(
      'station,town,place,previous_level,previous_valid,previous_registered,previous_yes,previous_no,previous_blank',
      '1,Tarija,School,place,30,50,10,20,3',
      '2,Tarija,School,place,30,50,10,20,3',
      '3,Sella,School,,,,,,',
    );
    expect(source({ 'stations.csv': stations }).previous).toMatchObject({
      options: ['yes', 'no'],
      areaOf: Int32Array.of(0, 0, -1),
      votes: Float64Array.of(10, 20),
    });
  });

  it('reads the one contest that is asked for, where it is voted in', () => {
    const name = { es: 'x', en: 'x' };
    const option = (id: string) => ({ id, candidate: id, party: '' });
    const rule = { kind: 'plurality' };
    const contests = [
      { id: 'president', name, rule, options: [option('A'), option('B')] },
      { id: 'mayor', name, rule, options: [option('C'), option('D')], electorate: [{ town: 'Sella' }] },
    ];
    const election = { contests, contest: undefined, options: undefined, other: undefined };
    const official = csv('station,contest,A,B,C,D', '3,president,1,2,,', '3,mayor,,,3,4', '1,president,5,6,,');
    const files = { 'election.json': plainElection(election), 'official.csv': official, 'preliminary.csv': null };
    const mayor = source(files, 'mayor');
    expect(mayor.stations.ids).toEqual(['3']);
    expect(truthOf(mayor)).toMatchObject({ options: [3, 4], stations: 1 });
    expect(truthOf(source(files))).toMatchObject({ options: [6, 8], stations: 3 });
    const unknown = read(files, 'senate');
    expect(unknown).toMatchObject({ ok: false, error: { errors: [{ kind: 'unknown-contest' }] } });
  });

  it('knows what sheet-states.csv said by then of sheets without figures', () => {
    const states = csv(
      'station,at,state',
      '2,2024-06-02T19:00:00-04:00,pending',
      '2,2024-06-02T20:00:00-04:00,unsigned',
      '3,2024-06-02T20:00:00-04:00,not_installed',
    );
    const one = csv('station,arrived_at,A,B', '1,2024-06-02T18:30:00-04:00,90,60');
    const of = source({ 'preliminary.csv': one, 'sheet-states.csv': states });
    const [early, late] = ['2024-06-02T19:30:00-04:00', '2024-06-02T20:30:00-04:00'].map((text) => asOf(of, text));
    expect([...(early?.sheets.setAside ?? []), ...(early?.stations.expected ?? [])]).toEqual([0, 0, 0, 1, 1, 1]);
    expect([...(late?.sheets.setAside ?? []), ...(late?.stations.expected ?? [])]).toEqual([0, 1, 0, 1, 1, 0]);
  });

  it('of snapshots alone has no stations, and hands the snapshots on', () => {
    const files = { 'stations.csv': null, 'preliminary.csv': null, 'official.csv': null };
    const folder = expectOk(
      read({ ...files, 'snapshots.csv': csv('at,A,B', '2024-06-02T19:00:00Z,1,2') }),
      'snapshots',
    );
    expect(folder.source).toBeNull();
    expect(folder.snapshots?.header()).toEqual(['at', 'A', 'B']);
    expect(errors(files)).toEqual(['missing-file stations.csv  ']);
  });
});

describe('a fault is told with file, line and field', () => {
  it.each<[string, SampleFiles, string]>([
    ['an unknown station', { 'official.csv': csv('station,A,B', '9,1,2') }, 'unknown-station official.csv 2 station'],
    [
      'a candidate nobody described',
      { 'official.csv': csv('station,A,B,Z', '1,1,2,3') },
      'unknown-column official.csv 1 Z',
    ],
    ['a number that is none', { 'official.csv': csv('station,A,B', '1,1,2.5') }, 'decimal-number official.csv 2 B'],
    [
      'a sheet twice',
      { 'official.csv': csv('station,A,B', '1,1,2', '1,1,2') },
      'repeated-sheet official.csv 3 station',
    ],
    [
      'a time without offset',
      { 'arrivals.csv': csv('station,at', '1,2024-06-02T19:00:00') },
      'time-without-offset arrivals.csv 2 at',
    ],
    [
      'arrivals without an instant',
      { 'arrivals.csv': csv('station,x', '1,2') },
      'missing-column arrivals.csv 1 arrived_at',
    ],
    [
      'a station twice',
      { 'stations.csv': csv('station,town,place', '1,a,b', '1,a,b') },
      'repeated-station stations.csv 3 station',
    ],
    ['no stations', { 'stations.csv': csv('station,town,place') }, 'no-stations stations.csv  '],
    ['a level without a column', { 'stations.csv': csv('station,town', '1,a') }, 'missing-column stations.csv 1 place'],
    ['a file cut off', { 'election.json': plainElection({ rows: { 'official.csv': 9 } }) }, 'row-count official.csv  '],
    [
      'a hint of the wrong type',
      { 'election.json': plainElection({ registeredOf: 3 }) },
      'wrong-type election.json  registeredOf',
    ],
  ])('%s', (_, files, expected) => {
    expect(errors(files)).toContain(expected);
  });
});
