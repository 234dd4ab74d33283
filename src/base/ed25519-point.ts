import { type Bytes, toHex } from './bytes.ts';

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

/** 32 bytes, canonically encoded and not of small order. That the point is on the curve is for the library to find. */
export function isStrictPoint(encoded: Bytes): boolean {
  if (encoded.length !== 32) return false;
  const y = new Uint8Array(encoded);
  y[31] = (y[31] ?? 0) & 0x7f; // the top bit is the sign of x
  const hex = bigEndianHex(y);
  return hex < PRIME && !SMALL_ORDER_Y.has(hex);
}

/** Hex of a little-endian number, most significant byte first: hex of equal length compares like the numbers. */
export function bigEndianHex(littleEndian: Bytes): string {
  return toHex(new Uint8Array(littleEndian).reverse());
}
