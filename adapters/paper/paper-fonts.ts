import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { PageText } from '../../src/model/printed-page.ts';
import type { Measure } from './fit-text.ts';

/*
 * The fonts of the paper: DejaVu, which has Latin, Cyrillic and Greek letters with all their marks. A mono face for codes, in
 * which 0 has a dot and 1 a foot.
 */

const FILES: Readonly<Record<PageText['face'], string>> = {
  plain: 'DejaVuSansCondensed.ttf',
  bold: 'DejaVuSansCondensed-Bold.ttf',
  mono: 'DejaVuSansMono-Bold.ttf',
};
/** Height of the capitals of DejaVu, in ems. */
export const CAPITALS = 0.729;
/** Scripts that are written from right to left: their letters would come out in the wrong order. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;

const require = createRequire(import.meta.url);
const loaded = new Map<string, Buffer>();

/** What pdfkit keeps to itself: the font behind a face, and every word that it ever laid out. */
type InnerFont = {
  readonly font: { readonly hasGlyphForCodePoint: (point: number) => boolean };
  layoutCache: object;
};

/** Makes the three faces known to a document. */
export function registerFaces(doc: PDFKit.PDFDocument): void {
  for (const [face, file] of Object.entries(FILES)) {
    const bytes = loaded.get(file) ?? readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${file}`));
    loaded.set(file, bytes);
    doc.registerFont(face, bytes);
  }
}

/** Measures with the faces of a document. */
export function measureWith(doc: PDFKit.PDFDocument): Measure {
  return (text, face) =>
    doc
      .font(face)
      .fontSize(1 / CAPITALS)
      .widthOfString(text);
}

/** Words of a page stand on no other: kept for a whole country they would fill the memory. */
export function forgetWords(doc: PDFKit.PDFDocument): void {
  for (const face of Object.keys(FILES)) innerFont(doc, face).layoutCache = Object.create(null);
}

/** The signs of these texts that cannot be printed right, each once, in their order. */
export function unprintableSigns(texts: Iterable<string>): readonly string[] {
  const doc = new PDFDocument({ autoFirstPage: false });
  registerFaces(doc);
  const { font } = innerFont(doc, 'plain');
  const asked = new Set<string>();
  for (const text of texts) for (const sign of text.normalize('NFC')) asked.add(sign);
  const wrong = (sign: string) =>
    !/\s/u.test(sign) && (RIGHT_TO_LEFT.test(sign) || !font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0));
  return [...asked].filter(wrong);
}

function innerFont(doc: PDFKit.PDFDocument, face: string): InnerFont {
  return (doc.font(face) as unknown as { readonly _font: InnerFont })._font;
}
