import { type Bytes, brieflyJoined, concatBytes, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { parseObject } from './header.ts';

/** What stands in front of salt and body when they are hashed. */
export const COMMITMENT_DOMAIN = utf8('cotejo/body/v1\n');
export const SALT_BYTES = 32;

/** SHA-256(domain || salt || canonical body): what a header says of a body that may not be open yet. */
export function commitmentOf(crypto: Crypto, salt: Bytes, body: Bytes): Bytes {
  return crypto.sha256(concatBytes(COMMITMENT_DOMAIN, salt, body));
}

/** The same of a body's text. */
export function commitmentOfText(crypto: Crypto, salt: Bytes, bodyText: string): Bytes {
  return crypto.sha256(brieflyJoined(concatBytes(COMMITMENT_DOMAIN, salt), bodyText));
}

/** One line of a body file, without its line end. `null` is a sealed body. */
export function encodeBodyLine(opened: { readonly salt: Bytes; readonly bodyText: string } | null): string {
  if (opened === null) return 'null';
  return `{"body":${opened.bodyText},"salt":"${toBase64(opened.salt)}"}`;
}

export type BodyLineError = { readonly kind: 'body-line-not-canonical' };

/** The body (canonical text) and salt of one line; null when sealed. The line is hostile input. */
export function decodeBodyLine(
  line: string,
): Result<
  { readonly salt: Bytes; readonly bodyText: string; readonly body: Record<string, unknown> } | null,
  BodyLineError
> {
  if (line === 'null') return ok(null);
  const wrong = err({ kind: 'body-line-not-canonical' as const });
  const json = parseObject(line);
  if (json === null) return wrong;
  const { body, salt } = json;
  if (typeof salt !== 'string' || typeof body !== 'object' || body === null || Array.isArray(body)) return wrong;
  const saltBytes = fromBase64(salt);
  if (!saltBytes.ok || saltBytes.value.length !== SALT_BYTES) return wrong;
  const bodyText = canonicalTextOrNull(body as Json);
  if (bodyText === null || line !== `{"body":${bodyText},"salt":"${salt}"}`) return wrong;
  return ok({ salt: saltBytes.value, bodyText, body: body as Record<string, unknown> });
}

/** Canonical text, or null where foreign JSON has none (fractions, lone surrogates). */
function canonicalTextOrNull(value: Json): string | null {
  try {
    return canonicalText(value);
  } catch {
    return null;
  }
}
