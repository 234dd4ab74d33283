export {
  type FiguresAnnouncedBody,
  type FiguresReadBody,
  REFUSED_REASONS,
  type RefusedMinute,
  type RefusedReason,
  WAYS,
} from './arrival-bodies.ts';
export {
  type BodyError,
  type CountMode,
  type Decided,
  decodeBody,
  type EventBody,
  encodeBody,
  encodeBox,
  type ImportedFile,
  MATCHES,
  ROLES,
  type Role,
  type SheetImportedBody,
  type SheetPicture,
  type SheetReceivedBody,
  VOID_REASONS,
  type VoidReason,
  WITHDRAWAL_CODES,
  type WithdrawalCode,
} from './bodies.ts';
export {
  type Amendment,
  type CanvassBody,
  type CanvassKind,
  type Certificate,
  type CertifiedFigures,
  FOUND,
  type Found,
  type Papers,
  SEAL_CONDITIONS,
  type SealCondition,
  type Voted,
} from './canvass-bodies.ts';
export { certificateBytes, certificateOf } from './certificate.ts';
export {
  type BodyLineError,
  commitmentOf,
  commitmentOfText,
  decodeBodyLine,
  encodeBodyLine,
  SALT_BYTES,
} from './commitment.ts';
export {
  type EstimateMadeBody,
  MOST_PARTS,
  type Said,
  type SaidBasis,
  type SaidEstimate,
  type SaidFacts,
  type SaidNote,
  type SaidPart,
  type SaidRefusal,
  type Seven,
} from './estimate-body.ts';
export {
  decodeHeader,
  decodeHeaderText,
  type EventClock,
  type EventHeader,
  encodeHeader,
  type HeaderError,
  type OfficePlace,
} from './header.ts';
export { EVENT_KINDS, type EventKind, type FigureKind, isEventKind, isFigureKind, RESERVED_KINDS } from './kinds.ts';
export { type Draft, Ledger, leafHashOf, leafHashOfText, type SealedEvent } from './ledger.ts';
export { isOfficeOnly, OfficeNumbers, officeHeader, officeHeaderIn, sourceKey, takenHeader } from './office-events.ts';
export { PROMISE_MS, type Promised, promiseBytes, type SignedPromise } from './promise.ts';
export type { AppendError, RecordStore, StoredEvent } from './store-port.ts';
export { contentOf, enrolmentBytes, figuresBytes, figuresCommitment, submissionBytes } from './submission.ts';
