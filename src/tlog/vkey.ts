import { type Bytes, concatBytes, fromBase64, toBase64, toHex, utf8 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';

/** Signature type of an Ed25519 note signature (C2SP signed-note, "Signature types"). */
export const TYPE_ED25519 = 0x01;
/** Signature type of a timestamped Ed25519 cosignature (C2SP tlog-cosignature). */
export const TYPE_COSIGNATURE = 0x04;

/** The two signature types that Cotejo writes and verifies. */
export type SignatureType = typeof TYPE_ED25519 | typeof TYPE_COSIGNATURE;

/** A public key that is known to a verifier, under the name it signs with. `keyId` is 8 lower-case hex digits. */
export type VerifierKey = {
  readonly name: string;
  readonly type: SignatureType;
  readonly publicKey: Bytes;
  readonly keyId: string;
};

/** Why a vkey was refused. */
export type VkeyError = {
  readonly kind: 'malformed-vkey' | 'bad-key-name' | 'unknown-key-type' | 'bad-key-length' | 'key-id-mismatch';
};

/** "Key names MUST be non-empty and MUST NOT contain any Unicode spaces or plus"; no control characters in a note. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^+\p{White_Space}\p{Cc}]+$/u.test(name);
}

/** `SHA-256(name || 0x0A || type || public key)[:4]` in hex (C2SP signed-note, "Signatures"). */
export function keyId(crypto: Crypto, name: string, type: SignatureType, publicKey: Bytes): string {
  return toHex(crypto.sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4));
}

/** A verifier key out of its parts. */
export function verifierKey(
  crypto: Crypto,
  name: string,
  type: SignatureType,
  publicKey: Bytes,
): Result<VerifierKey, VkeyError> {
  if (!isKeyName(name)) return err({ kind: 'bad-key-name' });
  if (publicKey.length !== 32) return err({ kind: 'bad-key-length' });
  return ok({ name, type, publicKey, keyId: keyId(crypto, name, type, publicKey) });
}

/** The vkey text, `<name>+<key id in hex>+<base64(type || public key)>`. */
export function formatVkey(key: VerifierKey): string {
  return `${key.name}+${key.keyId}+${toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`;
}

/** Parses a vkey in its one canonical spelling; the key id has to be the one that follows from name, type and key. */
export function parseVkey(crypto: Crypto, text: string): Result<VerifierKey, VkeyError> {
  const match = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(text);
  const [name, id, base64] = [match?.[1], match?.[2], match?.[3]];
  if (name === undefined || base64 === undefined) return err({ kind: 'malformed-vkey' });
  const encoded = fromBase64(base64);
  if (!encoded.ok) return err({ kind: 'malformed-vkey' });
  const type = encoded.value[0];
  if (type !== TYPE_ED25519 && type !== TYPE_COSIGNATURE) return err({ kind: 'unknown-key-type' });
  const key = verifierKey(crypto, name, type, encoded.value.slice(1));
  if (key.ok && key.value.keyId !== id) return err({ kind: 'key-id-mismatch' });
  return key;
}
