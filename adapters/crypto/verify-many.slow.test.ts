import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, utf8 } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import { withLowS } from '../../src/base/p256-strict.ts';
import { expectOk } from '../../src/base/result.ts';
import { type SignatureCheck, verifyInTurn } from '../../src/verify/index.ts';
import { ED25519_EDGE_CASES } from './ed25519-edge-cases.ts';
import { nodeCrypto, signerFromSeed } from './node-crypto.ts';
import { startVerifyMany } from './verify-many.ts';

const hex = (text: string) => expectOk(fromHex(text), 'hex');

/** Signatures by a few keys; every seventh is of another message. */
function checksOf(count: number): SignatureCheck[] {
  const signers = [1, 2, 3].map((seed) => signerFromSeed(new Uint8Array(32).fill(seed)));
  return Array.from({ length: count }, (_, i) => {
    const signer = signers[i % 3];
    if (signer === undefined) throw new Error('three signers');
    const message = utf8(`sheet ${i}`.repeat((i % 5) + 1));
    const signature = signer.sign(i % 7 === 0 ? utf8('other') : message);
    return { publicKey: signer.publicKey, message, signature };
  });
}

/** A device of a browser without Ed25519. */
function p256Signer(): Pick<Signer, 'publicKey' | 'sign'> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).slice(-65);
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return { publicKey: raw, sign: (message) => withLowS(new Uint8Array(sign('sha256', message, key))) };
}

describe('many signatures at once', () => {
  // Below and above the number from which threads are started, and with a last chunk that is not full.
  it.each([0, 1, 63, 65, 2100])('%i: the same answers as one after the other', (count) => {
    const checks = checksOf(count);
    const answers = startVerifyMany(checks)();
    expect(answers).toEqual(checks.map((_, i) => i % 7 !== 0));
    expect(answers).toEqual(verifyInTurn(nodeCrypto)(checks)());
  });

  it.each([5, 130, 2100])('%i by keys of both kinds, mixed, some of them wrong in one way or another', (count) => {
    const [ed, p256] = [signerFromSeed(new Uint8Array(32).fill(4)), p256Signer()];
    const spoil: readonly ((check: SignatureCheck) => SignatureCheck)[] = [
      (check) => check,
      (check) => ({ ...check, message: concatBytes(check.message, utf8('!')) }),
      (check) => check,
      (check) => ({ ...check, publicKey: check.publicKey.slice(0, -1) }),
      (check) => ({ ...check, publicKey: concatBytes(check.publicKey, new Uint8Array(1)) }),
      (check) => check,
      (check) => ({ ...check, signature: check.signature.slice(0, -1) }),
      (check) => ({ ...check, signature: concatBytes(check.signature, new Uint8Array(1)) }),
      (check) => ({ ...check, publicKey: new Uint8Array(0) }),
      (check) => ({ ...check, publicKey: (check.publicKey.length === 32 ? p256 : ed).publicKey }),
      // 256 and 32 are the same in one byte.
      (check) => ({ ...check, publicKey: concatBytes(check.publicKey, new Uint8Array(256)) }),
    ];
    const checks = Array.from({ length: count }, (_, i) => {
      const signer = i % 3 === 0 ? p256 : ed;
      const message = utf8(`figures ${i}`.repeat(i % 4));
      const right = { publicKey: signer.publicKey, message, signature: signer.sign(message) };
      return (spoil[i % spoil.length] ?? ((check) => check))(right);
    });
    const answers = startVerifyMany(checks)();
    expect(answers).toEqual(checks.map((_, i) => [0, 2, 5].includes(i % spoil.length)));
    expect(answers).toEqual(verifyInTurn(nodeCrypto)(checks)());
  });

  it('as strict at the edges as the port itself, lengths among them', () => {
    const checks = ED25519_EDGE_CASES.map(({ publicKey, message, signature }) => ({
      publicKey: hex(publicKey),
      message: hex(message),
      signature: hex(signature),
    }));
    expect(startVerifyMany(checks)()).toEqual(ED25519_EDGE_CASES.map(({ valid }) => valid));
  });

  it('where no thread may be started, the caller checks all of them', () => {
    const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
    const program = `
      import { signerFromSeed } from ${here('./node-crypto.ts')};
      import { startVerifyMany } from ${here('./verify-many.ts')};
      const { publicKey, sign } = signerFromSeed(new Uint8Array(32).fill(3));
      const [good, other] = [Uint8Array.of(1), Uint8Array.of(2)];
      const signature = sign(good);
      const checks = Array.from({ length: 2100 }, (_, i) => ({ publicKey, message: i % 7 === 0 ? other : good, signature }));
      console.log(startVerifyMany(checks)().every((answer, i) => answer === (i % 7 !== 0)));
    `;
    const flags = ['--no-warnings', '--permission', '--allow-fs-read=*', '--input-type=module'];
    expect(execFileSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' })).toBe('true\n');
  });
});
