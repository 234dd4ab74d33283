import type { ContestId } from './ids.ts';
import type { FormArea } from './sheet-form.ts';

/*
 * What stands printed on a page, as a list: what draws it (a PDF for the printer, an SVG for a rehearsal) decides nothing about
 * where. Lengths are whole or broken tenths of a millimetre from the upper left corner.
 */

export type PageText = {
  readonly kind: 'text';
  readonly es: string;
  /** Stands behind or below where there is room; null: nothing to add. */
  readonly en: string | null;
  readonly x: number;
  /** Top of the capitals. */
  readonly y: number;
  /** Of the capitals. */
  readonly height: number;
  /** How wide and how high it may become: a longer text is shrunk or wrapped. */
  readonly most: number;
  readonly room: number;
  readonly face: 'plain' | 'bold' | 'mono';
};

/** The boxes for the figures of one line, and the line for the words beside them. */
export type PageFigures = {
  readonly kind: 'figures';
  readonly contest: ContestId;
  readonly box: string;
  readonly area: FormArea;
  readonly cells: number;
  /** From where to where the line for the words goes; null where there is no room. */
  readonly words: { readonly from: number; readonly to: number } | null;
};

/** Lines and shapes, in the language of SVG paths. */
export type PagePath = {
  readonly kind: 'path';
  readonly path: string;
  readonly stroke: string | null;
  readonly width: number;
  readonly fill: string | null;
};

export type PageQr = {
  readonly kind: 'qr';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly side: number;
};

export type PageElement = PageText | PageFigures | PagePath | PageQr;

export type PrintedPage = {
  readonly width: number;
  readonly height: number;
  /** Printed large and light across the page, below all else. */
  readonly mark: string | null;
  readonly elements: readonly PageElement[];
};

/** The grey of all rules: dark enough for a copier, lighter than ink. */
export const RULE = '#555';
export const RULE_WIDTH = 3;

/** Room that a line takes, as a share of its capitals: with accents above and tails below. */
const LINE_ROOM = 1.4;

/** A text that may be a line high. */
export function pageText(
  text: { readonly es: string; readonly en: string | null },
  { x, y }: { readonly x: number; readonly y: number },
  height: number,
  most: number,
  more: { readonly room?: number; readonly face?: PageText['face'] } = {},
): PageText {
  const { room = height * LINE_ROOM, face = 'plain' } = more;
  return { kind: 'text', es: text.es, en: text.en, x, y, height, most, room, face };
}

export function rule(path: string): PagePath {
  return { kind: 'path', path, stroke: RULE, width: RULE_WIDTH, fill: null };
}

/** The rules of a line of figures. */
export function figuresPath({ area: { x, y, w, h }, cells, words }: PageFigures): string {
  let path = `M${x} ${y}h${w}v${h}h${-w}z`;
  for (let i = 1; i < cells; i++) path += `M${nearest(x + (i * w) / cells)} ${y}v${h}`;
  if (words !== null) path += `M${words.from} ${y + h}H${words.to}`;
  return path;
}

/** The nearest whole number, of a length: none is below zero. */
export function nearest(length: number): number {
  return Math.trunc(length + 0.5);
}
