import type { Instant } from '../base/instant.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { Setting } from '../model/election.ts';
import type { Count, LocalizedText, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Decided, SheetPicture } from './bodies.ts';

/** Whether the seal of an envelope is whole, as seen by whoever takes it. `none`: there is no seal. */
export const SEAL_CONDITIONS = ['broken', 'none', 'whole'] as const;
export type SealCondition = (typeof SEAL_CONDITIONS)[number];
/** What an opened envelope held. */
export const FOUND = ['nothing', 'other', 'sheet'] as const;
export type Found = (typeof FOUND)[number];

/** Of a sheet: its place in the record names it. */
type OfSheet = { readonly station: StationId; readonly sheet: number };
/** What a board decides by votes: members by their names in the record, each list ascending, nobody twice. */
export type Voted = {
  readonly session: number;
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly abstained: readonly string[];
  readonly law: LocalizedText;
  readonly reason: LocalizedText;
};
/** Where a text of a session or a result lies: SHA-256 of the data and of the PDF in each language. */
export type Papers = { readonly data: string; readonly es: string; readonly en: string };

/** Change of what was fixed before the count: docs/spec/official-count.md section 7. */
export type Amendment =
  /** A station that the definition does not have, at a place that it has: it votes in what is voted in there. */
  | {
      readonly kind: 'station-added';
      readonly station: StationId;
      readonly place: string;
      readonly table: Count | null;
      readonly registered: Count | null;
      readonly setting: Setting | null;
    }
  /** It votes at another place of the definition, in the same contests. */
  | { readonly kind: 'station-moved'; readonly station: StationId; readonly place: string }
  /** Its vote is on another day: its polls close at `until`, and nothing of it comes before. */
  | { readonly kind: 'date-moved'; readonly station: StationId; readonly until: Instant }
  | { readonly kind: 'station-not-installed'; readonly station: StationId }
  /** Its voters vote at `into`, which then has `registered` voters, if known. */
  | {
      readonly kind: 'station-merged';
      readonly station: StationId;
      readonly into: StationId;
      readonly registered: number | null;
    }
  /** Votes for the selection then are valid votes for nobody (`kept`), or null votes (`null`). */
  | {
      readonly kind: 'candidate-withdrawn';
      readonly contest: string;
      readonly selection: string;
      readonly votes: 'kept' | 'null';
    }
  /** No embargo of a contest that is voted in there is lifted before. */
  | { readonly kind: 'closing-extended'; readonly units: readonly string[]; readonly until: Instant };

/** The certified figures of a contest in an area: sums over its sheets, and where each sheet ended. */
export type CertifiedFigures = {
  readonly expected: number;
  readonly counted: number;
  readonly annulled: number;
  readonly notInstalled: number;
  readonly lost: number;
  /** What is open still: 0 unless the result is partial. */
  readonly open: number;
  readonly registered: number | null;
  /** In the order of the contest. */
  readonly votes: readonly number[];
  readonly others: readonly number[];
  readonly valid: number;
  readonly cast: number;
};

/** What certifiers sign: `certificateBytes`. The header names count and contest. */
export type Certificate = {
  /** Id of the unit whose stations it is of. */
  readonly area: string;
  /** Size and root (base64) of the record behind the newest published state. */
  readonly size: number;
  readonly root: string;
  /** Each office's size and root, ascending by id, as far as they are taken in. */
  readonly offices: readonly (readonly [office: string, size: number, root: string])[];
  readonly figures: CertifiedFigures;
  /** Canonical text of the outcome, as `outcome` of the unit's data. */
  readonly outcome: string;
  /** Seats of each selection that has any, in the order of the contest; null: the contest fills no assembly. */
  readonly seats: readonly (readonly [selection: string, seats: number])[] | null;
  /** Why it is certified while some of it is open; null: nothing is. */
  readonly partial: LocalizedText | null;
  readonly papers: Papers;
};

