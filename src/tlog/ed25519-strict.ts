import type { Bytes } from '../base/bytes.ts';
import { bigEndianHex, isStrictPoint } from '../base/ed25519-point.ts';

/** L = 2^252 + 27742317777372353535851937790883648493, the order of the base point, big-endian (RFC 8032 section 5.1). */
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed';

/**
 * What every adapter refuses before its library sees the input, because libraries differ here: wrong lengths, S >= L
 * (a second spelling of a valid signature, RFC 8032 section 5.1.7), a public key or R with y >= p (a second spelling
 * of a point), or of small order (with such a key one signature fits every message).
 */
export function isStrictEd25519Input(publicKey: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const s = bigEndianHex(signature.subarray(32));
  return s < ORDER && isStrictPoint(publicKey) && isStrictPoint(signature.subarray(0, 32));
}
