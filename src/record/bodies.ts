import { fromBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { type Instant, isInstant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { LocalizedText, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventKind } from './kinds.ts';

/** What each kind says; docs/spec/publication.md section 2. Hashes stay in their base64 spelling. */
export type EventBody =
  | { readonly kind: 'ElectionDefined'; readonly election: string; readonly units: string; readonly stations: string }
  | { readonly kind: 'KeysDeclared'; readonly origin: string; readonly log: string; readonly heartbeat: string }
  | { readonly kind: 'CountOpened'; readonly mode: CountMode; readonly files: readonly ImportedFile[] }
  | { readonly kind: 'EmbargoLifted' }
  | ({ readonly kind: 'SheetImported' } & SheetImportedBody)
  | { readonly kind: 'SheetReceived'; readonly station: StationId }
  | { readonly kind: 'EnvelopeReceived'; readonly station: StationId }
  | {
      readonly kind: 'EntryCommitted';
      readonly station: StationId;
      readonly slot: 1 | 2;
      readonly boxes: readonly Box[];
    }
  | {
      readonly kind: 'EntriesRevealed';
      readonly station: StationId;
      readonly entries: readonly [number, number];
      readonly equal: boolean;
    }
  | {
      readonly kind: 'DifferenceResolved';
      readonly station: StationId;
      readonly boxes: readonly Box[];
      readonly entries: readonly [number, number];
    }
  | { readonly kind: 'SheetAgreed'; readonly station: StationId; readonly boxes: readonly Box[]; readonly from: number }
  | { readonly kind: 'PublicationStopped'; readonly office: LocalizedText; readonly reason: LocalizedText }
  | { readonly kind: 'PublicationResumed'; readonly office: LocalizedText; readonly reason: LocalizedText }
  | { readonly kind: 'CountClosed' }
  | {
      readonly kind: 'StatePublished';
      readonly size: number;
      readonly covers: { readonly preliminary: number; readonly official: number };
      readonly manifest: string;
      readonly complete: boolean;
    };

export type CountMode = 'entered' | 'imported';
export type ImportedFile = { readonly name: string; readonly sha256: string; readonly rows: number };
export type SheetImportedBody = {
  readonly station: StationId;
  readonly version: number;
  readonly boxes: readonly Box[];
  /** `counted`, or the reason it is not in the total. */
  readonly status: string;
  readonly arrivedAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly file: string;
  readonly line: number;
};

export type BodyError = { readonly kind: 'body-field'; readonly of: EventKind; readonly field: string };

/** A box as JSON: a number, `null` for empty, `"illegible"`. */
export function encodeBox(box: Box): number | null | 'illegible' {
  return box === 'empty' ? null : box;
}

/** The JSON of a body, `kind` left out: the header says it. */
export function encodeBody(body: EventBody): Json {
  const { kind: _kind, ...rest } = body;
  if ('boxes' in rest) return { ...rest, boxes: rest.boxes.map(encodeBox) } as unknown as Json;
  return rest as unknown as Json;
}

type Raw = Readonly<Record<string, unknown>>;
/** Reads fields of a hostile object and remembers the first that is wrong. */
class Fields {
  wrong: string | null = null;
  private readonly raw: Raw;
  private taken = 0;

  constructor(raw: Raw) {
    this.raw = raw;
  }

  private take<T>(field: string, value: T | undefined): T {
    this.taken++;
    if (value === undefined) this.wrong ??= field;
    return value as T;
  }
  text(field: string): string {
    const v = this.raw[field];
    return this.take(field, typeof v === 'string' && v !== '' ? v : undefined);
  }
  hash(field: string): string {
    const v = this.raw[field];
    return this.take(field, isHash(v) ? v : undefined);
  }
  whole(field: string, from = 0): number {
    const v = this.raw[field];
    return this.take(field, Number.isSafeInteger(v) && (v as number) >= from ? (v as number) : undefined);
  }
  flag(field: string): boolean {
    const v = this.raw[field];
    return this.take(field, typeof v === 'boolean' ? v : undefined);
  }
  station(): StationId {
    return this.text('station') as StationId;
  }
  boxes(): readonly Box[] {
    const v = this.raw['boxes'];
    return this.take('boxes', Array.isArray(v) ? decodeBoxes(v) : undefined);
  }
  instantOrNull(field: string): Instant | null {
    const v = this.raw[field];
    return this.take(field, v === null || isInstant(v) ? v : undefined);
  }
  pair(field: string): readonly [number, number] {
    const v = this.raw[field];
    const good = Array.isArray(v) && v.length === 2 && v.every((n) => Number.isSafeInteger(n) && n >= 0);
    return this.take(field, good ? (v as unknown as readonly [number, number]) : undefined);
  }
  localized(field: string): LocalizedText {
    const v = this.raw[field] as Raw | null | undefined;
    const good = typeof v === 'object' && v !== null && Object.keys(v).length === 2;
    return this.take(
      field,
      good && typeof v['es'] === 'string' && typeof v['en'] === 'string' ? (v as LocalizedText) : undefined,
    );
  }
  covers(): { preliminary: number; official: number } {
    const v = this.raw['covers'] as Raw | null | undefined;
    const good = typeof v === 'object' && v !== null && Object.keys(v).length === 2;
    const p = good ? v['preliminary'] : undefined;
    const o = good ? v['official'] : undefined;
    const whole = Number.isSafeInteger(p) && Number.isSafeInteger(o) && (p as number) >= 0 && (o as number) >= 0;
    return this.take('covers', whole ? { preliminary: p as number, official: o as number } : undefined);
  }
  files(): readonly ImportedFile[] {
    const v = this.raw['files'];
    const good = Array.isArray(v) && v.length <= 16 && v.every(isImportedFile);
    return this.take('files', good ? (v as readonly ImportedFile[]) : undefined);
  }
  oneOf<T extends string | number>(field: string, values: readonly T[]): T {
    const v = this.raw[field] as T;
    return this.take(field, values.includes(v) ? v : undefined);
  }
  /** True when no field was wrong and none was left over. */
  done(): boolean {
    if (this.wrong === null && Object.keys(this.raw).length !== this.taken) this.wrong = 'an unknown field';
    return this.wrong === null;
  }
}

function isHash(v: unknown): v is string {
  const bytes = typeof v === 'string' ? fromBase64(v) : null;
  return bytes?.ok === true && bytes.value.length === 32;
}

function isImportedFile(v: unknown): boolean {
  if (typeof v !== 'object' || v === null) return false;
  const f = v as Raw;
  return (
    typeof f['name'] === 'string' &&
    isHash(f['sha256']) &&
    Number.isSafeInteger(f['rows']) &&
    (f['rows'] as number) >= 0 &&
    Object.keys(f).length === 3
  );
}

function decodeBoxes(list: readonly unknown[]): readonly Box[] | undefined {
  const out: Box[] = [];
  for (const v of list) {
    if (v === null) out.push('empty');
    else if (v === 'illegible') out.push('illegible');
    else if (Number.isSafeInteger(v) && (v as number) >= 0) out.push(v as Box);
    else return undefined;
  }
  return out;
}

/** Types the JSON of a body. Unknown or missing fields are errors: a body of version 1 says exactly this. */
export function decodeBody(kind: EventKind, raw: Raw): Result<EventBody, BodyError> {
  const f = new Fields(raw);
  const body = readBody(kind, f);
  return f.done() ? ok(body) : err({ kind: 'body-field', of: kind, field: f.wrong ?? '' });
}

function readBody(kind: EventKind, f: Fields): EventBody {
  switch (kind) {
    case 'ElectionDefined':
      return { kind, election: f.hash('election'), units: f.hash('units'), stations: f.hash('stations') };
    case 'KeysDeclared':
      return { kind, origin: f.text('origin'), log: f.text('log'), heartbeat: f.text('heartbeat') };
    case 'CountOpened':
      return { kind, mode: f.oneOf('mode', ['entered', 'imported'] as const), files: f.files() };
    case 'SheetImported':
      return { kind, ...readImported(f) };
    case 'SheetReceived':
    case 'EnvelopeReceived':
      return { kind, station: f.station() };
    case 'EntryCommitted':
      return { kind, station: f.station(), slot: f.oneOf('slot', [1, 2] as const), boxes: f.boxes() };
    case 'EntriesRevealed':
      return { kind, station: f.station(), entries: f.pair('entries'), equal: f.flag('equal') };
    case 'DifferenceResolved':
      return { kind, station: f.station(), boxes: f.boxes(), entries: f.pair('entries') };
    case 'SheetAgreed':
      return { kind, station: f.station(), boxes: f.boxes(), from: f.whole('from') };
    case 'PublicationStopped':
    case 'PublicationResumed':
      return { kind, office: f.localized('office'), reason: f.localized('reason') };
    case 'EmbargoLifted':
    case 'CountClosed':
      return { kind };
    case 'StatePublished':
      return {
        kind,
        size: f.whole('size'),
        covers: f.covers(),
        manifest: f.hash('manifest'),
        complete: f.flag('complete'),
      };
  }
}

function readImported(f: Fields): SheetImportedBody {
  return {
    station: f.station(),
    version: f.whole('version', 1),
    boxes: f.boxes(),
    status: f.text('status'),
    arrivedAt: f.instantOrNull('arrivedAt'),
    publishedAt: f.instantOrNull('publishedAt'),
    file: f.text('file'),
    line: f.whole('line', 1),
  };
}
