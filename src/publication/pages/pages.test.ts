import { describe, expect, it } from 'vitest';
import {
  BOLIVIA,
  boliviaFront,
  briefOf,
  exampleArea,
  examplePlace,
  type FrontView,
  figuresOf,
  GOVERNOR,
  PRESIDENT,
  REHEARSAL,
  rehearsalFront,
} from '../../../tests/e2e/pages-example.ts';
import { expectedDigits, shownFigures } from '../../../tests/e2e/pages-figure-check.ts';
import { instant } from '../../base/instant.ts';
import type { Contest, Election } from '../../model/election.ts';
import { COUNT_KINDS, LANGUAGES, type Language, type SelectionId } from '../../model/ids.ts';
import type { PaperData, UnitData } from '../unit-data.ts';
import { renderHowToCheckPage, renderLanguageChoice, renderNotFound, renderUnitPage } from './index.ts';
import { SITE_CSS } from './site-css.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_ES } from './texts-es.ts';

const frontOf = (front: FrontView, language: Language, election: Election = BOLIVIA): string =>
  renderUnitPage({ language, election, ...front });
const placeOf = (unit: UnitData, language: Language, election: Election = REHEARSAL): string =>
  renderUnitPage({ language, election, unit, state: boliviaFront('end').state });
const textOf = (markup: string): string =>
  markup.replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' ');

describe('every figure on a page', () => {
  const cases: readonly (readonly [string, Election, FrontView | UnitData])[] = [
    ['the front page at the stop', BOLIVIA, boliviaFront('stop')],
    ['the front page at the end', BOLIVIA, boliviaFront('end')],
    ['the front page of a rehearsal', REHEARSAL, rehearsalFront()],
    ['an area', BOLIVIA, exampleArea('end')],
    ['a place with one contest', REHEARSAL, examplePlace()],
    ['a place with two contests', REHEARSAL, examplePlace(3, [PRESIDENT, GOVERNOR])],
  ];
  it.each(cases)('%s shows the digits of its data', (_, election, view) => {
    for (const language of LANGUAGES) {
      const front = 'frontier' in view ? view : null;
      const unit = 'frontier' in view ? view.unit : view;
      const page = front === null ? placeOf(unit, language, election) : frontOf(front, language, election);
      const shown = shownFigures(page);
      expect(shown.length).toBeGreaterThan(20);
      for (const [name, text] of shown) {
        expect([name, text.replace(/[^\d\u2212-]/g, '')]).toEqual([name, expectedDigits(name, election, unit, front)]);
      }
    }
  });

  it('is text alone in a double-quoted attribute, and the words data-f and data-unit stand nowhere else', () => {
    for (const page of [frontOf(boliviaFront('end'), 'es'), placeOf(examplePlace(), 'en')]) {
      expect(page.split('data-f').length - 1).toBe(shownFigures(page).length);
      expect(page.split('data-unit').length - 1).toBe(1);
      for (const [, text] of shownFigures(page)) expect(text).not.toMatch(/&/);
    }
  });

  it('has the spelling of its language', () => {
    const [es, en] = [frontOf(boliviaFront('end'), 'es'), frontOf(boliviaFront('end'), 'en')];
    expect(es).toContain('data-f="o president votes MAS">2.889.359<');
    expect(es).toContain('data-f="o president share MAS">47,076<');
    expect(en).toContain('data-f="o president votes MAS">2,889,359<');
    expect(en).toContain('data-f="o president share MAS">47.076<');
    expect(en).toContain('data-f="o president distance 1 leadAtLeast">34,672<');
    expect(en).toContain('data-f="p president leadShare">10.150<');
  });
});

