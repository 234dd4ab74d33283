import type { Bytes } from './bytes.ts';

/** Order of the group of P-256, and half of it (SP 800-186, section 3.2.1.3). */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF = N >> 1n;

/**
 * Whether lengths and ranges are those that `Crypto.verifyP256` asks for: asked before any library is, because they differ in
 * what they take. Whether the point lies on the curve is the library's to say.
 */
export function isStrictP256Input(publicKey: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false;
  const r = bigEndian(signature.subarray(0, 32));
  const s = bigEndian(signature.subarray(32));
  return r > 0n && r < N && s > 0n && s <= HALF;
}

/** The signature (r, s) with the smaller of the two s that are as good: what a browser makes is either. */
export function withLowS(signature: Bytes): Bytes {
  const s = bigEndian(signature.subarray(32));
  if (s <= HALF) return signature;
  const out = Uint8Array.from(signature);
  for (let i = 63, rest = N - s; i >= 32; i--, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
}

function bigEndian(bytes: Bytes): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}
