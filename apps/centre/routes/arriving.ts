import type { FastifyRequest } from 'fastify';
import type { Bytes } from '../../../src/base/bytes.ts';
import { err, ok, type Result } from '../../../src/base/result.ts';
import { type Submission, submissionSchema } from '../api-schemas.ts';
import { networkOf } from '../network-of.ts';
import type { DeskLimits } from './limits.ts';
import { BUSY, type Trouble } from './trouble.ts';
import { isWellFormed, NOT_WELL_FORMED } from './well-formed.ts';

/** A sheet as it came over the wire, within its limits. */
export type Arrived = { readonly submission: Submission; readonly pages: readonly Bytes[] };

/**
 * What all senders together may have on the way. As long as a network has more than one sheet on the way it leaves a quarter to the
 * others: a bulk waits for itself.
 */
export class Room {
  readonly #bytes: number;
  readonly #ofNetwork = new Map<string, number>();
  #left: number;

  constructor(bytes: number) {
    this.#bytes = bytes;
    this.#left = bytes;
  }

  /** Takes room for more of a sheet that has `held` bytes already; false if there is none. */
  take(network: string, held: number, bytes: number): boolean {
    const own = this.#ofNetwork.get(network) ?? 0;
    const hasOthers = own > held;
    if (bytes > this.#left || (hasOthers && own + bytes > (this.#bytes * 3) / 4)) return false;
    this.#left -= bytes;
    this.#ofNetwork.set(network, own + bytes);
    return true;
  }

  give(network: string, bytes: number): void {
    this.#left += bytes;
    const own = (this.#ofNetwork.get(network) ?? 0) - bytes;
    if (own > 0) this.#ofNetwork.set(network, own);
    else this.#ofNetwork.delete(network);
  }
}

type Read = Result<{ readonly arrived: Arrived; release(): void }, Trouble>;
type Parts = { submission: string | null; readonly pages: Bytes[]; readonly network: string; bytes: number };

function unreadable(detail: string): Trouble {
  return { status: 400, code: 'bad-multipart', detail };
}

function tooLarge(detail: string, field?: string): Trouble {
  return { status: 413, code: 'too-large', detail, ...(field === undefined ? {} : { field }) };
}

/** Reads pages and submission. `release` gives back their room, when nobody holds the bytes any more. */
export async function readArrival(request: FastifyRequest, limits: DeskLimits, room: Room): Promise<Read> {
  if (!request.isMultipart()) {
    const detail = 'A sheet comes as multipart/form-data.';
    return err({ status: 415, code: 'unsupported-media-type', detail });
  }
  const parts: Parts = { submission: null, pages: [], network: networkOf(request.ip), bytes: 0 };
  const release = () => {
    room.give(parts.network, parts.bytes);
    parts.bytes = 0;
  };
  const trouble = await readParts(request, parts, limits, room).catch((cause) => partsTrouble(cause, limits));
  const read = trouble === null ? finish(parts, release) : err(trouble);
  if (!read.ok) release();
  return read;
}

async function readParts(
  request: FastifyRequest,
  parts: Parts,
  limits: DeskLimits,
  room: Room,
): Promise<Trouble | null> {
  const { pages: files, pageBytes: fileSize, submissionBytes: fieldSize } = limits;
  const caps = { files, fileSize, fieldSize, fields: 1, parts: files + 1, fieldNameSize: 20, headerPairs: 20 };
  for await (const part of request.parts({ limits: caps })) {
    if (part.type === 'field') {
      if (part.fieldname !== 'submission') return unreadable('The parts are named submission and page.');
      if (part.valueTruncated) return tooLarge(`The submission has at most ${fieldSize} bytes.`, '/submission');
      parts.submission = String(part.value);
      continue;
    }
    if (part.fieldname !== 'page') return unreadable('The parts are named submission and page.');
    const trouble = await readPage(part.file, parts, limits, room);
    if (trouble !== null) return trouble;
    if (part.file.truncated)
      return tooLarge(`A page has at most ${fileSize} bytes.`, `/page/${parts.pages.length - 1}`);
  }
  return null;
}

async function readPage(
  file: AsyncIterable<Uint8Array>,
  parts: Parts,
  limits: DeskLimits,
  room: Room,
): Promise<Trouble | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) {
    if (parts.bytes + chunk.length > limits.sheetBytes) {
      return tooLarge(`All pages together have at most ${limits.sheetBytes} bytes.`, '/page');
    }
    if (!room.take(parts.network, parts.bytes, chunk.length)) return BUSY;
    parts.bytes += chunk.length;
    chunks.push(chunk);
  }
  parts.pages.push(new Uint8Array(Buffer.concat(chunks)));
  return null;
}

function finish({ submission, pages }: Parts, release: () => void): Read {
  if (submission === null) return err({ ...unreadable('The part submission is missing.'), field: '/submission' });
  const said = jsonOf(submission);
  if (!isWellFormed(said)) return err({ ...NOT_WELL_FORMED, field: '/submission' });
  const parsed = submissionSchema.safeParse(said);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = ['/submission', ...(issue?.path ?? [])].join('/');
    const detail = `The submission is not as it should be: ${issue?.message ?? 'unknown'}`;
    return err({ status: 400, code: 'invalid-request', detail, field });
  }
  return ok({ arrived: { submission: parsed.data, pages }, release });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the reader of parts throws: by its code, and anything else is a form that cannot be read. */
function partsTrouble(cause: unknown, limits: DeskLimits): Trouble {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  switch (code) {
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return tooLarge(`A sheet has one submission and at most ${limits.pages} pages.`, '/page');
    case 'FST_REQ_FILE_TOO_LARGE':
      return tooLarge(`A page has at most ${limits.pageBytes} bytes.`, '/page');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(`All pages together have at most ${limits.sheetBytes} bytes.`, '/page');
    default:
      return unreadable('The form cannot be read.');
  }
}