describe('hostile names', () => {
  const evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp; </table>";
  const contest: Contest = {
    ...PRESIDENT,
    name: { es: evil, en: evil },
    selections: PRESIDENT.selections.map((s) => ({ id: s.id, name: evil, party: evil })),
    others: ['constructor', '__proto__'],
  };
  const election: Election = {
    ...REHEARSAL,
    name: { es: evil, en: evil },
    contests: [contest],
    runner: { kind: 'observer', name: { es: evil, en: evil } },
    sources: [evil],
    notes: [evil],
  };

  it('are text on every page', () => {
    const front = rehearsalFront();
    const place = examplePlace();
    const text = { es: evil, en: evil };
    const stopped = { at: instant(0), office: text, by: [evil, evil] as const, reason: text };
    const state = {
      ...front.state,
      notices: [{ at: instant(0), text }],
      counts: { ...front.state.counts, preliminary: { ...front.state.counts.preliminary, stopped } },
    };
    const paper: PaperData = {
      count: 'preliminary',
      sheet: 7,
      at: 0,
      state: 'disputed',
      pages: 1,
      pictures: [evil],
      device: evil,
      contests: {},
    };
    const HOSTILE = {
      ...{ status: evil, boxes: [1], record: 1 },
      ...{ reasons: [evil], warnings: [evil], corrections: [[0, 1, 2] as const] },
    };
    const sheets = (place.sheets ?? []).map((s) => ({
      ...s,
      station: '1&2<b>',
      setting: evil,
      contests: Object.fromEntries(Object.entries(s.contests).map(([id, v]) => [id, { ...v, official: HOSTILE }])),
      history: [['preliminary', '', 7, evil, 0] as const],
      papers: [paper],
    }));
    const children = front.unit.children.map((c) => ({ ...c, name: evil, level: evil, page: evil }));
    const pages = [
      renderUnitPage({
        language: 'es',
        election,
        ...front,
        unit: { ...front.unit, children },
        frontier: children,
        state,
      }),
      placeOf(
        {
          ...place,
          name: evil,
          level: evil,
          path: [
            ['u0', ''],
            [evil, evil],
          ],
          sheets,
        },
        'en',
        election,
      ),
      renderHowToCheckPage('es', election),
      renderLanguageChoice(election),
      renderNotFound('en'),
    ];
    for (const page of pages) {
      expect(page).not.toContain('<script>');
      expect(page.replace(/<img loading=lazy width=320 src="[^"]*" alt="[^"]*">/g, '')).not.toContain('<img');
      expect(page.split('</table>').length).toBe(page.split('<table').length);
      expect(page).not.toMatch(/ on\w+=['"]/);
      expect(page).not.toMatch(/style=/);
    }
  });
});

describe('the words', () => {
  it('are there in both languages, with the same places to fill', () => {
    const shape = (value: unknown): unknown => {
      if (typeof value === 'string') return [...value.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
      if (Array.isArray(value)) return value.map(shape);
      return Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([k, v]) => [k, shape(v)]));
    };
    expect(shape(TEXTS_ES)).toEqual(shape(TEXTS_EN));
  });

  it('never tell an open outcome as a fact', () => {
    const open = boliviaFront('stop');
    expect(textOf(frontOf(open, 'en'))).not.toMatch(/\bwon\b|there is a second round/i);
    expect(textOf(frontOf(open, 'es'))).not.toMatch(/ganó|hay segunda vuelta/i);
    expect(textOf(frontOf(open, 'es'))).toMatch(
      /Abierto\.[\s\S]*habría segunda vuelta entre\s+Carlos Mesa\s+y\s+Evo Morales/,
    );
  });

  it('tell a settled but incomplete outcome on condition', () => {
    const votes = PRESIDENT.selections.map((_, i) => (i === 4 ? 900_000 : 10));
    const b = briefOf({ expected: 100, counted: 99, registered: 1_000_000, registeredCounted: 999_900, votes });
    const front = boliviaFront('end');
    const figures = figuresOf(PRESIDENT, b);
    expect(figures.outcome).toMatchObject({ kind: 'settled', complete: false });
    const unit = { ...front.unit, contests: { president: { preliminary: figures, official: figures } } };
    const text = textOf(frontOf({ ...front, unit }, 'en'));
    expect(text).toMatch(/Evo Morales\s+would win/);
    expect(text).not.toMatch(/\bwon\b/);
  });

  it('tell a complete count without condition', () => {
    expect(textOf(frontOf(boliviaFront('end'), 'en'))).toMatch(/Complete count:\s+Evo Morales\s+won/);
    expect(textOf(frontOf(boliviaFront('end'), 'es'))).toMatch(/Cómputo completo:\s+Evo Morales\s+ganó/);
  });

  it('head a count as official only for an electoral body, or as the replay of its files', () => {
    const front = rehearsalFront();
    const runner = { kind: 'observer' as const, name: { es: 'Mirada', en: 'Mirada' } };
    const other = renderUnitPage({ language: 'en', election: { ...REHEARSAL, runner, nature: 'live' }, ...front });
    expect(other).toContain('Final count by Mirada');
    expect(textOf(other)).not.toMatch(/official count(?! of the electoral body)/i);
    expect(frontOf(boliviaFront('end'), 'en')).toContain('Official count, replayed');
    expect(frontOf(front, 'en', REHEARSAL)).toContain('<h4>Official count</h4>');
  });

  it('say whether figures were imported or entered', () => {
    expect(frontOf(boliviaFront('end'), 'en')).toContain('taken from published files');
    expect(frontOf(rehearsalFront(), 'en', REHEARSAL)).toContain('Two people type each sheet');
  });

  it('say that a publication is stopped, since when, by whom and why', () => {
    const page = textOf(frontOf(boliviaFront('stop'), 'en'));
    expect(page).toMatch(
      /Publication of the preliminary count is stopped\s+Since\s+20 Oct 2019, 19:40:57\s+\(La Paz time, UTC\u22124\)/,
    );
    expect(page).toContain('Supreme Electoral Tribunal');
    expect(page).toContain('Not stated in the files.');
    expect(page).toContain('The record goes on');
    expect(frontOf(boliviaFront('end'), 'en')).not.toContain('id=stopped');
  });

  it('name the gap of an imported count', () => {
    const page = frontOf(boliviaFront('end'), 'en');
    expect(page).toContain('no publication for 22 h 49 min');
    expect(page).toContain('from 20 Oct, 19:40 to 21 Oct, 18:29');
  });

  it('mark a test and a replay before anything else', () => {
    expect(placeOf(examplePlace(), 'es')).toContain('<p class=banner>PRUEBA: elección inventada');
    expect(renderHowToCheckPage('en', REHEARSAL)).toContain('<p class=banner>TEST: invented election');
    expect(frontOf(boliviaFront('end'), 'es')).toContain('no la hizo el organismo electoral');
  });
});

describe('where there is nothing', () => {
  it('a count that has not started has no zeros', () => {
    const page = frontOf(boliviaFront('stop'), 'en');
    expect(page).toContain('There is no data of this count.');
    expect(shownFigures(page).filter(([name]) => /^o president (votes|share|lead|valid)/.test(name))).toEqual([]);
  });

  it('a share of no valid vote is a dash without digits', () => {
    const b = figuresOf(
      PRESIDENT,
      briefOf({
        expected: 1,
        counted: 1,
        registered: 200,
        registeredCounted: 200,
        votes: PRESIDENT.selections.map(() => 0),
        others: [3, 2],
      }),
    );
    const front = boliviaFront('end');
    const unit = { ...front.unit, contests: { president: { preliminary: b, official: b } } };
    const page = frontOf({ ...front, unit, frontier: [] }, 'en');
    expect(page).toContain('<td>—');
    expect(shownFigures(page).filter(([name]) => /^[po] president (share|lead)/.test(name))).toEqual([]);
    expect(textOf(page)).toContain('there is no vote for any option');
  });

  it('an empty and an illegible box are words and never zero', () => {
    const page = placeOf(examplePlace(), 'es');
    expect(page).toContain('<td class=word>vacía');
    expect(page).toContain('<td class=word>ilegible');
    expect(shownFigures(page).map(([name]) => name)).not.toContain('sheet 21043 p president box FPV');
    expect(page).toContain('≠ difiere');
  });

  it('no unknown selection is made up', () => {
    const front = boliviaFront('end');
    const figures = front.unit.contests['president'];
    if (figures === undefined) throw new Error('no figures');
    const official = {
      ...figures.official,
      outcome: {
        kind: 'settled' as const,
        complete: true,
        result: { kind: 'won' as const, by: 'nobody' as SelectionId },
      },
    };
    const unit = { ...front.unit, contests: { president: { ...figures, official } } };
    expect(textOf(frontOf({ ...front, unit }, 'en'))).toMatch(/nobody\s+won/);
  });
});

describe('only the front page depends on the state', () => {
  it('other pages are the same whatever the state', () => {
    const unit = examplePlace();
    const [a, b] = (['stop', 'end'] as const).map((moment) =>
      renderUnitPage({ language: 'es', election: REHEARSAL, unit, state: boliviaFront(moment).state }),
    );
    expect(a).toBe(b);
  });
});

describe('weight and links', () => {
  it('a page stays small', () => {
    expect(frontOf(boliviaFront('end'), 'es').length).toBeLessThan(48_000);
    expect(placeOf(examplePlace(), 'es').length).toBeLessThan(24_000);
    expect(SITE_CSS.length).toBeLessThan(12_000);
  });

  it('the chart stays under 6 kB with 300 points a count', () => {
    const chart = /<svg class=chart[\s\S]*?<\/figure>/.exec(frontOf(rehearsalFront(), 'en', REHEARSAL))?.[0] ?? '';
    expect(chart.length).toBeGreaterThan(1000);
    expect(chart.length).toBeLessThan(7_000);
  });

  it('every address is relative, and a unit without a page of its own is named, not linked', () => {
    const places = { pageOf: (u: string) => (u === 'u31' ? 'u57' : u), nameOf: (u: string) => u };
    const page = renderUnitPage({
      language: 'es',
      election: REHEARSAL,
      unit: examplePlace(),
      state: boliviaFront('end').state,
      places,
    });
    for (const m of page.matchAll(/(?:href|src)="([^"]*)"/g)) expect(m[1]).toMatch(/^(?:#|\.\.\/|u\d+\.html$|data:,)/);
    expect(page).toContain('<li>Arañique<li><a href="u57.html">');
    for (const c of COUNT_KINDS) expect(page).toContain(`class=${c}`);
  });
});
