import { type Instant, instant, parseInstant } from '../base/instant.ts';
import type { LocalizedText } from './ids.ts';

/** An object of foreign JSON, as a map: a key such as `constructor` then finds nothing that was not written. */
export type Fields = ReadonlyMap<string, unknown>;

export type FieldProblemKind =
  | 'missing-value'
  | 'wrong-type'
  | 'bad-text'
  | 'bad-id'
  | 'reserved-id'
  | 'repeated-id'
  | 'unknown-value'
  | 'unknown-level'
  | 'unknown-unit'
  | 'too-many'
  | 'conflicting-settings'
  | 'bad-date'
  | 'not-a-time'
  | 'time-without-offset'
  | 'impossible-time'
  | 'unknown-time-zone'
  | 'bad-rule'
  | 'ballot-not-supported';

/** What is wrong with one value of a JSON document. `path` is written `contest.options[2].id`. */
export type FieldProblem = {
  readonly kind: FieldProblemKind;
  readonly path: string;
  readonly value: string | null;
  readonly expected: string;
  readonly advice: string | null;
};

const MAX_TEXT = 10_000;
// Published pages name figures by ids separated by spaces, and payloads use ids as keys: no white space, and a letter
// or digit first (so never `__proto__`).
const ID = /^[\p{L}\p{N}][^\p{Cc}\p{Cf}\p{Cs}\p{Z}"'<>`\\]*$/u;
const MAX_ID = 64;
export const ID_EXPECTED = 'letters, digits and signs without spaces or quotes, a letter or digit first, at most 64';

/** Whether a text can be the id of a contest, selection, other vote or station. */
export function isId(text: string): boolean {
  return text.length <= MAX_ID && ID.test(text);
}

const TIME_SHAPE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;
export const TIME_EXPECTED = 'a time like 2019-10-20T19:40:57-04:00';

export type TimeFault = 'not-a-time' | 'time-without-offset' | 'impossible-time';

/** An instant, or the kind of fault that says best what is wrong with its text. */
export function readTime(text: string): Instant | TimeFault {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  const shape = TIME_SHAPE.exec(text);
  if (shape === null) return 'not-a-time';
  return shape[1] === undefined ? 'time-without-offset' : 'impossible-time';
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(`${text}T00:00:00Z`).ok;
}

/** A value as it is shown in a message: never long, never nested. */
export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  if (Array.isArray(value)) return '(a list)';
  if (typeof value === 'object' && value !== null) return '(an object)';
  return clip(String(value));
}

/** At most 80 characters of a text, so that a hostile cell cannot fill a report. */
export function clip(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/**
 * Reads values of foreign JSON. A value that is refused is noted in `problems` and replaced by a neutral one, so that
 * one pass finds every problem; the outcome must not be used unless `problems` is empty.
 */
export class FieldReader {
  readonly problems: FieldProblem[] = [];

  report(kind: FieldProblemKind, path: string, value: unknown, expected: string, advice: string | null = null): void {
    this.problems.push({ kind, path, value: shown(value), expected, advice });
  }

  object(value: unknown, path: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
    this.report(value === undefined ? 'missing-value' : 'wrong-type', path, value, 'an object');
    return new Map();
  }

  list(value: unknown, path: string, most: number): readonly unknown[] {
    if (!Array.isArray(value)) {
      this.report(value === undefined ? 'missing-value' : 'wrong-type', path, value, 'a list');
      return [];
    }
    if (value.length <= most) return value;
    this.report('too-many', path, value.length, `at most ${most}`);
    return [];
  }

  text(value: unknown, path: string): string {
    if (typeof value !== 'string') {
      this.report(value === undefined ? 'missing-value' : 'wrong-type', path, value, 'a text');
      return '';
    }
    if (value.isWellFormed() && value.length <= MAX_TEXT) return value;
    this.report('bad-text', path, value, `Unicode text of at most ${MAX_TEXT} characters`);
    return '';
  }

  id(value: unknown, path: string): string {
    const text = this.text(value, path);
    if (typeof value === 'string' && !isId(text)) this.report('bad-id', path, value, ID_EXPECTED);
    return text;
  }

  /** A list of texts in which none stands twice. */
  distinct(values: readonly string[], path: string): void {
    const seen = new Set<string>();
    for (const [i, value] of values.entries()) {
      if (seen.has(value)) this.report('repeated-id', `${path}[${i}]`, value, 'each name once');
      seen.add(value);
    }
  }

  localized(value: unknown, path: string): LocalizedText {
    const fields = this.object(value, path);
    return { es: this.text(fields.get('es'), `${path}.es`), en: this.text(fields.get('en'), `${path}.en`) };
  }

  oneOf<T extends string>(value: unknown, path: string, allowed: readonly [T, ...T[]]): T {
    const found = allowed.find((a) => a === value);
    if (found !== undefined) return found;
    this.report(value === undefined ? 'missing-value' : 'unknown-value', path, value, allowed.join(', '));
    return allowed[0];
  }

  date(value: unknown, path: string): string {
    const text = this.text(value, path);
    if (typeof value === 'string' && !isDate(text)) this.report('bad-date', path, value, 'a day like 2019-10-20');
    return text;
  }

  time(value: unknown, path: string): Instant {
    const text = this.text(value, path);
    const read = typeof value === 'string' ? readTime(text) : instant(0);
    if (typeof read === 'number') return read;
    this.report(read, path, value, TIME_EXPECTED);
    return instant(0);
  }
}
