import { describe, expect, it } from 'vitest';
import { expectedDigits, shownFigures } from '../../../tests/e2e/pages-figure-check.ts';
import { REFUSED_REASONS } from '../../record/index.ts';
import { buildFrontier, buildState, buildUnitData } from '../build-unit-data.ts';
import { boxes, LITTLE_DESK, ViewRecorder } from '../view-recorder.test-support.ts';
import { CAPTURE_EN, CAPTURE_ES } from './texts-capture.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_ES } from './texts-es.ts';

const P = 'preliminary';
const textOf = (markup: string): string =>
  markup
    .replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');
const said = (r: ViewRecorder, path: string) => textOf(r.payloads().get(path) ?? '');

/** s0 sent figures that are not those counted, and by SMS those that are; s1 sent and waits; s3 sent figures alone. */
function night(): ViewRecorder {
  const r = new ViewRecorder(null, LITTLE_DESK);
  r.openBoth();
  r.lift('pres');
  r.lift('gov');
  r.enrol('phone-0a1b', 'u2');
  r.enrol('phone-wide', 'u0');
  r.announce('s0', [['pres', boxes(2101, 120, 'empty')]], 'phone-0a1b');
  r.announce('s0', [['pres', boxes(2100, 120, 9)]]);
  r.receive(P, 's0', 'B');
  r.agree(P, 'pres', 's0', boxes(2100, 120, 9));
  r.receive(P, 's1', 'C');
  r.announce('s1', [['pres', boxes(8765, 4, 5)]], 'phone-0a1b');
  r.announce('s3', [['pres', boxes(4321, 2, 3)]]);
  r.publish();
  return r;
}

describe('a station that sent figures', () => {
  it('shows them beside what is counted, marks in words where a box differs, and says that they never count', () => {
    const page = night().payloads().get('en/u/u2.html') ?? '';
    const text = textOf(page);
    expect(text).toContain('Figures sent from the station');
    expect(text).toMatch(/Sent on 4 Jan 2026, [\d:]+ by app, from device phone-0a1b \(record \d+\)\./);
    expect(text).toMatch(/Sent on 4 Jan 2026, [\d:]+ by SMS \(record \d+\)\. No box differs from what is counted\./);
    expect(text).toContain('≠ They differ from what is counted.');
    expect(text).toContain('Figures from a phone are never counted');
    expect(page).toMatch(
      /<tr class=d><th scope=row>Person A <em>≠ differs<\/em><td data-f="sheet s0 p pres box A">2,100<td data-f="reading 6 pres A">2,101/,
    );
    expect(page).toMatch(/blank|Blank/);
    expect(text).toContain('Blank ≠ differs9empty');
    expect(text).toContain('Figures sent from the station differ from what is counted in:Table 1');
    const es = said(night(), 'es/u/u2.html');
    expect(es).toContain('Las cifras de un teléfono nunca se cuentan');
    expect(es).toContain('≠ Difieren de lo que está contado.');
  });

  it('shows none of them before two people have typed its sheet', () => {
    const r = night();
    const text = said(r, 'en/u/u2.html');
    expect(text).toContain('Held back until two people have typed the sheet.');
    expect([...r.payloads().values()].join('').replace(/[.,]/g, '')).not.toMatch(/8765|4321/);
  });

  it('says of earlier figures of a sender that others came, and does not point at them', () => {
    const r = night();
    r.announce('s0', [['pres', boxes(2100, 120, 9)]], 'phone-0a1b');
    r.publish();
    r.publish();
    const text = said(r, 'en/u/u2.html');
    expect(text).toContain('They differ from what is counted. The same sender sent figures again later.');
    expect(text).not.toContain('differ from what is counted in:');
    expect(text).not.toContain('≠ They');
  });

  it('does not point at a box whose correction by the jury the sender did not read', () => {
    const r = night();
    const of = { count: P, contest: 'pres', station: 's4' } as const;
    r.receive(P, 's4', 'D');
    const read = { corrections: [[0, 70 as never]] as const };
    const entry = r.commit(of, 1, boxes(60, 40, 2), read);
    r.reveal(of, [entry, r.commit(of, 2, boxes(60, 40, 2), read)]);
    r.agreed(of, boxes(70, 40, 2), entry);
    r.announce('s4', [['pres', boxes(60, 41, 2)]]);
    r.publish();
    const page = r.payloads().get('en/u/u6.html') ?? '';
    expect(page).toMatch(
      /<tr><th scope=row>Person A<td data-f="sheet s4 p pres box A">70<td data-f="reading \d+ pres A">60/,
    );
    expect(page).toMatch(/<tr class=d><th scope=row>Person B <em>≠ differs<\/em><td data-f="=p B">40/);
  });

  it('says that there is nothing to hold them against when the sheet is not counted', () => {
    const r = night();
    r.close(P);
    r.publish();
    expect(said(r, 'en/u/u5.html')).toContain('Nothing of the sheet is counted that they could be held against.');
    expect(r.payloads().get('en/u/u5.html')).toMatch(/<td data-f="reading \d+ pres A">4,321/);
  });
});

