import { describe, expect, it } from 'vitest';
import { nobleCrypto, signerFromSeed } from '../../adapters/crypto/noble-crypto.ts';
import { toBase64, utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { type Promised, promiseBytes } from '../../src/record/index.ts';
import { formatVkey, TYPE_COSIGNATURE, TYPE_ED25519, verifierKey } from '../../src/tlog/index.ts';
import { checkPromise, logIdentity } from './receipt.ts';

const signer = signerFromSeed(nobleCrypto.sha256(utf8('log')));
const key = (type: typeof TYPE_ED25519 | typeof TYPE_COSIGNATURE) =>
  formatVkey(expectOk(verifierKey(nobleCrypto, 'o', type, signer.publicKey), 'key'));
const names = { origin: 'o', log: key(TYPE_ED25519), heartbeat: key(TYPE_COSIGNATURE) };
const log = expectOk(logIdentity(nobleCrypto, names), 'log');
const hash = (text: string) => toBase64(nobleCrypto.sha256(utf8(text)));
const PROMISE: Promised = {
  ...{ origin: 'o', index: 4, leaf: hash('leaf'), station: 'T1', message: hash('message') },
  ...{ at: instant(1000), due: instant(601_000) },
};
const sign = (promise: Promised) => ({ v: 1, promise, signature: toBase64(signer.sign(promiseBytes(promise))) });
const expected = { station: 'T1', signed: hash('message'), record: 4 };

describe('a promise', () => {
  it('is taken as the log signed it, for this message', () => {
    expect(checkPromise(nobleCrypto, log, expected, sign(PROMISE))).toEqual({ ok: true, value: sign(PROMISE) });
  });

  it.each([
    ['another log', { origin: 'p' }],
    ['another station', { station: 'T2' }],
    ['another message', { message: hash('other') }],
    ['another record', { index: 5 }],
  ])('of %s is none for this one, though it is signed', (_, more) => {
    const checked = checkPromise(nobleCrypto, log, expected, sign({ ...PROMISE, ...more }));
    expect(checked).toEqual({ ok: false, error: { kind: 'other-promise' } });
  });

  it.each([
    ['its leaf', { ...sign(PROMISE), promise: { ...PROMISE, leaf: hash('other') } }],
    ['its due', { ...sign(PROMISE), promise: { ...PROMISE, due: 601_001 } }],
    ['its due put off', sign({ ...PROMISE, due: instant(PROMISE.at + 600_001) })],
    ['its signature', { ...sign(PROMISE), signature: toBase64(new Uint8Array(64)) }],
    ['its version', { ...sign(PROMISE), v: 2 }],
    ['a field', { ...sign(PROMISE), promise: { ...PROMISE, at: undefined } }],
    ['everything', null],
  ])('with %s changed is no promise', (_, foreign) => {
    const checked = checkPromise(nobleCrypto, log, expected, foreign);
    expect(checked).toEqual({ ok: false, error: { kind: 'bad-promise' } });
  });

  it('needs a key of the log that is one', () => {
    expect(logIdentity(nobleCrypto, { ...names, log: 'o+00000000+AAAA' })).toMatchObject({ ok: false });
  });
});
