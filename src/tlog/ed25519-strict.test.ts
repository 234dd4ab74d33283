import { describe, expect, it } from 'vitest';
import { ED25519_EDGE_CASES, RFC_8032_VECTORS, SMALL_ORDER_POINTS } from '../../adapters/crypto/ed25519-edge-cases.ts';
import { type Bytes, fromHex } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import { isStrictEd25519Input } from './ed25519-strict.ts';

const { publicKey: KEY, signature } = RFC_8032_VECTORS[0];
const [R, S] = [signature.slice(0, 64), signature.slice(64)];
/** L and L - 1, little-endian. */
const ORDER = 'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010';
const ORDER_LESS_1 = `ec${ORDER.slice(2)}`;

function hex(text: string): Bytes {
  return expectOk(fromHex(text), 'test data is hex');
}

function strict(publicKey: string, sig: string): boolean {
  return isStrictEd25519Input(hex(publicKey), hex(sig));
}

describe('what is refused before any Ed25519 library is called', () => {
  it('lets through whatever a correct signer makes', () => {
    for (const v of RFC_8032_VECTORS) expect(strict(v.publicKey, v.signature)).toBe(true);
    for (const c of ED25519_EDGE_CASES.filter((e) => e.valid)) expect(strict(c.publicKey, c.signature)).toBe(true);
  });

  it('refuses lengths other than 32 and 64', () => {
    expect(strict(KEY.slice(2), signature)).toBe(false);
    expect(strict(`${KEY}00`, signature)).toBe(false);
    expect(strict(KEY, signature.slice(2))).toBe(false);
    expect(strict(KEY, `${signature}00`)).toBe(false);
  });

  it('refuses S >= L and not S = L - 1', () => {
    expect(strict(KEY, R + ORDER_LESS_1)).toBe(true);
    expect(strict(KEY, R + ORDER)).toBe(false);
    expect(strict(KEY, R + 'ff'.repeat(32))).toBe(false);
  });

  it.each(SMALL_ORDER_POINTS)('refuses a small-order point ($name) as key and as R', ({ encoded }) => {
    expect(strict(encoded, signature)).toBe(false);
    expect(strict(KEY, encoded + S)).toBe(false);
  });

  it('refuses every y from p to 2^255 - 1, with either sign, as key and as R, and not y = p - 2', () => {
    for (let low = 0xeb; low <= 0xff; low++) {
      for (const high of ['7f', 'ff']) {
        const encoded = low.toString(16) + 'ff'.repeat(30) + high;
        expect(strict(encoded, signature)).toBe(low === 0xeb);
        expect(strict(KEY, encoded + S)).toBe(low === 0xeb);
      }
    }
  });
});
