import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import { assert } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import { syncFolder } from '../durable-files/durable-files.ts';
import { drawPage } from './draw-page.ts';
import { forgetWords, registerFaces } from './paper-fonts.ts';

/*
 * A PDF that grows page after page in a draft beside its place, mode 0600, and is renamed when it is whole: codes of paper kits
 * stand in it.
 */

export type PaperError = {
  readonly kind: 'file-exists' | 'not-writable' | 'not-written';
  readonly path: string;
  readonly detail: string;
};

export type PdfOptions = { readonly title: string; readonly at: Instant; readonly replace: boolean };

/** After so many pages the words of earlier ones are forgotten. */
const PAGES_REMEMBERED = 3000;

/** One sentence for a person. */
export function describePaperError({ kind, path, detail }: PaperError): string {
  if (kind === 'file-exists') return `${path} is there already. Choose another name, or --force to replace it.`;
  return `cannot write ${path}: ${detail}. Check the folder, its permissions and the free space.`;
}

/** Begins a PDF. What is refused here is refused before anything was printed. */
export function beginPdf(path: string, { title, at, replace }: PdfOptions): Result<PdfFile, PaperError> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !(replace && there.isFile())) return err({ kind: 'file-exists', path, detail: '' });
  const draft = join(dirname(path), `.${randomBytes(12).toString('hex')}.draft`);
  try {
    return ok(new PdfFile(path, draft, openSync(draft, 'wx', 0o600), title, at));
  } catch (cause) {
    return err({ kind: 'not-writable', path, detail: codeOf(cause) });
  }
}

export class PdfFile {
  private readonly path: string;
  private readonly draft: string;
  private readonly file: number;
  private readonly doc: PDFKit.PDFDocument;
  private readonly ended: Promise<void>;
  private trouble: PaperError | null = null;
  private isOpen = true;
  private count = 0;
  private size = 0;

  constructor(path: string, draft: string, file: number, title: string, at: Instant) {
    this.path = path;
    this.draft = draft;
    this.file = file;
    this.doc = new PDFDocument({
      autoFirstPage: false,
      margin: 0,
      lang: 'es',
      info: { Title: title, Producer: 'Cotejo', Creator: 'Cotejo', CreationDate: new Date(at) },
    });
    registerFaces(this.doc);
    this.doc.on('data', (chunk: Uint8Array) => this.keep(chunk));
    this.ended = new Promise((resolve) => this.doc.once('end', () => resolve()));
  }

  /** Pages and bytes so far. */
  get pages(): number {
    return this.count;
  }
  get bytes(): number {
    return this.size;
  }

  /** Draws one page; what the medium refused is an error of this page or of a later one. */
  async add(page: PrintedPage): Promise<Result<null, PaperError>> {
    assert(this.isOpen, 'a page is added to an open file');
    await drawPage(this.doc, page);
    this.count++;
    if (this.count % PAGES_REMEMBERED === 0) forgetWords(this.doc);
    return this.trouble === null ? ok(null) : err(this.trouble);
  }

  /** Writes what is left, durably, and puts the file into its place. */
  async finish(): Promise<Result<null, PaperError>> {
    assert(this.isOpen && this.count > 0, 'an open file with pages is finished');
    this.doc.end();
    await this.ended;
    if (this.trouble !== null) {
      this.abandon();
      return err(this.trouble);
    }
    try {
      fsyncSync(this.file);
      closeSync(this.file);
      this.isOpen = false;
      renameSync(this.draft, this.path);
      await syncFolder(dirname(this.path));
      return ok(null);
    } catch (cause) {
      this.abandon();
      return err({ kind: 'not-written', path: this.path, detail: codeOf(cause) });
    }
  }

  /** Leaves nothing behind. */
  abandon(): void {
    if (this.isOpen) closeSync(this.file);
    this.isOpen = false;
    rmSync(this.draft, { force: true });
  }

  private keep(chunk: Uint8Array): void {
    // Thrown inside of a stream it would end the process: it is told with the next page.
    if (this.trouble !== null || !this.isOpen) return;
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(this.file, chunk, at);
      this.size += chunk.length;
    } catch (cause) {
      this.trouble = { kind: 'not-written', path: this.path, detail: codeOf(cause) };
    }
  }
}

/** What the system refused; anything else is a bug and goes on. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
  return `the system says ${String(cause.code)}`;
}
