import type { PageText } from '../../src/model/printed-page.ts';

/** Width of a text whose capitals are 1 high. */
export type Measure = (text: string, face: PageText['face']) => number;

/** One line as it is printed. */
export type TextRun = {
  readonly text: string;
  readonly x: number;
  readonly baseline: number;
  /** Height of the capitals. */
  readonly height: number;
  /** 1, or the share of its width that a line is squeezed to. */
  readonly squeeze: number;
  /** Whether it is the second language. */
  readonly second: boolean;
};

/** From one baseline to the next, and from the baseline to the foot of the tails, in heights of the capitals. */
const PITCH = 1.5;
const TAIL = 0.34;
/** The second language is smaller, and stands off by as much. */
const SECOND = 0.74;
const BETWEEN = 0.6;
const STEP = 0.05;
/** What is smaller cannot be read on paper; then the letters are squeezed. */
const SMALLEST = 0.45;
/** Down to here letters are made smaller before they are made narrower. */
const SMALL = 0.7;
/** Narrower letters are read more easily than smaller ones, to a point. */
const NARROWEST = 0.75;

/**
 * The lines of a text: as large as it fits into its width and its room. The second language stands behind it, else below it,
 * else nowhere: it never makes the first one much smaller.
 */
export function fitText(text: PageText, measure: Measure): readonly TextRun[] {
  if (text.es === '') return [];
  for (let factor = 1; factor >= 0.8; factor -= STEP) {
    const both = behind(text, factor, measure) ?? below(text, factor, measure);
    if (both !== null) return both;
  }
  return lined(text, 1, SMALL, measure) ?? lined(text, NARROWEST, SMALLEST, measure) ?? squeezed(text, measure);
}

function behind(text: PageText, factor: number, measure: Measure): TextRun[] | null {
  const { es, en, x, y, height, most, face } = text;
  if (en === null || en === '' || en === es) return null;
  const h = height * factor;
  const first = measure(es, face) * h;
  const gap = BETWEEN * h;
  if (first + gap + measure(en, face) * h * SECOND > most) return null;
  const baseline = y + height;
  return [
    { text: es, x, baseline, height: h, squeeze: 1, second: false },
    { text: en, x: x + first + gap, baseline, height: h * SECOND, squeeze: 1, second: true },
  ];
}

function below(text: PageText, factor: number, measure: Measure): TextRun[] | null {
  const { es, en, x, y, height, most, face } = text;
  if (en === null || en === '' || en === es || !isIn(text, 2, factor)) return null;
  const h = height * factor;
  if (measure(es, face) * h > most || measure(en, face) * h * SECOND > most) return null;
  return [
    { text: es, x, baseline: y + h, height: h, squeeze: 1, second: false },
    { text: en, x, baseline: y + h * (1 + PITCH), height: h * SECOND, squeeze: 1, second: true },
  ];
}

/** The largest lines that fit, whose letters may be so narrow. */
function lined(text: PageText, narrow: number, smallest: number, measure: Measure): TextRun[] | null {
  for (let factor = 1; factor >= smallest; factor -= STEP) {
    const lines = wrapped(text, factor, narrow, measure);
    const isWide = lines.some((line) => widthOf(line, text, factor, measure) * narrow > text.most);
    if (!isWide && isIn(text, lines.length, factor)) return stacked(text, lines, factor, measure);
  }
  return null;
}

/** Broken between words, greedily, into lines that may be narrowed. */
function wrapped(text: PageText, factor: number, narrow: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of text.es.split(/\s+/u).filter((w) => w !== '')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer, text, factor, measure) * narrow <= text.most)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function widthOf(line: string, { face, height }: PageText, factor: number, measure: Measure): number {
  return measure(line, face) * height * factor;
}

function isIn({ height, room }: PageText, lines: number, factor: number): boolean {
  return (lines === 1 && factor <= 1) || ((lines - 1) * PITCH + 1 + TAIL) * height * factor <= room;
}

function stacked(text: PageText, lines: readonly string[], factor: number, measure: Measure): TextRun[] {
  const h = text.height * factor;
  // One line stands on the line of its neighbours, however small it is.
  const top = lines.length === 1 ? text.y + text.height - h : text.y;
  const widest = Math.max(1, ...lines.map((line) => widthOf(line, text, factor, measure)));
  return lines.map((line, i) => ({
    text: line,
    x: text.x,
    baseline: top + h * (1 + i * PITCH),
    height: h,
    squeeze: Math.min(1, text.most / widest),
    second: false,
  }));
}

/** As many of the smallest lines as there is room for, each squeezed to the width. */
function squeezed(text: PageText, measure: Measure): TextRun[] {
  const h = text.height * SMALLEST;
  const most = Math.max(1, Math.trunc((text.room / h - 1 - TAIL) / PITCH) + 1);
  const words = text.es.split(/\s+/u).filter((w) => w !== '');
  const count = Math.min(most, words.length);
  const lines = Array.from({ length: count }, (_, i) =>
    words.slice(Math.ceil((i * words.length) / count), Math.ceil(((i + 1) * words.length) / count)).join(' '),
  );
  return stacked(text, lines, SMALLEST, measure);
}
