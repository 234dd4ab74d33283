import type { Instant } from '../base/instant.ts';
import type { Actor, CentreAct, Person, Refusal, SheetNumber } from '../entry/acts.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { ContestId, LocalizedText, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Amendment, Certificate, Found, Papers, SealCondition, SheetPicture, Voted } from '../record/index.ts';

/** Two different people: the first proposes or hands over, the second agrees or takes. */
export type Two = readonly [Person, Person];
type Seal = { readonly seal: string | null; readonly condition: SealCondition };
/** An act of two people, and why. */
type Decided = { readonly by: Two; readonly reason: LocalizedText };
/** A vote of the board; `by` are two of those who voted for it. */
type Ruled = Omit<Voted, 'session'> & { readonly by: Two };

/** Everything that is done in an official count beside the typing. Refused acts leave no trace in the record. */
export type CanvassAct =
  | ({
      readonly kind: 'take-envelope';
      readonly station: StationId;
      readonly from: string;
      readonly by: Person;
    } & Seal)
  | ({ readonly kind: 'miss-envelope'; readonly station: StationId } & Decided)
  | ({ readonly kind: 'move-envelope'; readonly sheet: SheetNumber; readonly to: string; readonly by: Two } & Seal)
  | ({ readonly kind: 'open-envelope'; readonly sheet: SheetNumber; readonly found: Found; readonly by: Two } & Seal)
  | {
      readonly kind: 'scan-sheet';
      readonly sheet: SheetNumber;
      readonly paper: 'recount' | 'sheet';
      readonly content: string;
      readonly pictures: readonly SheetPicture[];
      readonly by: Person;
    }
  | { readonly kind: 'store-envelope'; readonly sheet: SheetNumber; readonly where: string; readonly by: Person }
  | ({ readonly kind: 'admit-copy'; readonly station: StationId; readonly holder: LocalizedText } & Ruled)
  | {
      readonly kind: 'seat-member';
      readonly member: Person;
      readonly name: string;
      readonly title: LocalizedText;
      readonly by: Actor;
    }
  | { readonly kind: 'unseat-member'; readonly member: Person; readonly by: Actor }
  | {
      readonly kind: 'open-session';
      readonly place: string;
      readonly members: readonly Person[];
      readonly delegates: readonly (readonly [party: string, name: string])[];
      readonly by: Person;
    }
  | {
      readonly kind: 'raise-objection';
      readonly sheet: SheetNumber;
      readonly contest: ContestId;
      readonly party: string;
      readonly delegate: string;
      readonly ground: string;
      readonly text: LocalizedText;
      readonly by: Person;
    }
  | ({
      readonly kind: 'rule';
      readonly station: StationId;
      readonly sheet: SheetNumber | null;
      readonly contest: ContestId;
      readonly effect: RulingEffect;
      readonly ground: string | null;
      /** Of every open objection to this contest of the sheet: whether it was right. */
      readonly objections: readonly (readonly [number, boolean])[];
      readonly until: Instant | null;
      /** The figures that the board states, with `correct`; else null. */
      readonly boxes: readonly Box[] | null;
    } & Ruled)
  /** `papers` were made of the published state of `size` events. */
  | { readonly kind: 'close-session'; readonly size: number; readonly papers: Papers; readonly by: Person }
  | ({
      readonly kind: 'draw-lot';
      readonly contest: ContestId;
      readonly area: string;
      readonly order: readonly string[];
    } & Ruled)
  | {
      readonly kind: 'certify';
      readonly contest: ContestId;
      readonly certificate: Certificate;
      readonly signatures: readonly (readonly [certifier: string, signature: string])[];
      readonly by: Person;
    }
  | ({
      readonly kind: 'reopen';
      readonly contest: ContestId;
      readonly court: LocalizedText;
      readonly order: string;
    } & Decided)
  | ({ readonly kind: 'amend'; readonly change: Amendment; readonly law: LocalizedText } & Decided)
  | ({ readonly kind: 'destroy'; readonly what: LocalizedText; readonly law: LocalizedText } & Decided)
  | {
      readonly kind: 'declare-office';
      readonly office: string;
      readonly origin: string;
      readonly log: string;
      readonly heartbeat: string;
      readonly by: Two;
    }
  /** Embargo of the votes that were repeated, of one generation. */
  | { readonly kind: 'lift-repeat'; readonly contest: ContestId; readonly generation: number; readonly by: Actor };

/** Everything that is done in a counting centre with an official count. */
export type Act = CentreAct | CanvassAct;

/** Why such an act is refused, beside the reasons of the counting centre. */
export type CanvassRefusal =
  /** The definition has no `canvass`: its official count is only typed, or imported. */
  | { readonly kind: 'no-canvass' }
  | { readonly kind: 'session-open'; readonly session: number }
  | { readonly kind: 'no-session' }
  | { readonly kind: 'unknown-member'; readonly person: Person }
  /** Somebody voted who is not of this session, twice, or whom the act names beside the board. */
  | { readonly kind: 'not-present'; readonly person: Person }
  | { readonly kind: 'no-quorum'; readonly quorum: number; readonly voted: number }
  | { readonly kind: 'no-majority' }
  | { readonly kind: 'unknown-ground'; readonly ground: string }
  | { readonly kind: 'effect-not-allowed'; readonly effect: RulingEffect }
  /** Every open objection has to be answered, and no other. */
  | { readonly kind: 'objections-not-answered'; readonly open: readonly number[] }
  /** The envelope is not where this act needs it. */
  | { readonly kind: 'wrong-custody'; readonly state: string }
  | { readonly kind: 'already-received-envelope'; readonly sheet: SheetNumber }
  | { readonly kind: 'not-the-newest-state'; readonly size: number; readonly newest: number }
  /** What can still change the result. */
  | { readonly kind: 'still-open'; readonly open: number }
  | { readonly kind: 'too-few-signatures'; readonly required: number; readonly valid: number }
  | { readonly kind: 'bad-certifier-signature'; readonly certifier: string }
  | { readonly kind: 'unknown-certifier'; readonly certifier: string }
  /** The certificate says other figures than the record. */
  | { readonly kind: 'certificate-differs'; readonly field: string }
  | { readonly kind: 'certified'; readonly contest: string; readonly area: string }
  | { readonly kind: 'not-certified'; readonly contest: string }
  | { readonly kind: 'unknown-office'; readonly office: string }
  | { readonly kind: 'office-declared'; readonly office: string }
  /** The station's official count belongs to an office, which works in a record of its own. */
  | { readonly kind: 'of-office'; readonly office: string }
  | { readonly kind: 'amendment-void'; readonly detail: string };

export type ActRefusal = Refusal | CanvassRefusal;
