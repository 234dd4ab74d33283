import { describe, expect, it } from 'vitest';
import { present } from '../../base/assert.ts';
import type { Rule } from '../../model/rule.ts';
import type { Projection } from '../projection-answer.ts';
import { inventNight, START, snapshotsFrom } from './night-of-areas.test-support.ts';
import { projectAreas } from './project-areas.ts';

const HEAD = 'at,area,sheets_expected,sheets_counted,A,B';
const T0 = '2024-06-02T23:00:00Z';
const T1 = '2024-06-02T23:30:00Z';
const END = Date.UTC(2030, 0, 1);

const at = (lines: readonly string[], asOf = END, rule?: Rule, levels?: readonly string[]): Projection =>
  projectAreas(snapshotsFrom(lines, ['A', 'B'], rule, levels), { seed: 1, draws: 200, asOf });
const areas = (time: string, counted: number, names = ['X', 'Y', 'Z']): string[] =>
  names.map((name, i) => `${time},${name},100,${counted},${counted * (60 + i)},${counted * 50}`);
const refusal = ({ answer }: Projection) => (answer.kind === 'refused' ? answer.code : 'estimate');
const codes = ({ answer }: Projection) => answer.diagnostics?.notes.map((n) => n.code) ?? [];

describe('projectAreas refuses', () => {
  it('totals of the whole alone: no-geography', () => {
    const head = 'at,scope,sheets_expected,sheets_counted,A,B';
    const whole = at([head, `${T0},all,100,50,600,500`, `${T0},home,90,45,600,500`]);
    expect(refusal(whole)).toBe('no-geography');
    expect(codes(whole)).toEqual([]);
    expect(refusal(at(['at,sheets_expected,sheets_counted,A,B', `${T0},100,50,600,500`]))).toBe('no-geography');
  });

  it('before the first row, and before anything is counted: no-sheets', () => {
    expect(refusal(at([HEAD, ...areas(T0, 50)], START - 1e9))).toBe('no-sheets');
    expect(refusal(at([HEAD, ...areas(T0, 0)]))).toBe('no-sheets');
  });

  it('when more than half of the sheets lie in areas with nothing in: roll-silent', () => {
    const rows = [...areas(T0, 80, ['X', 'Y']), ...areas(T0, 0, ['P', 'Q', 'R'])];
    expect(refusal(at([HEAD, ...rows]))).toBe('roll-silent');
  });

  it('when nobody says how many sheets are expected: votes-unknown', () => {
    expect(refusal(at([HEAD, ...areas(T0, 50).map((row) => row.replace(',100,', ',,'))]))).toBe('votes-unknown');
  });

  it('kinds of vote that are not equally far on, or of which it is not known how far', () => {
    const head = 'at,area,kind,sheets_expected,sheets_counted,A,B';
    const rows = (mail: string) =>
      ['X', 'Y', 'Z'].flatMap((area) => [
        `${T0},${area},mail,100,${mail},${Number(mail) * 50},${Number(mail) * 60}`,
        `${T0},${area},election_day,100,80,5000,4000`,
      ]);
    expect(refusal(at([head, ...rows('20')]))).toBe('selected-kind-of-vote');
    expect(refusal(at([head, ...rows('78')]))).toBe('estimate');
    const unknown = rows('78').map((row) => row.replace('mail,100', 'mail,'));
    expect(refusal(at([head, ...unknown]))).not.toBe('estimate');
    const columns = [`${HEAD},registered_mail`, ...areas(T0, 50).map((row) => `${row},5`)];
    expect(refusal(at(columns))).toBe('selected-kind-of-vote');
  });

  it('a lead that is too wide, but not with a quarter of the sheets in and few of them in silent areas', () => {
    const rows = (counted: number) =>
      areas(T0, counted, ['X', 'Y', 'Z', 'U', 'V']).map((row, i) => row.replace(/,\d+$/, `,${counted * (5 + 30 * i)}`));
    expect(refusal(at([HEAD, ...rows(10)]))).toBe('too-wide');
    const { answer } = at([HEAD, ...rows(26)]);
    if (answer.kind !== 'estimate') throw new Error(answer.code);
    expect(answer.lead.band.in80[1] - answer.lead.band.in80[0]).toBeGreaterThan(0.12);
  });
});

