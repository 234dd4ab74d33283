// The three text formats of the log: what is accepted has one spelling, and what is written is accepted.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, decodeUtf8, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import {
  encodeNote,
  encodeProofFile,
  formatCheckpoint,
  formatVkey,
  isKeyName,
  type Note,
  parseCheckpoint,
  parseNote,
  parseProofFile,
  parseVkey,
  TYPE_COSIGNATURE,
  TYPE_ED25519,
  verifierKey,
} from './index.ts';

const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
const keyName = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.webUrl()).filter(isKeyName);
const keyId = fc.stringMatching(/^[0-9a-f]{8}$/);
const noteLine = fc
  .string({ unit: fc.oneof(fc.constantFrom(' ', '\u2014', '+', 'a', '\ufeff'), fc.string({ unit: 'grapheme' })) })
  .filter((line) => line.isWellFormed() && !/\p{Cc}/u.test(line));
const note: fc.Arbitrary<Note> = fc.record({
  text: fc.array(noteLine, { minLength: 1, maxLength: 5 }).map((lines) => lines.map((line) => `${line}\n`).join('')),
  signatures: fc.array(fc.record({ name: keyName, keyId, signature: bytes(1, 80) }), { minLength: 1, maxLength: 17 }),
});
const checkpoint = fc.record({
  origin: noteLine.filter((line) => line !== ''),
  size: fc.maxSafeNat(),
  root: bytes(32, 32),
});

/** The text with one character removed, doubled or replaced: near misses, of which some are valid again. */
const edit = fc.tuple(fc.nat(), fc.constantFrom('', '\n', ' ', '0', 'A', '=', '\u2014', '\r', '\n\n'), fc.nat(1));

function edited(text: string, [at, put, remove]: readonly [number, string, number]): string {
  const i = at % (text.length + 1);
  return text.slice(0, i) + put + text.slice(i + remove);
}

function textOf(data: Bytes): string {
  return expectOk(decodeUtf8(data), 'our own bytes are UTF-8');
}

describe('a note', () => {
  it('comes back as it was written', () => {
    const law = fc.property(note, (n) => {
      expect(parseNote(encodeNote(n))).toEqual({ ok: true, value: n });
    });
    fc.assert(law);
  });

  it('that is accepted is written the same', () => {
    const law = fc.property(note, fc.array(edit, { maxLength: 3 }), (n, edits) => {
      const near = utf8(edits.reduce(edited, textOf(encodeNote(n))));
      const parsed = parseNote(near);
      if (parsed.ok) expect(encodeNote(parsed.value)).toEqual(near);
    });
    fc.assert(law, { numRuns: 1000 });
  });
});

describe('a checkpoint text', () => {
  it('comes back as it was written', () => {
    const law = fc.property(checkpoint, (c) => {
      expect(parseCheckpoint(formatCheckpoint(c))).toEqual({ ok: true, value: c });
    });
    fc.assert(law);
  });

  it('that is accepted is written the same', () => {
    const law = fc.property(checkpoint, fc.array(edit, { maxLength: 3 }), (c, edits) => {
      const near = edits.reduce(edited, formatCheckpoint(c));
      const parsed = parseCheckpoint(near);
      if (parsed.ok) expect(formatCheckpoint(parsed.value)).toBe(near);
    });
    fc.assert(law, { numRuns: 1000 });
  });
});

describe('a vkey', () => {
  it('comes back as it was written, and one that is accepted is written the same', () => {
    const type = fc.constantFrom(TYPE_ED25519, TYPE_COSIGNATURE);
    const law = fc.property(keyName, type, bytes(32, 32), edit, (name, t, publicKey, e) => {
      const key = expectOk(verifierKey(nodeCrypto, name, t, publicKey), 'a good name');
      expect(parseVkey(nodeCrypto, formatVkey(key))).toEqual({ ok: true, value: key });
      const near = edited(formatVkey(key), e);
      const parsed = parseVkey(nodeCrypto, near);
      if (parsed.ok) expect(formatVkey(parsed.value)).toBe(near);
    });
    fc.assert(law, { numRuns: 500 });
  });
});

describe('a proof file', () => {
  const file = fc.record({
    extra: fc.option(bytes(1, 40)),
    index: fc.maxSafeNat(),
    proof: fc.array(bytes(32, 32), { maxLength: 20 }),
    checkpoint: note.map(encodeNote),
  });

  it('comes back as it was written, and one that is accepted is written the same', () => {
    const law = fc.property(file, fc.array(edit, { minLength: 1, maxLength: 3 }), (f, edits) => {
      expect(parseProofFile(encodeProofFile(f))).toEqual({ ok: true, value: f });
      const near = utf8(edits.reduce(edited, textOf(encodeProofFile(f))));
      const parsed = parseProofFile(near);
      if (parsed.ok) expect(encodeProofFile(parsed.value)).toEqual(near);
    });
    fc.assert(law, { numRuns: 1000 });
  });
});
