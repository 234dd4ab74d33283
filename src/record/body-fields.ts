import { fromBase64 } from '../base/bytes.ts';
import { type Instant, isInstant } from '../base/instant.ts';
import type { LocalizedText, StationId } from '../model/ids.ts';
import type { Box, BoxCorrection } from '../model/votes.ts';
import { REFUSED_REASONS, type RefusedMinute } from './arrival-bodies.ts';
import type { ImportedFile, SheetPicture } from './bodies.ts';

/** No body lists more than this of anything. */
const LIST_MAX = 1000;
/** Pages of one sheet. */
export const PICTURES_MAX = 16;

export type Raw = Readonly<Record<string, unknown>>;
/** Reads fields of a hostile object and remembers the first that is wrong. */
export class Fields {
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
  /** Ed25519, or an uncompressed point of P-256. */
  deviceKey(field: string): string {
    const v = this.raw[field];
    return this.take(field, isBase64Of(v, 32) || isPoint(v) ? (v as string) : undefined);
  }
  /** Contests with a hash each, ascending and without repetition, one at least. */
  commitments(field: string): readonly (readonly [string, string])[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length > 0 &&
      v.length <= LIST_MAX &&
      v.every((c, i) => isCommitment(c) && (i === 0 || c[0] > (v[i - 1] as readonly [string, string])[0]));
    return this.take(field, good ? (v as readonly (readonly [string, string])[]) : undefined);
  }
  /** Ascending by minute, then by reason, without repetition, one at least. */
  refusedMinutes(field: string): readonly RefusedMinute[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length > 0 &&
      v.length <= LIST_MAX &&
      v.every((m, i) => isRefusedMinute(m) && (i === 0 || isBefore(v[i - 1] as RefusedMinute, m)));
    return this.take(field, good ? (v as readonly RefusedMinute[]) : undefined);
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
  /** Another person for each place of the pair. */
  people(field: string): readonly [string, string] {
    const v = this.raw[field];
    const good = Array.isArray(v) && v.length === 2 && v.every(isText) && v[0] !== v[1];
    return this.take(field, good ? (v as unknown as readonly [string, string]) : undefined);
  }
  peopleOrNull(field: string): readonly [string, string] | null {
    if (this.raw[field] !== null) return this.people(field);
    return this.take(field, null);
  }
  textOrNull(field: string): string | null {
    const v = this.raw[field];
    return this.take(field, v === null || isText(v) ? (v as string | null) : undefined);
  }
  /** Record numbers, ascending and without repetition. */
  records(field: string): readonly number[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length <= LIST_MAX &&
      v.every((n, i) => Number.isSafeInteger(n) && n >= 0 && (i === 0 || n > (v[i - 1] as number)));
    return this.take(field, good ? (v as readonly number[]) : undefined);
  }
  /** Known words in ascending order without repetition. */
  codes<T extends string>(field: string, known: (code: string) => code is T): readonly T[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length <= LIST_MAX &&
      v.every((c, i) => typeof c === 'string' && known(c) && (i === 0 || c > (v[i - 1] as string)));
    return this.take(field, good ? (v as readonly T[]) : undefined);
  }
  corrections(field: string): readonly BoxCorrection[] {
    const v = this.raw[field];
    const good =
      Array.isArray(v) &&
      v.length <= LIST_MAX &&
      v.every((c, i) => isCorrection(c) && (i === 0 || c[0] > (v[i - 1] as BoxCorrection)[0]));
    return this.take(field, good ? (v as readonly BoxCorrection[]) : undefined);
  }
  pictures(field: string): readonly SheetPicture[] {
    const v = this.raw[field];
    const good = Array.isArray(v) && v.length <= PICTURES_MAX && v.every(isPicture);
    return this.take(field, good ? (v as readonly SheetPicture[]) : undefined);
  }
  bytes(field: string, length: number): string {
    const v = this.raw[field];
    return this.take(field, isBase64Of(v, length) ? (v as string) : undefined);
  }
  bytesOrNull(field: string, length: number): string | null {
    if (this.raw[field] === null) return this.take(field, null);
    return this.bytes(field, length);
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

function isBase64Of(v: unknown, length: number): v is string {
  const bytes = typeof v === 'string' ? fromBase64(v) : null;
  return bytes?.ok === true && bytes.value.length === length;
}

/** The first byte says that the point is not compressed (SEC 1, section 2.3.3). */
function isPoint(v: unknown): v is string {
  const bytes = typeof v === 'string' ? fromBase64(v) : null;
  return bytes?.ok === true && bytes.value.length === 65 && bytes.value[0] === 4;
}

function isCommitment(v: unknown): v is readonly [string, string] {
  return Array.isArray(v) && v.length === 2 && isText(v[0]) && isHash(v[1]);
}

const MINUTE_MS = 60_000;

function isRefusedMinute(v: unknown): v is RefusedMinute {
  if (!Array.isArray(v) || v.length !== 3) return false;
  const [minute, reason, times] = v as readonly unknown[];
  const known = (REFUSED_REASONS as readonly unknown[]).includes(reason);
  return isInstant(minute) && minute % MINUTE_MS === 0 && known && Number.isSafeInteger(times) && (times as number) > 0;
}

function isBefore(a: RefusedMinute, b: RefusedMinute): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function isHash(v: unknown): v is string {
  return isBase64Of(v, 32);
}

function isText(v: unknown): v is string {
  return typeof v === 'string' && v !== '' && v.isWellFormed();
}

function isCorrection(v: unknown): v is BoxCorrection {
  return Array.isArray(v) && v.length === 2 && v.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isPicture(v: unknown): boolean {
  if (typeof v !== 'object' || v === null) return false;
  const p = v as Raw;
  return isHash(p['original']) && isHash(p['shown']) && Object.keys(p).length === 2;
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

export function decodeBoxes(list: readonly unknown[]): readonly Box[] | undefined {
  const out: Box[] = [];
  for (const v of list) {
    if (v === null) out.push('empty');
    else if (v === 'illegible') out.push('illegible');
    else if (Number.isSafeInteger(v) && (v as number) >= 0) out.push(v as Box);
    else return undefined;
  }
  return out;
}
