import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { err, ok, type Result } from '../base/result.ts';
import { shown } from './finding.ts';

/** Why bytes are not canonical JSON. */
export type CanonicalError = { readonly kind: 'not-utf8' | 'not-json' | 'not-canonical' };

export type JsonObject = { readonly [key: string]: Json };

/** JSON in exactly the bytes of RFC 8785; anything else, fractions and doubled keys among it, is refused. */
export function parseCanonical(bytes: Bytes): Result<Json, CanonicalError> {
  const text = decodeUtf8(bytes);
  if (!text.ok) return text;
  try {
    const value = JSON.parse(text.value) as Json;
    // Fractions, lone surrogates and nesting deeper than the stack throw here; the text is hostile, so that is a refusal.
    return canonicalText(value) === text.value ? ok(value) : err({ kind: 'not-canonical' });
  } catch (error) {
    return err({ kind: error instanceof SyntaxError ? 'not-json' : 'not-canonical' });
  }
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the object has exactly these keys. */
export function hasExactly(value: JsonObject, keys: readonly string[]): boolean {
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

export function isWhole(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A sentence that names the first place where a published JSON text is not what was derived. */
export function firstDifference(published: Bytes, derived: Json): string {
  const text = decodeUtf8(published);
  if (!text.ok) return 'it is not UTF-8';
  let value: Json;
  try {
    value = JSON.parse(text.value) as Json;
  } catch {
    return 'it is not JSON';
  }
  // The derived value sets the depth of the walk, so a hostile nesting cannot exhaust the stack.
  return differenceAt(value, derived, '') ?? 'the values are right, but not in canonical spelling';
}

function differenceAt(published: Json | undefined, derived: Json | undefined, at: string): string | null {
  if (Array.isArray(derived) && Array.isArray(published)) {
    for (let i = 0; i < Math.max(derived.length, published.length); i++) {
      const inside = differenceAt(published[i], derived[i], `${at}[${i}]`);
      if (inside !== null) return inside;
    }
    return null;
  }
  if (isJsonObject(derived) && isJsonObject(published)) {
    for (const key of [...new Set([...Object.keys(derived), ...Object.keys(published)])].sort()) {
      const inside = differenceAt(own(published, key), own(derived, key), at === '' ? key : `${at}.${key}`);
      if (inside !== null) return inside;
    }
    return null;
  }
  if (published === derived) return null;
  return `at ${shownPath(at)} it says ${shown(published)}, the record gives ${shown(derived)}`;
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function shownPath(at: string): string {
  return at === '' ? 'the top' : shown(at).slice(1, -1);
}
