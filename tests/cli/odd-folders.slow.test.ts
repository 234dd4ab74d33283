import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cotejo } from './real-process.ts';

/** Folders as the world makes them: each is replayed by the real command line and verified. */
describe('odd election folders', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-odd-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const text = (word: string) => ({ es: word, en: word });
  const election = (more: object) => ({
    id: 'odd',
    name: text('Ñandú <b>&</b> "sí"'),
    date: '2026-03-01',
    timeZone: 'America/La_Paz',
    pollsClose: '2026-03-01T16:00:00-04:00',
    contest: { id: 'p&l', name: text('Alcaldía'), rule: { kind: 'plurality' } },
    options: [
      { id: 'A&B', candidate: '<script>alert(1)</script>', party: "O'Higgins & Cía" },
      { id: 'C', candidate: 'Ñ', party: '' },
    ],
    other: ['blank'],
    levels: ['place'],
    orderBy: null,
    ...more,
  });

  async function replayed(name: string, files: Readonly<Record<string, string>>, more: object = {}) {
    const folder = join(root, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'election.json'), JSON.stringify(election(more)));
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    const out = join(root, `${name}-run`);
    const run = await cotejo('replay', folder, '--out', out, '--max');
    expect({ code: run.code, err: run.err.replaceAll(/^warning: .*\n/gm, '') }).toEqual({ code: 0, err: '' });
    const verified = await cotejo('verify', out, '--trust', join(out, 'trust.json'));
    expect(verified.out).toContain('VERIFIED');
    const results = await cotejo('results', out, '--json');
    const page = readFileSync(join(out, 'public/es/index.html'), 'utf8');
    return { out, page, contest: JSON.parse(results.out).contests[0] };
  }

  const STATIONS = 'station,place,registered\ns&1,X,100\ns2,X,100\ns3,,0\n';

  it('names that look like markup, ids with &, a blank level, a folder that calls itself live', async () => {
    const official = 'station,A&B,C,blank\ns&1,60,10,1\ns2,30,20,0\ns3,5,4,0\n';
    const files = { 'stations.csv': STATIONS, 'official.csv': official };
    const runner = { kind: 'electoral-body', name: text('Tribunal') };
    const { page, contest } = await replayed('markup', files, { nature: 'live', runner });
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('Reproducción');
    expect(contest.counts.official).toMatchObject({ counted: 3, valid: 129, outcome: { kind: 'settled' } });
  });

  it('a station without a list of its own that is out leaves everything open', async () => {
    const official = 'station,A&B,C,blank\ns&1,90,0,0\ns2,90,0,0\n';
    const { contest } = await replayed('special', { 'stations.csv': STATIONS, 'official.csv': official });
    expect(contest.counts.official.outcome.kind).toBe('open');
    expect(contest.counts.official.registeredUnknown).toBe(1);
  });

  it('a later version counts, whatever its instant says', async () => {
    const preliminary =
      'station,version,arrived_at,published_at,A&B,C,blank\n' +
      's&1,1,,2026-03-01T18:05:00-04:00,1,50,0\ns&1,2,,2026-03-01T18:02:00-04:00,50,1,0\n' +
      's2,1,,,1,50,0\ns2,2,,2026-03-01T18:03:00-04:00,50,1,0\n';
    const { contest } = await replayed('versions', { 'stations.csv': STATIONS, 'preliminary.csv': preliminary });
    expect(contest.counts.preliminary.selections.map((s: { votes: number }) => s.votes)).toEqual([100, 2]);
  });

  it('one instant far away does not make the page grow', async () => {
    const preliminary =
      'station,version,arrived_at,published_at,A&B,C,blank\n' +
      's&1,1,,2026-03-01T18:05:00-04:00,1,50,0\ns2,1,,9999-12-31T00:00:00Z,1,50,0\n';
    const { page } = await replayed('far', { 'stations.csv': STATIONS, 'preliminary.csv': preliminary });
    expect(page.length).toBeLessThan(60_000);
  });

  it('no level at all, one station, one option, no vote', async () => {
    const files = { 'stations.csv': 'station,registered\n1,\n', 'official.csv': 'station,C,blank\n1,0,0\n' };
    const more = { levels: [], options: [{ id: 'C', candidate: 'Ñ', party: '' }] };
    const { contest } = await replayed('alone', files, more);
    expect(contest.counts.official.outcome).toMatchObject({ kind: 'settled', result: { kind: 'no-votes' } });
  });

  it('--fresh removes a rehearsal and nothing else', async () => {
    const replay = join(root, 'alone-run');
    const refused = await cotejo('rehearse', '--stations', '5', '--fresh', '--no-serve', '--out', replay);
    expect(refused.code).toBe(5);
    expect(refused.err).toContain('keys');
    expect((await cotejo('verify', replay)).code).toBe(3);
  });

  it.each([
    [['rehearse', '--port', 'abc', '--no-serve'], 2, /--port is a number/],
    [['rehearse', '--speed', '0', '--no-serve'], 2, /--speed is a number/],
    [['verify', '.', '--since', 'package.json'], 4, /is no checkpoint/],
    [['verify', '.', '--trust', 'package.json'], 4, /is not a trust file/],
  ])('%j', async (args, code, words) => {
    const ended = await cotejo(...args);
    expect(ended.err).toMatch(words);
    expect(ended.code).toBe(code);
  });
});
