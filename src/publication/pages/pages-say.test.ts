import { describe, expect, it } from 'vitest';
import {
  BOLIVIA,
  boliviaFront,
  briefOf,
  exampleArea,
  examplePlace,
  type FrontView,
  figuresOf,
  PRESIDENT,
  REHEARSAL,
  rehearsalFront,
} from '../../../tests/e2e/pages-example.ts';
import { shownFigures } from '../../../tests/e2e/pages-figure-check.ts';
import { fraction } from '../../base/fraction.ts';
import type { Contest, Election, RunNature } from '../../model/election.ts';
import { LANGUAGES, type Language, type SelectionId } from '../../model/ids.ts';
import type { Rule } from '../../model/rule.ts';
import type { Brief, HistoryPoint, UnitData } from '../unit-data.ts';
import { renderHowToCheckPage, renderUnitPage } from './index.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_ES } from './texts-es.ts';

const textOf = (markup: string): string =>
  markup
    .replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');
const frontOf = (front: FrontView, language: Language, election: Election = BOLIVIA): string =>
  renderUnitPage({ language, election, ...front });
const saidOf = (front: FrontView, language: Language, election: Election = BOLIVIA): string =>
  textOf(frontOf(front, language, election));
const HOUR = 3_600_000;

/** The front page of one contest with the same figures in both counts. */
function frontWith(contest: Contest, brief: Brief): readonly [FrontView, Election] {
  const front = boliviaFront('end');
  const b = figuresOf(contest, brief);
  const unit = { ...front.unit, contests: { [contest.id]: { preliminary: b, official: b } }, settings: {} };
  return [
    { ...front, unit, frontier: [], history: {} },
    { ...BOLIVIA, contests: [contest] },
  ];
}

const YES = 'yes' as SelectionId;
const contestOf = (rule: Rule): Contest => ({
  ...PRESIDENT,
  rule,
  selections: [
    { id: YES, name: 'Sí', party: '' },
    { id: 'no' as SelectionId, name: 'No', party: '' },
  ],
});
const third = fraction(1, 3);

describe('the chart', () => {
  it('has few ticks whatever the span, and says the year of a long one', () => {
    for (const years of [0, 1, 8000]) {
      const front = boliviaFront('end');
      const points = front.history['president']?.preliminary ?? [];
      const [, counted = 0, valid = 0, votes = []] = points.at(-1) ?? [];
      const last: HistoryPoint = [(points[0]?.[0] ?? 0) + years * 366 * 24 * HOUR + HOUR, counted + 1, valid, votes];
      const history = { president: { preliminary: [...points.slice(0, years === 0 ? 2 : -1), last], official: [] } };
      const page = frontOf({ ...front, history }, 'en');
      expect(page.split('<line class=tick').length - 1).toBeLessThanOrEqual(10);
      expect(page.length).toBeLessThan(60_000);
      if (years === 8000) expect(page).toMatch(/>\d+ [A-Z][a-z]{2} \d{4,}</);
    }
  });

  it('shades the stops of the record, and lists a silence of an imported count beside them', () => {
    const page = frontOf(boliviaFront('end'), 'en');
    expect(page.split('<rect class=gap').length - 1).toBe(1);
    expect(page).toContain('publication stopped 22 h 11 min');
    expect(page).toContain('no publication for 22 h 49 min');
  });

  it('shades no silence of a count that was entered, nor any before 2 % of the sheets are in', () => {
    const front = rehearsalFront();
    const gapped = (from: number): FrontView => {
      const curve = (front.history['president']?.preliminary ?? []).map(
        ([at, ...rest], i): HistoryPoint => [at + (i > from ? 20 * HOUR : 0), ...rest],
      );
      return { ...front, history: { president: { preliminary: curve, official: [] } } };
    };
    expect(frontOf(gapped(100), 'en', REHEARSAL)).not.toContain('class=gap');
    const imported = (view: FrontView): FrontView => {
      const count = { ...front.state.counts.preliminary, mode: 'imported' as const };
      return { ...view, state: { ...view.state, counts: { preliminary: count, official: count } } };
    };
    expect(frontOf(imported(gapped(100)), 'en', REHEARSAL)).toContain('no publication for 20 h');
    expect(frontOf(imported(gapped(3)), 'en', REHEARSAL)).not.toContain('class=gap');
  });
});

describe('times that nobody recorded', () => {
  it('are said so in the history of a sheet', () => {
    const place = examplePlace();
    const sheets = (place.sheets ?? []).map((s) => ({
      ...s,
      history: [['official', 'president', 5, 'SheetImported', null] as const],
    }));
    for (const [language, words] of [
      ['es', 'hora no registrada: Oficial'],
      ['en', 'time not recorded: Official'],
    ] as const) {
      const unit = { ...place, sheets };
      const page = renderUnitPage({ language, election: REHEARSAL, unit, state: boliviaFront('end').state });
      expect(textOf(page)).toContain(words);
      expect(page).not.toContain('1970');
    }
  });

  it('are said so once on the front page, of a count that has sheets and no curve', () => {
    const page = saidOf(boliviaFront('end'), 'es');
    expect(page.split('El cómputo oficial no tiene horas registradas.').length).toBe(2);
    expect(page).not.toContain('conteo preliminar no tiene horas');
    expect(saidOf(boliviaFront('end'), 'en')).toContain('No times are recorded for the official count.');
    expect(saidOf(boliviaFront('stop'), 'en')).not.toContain('No times are recorded');
  });
});

