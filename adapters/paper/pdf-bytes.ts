import { setImmediate as breathe } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { assert } from '../../src/base/assert.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Language } from '../../src/model/ids.ts';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import { drawPage } from './draw-page.ts';
import { forgetWords, registerFaces } from './paper-fonts.ts';

/** After so many pages the words of earlier ones are forgotten. */
const PAGES_REMEMBERED = 500;

/**
 * A PDF in memory: the same pages give the same bytes, because its only date is the one given, so that its hash can stand in a
 * record. Others are served between two pages.
 */
export async function pdfBytes(
  pages: readonly PrintedPage[],
  { title, language, at }: { readonly title: string; readonly language: Language; readonly at: Instant },
): Promise<Bytes> {
  assert(pages.length > 0, 'a PDF has a page');
  const doc = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    lang: language,
    displayTitle: true,
    info: { Title: title, Producer: 'Cotejo', Creator: 'Cotejo', CreationDate: new Date(at) },
  });
  registerFaces(doc);
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.once('end', () => resolve()));
  for (const [i, page] of pages.entries()) {
    await drawPage(doc, page);
    if ((i + 1) % PAGES_REMEMBERED === 0) forgetWords(doc);
    await breathe();
  }
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}
