import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import type { Bytes } from '../../src/base/bytes.ts';
import { concatBytes, fromHex, toHex } from '../../src/base/bytes.ts';
import type { Crypto, Signer } from '../../src/base/crypto.ts';
import { isStrictP256Input } from '../../src/base/p256-strict.ts';
import { expectOk } from '../../src/base/result.ts';
import { isStrictEd25519Input } from '../../src/tlog/ed25519-strict.ts';

/** The DER that stands in front of 32 raw bytes in SubjectPublicKeyInfo and PKCS #8 (RFC 8410 sections 4 and 7). */
const SPKI_PREFIX = expectOk(fromHex('302a300506032b6570032100'), 'a constant');
const PKCS8_PREFIX = expectOk(fromHex('302e020100300506032b657004220420'), 'a constant');

/** The same in front of an uncompressed point of P-256 (RFC 5480 section 2). */
const P256_PREFIX = expectOk(fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'), 'a constant');

/** Keys come from files of others: the cache of parsed keys may not grow without end. */
const MAX_CACHED_KEYS = 4096;
const parsedKeys = new Map<string, KeyObject>();

/** The `Crypto` port over node:crypto (OpenSSL). */
export const nodeCrypto: Crypto = {
  sha256(data) {
    return bytesOf(hash('sha256', data, 'binary'));
  },
  verifyEd25519(publicKey, message, signature) {
    if (!isStrictEd25519Input(publicKey, signature)) return false;
    try {
      return verify(null, message, parsedKey(publicKey), signature);
    } catch {
      return false; // OpenSSL throws for a key that it cannot use; the port's contract is a plain "no"
    }
  },
  verifyP256(publicKey, message, signature) {
    if (!isStrictP256Input(publicKey, signature)) return false;
    try {
      return verify('sha256', message, pointKey(publicKey), signature);
    } catch {
      return false; // as above: a point that is not on the curve
    }
  },
};

/** The same answer as `verifyDevice` over `nodeCrypto`, computed in Node's pool of threads while this one goes on. */
export function verifyDeviceAside(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const isPoint = publicKey.length === 65;
  const strict = isPoint ? isStrictP256Input(publicKey, signature) : isStrictEd25519Input(publicKey, signature);
  if (!strict) return Promise.resolve(false);
  return new Promise((resolve) => {
    const answer = (cause: Error | null, good: boolean) => resolve(cause === null && good);
    try {
      if (isPoint) verify('sha256', message, pointKey(publicKey), signature, answer);
      else verify(null, message, parsedKey(publicKey), signature, answer);
    } catch {
      resolve(false); // as above: a key that OpenSSL cannot use
    }
  });
}

/** OpenSSL reads r and s one behind the other when told so (IEEE P1363), and checks that the point lies on the curve. */
function pointKey(publicKey: Bytes) {
  return { key: parsedKey(publicKey, P256_PREFIX), dsaEncoding: 'ieee-p1363' as const };
}

/** A signer from a 32-byte seed ("private key" of RFC 8032 section 5.1.5). */
export function signerFromSeed(seed: Bytes): Signer {
  if (seed.length !== 32) throw new Error('an Ed25519 seed has 32 bytes');
  const key = createPrivateKey({ key: Buffer.from(concatBytes(PKCS8_PREFIX, seed)), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: plain(spki).slice(SPKI_PREFIX.length),
    sign: (message) => plain(sign(null, message, key)),
  };
}

function parsedKey(publicKey: Bytes, prefix = SPKI_PREFIX): KeyObject {
  const id = toHex(publicKey);
  const known = parsedKeys.get(id);
  if (known !== undefined) return known;
  const der = Buffer.from(concatBytes(prefix, publicKey));
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  if (parsedKeys.size >= MAX_CACHED_KEYS) parsedKeys.clear();
  parsedKeys.set(id, key);
  return key;
}

/** The 32 bytes of a hash, out of a string of as many characters: Node takes four times as long to make a Buffer of them. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A Buffer's `slice` shares memory where a Uint8Array's copies: no Buffer may reach the core. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
