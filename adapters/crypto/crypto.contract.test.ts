import { createPublicKey, verify as opensslVerify } from 'node:crypto';
import { verify as nobleVerify, Point } from '@noble/ed25519';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concatBytes, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { verifyDevice } from '../../src/base/crypto.ts';
import { withLowS } from '../../src/base/p256-strict.ts';
import { expectOk } from '../../src/base/result.ts';
import { ED25519_EDGE_CASES, RFC_8032_VECTORS, SMALL_ORDER_POINTS } from './ed25519-edge-cases.ts';
import { nobleCrypto, signerFromSeed as nobleSigner } from './noble-crypto.ts';
import { nodeCrypto, signerFromSeed as nodeSigner, verifyDeviceAside } from './node-crypto.ts';

const ADAPTERS = [
  { name: 'node', crypto: nodeCrypto, signerFromSeed: nodeSigner },
  { name: 'noble', crypto: nobleCrypto, signerFromSeed: nobleSigner },
] as const;

/** FIPS 180-4 examples (NIST "SHA-256" example values) and the empty message. */
const SHA256_EXAMPLES = [
  { message: '', digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  { message: 'abc', digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  {
    message: 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    digest: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  },
  { message: 'a'.repeat(1_000_000), digest: 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0' },
];

function hex(text: string): Bytes {
  return expectOk(fromHex(text), 'test data is hex');
}

describe.each(ADAPTERS)('the $name adapter', ({ crypto, signerFromSeed }) => {
  it.each(SHA256_EXAMPLES)('hashes the FIPS 180-4 example $digest', ({ message, digest }) => {
    expect(toHex(crypto.sha256(utf8(message)))).toBe(digest);
  });

  it('hands out plain byte arrays: a Buffer slices without copying', () => {
    const signer = signerFromSeed(hex(RFC_8032_VECTORS[0].seed));
    for (const bytes of [crypto.sha256(utf8('')), signer.publicKey, signer.sign(utf8(''))]) {
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    }
  });

  it.each(ED25519_EDGE_CASES)('says $valid to: $name', ({ publicKey, message, signature, valid }) => {
    expect(crypto.verifyEd25519(hex(publicKey), hex(message), hex(signature))).toBe(valid);
    // Once more: the key may now come from a cache.
    expect(crypto.verifyEd25519(hex(publicKey), hex(message), hex(signature))).toBe(valid);
  });

  it.each(RFC_8032_VECTORS)('signs $name', ({ seed, publicKey, message, signature }) => {
    const signer = signerFromSeed(hex(seed));
    expect(toHex(signer.publicKey)).toBe(publicKey);
    expect(toHex(signer.sign(hex(message)))).toBe(signature);
  });

  it('takes no seed of another length', () => {
    expect(() => signerFromSeed(new Uint8Array(31))).toThrow('32 bytes');
    expect(() => signerFromSeed(new Uint8Array(64))).toThrow('32 bytes');
  });
});

describe('node:crypto aside', () => {
  it.each(ED25519_EDGE_CASES.map((c) => [c.name, c] as const))('says the same of %s', async (_, c) => {
    expect(await verifyDeviceAside(hex(c.publicKey), hex(c.message), hex(c.signature))).toBe(c.valid);
  });

  it('says the same of right and damaged signatures, many at once', async () => {
    const signer = nodeSigner(new Uint8Array(32).fill(7));
    const cases = Array.from({ length: 200 }, (_, i) => {
      const message = Uint8Array.of(i, 1, 2);
      const signature = signer.sign(message);
      if (i % 3 === 0) signature[i % 64] = (signature[i % 64] ?? 0) ^ 1;
      return { message, signature, valid: i % 3 !== 0 };
    });
    const said = await Promise.all(cases.map((c) => verifyDeviceAside(signer.publicKey, c.message, c.signature)));
    expect(said).toEqual(cases.map((c) => c.valid));
  });
});

describe('both adapters', () => {
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('agree on hashes, keys, signatures and verdicts, for right and for damaged signatures', () => {
    const law = fc.property(bytes32, fc.uint8Array({ maxLength: 300 }), fc.nat(767), (seed, message, bit) => {
      const [a, b] = [nodeSigner(seed), nobleSigner(seed)];
      expect(toHex(nodeCrypto.sha256(message))).toBe(toHex(nobleCrypto.sha256(message)));
      expect(toHex(a.publicKey)).toBe(toHex(b.publicKey));
      expect(toHex(a.sign(message))).toBe(toHex(b.sign(message)));
      const damaged = concatBytes(a.publicKey, a.sign(message));
      for (const [flip, valid] of [[null, true] as const, [bit, false] as const]) {
        if (flip !== null) damaged[flip >> 3] = (damaged[flip >> 3] ?? 0) ^ (1 << (flip & 7));
        const [key, signature] = [damaged.slice(0, 32), damaged.slice(32)];
        expect(nodeCrypto.verifyEd25519(key, message, signature)).toBe(valid);
        expect(nobleCrypto.verifyEd25519(key, message, signature)).toBe(valid);
      }
    });
    fc.assert(law, { numRuns: 40 });
  });

  it('agree on random bytes that nobody signed', () => {
    const law = fc.property(bytes32, fc.uint8Array({ minLength: 64, maxLength: 64 }), (key, signature) => {
      signature[63] = (signature[63] ?? 0) & 0x0f; // else S >= L refuses nearly all of them at once
      expect(nodeCrypto.verifyEd25519(key, signature, signature)).toBe(false);
      expect(nobleCrypto.verifyEd25519(key, signature, signature)).toBe(false);
    });
    fc.assert(law, { numRuns: 40 });
  });
});

describe('the edge cases', () => {
  it('have every small-order point that the curve has: 8 points in 14 spellings', () => {
    const points = SMALL_ORDER_POINTS.map((p) => Point.fromBytes(hex(p.encoded), true));
    expect(points.every((p) => p.isSmallOrder())).toBe(true);
    expect(new Set(points.map((p) => p.toHex())).size).toBe(8);
    expect(new Set(SMALL_ORDER_POINTS.map((p) => p.encoded)).size).toBe(14);
  });

  it('are needed: noble alone, zip215 off, says yes to some that OpenSSL refuses', () => {
    const split = ED25519_EDGE_CASES.filter((c) => !c.valid).map((c) => {
      const openssl = alone(() => {
        const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex(c.publicKey)).toString('base64url') };
        return opensslVerify(null, hex(c.message), createPublicKey({ key: jwk, format: 'jwk' }), hex(c.signature));
      });
      const noble = alone(() => nobleVerify(hex(c.signature), hex(c.message), hex(c.publicKey), { zip215: false }));
      return { openssl, noble };
    });
    expect(split.filter((s) => s.noble && !s.openssl).length).toBeGreaterThan(0);
  });
});

function alone(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}

describe('P-256: what a browser without Ed25519 signs with', () => {
  const message = utf8('cotejo/sheet/v1\n{}');
  const signed = async () => {
    const { webcrypto } = await import('node:crypto');
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const pair = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const publicKey = new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey));
    const made = await webcrypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      pair.privateKey,
      Uint8Array.from(message),
    );
    return { publicKey, made: new Uint8Array(made) };
  };

  it('both adapters take it with the smaller s, and with nothing else changed', async () => {
    for (let round = 0; round < 8; round++) {
      const { publicKey, made } = await signed();
      const low = withLowS(made);
      const high = Uint8Array.from(low);
      high.set(bigEndian32(P256_ORDER - fromBigEndian(low.subarray(32))), 32);
      const wrong = [
        [publicKey, message, high],
        [publicKey, utf8('other'), low],
        [publicKey, message, low.subarray(1)],
        [publicKey.subarray(1), message, low],
        [Uint8Array.of(3, ...publicKey.subarray(1)), message, low],
        [publicKey.with(64, (publicKey[64] ?? 0) ^ 1), message, low],
        [publicKey, message, new Uint8Array(64)],
        [publicKey, message, concatBytes(low.subarray(0, 32), new Uint8Array(32))],
        [publicKey, message, concatBytes(bigEndian32(P256_ORDER), low.subarray(32))],
      ] as const;
      for (const { crypto } of ADAPTERS) {
        expect(crypto.verifyP256(publicKey, message, low)).toBe(true);
        expect(verifyDevice(crypto, publicKey, message, low)).toBe(true);
        for (const [key, text, signature] of wrong) expect(crypto.verifyP256(key, text, signature)).toBe(false);
      }
      expect(await verifyDeviceAside(publicKey, message, low)).toBe(true);
      for (const [key, text, signature] of wrong) expect(await verifyDeviceAside(key, text, signature)).toBe(false);
    }
  });
});

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function fromBigEndian(bytes: Bytes): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

function bigEndian32(value: bigint): Bytes {
  return hex(value.toString(16).padStart(64, '0'));
}
