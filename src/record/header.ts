import { type Bytes, decodeUtf8, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
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
};

export type HeaderError =
  | { readonly kind: 'header-not-json'; readonly detail: string }
  | { readonly kind: 'header-not-canonical' }
  | { readonly kind: 'header-version'; readonly found: string }
  | { readonly kind: 'header-field'; readonly field: string; readonly found: string };

/** A header longer than this is no header: tlog entries are limited to 65,535 bytes, ours to far less. */
const HEADER_BYTES_MAX = 4096;

export function encodeHeader(header: EventHeader): Bytes {
  return utf8(canonicalText(headerJson(header)));
}

/** Strict: only the exact bytes that `encodeHeader` would give are a header. The bytes are not trusted. */
export function decodeHeader(bytes: Bytes): Result<EventHeader, HeaderError> {
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
  if (canonicalText(headerJson(fields.value)) !== text.value) return err({ kind: 'header-not-canonical' });
  return fields;
}

function headerJson(h: EventHeader): Json {
  return {
    v: 1,
    kind: h.kind,
    at: h.at,
    clock: h.clock,
    source: h.source,
    sourceSeq: h.sourceSeq,
    body: toBase64(h.body),
    ...(h.count === null ? {} : { count: h.count }),
    ...(h.contest === null ? {} : { contest: h.contest }),
    ...(h.sourcePrev === null ? {} : { sourcePrev: toBase64(h.sourcePrev) }),
    ...(h.actor === null ? {} : { actor: h.actor }),
  };
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
