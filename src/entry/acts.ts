import type { Instant } from '../base/instant.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { ContestId, CountKind, GpUnitId, LocalizedText, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type {
  EventBody,
  RefusedMinute,
  Role,
  SheetPicture,
  SheetReceivedBody,
  VoidReason,
  WithdrawalCode,
} from '../record/index.ts';

/** Pseudonym of a person, as it stands in the record. */
export type Person = string;
/** Who acts: a person under her roles, or whoever has the machine (`console`), which only bootstraps and is shown as such. */
export type Actor = Person | 'console';

/** A sheet is named by the record number of its receipt. */
export type SheetNumber = number;

/** Everything that can be done in the counting centre. Refused acts leave no trace in the record. */
export type CentreAct =
  | { readonly kind: 'open-count'; readonly count: CountKind; readonly by: Actor }
  | { readonly kind: 'lift-embargo'; readonly contest: ContestId; readonly by: Actor }
  | { readonly kind: 'close-count'; readonly count: CountKind; readonly by: Actor }
  | { readonly kind: 'grant-role'; readonly person: Person; readonly role: Role; readonly by: Actor }
  | { readonly kind: 'revoke-role'; readonly person: Person; readonly role: Role; readonly by: Actor }
  | {
      readonly kind: 'enrol-device';
      readonly device: string;
      readonly key: string;
      readonly scope: GpUnitId;
      /** If not null, the only station of the scope. */
      readonly only: StationId | null;
      /** A device that this one takes the place of: revoked in the same act. */
      readonly replaces: string | null;
      readonly by: Actor;
    }
  | { readonly kind: 'revoke-device'; readonly device: string; readonly by: Actor }
  | ReceiveSheet
  | AnnounceFigures
  | { readonly kind: 'tell-refused'; readonly minutes: readonly RefusedMinute[] }
  | { readonly kind: 'receive-envelope'; readonly station: StationId }
  | {
      readonly kind: 'commit-entry';
      readonly sheet: SheetNumber;
      readonly contest: ContestId;
      readonly by: Person;
      readonly content: EntryContent;
    }
  | {
      readonly kind: 'resolve-difference';
      readonly sheet: SheetNumber;
      readonly contest: ContestId;
      readonly by: Person;
      readonly content: EntryContent;
    }
  | {
      readonly kind: 'void-entry';
      readonly entry: number;
      readonly reason: Extract<VoidReason, 'supervisor' | 'lost'>;
      readonly by: Actor;
    }
  | ({
      readonly kind: 'rule-observed';
      readonly sheet: SheetNumber;
      readonly contest: ContestId;
      readonly ruling: 'count' | 'retype';
    } & ByTwo)
  | ({
      readonly kind: 'choose-sheet';
      readonly count: CountKind;
      readonly station: StationId;
      readonly sheet: SheetNumber;
    } & ByTwo)
  | ({ readonly kind: 'withdraw-sheet'; readonly sheet: SheetNumber; readonly code: WithdrawalCode } & ByTwo)
  | {
      readonly kind: 'stop-publication' | 'resume-publication';
      readonly count: CountKind;
      readonly office: LocalizedText;
      readonly reason: LocalizedText;
      /** null: whoever has the machine; shown as a stop that two persons did not decide. */
      readonly by: readonly [Person, Person] | null;
    }
  | { readonly kind: 'give-notice'; readonly text: LocalizedText; readonly by: Actor };

/** The first proposes, the second agrees: two different people, both with the role. */
export type ByTwo = { readonly by: readonly [Person, Person]; readonly reason: LocalizedText };

/** The signature was checked at the door (`submissionBytes`); `by` is who matched it at a desk. */
export type ReceiveSheet = {
  readonly kind: 'receive-sheet';
  readonly station: StationId;
  readonly content: string;
  readonly pictures: readonly SheetPicture[];
  readonly matched: SheetReceivedBody['matched'];
  readonly signed: { readonly device: string; readonly sentAt: Instant; readonly signature: string } | null;
  readonly by: Person | null;
};

/**
 * Figures that somebody at the station sent. Signature, commitments and, of an SMS, the station's secret were checked at the
 * door. `signed` is null of an SMS.
 */
export type AnnounceFigures = {
  readonly kind: 'announce-figures';
  readonly station: StationId;
  /** Ascending by contest. `salt` and `commitment` in base64: see `figuresCommitment`. */
  readonly figures: readonly {
    readonly contest: string;
    readonly boxes: readonly Box[];
    readonly salt: string;
    readonly commitment: string;
  }[];
  readonly signed: { readonly device: string; readonly sentAt: Instant; readonly signature: string } | null;
};

/** What is to be recorded, in order and whole or not at all; instant, clock and source are the recorder's. */
export type EventDraft = {
  readonly body: EventBody;
  readonly count?: CountKind;
  readonly contest?: ContestId;
  readonly actor?: string;
  /** See `EventHeader`. */
  readonly generation?: number;
};

/** Why an act is refused. `role-missing`, `same-person` and `not-open` are the ones that a person meets; none reveals an entry. */
export type Refusal =
  | { readonly kind: 'role-missing'; readonly person: Actor; readonly role: Role }
  /** Nobody types and judges: a typist has no other role. */
  | { readonly kind: 'roles-conflict'; readonly person: Person; readonly role: Role; readonly has: Role }
  | { readonly kind: 'last-administrator' }
  | { readonly kind: 'role-as-it-is'; readonly person: Person; readonly role: Role }
  | { readonly kind: 'same-person'; readonly person: Person }
  | { readonly kind: 'count-not-open'; readonly count: CountKind }
  | { readonly kind: 'count-closed'; readonly count: CountKind }
  | { readonly kind: 'count-already-open'; readonly count: CountKind }
  | { readonly kind: 'publication-as-it-is'; readonly count: CountKind }
  /** Not before the latest closing of the stations that vote in the contest; null: the definition does not say when. */
  | { readonly kind: 'polls-open'; readonly until: Instant | null }
  | { readonly kind: 'embargo-lifted-already'; readonly contest: ContestId }
  | { readonly kind: 'unknown-contest'; readonly contest: string }
  | { readonly kind: 'unknown-station'; readonly station: string }
  | { readonly kind: 'unknown-sheet'; readonly sheet: number }
  | { readonly kind: 'unknown-unit'; readonly unit: string }
  | { readonly kind: 'unknown-device'; readonly device: string }
  | { readonly kind: 'device-exists'; readonly device: string }
  | { readonly kind: 'device-out-of-scope'; readonly device: string; readonly station: string }
  /** As many sheets, or readings, of this station as one device (or `sms`) may have in the record: `intake/quotas.ts`. */
  | { readonly kind: 'quota'; readonly device: string; readonly station: string }
  | { readonly kind: 'picture-missing' }
  /**
   * The same bytes came before, for this station: that receipt stands, and nothing changes. Of figures: the device sent some for
   * this station with the same `sentAt`; `sheet` is then the record number of their `FiguresAnnounced`.
   */
  | { readonly kind: 'already-received'; readonly sheet: SheetNumber }
  /** The sheet is disputed, superseded, withdrawn or late, or this contest of it is not waiting for this. */
  | { readonly kind: 'not-waiting'; readonly state: string }
  | { readonly kind: 'wrong-number-of-boxes'; readonly expected: number; readonly found: number }
  | { readonly kind: 'bad-content'; readonly detail: string }
  /** A resolution may differ from the entries only where they differ from each other. */
  | { readonly kind: 'not-in-difference'; readonly detail: string }
  | { readonly kind: 'unknown-entry'; readonly entry: number };
