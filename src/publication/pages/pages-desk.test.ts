import { describe, expect, it } from 'vitest';
import { expectedDigits, shownFigures } from '../../../tests/e2e/pages-figure-check.ts';
import { buildFrontier, buildState, buildUnitData } from '../build-unit-data.ts';
import { boxes, LITTLE_DESK, ViewRecorder } from '../view-recorder.test-support.ts';
import { DESK_EN, DESK_ES } from './texts-desk.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_ES } from './texts-es.ts';

const P = 'preliminary';
const of = (station: string) => ({ count: P, contest: 'pres', station }) as const;
const textOf = (markup: string): string =>
  markup
    .replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');

/** One sheet counted, one observed with a correction, one disputed, one received; s2 never came. */
function night(): ViewRecorder {
  const night = new ViewRecorder(null, LITTLE_DESK);
  night.openBoth();
  night.lift('pres');
  night.lift('gov');
  night.receive(P, 's0', 'B');
  night.agree(P, 'pres', 's0', boxes(210, 120, 9));
  night.receive(P, 's1', 'C');
  const read = { corrections: [[1, 55 as never]] as const, observations: ['torn'] as const };
  const entries = [
    night.commit(of('s1'), 1, boxes(60, 40, 2), read),
    night.commit(of('s1'), 2, boxes(60, 40, 2), read),
  ];
  night.reveal(of('s1'), [entries[0] ?? 0, entries[1] ?? 0]);
  night.observe(of('s1'), ['unclear-correction'], entries[0] ?? 0);
  const first = night.receive(P, 's3', 'D');
  night.agree(P, 'pres', 's3', boxes(1234, 50, 7));
  night.dispute(P, 's3', [first, night.receive(P, 's3', 'E')]);
  night.receive(P, 's4');
  night.publish();
  return night;
}
const pages = (r: ViewRecorder) => r.payloads();
const said = (r: ViewRecorder, path: string) => textOf(pages(r).get(path) ?? '');

describe('a place', () => {
  it('strikes through what left the total, says so in words, and shows every picture of the dispute', () => {
    const page = pages(night()).get('en/u/u5.html') ?? '';
    expect(page).toContain('<td class=gone data-f="sheet s3 p pres box A">1,234');
    expect(textOf(page)).toContain('disputed: these figures left the total');
    const images = [
      ...page.matchAll(/<a class=picture href="([^"]*)"><img loading=lazy width=320 src="([^"]*)" alt="([^"]*)">/g),
    ];
    expect(images).toHaveLength(2);
    for (const [, href = '', src, alt] of images) {
      expect(href).toMatch(/^\.\.\/\.\.\/pictures\/[0-9a-f]{2}\/[0-9a-f]{64}\.jpg$/);
      expect(src).toBe(href);
      expect(alt).toMatch(/^Table 1: picture 1 of 1, received on 4 Jan 2026/);
    }
    expect(textOf(page).split('Disputed: it is not the only one for this table.').length).toBe(3);
  });

  it('says why a sheet is observed, what the jury corrected and which of the two counts', () => {
    const es = said(night(), 'es/u/u2.html');
    expect(es).toContain('observada: no cuenta');
    expect(es).toContain('Preliminar, observada porque: tiene una corrección que no es clara.');
    expect(es).toContain('Preliminar, lo que vieron en el acta quienes la transcribieron: está rota.');
    expect(es).toContain('Preliminar, Person B: el acta dice 40; el jurado lo corrigió a 55.');
    expect(es).toContain('Cuenta la corrección del jurado.');
    const en = said(night(), 'en/u/u2.html');
    expect(en).toContain('Preliminary, observed because: a correction on it is not clear.');
    expect(en).toContain('the sheet says 40; the jury corrected it to 55.');
  });

  it('tells received from typed, and a picture that is not drawn from one that is not public yet', () => {
    const r = night();
    expect(said(r, 'en/u/u6.html')).toContain('received, not typed yet');
    expect(said(r, 'en/u/u6.html')).toContain('Picture not drawn in this rehearsal.');
    expect(said(r, 'en/u/u3.html')).toContain('has not come in');
    r.receive(P, 's2', 'F');
    r.reveal(of('s2'), [r.commit(of('s2'), 1, boxes(1, 1, 1)), r.commit(of('s2'), 2, boxes(2, 1, 1))], false);
    const waiting = r.receive(P, 's4', 'F');
    r.withdraw(P, 's4', r.sheetOf(P, 's4'));
    r.publish();
    expect(said(r, 'en/u/u3.html')).toContain('typed by two people, not agreed or not published yet');
    r.close(P);
    r.receive(P, 's0', 'G');
    r.publish();
    expect(said(r, 'es/u/u2.html')).toContain('Llegó después del cierre: se muestra y no cuenta.');
    expect(said(r, 'en/u/u6.html')).toContain('Withdrawn by two people.');
    expect(waiting).toBeGreaterThan(0);
  });

  it('has a warning of the register in words of its language', () => {
    const r = night();
    r.agree('official', 'pres', 's4', boxes(80, 0, 0));
    r.publish();
    expect(said(r, 'es/u/u6.html')).toContain(
      'advertencia (no cambia ninguna cifra): Todos los votos válidos para una opción',
    );
    expect(said(r, 'en/u/u6.html')).toContain('warning (it changes no figure): All valid votes for one option');
  });
});

