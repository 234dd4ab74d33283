import { describe, expect, it } from 'vitest';
import { toHex } from './bytes.ts';
import { canonicalBytes, canonicalText, type Json } from './canonical.ts';

describe('canonical text (RFC 8785)', () => {
  it('sorts keys by UTF-16 code units, as section 3.2.3 of the RFC shows', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = [...canonicalText(example).matchAll(/:"([^"]*)"/g)].map((m) => m[1]);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      // By code points the emoji (U+1F600) would come last; its first unit is D83D, which is below FB33.
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('escapes what the RFC names and nothing else', () => {
    expect(canonicalText('\u0000\b\t\n\u000b\f\r\u001f"\\/\u007f\u2028é€\u{1f600}')).toBe(
      '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u2028é€\u{1f600}"',
    );
    expect(toHex(canonicalBytes('€\u{1f600}'))).toBe('22e282acf09f988022');
  });

  it('sorts keys that look like numbers as text, and at every depth', () => {
    expect(canonicalText({ 10: 1, 9: { b: [], a: {} }, '': null })).toBe('{"":null,"10":1,"9":{"a":{},"b":[]}}');
  });

  it('does not sort lists', () => {
    expect(canonicalText([3, 1, [2, true, false, null]])).toBe('[3,1,[2,true,false,null]]');
  });

  it('writes whole numbers up to the largest safe one', () => {
    expect(canonicalText([0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])).toBe(
      '[0,-1,9007199254740991,-9007199254740991]',
    );
  });

  it.each([
    ['-0', -0],
    ['a fraction', 0.5],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an unsafe integer', Number.MAX_SAFE_INTEGER + 1],
  ])('has none for %s', (_, value) => {
    expect(() => canonicalText(value)).toThrow(/not a safe integer/);
    expect(() => canonicalText({ deep: [value] })).toThrow(/not a safe integer/);
  });

  it.each(['\ud800', '\udc00', 'a\udfffb', '\udc00\ud800'])('has none for a lone surrogate', (text) => {
    expect(() => canonicalText(text)).toThrow(/surrogate/);
    expect(() => canonicalText({ [text]: 1 })).toThrow(/surrogate/);
  });

  it('has none for undefined', () => {
    expect(() => canonicalText({ a: undefined } as unknown as Json)).toThrow();
    expect(() => canonicalText([undefined] as unknown as Json)).toThrow();
  });

  it('keeps a key that JavaScript gives a meaning to', () => {
    expect(canonicalText(JSON.parse('{"b":1,"__proto__":{"x":2},"a":3}') as Json)).toBe(
      '{"__proto__":{"x":2},"a":3,"b":1}',
    );
  });
});
