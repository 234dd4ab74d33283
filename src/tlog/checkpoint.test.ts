import { describe, expect, it } from 'vitest';
import { signerFromSeed } from '../../adapters/crypto/noble-crypto.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, decodeUtf8, equalBytes, fromBase64 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import {
  type Checkpoint,
  cosign,
  cosignatureMessage,
  encodeNote,
  formatCheckpoint,
  type KeyPair,
  type LogIdentity,
  openCheckpoint,
  openCheckpointExactly,
  parseCheckpoint,
  parseNote,
  type SignatureType,
  signCheckpoint,
  signNoteText,
  TYPE_COSIGNATURE,
  TYPE_ED25519,
  verifierKey,
  verifyCosignature,
} from './index.ts';

function keyPair(name: string, type: SignatureType, seed: number): KeyPair {
  const signer = signerFromSeed(new Uint8Array(32).fill(seed));
  return { key: expectOk(verifierKey(nodeCrypto, name, type, signer.publicKey), 'a good name'), signer };
}

const ORIGIN = 'example.com/behind-the-sofa';
const ROOT64 = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const CHECKPOINT: Checkpoint = { origin: ORIGIN, size: 20852163, root: expectOk(fromBase64(ROOT64), 'a constant') };
const TEXT = `${ORIGIN}\n20852163\n${ROOT64}\n`;
const LOG = keyPair(ORIGIN, TYPE_ED25519, 1);
const HEARTBEAT = keyPair(`${ORIGIN}/heartbeat`, TYPE_COSIGNATURE, 2);
const WITNESS = keyPair('witness.example', TYPE_COSIGNATURE, 3);
const TIME = 1_679_315_147;
const IDENTITY: LogIdentity = { origin: ORIGIN, logKey: LOG.key, cosigners: [HEARTBEAT.key] };

function kindOf(result: { ok: boolean; error?: { kind: string } }): string {
  return result.ok ? 'ok' : (result.error?.kind ?? '?');
}

describe('a checkpoint text', () => {
  it('is origin, size and root, a line each (the example of the specification)', () => {
    expect(formatCheckpoint(CHECKPOINT)).toBe(TEXT);
    expect(parseCheckpoint(TEXT)).toEqual({ ok: true, value: CHECKPOINT });
  });

  it.each([
    ['an empty text', '', 'malformed-checkpoint'],
    ['no final newline', TEXT.slice(0, -1), 'malformed-checkpoint'],
    ['two lines', `${ORIGIN}\n1\n`, 'malformed-checkpoint'],
    ['an empty origin', TEXT.replace(ORIGIN, ''), 'bad-origin'],
    ['a control character in the origin', TEXT.replace('behind', 'be\u0085hind'), 'bad-origin'],
    ['a leading zero', TEXT.replace('20852163', '020852163'), 'bad-tree-size'],
    ['a sign', TEXT.replace('20852163', '+1'), 'bad-tree-size'],
    ['a negative size', TEXT.replace('20852163', '-1'), 'bad-tree-size'],
    ['an exponent', TEXT.replace('20852163', '1e3'), 'bad-tree-size'],
    ['a size of 2^53', TEXT.replace('20852163', '9007199254740992'), 'bad-tree-size'],
    ['Arabic digits', TEXT.replace('20852163', '\u0661'), 'bad-tree-size'],
    ['no size', TEXT.replace('20852163', ''), 'bad-tree-size'],
    ['a short root', TEXT.replace(ROOT64, 'AAAA'), 'bad-root-hash'],
    ['a root with unused bits set', TEXT.replace('q2I=', 'q2J='), 'bad-root-hash'],
    ['an extension line', `${TEXT}extension\n`, 'extension-lines'],
    ['an empty line behind', `${TEXT}\n`, 'extension-lines'],
  ])('is refused with %s', (_, text, kind) => {
    expect(kindOf(parseCheckpoint(text))).toBe(kind);
  });

  it('can be of size 0 and of 2^53 - 1', () => {
    for (const size of [0, 2 ** 53 - 1]) {
      expect(parseCheckpoint(formatCheckpoint({ ...CHECKPOINT, size }))).toMatchObject({ ok: true, value: { size } });
    }
  });
});

