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
export { type BodyLineError, commitmentOf, decodeBodyLine, encodeBodyLine, SALT_BYTES } from './commitment.ts';
export { decodeHeader, type EventClock, type EventHeader, encodeHeader, type HeaderError } from './header.ts';
export { EVENT_KINDS, type EventKind, type FigureKind, isEventKind, isFigureKind, RESERVED_KINDS } from './kinds.ts';
export { type Draft, Ledger, leafHashOf, type SealedEvent } from './ledger.ts';
export { PROMISE_MS, type Promised, promiseBytes, type SignedPromise } from './promise.ts';
export type { AppendError, RecordStore, StoredEvent } from './store-port.ts';
export { contentOf, enrolmentBytes, figuresBytes, figuresCommitment, submissionBytes } from './submission.ts';
