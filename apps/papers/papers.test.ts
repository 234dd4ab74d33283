import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { canonicalText, type Json } from '../../src/base/canonical.ts';
import { expectOk } from '../../src/base/result.ts';
import { LANGUAGES, type Language } from '../../src/model/ids.ts';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import { parseSheetCode } from '../../src/model/sheet-code.ts';
import { papersBytes } from '../../src/publication/minutes.ts';
import { actPaper } from './act-paper.ts';
import { coverPage, labelPages } from './envelope-papers.ts';
import { makeAct, makeMinutes } from './make-papers.ts';
import { minutesPaper } from './minutes-paper.ts';
import { ROWS_MOST, sha256Hex, spaced } from './paper-frame.ts';
import { SAMPLE, sampleAct, sampleCount, sampleMinutes, sampleNote } from './sample-papers.test-support.ts';
import { makeSlip } from './slip-paper.ts';
import { PAPERS_EN } from './texts-en.ts';
import { PAPERS_ES } from './texts-es.ts';

/** All words of a paper, one line each, without the breaks within a paragraph. */
const wordsOf = (pages: readonly PrintedPage[]): string =>
  pages.flatMap(({ elements }) => elements.flatMap((e) => (e.kind === 'text' ? [e.es] : []))).join(' ');
const codesOf = (pages: readonly PrintedPage[]): string[] =>
  pages.flatMap(({ elements }) => elements.flatMap((e) => (e.kind === 'qr' ? [e.text] : [])));

const minutes = sampleMinutes();
const minutesIn = (language: Language, of = minutes) => minutesPaper(of, papersBytes(of), SAMPLE.election, language);
const actIn = (contest: 'gov' | 'pres', language: Language) => {
  const act = sampleAct(contest);
  return actPaper(act, papersBytes(act), SAMPLE.election, language);
};

describe('the minutes of a session', () => {
  it('tell who was there, what came, what was objected and decided, in both languages', () => {
    const es = wordsOf(minutesIn('es').pages);
    const en = wordsOf(minutesIn('en').pages);
    for (const words of [es, en]) {
      for (const one of ['Ñusta Peñaranda Ibáñez', 'Wara Choque', 'P-0043', '47 (Lista Molle)', '115']) {
        expect(words).toContain(one);
      }
    }
    expect(es).toContain('Se le dio la razón (decisión 50).');
    expect(es).toContain('A favor: Ñusta Peñaranda Ibáñez, Tomás Iñiguez Suaznábar (2). En contra: Úrsula');
    expect(es).toContain('La mesa s4 no se instaló.');
    expect(en).toContain('Found right (ruling 50).');
    expect(en).toContain('annul: it does not count, and its figures stay in sight, struck');
    expect(en).not.toMatch(/Mesa|Precinto|Decisi/);
    expect(es).not.toMatch(/Station|Seal|Ruling/);
  });

  it('show the seal of the record as a code and letter by letter, and the fingerprint of their data', () => {
    for (const language of LANGUAGES) {
      const { pages } = minutesIn(language);
      expect(codesOf(pages)).toEqual([minutes.state.checkpoint]);
      const words = wordsOf(pages);
      expect(words).toContain(spaced(sha256Hex(papersBytes(minutes))));
      for (const line of (minutes.state.checkpoint ?? '').split(/\s+/)) expect(words).toContain(line);
    }
  });

  it('have an end, say how many more there are, and let no broken seal fall behind it', () => {
    const plain = minutes.sheets.find((one) => !one.everBroken && one.condition === 'whole');
    const broken = minutes.sheets.find((one) => one.everBroken);
    if (plain === undefined || broken === undefined) throw new Error('the sample has both');
    const many = Array.from({ length: ROWS_MOST + 5 }, (_, i) => ({ ...plain, station: `t${i}`, sheet: i }));
    const words = wordsOf(minutesIn('en', { ...minutes, sheets: [...many, { ...broken, station: 'last' }] }).pages);
    expect(words).toContain('And 6 more, which are in the data file');
    expect(words).toContain('last');
    expect(words).not.toContain(`t${ROWS_MOST + 4} `);
  });

  it('are marked as a test where they are one', () => {
    expect(minutesIn('es').pages.every(({ mark }) => mark === 'SIMULACRO · REHEARSAL')).toBe(true);
    const real = minutesIn('es', { ...minutes, test: false });
    expect(real.pages.every(({ mark }) => mark === null)).toBe(true);
    expect(wordsOf(real.pages)).not.toContain('prueba');
  });
});

