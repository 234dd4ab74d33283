import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareCommand } from './compare-command.ts';
import type { SidesComparison } from './compare-sides.ts';
import type { CompareOptions } from './compare-words.ts';
import { EXIT } from './exit-codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'cotejo-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
async function compare(a: string, b: string | undefined, options: CompareOptions = {}) {
  const [lines, errors]: [string[], string[]] = [[], []];
  const code = await compareCommand(a, b, options, { line: (t) => lines.push(t), error: (t) => errors.push(t) });
  return { code, text: lines.join('\n'), errors: errors.join('\n') };
}
const json = async (a: string, b: string, options: CompareOptions = {}) =>
  JSON.parse((await compare(a, b, { ...options, json: true })).text) as SidesComparison;

const official = file(
  'official.csv',
  'station,contest,MAS,CC,blank,status\n001,p,100,50,1,counted\n002,p,80,90,,counted\n003,p,7,7,0,counted\n004,p,1,2,3,annulled\n005,p,5,5,5,counted\n001,g,1,1,1,counted\n',
);
/** What an observer saw: some stations, other names, a column that is no vote. */
const observed = file('observer.csv', 'station,cc,mas,note\n1,50,100,fine\n2,95,80,\n3,7,,\n4,1,2,\n77,1,1,\n');

describe('two organisations', () => {
  it('are compared over what both have, and the report says what goes with what', async () => {
    const found = await json(official, observed, { map: file('m.json', '{"contests":{"p":""}}') });
    expect(found.stations).toMatchObject({
      matched: { code: 0, map: 0, normalised: 4 },
      onlyA: ['005'],
      onlyB: ['77'],
      ambiguousA: [],
    });
    expect(found.contestsOnlyA).toEqual(['g']);
    expect(found.contests).toMatchObject([
      {
        contest: ['p', null],
        matchedBy: 'map',
        equal: 1,
        differs: 2,
        onlyA: 0,
        onlyB: 1,
        neither: 0,
        options: {
          matched: [
            ['MAS', 'mas', 'name'],
            ['CC', 'cc', 'name'],
          ],
          onlyA: ['blank'],
          onlyB: ['note'],
        },
        totals: [
          ['MAS', 187, 180],
          ['CC', 147, 152],
        ],
        leaders: ['MAS', 'CC'],
        lead: -12,
        emptyOnly: 0,
        differences: [
          { stations: ['003', '3'], boxes: [['MAS', 7, 'empty']], change: 7, lead: -7 },
          { stations: ['002', '2'], boxes: [['CC', 90, 95]], change: 5, lead: -5 },
        ],
      },
    ]);
  });

  it('say it in words, with what was left out', async () => {
    const { text, code } = await compare(official, observed, { map: join(folder, 'm.json'), limit: '1' });
    expect(code).toBe(EXIT.ok);
    expect(text).toContain('0 by the same code, 4 alike but for leading zeros or letter case');
    expect(text).toContain('001 = 1, 002 = 2');
    expect(text).toContain('stations only in B: 1 (77)');
    expect(text).toContain('not compared, only in B: note');
    expect(text).toContain('of 3 sheets counted on both sides, 1 equal and 2 differ in a figure compared (66.67 %)');
    expect(text).toMatch(/MAS A +187 {2}B +180 {2}B minus A -7/);
    expect(text).toContain('... and 1 more');
  });

  it('differ where one leaves a box empty, unless that is to be a 0', async () => {
    const a = file('a.csv', 'station,MAS,CC\ns1,4,0\ns2,4,5\n');
    const b = file('b.csv', 'station,MAS,CC\ns1,4,\ns2,,5\n');
    expect((await json(a, b)).contests[0]).toMatchObject({ matchedBy: 'only', equal: 0, differs: 2, emptyOnly: 1 });
    expect((await json(a, b, { emptyIsZero: true })).contests[0]).toMatchObject({ equal: 1, differs: 1, emptyOnly: 0 });
  });

  it('list only what goes the way asked for, and write it down once', async () => {
    const a = file('a2.csv', 'station,MAS,CC\ns1,4,1\ns2,4,5\ns3,9,0\n');
    const b = file('b2.csv', 'station,MAS,CC\ns1,6,1\ns2,1,5\ns3,9,0\n');
    const csv = join(folder, 'out.csv');
    expect((await json(a, b, { direction: 'more', csv })).contests[0]?.differences.map((d) => d.stations[0])).toEqual([
      's1',
    ]);
    expect(readFileSync(csv, 'utf8')).toBe('station_a,station_b,contest,change,lead,option,a,b\ns1,s1,,2,2,MAS,4,6\n');
    expect(await compare(a, b, { csv })).toMatchObject({
      code: EXIT.badInput,
      errors: expect.stringContaining('--force'),
    });
    expect((await compare(a, b, { csv, force: true })).code).toBe(EXIT.ok);
    expect((await json(a, b, { direction: 'same' })).contests[0]?.differences).toEqual([]);
  });

  it('take the newest version of a sheet', async () => {
    const a = file('v.csv', 'station,version,MAS\ns1,2,9\ns1,1,4\n');
    expect((await json(a, file('w.csv', 'station,MAS\ns1,9\n'))).contests[0]).toMatchObject({ equal: 1, differs: 0 });
  });
});

