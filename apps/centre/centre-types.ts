import type { UploadRequest } from '../../adapters/uploads/uploads.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import type { Act, ActRefusal } from '../../src/canvass/acts.ts';
import type { CanvassState } from '../../src/canvass/canvass-state.ts';
import type { Assignments } from '../../src/entry/assignments.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import type { Box } from '../../src/model/votes.ts';
import type { SheetState } from '../../src/publication/station-replay.ts';
import type { SignedPromise, StoredEvent } from '../../src/record/index.ts';

export type ActError =
  | { readonly kind: 'refused'; readonly refusal: ActRefusal }
  /** The record could not be written. Nothing was acknowledged; the act may still have been stored: ask again later. */
  | { readonly kind: 'not-stored'; readonly detail: string };

/** What an act became: record numbers of its first and last event, durable. */
export type Recorded = { readonly first: number; readonly last: number };

/** The counting centre as its HTTP interface and its intake see it. */
export interface CountingCentre {
  readonly definition: ElectionDefinition;
  /** The machine, always up to the newest event. To be read only. */
  readonly state: CentreState;
  /** The same of the official count beside the typing. To be read only. */
  readonly canvass: CanvassState;
  readonly assignments: Assignments;
  /** The instant that an act of now would have (virtual in a rehearsal). */
  now(): Instant;
  /** The machine's own clock, by which leases end also in a rehearsal. */
  wall(): Instant;
  /** A number in [0, 1) from the system's generator, or from the seed in a rehearsal. */
  chance(): number;
  /** Decides at once, records whole or not at all, and answers when it is durable. */
  act(act: Act): Promise<Result<Recorded, ActError>>;
  /** Events [from, from + limit), for the auditor: bodies are shown only where `isOpen`. */
  read(from: number, limit: number): readonly StoredEvent[];
  /** Record numbers of all events of a station, in order. */
  eventsOf(station: string): readonly number[];
  /** Whether the public may see the body of this event by now. */
  isOpen(record: number): boolean;
  /** One page (from 0; behind those of the sheet those of a recount) for the desks: drawn anew, not masked, because a typist has to see whether it is signed. */
  picture(sheet: number, page: number): Promise<Bytes | null>;
}

/** A sheet as it came to the door, before anything is known of it. */
export type Arrival = {
  /** null: by the QR code, else for a desk to say. */
  readonly station: string | null;
  readonly matched: 'sender' | 'qr' | 'name' | 'desk';
  readonly name: string;
  readonly pages: readonly Bytes[];
  /** Base64, still to be checked; null only for scans that a person at this machine hands in. */
  readonly signed: { readonly device: string; readonly sentAt: Instant; readonly signature: string } | null;
  /** Who hands it in at a desk. */
  readonly by: string | null;
};

/** A paper of the official count, page by page, as its custodian scanned it. */
export type Scan = {
  readonly sheet: number;
  readonly paper: 'recount' | 'sheet';
  readonly pages: readonly Bytes[];
  readonly by: string;
};

/** Figures as a device sent them. Base64, still to be checked. */
export type FiguresMessage = {
  readonly station: string;
  readonly device: string;
  readonly sentAt: Instant;
  readonly figures: readonly { readonly contest: string; readonly boxes: readonly Box[]; readonly salt: string }[];
  readonly signature: string;
};

export type ArrivalError =
  | ActError
  /** A page is no picture that can be taken; `detail` is a sentence for the sender. */
  | { readonly kind: 'bad-picture'; readonly page: number; readonly code: string; readonly detail: string }
  | { readonly kind: 'no-pages' | 'too-many-pages' }
  | { readonly kind: 'bad-signature' }
  /** `field`: JSON pointer into the message. */
  | { readonly kind: 'malformed' | 'too-large'; readonly field: string; readonly detail: string }
  /** Too much waits, of this sender or of all. Nothing is lost: the sender comes again. */
  | { readonly kind: 'busy'; readonly detail: string }
  /** Of an upload: so many bytes of the page are there, and these do not begin there. */
  | { readonly kind: 'gap'; readonly have: number }
  | { readonly kind: 'unknown-upload' };

export type Received = {
  readonly kind: 'received';
  readonly station: string;
  readonly sheet: number;
  readonly fresh: boolean;
  /** Null where no device signed, or the run promises nothing. */
  readonly promise: SignedPromise | null;
};
export type ArrivalAnswer = Received | { readonly kind: 'unmatched'; readonly id: string };
export type FiguresAnswer = {
  readonly record: number;
  readonly fresh: boolean;
  readonly promise: SignedPromise | null;
};
export type UploadAnswer =
  | ArrivalAnswer
  | { readonly kind: 'wanted'; readonly upload: string; readonly pages: readonly { readonly have: number }[] };

/** The door of the counting centre. */
export interface IntakeDoor {
  take(arrival: Arrival): Promise<Result<ArrivalAnswer, ArrivalError>>;
  announce(message: FiguresMessage): Promise<Result<FiguresAnswer, ArrivalError>>;
  /** Pages of the paper of an envelope, scanned at a desk: the same checks as of any picture. */
  scan(scan: Scan): Promise<Result<ArrivalAnswer, ArrivalError>>;
  /** Begins an upload, says what is wanted of it still, or ends it: asked until it is received. */
  begin(request: UploadRequest): Promise<Result<UploadAnswer, ArrivalError>>;
  /** Adds bytes of a page, and says how many are there. */
  put(upload: string, page: number, at: number, bytes: Bytes): Promise<Result<number, ArrivalError>>;
  /** Scans that wait for somebody to say of which station they are, oldest first. */
  unmatched(limit: number): { readonly total: number; readonly scans: readonly UnmatchedScan[] };
  unmatchedPicture(id: string, page: number): Promise<Bytes | null>;
  assign(
    id: string,
    station: string,
    by: string,
  ): Promise<Result<ArrivalAnswer, ArrivalError | { readonly kind: 'unknown-scan' }>>;
}

export type UnmatchedScan = {
  readonly id: string;
  readonly name: string;
  readonly at: Instant;
  /** Who sent it; null of what was handed in at this machine. */
  readonly device: string | null;
  readonly pages: number;
};

/** What the public pages say of something that was sent. */
export type Fate = {
  readonly record: number;
  readonly station: string;
  readonly state: SheetState | 'announced';
  /** Whether two people have typed it in every contest that the station votes in. */
  readonly typed: boolean;
  readonly published: boolean;
  /** Path of the public page, from the root of the public files. */
  readonly page: string;
};

/** What a sender may ask for later: docs/spec/capture.md sections 3 and 5. */
export type IntakeBooks = {
  readonly signers: { readonly origin: string; readonly log: string; readonly heartbeat: string };
  /** Offline proof by the newest checkpoint; null as long as none covers it. */
  readonly prove: (record: number) => Bytes | null;
  /** Null: nothing that a station sends has this record number. */
  readonly fateOf: (record: number) => Fate | null;
};
