/**
 * The kinds of event that this version writes and reads. Names of later stages are reserved, so that their bytes need not
 * change when they come: see RESERVED_KINDS.
 */
export const EVENT_KINDS = [
  'ElectionDefined',
  'KeysDeclared',
  'CountOpened',
  'EmbargoLifted',
  'SheetImported',
  'RoleGranted',
  'RoleRevoked',
  'DeviceEnrolled',
  'DeviceRevoked',
  'SheetReceived',
  'EnvelopeReceived',
  'FiguresAnnounced',
  'FiguresRead',
  'ArrivalsRefused',
  'EntryCommitted',
  'EntriesRevealed',
  'EntryVoided',
  'DifferenceResolved',
  'SheetAgreed',
  'SheetObserved',
  'RulingIssued',
  'SheetDisputed',
  'SheetSuperseded',
  'SheetWithdrawn',
  'Notice',
  'PublicationStopped',
  'PublicationResumed',
  'CountClosed',
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
  'SheetAnnulled',
  'SheetCorrected',
  'SessionClosed',
  'LotDrawn',
  'ResultCertified',
  'CourtOrdered',
  'DefinitionAmended',
  'MaterialDestroyed',
  'OfficeDeclared',
  'OfficeTaken',
  'OfficeForked',
  'EstimateMade',
  'StatePublished',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

export const RESERVED_KINDS = [
  'ReleaseRecorded',
  'EntriesDiffered',
  'DisclosureSuspended',
  'IncidentOpened',
  'IncidentClosed',
  'PartyCopyFiled',
  'PartyCopyAnswered',
  'BodyWithheld',
] as const;

/** Kinds whose body tells figures: opened only when docs/spec/publication.md section 2 says that they are due. */
export type FigureKind =
  | 'SheetImported'
  | 'FiguresRead'
  | 'EntryCommitted'
  | 'DifferenceResolved'
  | 'SheetAgreed'
  | 'SheetObserved'
  | 'SheetCorrected';

const figureKinds: ReadonlySet<string> = new Set<FigureKind>([
  'SheetImported',
  'FiguresRead',
  'EntryCommitted',
  'DifferenceResolved',
  'SheetAgreed',
  // Its reasons may tell of a result: all votes for one option.
  'SheetObserved',
  'SheetCorrected',
]);

export function isFigureKind(kind: string): kind is FigureKind {
  return figureKinds.has(kind);
}

const eventKinds: ReadonlySet<string> = new Set(EVENT_KINDS);

export function isEventKind(kind: string): kind is EventKind {
  return eventKinds.has(kind);
}
