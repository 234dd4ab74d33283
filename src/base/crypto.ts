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
  /**
   * Strict ECDSA verification over P-256 with SHA-256 (FIPS 186-5): false for a key that is no uncompressed point of the
   * curve (65 bytes), for a signature other than r and s in 32 bytes each, for r or s of 0 or from n on, for s above n/2
   * (else everybody could make a second signature of the same message). Never throws.
   */
  verifyP256(publicKey: Bytes, message: Bytes, signature: Bytes): boolean;
}

/** A device's signature: by the length of its key, 32 bytes of Ed25519 or 65 of P-256. */
export function verifyDevice(crypto: Crypto, publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  return publicKey.length === 65
    ? crypto.verifyP256(publicKey, message, signature)
    : crypto.verifyEd25519(publicKey, message, signature);
}

/** A private key stays behind this interface; `sign` is Ed25519, 64 bytes. */
export interface Signer {
  readonly publicKey: Bytes;
  sign(message: Bytes): Bytes;
}
