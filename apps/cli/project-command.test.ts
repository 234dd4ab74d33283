import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainElection, type SampleFiles, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { EXIT } from './exit-codes.ts';
import { type ProjectOptions, projectCommand } from './project-command.ts';
import { replayCommand } from './replay-command.ts';

const STATIONS = 360;
const START = Date.parse('2024-06-02T22:10:00Z');

/** Towns of three places of four tables; A does better in the towns that come late. */
function rows(untyped = 40): { stations: string[]; sheets: string[]; official: string[] } {
  const stations = ['station,town,place,table,registered,setting'];
  const sheets = ['station,arrived_at,published_at,A,B,blank,null'];
  const official = ['station,A,B,blank,null,status'];
  for (let s = 0; s < STATIONS; s++) {
    const town = Math.floor(s / 12);
    const a = 60 + town + (s % 7);
    stations.push(`${s},T${town},P${Math.floor(s / 4) % 3},${(s % 4) + 1},200,${town % 2 === 0 ? 'urban' : 'rural'}`);
    const at = new Date(START + 1000 * (((s * 7) % STATIONS) + town)).toISOString().replace('.000', '');
    const votes = `${a},${150 - a},3,2`;
    if (s % untyped !== untyped - 1) sheets.push(`${s},${at},${at},${votes}`);
    official.push(`${s},${votes},counted`);
  }
  return { stations, sheets, official };
}

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

function files(change: SampleFiles = {}): SampleFiles {
  const { stations, sheets, official } = rows();
  return {
    'election.json': plainElection({ sources: ['an invented election'] }),
    'stations.csv': text(stations),
    'preliminary.csv': text(sheets),
    'official.csv': text(official),
    ...change,
  };
}

function run(folder: string, options: ProjectOptions = {}) {
  const [lines, errors]: [string[], string[]] = [[], []];
  const output = { line: (line: string) => void lines.push(line), error: (line: string) => void errors.push(line) };
  const code = projectCommand(folder, { draws: '200', ...options }, output);
  return { code, text: lines.join('\n'), errors: errors.join('\n') };
}

const json = (folder: string, options: ProjectOptions = {}) => JSON.parse(run(folder, { ...options, json: true }).text);
const MIDWAY = '2024-06-02T22:15:10Z';

