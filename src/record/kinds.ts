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
  'SheetReceived',
  'EnvelopeReceived',
  'EntryCommitted',
  'EntriesRevealed',
  'DifferenceResolved',
  'SheetAgreed',
  'PublicationStopped',
  'PublicationResumed',
  'CountClosed',
  'StatePublished',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

export const RESERVED_KINDS = [
  'DefinitionAmended',
  'ReleaseRecorded',
  'RoleGranted',
  'RoleRevoked',
  'DeviceEnrolled',
  'DeviceRevoked',
  'EntryVoided',
  'EntriesDiffered',
  'SheetObserved',
  'SheetDisputed',
  'SheetWithdrawn',
  'SheetSuperseded',
  'EnvelopeOpened',
  'SheetScanned',
  'ObjectionRaised',
  'RulingIssued',
  'SheetAnnulled',
  'SheetCorrected',
  'SessionClosed',
  'ResultCertified',
  'DisclosureSuspended',
  'Notice',
  'IncidentOpened',
  'IncidentClosed',
  'PartyCopyFiled',
  'PartyCopyAnswered',
  'BodyWithheld',
] as const;

/** Kinds whose body tells figures: opened only when docs/spec/publication.md section 2 says that they are due. */
export type FigureKind = 'SheetImported' | 'EntryCommitted' | 'DifferenceResolved' | 'SheetAgreed';

const figureKinds: ReadonlySet<string> = new Set<FigureKind>([
  'SheetImported',
  'EntryCommitted',
  'DifferenceResolved',
  'SheetAgreed',
]);

export function isFigureKind(kind: string): kind is FigureKind {
  return figureKinds.has(kind);
}

const eventKinds: ReadonlySet<string> = new Set(EVENT_KINDS);

export function isEventKind(kind: string): kind is EventKind {
  return eventKinds.has(kind);
}
