import { p256 } from '@noble/curves/nist.js';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';

/**
 * Signs as a phone does whose browser has no Ed25519, from a private key of 32 bytes: for rehearsals. Not by node:crypto, which
 * takes the nonce of ECDSA from chance: this library derives it from key and message (RFC 6979), so that one seed gives one
 * record. It takes a millisecond or two, some thirty times as long as node:crypto.
 */
export function p256SignerFromSeed(seed: Bytes): Signer {
  const own = new Uint8Array(seed);
  return {
    publicKey: p256.getPublicKey(own, false),
    sign: (message) => p256.sign(message, own, { prehash: true, lowS: true, format: 'compact' }),
  };
}