/** Bodies of the official count; docs/spec/official-count.md section 9. */
export type CanvassBody =
  | {
      readonly kind: 'EnvelopeReceived';
      readonly station: StationId;
      /** Number of the seal; null: none, or nobody asked. */
      readonly seal: string | null;
      /** null: nobody asked, in an election without `canvass`. */
      readonly condition: SealCondition | null;
      /** Who brought it: an office or a courier, never a person's name. */
      readonly from: string | null;
    }
  | ({ readonly kind: 'EnvelopeMissing'; readonly station: StationId } & Decided)
  | (OfSheet & {
      readonly kind: 'EnvelopeMoved';
      readonly to: string;
      readonly seal: string | null;
      readonly condition: SealCondition;
      readonly by: readonly [string, string];
    })
  | (OfSheet & {
      readonly kind: 'EnvelopeOpened';
      readonly seal: string | null;
      readonly condition: SealCondition;
      readonly found: Found;
      readonly by: readonly [string, string];
    })
  | (OfSheet & {
      readonly kind: 'SheetScanned';
      /** The sheet of the envelope, or the paper of a recount. */
      readonly paper: 'recount' | 'sheet';
      readonly content: string;
      readonly pictures: readonly SheetPicture[];
    })
  | (OfSheet & { readonly kind: 'EnvelopeStored'; readonly where: string })
  /** A copy of the sheet stands for the original that is not there. It is a sheet of its own, named by this event. */
  | ({ readonly kind: 'CopyAdmitted'; readonly station: StationId; readonly holder: LocalizedText } & Voted)
  | {
      readonly kind: 'MemberSeated';
      readonly member: string;
      readonly name: string;
      readonly title: LocalizedText;
    }
  | { readonly kind: 'MemberLeft'; readonly member: string }
  | {
      readonly kind: 'SessionOpened';
      readonly session: number;
      readonly place: string;
      readonly members: readonly string[];
      readonly delegates: readonly (readonly [party: string, name: string])[];
      /** Zero act: how many contests of sheets were counted when it opened. */
      readonly counted: number;
    }
  | (OfSheet & {
      readonly kind: 'ObjectionRaised';
      readonly session: number;
      readonly party: string;
      readonly delegate: string;
      readonly ground: string;
      readonly text: LocalizedText;
    })
  | ({
      readonly kind: 'BoardRuled';
      readonly station: StationId;
      /** null: there is none, and the contest of the station is lost. */
      readonly sheet: number | null;
      readonly effect: RulingEffect;
      /** Code of a ground; null where the ruling is on an observation. */
      readonly ground: string | null;
      /** Every open objection to this contest of the sheet, by record number, ascending: whether it was right. */
      readonly objections: readonly (readonly [objection: number, upheld: boolean])[];
      /** When the polls of the repeated vote close; null of every other effect. */
      readonly until: Instant | null;
    } & Voted)
  | (OfSheet & { readonly kind: 'SheetAnnulled'; readonly from: number })
  | (OfSheet & { readonly kind: 'SheetCorrected'; readonly boxes: readonly Box[]; readonly from: number })
  | { readonly kind: 'SessionClosed'; readonly session: number; readonly size: number; readonly papers: Papers }
  | ({ readonly kind: 'LotDrawn'; readonly area: string; readonly order: readonly string[] } & Voted)
  | ({
      readonly kind: 'ResultCertified';
      /** `[certifier, signature]`, ascending by certifier. */
      readonly signatures: readonly (readonly [string, string])[];
    } & Certificate)
  | ({ readonly kind: 'CourtOrdered'; readonly court: LocalizedText; readonly order: string } & Decided)
  | ({ readonly kind: 'DefinitionAmended'; readonly change: Amendment; readonly law: LocalizedText } & Decided)
  | ({ readonly kind: 'MaterialDestroyed'; readonly what: LocalizedText; readonly law: LocalizedText } & Decided)
  | {
      readonly kind: 'OfficeDeclared';
      readonly office: string;
      readonly origin: string;
      /** Verifier keys of its log and its heartbeat. */
      readonly log: string;
      readonly heartbeat: string;
      readonly by: readonly [string, string];
    }
  /** The office's events up to `size` stand before this one; `checkpoint` is its signed note over them. */
  | { readonly kind: 'OfficeTaken'; readonly office: string; readonly size: number; readonly checkpoint: string }
  /**
   * The office signed two histories: `other` is a signed note of it under which `leaf` (base64) stands at `index`, by `proof`
   * (RFC 6962, base64), where another leaf was taken in. Nothing more is taken from it.
   */
  | {
      readonly kind: 'OfficeForked';
      readonly office: string;
      readonly index: number;
      readonly leaf: string;
      readonly proof: readonly string[];
      readonly other: string;
    };

export type CanvassKind = CanvassBody['kind'];
