import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, toHex } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import { leafHash } from '../tlog/index.ts';
import { commitmentOf } from './commitment.ts';
import { decodeHeader } from './header.ts';
import { type Draft, Ledger, leafHashOf, type SealedEvent } from './ledger.ts';
import { someBody } from './sample-events.test-support.ts';

const draft: fc.Arbitrary<Draft> = fc
  .record(
    {
      body: someBody,
      // Clocks that jump back and forth.
      at: fc.integer({ min: 0, max: 50 }).map(instant),
      clock: fc.constantFrom('server' as const, 'device' as const, 'source' as const),
      source: fc.constantFrom('server', 'operator', 'phone-7', '__proto__'),
      count: fc.constantFrom('preliminary' as const, 'official' as const),
      actor: fc.constantFrom('typist-001', 'typist-002'),
    },
    { requiredKeys: ['body', 'at', 'clock', 'source'], noNullPrototype: true },
  )
  .map((d) => d);
const drafts = fc.array(draft, { minLength: 1, maxLength: 30 });
const saltOf = (index: number): Bytes => nodeCrypto.sha256(Uint8Array.of(index));

function recorded(list: readonly Draft[]): SealedEvent[] {
  const ledger = new Ledger(nodeCrypto);
  return list.map((d) => {
    const sealed = ledger.seal(d, saltOf(ledger.size));
    ledger.follow(sealed.header, sealed.leafHash);
    return sealed;
  });
}

describe('the ledger', () => {
  it('numbers events from 0 and gives each the largest instant so far', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        let latest = Number.NEGATIVE_INFINITY;
        recorded(list).forEach((event, i) => {
          latest = Math.max(latest, list[i]?.at ?? 0);
          expect(event.index).toBe(i);
          expect(event.header.at).toBe(latest);
        });
      }),
    );
  });

  it('chains each source by itself: numbers from 0, and the leaf hash of the one before', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const last = new Map<string, SealedEvent>();
        for (const event of recorded(list)) {
          const before = last.get(event.header.source);
          expect(event.header.sourceSeq).toBe(before === undefined ? 0 : before.header.sourceSeq + 1);
          const prev = event.header.sourcePrev;
          expect(prev === null ? null : toHex(prev)).toBe(before === undefined ? null : toHex(before.leafHash));
          last.set(event.header.source, event);
        }
      }),
    );
  });

  it('seals bytes that decode to the header and commit to the body', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        recorded(list).forEach((event, i) => {
          const { header, salt, body } = event.stored;
          expect(expectOk(decodeHeader(header), 'our own header')).toEqual(event.header);
          expect(toHex(event.header.body)).toBe(toHex(commitmentOf(nodeCrypto, salt, body)));
          expect(toHex(salt)).toBe(toHex(saltOf(i)));
          expect(event.header.kind).toBe(list[i]?.body.kind);
          expect(event.header.actor).toBe(list[i]?.actor ?? null);
          expect(toHex(event.leafHash)).toBe(toHex(leafHash(nodeCrypto, header)));
        });
      }),
    );
  });

  it('rebuilt from the headers alone goes on as if it had never stopped, wherever it stopped', () => {
    fc.assert(
      fc.property(drafts, fc.nat(), (list, at) => {
        const whole = recorded(list);
        const cut = at % whole.length;
        const again = new Ledger(nodeCrypto);
        for (const event of whole.slice(0, cut)) {
          again.follow(
            expectOk(decodeHeader(event.stored.header), 'ours'),
            leafHashOf(nodeCrypto, event.stored.header),
          );
        }
        const next = list[cut];
        if (next === undefined) return;
        expect(again.seal(next, saltOf(cut))).toEqual(whole[cut]);
        // Sealing keeps nothing: the same again.
        expect(again.seal(next, saltOf(cut))).toEqual(whole[cut]);
        expect(again.size).toBe(cut);
      }),
    );
  });

  it('takes no salt of another length', () => {
    const [some] = fc.sample(draft, { numRuns: 1, seed: 3 });
    for (const length of [0, 31, 33]) {
      expect(() => some && new Ledger(nodeCrypto).seal(some, new Uint8Array(length))).toThrow(/32 bytes/);
    }
  });
});
