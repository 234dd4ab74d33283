import { describe, expect, it } from 'vitest';
import { signerFromSeed } from '../../adapters/crypto/noble-crypto.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import {
  encodeProofFile,
  LogTree,
  leafHash,
  type ProofFile,
  parseProofFile,
  signCheckpoint,
  TYPE_ED25519,
  verifierKey,
  verifyProofFile,
} from './index.ts';

const ORIGIN = 'example.com/log';
const signer = signerFromSeed(new Uint8Array(32).fill(4));
const key = expectOk(verifierKey(nodeCrypto, ORIGIN, TYPE_ED25519, signer.publicKey), 'a good name');
const log = { origin: ORIGIN, logKey: key, cosigners: [] };
const tree = new LogTree(nodeCrypto);
for (let i = 0; i < 11; i++) tree.append(leafHash(nodeCrypto, Uint8Array.of(i)));
const checkpoint = signCheckpoint({ origin: ORIGIN, size: 11, root: tree.rootAt(11) }, { key, signer });
const file: ProofFile = { extra: null, index: 5, proof: tree.inclusionProof(5, 11), checkpoint };
const HASH = toBase64(new Uint8Array(32));
const NOTE = 'text\n\n\u2014 a AAAAAAA=\n';

function kindOf(result: { ok: boolean; error?: { kind: string } }): string {
  return result.ok ? 'ok' : (result.error?.kind ?? '?');
}

describe('a proof file', () => {
  it('is header, extra, index, hashes, an empty line, and the checkpoint verbatim', () => {
    const text = `c2sp.org/tlog-proof@v1\nextra AQI=\nindex 73894\n${HASH}\n${HASH}\n\n${NOTE}`;
    const parsed = parseProofFile(utf8(text));
    const proof = [new Uint8Array(32), new Uint8Array(32)];
    const value = { extra: Uint8Array.of(1, 2), index: 73894, proof, checkpoint: utf8(NOTE) };
    expect(parsed).toEqual({ ok: true, value });
    expect(encodeProofFile(value)).toEqual(utf8(text));
  });

  it.each([
    ['another version', `c2sp.org/tlog-proof@v2\nindex 0\n\n${NOTE}`, 'bad-header'],
    ['empty extra data', `c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n${NOTE}`, 'bad-extra'],
    ['two extra lines', `c2sp.org/tlog-proof@v1\nextra AQI=\nextra AQI=\nindex 0\n\n${NOTE}`, 'bad-index'],
    ['no index', `c2sp.org/tlog-proof@v1\n\n${NOTE}`, 'bad-index'],
    ['a leading zero', `c2sp.org/tlog-proof@v1\nindex 01\n\n${NOTE}`, 'bad-index'],
    ['a hash of 3 bytes', `c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n${NOTE}`, 'bad-proof-line'],
    ['64 hashes', `c2sp.org/tlog-proof@v1\nindex 0\n${`${HASH}\n`.repeat(64)}\n${NOTE}`, 'proof-too-long'],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n', 'no-checkpoint'],
    ['an unsigned checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n\ntext\n', 'no-signatures'],
  ])('is refused with %s', (_, text, kind) => {
    expect(kindOf(parseProofFile(utf8(text)))).toBe(kind);
  });

  it('proves its leaf, after a round trip, and gives the checkpoint', () => {
    const read = expectOk(parseProofFile(encodeProofFile(file)), 'we wrote it');
    const verified = verifyProofFile(nodeCrypto, read, Uint8Array.of(5), log);
    expect(verified).toMatchObject({ ok: true, value: { checkpoint: { origin: ORIGIN, size: 11 } } });
  });

  it('proves nothing else', () => {
    const verdict = (change: Partial<ProofFile>, leaf = Uint8Array.of(5), by = log) =>
      kindOf(verifyProofFile(nodeCrypto, { ...file, ...change }, leaf, by));
    expect(verdict({ extra: Uint8Array.of(9) })).toBe('ok'); // not authenticated, as the specification says
    expect(verdict({}, Uint8Array.of(6))).toBe('root-mismatch');
    expect(verdict({ index: 4 })).toBe('root-mismatch');
    expect(verdict({ index: 11 })).toBe('index-out-of-range');
    expect(verdict({ proof: file.proof.slice(1) })).toBe('proof-too-short');
    expect(verdict({}, Uint8Array.of(5), { ...log, origin: 'other.example' })).toBe('wrong-origin');
    const stranger = signerFromSeed(new Uint8Array(32).fill(6));
    const logKey = expectOk(verifierKey(nodeCrypto, ORIGIN, TYPE_ED25519, stranger.publicKey), 'a good name');
    expect(verdict({}, Uint8Array.of(5), { ...log, logKey })).toBe('no-known-signature');
  });
});