describe('projectAreas reports, and goes on after', () => {
  it.each([
    ['a repeated row', [...areas(T0, 50), ...areas(T0, 50), ...areas(T1, 60)], 'repeated-row'],
    ['a row of zeros', [...areas(T0, 80), ...areas(T1, 0)], 'zero-row'],
    ['totals that fall', [...areas(T0, 90), ...areas(T1, 80)], 'total-fell'],
    ['a row without figures', [...areas(T0, 60), `${T1},X,100,,,`], 'row-without-figures'],
    ['an expected number that changes', [...areas(T0, 60), `${T1},X,120,70,4200,3500`], 'expected-changed'],
    ['more counted than expected', [...areas(T0, 60), `${T1},X,50,70,4200,3500`], 'counted-above-expected'],
    ['an area without a newer row', [...areas(T0, 60), ...areas(T1, 70, ['X', 'Y'])], 'area-not-updated'],
    ['sums unequal to the whole', [...areas(T0, 60), `${T0},,300,181,9999,9999`], 'areas-unequal-whole'],
    ['an area whose size is not known', [...areas(T0, 90), `${T0},U,,2,50,50`], 'expected-unknown'],
  ])('%s', (_, rows, code) => {
    const projection = at([HEAD, ...rows]);
    expect(projection.answer.kind).toBe('estimate');
    expect(codes(projection)).toContain(code);
  });

  it('takes the newest figures as the truth of their moment, and a slip back when the next row takes it back', () => {
    const inOf = (rows: readonly string[]) => at([HEAD, ...rows]).answer.diagnostics?.sheetsIn;
    expect(inOf([...areas(T0, 60), ...areas(T1, 50)])).toBe(150);
    expect(inOf([...areas(T0, 60), ...areas(T1, 0)])).toBe(180);
    expect(inOf([...areas(T0, 60), ...areas(T1, 50), ...areas('2024-06-03T00:00:00Z', 65)])).toBe(195);
  });

  it('sheets of the whole that are in no area stay out until the whole has them', () => {
    const { answer } = at([HEAD, ...areas(T0, 100), `${T0},,320,300,18300,15000`]);
    expect(answer.diagnostics).toMatchObject({ expected: 320, sheetsIn: 300 });
    expect(answer.kind === 'estimate' && answer.areas.map((p) => [p.unit, p.sheetsOut])).toEqual([[-1, 20]]);
    const all = at([HEAD, ...areas(T0, 100), `${T0},,320,320,19000,16000`]);
    expect(all.draws).toEqual(Float64Array.from([19000, 16000, 35000]));
  });

  it('does not count sums beside the areas that they sum up', () => {
    const head = 'at,department,province,sheets_expected,sheets_counted,A,B';
    const rows = ['P', 'Q', 'R'].map((p) => `${T0},D,${p},100,100,60,50`);
    const { draws } = at([head, ...rows, `${T0},D,,300,300,180,150`], END, undefined, ['department', 'province']);
    expect(draws).toEqual(Float64Array.from([180, 150, 330]));
    const byLevel = ['P', 'Q', 'R'].map((p) => `${T0},province,${p},100,100,60,50`);
    const one = at([
      'at,level,area,sheets_expected,sheets_counted,A,B',
      ...byLevel,
      `${T0},department,D,300,300,180,150`,
    ]);
    expect(one.draws).toEqual(Float64Array.from([180, 150, 330]));
  });
});

describe('projectAreas', () => {
  it('is wider where sheets are set aside than where they are only out', () => {
    const head = 'at,area,sheets_expected,sheets_counted,sheets_set_aside,A,B';
    const rows = (aside: number) =>
      ['X', 'Y', 'Z', 'U', 'V'].flatMap((area) => [
        `${T0},${area},100,45,0,2700,2200`,
        `${T1},${area},100,90,${aside},5400,4400`,
      ]);
    const width = (aside: number): number => {
      const { answer } = at([head, ...rows(aside)]);
      const [low, high] = answer.kind === 'estimate' ? answer.lead.band.in95 : [0, 0];
      return high - low;
    };
    expect(width(10)).toBeGreaterThan(1.3 * width(0));
  });

  it('gives a sheet that is out no more votes than paper holds, however unlike each other areas are', () => {
    const sizes = [300, 290, 4, 310, 2, 280];
    const rows = sizes.map((size, i) => `${T0},A${i},100,${99 - i},${size * (99 - i)},${size * 40}`);
    const { answer } = at([HEAD, ...rows]);
    if (answer.kind !== 'estimate') throw new Error(answer.code);
    for (const part of answer.areas) {
      expect(part.votesOut.in95[1] / part.sheetsOut).toBeLessThan(1.5 * (310 + 310));
    }
  });

  it('judges the rule on whole votes: a referendum by its yes', () => {
    const rule = {
      kind: 'referendum',
      base: 'valid',
      yes: 'A',
      approve: { shareOver: { num: 1n, den: 2n } },
      quorum: null,
    } as unknown as Rule;
    const { answer } = at([HEAD, ...areas(T0, 50), ...areas(T1, 95)], END, rule);
    expect(answer.kind === 'estimate' && answer.outcomes[0]?.result.kind).toBe('approved');
  });

  it('follows a drift that all areas share', () => {
    const night = { seed: 5, options: ['A', 'B'], areas: 12, instants: 20, sheets: 300, drift: 1.5 };
    const made = inventNight(night);
    const asOf = present(made.at[11], 'an instant');
    const { answer } = projectAreas(snapshotsFrom(made.lines, made.options), { seed: 1, draws: 300, asOf });
    const truth = (made.truth[0] ?? 0) / made.truth.reduce((a, b) => a + b, 0);
    if (answer.kind !== 'estimate') throw new Error(answer.code);
    const trend = present(
      answer.diagnostics.variants.find((v) => v.variant === 'trend'),
      'the trend',
    );
    const plain = present(
      answer.diagnostics.variants.find((v) => v.variant === 'plain'),
      'the plain one',
    );
    expect(Math.abs((trend.shares[0] ?? 0) - truth)).toBeLessThan(Math.abs((plain.shares[0] ?? 0) - truth));
    expect(trend.weight).toBeGreaterThan(0.5);
    expect(answer.options[0]?.share.in95[0]).toBeLessThan(truth);
    expect(answer.options[0]?.share.in95[1]).toBeGreaterThan(truth);
  });
});
