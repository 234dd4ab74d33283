export {
  type BodyError,
  type CountMode,
  decodeBody,
  type EventBody,
  encodeBody,
  encodeBox,
  type ImportedFile,
  type SheetImportedBody,
} from './bodies.ts';
export { type BodyLineError, commitmentOf, decodeBodyLine, encodeBodyLine, SALT_BYTES } from './commitment.ts';
export { decodeHeader, type EventClock, type EventHeader, encodeHeader, type HeaderError } from './header.ts';
export { EVENT_KINDS, type EventKind, type FigureKind, isEventKind, isFigureKind, RESERVED_KINDS } from './kinds.ts';
export { type Draft, Ledger, leafHashOf, type SealedEvent } from './ledger.ts';
export type { AppendError, RecordStore, StoredEvent } from './store-port.ts';
