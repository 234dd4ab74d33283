import { fromBase64 } from '../base/bytes.ts';
import { isInstant } from '../base/instant.ts';
import type { Box, BoxCorrection } from '../model/votes.ts';
import { REFUSED_REASONS, type RefusedMinute } from './arrival-bodies.ts';

/* What a field of a body may hold. All of it is foreign. */

export type Raw = Readonly<Record<string, unknown>>;

export function isRaw(v: unknown): v is Raw {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

export function isTextPair(v: unknown): v is readonly [string, string] {
  return Array.isArray(v) && v.length === 2 && v.every(isText);
}

export function isJudged(v: unknown): v is readonly [number, boolean] {
  return Array.isArray(v) && v.length === 2 && isIndex(v[0]) && typeof v[1] === 'boolean';
}

export function isSignature(v: unknown): v is readonly [string, string] {
  return Array.isArray(v) && v.length === 2 && isText(v[0]) && isBase64Of(v[1], 64);
}

export function isRoot(v: unknown): v is readonly [string, number, string] {
  return Array.isArray(v) && v.length === 3 && isText(v[0]) && isIndex(v[1]) && isHash(v[2]);
}

export function isSeats(v: unknown): v is readonly [string, number] {
  return Array.isArray(v) && v.length === 2 && isText(v[0]) && isIndex(v[1]);
}

function isIndex(v: unknown): v is number {
  return Number.isSafeInteger(v) && (v as number) >= 0;
}

export function isBase64Of(v: unknown, length: number): v is string {
  const bytes = typeof v === 'string' ? fromBase64(v) : null;
  return bytes?.ok === true && bytes.value.length === length;
}

/** The first byte says that the point is not compressed (SEC 1, section 2.3.3). */
export function isPoint(v: unknown): v is string {
  const bytes = typeof v === 'string' ? fromBase64(v) : null;
  return bytes?.ok === true && bytes.value.length === 65 && bytes.value[0] === 4;
}

export function isCommitment(v: unknown): v is readonly [string, string] {
  return Array.isArray(v) && v.length === 2 && isText(v[0]) && isHash(v[1]);
}

const MINUTE_MS = 60_000;

export function isRefusedMinute(v: unknown): v is RefusedMinute {
  if (!Array.isArray(v) || v.length !== 3) return false;
  const [minute, reason, times] = v as readonly unknown[];
  const known = (REFUSED_REASONS as readonly unknown[]).includes(reason);
  return isInstant(minute) && minute % MINUTE_MS === 0 && known && Number.isSafeInteger(times) && (times as number) > 0;
}

export function isBefore(a: RefusedMinute, b: RefusedMinute): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

export function isHash(v: unknown): v is string {
  return isBase64Of(v, 32);
}

export function isText(v: unknown): v is string {
  return typeof v === 'string' && v !== '' && v.isWellFormed();
}

export function isCorrection(v: unknown): v is BoxCorrection {
  return Array.isArray(v) && v.length === 2 && v.every((n) => Number.isSafeInteger(n) && n >= 0);
}

export function isPicture(v: unknown): boolean {
  if (typeof v !== 'object' || v === null) return false;
  const p = v as Raw;
  return isHash(p['original']) && isHash(p['shown']) && Object.keys(p).length === 2;
}

export function isImportedFile(v: unknown): boolean {
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
