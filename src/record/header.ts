import { type Bytes, decodeUtf8, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalText } from '../base/canonical.ts';
import { type Instant, isInstant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ContestId, CountKind } from '../model/ids.ts';

export type EventClock = 'server' | 'device' | 'source';

/** The public part of an event: a leaf of the log. docs/spec/publication.md section 1. */
export type EventHeader = {
  /** A kind of this version, or a newer one that is kept and shown as it is. */
  readonly kind: string;
  readonly count: CountKind | null;
  readonly contest: ContestId | null;
  readonly at: Instant;
  readonly clock: EventClock;
  readonly source: string;
  readonly sourceSeq: number;
  /** Leaf hash of the event before it from the same source; null for the first. */
  readonly sourcePrev: Bytes | null;
  readonly actor: string | null;
  /** SHA-256 commitment to salt and body. */
  readonly body: Bytes;
  /** 2 and more: of a vote that was repeated (absent otherwise). */
  readonly generation?: number;
  /** Of an event that an office recorded and this record took in: see `officeHeader`. Absent of all others. */
  readonly office?: OfficePlace;
};

/** Where an event stands in the record of its office, and when that was by the office's own order. */
export type OfficePlace = { readonly id: string; readonly index: number; readonly at: Instant };

export type HeaderError =
  | { readonly kind: 'header-not-json'; readonly detail: string }
  | { readonly kind: 'header-not-canonical' }
  | { readonly kind: 'header-version'; readonly found: string }
  | { readonly kind: 'header-field'; readonly field: string; readonly found: string };

/** A header longer than this is no header: tlog entries are limited to 65,535 bytes, ours to far less. */
const HEADER_BYTES_MAX = 4096;

export function encodeHeader(header: EventHeader): Bytes {
  const { body, sourcePrev } = header;
  return utf8(headerText(header, toBase64(body), sourcePrev && toBase64(sourcePrev)));
}

/** Strict: only the exact bytes that `encodeHeader` would give are a header. The bytes are not trusted. */
export function decodeHeader(bytes: Bytes): Result<EventHeader, HeaderError> {
  const read = decodeHeaderText(bytes);
  return read.ok ? ok(read.value.header) : read;
}

/** The same, with the text that the bytes are. */
export function decodeHeaderText(
  bytes: Bytes,
): Result<{ readonly header: EventHeader; readonly text: string }, HeaderError> {
  if (bytes.length > HEADER_BYTES_MAX)
    return err({ kind: 'header-not-json', detail: `over ${HEADER_BYTES_MAX} bytes` });
  const text = decodeUtf8(bytes);
  if (!text.ok) return err({ kind: 'header-not-json', detail: 'not UTF-8' });
  const json = parseObject(text.value);
  if (json === null) return err({ kind: 'header-not-json', detail: 'not a JSON object' });
  if (json['v'] !== 1) return err({ kind: 'header-version', found: JSON.stringify(json['v']) ?? 'none' });
  const fields = readFields(json);
  if (!fields.ok) return fields;
  // Equal text shows at once that keys are sorted, none is unknown or doubled, and each value has its one spelling.
  // Base64 has one spelling of its own, so the texts of the hashes need not be made again.
  const { body, sourcePrev = null } = json;
  const written = headerText(fields.value, String(body), sourcePrev === null ? null : String(sourcePrev));
  if (written !== text.value) return err({ kind: 'header-not-canonical' });
  return ok({ header: fields.value, text: text.value });
}

/** RFC 8785 text, keys in order by hand: a record has hundreds of thousands of headers, and each is read and written back. */
function headerText(h: EventHeader, body: string, sourcePrev: string | null): string {
  const actor = h.actor === null ? '' : `"actor":${canonicalText(h.actor)},`;
  const contest = h.contest === null ? '' : `"contest":${canonicalText(h.contest)},`;
  const count = h.count === null ? '' : `"count":"${h.count}",`;
  const prev = sourcePrev === null ? '' : `"sourcePrev":"${sourcePrev}",`;
  const source = canonicalText(h.source);
  const generation = h.generation === undefined ? '' : `"generation":${canonicalText(h.generation)},`;
  const { id, at: officeAt, index } = h.office ?? {};
  const office =
    id === undefined
      ? ''
      : `"office":${canonicalText(id)},"officeAt":${canonicalText(officeAt ?? 0)},"officeIndex":${canonicalText(index ?? 0)},`;
  const [at, seq] = [canonicalText(h.at), canonicalText(h.sourceSeq)];
  return `{${actor}"at":${at},"body":"${body}","clock":"${h.clock}",${contest}${count}${generation}"kind":${canonicalText(h.kind)},${office}"source":${source},${prev}"sourceSeq":${seq},"v":1}`;
}

function readFields(json: Record<string, unknown>): Result<EventHeader, HeaderError> {
  const bad = (field: string) =>
    err({ kind: 'header-field' as const, field, found: JSON.stringify(json[field]) ?? '' });
  const { kind, count, contest, at, clock, source, sourceSeq, sourcePrev, actor, body } = json;
  if (!isText(kind)) return bad('kind');
  if (count !== undefined && count !== 'preliminary' && count !== 'official') return bad('count');
  if (contest !== undefined && !isText(contest)) return bad('contest');
  if (!isInstant(at)) return bad('at');
  if (clock !== 'server' && clock !== 'device' && clock !== 'source') return bad('clock');
  if (!isText(source)) return bad('source');
  if (!isWhole(sourceSeq) || sourceSeq < 0) return bad('sourceSeq');
  const prev = sourcePrev === undefined ? null : hash(sourcePrev);
  if (prev === undefined || (prev === null) !== (sourceSeq === 0)) return bad('sourcePrev');
  if (actor !== undefined && !isText(actor)) return bad('actor');
  const commitment = hash(body);
  if (commitment === undefined || commitment === null) return bad('body');
  const { generation, office: id, officeAt, officeIndex } = json;
  if (generation !== undefined && (!isWhole(generation) || generation < 2)) return bad('generation');
  const inOffice = id !== undefined || officeAt !== undefined || officeIndex !== undefined;
  if (inOffice && !isText(id)) return bad('office');
  if (inOffice && !isInstant(officeAt)) return bad('officeAt');
  if (inOffice && (!isWhole(officeIndex) || officeIndex < 0)) return bad('officeIndex');
  return ok({
    kind,
    count: count ?? null,
    contest: (contest as ContestId | undefined) ?? null,
    at,
    clock,
    source,
    sourceSeq,
    sourcePrev: prev,
    actor: actor ?? null,
    body: commitment,
    ...(generation === undefined ? {} : { generation }),
    ...(inOffice ? { office: { id: id as string, index: officeIndex as number, at: officeAt as Instant } } : {}),
  });
}

function hash(value: unknown): Bytes | null | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = fromBase64(value);
  return bytes.ok && bytes.value.length === 32 ? bytes.value : undefined;
}

/** Minus zero and lone surrogates are JSON, and have no canonical bytes. */
function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
