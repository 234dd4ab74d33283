import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { instant } from '../base/instant.ts';
import { decodeHeader, encodeHeader } from './header.ts';

const HASH = `${'A'.repeat(43)}=`;
const PLAIN = {
  v: 1,
  kind: 'SheetReceived',
  count: 'preliminary',
  at: 1_571_614_857_000,
  clock: 'server',
  source: 'server',
  sourceSeq: 7,
  sourcePrev: HASH,
  body: HASH,
} as const;

const decoded = (json: Json) => decodeHeader(utf8(canonicalText(json)));
const fieldOf = (json: Json) => {
  const result = decoded(json);
  return result.ok ? 'accepted' : result.error.kind === 'header-field' ? result.error.field : result.error.kind;
};

describe('the bytes of a header', () => {
  it('are canonical, with absent keys left out', () => {
    const bytes = encodeHeader({
      kind: 'CountClosed',
      count: null,
      contest: null,
      at: instant(5),
      clock: 'server',
      source: 'server',
      sourceSeq: 0,
      sourcePrev: null,
      actor: null,
      body: new Uint8Array(32),
    });
    expect(new TextDecoder().decode(bytes)).toBe(
      `{"at":5,"body":"${HASH}","clock":"server","kind":"CountClosed","source":"server","sourceSeq":0,"v":1}`,
    );
  });
});

describe('decodeHeader', () => {
  it('takes a plain one', () => {
    expect(fieldOf(PLAIN)).toBe('accepted');
  });

  it('keeps a kind that it does not know, as it is', () => {
    for (const kind of ['BallotShredded', 'SheetCorrected', '__proto__', 'constructor']) {
      const result = decoded({ ...PLAIN, kind });
      expect(result.ok && result.value.kind).toBe(kind);
    }
  });

  it.each<[string, Json]>([
    ['kind', ''],
    ['kind', 3],
    ['count', 'final'],
    ['count', null],
    ['contest', ''],
    ['contest', 1],
    ['at', '5'],
    ['at', null],
    ['clock', 'sundial'],
    ['source', ''],
    ['sourceSeq', -1],
    ['sourceSeq', '7'],
    ['sourcePrev', null],
    ['sourcePrev', `${'A'.repeat(42)}==`],
    ['sourcePrev', `${'A'.repeat(42)}B=`],
    ['actor', ''],
    ['actor', ['typist-001']],
    ['body', ''],
    ['body', 'A'.repeat(44)],
    ['body', null],
  ])('refuses %s = %j and names the field', (field, value) => {
    expect(fieldOf({ ...PLAIN, [field]: value })).toBe(field);
  });

  it('ties the first of a source to having none before it', () => {
    const { sourcePrev: _, ...first } = PLAIN;
    expect(fieldOf({ ...PLAIN, sourceSeq: 0 })).toBe('sourcePrev');
    expect(fieldOf(first)).toBe('sourcePrev');
    expect(fieldOf({ ...first, sourceSeq: 0 })).toBe('accepted');
  });

  it.each<[string, Json]>([
    ['2', 2],
    ['1', '1'],
    ['null', null],
    ['a list', []],
    ['an object that hides how it is written', { toString: 1 }],
  ])('refuses version %s', (_, v) => {
    expect(fieldOf({ ...PLAIN, v })).toBe('header-version');
  });

  const text = canonicalText(PLAIN);
  it.each([
    ['minus zero for an instant', text.replace('"at":1571614857000', '"at":-0')],
    ['minus zero for a number', text.replace('"sourceSeq":7', '"sourceSeq":-0').replace(/"sourcePrev":"[^"]*",/, '')],
    ['a lone surrogate in a kind', text.replace('SheetReceived', '\\ud800')],
    ['a lone surrogate in a source', text.replace('"source":"server"', '"source":"\\udc00"')],
    ['an escape where none is needed', text.replace('SheetReceived', 'Sheet\\u0052eceived')],
    ['a number with a fraction', text.replace('1571614857000', '1571614857000.0')],
    ['a number with an exponent', text.replace('1571614857000', '1571614857e3')],
    ['a key twice', text.replace('"v":1', '"v":1,"v":1')],
    ['a hidden key twice', text.replace('{"at"', '{"actor":"x","actor":"y","at"')],
    ['a space', text.replace(':', ': ')],
    ['a line end', `${text}\n`],
    ['an unknown key', text.replace('"v":1', '"v":1,"w":1')],
    ['a key with the name of a prototype', text.replace('{"at"', '{"__proto__":{"actor":"x"},"at"')],
  ])('refuses %s without throwing', (_, hostile) => {
    expect(hostile).not.toBe(text);
    const result = decodeHeader(utf8(hostile));
    expect(['header-not-canonical', 'header-field']).toContain(result.ok ? 'accepted' : result.error.kind);
  });

  it.each([
    ['nothing', utf8('')],
    ['a list', utf8('[]')],
    ['null', utf8('null')],
    ['cut off', utf8(text.slice(0, -1))],
    ['a byte-order mark', utf8(`\ufeff${text}`)],
    ['bytes that are no UTF-8', Uint8Array.of(...utf8(text), 0x80)],
    [
      '4 KiB and a byte',
      utf8(canonicalText({ ...PLAIN, actor: 'x'.repeat(4097 - text.length - '"actor":"",'.length) })),
    ],
    ['a million brackets', utf8('['.repeat(1_000_000))],
  ])('refuses %s', (_, bytes) => {
    const result = decodeHeader(bytes);
    expect(result.ok ? 'accepted' : result.error.kind).toBe('header-not-json');
  });

  it('takes 4 KiB', () => {
    const actor = 'x'.repeat(4096 - text.length - '"actor":"",'.length);
    expect(decoded({ ...PLAIN, actor }).ok).toBe(true);
  });
});
