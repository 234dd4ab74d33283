import { type Bytes, concatBytes, decodeUtf8, fromBase64, toBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { parseVkey, TYPE_COSIGNATURE, TYPE_ED25519, type VerifierKey } from '../tlog/index.ts';
import { hasExactly, isJsonObject } from './canonical-json.ts';

/** What a verifier brings along from elsewhere: docs/spec/publication.md section 7. The only input that is trusted. */
export type Trust = {
  readonly origin: string;
  readonly log: VerifierKey;
  readonly heartbeat: VerifierKey;
  /** One hash over the three definition files, in base64. */
  readonly definition: string;
};

/** Why a trust file was refused. */
export type TrustError = {
  readonly kind: 'not-a-trust-file' | 'bad-key' | 'witnesses-unknown';
  readonly field: string;
};

const FIELDS = ['v', 'origin', 'log', 'heartbeat', 'definition', 'witnesses'];

/** Parses a trust file. Its white space is free, because people print, copy and send it; its fields are exact. */
export function parseTrust(crypto: Crypto, bytes: Bytes): Result<Trust, TrustError> {
  const wrong = (field: string) => err({ kind: 'not-a-trust-file' as const, field });
  const text = decodeUtf8(bytes);
  if (!text.ok) return wrong('');
  let json: Json;
  try {
    json = JSON.parse(text.value) as Json;
  } catch {
    return wrong('');
  }
  if (!isJsonObject(json) || !hasExactly(json, FIELDS) || json['v'] !== 1) return wrong('v');
  const { origin, definition, witnesses } = json;
  if (typeof origin !== 'string' || origin === '') return wrong('origin');
  if (typeof definition !== 'string' || !isHash(definition)) return wrong('definition');
  if (!Array.isArray(witnesses)) return wrong('witnesses');
  // A policy that this version cannot check must not be passed over in silence.
  if (witnesses.length > 0) return err({ kind: 'witnesses-unknown', field: 'witnesses' });
  const keys = parseLogKeys(crypto, json['log'], json['heartbeat']);
  return keys === null ? err({ kind: 'bad-key', field: 'log or heartbeat' }) : ok({ origin, definition, ...keys });
}

/** The log's and the heartbeat's key out of their vkey texts; null unless both are keys of the right type. */
export function parseLogKeys(
  crypto: Crypto,
  log: unknown,
  heartbeat: unknown,
): { readonly log: VerifierKey; readonly heartbeat: VerifierKey } | null {
  if (typeof log !== 'string' || typeof heartbeat !== 'string') return null;
  const logKey = parseVkey(crypto, log);
  const heartbeatKey = parseVkey(crypto, heartbeat);
  if (!logKey.ok || logKey.value.type !== TYPE_ED25519) return null;
  if (!heartbeatKey.ok || heartbeatKey.value.type !== TYPE_COSIGNATURE) return null;
  return { log: logKey.value, heartbeat: heartbeatKey.value };
}

/** The one hash that stands for the three definition files (publication.md section 4); null if one is no hash. */
export function definitionHash(
  crypto: Crypto,
  files: { readonly election: string; readonly units: string; readonly stations: string },
): string | null {
  const parts: Bytes[] = [];
  for (const text of [files.election, files.units, files.stations]) {
    const bytes = fromBase64(text);
    if (!bytes.ok || bytes.value.length !== 32) return null;
    parts.push(bytes.value);
  }
  return toBase64(crypto.sha256(concatBytes(...parts)));
}

function isHash(text: string): boolean {
  const bytes = fromBase64(text);
  return bytes.ok && bytes.value.length === 32;
}
