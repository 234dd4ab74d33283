import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnElection, type TestStation } from '../../src/projection/baselines/small-election.test-support.ts';
import { backtestCommand } from './backtest-command.ts';
import type { BacktestOptions } from './backtest-plan.ts';
import { EXIT } from './exit-codes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-backtest-'));
const folder = join(scratch, 'drawn');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const text = { es: 'x', en: 'x' };
const options = ['o0', 'o1', 'o2'];
const MINUTE = 60_000;

/** An election folder; the sheets of the preliminary count come a minute apart, a batch of three on one minute where asked. */
function writeFolder(path: string, stations: readonly TestStation[], { batch = 1, official = true } = {}): void {
  mkdirSync(path);
  const csv = (name: string, rows: readonly (readonly (string | number)[])[]) =>
    writeFileSync(join(path, name), `${rows.map((row) => row.join(',')).join('\n')}\n`);
  const at = (i: number) =>
    new Date(Date.UTC(2020, 0, 5, 22) + Math.floor(i / batch) * MINUTE).toISOString().replace('.000', '');
  const tables = new Map<string, number>();
  const table = (s: TestStation) => {
    const key = `${s.department} ${s.place}`;
    tables.set(key, (tables.get(key) ?? 0) + 1);
    return tables.get(key) ?? 0;
  };
  const setting = (s: TestStation) => (s.setting === 2 ? 'rural' : 'urban');
  csv('stations.csv', [
    ['station', 'department', 'place', 'table', 'registered', 'setting'],
    ...stations.map((s, i) => [
      `s${i}`,
      s.department,
      `${s.department}-${s.place}`,
      table(s),
      s.registered,
      setting(s),
    ]),
  ]);
  csv('preliminary.csv', [
    ['station', 'arrived_at', ...options],
    ...stations.map((s, i) => [`s${i}`, at(i), ...s.votes]),
  ]);
  if (official) csv('official.csv', [['station', ...options], ...stations.map((s, i) => [`s${i}`, ...s.votes])]);
  const election = {
    id: 'drawn',
    name: text,
    date: '2020-01-05',
    timeZone: 'UTC',
    pollsClose: '2020-01-05T20:00:00Z',
    contest: { id: 'c', name: text, rule: { kind: 'plurality' } },
    options: options.map((id) => ({ id, candidate: id, party: id })),
    levels: ['department', 'place'],
    orderBy: 'arrived_at',
  };
  writeFileSync(join(path, 'election.json'), JSON.stringify(election));
}

async function backtest(of: readonly string[], asked: BacktestOptions) {
  const lines: string[] = [];
  const errors: string[] = [];
  const output = { line: (t: string) => void lines.push(t), error: (t: string) => void errors.push(t) };
  const code = await backtestCommand(of, { draws: '60', threads: '1', ...asked }, output);
  return { code, text: lines.join('\n'), errors: errors.join('\n') };
}

/** Late sheets lean to the first option, as on a real night. */
const stations = [...drawnElection(11, { departments: 3, places: 40 })].sort(
  (a, b) => (a.votes[0] ?? 0) / (a.registered + 40) - (b.votes[0] ?? 0) / (b.registered + 40),
);

beforeAll(() => writeFolder(folder, stations));

