import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../src/base/bytes.ts';
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

describe('many signatures at once', () => {
  // Below and above the number from which threads are started, and with a last chunk that is not full.
  it.each([0, 1, 63, 65, 2100])('%i: the same answers as one after the other', (count) => {
    const checks = checksOf(count);
    const answers = startVerifyMany(checks)();
    expect(answers).toEqual(checks.map((_, i) => i % 7 !== 0));
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
});
