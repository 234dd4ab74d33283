import {
  figuresPath,
  type PageQr,
  type PageText,
  type PrintedPage,
  RULE,
  RULE_WIDTH,
} from '../../src/model/printed-page.ts';
import { qrModules } from '../pictures/qr-code.ts';
import { fitText, type TextRun } from './fit-text.ts';
import { CAPITALS, measureWith } from './paper-fonts.ts';

/** Points of a PDF to a tenth of a millimetre. */
export const POINTS = 72 / 254;

const INK = '#111';
const SECOND_INK = '#555';
/** So light that a line of pencil over it can be read, and a copy still shows it. */
const MARK_INK = '#dedede';
const MARK_HEIGHT = 190;
/** Of the diagonal: longer, it would end below the code in the corner. */
const MARK_SHARE = 0.62;
const PAPER = '#fff';

/** Draws a page as its list says. */
export async function drawPage(doc: PDFKit.PDFDocument, page: PrintedPage): Promise<void> {
  // The codes first: nothing may come between a page's begin and its end.
  const codes = new Map<PageQr, readonly (readonly boolean[])[]>();
  for (const element of page.elements) if (element.kind === 'qr') codes.set(element, await qrModules(element.text));
  doc.addPage({ size: [page.width * POINTS, page.height * POINTS], margin: 0 });
  doc.scale(POINTS);
  if (page.mark !== null) drawMark(doc, page, page.mark);
  // With the white around them, so before what stands close to them.
  for (const [code, modules] of codes) drawQr(doc, code, modules);
  for (const element of page.elements) {
    if (element.kind === 'qr') continue;
    if (element.kind === 'text') drawText(doc, element);
    else if (element.kind === 'figures') doc.path(figuresPath(element)).lineWidth(RULE_WIDTH).stroke(RULE);
    else {
      doc.path(element.path).lineWidth(element.width).lineJoin('round').lineCap('round');
      if (element.fill !== null && element.stroke !== null) doc.fillAndStroke(element.fill, element.stroke);
      else if (element.fill !== null) doc.fill(element.fill);
      else doc.stroke(element.stroke ?? INK);
    }
  }
}

/** What stands alike on every page is one object, and is fitted once. */
const known = new WeakMap<PageText, readonly TextRun[]>();

function fitted(doc: PDFKit.PDFDocument, text: PageText): readonly TextRun[] {
  const runs = known.get(text) ?? fitText(text, measureWith(doc));
  known.set(text, runs);
  return runs;
}

function drawText(doc: PDFKit.PDFDocument, text: PageText): void {
  for (const run of fitted(doc, text)) {
    doc
      .font(text.face)
      .fontSize(run.height / CAPITALS)
      .fillColor(run.second ? SECOND_INK : INK);
    if (run.squeeze < 1) doc.save().scale(run.squeeze, 1, { origin: [run.x, 0] });
    doc.text(run.text, run.x, run.baseline, { lineBreak: false, baseline: 'alphabetic' });
    if (run.squeeze < 1) doc.restore();
  }
}

/** Runs of dark modules; each reaches a little into the row below where that is dark, so that no seam shows between rows. */
function drawQr(doc: PDFKit.PDFDocument, { x, y, side }: PageQr, modules: readonly (readonly boolean[])[]): void {
  const size = side / modules.length;
  const quiet = 2 * size;
  doc.rect(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet).fill(PAPER);
  for (const [row, line] of modules.entries()) {
    for (let from = 0; from < line.length; from++) {
      if (line[from] !== true) continue;
      let to = from;
      while (line[to] === true) to++;
      doc.rect(x + from * size, y + row * size, (to - from) * size, size);
      from = to;
    }
  }
  doc.fill('#000');
}

/** From the lower left to the upper right, below everything else. */
function drawMark(doc: PDFKit.PDFDocument, { width, height }: PrintedPage, mark: string): void {
  const size = MARK_HEIGHT / CAPITALS;
  const wide = doc.font('bold').fontSize(size).widthOfString(mark);
  const shrunk = Math.min(1, (MARK_SHARE * Math.hypot(width, height)) / wide);
  const angle = (-Math.atan2(height, width) * 180) / Math.PI;
  doc.save().rotate(angle, { origin: [width / 2, height / 2] });
  doc
    .fontSize(size * shrunk)
    .fillColor(MARK_INK)
    .text(mark, (width - wide * shrunk) / 2, height / 2 + (MARK_HEIGHT * shrunk) / 2, {
      lineBreak: false,
      baseline: 'alphabetic',
    });
  doc.restore();
}
