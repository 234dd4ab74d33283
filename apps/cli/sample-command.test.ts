import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { plainElection, writeFolder } from '../../adapters/election-folder/sample-folder.ts';
import { EXIT } from './exit-codes.ts';
import type { Output } from './output.ts';
import { sampleCommand } from './sample-command.ts';
import { sampleEstimateCommand } from './sample-estimate-command.ts';
import type { SampleOptions } from './sample-words.ts';

/** 120 stations: four towns with six places of five tables; the north votes A, the south B. */
const STATIONS = Array.from({ length: 120 }, (_, i) => {
  const [town, place, table] = [Math.floor(i / 30), Math.floor(i / 5) % 6, (i % 5) + 1];
  const first = 150 - 30 * town + 7 * place + table;
  return { id: String(i + 1), cells: `Town ${town},School ${place},${table},250,urban`, first, second: 220 - first };
});
const sheets = (rows: typeof STATIONS) =>
  ['station,A,B', ...rows.map((r) => `${r.id},${r.first},${r.second}`), ''].join('\n');
const folder = writeFolder({
  'election.json': plainElection({ other: [], levels: ['town', 'place'] }),
  'stations.csv': [
    'station,town,place,table,registered,setting',
    ...STATIONS.map((s) => `${s.id},${s.cells}`),
    '',
  ].join('\n'),
  'official.csv': sheets(STATIONS),
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [first, second] = [0, 1].map((k) => STATIONS.reduce((sum, s) => sum + (k === 0 ? s.first : s.second), 0));
const LEAD = ((first ?? 0) - (second ?? 0)) / ((first ?? 0) + (second ?? 0));

function heard(run: (output: Output) => number) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = run({ line: (text) => lines.push(text), error: (text) => errors.push(text) });
  return { code, text: lines.join('\n'), errors: errors.join('\n') };
}
const draw = (options: SampleOptions) => heard((output) => sampleCommand(folder, options, output));
const estimate = (sample: string, more: { results?: string; json?: boolean } = {}) =>
  heard((output) => sampleEstimateCommand(folder, { sample, ...more }, output));
const listAt = (name: string): string => join(folder, name);

describe('cotejo sample', () => {
  it('draws the same list from the same seed, prints it by area and writes it', () => {
    const out = listAt('systematic.csv');
    const one = draw({ size: '40', out });
    expect(one).toMatchObject({ code: EXIT.ok, errors: '' });
    expect(draw({ size: '40' }).text).toBe(one.text);
    expect(draw({ size: '40', seed: '2' }).text).not.toBe(one.text);
    const rows = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(rows[0]).toBe('position,station,town,place,registered,design,seed,stratum,stratum_listed,stratum_drawn');
    expect(rows.length).toBe(41);
    expect(one.text).toContain('Town 0, School 0');
    expect(one.text).toContain('Stated, not measured');
  });

  it('draws at least two a stratum, and says what they are', () => {
    const { code, text } = draw({ design: 'stratified', by: 'place', size: '20', json: true });
    const said = JSON.parse(text);
    expect(code).toBe(EXIT.ok);
    expect(said.strata.length).toBe(24);
    expect(said.strata.every((s: { drawn: number; listed: number }) => s.drawn === 2 && s.listed === 5)).toBe(true);
    expect(said.strata[7].name).toBe('Town 1, School 1');
  });

  it('finds the size that a margin needs from figures that are there', () => {
    const wide = JSON.parse(draw({ margin: '8', measure: 'official', json: true }).text);
    const near = JSON.parse(draw({ margin: '2', measure: 'official', json: true }).text);
    expect(near.drawn).toBeGreaterThan(wide.drawn);
    expect(1.96 * near.spread.sd).toBeLessThan(0.03);
    expect(near.spread.effect).toBeGreaterThan(0);
  });

  it.each([
    [{ design: 'cluster' }, '--design is'],
    [{ size: '10', margin: '1' }, 'exclude each other'],
    [{ size: '1' }, '--size is'],
    [{ size: '121' }, 'a sample has 2 to 120 stations'],
    [{ margin: '0' }, '--margin is'],
    [{ by: 'town' }, '--by goes with'],
    [{ design: 'stratified', by: 'county', size: '10' }, 'there is no level county'],
    [{ measure: 'previous', size: '10' }, 'no previous election'],
  ])('refuses %j', (options: SampleOptions, words) => {
    const { code, errors } = draw(options);
    expect(code).toBe(EXIT.usage);
    expect(errors).toContain(words);
  });

  it('does not replace a file', () => {
    const out = listAt('kept.csv');
    writeFileSync(out, 'mine');
    expect(draw({ size: '10', out }).code).toBe(EXIT.usage);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });
});

describe('cotejo sample estimate', () => {
  it('covers the truth when all of the sample is in, and says nothing of missing sheets', () => {
    const sample = listAt('whole.csv');
    draw({ size: '60', out: sample });
    const said = JSON.parse(estimate(sample, { json: true }).text);
    expect(said).toMatchObject({ drawn: 60, received: 60, missingAtRandom: null, model: null, strataJoined: [] });
    expect(said.lead.in95[0]).toBeLessThan(LEAD);
    expect(said.lead.in95[1]).toBeGreaterThan(LEAD);
    expect(said.turnout).toBeCloseTo(220 / 250, 6);
  });

  it('of a partial sample says that what is missing is no random part, and what the model makes of it', () => {
    const sample = listAt('partial.csv');
    draw({ size: '80', out: sample });
    const results = listAt('north.csv');
    // The last town has sent nothing but from one place.
    writeFileSync(results, sheets(STATIONS.filter((_, i) => i < 96)));
    const { text, code } = estimate(sample, { results });
    expect(code).toBe(EXIT.ok);
    expect(text).toContain('missing sheets are not a random part');
    expect(text).toContain('With the missing sheets estimated');
    const said = JSON.parse(estimate(sample, { results, json: true }).text);
    expect(said.received).toBeLessThan(80);
    expect(Math.abs(said.model.lead.share - LEAD)).toBeLessThan(Math.abs(said.lead.share - LEAD));
  });

  it('joins strata of which too little is in, and names them', () => {
    const sample = listAt('strata.csv');
    draw({ design: 'stratified', by: 'town', size: '24', out: sample });
    const results = listAt('three-towns.csv');
    writeFileSync(results, sheets(STATIONS.filter((_, i) => i < 90)));
    const { text } = estimate(sample, { results });
    expect(text).toContain('joined to a neighbour: Town 3');
  });

  it('names file, line and field of what is wrong', () => {
    const sample = listAt('good.csv');
    draw({ size: '10', out: sample });
    const results = listAt('bad.csv');
    writeFileSync(results, 'station,A,B\n1,5,x\n');
    expect(estimate(sample, { results })).toMatchObject({ code: EXIT.badInput });
    expect(estimate(sample, { results }).errors).toMatch(/bad\.csv.*line 2.*B/);
    writeFileSync(results, 'station,A,B\n1,5,6\n1,5,6\n');
    expect(estimate(sample, { results }).errors).toMatch(/line 3.*station/);
    writeFileSync(listAt('other.csv'), 'station\n1\n');
    expect(estimate(listAt('other.csv'), { results }).errors).toContain('stratum_listed');
    writeFileSync(results, 'station,A,B\n1,5,6\n');
    expect(estimate(sample, { results }).code).toBe(EXIT.originNotEstablished);
  });
});
