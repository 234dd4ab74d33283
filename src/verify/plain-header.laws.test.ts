import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, decodeUtf8, utf8 } from '../base/bytes.ts';
import { type Instant, instant } from '../base/instant.ts';
import type { ContestId } from '../model/ids.ts';
import { decodeHeaderText, type EventHeader, encodeHeader, officeHeader } from '../record/index.ts';
import { encodeBundle, leafHash } from '../tlog/index.ts';
import { bundleDigestsOf, digestsIn } from './file-digests.ts';
import { HeaderReader, type ReadLeaf } from './header-reading.ts';
import { PlainHeaders } from './plain-header.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const plain = fc.stringMatching(/^[ !#-[\]-~]{1,30}$/);
const odd = fc.constantFrom('ñ', 'a"b', 'a\\', '\u007f', '\u2028', '","at":1', '\u{1f5f3}', 'x\u0001');
const name = fc.oneof({ weight: 9, arbitrary: plain }, { weight: 1, arbitrary: odd });
const at: fc.Arbitrary<Instant> = fc.oneof(fc.nat(), fc.integer({ min: 1.5e12, max: 2e12 })).map(instant);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

function headerOf(names: fc.Arbitrary<string>): fc.Arbitrary<EventHeader> {
  return fc
    .record({
      kind: names,
      count: fc.constantFrom('preliminary' as const, 'official' as const, null),
      contest: fc.option(names as fc.Arbitrary<ContestId>, { nil: null }),
      at,
      clock: fc.constantFrom('server' as const, 'device' as const, 'source' as const),
      source: names,
      sourceSeq: fc.oneof(fc.constant(0), fc.nat()),
      sourcePrev: hash,
      actor: fc.option(names, { nil: null }),
      body: hash,
      generation: optional(fc.integer({ min: 2, max: 9 })),
      office: optional(fc.record({ id: names, index: fc.nat(), at })),
    })
    .map(({ generation, office, ...h }) => ({
      ...h,
      sourcePrev: h.sourceSeq === 0 ? null : h.sourcePrev,
      ...(generation === undefined ? {} : { generation }),
      ...(office === undefined ? {} : { office }),
    }));
}

/** What the strict decoder makes of the bytes; null where it throws. */
function strictly(bytes: Bytes) {
  try {
    return decodeHeaderText(bytes);
  } catch {
    return null;
  }
}

/** The same answer as the strict decoder, whatever the bytes are; plain headers of before do not change it. */
const reader = new HeaderReader();
function expectAsStrict(bytes: Bytes): void {
  const strict = strictly(bytes) ?? { ok: false, error: { kind: 'header-not-canonical' } };
  const read = reader.read(bytes);
  if (!strict.ok || !read.ok) expect(read).toEqual(strict);
  else expect({ ...read.value.header, ...hashesOf(read.value) }).toEqual(strict.value.header);
}

const hashesOf = ({ body, sourcePrev }: ReadLeaf) => ({ body, sourcePrev });

/** The leaf of an office out of the taken one is the one that its own header has, whoever read it. */
function expectOfficeLeaf(bytes: Bytes): void {
  const read = reader.read(bytes);
  const strict = strictly(bytes);
  if (!read.ok || strict?.ok !== true) return;
  const own = officeHeader(strict.value.header);
  const hash = own && leafHash(nodeCrypto, own);
  expect(reader.officeLeafHash(nodeCrypto, read.value.header, null)).toEqual(hash);
  // The same where it was hashed elsewhere, from the bundle alone.
  const bundle = encodeBundle([bytes]);
  const known = bundleDigestsOf(digestsIn(nodeCrypto, 'tile/entries/000.p/1', bundle));
  expect(known?.leaves).toEqual(leafHash(nodeCrypto, bytes));
  expect(reader.officeLeafHash(nodeCrypto, read.value.header, known?.ofOffices ?? null)).toEqual(hash);
}

describe('a header read from front to back', () => {
  it('is plain when its names are, and says the same as the strict decoder', () => {
    fc.assert(
      fc.property(headerOf(plain), (header) => {
        const text = decodeUtf8(encodeHeader(header));
        const plain = new PlainHeaders();
        const { body, sourcePrev, ...rest } = header;
        expect(text.ok && plain.read(text.value)).toEqual(rest);
        expect(plain.body).toEqual(body);
        if (sourcePrev !== null) expect(plain.sourcePrev).toEqual(sourcePrev);
      }),
      { numRuns: 300 },
    );
  });

  it('and any other header', () => {
    fc.assert(
      fc.property(headerOf(name), (header) => expectAsStrict(encodeHeader(header))),
      { numRuns: 300 },
    );
  });

  it('gives the leaf that the log of its office has', () => {
    fc.assert(
      fc.property(headerOf(fc.oneof(plain, name)), (header) => expectOfficeLeaf(encodeHeader(header))),
      { numRuns: 300 },
    );
  });

  it('is refused by both or by none, with a byte changed, put in, or taken out', () => {
    const piece = fc.constantFrom(...'{}[]",:-019.e\\=AB/', '"v":1', '00', '-0', 'server', '\n', '\ufeff', 'ñ', '1e3');
    fc.assert(
      fc.property(headerOf(name), fc.nat(), piece, fc.nat({ max: 6 }), (header, where, put, cut) => {
        const text = new TextDecoder().decode(encodeHeader(header));
        const i = where % (text.length + 1);
        expectAsStrict(utf8(text.slice(0, i) + put + text.slice(i + cut)));
        expectAsStrict(utf8(text.slice(0, i) + text.slice(i + cut)));
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['sourceSeq 0 with a hash before it', '"sourceSeq":7', '"sourceSeq":0'],
    ['a hash with bits behind its end', 'AAA=","clock"', 'AAB=","clock"'],
    ['a hash without its end', 'AAA=","clock"', 'AAAA","clock"'],
    ['a zero in front', '"sourceSeq":7', '"sourceSeq":07'],
    ['a number beyond the exact ones', '"sourceSeq":7', '"sourceSeq":9007199254740993'],
    ['the largest exact number', '"sourceSeq":7', '"sourceSeq":9007199254740991'],
    ['an instant that is no date', '"at":5', '"at":999999999999999'],
    ['an unknown clock', '"server"', '"sundial"'],
    ['an empty name', '"source":"s"', '"source":""'],
    ['the first vote as a repeated one', '"kind"', '"generation":1,"kind"'],
    ['no count that there is', '"kind"', '"count":"final","kind"'],
    ['half an office', '"source"', '"office":"o","source"'],
    ['an office before the first instant', '"source"', '"office":"o","officeAt":-1,"officeIndex":0,"source"'],
    ['a key twice', '"v":1', '"v":1,"v":1'],
    ['another version', '"v":1', '"v":2'],
  ])('%s is judged as strictly', (_, from, to) => {
    const hash = `${'A'.repeat(43)}=`;
    const text = `{"at":5,"body":"${hash}","clock":"server","kind":"K","source":"s","sourcePrev":"${hash}","sourceSeq":7,"v":1}`;
    expect(text).toContain(from);
    expectAsStrict(utf8(text));
    expectAsStrict(utf8(text.replace(from, to)));
  });
});
