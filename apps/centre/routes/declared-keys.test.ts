import { expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../../adapters/crypto/node-crypto.ts';
import { expectOk } from '../../../src/base/result.ts';
import { formatVkey, TYPE_COSIGNATURE, TYPE_ED25519, verifierKey } from '../../../src/tlog/index.ts';
import { mistypedKey } from './declared-keys.ts';

const ORIGIN = 'live.cotejo.invalid/x/office/A';
const key = (name: string, type: typeof TYPE_ED25519 | typeof TYPE_COSIGNATURE) =>
  formatVkey(expectOk(verifierKey(nodeCrypto, name, type, signerFromSeed(new Uint8Array(32).fill(7)).publicKey), name));
const GOOD = {
  origin: ORIGIN,
  log: key(ORIGIN, TYPE_ED25519),
  heartbeat: key(`${ORIGIN}/heartbeat`, TYPE_COSIGNATURE),
};

it('takes the keys as they were printed', () => {
  expect(mistypedKey(nodeCrypto, GOOD)).toBeNull();
});

it('names the line in which a letter is wrong, missing, or of another log', () => {
  const changed = (text: string) => `${text.slice(0, -4)}${text.at(-4) === 'A' ? 'B' : 'A'}${text.slice(-3)}`;
  const other = 'live.cotejo.invalid/x/office/B';
  for (const [said, field] of [
    [{ log: changed(GOOD.log) }, '/log'],
    [{ log: GOOD.log.slice(0, -1) }, '/log'],
    [{ log: GOOD.heartbeat }, '/log'],
    [{ log: '' }, '/log'],
    [{ heartbeat: changed(GOOD.heartbeat) }, '/heartbeat'],
    [{ heartbeat: GOOD.log }, '/heartbeat'],
    [{ heartbeat: key(`${other}/heartbeat`, TYPE_COSIGNATURE) }, '/heartbeat'],
    [{ log: key(other, TYPE_ED25519) }, '/origin'],
    [{ origin: other }, '/origin'],
  ] as const) {
    expect(mistypedKey(nodeCrypto, { ...GOOD, ...said })?.field, JSON.stringify(said)).toBe(field);
  }
});
