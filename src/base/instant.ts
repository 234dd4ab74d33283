import type { Brand } from './brand.ts';
import { err, ok, type Result } from './result.ts';

/**
 * A moment as whole milliseconds since 1970-01-01T00:00:00Z. Instants are integers and are compared as integers:
 * sorting them as text once put "01:00 p.m." before "01:01 a.m." in a published analysis of a real election.
 */
export type Instant = Brand<number, 'Instant'>;

export function instant(ms: number): Instant {
  if (!Number.isSafeInteger(ms)) throw new Error(`assertion failed: an instant is a whole number of ms, not ${ms}`);
  return ms as Instant;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?(Z|[+-]\d{2}:\d{2})$/;

/** Parses ISO 8601 with seconds and an offset (`2019-10-20T19:40:57-04:00`). A time without an offset is refused. */
export function parseInstant(text: string): Result<Instant, { kind: 'not-an-instant' }> {
  const m = ISO.exec(text);
  if (m === null) return err({ kind: 'not-an-instant' });
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4], m[5], m[6]].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Number((m[7] ?? '').padEnd(3, '0'));
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(at);
  const sameDay = back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === day;
  if (!sameDay || hour > 23 || minute > 59 || second > 59) return err({ kind: 'not-an-instant' });
  const zone = m[8] ?? 'Z';
  if (zone === 'Z') return ok(instant(at));
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  if (offset > 14 * 60 || Number(zone.slice(4, 6)) > 59) return err({ kind: 'not-an-instant' });
  return ok(instant(at - (zone.startsWith('-') ? -offset : offset) * 60_000));
}

/** The furthest moments that a date can name (ECMA-262, Time Values): 100 million days from 1970. */
const LIMIT_MS = 8.64e15;

/** Whether a foreign value is an instant that can also be written as a date. */
export function isInstant(value: unknown): value is Instant {
  return Number.isSafeInteger(value) && !Object.is(value, -0) && Math.abs(value as number) <= LIMIT_MS;
}

/** UTC with seconds, or milliseconds when there are any: the published spelling. */
export function formatInstant(at: Instant): string {
  const iso = new Date(at).toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : iso;
}