describe('cotejo project, of an election folder', () => {
  let folder = '';
  beforeAll(() => {
    folder = writeFolder(files());
  });

  it('says the interval of the lead first, the rule by which sheets are seen, and where the figures come from', () => {
    const { code, text: said } = run(folder, { asOf: MIDWAY });
    expect(code).toBe(EXIT.ok);
    const [lead, outcome, shares] = ['Lead of', 'What the rule would give', 'Shares, percent'].map((t) =>
      said.indexOf(t),
    );
    expect(lead).toBeGreaterThan(0);
    expect(outcome).toBeGreaterThan(lead as number);
    expect(shares).toBeGreaterThan(outcome as number);
    expect(said).toMatch(/Lead of \w over \w: -?[\d.]+ to -?[\d.]+ points \(95 % interval\); middle/);
    expect(said).toContain('ESTIMATE of the official total');
    expect(said).toContain('public by 2024-06-02T22:15:10Z: published_at, or arrived_at where that is empty');
    expect(said).toContain('an invented election');
    expect(said).not.toMatch(/\bwon\b|\bwins the\b|called/);
  });

  it('gives the same bytes again, and others with another seed', () => {
    const [once, twice, other] = ['1', '1', '2'].map((seed) => run(folder, { asOf: MIDWAY, seed, json: true }).text);
    expect(twice).toBe(once);
    expect(other).not.toBe(once);
  });

  it('does not look at official figures of sheets that are not in', () => {
    const { official } = rows();
    const noise = official.map((line, i) => (i === 0 ? line : line.replace(/,\d+,\d+,/, `,${i % 150},7,`)));
    const other = writeFolder(files({ 'official.csv': text(noise) }));
    expect(run(other, { asOf: MIDWAY, json: true }).text).toBe(run(folder, { asOf: MIDWAY, json: true }).text);
  });

  it('of all preliminary sheets says that they may still be corrected, and of some of them not', () => {
    const { sheets } = rows(Number.POSITIVE_INFINITY);
    const all = writeFolder(files({ 'preliminary.csv': text(sheets.slice(0, 1 + STATIONS)) }));
    const option = { count: 'preliminary' } as const;
    const words = 'The official count may still correct them';
    expect([all, folder].map((of) => run(of, option).text.includes(words))).toEqual([true, false]);
    expect(run(folder, { count: 'official' }).text).not.toContain(words);
  });

  it('of all official sheets gives the exact totals', () => {
    const { answer } = json(folder, { count: 'official' });
    const sums = [1, 2].map((column) =>
      rows()
        .official.slice(1)
        .reduce((sum, line) => sum + Number(line.split(',')[column]), 0),
    );
    for (const [k, sum] of sums.entries()) expect(answer.options[k].votes.in95).toEqual([sum, sum]);
    expect(answer.outcomes.map((o: { probability: number }) => o.probability)).toEqual([1]);
  });

  it.each<[string, ProjectOptions, string]>([
    ['before the first sheet', { asOf: '2024-06-02T20:00:00Z' }, 'no-sheets'],
    ['where a count is not there', { count: 'preliminary', contest: 'president' }, 'no-count'],
  ])('refuses with a code and words %s', (name, options, code) => {
    const of = name.startsWith('before') ? folder : writeFolder(files({ 'preliminary.csv': null }));
    const said = json(of, options);
    expect(said.answer).toMatchObject({ kind: 'refused', code });
    expect(said.answer.text.es).toMatch(/\.$/);
    const plain = run(of, options);
    expect(plain.code).toBe(EXIT.originNotEstablished);
    expect(plain.text).toContain(`Nothing is estimated (${code}).`);
  });

  it('of national totals alone says that it does not know the places', () => {
    const snapshots = text(['at,sheets_expected,sheets_counted,A,B', '2024-06-02T22:30:00Z,600,300,30000,20000']);
    const described = { 'snapshots.csv': { sheets_expected: 'x', sheets_counted: 'x' } };
    const election = plainElection({ levels: [], columns: described, other: [] });
    const none = { 'stations.csv': null, 'preliminary.csv': null, 'official.csv': null };
    const alone = writeFolder({ ...files(none), 'election.json': election, 'snapshots.csv': snapshots });
    expect(json(alone).answer).toMatchObject({ kind: 'refused', code: 'no-geography' });
    expect(json(alone).from).toBe('areas');
  });

  it('takes totals of areas only while no sheet is public', () => {
    const snapshots = text(['at,sheets_expected,sheets_counted,A,B', '2024-06-02T21:00:00Z,360,30,3000,2000']);
    const both = writeFolder(files({ 'snapshots.csv': snapshots }));
    expect(json(both, { asOf: '2024-06-02T21:30:00Z' })).toMatchObject({
      from: 'areas',
      answer: { code: 'no-geography' },
    });
    expect(json(both, { asOf: '2024-06-02T20:30:00Z' })).toMatchObject({
      from: 'sheets',
      answer: { code: 'no-sheets' },
    });
    expect(json(both, { asOf: MIDWAY })).toMatchObject({ from: 'sheets', answer: { kind: 'estimate' } });
  });

  it.each<[ProjectOptions, string]>([
    [{ asOf: 'yesterday' }, '--as-of'],
    [{ count: 'both' }, '--count'],
    [{ seed: '-1' }, '--seed'],
    [{ draws: '10' }, '--draws'],
    [{ without: 'trend,polls' }, '--without'],
  ])('the words %o are off', (options, word) => {
    const { code, errors } = run(folder, options);
    expect([code, errors.includes(word)]).toEqual([EXIT.usage, true]);
  });

  it('refuses a folder with errors, a contest that is not there, and a folder that is none', () => {
    const bad = writeFolder(files({ 'official.csv': 'station,A,B\n1,x,2\n' }));
    expect(run(bad).code).toBe(EXIT.badInput);
    expect(run(bad).errors).toContain('official.csv line 2, field A');
    expect(run(folder, { contest: 'senate' }).code).toBe(EXIT.usage);
    expect(run(join(folder, 'nothing')).code).toBe(EXIT.badInput);
  });
});

describe('cotejo project, of a run', () => {
  let [folder, directory] = ['', ''];
  beforeAll(async () => {
    folder = writeFolder(files());
    directory = join(writeFolder({}), 'run');
    const silent = { line: () => undefined, error: () => undefined };
    const handlers = process.listenerCount('SIGINT');
    expect(await replayCommand(folder, { out: directory, max: true }, silent)).toBe(EXIT.ok);
    expect(process.listenerCount('SIGINT')).toBe(handlers);
  }, 60_000);

  it('says the same as of the folder it was replayed from', () => {
    for (const count of ['preliminary', 'official']) {
      const options = count === 'preliminary' ? { asOf: MIDWAY, count } : { count };
      expect(json(directory, options).answer).toEqual(json(folder, options).answer);
    }
  });

  it('takes covariates and a previous election from a folder, and no figures', () => {
    const previous = rows().stations.map((line, i) =>
      i === 0 ? `${line},previous_yes,previous_no` : `${line},${40 + (Math.floor((i - 1) / 4) % 60)},50`,
    );
    const facts = writeFolder({
      ...files({ 'preliminary.csv': null, 'official.csv': 'not,a,table' }),
      'stations.csv': text(previous),
    });
    const said = json(directory, { asOf: MIDWAY, with: facts });
    expect(said.notes).toContainEqual({ code: 'facts-matched', facts: { stations: STATIONS, of: STATIONS } });
    const variants = said.answer.diagnostics.variants.map((v: { variant: string }) => v.variant);
    expect(variants).toContain('previous');
    const left = json(directory, { asOf: MIDWAY, with: facts, without: 'previous' });
    expect(left.answer.diagnostics.variants.map((v: { variant: string }) => v.variant)).not.toContain('previous');
  });

  it('knows its contests, and what it cannot say of a moment', () => {
    expect(run(directory, { contest: 'senate' }).code).toBe(EXIT.usage);
    expect(json(directory, { count: 'official', asOf: MIDWAY }).answer).toMatchObject({
      kind: 'refused',
      code: 'no-instants',
    });
  });
});