describe('the act of a result', () => {
  it('says the figures, the rule, how far it is, and what is open', () => {
    const es = wordsOf(actIn('pres', 'es').pages);
    for (const one of ['RESULTADO PARCIAL', '115.123', '52,668', 'más del 50 % de los votos válidos', 'objetada']) {
      expect(es).toContain(one);
    }
    expect(es).toMatch(/Dejaría de cumplirse con 5\.833 votos menos/);
    const en = wordsOf(actIn('pres', 'en').pages);
    for (const one of ['PARTIAL RESULT', '115,123', '52.668', 'Open. With what is out', 'objected to']) {
      expect(en).toContain(one);
    }
  });

  it('of an assembly says the seats, and no winner', () => {
    const en = wordsOf(actIn('gov', 'en').pages);
    for (const one of ["7 seats by D'Hondt. Lists with at least 3 %", 'Person C: 5', 'Person D: 2', 'annulled', 'LP']) {
      expect(en).toContain(one);
    }
    expect(en).not.toMatch(/won|PARTIAL/);
  });

  it('counts where every sheet ended, and from what', () => {
    const act = sampleAct('pres');
    expect(act.countedFrom).toEqual({ original: 2, copy: 1, recount: 0, repeat: 0, corrected: 1 });
    expect(act.void).toEqual([['s4', 'not_installed', expect.any(Number)]]);
    expect(act.open).toEqual([['s2', 'objected', expect.any(Number)]]);
    expect(act.result.figures).toMatchObject({ expected: 5, counted: 3, notInstalled: 1, open: 1 });
  });
});

describe('the files', () => {
  it('are the same bytes each time, named by their hash', async () => {
    const [made, again] = [
      await makeMinutes(minutes, SAMPLE.election),
      await makeMinutes(sampleMinutes(), SAMPLE.election),
    ];
    expect(again).toEqual(made);
    for (const part of ['data', 'es', 'en'] as const) {
      const { bytes, hex } = made[part];
      expect(hex).toBe(sha256Hex(bytes));
      expect(toHex(Buffer.from(made.papers[part], 'base64'))).toBe(hex);
    }
    expect(new TextDecoder().decode(made.data.bytes)).toBe(canonicalText(minutes as unknown as Json));
    const act = await makeAct(sampleAct('gov'), SAMPLE.election);
    expect(new Set([act.es.hex, act.en.hex, made.es.hex, made.en.hex]).size).toBe(4);
    for (const [language, { bytes }] of [['es', act.es] as const, ['en', act.en] as const]) {
      const pdf = Buffer.from(bytes).toString('latin1');
      expect(pdf.startsWith('%PDF-1.')).toBe(true);
      expect(pdf).toContain(`/Lang (${language})`);
    }
  });
});

describe('what goes with the envelopes', () => {
  const { geography } = sampleCount().recorder;
  it('has a label and a cover for each station, with the code of its sheet', () => {
    const labels = labelPages(geography, [...geography.stations, ...geography.stations], null);
    expect(labels.length).toBe(2);
    const covers = geography.stations.map((station) => coverPage(geography, station, null));
    for (const pages of [labels, covers]) {
      const stations = codesOf(pages).map((code) => expectOk(parseSheetCode(code), code).station);
      expect([...new Set(stations)]).toEqual(geography.stations.map(({ id }) => id));
    }
    expect(wordsOf(covers)).toContain('North · School');
  });

  it('gives delegates the newest seal, and nothing that is none', async () => {
    const slip = { election: SAMPLE.election, checkpoint: sampleNote(55), at: minutes.state.at };
    expect(expectOk(await makeSlip(slip), 'a slip').length).toBeGreaterThan(1000);
    expect(await makeSlip({ ...slip, checkpoint: utf8('something else') })).toEqual({
      ok: false,
      error: { kind: 'not-a-checkpoint' },
    });
  });
});

describe('the two catalogues', () => {
  const leaves = (value: unknown, path = ''): [string, string][] =>
    typeof value === 'string'
      ? [[path, value]]
      : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).toSorted();

  it('say the same things, with the same places to fill', () => {
    const [es, en] = [leaves(PAPERS_ES), leaves(PAPERS_EN)];
    expect(es.map(([path]) => path)).toEqual(en.map(([path]) => path));
    for (const [i, [path, text]] of es.entries()) expect(placesIn(text), path).toEqual(placesIn(en[i]?.[1] ?? ''));
    const alike = es.filter(([, text], i) => text === en[i]?.[1]).map(([path]) => path);
    expect(alike.filter((path) => !path.startsWith('.act.methods'))).toEqual([]);
  });
});