describe('bad input of a comparison', () => {
  const good = file('good.csv', 'station,MAS\ns1,1\n');
  it.each([
    ['mesa,MAS\ns1,1\n', /bad.csv line 1, field station: the column is missing/],
    ['station,MAS\ns1,1.5\n', /bad.csv line 2, field MAS: "1.5" is not a whole number/],
    ['station,MAS\ns1,1\ns1,1\n', /bad.csv line 3, field station: "s1" stands twice.*line 2/],
    ['station,MAS\n,1\n', /bad.csv line 2, field station: is missing/],
    ['station,MAS,version\ns1,1,0\n', /bad.csv line 2, field version: "0" is not a whole number, 1 or more/],
    ['station,MAS\ns1\n', /bad.csv line 2: the row has 1 cells/],
    ['station,MAS\ns1,"1\n', /bad.csv line 2: a quoted cell of this row never ends/],
    ['', /bad.csv: is empty/],
    ['station,MAS\ns9,1\n', /no station of A has the code of a station of B.*"stations" of --map/],
    ['station,PAN\ns1,1\n', /no option of A has the id or name of one of B.*"options" of --map/],
    ['station,contest,MAS\ns1,p,1\ns1,q,1\n', /no contest of A has the id or name of one of B.*"contests" of --map/],
  ])('%j', async (text, says) => {
    const { code, errors, text: out } = await compare(good, file('bad.csv', text));
    expect(errors).toMatch(says);
    expect([code, out]).toEqual([EXIT.badInput, '']);
  });

  it('lets a column that is not compared hold anything', async () => {
    expect((await compare(good, file('c.csv', 'station,MAS,seen\ns1,1,at noon\n'))).code).toBe(EXIT.ok);
  });

  it.each([
    ['{', /map.json line 1, column 2: is not JSON/],
    ['{"stations":{"a":1}}', /map.json, field stations: is of the wrong kind/],
    ['{"stations":{"a":"x","b":"x"}}', /field stations.*each once/],
    ['{"options":{"p":[]}}', /field options.p/],
    ['{"names":{}}', /field names: is of the wrong kind. Expected only contests, options and stations/],
    ['[]', /an object with contests, options or stations/],
  ])('of a map: %s', async (text, says) => {
    const { code, errors } = await compare(good, good, { map: file('map.json', text) });
    expect(errors).toMatch(says);
    expect(code).toBe(EXIT.badInput);
  });

  it.each([
    [{ direction: 'up' }, /--direction is more, less, same/],
    [{ limit: '-1' }, /--limit/],
    [{ by: 'department' }, /--by department: no side tells where a station is/],
    [{ countA: 'first' }, /--count-a is preliminary or official/],
    [{ asOf: '2019-10-20T19:40:57-04:00' }, /--as-of is for one run/],
  ] as const)('of options: %j', async (options, says) => {
    expect(await compare(good, good, options)).toMatchObject({ code: EXIT.usage, errors: expect.stringMatching(says) });
  });

  it('of paths', async () => {
    expect((await compare(good, join(folder, 'nowhere'))).errors).toMatch(/nowhere: there is no such file or folder/);
    expect((await compare(good, folder)).errors).toMatch(/neither a run or public folder of Cotejo/);
    expect((await compare(good, good, { countB: 'official' })).errors).toMatch(/a CSV has one count/);
    expect(await compare(folder, undefined, { map: 'x' })).toMatchObject({ code: EXIT.usage });
  });
});