describe('cotejo backtest', () => {
  it('says every point, every baseline, and the lines of a summary', async () => {
    const { code, text: report } = await backtest([folder], { points: '30,70,100', variants: true });
    expect(code).toBe(EXIT.ok);
    expect(report).toContain(`${stations.length} stations; true lead`);
    for (const name of ['projection', 'without-trend', 'without-both', 'tree', 'raw', 'fill', 'conformal']) {
      expect(report).toMatch(new RegExp(`^\\| ${name} \\|`, 'm'));
    }
    // Without a previous election a swing has nothing to go on: that is no refusal, and it has no row.
    expect(report).not.toMatch(/^\| swing-uniform \|/m);
    expect(report).toContain('most confident wrong probability');
    expect(report).toMatch(/times that of (raw|fill), the best single one by hand/);
    // All sheets in: every error is zero, and what happened has probability 1.
    const last = report.split('\n').find((line) => line.startsWith('| 100 % |'));
    expect(last).toMatch(/\| 0\.00 \| 0\.00 \| {2}\| 0\.000 \| 1\.000 \| 0\.00 \| 0\.00 \|/);
    expect(report).toContain('Weights of the variants');
  });

  it('gives the same bytes on one thread and on two, and others for another seed', async () => {
    const asked = { points: '40', orders: 'random,big-last', seeds: '2', json: true };
    const one = await backtest([folder], asked);
    const two = await backtest([folder], { ...asked, threads: '2' });
    expect(one.code).toBe(EXIT.ok);
    expect(two.text).toBe(one.text);
    const report = (await backtest([folder], { ...asked, seed: '9', json: false })).text;
    expect(report).toMatch(/^\| 40 % \| \d \| \d \|/m);
    const json = JSON.parse(one.text);
    expect(json.elections[0].nights.map((n: { order: string; seed: number }) => [n.order, n.seed])).toEqual([
      ['random', 1],
      ['random', 2],
      ['big-last', 1],
      ['big-last', 2],
    ]);
    expect(Object.keys(json.elections[0].summaries)).toEqual(['all', 'random', 'big-last']);
  }, 60_000);

  it('skips what cannot be tried, and says why', async () => {
    const batches = join(scratch, 'batches');
    writeFolder(batches, stations, { batch: 100 });
    const asked = { points: '10,100', asOf: '2020-01-05T22:00:30Z,2019-01-01T00:00:00Z' };
    const { text: report } = await backtest([batches], asked);
    expect(report).toContain('10 % (inside a batch of 100 sheets that became known together)');
    expect(report).toContain('2019-01-01T00:00:00Z (not a moment of this count)');
    expect(report).toMatch(/^\| 2020-01-05T22:00:30Z \| 100 \|/m);
    const few = await backtest([folder], { points: '99,sheets:5,99999' });
    expect(few.text).toContain(`99999 sheets (only ${stations.length} sheets came)`);
    // Five sheets are too few to say anything: a refusal, counted as one.
    expect(few.text).toContain('| 5 sheets | 5 |');
    expect(few.text).toContain('no answer: too-few-sheets');
    expect(few.text).toContain('refusals: 1 of 2 points (50.0 %)');
  });

  it('writes report and picture, and replaces nothing unasked', async () => {
    const [out, svg] = [join(scratch, 'report.md'), join(scratch, 'lead.svg')];
    const asked = { points: '96,99,80,97', out, svg };
    expect(await backtest([folder, folder], asked)).toMatchObject({ code: EXIT.ok, text: '' });
    expect(readFileSync(out, 'utf8')).toContain('## All elections');
    const picture = readFileSync(svg, 'utf8');
    expect(picture.match(/class="truth"/g)).toHaveLength(2);
    expect(picture).toContain('prefers-color-scheme:dark');
    const [, panel = ''] = picture.split('class="head"');
    const across = [...panel.matchAll(/(?:circle class="dot" cx="|d="M)([\d.]+)/g)].map((m) => Number(m[1]));
    expect(across.length).toBe(4);
    expect(across).toEqual([...across].sort((a, b) => a - b));
    expect(picture).toMatch(/<desc id="d">drawn: true lead/);
    expect(await backtest([folder], asked)).toMatchObject({ code: EXIT.badInput });
    expect((await backtest([folder], { ...asked, force: true })).code).toBe(EXIT.ok);
  });

  it('refuses what it does not understand before it begins', async () => {
    const wrong: readonly BacktestOptions[] = [
      { orders: 'real,backwards' },
      { points: '0' },
      { points: '101' },
      { points: 'sheets:1.5' },
      { asOf: '2020-01-05' },
      { seeds: '0' },
      { draws: '5' },
      { threads: 'many' },
    ];
    for (const asked of wrong) expect(await backtest([folder], asked)).toMatchObject({ code: EXIT.usage, text: '' });
    const noTruth = join(scratch, 'no-truth');
    writeFolder(noTruth, stations.slice(0, 20), { official: false });
    const refused = await backtest([folder, noTruth], { out: join(scratch, 'never.md') });
    expect(refused.code).toBe(EXIT.badInput);
    expect(refused.errors).toContain('no official count');
    expect((await backtest([join(scratch, 'nowhere')], {})).code).toBe(EXIT.badInput);
    expect(existsSync(join(scratch, 'never.md'))).toBe(false);
  });
});
