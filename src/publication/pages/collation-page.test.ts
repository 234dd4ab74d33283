import { describe, expect, it } from 'vitest';
import { buildState, buildUnitData } from '../build-unit-data.ts';
import type { PaperData, UnitData } from '../unit-data.ts';
import { boxes, LITTLE_DESK, ViewRecorder } from '../view-recorder.test-support.ts';
import { renderUnitPage } from './index.ts';
import { collationTextsOf } from './texts-collation.ts';

const P = 'preliminary';
const O = 'official';
const textOf = (markup: string): string =>
  markup
    .replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');

/** s0 equal, s1 and s3 differ, s4 official only. Officially A leads B. */
function counted(): ViewRecorder {
  const run = new ViewRecorder(null, LITTLE_DESK);
  run.openBoth();
  run.lift('pres');
  run.lift('gov');
  const sheet = (station: string, before: readonly number[], after: readonly number[]) => {
    run.receive(P, station, 'B');
    run.agree(P, 'pres', station, boxes(...before));
    run.agree(O, 'pres', station, boxes(...after));
  };
  sheet('s0', [2600, 40, 1], [2600, 40, 1]);
  sheet('s1', [10, 1020, 0], [1030, 20, 0]);
  sheet('s3', [30, 5, 2], [28, 5, 0]);
  run.agree(O, 'pres', 's4', boxes(7, 7, 7));
  run.publish();
  return run;
}

describe('the page of the collation', () => {
  const files = counted().payloads();
  const [en, es] = [files.get('en/collation.html') ?? '', files.get('es/collation.html') ?? ''];

  it('says how many sheets differ, what that does to the lead and the rule, and why it may be so', () => {
    expect(textOf(en)).toContain('Of 3 sheets counted in both counts, 2 differ: 66.67 %.');
    expect(textOf(en)).toContain('the differences add 2,018 votes to the lead of Person A over Person B.');
    expect(textOf(en)).toContain('1 sheet adds to it (2,020 votes), 1 sheet takes from it (2 votes), and 0 do not');
    expect(textOf(en)).toContain('The rule gives the same');
    expect(textOf(en)).toContain('No reason recorded2');
    expect(textOf(es)).toContain('De 3 actas contadas en los dos cómputos, 2 difieren: el 66,67 %.');
    expect(textOf(es)).toContain('aumentan en 2.018 votos la ventaja de Person A sobre Person B');
    expect(textOf(es)).toContain('La aumentan 1 acta (2.020 votos), la reducen 1 acta (2 votos), y 0 no la mueven.');
  });

  it('has the usual rate beside it, with its sources, in each language', () => {
    for (const [page, bolivia, georgia] of [
      [en, '549 of 28,975 sheets (1.9 %)', '8.7 %'],
      [es, '549 de 28.975 actas (1,9 %)', '8,7 %'],
    ] as const) {
      expect(textOf(page)).toContain(bolivia);
      expect(textOf(page)).toContain(georgia);
    }
    // Neutral words: what is counted, never what somebody meant.
    for (const text of [en, es]) expect(textOf(text)).not.toMatch(/fraud|manipul|irregular|suspicio|sospech/i);
  });

  it('lists the largest first, each box in words and figures, with links to the sheets and to the files', () => {
    expect(en.indexOf('u2.html#ss1')).toBeLessThan(en.indexOf('u5.html#ss3'));
    expect(en).toContain('<b data-f="differing s1 pres p A">10</b>');
    expect(en).toContain('<b data-f="differing s1 pres o A">1,030</b>');
    expect(en).toContain('<td data-f="differing s1 pres change">2,020<td data-f="differing s1 pres lead">+2,020');
    expect(en).toContain('<td data-f="differing s3 pres lead">−2');
    for (const file of ['../data/collation.csv', '../data/collation.json']) expect(en).toContain(`href="${file}"`);
    expect(en).toContain('data-f="collation u0 pres net B">−1,000');
  });

  it('is linked from the front page once there is something, and says so before', () => {
    expect(files.get('en/index.html')).toContain('href="collation.html"');
    const empty = new ViewRecorder(null, LITTLE_DESK);
    empty.openBoth();
    empty.publish();
    const before = empty.payloads();
    expect(before.get('en/index.html')).not.toContain('collation.html');
    expect(textOf(before.get('en/collation.html') ?? '')).toContain('there is nothing to compare');
    expect(before.get('data/collation.csv')?.split('\n').length).toBe(2);
  });

  it('has the same places for figures in both languages', () => {
    const places = (value: unknown): string =>
      typeof value === 'string'
        ? [...value.matchAll(/\{(\w+)/g)]
            .map(([, name]) => name)
            .sort()
            .join()
        : JSON.stringify(Object.entries(value as object).map(([key, inner]) => [key, places(inner)]));
    expect(places(collationTextsOf('en'))).toBe(places(collationTextsOf('es')));
  });
});

describe('a sheet that differs', () => {
  const run = counted();
  const unit = buildUnitData(run.view, 5);
  const state = buildState(run.view, run.events.length, run.lastAt);
  const render = (data: UnitData, language: 'es' | 'en' = 'en') =>
    renderUnitPage({ language, election: LITTLE_DESK.election, unit: data, state });
  const scan: PaperData = {
    count: O,
    sheet: 99,
    at: run.lastAt,
    state: 'standing',
    pages: 1,
    pictures: ['a'.repeat(64)],
    device: null,
    contests: {},
  };
  const [sheet] = unit.sheets ?? [];
  const scanned = { ...unit, sheets: sheet === undefined ? [] : [{ ...sheet, papers: [...sheet.papers, scan] }] };

  it('has its reason, or that none is recorded', () => {
    expect(textOf(render(unit))).toContain('Reason in the record: No reason recorded');
    expect(textOf(render(unit, 'es'))).toContain('Razón en el registro: No hay razón registrada');
    expect(render(buildUnitData(run.view, 6))).not.toContain('Reason in the record');
  });

  it('has the two pictures side by side where both are public, the boxes that differ framed, without a script', () => {
    expect(render(unit)).not.toContain('class=beside');
    const page = render(scanned);
    const [pair = ''] = /<div class=beside>[\s\S]*?<\/div>/.exec(page) ?? [];
    expect(pair.match(/<img /g)).toHaveLength(2);
    const [a, , blank] = LITTLE_DESK.election.desk?.form.boxes.filter((b) => b.contest === 'pres') ?? [];
    const frames = [...pair.matchAll(/<rect x=(\d+) y=(\d+)/g)].map(([, x, y]) => [Number(x) + 12, Number(y) + 12]);
    const expected = [a, blank].map((b) => [b?.area.x, b?.area.y]);
    expect(frames).toEqual([...expected, ...expected]);
    expect(pair).toContain('alt="Official, page 1 of Table 1; framed: Person A, Blank"');
  });
});
