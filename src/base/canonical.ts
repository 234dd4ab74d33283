import { type Bytes, utf8 } from './bytes.ts';

/** JSON restricted to what the record holds: no fractions, no undefined. `null` says "empty", never "zero". */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785 (JSON Canonicalization Scheme) text of a value. Keys are sorted by UTF-16 code units, as the RFC asks;
 * numbers are safe integers only, so the floating-point part of the RFC never applies. A lone surrogate throws.
 */
export function canonicalText(value: Json): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Error(`not a safe integer: ${value}`);
      return String(value);
    case 'string':
      return stringText(value);
    default:
      return Array.isArray(value) ? listText(value) : objectText(value as { readonly [key: string]: Json });
  }
}

export function canonicalBytes(value: Json): Bytes {
  return utf8(canonicalText(value));
}

function stringText(value: string): string {
  if (!value.isWellFormed()) throw new Error('a string with a lone surrogate has no canonical bytes');
  return JSON.stringify(value);
}

function listText(list: readonly Json[]): string {
  let out = '[';
  for (let i = 0; i < list.length; i++) out += (i === 0 ? '' : ',') + canonicalText(list[i] as Json);
  return `${out}]`;
}

function objectText(object: { readonly [key: string]: Json }): string {
  let out = '{';
  for (const key of sortedKeys(object)) {
    out += `${out.length === 1 ? '' : ','}${keyText(key)}:${canonicalText(object[key] as Json)}`;
  }
  return `${out}}`;
}

/** Most objects are made with their keys in order; sorting them again is what takes the time. */
function sortedKeys(object: { readonly [key: string]: Json }): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort();
  return keys;
}

const KEPT_KEYS = 4096;
const keyTexts = new Map<string, string>();

/** The same few keys are written millions of times. */
function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = stringText(key);
  if (keyTexts.size < KEPT_KEYS) keyTexts.set(key, text);
  return text;
}
