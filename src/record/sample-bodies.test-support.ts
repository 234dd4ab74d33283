import fc from 'fast-check';
import { toBase64 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import type { Count, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { EventBody } from './bodies.ts';
import type { EventKind } from './kinds.ts';

/** Text with what JSON has to escape and what sorts oddly, never empty. */
export const someText = fc
  .array(fc.constantFrom('a', 'Z', '7', ' ', '"', '\\', '\n', 'ñ', '\u2028', '\u{1f600}', '\uffff'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => list.join(''));
export const someHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64);
export const someInstant = fc.integer({ min: -(10 ** 14), max: 10 ** 14 }).map((n) => instant(n === 0 ? 0 : n));
export const someBoxes = fc.array(
  fc.oneof(
    fc.nat(3000).map((n) => n as Count),
    fc.constantFrom<Box>('empty', 'illegible'),
  ),
  { maxLength: 6 },
);
const station = someText as fc.Arbitrary<StationId>;
const number = fc.nat(2 ** 31 - 1);
const pair = fc.tuple(number, number);
const localized = fc.record({ es: fc.oneof(someText, fc.constant('')), en: someText }, { noNullPrototype: true });
const orNull = fc.option(someInstant, { nil: null });

type Bodies = { readonly [kind in EventKind]: fc.Arbitrary<Extract<EventBody, { kind: kind }>> };

function of<K extends EventKind>(
  kind: K,
  fields: { readonly [field: string]: fc.Arbitrary<unknown> },
): fc.Arbitrary<Extract<EventBody, { kind: K }>> {
  return fc
    .record(fields, { noNullPrototype: true })
    .map((rest) => ({ kind, ...rest }) as unknown as Extract<EventBody, { kind: K }>);
}

/** A body of every kind; the compiler asks for one more when a kind is added. */
export const BODIES: Bodies = {
  ElectionDefined: of('ElectionDefined', { election: someHash, units: someHash, stations: someHash }),
  KeysDeclared: of('KeysDeclared', { origin: someText, log: someText, heartbeat: someText }),
  CountOpened: of('CountOpened', {
    mode: fc.constantFrom('entered', 'imported'),
    files: fc.array(fc.record({ name: someText, sha256: someHash, rows: number }, { noNullPrototype: true }), {
      maxLength: 3,
    }),
  }),
  EmbargoLifted: of('EmbargoLifted', {}),
  SheetImported: of('SheetImported', {
    station,
    version: fc.integer({ min: 1, max: 99 }),
    boxes: someBoxes,
    status: fc.oneof(fc.constant('counted'), someText),
    arrivedAt: orNull,
    publishedAt: orNull,
    file: someText,
    line: fc.integer({ min: 1, max: 99_999 }),
  }),
  SheetReceived: of('SheetReceived', { station }),
  EnvelopeReceived: of('EnvelopeReceived', { station }),
  EntryCommitted: of('EntryCommitted', { station, slot: fc.constantFrom(1, 2), boxes: someBoxes }),
  EntriesRevealed: of('EntriesRevealed', { station, entries: pair, equal: fc.boolean() }),
  DifferenceResolved: of('DifferenceResolved', { station, boxes: someBoxes, entries: pair }),
  SheetAgreed: of('SheetAgreed', { station, boxes: someBoxes, from: number }),
  PublicationStopped: of('PublicationStopped', { office: localized, reason: localized }),
  PublicationResumed: of('PublicationResumed', { office: localized, reason: localized }),
  CountClosed: of('CountClosed', {}),
  StatePublished: of('StatePublished', {
    size: number,
    covers: fc.record({ preliminary: number, official: number }, { noNullPrototype: true }),
    manifest: someHash,
    complete: fc.boolean(),
  }),
};

export const someBody: fc.Arbitrary<EventBody> = fc.oneof(...Object.values(BODIES));
