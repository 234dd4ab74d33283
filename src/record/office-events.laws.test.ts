import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { toHex, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import type { ContestId } from '../model/ids.ts';
import { leafHash } from '../tlog/index.ts';
import { decodeHeaderText, type EventHeader, encodeHeader } from './header.ts';
import { leafHashOfText } from './ledger.ts';
import { officeHeader, officeHeaderIn, takenHeader } from './office-events.ts';
import { someInstant, someText } from './sample-bodies.test-support.ts';

/** Texts that look like the keys that are looked for. */
const tricky = fc.oneof(
  someText,
  fc.constantFrom(',"at":', '"at":1,', ',"office":', ',"source":', '","source":"', ',', '\\', 'ñ,"at":'),
);
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const own: fc.Arbitrary<EventHeader> = fc
  .record(
    {
      kind: tricky,
      count: fc.constantFrom('preliminary' as const, 'official' as const, null),
      contest: fc.option(tricky as fc.Arbitrary<ContestId>, { nil: null }),
      at: someInstant,
      clock: fc.constantFrom('server' as const, 'device' as const, 'source' as const),
      source: tricky,
      sourceSeq: fc.oneof(fc.constant(0), fc.nat()),
      sourcePrev: hash,
      actor: fc.option(tricky, { nil: null }),
      body: hash,
      generation: fc.integer({ min: 2 }),
    },
    {
      requiredKeys: ['kind', 'count', 'contest', 'at', 'clock', 'source', 'sourceSeq', 'sourcePrev', 'actor', 'body'],
      noNullPrototype: true,
    },
  )
  .map((h) => ({ ...h, sourcePrev: h.sourceSeq === 0 ? null : h.sourcePrev }));

it('the header of an office comes out of the text that the national record has of it, as its own log has it', () => {
  fc.assert(
    fc.property(own, tricky, fc.nat(), someInstant, (header, id, index, at) => {
      const taken = encodeHeader(takenHeader(header, { id, index }, at));
      const read = expectOk(decodeHeaderText(taken), 'our own header');
      const text = officeHeaderIn(read.text, read.header) ?? '';
      expect(toHex(utf8(text))).toBe(toHex(encodeHeader(header)));
      expect(leafHashOfText(nodeCrypto, text)).toEqual(leafHash(nodeCrypto, encodeHeader(header)));
      expect(officeHeader(read.header)).toEqual(encodeHeader(header));
    }),
  );
});

it('an event that no office recorded has no such header', () => {
  fc.assert(
    fc.property(own, (header) => {
      const read = expectOk(decodeHeaderText(encodeHeader(header)), 'our own header');
      expect(officeHeaderIn(read.text, read.header)).toBeNull();
    }),
  );
});