describe('a signed checkpoint', () => {
  const signed = signCheckpoint(CHECKPOINT, LOG, { ...HEARTBEAT, time: TIME });

  it("has the log's line, then the heartbeat's", () => {
    const note = expectOk(parseNote(signed), 'we wrote it');
    expect(note.text).toBe(TEXT);
    expect(note.signatures.map((line) => line.name)).toEqual([ORIGIN, `${ORIGIN}/heartbeat`]);
    expect(note.signatures.map((line) => line.signature.length)).toEqual([64, 72]);
  });

  it.each([openCheckpoint, openCheckpointExactly])('opens for those who know the log (%o)', (open) => {
    expect(open(nodeCrypto, signed, IDENTITY)).toMatchObject({
      ok: true,
      value: {
        checkpoint: CHECKPOINT,
        signatures: [
          { key: LOG.key, time: null },
          { key: HEARTBEAT.key, time: TIME },
        ],
      },
    });
  });

  it('with a witness more opens, but is not exactly ours', () => {
    const note = expectOk(parseNote(signed), 'we wrote it');
    const line = cosign(TEXT, TIME, WITNESS.key, WITNESS.signer);
    const more = encodeNote({ ...note, signatures: [...note.signatures, line] });
    expect(kindOf(openCheckpoint(nodeCrypto, more, IDENTITY))).toBe('ok');
    expect(kindOf(openCheckpointExactly(nodeCrypto, more, IDENTITY))).toBe('unexpected-signatures');
    const known = { ...IDENTITY, cosigners: [HEARTBEAT.key, WITNESS.key] };
    expect(kindOf(openCheckpointExactly(nodeCrypto, more, known))).toBe('ok');
  });

  it('is refused without the signature of the log itself', () => {
    const lines = [cosign(TEXT, TIME, HEARTBEAT.key, HEARTBEAT.signer)];
    const bytes = encodeNote({ text: TEXT, signatures: lines });
    expect(kindOf(openCheckpoint(nodeCrypto, bytes, IDENTITY))).toBe('not-signed-by-log');
    expect(kindOf(openCheckpointExactly(nodeCrypto, bytes, IDENTITY))).toBe('unexpected-signatures');
  });

  it("is refused under another log's origin or without a checkpoint in it", () => {
    const other = signCheckpoint({ ...CHECKPOINT, origin: 'other.example' }, LOG, { ...HEARTBEAT, time: TIME });
    const text = `${TEXT}extension\n`;
    const longer = encodeNote({ text, signatures: [signNoteText(text, LOG.key, LOG.signer)] });
    expect(kindOf(openCheckpoint(nodeCrypto, other, IDENTITY))).toBe('wrong-origin');
    expect(kindOf(openCheckpointExactly(nodeCrypto, other, IDENTITY))).toBe('wrong-origin');
    expect(kindOf(openCheckpoint(nodeCrypto, longer, IDENTITY))).toBe('extension-lines');
  });

  it('changed in any one byte is refused', () => {
    for (let i = 0; i < signed.length; i++) {
      const damaged = new Uint8Array(signed);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      expect(kindOf(openCheckpointExactly(nodeCrypto, damaged, IDENTITY))).not.toBe('ok');
    }
  });
});

describe('a cosignature', () => {
  const line = cosign(TEXT, TIME, WITNESS.key, WITNESS.signer);

  it('signs header, time and text (the example of the specification)', () => {
    expect(decodeUtf8(cosignatureMessage(TEXT, TIME))).toEqual({
      ok: true,
      value: `cosignature/v1\ntime 1679315147\n${TEXT}`,
    });
  });

  it('is a big-endian time in front of an Ed25519 signature of that message', () => {
    expect([...line.signature.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb]);
    const signature = line.signature.slice(8);
    expect(equalBytes(signature, WITNESS.signer.sign(cosignatureMessage(TEXT, TIME)))).toBe(true);
    expect(verifyCosignature(nodeCrypto, TEXT, line.signature, WITNESS.key)).toEqual({ ok: true, value: TIME });
  });

  it('carries times up to 2^53 - 1', () => {
    for (const time of [0, 2 ** 32, 2 ** 53 - 1]) {
      const { signature } = cosign(TEXT, time, WITNESS.key, WITNESS.signer);
      expect(verifyCosignature(nodeCrypto, TEXT, signature, WITNESS.key)).toEqual({ ok: true, value: time });
    }
  });

  it('is refused for another time, text, key or length, and for a time out of range', () => {
    const verdict = (signature: Bytes, text = TEXT, key = WITNESS.key) =>
      kindOf(verifyCosignature(nodeCrypto, text, signature, key));
    const changed = (at: number, value: number) => {
      const out = new Uint8Array(line.signature);
      out[at] = value;
      return out;
    };
    expect(verdict(changed(7, 0))).toBe('invalid-cosignature');
    expect(verdict(line.signature, `${TEXT}x\n`)).toBe('invalid-cosignature');
    expect(verdict(line.signature, TEXT, HEARTBEAT.key)).toBe('invalid-cosignature');
    expect(verdict(line.signature.subarray(8))).toBe('bad-cosignature-length');
    expect(verdict(new Uint8Array(73))).toBe('bad-cosignature-length');
    expect(verdict(changed(0, 0xff))).toBe('bad-timestamp');
    expect(verdict(changed(1, 0x20))).toBe('bad-timestamp');
  });
});
