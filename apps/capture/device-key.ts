import { nobleCrypto } from '../../adapters/crypto/noble-crypto.ts';
import { assert } from '../../src/base/assert.ts';
import { type Bytes, toHex } from '../../src/base/bytes.ts';
import { verifyDevice } from '../../src/base/crypto.ts';
import { withLowS } from '../../src/base/p256-strict.ts';

const ED25519 = { name: 'Ed25519' } as const;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const P256_SIGN = { name: 'ECDSA', hash: 'SHA-256' } as const;

export type DeviceKey = { readonly pair: CryptoKeyPair; readonly publicKey: Bytes };

/** A new key that no program can read out: Ed25519 where the browser has it and can keep it, else ECDSA over P-256. */
export async function makeDeviceKey(canKeep: (pair: CryptoKeyPair) => Promise<boolean>): Promise<DeviceKey> {
  try {
    const pair = (await crypto.subtle.generateKey(ED25519, false, ['sign', 'verify'])) as CryptoKeyPair;
    // There were browsers that made such a key and could not write it to their storage.
    if (await canKeep(pair)) return await withPublic(pair);
  } catch {
    // No Ed25519 here: `NotSupportedError`, and in older ones others.
  }
  return withPublic(await crypto.subtle.generateKey(P256, false, ['sign', 'verify']));
}

async function withPublic(pair: CryptoKeyPair): Promise<DeviceKey> {
  return { pair, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/** Signs, and holds the signature against what the door will hold it against before anything is kept. */
export async function signWith({ pair, publicKey }: DeviceKey, message: Bytes): Promise<Bytes> {
  const p256 = pair.privateKey.algorithm.name !== ED25519.name;
  const bytes = message as Uint8Array<ArrayBuffer>;
  const made = new Uint8Array(await crypto.subtle.sign(p256 ? P256_SIGN : ED25519, pair.privateKey, bytes));
  const signature = p256 ? withLowS(made) : made;
  assert(verifyDevice(nobleCrypto, publicKey, message, signature), 'the own signature holds');
  return signature;
}

/** Name of this key in the record (docs/spec/capture.md section 2). */
export function deviceName(publicKey: Bytes): string {
  return `phone-${toHex(nobleCrypto.sha256(publicKey)).slice(0, 12)}`;
}
