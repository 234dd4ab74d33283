import { describe, expect, it } from 'vitest';
import { signerFromSeed } from '../../adapters/crypto/noble-crypto.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, concatBytes, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import {
  cosign,
  encodeNote,
  formatSignatureLine,
  formatVkey,
  type KeyPair,
  MAX_SIGNATURES,
  type Note,
  parseNote,
  parseVkey,
  type SignatureLine,
  type SignatureType,
  signNoteText,
  TYPE_COSIGNATURE,
  TYPE_ED25519,
  verifierKey,
  verifyExactly,
  verifyNote,
} from './index.ts';

function keyPair(name: string, type: SignatureType, seed: number): KeyPair {
  const signer = signerFromSeed(new Uint8Array(32).fill(seed));
  return { key: expectOk(verifierKey(nodeCrypto, name, type, signer.publicKey), 'a good name'), signer };
}

const LOG = keyPair('log.example', TYPE_ED25519, 1);
const HEARTBEAT = keyPair('log.example/heartbeat', TYPE_COSIGNATURE, 2);
const STRANGER = keyPair('stranger.example', TYPE_ED25519, 3);
const TEXT = 'first line\n\nsecond paragraph\n';

const byLog = signNoteText(TEXT, LOG.key, LOG.signer);
const byHeartbeat = cosign(TEXT, 1_700_000_000, HEARTBEAT.key, HEARTBEAT.signer);
const byStranger = signNoteText(TEXT, STRANGER.key, STRANGER.signer);

function note(...signatures: SignatureLine[]): Note {
  return { text: TEXT, signatures };
}

function parseError(bytes: Bytes | string): unknown {
  const parsed = parseNote(typeof bytes === 'string' ? utf8(bytes) : bytes);
  return parsed.ok ? 'ok' : parsed.error.kind;
}

describe('parsing a note', () => {
  const line = formatSignatureLine(byLog);

  it('parts text and signatures at the last empty line', () => {
    expect(parseNote(encodeNote(note(byLog, byHeartbeat)))).toEqual({ ok: true, value: note(byLog, byHeartbeat) });
  });

  it.each([
    ['no empty line', `text\n${line}`, 'no-signatures'],
    ['nothing behind the empty line', 'text\n\n', 'no-signatures'],
    ['an empty file', '', 'no-signatures'],
    ['no newline at the end', `text\n\n${line.slice(0, -1)}`, 'malformed-signature-line'],
    ['a hyphen for the dash', `text\n\n${line.replace('\u2014', '-')}`, 'malformed-signature-line'],
    ['two spaces', `text\n\n${line.replace(' ', '  ')}`, 'malformed-signature-line'],
    ['a space at the end', `text\n\n${line.replace('\n', ' \n')}`, 'malformed-signature-line'],
    ['a plus in the name', `text\n\n${line.replace('log.', 'log+')}`, 'malformed-signature-line'],
    ['a no-break space in the name', `text\n\n${line.replace('log.', 'log\u00a0')}`, 'malformed-signature-line'],
    ['base64 without padding', `text\n\n${line.replace('=', '')}`, 'malformed-signature-line'],
    ['unused bits that are set', 'text\n\n\u2014 a AAAAAAB=\n', 'malformed-signature-line'],
    ['a key id without a signature', 'text\n\n\u2014 a AAAAAA==\n', 'malformed-signature-line'],
    ['a carriage return', `text\r\n\n${line}`, 'control-character'],
    ['a tab', `te\txt\n\n${line}`, 'control-character'],
    ['a null character', `te\0xt\n\n${line}`, 'control-character'],
  ])('refuses %s', (_, text, kind) => {
    expect(parseError(text)).toBe(kind);
  });

  it('refuses what is not UTF-8', () => {
    expect(parseError(concatBytes(Uint8Array.of(0xff, 0x0a, 0x0a), utf8(line)))).toBe('not-utf8');
    expect(parseError(concatBytes(Uint8Array.of(0xc0, 0x80, 0x0a, 0x0a), utf8(line)))).toBe('not-utf8');
  });

  it('takes 16 signatures and more, up to a limit, and no more than 512 KiB', () => {
    expect(parseError(`text\n\n${line.repeat(16)}`)).toBe('ok');
    expect(parseError(`text\n\n${line.repeat(MAX_SIGNATURES)}`)).toBe('ok');
    expect(parseError(`text\n\n${line.repeat(MAX_SIGNATURES + 1)}`)).toBe('too-many-signatures');
    expect(parseError(`${'a'.repeat(512 * 1024)}\n\n${line}`)).toBe('note-too-large');
  });
});

