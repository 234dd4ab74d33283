import type { Json } from '../../src/base/canonical.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { OutboxItem } from '../../src/intake/outbox.ts';
import type { Count, ElectionId, StationId } from '../../src/model/ids.ts';
import type { SignedPromise } from '../../src/record/index.ts';
import type { StationView, TypedBox } from './phone-types.ts';

/* What this phone keeps, row by row. What a version once wrote, every later one has to read: see `UPGRADES` in storage.ts. */

/** The key of this phone and what it was enrolled for. The private half is a CryptoKey that no program can read out. */
export type SelfRow = {
  readonly key: CryptoKeyPair;
  /** Base64; 32 bytes of Ed25519 or 65 of P-256. */
  readonly publicKey: string;
  /** Null until the door said yes: the same key asks again, because an answer may be lost. */
  readonly enrolled: null | {
    readonly device: string;
    readonly election: ElectionId;
    readonly scope: string;
    readonly only: string | null;
    readonly more: boolean;
    /** The log as it was known then: promises are held against this one, whatever a server says later. */
    readonly log: LogNames;
  };
};

export type LogNames = { readonly origin: string; readonly log: string; readonly heartbeat: string };

/** Answer of `GET /api/intake/setup`. */
export type SetupRow = LogNames & {
  readonly election: Json;
  readonly endpoints: readonly string[];
  /** Where the public pages lie; null: nobody said. */
  readonly pages: string | null;
};

export type SheetRow = {
  readonly id: string;
  readonly station: StationView;
  /** Who said of which station it is: the code on the paper, or the person. */
  readonly matched: 'qr' | 'sender';
  readonly startedAt: Instant;
  readonly pages: readonly { readonly id: string; readonly bytes: number; readonly sha256: string }[];
  readonly figures: readonly { readonly contest: string; readonly boxes: readonly TypedBox[] }[];
  readonly sentAt: Instant | null;
};

/** Bodies of the two messages as they go over the line, signed. */
export type FiguresMessage = {
  readonly station: StationId;
  readonly device: string;
  readonly sentAt: Instant;
  readonly figures: readonly {
    readonly contest: string;
    readonly boxes: readonly (Count | null)[];
    readonly salt: string;
  }[];
  readonly signature: string;
};
export type SheetMessage = {
  readonly station: StationId;
  readonly matched: 'qr' | 'sender';
  readonly name: string;
  readonly device: string;
  readonly sentAt: Instant;
  readonly pages: readonly { readonly sha256: string; readonly bytes: number }[];
  readonly signature: string;
};

export type MessageRow = {
  readonly item: OutboxItem;
  readonly sheet: string;
  readonly station: StationId;
  /** Ids of its pictures in the store `pages`. */
  readonly pages: readonly string[];
  /** SHA-256 of what was signed: the promise names it. */
  readonly signed: string;
} & (
  | { readonly kind: 'figures'; readonly message: FiguresMessage }
  | { readonly kind: 'sheet'; readonly message: SheetMessage }
);

export type Fate = {
  readonly state: string;
  readonly typed: boolean;
  readonly published: boolean;
  readonly page: string;
};

export type ProofRow = {
  readonly record: number;
  readonly promise: SignedPromise;
  /** Text of the proof file that holds; null until there is one. */
  readonly proof: string | null;
  /** The file that convinces anybody that the promise is broken. */
  readonly evidence: string | null;
  /** Text of the last proof of this number that does not fit the promise. Rows of earlier versions have none. */
  readonly doubt?: string;
  readonly fate: Fate | null;
};

export type Rows = {
  readonly self: SelfRow;
  readonly setup: SetupRow;
  /** `sentAt`: the last instant that was signed; `answer`: when the door last answered. */
  readonly instants: Instant;
  readonly stations: StationView;
  readonly sheets: SheetRow;
  readonly pages: Blob;
  readonly messages: MessageRow;
  readonly proofs: ProofRow;
};
export type StoreName = keyof Rows;

/** `row` null: it goes. */
export type Change = {
  [S in StoreName]: { readonly store: S; readonly key: string; readonly row: Rows[S] | null };
}[StoreName];

/** What the phone keeps, behind a port: IndexedDB on a phone, memory in tests and where a browser keeps nothing. */
export interface PhoneStorage {
  /** Whether anything outlives the tab. */
  readonly lasting: boolean;
  all<S extends StoreName>(store: S): Promise<ReadonlyMap<string, Rows[S]>>;
  get<S extends StoreName>(store: S, key: string): Promise<Rows[S] | null>;
  /** All of it or nothing, and written when fulfilled. */
  write(changes: readonly Change[]): Promise<void>;
  /** Nobody changes the row in between. Gives what is there then; `change` gives its argument to change nothing. */
  update<S extends StoreName>(
    store: S,
    key: string,
    change: (row: Rows[S] | null) => Rows[S] | null,
  ): Promise<Rows[S] | null>;
  /** Writes what `decide` makes of a row, in the stores `among`; nobody changes the row in between. All of it or nothing. */
  decide<S extends StoreName>(
    store: S,
    key: string,
    among: readonly StoreName[],
    decide: (row: Rows[S] | null) => readonly Change[],
  ): Promise<readonly Change[]>;
  close(): void;
}