describe('a stop that is over', () => {
  it('stays on the front page: from when to when, who and why', () => {
    const page = saidOf(boliviaFront('end'), 'en');
    expect(page).toContain('Publication of the preliminary count was stopped');
    expect(page).toContain(
      'From 20 Oct 2019, 19:40:57 to 21 Oct 2019, 17:52:00 (La Paz time, UTC\u22124): 22 h 11 min. Decided by: Supreme Electoral Tribunal. Reason given: Not stated in the files.',
    );
    expect(saidOf(boliviaFront('end'), 'es')).toContain('La publicación del conteo preliminar estuvo detenida');
    expect(frontOf(boliviaFront('end'), 'en')).not.toContain('class=alert');
  });
});

describe('thresholds', () => {
  const figures = { expected: 10, registered: 1000, registeredCounted: 500, counted: 5 };

  it('of a referendum name whose votes they are about', () => {
    const rule: Rule = {
      kind: 'referendum',
      base: 'all',
      yes: YES,
      approve: { shareOver: fraction(1, 2) },
      quorum: { of: 'turnout', threshold: { atLeast: fraction(1, 4) } },
    };
    const brief = briefOf({ ...figures, votes: [80, 100], others: [5, 5] });
    const [front, election] = frontWith(contestOf(rule), brief);
    const es = saidOf(front, 'es', election);
    expect(es).toContain(
      'Más del 50 % de todos los votos emitidos para «Sí»: ahora no se cumple. Harían falta 16 votos más.',
    );
    expect(es).toContain(
      'Cuórum del 25 % de las personas inscritas, en votos emitidos: todavía no se alcanza. Faltan 60 votos.',
    );
    expect(es).not.toContain('quien va delante');
    const approval: Rule = { ...rule, quorum: { of: 'approval', threshold: { over: third } } };
    const [other, said] = frontWith(contestOf(approval), brief);
    const en = saidOf(other, 'en', said);
    expect(en).toContain('Quorum of more than 1/3 of the registered voters, in votes for “Sí”');
    expect(en).not.toContain('whoever');
  });

  it('without an end are fractions, with that of which they are a part', () => {
    const rule: Rule = {
      kind: 'two-round',
      base: 'valid',
      outright: [{ shareOver: third }, { shareAtLeast: fraction(2, 5), leadAtLeast: third }],
    };
    const [front, election] = frontWith(contestOf(rule), briefOf({ ...figures, votes: [200, 100] }));
    const [es, en] = [saidOf(front, 'es', election), saidOf(front, 'en', election)];
    for (const part of ['Más de 1/3 de', 'Al menos el 40 % de', 'Ventaja de al menos 1/3 de'])
      expect(es).toContain(`${part} los votos válidos: `);
    for (const part of ['More than 1/3 of', 'At least 40 % of', 'A lead of at least 1/3 of'])
      expect(en).toContain(`${part} the valid votes: `);
    expect(es + en).not.toContain('100 ×');
  });

  it('are told of a complete count as what was, and in the singular where it is one', () => {
    const rule: Rule = { kind: 'majority', base: 'valid' };
    const brief = briefOf({ expected: 1, counted: 1, registered: 9, registeredCounted: 9, votes: [3, 2] });
    const [front, election] = frontWith(contestOf(rule), brief);
    expect(saidOf(front, 'es', election)).toContain('se cumplió. Con 1 voto menos no se habría cumplido.');
    expect(saidOf(front, 'es', election)).toContain('1 de 1 acta contada');
    expect(saidOf(front, 'es', election)).toContain('Sí superó a No por 1 voto,');
    expect(saidOf(front, 'en', election)).toContain('Sí finished ahead of No by 1 vote,');
  });
});

describe('winning', () => {
  const brief = briefOf({ expected: 2, counted: 2, registered: 900, registeredCounted: 900, votes: [300, 200] });
  const outright: Rule = { kind: 'two-round', base: 'valid', outright: [{ shareOver: fraction(1, 2) }] };

  it('is outright where a second round might have followed', () => {
    const [front, election] = frontWith(contestOf(outright), brief);
    expect(saidOf(front, 'es', election)).toContain('Cómputo completo: Sí ganó en primera vuelta.');
    expect(saidOf(front, 'en', election)).toContain('Complete count: Sí won outright.');
    expect(saidOf(boliviaFront('stop'), 'es')).toContain('que gane en primera vuelta Evo Morales');
    expect(saidOf(boliviaFront('stop'), 'en')).toContain('Evo Morales winning outright');
  });

  it('is plain under other rules', () => {
    for (const rule of [{ kind: 'plurality' }, { kind: 'runoff' }, { kind: 'majority', base: 'valid' }] as const) {
      const [front, election] = frontWith(contestOf(rule), brief);
      expect(saidOf(front, 'es', election)).toContain('Cómputo completo: Sí ganó.');
      expect(saidOf(front, 'es', election)).not.toContain('primera vuelta');
    }
  });
});

