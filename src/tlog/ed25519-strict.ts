import { type Bytes, toHex } from '../base/bytes.ts';

/** L = 2^252 + 27742317777372353535851937790883648493, the order of the base point, big-endian (RFC 8032 section 5.1). */
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed';
/** p = 2^255 - 19, the field's prime, big-endian. */
const PRIME = `7f${'ff'.repeat(30)}ed`;

/**
 * The y coordinates (big-endian) of the eight points of small order; the sign of x makes eight points of the five.
 * Their non-canonical spellings (y + p) need no entry: they are refused as such.
 */
const SMALL_ORDER_Y: ReadonlySet<string> = new Set([
  '00'.repeat(32), // order 4, two points
  `${'00'.repeat(31)}01`, // order 1, the identity
  `7f${'ff'.repeat(30)}ec`, // order 2, y = -1
  '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826', // order 8, two points
  '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7', // order 8, two points
]);

/**
 * What every adapter refuses before its library sees the input, because libraries differ here: wrong lengths, S >= L
 * (a second spelling of a valid signature, RFC 8032 section 5.1.7), a public key or R with y >= p (a second spelling
 * of a point), or of small order (with such a key one signature fits every message).
 */
export function isStrictEd25519Input(publicKey: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  // Hex of equal length compares like the numbers, most significant byte first.
  const s = bigEndianHex(signature.subarray(32));
  return s < ORDER && isStrictPoint(publicKey) && isStrictPoint(signature.subarray(0, 32));
}

/** Canonically encoded and not of small order. That the point is on the curve is for the library to find. */
function isStrictPoint(encoded: Bytes): boolean {
  const y = new Uint8Array(encoded);
  y[31] = (y[31] ?? 0) & 0x7f; // the top bit is the sign of x
  const hex = bigEndianHex(y);
  return hex < PRIME && !SMALL_ORDER_Y.has(hex);
}

function bigEndianHex(littleEndian: Bytes): string {
  return toHex(new Uint8Array(littleEndian).reverse());
}
