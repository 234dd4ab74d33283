import { describe, expect, it } from 'vitest';
import {
  type Bytes,
  concatBytes,
  decodeUtf8,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toHex,
  utf8,
} from './bytes.ts';

const bytes = (...list: number[]): Bytes => Uint8Array.from(list);

describe('base64', () => {
  // RFC 4648 section 10.
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('%j is %j', (text, encoded) => {
    expect(toBase64(utf8(text))).toBe(encoded);
    expect(fromBase64(encoded)).toEqual({ ok: true, value: utf8(text) });
  });

  it('uses + and /, not the letters of base64url', () => {
    expect(toBase64(bytes(0xfb, 0xff, 0xfe))).toBe('+//+');
    expect(fromBase64('-__-').ok).toBe(false);
  });

  it.each([
    ['no padding', 'Zg'],
    ['too little padding', 'Zg='],
    ['too much padding', 'Zm9v===='],
    ['padding alone', '===='],
    ['three signs of padding', 'Z==='],
    ['padding inside', 'Zg==Zg=='],
    ['padding in the middle', 'Z=g='],
    ['an unused bit set, two signs', 'Zh=='],
    ['an unused bit set, one sign', 'Zm9='],
    ['white space', 'Zm9 '],
    ['a line end', 'Zm9v\n'],
    ['a full-width letter', 'Ｚg=='],
    ['a letter whose low byte is one of ours', '\u0141g=='],
    ['a NUL', 'Zm9\u0000'],
  ])('refuses %s', (_, text) => {
    expect(fromBase64(text)).toEqual({ ok: false, error: { kind: 'not-base64' } });
  });
});

describe('hex', () => {
  it('is lower-case, two digits a byte', () => {
    expect(toHex(bytes(0, 9, 10, 255))).toBe('00090aff');
    expect(fromHex('00090aff')).toEqual({ ok: true, value: bytes(0, 9, 10, 255) });
    expect(fromHex('')).toEqual({ ok: true, value: bytes() });
  });

  it.each(['0', '0G', 'AB', '0x', ' 0', '00\n', '٠٠', '-1', '1.', '+1'])('refuses %j', (text) => {
    expect(fromHex(text)).toEqual({ ok: false, error: { kind: 'not-hex' } });
  });
});

describe('UTF-8', () => {
  it.each([
    ['a lone continuation byte', [0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses %s', (_, list) => {
    expect(decodeUtf8(bytes(...list))).toEqual({ ok: false, error: { kind: 'not-utf8' } });
  });

  it('keeps a byte-order mark as a character, so that bytes and text stand for each other', () => {
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x61))).toEqual({ ok: true, value: '\ufeffa' });
  });
});

describe('lists of bytes', () => {
  it('are equal byte by byte and in length', () => {
    expect(equalBytes(bytes(), bytes())).toBe(true);
    expect(equalBytes(bytes(1, 2), bytes(1, 2))).toBe(true);
    expect(equalBytes(bytes(1, 2), bytes(1, 3))).toBe(false);
    expect(equalBytes(bytes(1, 2), bytes(1, 2, 0))).toBe(false);
    expect(equalBytes(bytes(1, 2, 0), bytes(1, 2))).toBe(false);
  });

  it('are joined into new bytes', () => {
    const first = bytes(1);
    const joined = concatBytes(first, bytes(), bytes(2, 3));
    first[0] = 9;
    expect(joined).toEqual(bytes(1, 2, 3));
    expect(concatBytes()).toEqual(bytes());
  });
});
