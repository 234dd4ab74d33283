import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brieflyJoined, concatBytes, decodeUtf8, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 40 });
/** Any code points, often of those that UTF-8 spells in another length: fast-check's own table of all takes a second to make. */
const character = fc
  .oneof(fc.nat(0x7f), fc.nat(0x7ff), fc.nat(0xffff), fc.nat(0x10ffff))
  .map((code) => String.fromCodePoint(code));
/** Text that is nearly base64 or hex: of their letters, and a few that look like them. */
const nearly = (letters: string) =>
  fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((list) => list.join(''));

it('bytes survive base64, hex and their other implementation', () => {
  fc.assert(
    fc.property(bytes, (b) => {
      expect(fromBase64(toBase64(b))).toEqual({ ok: true, value: b });
      expect(fromHex(toHex(b))).toEqual({ ok: true, value: b });
      expect(toBase64(b)).toBe(Buffer.from(b).toString('base64'));
      expect(toHex(b)).toBe(Buffer.from(b).toString('hex'));
    }),
  );
});

it('whatever text is taken for base64 is the one spelling of its bytes', () => {
  fc.assert(
    fc.property(nearly('AQgwZz09+/-_= \n='), (text) => {
      const read = fromBase64(text);
      if (read.ok) expect(toBase64(read.value)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

it('whatever text is taken for hex is the one spelling of its bytes', () => {
  fc.assert(
    fc.property(nearly('09afAFg x'), (text) => {
      const read = fromHex(text);
      if (read.ok) expect(toHex(read.value)).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

it('one changed character of base64 is refused or means other bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(127), (b, at, code) => {
      const text = toBase64(b);
      const i = at % text.length;
      const changed = text.slice(0, i) + String.fromCharCode(code) + text.slice(i + 1);
      const read = fromBase64(changed);
      if (changed !== text && read.ok) expect(toHex(read.value)).not.toBe(toHex(b));
    }),
    { numRuns: 2000 },
  );
});

it('well-formed text survives UTF-8, and accepted bytes are the text again', () => {
  fc.assert(
    fc.property(fc.string({ unit: character }), bytes, (text, b) => {
      if (text.isWellFormed()) expect(decodeUtf8(utf8(text))).toEqual({ ok: true, value: text });
      const read = decodeUtf8(b);
      if (read.ok) expect(toHex(utf8(read.value))).toBe(toHex(b));
    }),
  );
});

it('a prefix and a text are joined as they would be in memory of their own, whatever was joined before', () => {
  // Long ones have no place in the memory that is used again.
  const text = fc.oneof(
    fc.string({ unit: character }),
    fc.string({ unit: fc.constantFrom('a', 'ñ', '€', '😀', '\ud800') }),
    fc.integer({ min: 21_700, max: 21_900 }).map((length) => '€'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), text, (prefix, joined) => {
      expect(toHex(brieflyJoined(prefix, joined))).toBe(toHex(concatBytes(prefix, utf8(joined))));
    }),
  );
});
