import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cotejo } from './real-process.ts';

const STATIONS = `station,department,place,table,registered,setting
1,Ñandú,"Escuela ""La Unión"", aula 1",1,200,urban
2,Ñandú,"Escuela ""La Unión"", aula 1",2,200,urban
3,Ribera,Colegio,1,150,rural
`;
const OFFICIAL = `station,A,B,blank,null,status
1,90,60,3,4,counted
2,70,81,2,1,counted
3,40,55,0,2,counted
`;
const ELECTION = {
  id: 'small',
  name: { es: 'Pequeña', en: 'Small' },
  date: '2026-03-01',
  timeZone: 'America/La_Paz',
  pollsClose: '2026-03-01T16:00:00-04:00',
  contest: { id: 'mayor', name: { es: 'Alcaldía', en: 'Mayor' }, rule: { kind: 'plurality' } },
  options: [
    { id: 'A', candidate: 'Ana Peña', party: 'Uno' },
    { id: 'B', candidate: 'Blas Güemes', party: 'Dos' },
  ],
  other: ['blank', 'null'],
  levels: ['department', 'place'],
  orderBy: null,
  rows: { 'stations.csv': 3, 'official.csv': 3 },
};

describe('bad input is named and nothing is written', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-bad-'));
    const good = join(root, 'good');
    cpSync(new URL('.', import.meta.url), good, { recursive: true, filter: (path) => !path.endsWith('.ts') });
    writeFileSync(join(good, 'election.json'), JSON.stringify(ELECTION));
    writeFileSync(join(good, 'stations.csv'), STATIONS);
    writeFileSync(join(good, 'official.csv'), OFFICIAL);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function replayOf(change: (folder: string) => void) {
    const folder = mkdtempSync(join(root, 'case-'));
    cpSync(join(root, 'good'), folder, { recursive: true });
    change(folder);
    const out = join(folder, 'out');
    const ended = await cotejo('replay', folder, '--out', out, '--max');
    return { ...ended, written: existsSync(out) };
  }
  const edit = (file: string, from: string, to: string) => (folder: string) => {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

  it('runs when the folder is good', async () => {
    const ended = await replayOf(() => undefined);
    expect({ code: ended.code, err: ended.err.replace(/^warning: .*\n/gm, '') }).toEqual({ code: 0, err: '' });
    expect(ended.written).toBe(true);
  });

  it.each([
    ['a missing file', (f: string) => rmSync(join(f, 'stations.csv')), /stations\.csv/],
    ['a negative vote', edit('official.csv', '90,60', '-90,60'), /official\.csv line 2, field A: .*-90/],
    ['a station twice', edit('stations.csv', '\n3,', '\n1,'), /stations\.csv line 4, field station/],
    ['an unknown candidate column', edit('official.csv', 'A,B', 'A,C'), /official\.csv line 1.*C/],
    ['a truncated file', edit('official.csv', '3,40,55,0,2,counted\n', '3,40'), /official\.csv/],
    ['an empty file', (f: string) => writeFileSync(join(f, 'official.csv'), ''), /official\.csv/],
    ['a wrong time zone', edit('election.json', 'America/La_Paz', 'America/Atlantis'), /timeZone.*Atlantis/],
    ['ranked ballots', edit('election.json', '"plurality"', '"ranked-choice"'), /rule.*ranked-choice/],
  ])('%s', async (_name, change, expected) => {
    const ended = await replayOf(change);
    expect(ended.code).toBe(4);
    expect(ended.err).toMatch(expected);
    expect(ended.written).toBe(false);
  });

  it('a folder that cannot be written', async () => {
    const blocked = join(root, 'blocked');
    writeFileSync(blocked, 'a file stands here');
    const ended = await cotejo('replay', join(root, 'good'), '--out', join(blocked, 'run'), '--max');
    expect(ended.code).toBe(5);
    expect(ended.err).toContain('blocked');
    expect(readFileSync(blocked, 'utf8')).toBe('a file stands here');
  });

  it.each([
    [['results', 'nowhere'], 4, /no run of Cotejo/],
    [['results', 'nowhere', '--as-of', 'yesterday'], 2, /--as-of is an instant/],
    [['verify', 'nowhere'], 4, /nowhere/],
    [['compare', 'nowhere'], 4, /no run of Cotejo/],
    [['tamper', 'nowhere'], 4, /no public folder/],
    [['serve', 'nowhere'], 4, /nothing published/],
    [['rehearse', '--stations', '0'], 2, /--stations/],
    [['conjure'], 2, /unknown command/],
  ])('%j', async (args, code, expected) => {
    const ended = await cotejo(...args);
    expect(ended.err).toMatch(expected);
    expect(ended.code).toBe(code);
  });

  it('says how to use every verb', async () => {
    const help = await cotejo('--help');
    const verbs = ['rehearse', 'import', 'replay', 'serve', 'results', 'compare', 'verify', 'tamper', 'proof'];
    for (const verb of verbs) expect(help.out).toMatch(new RegExp(`^  ${verb} `, 'm'));
    const one = await cotejo('verify', '--help');
    expect(one.out).toContain('cotejo verify [options] <dir or url>');
  });
});
