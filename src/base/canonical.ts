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
  const keys = Object.keys(object).sort();
  let out = '{';
  let first = true;
  for (const key of keys) {
    out += `${first ? '' : ','}${stringText(key)}:${canonicalText(object[key] as Json)}`;
    first = false;
  }
  return `${out}}`;
}
