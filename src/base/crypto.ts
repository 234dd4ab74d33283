import type { Bytes } from './bytes.ts';

/**
 * What the core needs of cryptography, passed in as an argument. Two adapters keep this contract: one over node:crypto,
 * one over the noble libraries (browser, and a second opinion in tests). Both run the same edge-case file, because
 * Ed25519 libraries disagree on small-order keys, non-canonical points and S >= L unless told not to.
 */
export interface Crypto {
  /** SHA-256, 32 bytes. */
  sha256(data: Bytes): Bytes;
  /**
   * Strict Ed25519 verification (RFC 8032): false for a key or R of small order or not canonically encoded, for
   * S >= L, for lengths other than 32 and 64. Never throws.
   */
  verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): boolean;
}

/** A private key stays behind this interface; `sign` is Ed25519, 64 bytes. */
export interface Signer {
  readonly publicKey: Bytes;
  sign(message: Bytes): Bytes;
}