describe('a station known by its figures alone', () => {
  it('is announced and not counted, on its own page', () => {
    const text = said(night(), 'en/u/u5.html');
    expect(text).toContain('Preliminaryannounced, not counted');
    expect(text).toMatch(/Its figures came on 4 Jan 2026, [\d:]+ by SMS; no picture yet, so nothing of it counts\./);
    expect(said(night(), 'es/u/u5.html')).toContain('todavía no hay imagen, así que nada de ella cuenta.');
    const r = night();
    r.receive(P, 's3', 'D');
    r.publish();
    expect(said(r, 'en/u/u5.html')).not.toContain('announced, not counted');
    expect(said(r, 'en/u/u5.html')).not.toContain('no picture yet');
  });

  it('is told on the way there, and in the areas; each line only where there is any', () => {
    const page = night().payloads().get('en/index.html') ?? '';
    expect(page).toContain('data-f="p pres announced">1');
    expect(page).toContain('data-f="p pres readingsDiffer">1');
    expect(page).toContain('data-f="u4 p pres announced">1');
    expect(textOf(page)).toContain('Announced: figures came, no picture yet, not counted1');
    expect(said(night(), 'es/u/u1.html')).toContain('Lecturas que difieren');
    expect(said(night(), 'es/u/u1.html')).not.toContain('Anunciadas');
  });
});

describe('the door', () => {
  it('shows on the page of their unit which devices may send, and since when no more', () => {
    const r = night();
    r.enrol('phone-one', 'u2', 's1');
    r.revoke('phone-0a1b');
    r.publish();
    const place = r.payloads().get('en/u/u2.html') ?? '';
    const text = textOf(place);
    expect(text).toContain('Devices enrolled to send for the tables here (2)');
    expect(text).toMatch(
      /phone-0a1b: enrolled on [^(]*\(record 4\), for all tables of this page\. Revoked on 4 Jan 2026/,
    );
    expect(place).toContain('for one table only, <a href="#ss1">Table 2</a>.');
    expect(text).not.toContain('phone-wide');
    expect(place).toContain('<a href="../index.html">Little</a> · <a href="u1.html">North</a>.');
    expect(said(r, 'es/index.html')).toContain('phone-wide: habilitado el');
    // Nothing was sent there, and nothing is enrolled for it alone.
    expect(said(r, 'en/u/u3.html')).not.toContain('Devices');
  });

  it('tells how often it refused what, most often first, and nothing where it never did', () => {
    const r = night();
    expect(said(r, 'en/index.html')).not.toContain('refused on arrival');
    r.refuse(['malformed', 2], ['bad-code', 1]);
    r.refuse(['bad-code', 1200]);
    r.publish();
    expect(r.json('data/state.json')['refused']).toEqual({ malformed: 2, 'bad-code': 1201 });
    expect(said(r, 'en/index.html')).toContain('What was refused on arrival (1,203)');
    expect(said(r, 'es/index.html')).toContain(
      'Código de inscripción equivocado, usado o vencido1.201Mensaje que no tiene la forma debida2',
    );
  });

  it('names no more devices than a page can bear', () => {
    const r = night();
    for (let i = 0; i < 70; i++) r.enrol(`phone-${1000 + i}`, 'u6');
    r.publish();
    const text = said(r, 'en/u/u6.html');
    expect(text).toContain('(70)');
    expect(text).toContain('and 10 more devices: see the data of this page.');
    expect(text).not.toContain('phone-1060');
  });
});

it('every figure has the digits of its data', () => {
  const r = night();
  r.close(P);
  r.publish();
  const { size } = r.states.at(-1) ?? { size: 0 };
  const state = buildState(r.view, size, r.lastAt);
  for (const [unit, path] of [
    [0, 'en/index.html'],
    [1, 'es/u/u1.html'],
    [2, 'es/u/u2.html'],
    [5, 'en/u/u5.html'],
  ] as const) {
    const data = buildUnitData(r.view, unit);
    const front = unit === 0 ? { frontier: buildFrontier(r.view), state } : null;
    const shown = shownFigures(r.payloads().get(path) ?? '');
    for (const [name, text] of shown) {
      const digits = expectedDigits(name, LITTLE_DESK.election, data, front);
      expect([name, text.replace(/[^\d\u2212-]/g, '')]).toEqual([name, digits]);
    }
    if (unit === 2) expect(shown.filter(([name]) => name.startsWith('reading ')).length).toBeGreaterThan(7);
  }
});

it('names of devices and codes are foreign text', () => {
  const r = night();
  const bad = '"><script>alert(1)</script>';
  r.enrol(bad, 'u2');
  r.announce('s0', [['pres', boxes(1, 2, 3)]], bad);
  r.publish();
  for (const path of ['en/u/u2.html', 'es/u/u2.html']) expect(r.payloads().get(path)).not.toContain('<script>alert');
});

it('the words are there in both languages, for each reason and kind', () => {
  const keys = (value: unknown): unknown =>
    typeof value === 'string' ? '' : Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, keys(v)]));
  expect(keys(CAPTURE_ES)).toEqual(keys(CAPTURE_EN));
  for (const texts of [TEXTS_EN, TEXTS_ES]) {
    expect(Object.keys(texts.capture.refused.reasons).sort()).toEqual([...REFUSED_REASONS].sort());
    for (const kind of ['FiguresAnnounced', 'FiguresRead']) expect(texts.kinds).toHaveProperty(kind);
  }
});
