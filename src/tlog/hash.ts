import type { Bytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';

/** Length of a SHA-256 hash, the only hash of the log. */
export const HASH_SIZE = 32;

/** What stands in front of the bytes of a leaf when it is hashed. */
export const LEAF_PREFIX = 0;

/** The hash of a leaf, `SHA-256(0x00 || data)` (RFC 9162 section 2.1.1): the prefix keeps leaves and nodes apart. */
export function leafHash(crypto: Crypto, data: Bytes): Bytes {
  const input = new Uint8Array(1 + data.length);
  input[0] = LEAF_PREFIX;
  input.set(data, 1);
  return crypto.sha256(input);
}

/** The hash of an inner node, `SHA-256(0x01 || left || right)` (RFC 9162 section 2.1.1). */
export function nodeHash(crypto: Crypto, left: Bytes, right: Bytes): Bytes {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return crypto.sha256(input);
}

/** The root of the tree without leaves, `SHA-256("")` (RFC 9162 section 2.1.1). */
export function emptyRoot(crypto: Crypto): Bytes {
  return crypto.sha256(new Uint8Array(0));
}
