import type { Bytes } from '../base/bytes.ts';

/*
 * Nearly every line of a body file is canonical text in plain letters, so it can be seen to be so from its bytes alone, key after key in
 * ascending order, without an object in between and without writing it again for comparison. What is in any way other than plain is
 * left to the strict decoder, which takes all that is canonical.
 */

const HEAD = bytesOf('{"body":');
const SALT = bytesOf(',"salt":"');
const TAIL = bytesOf('"}');
const LITERALS = [bytesOf('null'), bytesOf('true'), bytesOf('false')] as const;
const [QUOTE, COMMA, MINUS, COLON, OPEN, BACKSLASH, CLOSE] = [0x22, 0x2c, 0x2d, 0x3a, 0x5b, 0x5c, 0x5d] as const;
const [BEGIN, END, SPACE, BEYOND_ASCII, NINE, ZERO] = [0x7b, 0x7d, 0x20, 0x80, 0x39, 0x30] as const;
/** Numbers of more digits may be none that a program can hold exactly. */
const DIGITS_MAX = 15;
/** Bodies are lists in lists at most; a hostile one is as deep as it likes. */
const DEEP_MAX = 16;
const NOT_PLAIN = -1;

const SALT_BYTES = 32;
const SALT_TEXT = 44;
const VALUES = new Uint8Array(256).fill(64);
for (const [value, code] of bytesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/').entries()) {
  VALUES[code] = value;
}

/** Where in the file the body of a plain line is. */
export type PlainLine = { readonly from: number; readonly to: number };

/**
 * The body in the line from `from` up to `to`, and its salt into the 32 bytes at `salt`; null where the line is not plain, and then what is
 * at `salt` says nothing.
 */
export function plainLine(bytes: Bytes, from: number, to: number, salt: Uint8Array): PlainLine | null {
  const body = from + HEAD.length;
  if (!stands(bytes, from, HEAD) || bytes[body] !== BEGIN) return null;
  const end = objectEnd(bytes, body, 0);
  if (end === NOT_PLAIN || !stands(bytes, end, SALT)) return null;
  const tail = end + SALT.length + SALT_TEXT;
  if (tail + TAIL.length !== to || !stands(bytes, tail, TAIL)) return null;
  return readSalt(bytes, end + SALT.length, salt) ? { from: body, to: end } : null;
}

/** The place behind the value that begins here. */
function valueEnd(bytes: Bytes, at: number, deep: number): number {
  switch (bytes[at]) {
    case QUOTE:
      return textEnd(bytes, at);
    case BEGIN:
      return deep < DEEP_MAX ? objectEnd(bytes, at, deep + 1) : NOT_PLAIN;
    case OPEN:
      return deep < DEEP_MAX ? listEnd(bytes, at, deep + 1) : NOT_PLAIN;
    default:
      return numberEnd(bytes, at);
  }
}

function objectEnd(bytes: Bytes, start: number, deep: number): number {
  let at = start + 1;
  if (bytes[at] === END) return at + 1;
  for (let last = NOT_PLAIN; ; at++) {
    const key = at;
    if (bytes[key] !== QUOTE) return NOT_PLAIN;
    at = textEnd(bytes, key);
    if (at === NOT_PLAIN || bytes[at] !== COLON) return NOT_PLAIN;
    if (last !== NOT_PLAIN && !isBefore(bytes, last, key)) return NOT_PLAIN;
    last = key;
    at = valueEnd(bytes, at + 1, deep);
    if (at === NOT_PLAIN) return NOT_PLAIN;
    if (bytes[at] === END) return at + 1;
    if (bytes[at] !== COMMA) return NOT_PLAIN;
  }
}

function listEnd(bytes: Bytes, start: number, deep: number): number {
  let at = start + 1;
  if (bytes[at] === CLOSE) return at + 1;
  for (; ; at++) {
    at = valueEnd(bytes, at, deep);
    if (at === NOT_PLAIN) return NOT_PLAIN;
    if (bytes[at] === CLOSE) return at + 1;
    if (bytes[at] !== COMMA) return NOT_PLAIN;
  }
}

/** Without backslash, control characters and letters beyond ASCII: what JSON has in one spelling alone. */
function textEnd(bytes: Bytes, start: number): number {
  for (let at = start + 1; ; at++) {
    const byte = bytes[at] ?? BEYOND_ASCII;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH || byte < SPACE || byte >= BEYOND_ASCII) return NOT_PLAIN;
  }
}

/** Of two plain texts in their quotes, whether the first comes before the second. */
function isBefore(bytes: Bytes, first: number, second: number): boolean {
  for (let i = 1; ; i++) {
    const a = bytes[first + i] ?? QUOTE;
    const b = bytes[second + i] ?? QUOTE;
    if (a === QUOTE || b === QUOTE) return a === QUOTE && b !== QUOTE;
    if (a !== b) return a < b;
  }
}

/** A whole number in its one spelling, or a word. */
function numberEnd(bytes: Bytes, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let at = first;
  while (isDigit(bytes[at])) at++;
  if (at === first) return first === start ? wordEnd(bytes, start) : NOT_PLAIN;
  // No zero in front of others, no minus zero, and no number that is not exact.
  if (bytes[first] === ZERO && (at > first + 1 || first > start)) return NOT_PLAIN;
  return at - first > DIGITS_MAX ? NOT_PLAIN : at;
}

function wordEnd(bytes: Bytes, start: number): number {
  for (const word of LITERALS) if (stands(bytes, start, word)) return start + word.length;
  return NOT_PLAIN;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** 32 bytes in base64, in its one spelling. */
function readSalt(bytes: Bytes, from: number, salt: Uint8Array): boolean {
  let wrong = 0;
  let to = 0;
  for (let at = from; at < from + SALT_TEXT; at += 4) {
    const last = at === from + SALT_TEXT - 4;
    const a = VALUES[bytes[at] ?? 0] ?? 64;
    const b = VALUES[bytes[at + 1] ?? 0] ?? 64;
    const c = VALUES[bytes[at + 2] ?? 0] ?? 64;
    const d = last ? 0 : (VALUES[bytes[at + 3] ?? 0] ?? 64);
    wrong |= a | b | c | d;
    salt[to++] = (a << 2) | (b >> 4);
    salt[to++] = ((b & 15) << 4) | (c >> 2);
    if (last) wrong |= (c & 3) << 6;
    else salt[to++] = ((c & 3) << 6) | d;
  }
  return to === SALT_BYTES && (wrong & 0xc0) === 0 && bytes[from + SALT_TEXT - 1] === 0x3d;
}

function stands(bytes: Bytes, at: number, what: Bytes): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[at + i] !== what[i]) return false;
  return true;
}

function bytesOf(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
