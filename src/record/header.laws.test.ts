import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import type { ContestId } from '../model/ids.ts';
import { decodeHeader, type EventHeader, encodeHeader } from './header.ts';
import { EVENT_KINDS, RESERVED_KINDS } from './kinds.ts';
import { someInstant, someText } from './sample-bodies.test-support.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const header: fc.Arbitrary<EventHeader> = fc
  .record(
    {
      kind: fc.oneof(fc.constantFrom(...EVENT_KINDS, ...RESERVED_KINDS), someText),
      count: fc.constantFrom('preliminary' as const, 'official' as const, null),
      contest: fc.option(someText as fc.Arbitrary<ContestId>, { nil: null }),
      at: someInstant,
      clock: fc.constantFrom('server' as const, 'device' as const, 'source' as const),
      source: someText,
      sourceSeq: fc.oneof(fc.constant(0), fc.nat()),
      sourcePrev: hash,
      actor: fc.option(someText, { nil: null }),
      body: hash,
    },
    { noNullPrototype: true },
  )
  .map((h) => ({ ...h, sourcePrev: h.sourceSeq === 0 ? null : h.sourcePrev }));

/** Refused, or another value that is spelt exactly so. Decoding what others sent never throws. */
function refusedOrItself(bytes: Bytes, original: EventHeader): void {
  const decoded = decodeHeader(bytes);
  if (!decoded.ok) return;
  expect(toHex(encodeHeader(decoded.value))).toBe(toHex(bytes));
  expect(decoded.value).not.toEqual(original);
}

function jsonOf(h: EventHeader): { [key: string]: Json } {
  return JSON.parse(new TextDecoder().decode(encodeHeader(h))) as { [key: string]: Json };
}

describe('a header', () => {
  it('survives its bytes', () => {
    fc.assert(
      fc.property(header, (h) => {
        expect(decodeHeader(encodeHeader(h))).toEqual({ ok: true, value: h });
      }),
    );
  });

  it('with one byte changed is refused or is another header of exactly those bytes', () => {
    fc.assert(
      fc.property(header, fc.nat(), fc.integer({ min: 1, max: 255 }), (h, at, by) => {
        const bytes = new Uint8Array(encodeHeader(h));
        const i = at % bytes.length;
        bytes[i] = (bytes[i] ?? 0) ^ by;
        refusedOrItself(bytes, h);
      }),
      { numRuns: 1500 },
    );
  });

  it('with one letter that JSON uses put in, taken out or in place of another is refused or another header', () => {
    const letters = fc.constantFrom(...'{}[]",:-0 1.e\\u\n\ufeff');
    fc.assert(
      fc.property(
        header,
        fc.nat(),
        letters,
        fc.constantFrom(0, 1),
        fc.constantFrom(0, 1),
        (h, at, letter, cut, put) => {
          if (cut + put === 0) return;
          const text = new TextDecoder().decode(encodeHeader(h));
          const i = at % text.length;
          const changed = text.slice(0, i) + (put === 1 ? letter : '') + text.slice(i + cut);
          if (changed !== text) refusedOrItself(utf8(changed), h);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('with a key more, a key less, or its keys in another order is refused', () => {
    fc.assert(
      fc.property(header, someText, fc.nat(), (h, key, at) => {
        const json = jsonOf(h);
        const keys = Object.keys(json);
        if (!(key in json)) expect(decodeHeader(utf8(canonicalText({ ...json, [key]: 1 }))).ok).toBe(false);
        const gone = keys[at % keys.length] ?? '';
        const { [gone]: _, ...rest } = json;
        const optional = ['count', 'contest', 'actor'].includes(gone);
        expect(decodeHeader(utf8(canonicalText(rest))).ok).toBe(optional);
        const turned = Object.fromEntries(Object.entries(json).reverse());
        expect(decodeHeader(utf8(JSON.stringify(turned)))).toEqual({
          ok: false,
          error: { kind: 'header-not-canonical' },
        });
        expect(decodeHeader(utf8(JSON.stringify(json, null, 1))).ok).toBe(false);
      }),
    );
  });

  it('of arbitrary bytes is refused or is spelt exactly so', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.json().map(utf8)), (bytes) => {
        const decoded = decodeHeader(bytes);
        if (decoded.ok) expect(toHex(encodeHeader(decoded.value))).toBe(toHex(bytes));
      }),
      { numRuns: 500 },
    );
  });
});
