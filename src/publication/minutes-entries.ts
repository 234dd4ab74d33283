import type { Instant } from '../base/instant.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { LocalizedText } from '../model/ids.ts';
import type { Amendment, Found, SealCondition } from '../record/index.ts';

/** Somebody of the board, by the name in the record and in public. */
export type MinutedMember = { readonly person: string; readonly name: string; readonly title: LocalizedText };

/** How members voted, by their names in the record. */
export type MinutedVote = {
  readonly for: readonly string[];
  readonly against: readonly string[];
  readonly abstained: readonly string[];
  readonly law: LocalizedText;
  readonly reason: LocalizedText;
};

/** A sheet whose paper was handled: where it is now, and what its seal was like. */
export type MinutedSheet = {
  readonly station: string;
  /** Record number that names it. */
  readonly sheet: number;
  readonly generation: number;
  readonly state: 'copy' | 'opened' | 'received' | 'scanned' | 'stored';
  readonly seal: string | null;
  readonly condition: SealCondition | null;
  /** Whether anybody on the way saw the seal broken. */
  readonly everBroken: boolean;
  readonly found: Found | null;
};

export type MinutedObjection = {
  readonly record: number;
  readonly at: Instant;
  readonly station: string;
  readonly sheet: number;
  readonly contest: string;
  readonly session: number;
  readonly party: string;
  readonly delegate: string;
  readonly ground: string;
  readonly text: LocalizedText;
  /** The ruling that answers it; null: it is open. */
  readonly answer: { readonly ruling: number; readonly upheld: boolean } | null;
};

export type MinutedRuling = {
  readonly record: number;
  readonly at: Instant;
  readonly station: string;
  readonly sheet: number | null;
  readonly contest: string;
  readonly effect: RulingEffect;
  readonly ground: string | null;
  readonly until: Instant | null;
  readonly objections: readonly (readonly [objection: number, upheld: boolean])[];
  readonly vote: MinutedVote;
};

export type MinutedCopy = {
  readonly record: number;
  readonly at: Instant;
  readonly station: string;
  readonly holder: LocalizedText;
  readonly vote: MinutedVote;
};

export type MinutedMissing = {
  readonly record: number;
  readonly at: Instant;
  readonly station: string;
  readonly reason: LocalizedText;
};

export type MinutedLot = {
  readonly record: number;
  readonly at: Instant;
  readonly contest: string;
  readonly area: string;
  readonly order: readonly string[];
  readonly vote: MinutedVote;
};

export type MinutedAmendment = {
  readonly record: number;
  readonly at: Instant;
  readonly change: Amendment;
  readonly law: LocalizedText;
  readonly reason: LocalizedText;
};

/** What happened in a session, and of the paper since the one before it. */
export type MinutedActs = {
  readonly session: number;
  readonly place: string;
  readonly opened: {
    readonly record: number;
    readonly at: Instant;
    /** The zero act: how many contests of sheets were counted then. */
    readonly counted: number;
  };
  /** First record number that these minutes tell of: behind the closing of the session before, or 0. */
  readonly from: number;
  readonly members: readonly MinutedMember[];
  readonly delegates: readonly (readonly [party: string, name: string])[];
  /** In the order in which they came; each once, as it is now. */
  readonly sheets: readonly MinutedSheet[];
  readonly missing: readonly MinutedMissing[];
  readonly copies: readonly MinutedCopy[];
  /** Those of this session, and those of earlier ones that were open when it began. */
  readonly objections: readonly MinutedObjection[];
  readonly rulings: readonly MinutedRuling[];
  readonly lots: readonly MinutedLot[];
  readonly amendments: readonly MinutedAmendment[];
};