describe('areas and the front page', () => {
  it('tell what is on its way, what left the total, and where', () => {
    for (const path of ['en/index.html', 'en/u/u1.html']) {
      const text = said(night(), path);
      expect(text).toContain('On their way');
      expect(text).toContain('Observed: not counted until ruled1');
    }
    const front = pages(night()).get('en/index.html') ?? '';
    expect(front).toContain('data-f="p pres typed">3');
    expect(textOf(front)).toContain(
      'With the disputed sheets 1,284 valid votes left the total until two people choose',
    );
    expect(front).toMatch(
      /<tr><th scope=row><a href="u\/u5.html">South<\/a><td data-f="u4 p pres unreceived">0<td data-f="u4 p pres waiting">0<td data-f="u4 p pres observed">0<td data-f="u4 p pres disputed">1/,
    );
  });

  it('show the digits of their data in every figure', () => {
    const r = night();
    r.stop();
    r.agree(P, 'pres', 's4', boxes(3, 3, 3));
    r.publish();
    const { size } = r.states.at(-1) ?? { size: 0 };
    const state = buildState(r.view, size, r.lastAt);
    const { election } = LITTLE_DESK;
    for (const [unit, path] of [
      [0, 'en/index.html'],
      [1, 'es/u/u1.html'],
      [2, 'es/u/u2.html'],
      [5, 'en/u/u5.html'],
    ] as const) {
      const data = buildUnitData(r.view, unit);
      const front = unit === 0 ? { frontier: buildFrontier(r.view), state } : null;
      const shown = shownFigures(pages(r).get(path) ?? '');
      expect(shown.length).toBeGreaterThan(3);
      for (const [name, text] of shown) {
        expect([name, text.replace(/[^\d\u2212-]/g, '')]).toEqual([name, expectedDigits(name, election, data, front)]);
      }
      if (unit === 0) expect(shown.map(([name]) => name)).toContain('p pres held');
      if (unit === 2) expect(shown.map(([name]) => name)).toContain('sheet s1 p pres corrected B');
    }
  });

  it('say who decided a stop, or that nobody accounts for it, and how many agreed sheets it holds', () => {
    const r = night();
    r.stop();
    r.agree(P, 'pres', 's4', boxes(3, 3, 3));
    r.publish();
    expect(said(r, 'en/index.html')).toContain('Two people decided it: per and sup.');
    expect(said(r, 'es/index.html')).toContain('Actas acordadas que esperan mientras tanto: 1 (President).');
    r.resume();
    const text = { es: 'x', en: 'x' };
    r.act({ kind: 'PublicationStopped', office: text, by: null, reason: text }, { count: P });
    r.publish();
    expect(said(r, 'en/index.html')).toContain('It was not decided by two people: it is unexplained.');
    expect(said(r, 'es/index.html')).toContain('No lo decidieron dos personas: no tiene explicación.');
  });

  it('give notices with their dates, newest first', () => {
    const r = night();
    for (const n of ['older', 'newer']) r.act({ kind: 'Notice', text: { es: n, en: n } });
    r.publish();
    expect(said(r, 'en/index.html')).toMatch(/Notices\s*4 Jan 2026, [\d:]+: newer\s*4 Jan 2026, [\d:]+: older/);
  });

  it('say at the close what stayed out, why, and where', () => {
    const r = night();
    r.close(P);
    r.publish();
    const front = pages(r).get('es/index.html') ?? '';
    const text = textOf(front);
    expect(text).toContain('Lo que quedó fuera');
    expect(text).toContain(
      'No recibidas1Recibidas y no acordadas1Observadas1En disputa1Llegaron después del cierre0Con las actas en disputa quedaron fuera 1.284 votos válidos',
    );
    for (const place of ['u/u2.html', 'u/u3.html', 'u/u5.html', 'u/u6.html'])
      expect(front).toContain(`<th scope=row><a href="${place}">`);
  });
});

it('the words of the desk are there in both languages, for each kind of event and each state', () => {
  const keys = (value: unknown): unknown =>
    typeof value === 'string' ? '' : Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, keys(v)]));
  expect(keys(DESK_ES)).toEqual(keys(DESK_EN));
  for (const texts of [TEXTS_EN, TEXTS_ES]) {
    for (const kind of [
      'SheetObserved',
      'RulingIssued',
      'EntryVoided',
      'SheetDisputed',
      'SheetSuperseded',
      'SheetWithdrawn',
    ])
      expect(texts.kinds).toHaveProperty(kind);
  }
});
