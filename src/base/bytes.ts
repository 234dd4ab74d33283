import { err, ok, type Result } from './result.ts';

export type Bytes = Uint8Array<ArrayBufferLike>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

const JOINED_MAX = 1 << 16;
const joined = new Uint8Array(JOINED_MAX);

/**
 * `prefix`, and behind it a text in UTF-8, for somebody who looks at the bytes at once and does not keep them: up to a size the next call
 * writes over them. Hundreds of thousands of small texts are hashed, and memory for each takes longer than its hash.
 */
export function brieflyJoined(prefix: Bytes, text: string): Bytes {
  // A UTF-16 unit has three bytes at most.
  if (prefix.length + 3 * text.length > JOINED_MAX) return concatBytes(prefix, utf8(text));
  joined.set(prefix);
  const { written } = encoder.encodeInto(text, joined.subarray(prefix.length));
  return joined.subarray(0, prefix.length + written);
}

/** Strict UTF-8: a malformed sequence is an error, a byte-order mark is kept as a character. */
export function decodeUtf8(bytes: Bytes): Result<string, { kind: 'not-utf8' }> {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return err({ kind: 'not-utf8' });
  }
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function toHex(bytes: Bytes): string {
  let out = '';
  for (const b of bytes) out += HEX[b];
  return out;
}

/** Lower-case hex only, so that one value has one spelling. */
export function fromHex(text: string): Result<Bytes, { kind: 'not-hex' }> {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return err({ kind: 'not-hex' });
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return ok(out);
}

const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const B64_VALUE = new Int16Array(128).fill(-1);
for (let i = 0; i < 64; i++) B64_VALUE[B64.charCodeAt(i)] = i;

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Bytes): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    out += B64.charAt(a >> 2) + B64.charAt(((a & 3) << 4) | (b >> 4));
    out += i + 1 < bytes.length ? B64.charAt(((b & 15) << 2) | (c >> 6)) : '=';
    out += i + 2 < bytes.length ? B64.charAt(c & 63) : '=';
  }
  return out;
}

/** Canonical base64 only: right padding, no white space, unused bits zero. Anything else is refused. */
export function fromBase64(text: string): Result<Bytes, { kind: 'not-base64' }> {
  if (text.length % 4 !== 0) return err({ kind: 'not-base64' });
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const out = new Uint8Array((text.length / 4) * 3 - padding);
  const digits = text.length - padding;
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (B64_VALUE[code] ?? -1) : -1;
    if (value < 0) return err({ kind: 'not-base64' });
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 255;
    }
  }
  if (at !== out.length || (held & ((1 << bits) - 1)) !== 0) return err({ kind: 'not-base64' });
  return ok(out);
}

export function equalBytes(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function concatBytes(...parts: readonly Bytes[]): Bytes {
  let length = 0;
  for (const p of parts) length += p.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
