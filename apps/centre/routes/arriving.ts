import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Bytes } from '../../../src/base/bytes.ts';
import { err, ok, type Result } from '../../../src/base/result.ts';
import { type Submission, submissionSchema } from '../api-schemas.ts';
import { networkOf } from '../network-of.ts';
import type { DeskLimits } from './limits.ts';
import { BUSY, type Trouble } from './trouble.ts';
import { isWellFormed, NOT_WELL_FORMED } from './well-formed.ts';

/** A sheet as it came over the wire, within its limits. */
export type Arrived = { readonly submission: Submission; readonly pages: readonly Bytes[] };
/** The part of a form that says what its pages are. */
type Told<T> = { readonly name: 'scan' | 'submission'; readonly schema: z.ZodType<T> };

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

type Read<T> = Result<{ readonly arrived: T; release(): void }, Trouble>;
type ReadForm<T> = Read<{ readonly told: T; readonly pages: readonly Bytes[] }>;
type Parts = {
  readonly name: string;
  told: string | null;
  readonly pages: Bytes[];
  readonly network: string;
  bytes: number;
};

function unreadable(detail: string): Trouble {
  return { status: 400, code: 'bad-multipart', detail };
}

function tooLarge(detail: string, field?: string): Trouble {
  return { status: 413, code: 'too-large', detail, ...(field === undefined ? {} : { field }) };
}

/** Reads pages and submission. `release` gives back their room, when nobody holds the bytes any more. */
export async function readArrival(request: FastifyRequest, limits: DeskLimits, room: Room): Promise<Read<Arrived>> {
  const read = await readForm(request, limits, room, { name: 'submission', schema: submissionSchema });
  if (!read.ok) return read;
  const { arrived, release } = read.value;
  return ok({ arrived: { submission: arrived.told, pages: arrived.pages }, release });
}

/** Reads pages and the part that says what they are. */
export async function readForm<T>(
  request: FastifyRequest,
  limits: DeskLimits,
  room: Room,
  about: Told<T>,
): Promise<ReadForm<T>> {
  if (!request.isMultipart()) {
    const detail = 'A sheet comes as multipart/form-data.';
    return err({ status: 415, code: 'unsupported-media-type', detail });
  }
  const parts: Parts = { name: about.name, told: null, pages: [], network: networkOf(request.ip), bytes: 0 };
  const release = () => {
    room.give(parts.network, parts.bytes);
    parts.bytes = 0;
  };
  const trouble = await readParts(request, parts, limits, room).catch((cause) => partsTrouble(cause, limits));
  const read = trouble === null ? finish(parts, about, release) : err(trouble);
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
      if (part.fieldname !== parts.name) return unreadable(`The parts are named ${parts.name} and page.`);
      if (part.valueTruncated) return tooLarge(`The ${parts.name} has at most ${fieldSize} bytes.`, `/${parts.name}`);
      parts.told = String(part.value);
      continue;
    }
    if (part.fieldname !== 'page') return unreadable(`The parts are named ${parts.name} and page.`);
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

function finish<T>({ told, pages }: Parts, { name, schema }: Told<T>, release: () => void): ReadForm<T> {
  if (told === null) return err({ ...unreadable(`The part ${name} is missing.`), field: `/${name}` });
  const said = jsonOf(told);
  if (!isWellFormed(said)) return err({ ...NOT_WELL_FORMED, field: `/${name}` });
  const parsed = schema.safeParse(said);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = [`/${name}`, ...(issue?.path ?? [])].join('/');
    const detail = `The ${name} is not as it should be: ${issue?.message ?? 'unknown'}`;
    return err({ status: 400, code: 'invalid-request', detail, field });
  }
  return ok({ arrived: { told: parsed.data, pages }, release });
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
