import { beforeAll, describe, expect, it } from 'vitest';
import { expectedDigits, shownFigures } from '../../../tests/e2e/pages-figure-check.ts';
import { buildFrontier, buildState, buildUnitData } from '../build-unit-data.ts';
import { canvassedNight } from '../canvassed-night.test-support.ts';
import type { CanvassRecorder } from '../little-canvass.test-support.ts';
import { LITTLE_CANVASS, CanvassRecorder as Recorder } from '../little-canvass.test-support.ts';
import { boxes } from '../view-recorder.test-support.ts';
import { boardTextsOf } from './texts-board.ts';
import { canvassTextsOf } from './texts-canvass.ts';

const textOf = (markup: string): string =>
  markup
    .replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');

let r: CanvassRecorder;
let pages: Map<string, string>;
beforeAll(() => {
  r = canvassedNight();
  pages = r.payloads();
});
const page = (path: string): string => pages.get(path) ?? '';
const said = (path: string): string => textOf(page(path));

describe('every page of an official count', () => {
  it('shows no figure that its data do not have', () => {
    const state = buildState(r.view, r.states.at(-1)?.size ?? 0, r.lastAt);
    const frontier = buildFrontier(r.view);
    let figures = 0;
    for (const [u, { id }] of r.geography.units.entries()) {
      if (r.geography.pageOf[u] !== u) continue;
      const unit = buildUnitData(r.view, u);
      for (const language of ['es', 'en']) {
        for (const [name, text] of shownFigures(
          page(u === 0 ? `${language}/index.html` : `${language}/u/${id}.html`),
        )) {
          const digits = text.replaceAll(/\D/g, '');
          expect([name, digits]).toEqual([
            name,
            expectedDigits(name, r.geography.definition.election, unit, { frontier, state }),
          ]);
          figures++;
        }
      }
    }
    expect(figures).toBeGreaterThan(200);
  });

  it('has every sentence filled, in both languages', () => {
    for (const [path, text] of pages) {
      if (!path.endsWith('.html')) continue;
      expect([path, /\{\w+[:}]|undefined|\bnull\b|\[object/.exec(textOf(text))?.[0]]).toEqual([path, undefined]);
    }
  });

  it('has the same words to say in both languages', () => {
    const keysOf = (value: unknown, at = ''): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${at}.${key}`))
        : [`${at} ${[...String(value).matchAll(/\{(\w+)/g)].map(([, name]) => name).sort()}`];
    for (const textsOf of [canvassTextsOf, boardTextsOf]) expect(keysOf(textsOf('es'))).toEqual(keysOf(textsOf('en')));
  });
});

describe('the front page', () => {
  it('tells certified figures from official ones by words and look, with the record number', () => {
    const es = page('es/index.html');
    expect(es).toContain('<div class="card official certified"><h4>Resultado certificado solo en parte</h4>');
    expect(said('es/index.html')).toMatch(/Certificado el 4 ene 2026, 00:01:\d\d \(asiento \d+\)/);
    expect(said('en/index.html')).toContain('This is not all: something was open when it was certified.');
    // The other contest is not certified, and neither is a part of the one that is.
    expect(es).toContain('<div class="card official"><h4>Cómputo oficial</h4>');
    expect(page('en/u/u1.html')).not.toContain('certified"');
  });

  it('tells where the paper is and what became of the sheets', () => {
    const rows = [...page('en/index.html').matchAll(/<tr><th scope=row>([^<]+)<td data-f="o pres (\w+)">(\d+)/g)];
    const told = Object.fromEntries(rows.map(([, , name, n]) => [name, n]));
    expect(told).toMatchObject({ received: '3', opened: '3', stored: '3', missing: '1', broken: '1' });
    expect(told).toMatchObject({ objected: '1', corrected: '1', annulled: '1', notInstalled: '1', out: '1' });
    // What there is none of is not said.
    expect(told).not.toHaveProperty('lost');
  });

  it('shows the seats of a certificate as a table, and none where the contest fills no assembly', () => {
    const night = new Recorder();
    night.openBoth();
    night.lift('pres');
    night.counted('pres', 's0', boxes(20, 10, 3));
    night.publish();
    const seats = [
      ['A', 2],
      ['B', 1],
    ] as const;
    night.certify('pres', 'u0', null, {}, seats);
    night.publish();
    const [es, en] = ['es', 'en'].map((language) => night.payloads().get(`${language}/index.html`) ?? '');
    expect(textOf(es ?? '')).toContain('Escaños certificados');
    expect(textOf(en ?? '')).not.toContain('drew lots');
    const table = /<table class=seats>[\s\S]*?<\/table>/.exec(en ?? '')?.[0] ?? '';
    expect(textOf(table)).toBe('Certified seatsOptionSeatsPerson A2Person B1');
    expect(table).toContain('<td data-f="o pres seats A">2');
    expect(buildUnitData(night.view, 0).contests['pres']?.official.certificate?.seats).toEqual(seats);
    expect(page('en/index.html')).not.toContain('class=seats');
  });

  it('names the lot that settled equal votes, once the result is certified', () => {
    const contests = LITTLE_CANVASS.election.contests.map((one) => ({ ...one, rule: { kind: 'plurality' } as const }));
    const night = new Recorder({ ...LITTLE_CANVASS, election: { ...LITTLE_CANVASS.election, contests } });
    night.openBoth();
    night.lift('pres');
    for (const station of ['s0', 's1', 's2', 's3', 's4']) night.counted('pres', station, boxes(10, 10, 3));
    night.publish();
    const shown = (language: string) => textOf(night.payloads().get(`${language}/index.html`) ?? '');
    expect(shown('en')).toContain('law or lot settles it, not these figures');
    night.drawLot('pres', 'u0', ['A', 'B']);
    const lot = night.drawLot('pres', 'u0', ['B', 'A']);
    night.drawLot('pres', 'u2', ['A', 'B']);
    night.drawLot('gov', 'u0', ['A', 'B']);
    night.certify('pres', 'u0');
    // Drawn behind the certificate, it is none of it.
    night.drawLot('pres', 'u0', ['A', 'B']);
    night.publish();
    expect(buildUnitData(night.view, 0).contests['pres']?.official.certificate?.lot).toEqual({
      record: lot,
      order: ['B', 'A'],
    });
    expect(shown('en')).toContain(
      `between Person A, Person B; the lots that the board drew (record ${lot}) settled it, in this order: Person B, Person A.`,
    );
    expect(shown('es')).toContain(
      `lo resolvió el sorteo de la junta (asiento ${lot}), que dio este orden: Person B, Person A.`,
    );
    for (const language of ['es', 'en']) expect(shown(language)).not.toMatch(/law or lot|la ley o la suerte/);
  });

  it('says of who withdrew what the votes are', () => {
    const night = new Recorder();
    night.openBoth();
    night.lift('pres');
    night.counted('pres', 's0', boxes(10, 20, 3));
    night.amend({ kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes: 'null' });
    night.publish();
    for (const path of ['es/index.html', 'es/u/u2.html', 'es/u/u1.html']) {
      expect(textOf(night.payloads().get(path) ?? '')).toContain(
        'Retiró su candidatura: Person A. Sus votos son nulos.',
      );
    }
  });
});

describe('a place', () => {
  it('in which a contest is decided alone shows its certificate and its seats', () => {
    const contests = LITTLE_CANVASS.election.contests.map((one) =>
      one.id === 'gov' ? { ...one, electorate: ['u2' as never] } : one,
    );
    const night = new Recorder({ ...LITTLE_CANVASS, election: { ...LITTLE_CANVASS.election, contests } });
    night.openBoth();
    night.lift('gov');
    night.counted('gov', 's0', boxes(20, 10));
    night.publish();
    night.certify('gov', 'u2', null, {}, [['A', 2]]);
    night.publish();
    const place = night.payloads().get('en/u/u2.html') ?? '';
    expect(place).toMatch(/<div class="card official certified"><h4>[^<]*[Cc]ertified[^<]*<\/h4><p class=seal>/);
    expect(place).toContain('<td data-f="o gov seats A">2');
    expect(night.payloads().get('en/u/u3.html')).not.toContain('class=seal');
  });

  it('strikes what left the total through, and says why in words', () => {
    expect(page('es/u/u3.html')).toContain('<td class=gone data-f="=o A">100');
    expect(said('es/u/u3.html')).toContain('anulada por la junta: estas cifras no cuentan');
    expect(page('en/u/u2.html')).toContain('<td class=gone data-f="sheet s1 o pres box A">150');
    expect(said('en/u/u2.html')).toContain('objected to: these figures left the total until the board rules');
    expect(said('en/u/u2.html')).toContain('counted; figures corrected by the board');
    expect(said('en/u/u2.html')).toContain('Official: 1 open objection.');
  });

  it('says when a vote is repeated, and what a copy stands for', () => {
    expect(said('en/u/u3.html')).toContain('the vote is repeated: these figures left the total');
    expect(said('en/u/u3.html')).toMatch(/The new vote closes on 18 Jan 2026, 00:0\d:\d\d\./);
    expect(said('es/u/u5.html')).toContain('contada, de una copia admitida por la junta');
    expect(said('es/u/u5.html')).toContain('Oficial: copia admitida por la junta el');
    expect(said('es/u/u6.html')).toContain('la mesa no se instaló');
  });

  it('follows a sheet from its envelope to the certificate, in record order, each step with its number', () => {
    const trail = /<details class=trail>([\s\S]*?)<\/details>/.exec(page('en/u/u2.html'))?.[1] ?? '';
    const steps = trail.split('<li>').slice(1).map(textOf);
    const numbers = steps.map((step) => Number(/\(record (\d+)\)$/.exec(step.trim())?.[1]));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(steps[0]).toContain('the paper came in: seal P-17; seal whole; from: courier 4');
    expect(
      steps.some((step) => step.includes('the envelope was opened: seal P-17; seal whole; it held the sheet')),
    ).toBe(true);
    expect(steps.some((step) => step.includes('the envelope was stored: at: vault 3'))).toBe(true);
    expect(steps.some((step) => step.includes('Party X: ground arithmetic; the board upheld it'))).toBe(true);
    const ruling = steps.find((step) => step.includes('the board ruled')) ?? '';
    expect(ruling).toContain(
      'President; correct the figures; votes: 2 for, 1 against, 0 abstained; ground: ground arithmetic',
    );
    expect(steps.at(-1)).toContain('the result was certified: President');
    // Its preliminary picture has a history of its own.
    expect(steps.join()).not.toContain('a picture came in');
  });
});

describe('the page of the board', () => {
  it('names members, sessions with their minutes, offices with their age, changes and certificates', () => {
    const en = said('en/board.html');
    expect(en).toContain('Present: Ana Arce, Beto Bravo, Carla Cruz.');
    expect(en).toContain('Session 1, Office of the North');
    expect(en).toMatch(/Office of the North2\d? ?3 Jan 2026, 23:00:\d\d1 h/);
    expect(en).toContain('Office of the rest0nothing yet');
    expect(en).toContain('Sheet s4 is not expected: the table was not installed. Law: Law 9. Reason: flood.');
    expect(en).toContain('President, the whole election: certified on');
    expect(en).toContain('Signed by: Rosa Rojas (President of the board).');
    expect(said('es/board.html')).toContain('Votaciones que se repiten');
    const papers = [
      ...page('es/board.html').matchAll(/href="(\.\.\/papers\/[0-9a-f]{2}\/[0-9a-f]{64}\.(?:pdf|json))"/g),
    ];
    expect(papers).toHaveLength(6);
    expect(page('en/board.html')).toContain(
      `id="c${r.events.findIndex(({ body }) => body.kind === 'ResultCertified')}"`,
    );
  });

  it('says of a certificate that a court reopened that it holds no more', () => {
    const night = canvassedNight();
    night.court('pres');
    night.publish();
    const after = night.payloads();
    expect(textOf(after.get('en/board.html') ?? '')).toContain('Reopened by order of a court');
    expect(after.get('en/index.html')).not.toContain('certified"');
  });

  it('is not there where the official count is not run from the paper', async () => {
    const { ViewRecorder } = await import('../view-recorder.test-support.ts');
    const plain = new ViewRecorder();
    plain.openBoth();
    plain.publish();
    expect([...plain.payloads().keys()].filter((path) => path.includes('board'))).toEqual([]);
    expect(plain.payloads().get('es/index.html')).not.toContain('board.html');
  });
});
