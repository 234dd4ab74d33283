import fc from 'fast-check';
import { RULING_EFFECTS } from '../model/canvass-rules.ts';
import { FOUND, SEAL_CONDITIONS } from './canvass-bodies.ts';
import { of, samples } from './sample-bodies.test-support.ts';

const { someText, someHash, someInstant, someBoxes, localized, number, people, sheet, station, someSignature } =
  samples;
const whole = fc.integer({ min: 1, max: 99 });
const orNone = fc.option(someText, { nil: null });
const condition = fc.constantFrom(...SEAL_CONDITIONS);
const pictures = fc.array(fc.record({ original: someHash, shown: someHash }, { noNullPrototype: true }), {
  maxLength: 3,
});
const ascending = <T>(list: readonly T[]) => [...list].sort((a, b) => (a < b ? -1 : 1));
const papers = fc.record({ data: someHash, es: someHash, en: someHash }, { noNullPrototype: true });
const decided = { by: people, reason: localized };
/** Nobody votes twice. */
const votes = fc.uniqueArray(someText, { minLength: 1, maxLength: 5 }).map((list) => ({
  for: ascending(list.slice(0, Math.max(1, list.length - 2))),
  against: ascending(list.slice(Math.max(1, list.length - 2), list.length - 1)),
  abstained: ascending(list.slice(Math.max(1, list.length - 1))),
}));
const wholes = fc.array(fc.nat(9999), { maxLength: 3 });
const figures = fc.record(
  {
    ...{ expected: number, counted: number, annulled: number, notInstalled: number, lost: number, open: number },
    ...{ registered: fc.option(number, { nil: null }), votes: wholes, others: wholes, valid: number, cast: number },
  },
  { noNullPrototype: true },
);
const change = fc.oneof(
  fc.record({ kind: fc.constant('station-not-installed'), station }, { noNullPrototype: true }),
  fc.record(
    {
      ...{ kind: fc.constant('station-added'), station, place: someText, table: fc.option(number, { nil: null }) },
      registered: fc.option(number, { nil: null }),
      setting: fc.constantFrom('abroad', 'mixed', 'rural', 'urban', null),
    },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('station-moved'), station, place: someText }, { noNullPrototype: true }),
  fc.record({ kind: fc.constant('date-moved'), station, until: someInstant }, { noNullPrototype: true }),
  fc.record(
    { kind: fc.constant('station-merged'), station, into: someText, registered: fc.option(number, { nil: null }) },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      ...{ kind: fc.constant('candidate-withdrawn'), contest: someText, selection: someText },
      votes: fc.constantFrom('kept', 'null'),
    },
    { noNullPrototype: true },
  ),
  fc.record(
    {
      kind: fc.constant('closing-extended'),
      units: fc.uniqueArray(someText, { minLength: 1, maxLength: 3 }),
      until: someInstant,
    },
    { noNullPrototype: true },
  ),
);

function voted<K extends Parameters<typeof of>[0]>(kind: K, fields: Parameters<typeof of>[1]) {
  return votes.chain((cast) => {
    const lists = Object.fromEntries(Object.entries(cast).map(([name, list]) => [name, fc.constant(list)]));
    return of(kind, { ...fields, ...lists, session: whole, law: localized, reason: localized });
  });
}

/** A body of every kind of the official count. */
export const CANVASS_BODIES = {
  EnvelopeReceived: of('EnvelopeReceived', {
    ...{ station, seal: orNone, condition: fc.option(condition, { nil: null }), from: orNone },
  }),
  EnvelopeMissing: of('EnvelopeMissing', { station, ...decided }),
  EnvelopeMoved: of('EnvelopeMoved', { ...sheet, to: someText, seal: orNone, condition, by: people }),
  EnvelopeOpened: of('EnvelopeOpened', {
    ...sheet,
    seal: orNone,
    condition,
    found: fc.constantFrom(...FOUND),
    by: people,
  }),
  SheetScanned: of('SheetScanned', {
    ...{ ...sheet, paper: fc.constantFrom('recount', 'sheet'), content: someHash, pictures },
  }),
  EnvelopeStored: of('EnvelopeStored', { ...sheet, where: someText }),
  CopyAdmitted: voted('CopyAdmitted', { station, holder: localized }),
  MemberSeated: of('MemberSeated', { member: someText, name: someText, title: localized }),
  MemberLeft: of('MemberLeft', { member: someText }),
  SessionOpened: of('SessionOpened', {
    ...{ session: whole, place: someText, counted: number },
    members: fc.uniqueArray(someText, { minLength: 1, maxLength: 4 }).map(ascending),
    delegates: fc.array(fc.tuple(someText, someText), { maxLength: 3 }),
  }),
  ObjectionRaised: of('ObjectionRaised', {
    ...{ ...sheet, session: whole, party: someText, delegate: someText, ground: someText, text: localized },
  }),
  BoardRuled: voted('BoardRuled', {
    ...{ station, sheet: fc.option(number, { nil: null }), effect: fc.constantFrom(...RULING_EFFECTS), ground: orNone },
    objections: fc
      .uniqueArray(fc.tuple(number, fc.boolean()), { maxLength: 3, selector: ([objection]) => objection })
      .map((list) => [...list].sort((a, b) => a[0] - b[0])),
    until: fc.option(someInstant, { nil: null }),
  }),
  SheetAnnulled: of('SheetAnnulled', { ...sheet, from: number }),
  SheetCorrected: of('SheetCorrected', { ...sheet, boxes: someBoxes, from: number }),
  SessionClosed: of('SessionClosed', { session: whole, size: number, papers }),
  LotDrawn: voted('LotDrawn', {
    ...{ area: someText, order: fc.uniqueArray(someText, { minLength: 2, maxLength: 3 }) },
  }),
  ResultCertified: of('ResultCertified', {
    ...{ area: someText, size: number, root: someHash, figures, outcome: someText, papers },
    offices: fc
      .uniqueArray(fc.tuple(someText, number, someHash), { maxLength: 3, selector: ([office]) => office })
      .map((list) => [...list].sort((a, b) => (a[0] < b[0] ? -1 : 1))),
    seats: fc.option(fc.array(fc.tuple(someText, fc.nat(99)), { maxLength: 3 }), { nil: null }),
    partial: fc.option(localized, { nil: null }),
    signatures: fc
      .uniqueArray(fc.tuple(someText, someSignature), { minLength: 1, maxLength: 3, selector: ([name]) => name })
      .map((list) => [...list].sort((a, b) => (a[0] < b[0] ? -1 : 1))),
  }),
  CourtOrdered: of('CourtOrdered', { court: localized, order: someText, ...decided }),
  DefinitionAmended: of('DefinitionAmended', { change, law: localized, ...decided }),
  MaterialDestroyed: of('MaterialDestroyed', { what: localized, law: localized, ...decided }),
  OfficeDeclared: of('OfficeDeclared', {
    ...{ office: someText, origin: someText, log: someText, heartbeat: someText, by: people },
  }),
  OfficeTaken: of('OfficeTaken', { office: someText, size: whole, checkpoint: someText }),
  OfficeForked: of('OfficeForked', {
    ...{
      office: someText,
      index: number,
      leaf: someHash,
      proof: fc.array(someHash, { maxLength: 3 }),
      other: someText,
    },
  }),
} as const;
