import { type Instant, isInstant } from '../../src/base/instant.ts';

/* What came over the line, looked at field by field: it may be anything. */

export type Foreign = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Foreign {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A whole number from 0. */
export function wholeOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

export function instantOf(value: unknown): Instant | null {
  return isInstant(value) ? value : null;
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((entry): entry is string => typeof entry === 'string');
}
