import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import type { Measure } from '../../adapters/paper/fit-text.ts';
import { measureWith, registerFaces } from '../../adapters/paper/paper-fonts.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { fromBase64, toHex } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Language } from '../../src/model/ids.ts';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import type { PapersHead, PapersState } from '../../src/publication/minutes.ts';
import type { Markup } from '../../src/publication/pages/html.ts';
import { dateText, fullTime, zoneText } from '../../src/publication/pages/local-time.ts';
import { wholeText } from '../../src/publication/pages/number-text.ts';
import { Flow } from './flow.ts';
import { type PaperTexts, paperTexts, say } from './texts.ts';

/** One paper in the making: its pages, and what its language says. */
export type Sheet = {
  readonly flow: Flow;
  readonly language: Language;
  readonly texts: PaperTexts;
  /** An instant as the clocks of the election show it. */
  readonly time: (at: Instant) => string;
  readonly whole: (n: number) => string;
};

/** Rows of a list that are printed: the data file has them all. */
export const ROWS_MOST = 2000;
/** Across each page of what is no real paper. */
export const TEST_MARK = 'SIMULACRO · REHEARSAL';

const WIDTHS_MOST = 20_000;
let known: Measure | null = null;

function measure(): Measure {
  if (known === null) {
    const doc = new PDFDocument({ autoFirstPage: false });
    registerFaces(doc);
    known = remembered(measureWith(doc));
  }
  return known;
}

/** The same names and sentences stand in a paper a thousand times, and nobody at a desk is to wait for their widths. */
function remembered(plain: Measure): Measure {
  const widths = new Map<string, number>();
  return (text, face) => {
    const key = `${face} ${text}`;
    const width = widths.get(key) ?? plain(text, face);
    if (widths.size >= WIDTHS_MOST) widths.clear();
    widths.set(key, width);
    return width;
  };
}

/** Begins a paper of a state. */
export function beginSheet(language: Language, timeZone: string): Sheet {
  const zone = (at: Instant) => zoneText(at, timeZone, language === 'es' ? 'hora de {city}' : '{city} time');
  return {
    flow: new Flow(measure()),
    language,
    texts: paperTexts(language),
    time: (at) => `${fullTime(at, timeZone, language)} (${zone(at)})`,
    whole: (n) => wholeText(n, language),
  };
}

/** What stands on top of every paper: of which election it is, and of which state. */
export function headFacts({ texts, language, time, whole }: Sheet, head: PapersHead): (readonly [string, string])[] {
  return [
    [texts.election, head.name[language]],
    [texts.date, dateText(head.date, language)],
    [texts.runner, head.runner[language]],
    [texts.state, say(texts.stateOf, { at: time(head.state.at), size: whole(head.state.size) })],
  ];
}

/** The seal of the record as a code, its root, and the fingerprint of the data. */
export function proofPart({ flow, texts }: Sheet, state: PapersState, data: Bytes): void {
  const { proof } = texts;
  flow.heading(proof.title);
  if (state.checkpoint === null) flow.paragraph(proof.none);
  else flow.code(state.checkpoint, proof.words, { spelt: state.checkpoint.trimEnd() });
  flow.subheading(proof.root);
  flow.small(hexOf(state.root), 'mono');
  flow.subheading(proof.fingerprint);
  flow.small(spaced(sha256Hex(data)), 'mono');
  flow.small(proof.fingerprintNote);
}

/** One paper in one language, ready to be printed. */
export type Paper = {
  readonly pages: readonly PrintedPage[];
  readonly title: string;
  readonly language: Language;
  readonly at: Instant;
};

/** The pages of a paper. Its only date is that of the state, so the same data gives the same bytes. */
export function endSheet(sheet: Sheet, head: PapersHead, title: string): Paper {
  const { flow, texts, language } = sheet;
  const numbered = (page: number, of: number) => say(texts.page, { page, of });
  const foot = `${title} · ${head.name[language]}`;
  const pages = flow.pages(foot, numbered, head.test ? TEST_MARK : null);
  return { pages, title: foot, language, at: head.state.at };
}

/** A list with an end: what is over it is told, and is in the data. */
export function listed<T>(
  { flow, texts, whole }: Sheet,
  list: readonly T[],
  print: (some: readonly T[]) => void,
): void {
  print(list.slice(0, ROWS_MOST));
  if (list.length > ROWS_MOST) flow.small(say(texts.more, { n: whole(list.length - ROWS_MOST) }));
}

/** Words of a page, without their markup. */
export function plainText({ markup }: Markup): string {
  return markup
    .replace(/<li>/g, '\n– ')
    .replace(/<p[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}

export function sha256Hex(bytes: Bytes): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A hash in groups of four, so that two people can read it to each other. */
export function spaced(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}

/** A root as hexadecimal groups; what is no base64 as it is. */
export function hexOf(base64: string): string {
  const bytes = fromBase64(base64);
  return bytes.ok ? spaced(toHex(bytes.value)) : base64;
}