describe('a count of which nothing is seen', () => {
  it('has no data in a replay, and nothing is said of how its figures came', () => {
    const page = saidOf(boliviaFront('stop'), 'es');
    expect(page).toContain('No hay datos de este conteo.');
    expect(page).not.toMatch(/No ha comenzado|Cifras que publicó el organismo/);
  });

  it('has not started in any other run, and says what is out once it is open', () => {
    const front = rehearsalFront();
    const silent = briefOf({ expected: 300, registered: 60_000, votes: PRESIDENT.selections.map(() => 0) });
    const president = front.unit.contests['president'];
    if (president === undefined) throw new Error('no figures');
    const contests = { president: { ...president, official: figuresOf(PRESIDENT, silent) } };
    const view = { ...front, unit: { ...front.unit, contests } };
    expect(saidOf(view, 'en', REHEARSAL)).toContain('0 of 300 sheets counted: 0.00 %');
    expect(saidOf(view, 'en', REHEARSAL)).toContain('Sheets still out: 300, with 60,000 registered voters.');
    const closed = { ...front.state.counts.official, mode: null, open: false };
    const state = { ...front.state, counts: { ...front.state.counts, official: closed } };
    expect(saidOf({ ...view, state }, 'en', REHEARSAL)).toContain('Has not started. There is no figure yet.');
  });

  it('has no column in the sheets of a replay, and no word of what has not come in', () => {
    const place = examplePlace();
    const president = place.contests['president'];
    if (president === undefined) throw new Error('no figures');
    const sheets = (place.sheets ?? []).map((s) => ({
      ...s,
      contests: { president: { preliminary: null, official: s.contests['president']?.official ?? null } },
    }));
    const none = briefOf({ expected: 8, votes: PRESIDENT.selections.map(() => 0) });
    const unit: UnitData = {
      ...place,
      nature: 'replay',
      sheets,
      contests: { president: { ...president, preliminary: none } },
    };
    const { state } = boliviaFront('end');
    const replay = renderUnitPage({ language: 'es', election: BOLIVIA, unit, state });
    expect(textOf(replay)).toContain('De aquí no hay datos de este conteo.');
    expect(replay).not.toContain('<th scope=col class=preliminary>');
    expect(textOf(replay)).not.toMatch(/no ha llegado|Todavía no se ha publicado/);
    expect(shownFigures(replay).some(([name]) => name.startsWith('sheet 21041 o president box'))).toBe(true);
    const night = renderUnitPage({
      language: 'es',
      election: REHEARSAL,
      unit: { ...unit, nature: 'rehearsal' },
      state,
    });
    expect(textOf(night)).toContain('no ha llegado');
    expect(textOf(night)).toContain('Actas que faltan: 8');
  });

  it('has no note of its publication on an area of a replay', () => {
    const area = exampleArea('stop');
    const page = renderUnitPage({ language: 'en', election: BOLIVIA, unit: area, state: boliviaFront('stop').state });
    expect(textOf(page)).toContain('There is no data of this count from here.');
    expect(textOf(page)).not.toContain('as the electoral body published them');
  });
});

describe('how to check', () => {
  it.each<RunNature>(['live', 'rehearsal', 'replay'])('claims of a %s only what it has', (nature) => {
    for (const language of LANGUAGES) {
      const page = textOf(renderHowToCheckPage(language, { ...BOLIVIA, nature }));
      expect(page).toMatch(/npm ci npx cotejo verify (ADDRESS|DIRECCIÓN) --trust (FILE|ARCHIVO)/);
      expect(page).toMatch(/Node 20/);
      expect(page).not.toMatch(/acta de apertura|zero act|imágenes|pictures|auditor|audit/i);
      if (nature !== 'live') expect(page).not.toMatch(/antes de contar|before the count/);
      if (nature === 'replay') expect(page).not.toMatch(/transcri|typed/);
    }
  });

  it('has the sources and notes, in the language that they are written in', () => {
    const page = renderHowToCheckPage('es', BOLIVIA);
    expect(page).toContain('<li lang=en>The election was annulled');
    expect(renderHowToCheckPage('en', BOLIVIA)).toContain('<li>The election was annulled');
    expect(frontOf(boliviaFront('end'), 'es')).toContain('href="../es/verify.html#notes"');
  });
});

describe('words for one and for many', () => {
  it('stand only beside a place with that number', () => {
    const walk = (value: unknown): void => {
      if (typeof value === 'string') {
        for (const [, name] of value.matchAll(/\{(\w+):[^{}|]+\|[^{}|]+\}/g)) expect(value).toContain(`{${name}}`);
        expect(value.replace(/\{\w+(:[^{}|]+\|[^{}|]+)?\}/g, '')).not.toMatch(/[{}|]/);
      } else Object.values(value as Record<string, unknown>).forEach(walk);
    };
    walk(TEXTS_ES);
    walk(TEXTS_EN);
  });
});
