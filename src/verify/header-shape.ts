import type { ReadHeader } from './read-header.ts';

/** Whether count, contest, actor and generation are those of the kind: publication.md section 2, official-count.md section 9. */
export function isRightShape(header: ReadHeader): boolean {
  const { kind } = header;
  const has = header.count === null ? header.contest && 'contest' : header.contest ? 'count contest' : 'count';
  if ((HEADER_ALSO_HAS[kind] ?? null) !== has) return false;
  if ((COUNT_ONLY[kind] ?? header.count) !== header.count) return false;
  if (header.actor === null && NEEDS_ACTOR.has(kind)) return false;
  return header.generation === undefined || OF_A_REPEATED_VOTE.has(kind);
}

const HEADER_ALSO_HAS: Readonly<Record<string, string>> = {
  CountOpened: 'count',
  EmbargoLifted: 'contest',
  SheetImported: 'count contest',
  SheetReceived: 'count',
  EnvelopeReceived: 'count',
  FiguresAnnounced: 'count',
  FiguresRead: 'count contest',
  ArrivalsRefused: 'count',
  EntryCommitted: 'count contest',
  EntriesRevealed: 'count contest',
  EntryVoided: 'count contest',
  DifferenceResolved: 'count contest',
  SheetAgreed: 'count contest',
  SheetObserved: 'count contest',
  RulingIssued: 'count contest',
  SheetDisputed: 'count',
  SheetSuperseded: 'count',
  SheetWithdrawn: 'count',
  PublicationStopped: 'count',
  PublicationResumed: 'count',
  CountClosed: 'count',
  EstimateMade: 'count contest',
  EnvelopeMissing: 'count',
  EnvelopeMoved: 'count',
  EnvelopeOpened: 'count',
  SheetScanned: 'count',
  EnvelopeStored: 'count',
  CopyAdmitted: 'count',
  SessionOpened: 'count',
  ObjectionRaised: 'count contest',
  BoardRuled: 'count contest',
  SheetAnnulled: 'count contest',
  SheetCorrected: 'count contest',
  SessionClosed: 'count',
  LotDrawn: 'count contest',
  ResultCertified: 'count contest',
  CourtOrdered: 'count contest',
};

/** Pictures and figures come in for the preliminary count, paper for the official one, and only that has a board. */
const COUNT_ONLY: Readonly<Record<string, string>> = {
  SheetReceived: 'preliminary',
  FiguresAnnounced: 'preliminary',
  FiguresRead: 'preliminary',
  ArrivalsRefused: 'preliminary',
  EnvelopeReceived: 'official',
  EnvelopeMissing: 'official',
  EnvelopeMoved: 'official',
  EnvelopeOpened: 'official',
  SheetScanned: 'official',
  EnvelopeStored: 'official',
  CopyAdmitted: 'official',
  SessionOpened: 'official',
  ObjectionRaised: 'official',
  BoardRuled: 'official',
  SheetAnnulled: 'official',
  SheetCorrected: 'official',
  SessionClosed: 'official',
  LotDrawn: 'official',
  ResultCertified: 'official',
  CourtOrdered: 'official',
};

/** Acts that only a person can do; others may be of whoever has the machine. */
const NEEDS_ACTOR: ReadonlySet<string> = new Set([
  'EntryCommitted',
  'DifferenceResolved',
  'RulingIssued',
  'SheetSuperseded',
  'SheetWithdrawn',
  'EnvelopeMissing',
  'EnvelopeMoved',
  'EnvelopeOpened',
  'SheetScanned',
  'EnvelopeStored',
  'CopyAdmitted',
  'MemberSeated',
  'MemberLeft',
  'SessionOpened',
  'ObjectionRaised',
  'BoardRuled',
  'SessionClosed',
  'LotDrawn',
  'ResultCertified',
  'CourtOrdered',
  'DefinitionAmended',
  'MaterialDestroyed',
  'OfficeDeclared',
]);

/** Kinds that can be of a vote that was repeated. Of which vote a sheet is, is asked when the sheet is known. */
const OF_A_REPEATED_VOTE: ReadonlySet<string> = new Set([
  'EmbargoLifted',
  'EnvelopeReceived',
  'EnvelopeMissing',
  'EnvelopeMoved',
  'EnvelopeOpened',
  'SheetScanned',
  'EnvelopeStored',
  'CopyAdmitted',
  'EntryCommitted',
  'EntriesRevealed',
  'EntryVoided',
  'DifferenceResolved',
  'SheetAgreed',
  'SheetObserved',
  'RulingIssued',
  'SheetWithdrawn',
  'ObjectionRaised',
  'BoardRuled',
  'SheetAnnulled',
  'SheetCorrected',
]);
