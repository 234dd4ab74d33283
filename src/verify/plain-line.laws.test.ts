import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, decodeUtf8, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { commitmentOf, decodeBodyLine, encodeBodyLine } from '../record/index.ts';
import { digestsIn } from './file-digests.ts';
import { plainLine } from './plain-line.ts';

const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });
const plainText = fc.stringMatching(/^[ !#-[\]-~]{0,12}$/);
const text = fc.oneof(
  plainText,
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('ñ', 'a"', '\\', '\u007f'),
);
const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, 999_999_999_999_999));
const { object } = fc.letrec<{ value: Json; object: { [key: string]: Json } }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    number,
    text,
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(plainText, text), tie('value'), { maxKeys: 5 }),
}));
const plainObject = fc.dictionary(plainText, fc.oneof(fc.integer(), plainText, fc.array(fc.nat())), { maxKeys: 6 });

function lineOf(body: Json, of: Bytes): string | null {
  try {
    return encodeBodyLine({ salt: of, bodyText: canonicalText(body) });
  } catch {
    return null;
  }
}

/** What the strict decoder makes of a line: its commitment, or 32 zeros. null: it is no text at all. */
function strictly(line: Bytes): Bytes | null {
  const decoded = decodeUtf8(line);
  if (!decoded.ok) return null;
  const read = decodeBodyLine(decoded.value);
  if (!read.ok || read.value === null) return new Uint8Array(32);
  return commitmentOf(nodeCrypto, read.value.salt, utf8(read.value.bodyText));
}

/** The same as the strict decoder, for the line between two others. */
function expectAsStrict(line: Bytes): void {
  if (line.includes(0x0a)) return;
  const file = Uint8Array.of(0x6e, 0x0a, ...line, 0x0a, 0x7b, 0x0a);
  const digests = digestsIn(nodeCrypto, 'bodies/000.ndjson', file);
  expect(digests?.slice(32, 64) ?? null).toEqual(strictly(line));
}

describe('a line of a body file seen from its bytes', () => {
  it('is plain when its letters are', () => {
    fc.assert(
      fc.property(plainObject, salt, (body, s) => {
        const line = lineOf(body, s) ?? '';
        const own = new Uint8Array(32);
        const bytes = utf8(`x${line}y`);
        const place = plainLine(bytes, 1, bytes.length - 1, own);
        expect(place && line.slice(place.from - 1, place.to - 1)).toBe(canonicalText(body));
        expect(own).toEqual(s);
      }),
    );
  });

  it('and any other, has the commitment that the strict decoder finds', () => {
    fc.assert(
      fc.property(object, salt, (body, s) => {
        const line = lineOf(body, s);
        if (line !== null) expectAsStrict(utf8(line));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused by both or by none, with a byte changed, put in, or taken out', () => {
    const piece = fc.constantFrom(
      ...'{}[]",:-019.e\\=AB/n ',
      'null',
      'true',
      '"a":1,',
      '00',
      '-0',
      '\t',
      'ñ',
      '1e3',
      '"salt":',
    );
    fc.assert(
      fc.property(
        fc.oneof(object, plainObject),
        salt,
        fc.nat(),
        piece,
        fc.nat({ max: 5 }),
        (body, s, where, put, cut) => {
          const line = lineOf(body, s) ?? '{}';
          const i = where % (line.length + 1);
          expectAsStrict(utf8(line.slice(0, i) + put + line.slice(i + cut)));
          expectAsStrict(utf8(line.slice(0, i) + line.slice(i + cut)));
          expectAsStrict(utf8(line).map((byte, at) => (at === i ? byte ^ (1 << (where & 7)) : byte)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  const zero = `${'A'.repeat(43)}=`;
  it.each([
    ['nothing in it', '{}'],
    ['keys in order', '{"a":1,"a ":2,"aa":3,"b":4}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['keys out of order', '{"b":1,"a":1}'],
    ['a key in front of its own beginning', '{"aa":1,"a":1}'],
    ['keys out of order within', '{"a":{"d":1,"c":1}}'],
    ['a number with a zero in front', '{"a":01}'],
    ['minus zero', '{"a":-0}'],
    ['a number below zero', '{"a":-10}'],
    ['a number beyond the exact ones', '{"a":9007199254740992}'],
    ['the largest exact number', '{"a":9007199254740991}'],
    ['a fraction', '{"a":1.5}'],
    ['no value', '{"a":}'],
    ['a word that is none', '{"a":nul}'],
    ['a comma too many', '{"a":[1,]}'],
    ['a list without its end', '{"a":[1}'],
    ['white space', '{"a": 1}'],
    ['lists in lists', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['objects in objects', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
    ['a list for a body', '[]'],
    ['no body', ''],
    ['a key that objects have', '{"__proto__":1}'],
    ['a long text', `{"a":"${'x'.repeat(70_000)}"}`],
  ])('%s: is judged as strictly', (_, body) => {
    for (const tail of [`${zero}"}`, `${'A'.repeat(42)}B="}`, `${'A'.repeat(44)}"}`, `${zero}","x":1}`, `${zero}"`]) {
      expectAsStrict(utf8(`{"body":${body},"salt":"${tail}`));
    }
  });
});
