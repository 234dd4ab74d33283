import type { Instant } from '../base/instant.ts';
import type { Person, SheetNumber } from '../entry/acts.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { LocalizedText } from '../model/ids.ts';
import type { Amendment, Found, SealCondition } from '../record/index.ts';

/** Where the paper of a station is. The newest seal and condition are those of the last who looked. */
export type Custody =
  | { readonly kind: 'expected' }
  | { readonly kind: 'missing'; readonly record: number; readonly at: Instant }
  | ({ readonly kind: 'received' } & Held)
  | ({ readonly kind: 'opened'; readonly found: Found } & Held)
  | ({ readonly kind: 'scanned'; readonly found: 'sheet' } & Held)
  | ({ readonly kind: 'stored'; readonly where: string; readonly found: Found | null } & Held);

type Held = {
  readonly sheet: SheetNumber;
  readonly seal: string | null;
  readonly condition: SealCondition;
  /** Whether anybody on the way saw the seal broken. */
  readonly everBroken: boolean;
  readonly at: Instant;
};

/** Every act of custody, in record order. */
export type HandOver = {
  readonly record: number;
  readonly kind: string;
  /** Of which vote of the station: 1; of one that was repeated 2 and more. */
  readonly generation: number;
  readonly at: Instant;
  /** Pseudonyms of those who acted. */
  readonly people: readonly Person[];
  readonly seal: string | null;
  readonly condition: SealCondition | null;
  /** Where to, or where from, as the act says it. */
  readonly place: string | null;
};

export type Objection = {
  readonly record: number;
  readonly sheet: SheetNumber;
  readonly contest: number;
  readonly session: number;
  readonly party: string;
  readonly ground: string;
  readonly holds: boolean;
  readonly at: Instant;
  readonly answer: null | { readonly ruling: number; readonly upheld: boolean };
};

export type Ruling = {
  readonly record: number;
  readonly sheet: SheetNumber | null;
  readonly contest: number;
  readonly session: number;
  readonly effect: RulingEffect;
  readonly ground: string | null;
  readonly until: Instant | null;
  readonly at: Instant;
};

export type Member = {
  readonly member: Person;
  readonly name: string;
  readonly title: LocalizedText;
  readonly seated: boolean;
};

export type Session = {
  readonly session: number;
  /** Whose session: an office's, or (null) of this record itself. Each numbers its own. */
  readonly office: string | null;
  readonly record: number;
  readonly at: Instant;
  readonly place: string;
  readonly members: readonly Person[];
  readonly delegates: readonly (readonly [party: string, name: string])[];
  readonly counted: number;
  /** Record number of its `SessionClosed`; null while it sits. */
  readonly closed: number | null;
};

/** From what the figures of a counted contest were typed. */
export type Basis = 'copy' | 'original' | 'recount' | 'repeat';

/** Where a contest of a station ends: exactly one of these, at every moment. */
export type ContestEnd =
  | {
      readonly kind: 'counted';
      readonly from: Basis;
      readonly corrected: boolean;
      readonly sheet: SheetNumber;
      readonly record: number;
    }
  | { readonly kind: 'annulled' | 'lost' | 'merged' | 'not-installed'; readonly record: number }
  | { readonly kind: 'open'; readonly why: OpenWhy; readonly until: Instant | null };

/** Why a contest of a station is not at its end. `sealed`: its envelope came and is not opened, or its sheet not scanned. */
export type OpenWhy =
  | 'disputed'
  | 'expected'
  | 'missing'
  | 'nothing-found'
  | 'objected'
  | 'observed'
  | 'recount'
  | 'repeat'
  | 'sealed'
  | 'typing';

/** A change of what was fixed before the count. */
export type Amended = {
  readonly record: number;
  readonly at: Instant;
  readonly change: Amendment;
  readonly law: LocalizedText;
  readonly reason: LocalizedText;
};

/** An office that may send what it recorded, and how far it was taken in. */
export type DeclaredOffice = {
  readonly office: string;
  readonly record: number;
  readonly origin: string;
  /** Verifier keys of its log and its heartbeat. */
  readonly log: string;
  readonly heartbeat: string;
  /** Events of it that a checkpoint covers; 0 before the first. */
  readonly size: number;
  /** The signed note over them; null before the first. */
  readonly checkpoint: string | null;
  /** Record number of its `OfficeForked`: nothing more is taken from it. */
  readonly forked: number | null;
};
