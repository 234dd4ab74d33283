import fc from 'fast-check';
import { toBase64 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { OBSERVATION_CODES } from '../model/desk-rules.ts';
import type { Count, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { REFUSED_REASONS } from './arrival-bodies.ts';
import { type EventBody, MATCHES, ROLES, VOID_REASONS, WITHDRAWAL_CODES } from './bodies.ts';
import type { CanvassKind } from './canvass-bodies.ts';
import type { EventKind } from './kinds.ts';
import { someParameters, someSaid } from './sample-estimate.test-support.ts';

/** Text with what JSON has to escape and what sorts oddly, never empty. */
export const someText = fc
  .array(fc.constantFrom('a', 'Z', '7', ' ', '"', '\\', '\n', 'ñ', '\u2028', '\u{1f600}', '\uffff'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list) => list.join(''));
export const someHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64);
/** As a public key of P-256 is written; it need not lie on the curve. */
const somePoint = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((xy) => toBase64(Uint8Array.of(4, ...xy)));
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

const someSignature = fc.uint8Array({ minLength: 64, maxLength: 64 }).map(toBase64);
const people = fc.uniqueArray(someText, { minLength: 2, maxLength: 2 });
const sheet = { station, sheet: number };
const decided = { by: people, reason: localized };
const byNumber = (a: number, b: number) => a - b;
const records = fc.uniqueArray(number, { maxLength: 4 }).map((list) => list.sort(byNumber));
const content = {
  boxes: someBoxes,
  corrections: fc
    .uniqueArray(fc.tuple(fc.nat(20), fc.nat(3000)), { maxLength: 3, selector: ([box]) => box })
    .map((list) => list.sort((a, b) => a[0] - b[0])),
  observations: ascending(fc.constantFrom(...OBSERVATION_CODES)),
};

function ascending(code: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.uniqueArray(code, { maxLength: 3 }).map((list) => list.sort());
}

export type Bodies = { readonly [kind in EventKind]: fc.Arbitrary<Extract<EventBody, { kind: kind }>> };

export function of<K extends EventKind>(
  kind: K,
  fields: { readonly [field: string]: fc.Arbitrary<unknown> },
): fc.Arbitrary<Extract<EventBody, { kind: K }>> {
  return fc
    .record(fields, { noNullPrototype: true })
    .map((rest) => ({ kind, ...rest }) as unknown as Extract<EventBody, { kind: K }>);
}

/** What bodies are made of. */
export const samples = {
  ...{ someText, someHash, someInstant, someBoxes, localized, number, people, sheet, station, someSignature },
};

/** A body of every kind but those of the official count, which sample-canvass.test-support.ts has. */
export const BODIES: Omit<Bodies, CanvassKind> = {
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
  RoleGranted: of('RoleGranted', { person: someText, role: fc.constantFrom(...ROLES) }),
  RoleRevoked: of('RoleRevoked', { person: someText, role: fc.constantFrom(...ROLES) }),
  DeviceEnrolled: of('DeviceEnrolled', {
    device: someText,
    key: fc.oneof(someHash, somePoint),
    scope: someText,
    only: fc.option(station, { nil: null }),
  }),
  DeviceRevoked: of('DeviceRevoked', { device: someText }),
  SheetReceived: fc.boolean().chain((signed) =>
    of('SheetReceived', {
      station,
      content: someHash,
      pictures: fc.array(fc.record({ original: someHash, shown: someHash }, { noNullPrototype: true }), {
        maxLength: 3,
      }),
      matched: fc.constantFrom(...MATCHES),
      device: signed ? someText : fc.constant(null),
      sentAt: signed ? someInstant : fc.constant(null),
      signature: signed ? someSignature : fc.constant(null),
    }),
  ),
  FiguresAnnounced: fc.boolean().chain((signed) =>
    of('FiguresAnnounced', {
      station,
      figures: fc
        .uniqueArray(fc.tuple(someText, someHash), { minLength: 1, maxLength: 3, selector: ([contest]) => contest })
        .map((list) => list.sort((a, b) => (a[0] < b[0] ? -1 : 1))),
      via: fc.constant(signed ? 'app' : 'sms'),
      device: signed ? someText : fc.constant(null),
      sentAt: signed ? someInstant : fc.constant(null),
      signature: signed ? someSignature : fc.constant(null),
    }),
  ),
  FiguresRead: of('FiguresRead', { station, announced: number, boxes: someBoxes, salt: someHash }),
  ArrivalsRefused: of('ArrivalsRefused', {
    minutes: fc
      .uniqueArray(fc.tuple(fc.nat(9), fc.constantFrom(...REFUSED_REASONS), fc.integer({ min: 1, max: 9 })), {
        minLength: 1,
        maxLength: 4,
        selector: ([minute, reason]) => `${minute} ${reason}`,
      })
      .map((list) =>
        list.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)).map(([m, reason, n]) => [m * 60_000, reason, n]),
      ),
  }),
  EntryCommitted: of('EntryCommitted', { ...sheet, slot: fc.constantFrom(1, 2), ...content }),
  EntriesRevealed: of('EntriesRevealed', { ...sheet, entries: pair, equal: fc.boolean() }),
  EntryVoided: of('EntryVoided', { ...sheet, entry: number, reason: fc.constantFrom(...VOID_REASONS) }),
  DifferenceResolved: of('DifferenceResolved', { ...sheet, entries: pair, ...content }),
  SheetAgreed: of('SheetAgreed', { ...sheet, boxes: someBoxes, from: number }),
  SheetObserved: of('SheetObserved', {
    ...sheet,
    reasons: ascending(fc.constantFrom('E101', 'E201', 'illegible', 'torn')),
    from: number,
  }),
  RulingIssued: of('RulingIssued', { ...sheet, ruling: fc.constantFrom('count', 'retype'), ...decided }),
  SheetDisputed: of('SheetDisputed', { station, sheets: records }),
  SheetSuperseded: of('SheetSuperseded', { ...sheet, over: records, ...decided }),
  SheetWithdrawn: of('SheetWithdrawn', { ...sheet, code: fc.constantFrom(...WITHDRAWAL_CODES), ...decided }),
  PublicationStopped: of('PublicationStopped', {
    office: localized,
    by: fc.option(people, { nil: null }),
    reason: localized,
  }),
  PublicationResumed: of('PublicationResumed', {
    office: localized,
    by: fc.option(people, { nil: null }),
    reason: localized,
  }),
  Notice: of('Notice', { text: localized }),
  CountClosed: of('CountClosed', {}),
  EstimateMade: of('EstimateMade', {
    state: number,
    seed: number,
    draws: fc.integer({ min: 1, max: 9999 }),
    program: someText,
    parameters: someParameters,
    said: someSaid,
  }),
  StatePublished: of('StatePublished', {
    size: number,
    covers: fc.record({ preliminary: number, official: number }, { noNullPrototype: true }),
    manifest: someHash,
    complete: fc.boolean(),
  }),
};
