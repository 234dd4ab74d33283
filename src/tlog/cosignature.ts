import { assert } from '../base/assert.ts';
import { type Bytes, concatBytes, equalBytes, utf8 } from '../base/bytes.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { SignatureLine } from './note.ts';
import { TYPE_COSIGNATURE, type VerifierKey } from './vkey.ts';

/** Why a cosignature was refused. */
export type CosignatureError = { readonly kind: 'bad-cosignature-length' | 'bad-timestamp' | 'invalid-cosignature' };

/** The signed message of cosignature/v1: header line, time line, the whole checkpoint text (C2SP tlog-cosignature). */
export function cosignatureMessage(text: string, time: number): Bytes {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/**
 * Cosigns a checkpoint text at `time` (Unix seconds). The log's own heartbeat is such a line too, under a key of its
 * own and behind the log's signature line, renewed although nothing arrived: so a stop is seen as a stop.
 */
export function cosign(text: string, time: number, key: VerifierKey, signer: Signer): SignatureLine {
  assert(
    key.type === TYPE_COSIGNATURE && equalBytes(key.publicKey, signer.publicKey),
    'the signer owns the cosigner key',
  );
  assert(Number.isSafeInteger(time) && time >= 0, 'a timestamp is a whole number of seconds');
  const signature = concatBytes(uint64(time), signer.sign(cosignatureMessage(text, time)));
  return { name: key.name, keyId: key.keyId, signature };
}

/**
 * Verifies a `timestamped_signature` (8-byte big-endian time, 64-byte Ed25519 signature) and gives its time in Unix
 * seconds. The specification ends times at 2^63 - 1; we do at 2^53 - 1, 285 million years from now.
 */
export function verifyCosignature(
  crypto: Crypto,
  text: string,
  signature: Bytes,
  key: VerifierKey,
): Result<number, CosignatureError> {
  if (signature.length !== 72) return err({ kind: 'bad-cosignature-length' });
  const time = fromUint64(signature.subarray(0, 8));
  if (!Number.isSafeInteger(time)) return err({ kind: 'bad-timestamp' });
  const valid = crypto.verifyEd25519(key.publicKey, cosignatureMessage(text, time), signature.subarray(8));
  return valid ? ok(time) : err({ kind: 'invalid-cosignature' });
}

function uint64(n: number): Bytes {
  const out = new Uint8Array(8);
  for (let i = 7, rest = n; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256;
  return out;
}

/** Exact up to 2^53 - 1; above it the value is inexact but never falls back into the safe range. */
function fromUint64(bytes: Bytes): number {
  let n = 0;
  for (const byte of bytes) n = n * 256 + byte;
  return n;
}
