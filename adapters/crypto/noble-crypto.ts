import { p256 } from '@noble/curves/nist.js';
import { getPublicKey, hashes, Point, sign } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes, equalBytes } from '../../src/base/bytes.ts';
import type { Crypto, Signer } from '../../src/base/crypto.ts';
import { isStrictP256Input } from '../../src/base/p256-strict.ts';
import { isStrictEd25519Input } from '../../src/tlog/ed25519-strict.ts';

// The library's synchronous API wants its hash from outside.
hashes.sha512 = sha512;

/** The `Crypto` port over the noble libraries: for browsers, and as a second opinion beside node:crypto in tests. */
export const nobleCrypto: Crypto = {
  sha256(data) {
    return sha256(data);
  },
  verifyEd25519(publicKey, message, signature) {
    if (!isStrictEd25519Input(publicKey, signature)) return false;
    try {
      return equationHolds(publicKey, message, signature);
    } catch {
      return false; // the library throws for bytes that are no point of the curve
    }
  },
  verifyP256(publicKey, message, signature) {
    if (!isStrictP256Input(publicKey, signature)) return false;
    try {
      return p256.verify(signature, message, publicKey, { lowS: true, prehash: true, format: 'compact' });
    } catch {
      return false; // as above
    }
  },
};

/** A signer from a 32-byte seed ("private key" of RFC 8032 section 5.1.5). */
export function signerFromSeed(seed: Bytes): Signer {
  if (seed.length !== 32) throw new Error('an Ed25519 seed has 32 bytes');
  const own = new Uint8Array(seed);
  return { publicKey: getPublicKey(own), sign: (message) => sign(message, own) };
}

/**
 * [S]B = R + [k]A without the cofactor, which RFC 8032 section 5.1.7 allows and OpenSSL computes. The library's own
 * `verify`, also with zip215 off, multiplies by the cofactor 8 and so accepts signatures under keys (or R) with a
 * component of small order that node:crypto refuses; two verifiers of one log may not differ.
 */
function equationHolds(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  const r = signature.subarray(0, 32);
  const a = Point.fromBytes(publicKey, false);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % Point.CURVE().n;
  const expected = Point.BASE.multiply(s, false).subtract(a.multiply(k, false));
  return equalBytes(expected.toBytes(), r);
}

function littleEndian(bytes: Bytes): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}