describe('verifying a note', () => {
  const keys = [LOG.key, HEARTBEAT.key];

  it('gives each known signature, a cosignature with its time, and ignores strangers', () => {
    expect(verifyNote(nodeCrypto, note(byStranger, byLog, byHeartbeat), keys)).toEqual({
      ok: true,
      value: [
        { key: LOG.key, time: null },
        { key: HEARTBEAT.key, time: 1_700_000_000 },
      ],
    });
  });

  it('ignores a line that shares only the name or only the id with a known key', () => {
    const id = { ...byStranger, keyId: byLog.keyId };
    const name = { ...byStranger, name: byLog.name };
    expect(verifyNote(nodeCrypto, note(id, name, byLog), keys)).toMatchObject({ ok: true });
    expect(verifyNote(nodeCrypto, note(id, name), keys)).toEqual({ ok: false, error: { kind: 'no-known-signature' } });
  });

  it('refuses the whole note for one bad signature of a known key', () => {
    const bad = { ...byLog, signature: byStranger.signature };
    const error = { kind: 'invalid-signature', name: byLog.name, keyId: byLog.keyId };
    expect(verifyNote(nodeCrypto, note(byHeartbeat, bad), keys)).toEqual({ ok: false, error });
    expect(verifyNote(nodeCrypto, note(byLog, bad), keys)).toEqual({ ok: false, error });
  });

  it('counts a key once, with the newest of its cosignatures', () => {
    const later = cosign(TEXT, 1_700_000_010, HEARTBEAT.key, HEARTBEAT.signer);
    for (const lines of [
      [byHeartbeat, later],
      [later, byHeartbeat],
    ]) {
      expect(verifyNote(nodeCrypto, note(...lines), keys)).toEqual({
        ok: true,
        value: [{ key: HEARTBEAT.key, time: 1_700_000_010 }],
      });
    }
  });

  it('refuses two known keys under one name and id', () => {
    const twin = { ...LOG.key, publicKey: STRANGER.key.publicKey };
    const error = { kind: 'ambiguous-keys', name: LOG.key.name, keyId: LOG.key.keyId };
    expect(verifyNote(nodeCrypto, note(byLog), [LOG.key, twin])).toEqual({ ok: false, error });
    expect(verifyNote(nodeCrypto, note(byLog), [LOG.key, LOG.key])).toMatchObject({ ok: true });
  });

  it('does not take a cosignature for a signature of the same key, nor the reverse', () => {
    const asNote = keyPair('log.example', TYPE_ED25519, 2);
    const cosignatureUnderNoteKey = { ...byHeartbeat, name: asNote.key.name, keyId: asNote.key.keyId };
    expect(verifyNote(nodeCrypto, note(cosignatureUnderNoteKey), [asNote.key])).toMatchObject({ ok: false });
    const plainUnderHeartbeat = { ...signNoteText(TEXT, asNote.key, asNote.signer), ...HEARTBEAT.key };
    expect(verifyNote(nodeCrypto, note(plainUnderHeartbeat), [HEARTBEAT.key])).toMatchObject({ ok: false });
  });
});

describe('verifying a note of our own', () => {
  const keys = [LOG.key, HEARTBEAT.key];

  it('wants exactly the expected lines in their order', () => {
    const kindOf = (...lines: SignatureLine[]) => {
      const result = verifyExactly(nodeCrypto, note(...lines), keys);
      return result.ok ? 'ok' : result.error.kind;
    };
    expect(kindOf(byLog, byHeartbeat)).toBe('ok');
    expect(kindOf(byHeartbeat, byLog)).toBe('unexpected-signatures');
    expect(kindOf(byLog)).toBe('unexpected-signatures');
    expect(kindOf(byLog, byHeartbeat, byStranger)).toBe('unexpected-signatures');
    expect(kindOf(byLog, byHeartbeat, byHeartbeat)).toBe('unexpected-signatures');
    expect(kindOf(byLog, byStranger)).toBe('unexpected-signatures');
    expect(kindOf(byLog, { ...byHeartbeat, signature: byHeartbeat.signature.subarray(1) })).toBe('invalid-signature');
  });

  it('is never satisfied by no signature at all', () => {
    expect(verifyExactly(nodeCrypto, note(), [])).toMatchObject({ ok: false });
  });
});

describe('a vkey', () => {
  it('has one spelling', () => {
    const text = formatVkey(LOG.key);
    expect(parseVkey(nodeCrypto, text)).toEqual({ ok: true, value: LOG.key });
    expect(text.split('+')[1]).toMatch(/^[0-9a-f]{8}$/);
  });

  const [name, id, ...rest] = formatVkey(LOG.key).split('+');
  const key = rest.join('+');
  it.each([
    ['an empty text', '', 'malformed-vkey'],
    ['no key', `${name}+${id}`, 'malformed-vkey'],
    ['an upper-case id', `${name}+${id?.toUpperCase().replace('0', 'A')}+${key}`, 'malformed-vkey'],
    ['a space at the end', `${name}+${id}+${key} `, 'malformed-vkey'],
    ['no name', `+${id}+${key}`, 'bad-key-name'],
    ['a space in the name', `a b+${id}+${key}`, 'bad-key-name'],
    ['the id of another name', `b+${id}+${key}`, 'key-id-mismatch'],
    ['an unknown type', `${name}+${id}+Bg==`, 'unknown-key-type'],
    ['a short key', `${name}+${id}+AQAA`, 'bad-key-length'],
  ])('is refused with %s', (_, text, kind) => {
    expect(parseVkey(nodeCrypto, text)).toEqual({ ok: false, error: { kind } });
  });

  it('of the cosignature type has another id than of the note type', () => {
    const [a, b] = [keyPair('x', TYPE_ED25519, 5).key, keyPair('x', TYPE_COSIGNATURE, 5).key];
    expect(a.publicKey).toEqual(b.publicKey);
    expect(a.keyId).not.toBe(b.keyId);
  });
});

describe('signing', () => {
  it('throws when the signer is not the owner of the key, or the key of another type', () => {
    expect(() => signNoteText(TEXT, LOG.key, STRANGER.signer)).toThrow();
    expect(() => signNoteText(TEXT, HEARTBEAT.key, HEARTBEAT.signer)).toThrow();
    expect(() => cosign(TEXT, 1, LOG.key, LOG.signer)).toThrow();
    expect(() => cosign(TEXT, 1.5, HEARTBEAT.key, HEARTBEAT.signer)).toThrow();
  });

  it('throws for a text that would not come back as it is', () => {
    for (const text of ['no newline', 'a\tb\n', 'lone \ud800\n', '']) {
      expect(() => signNoteText(text, LOG.key, LOG.signer)).toThrow();
      expect(() => encodeNote({ text, signatures: [byLog] })).toThrow();
    }
    expect(() => encodeNote({ text: TEXT, signatures: [] })).toThrow();
  });
});
