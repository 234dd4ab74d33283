import type { Instant } from '../base/instant.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { LocalizedText } from '../model/ids.ts';
import type { Amendment, Found, Papers, SealCondition } from '../record/index.ts';

/*
 * What is published of an official count that is run from the paper: docs/spec/official-count.md section 10. All numbers are
 * whole, instants are those of the national order.
 */

/** Stations that vote in a contest, by where their envelope is and by what their newest version says. */
export type CanvassFigures = {
  readonly received: number;
  readonly opened: number;
  readonly stored: number;
  readonly missing: number;
  /** Whose seal somebody on the way saw broken. */
  readonly broken: number;
  readonly objected: number;
  readonly annulled: number;
  readonly corrected: number;
  readonly recount: number;
  readonly repeat: number;
  readonly lost: number;
  readonly notInstalled: number;
  readonly merged: number;
};

export type CustodyData = readonly [
  record: number,
  kind: string,
  at: Instant,
  seal: string | null,
  condition: SealCondition | null,
  place: string | null,
  /** What an opened envelope held; null of every other act. */
  found: Found | null,
];

/** An amendment that names the station. */
export type AmendmentData = readonly [record: number, at: Instant, change: Extract<Amendment, { station: unknown }>];

export type ObjectionData = readonly [
  record: number,
  contest: string,
  party: string,
  ground: string,
  at: Instant,
  ruling: number | null,
  upheld: boolean | null,
];

export type RulingData = readonly [
  record: number,
  contest: string,
  effect: RulingEffect,
  ground: string | null,
  at: Instant,
  votes: readonly [number, number, number],
  /** When the polls of a repeated vote close. */
  until: Instant | null,
];

/** The certificate in force of a contest and area. `partial`: why, where some of it was open. */
export type CertificateData = {
  readonly record: number;
  readonly at: Instant;
  readonly partial: LocalizedText | null;
  /** By selection, those that have any; only where the contest fills an assembly. */
  readonly seats?: readonly (readonly [selection: string, n: number])[];
  /** The newest that the board drew before it for this contest and area; only where one was drawn. */
  readonly lot?: DrawnLot;
};

/** An order of selections that was drawn by lot. */
export type DrawnLot = { readonly record: number; readonly order: readonly string[] };

/** What `data/state.json` says of the board. */
export type CanvassStateData = {
  readonly members: readonly (readonly [person: string, name: string, title: LocalizedText, seated: boolean])[];
  readonly sessions: readonly (readonly [
    session: number,
    record: number,
    at: Instant,
    counted: number,
    closed: number | null,
    office: string | null,
  ])[];
  readonly amendments: readonly (readonly [
    record: number,
    at: Instant,
    change: Amendment,
    law: LocalizedText,
    reason: LocalizedText,
  ])[];
  readonly offices: readonly (readonly [id: string, taken: number, newest: Instant | null, forked: boolean])[];
  readonly certificates: readonly (readonly [
    record: number,
    contest: string,
    area: string,
    at: Instant,
    office: string | null,
  ])[];
  readonly destroyed: readonly (readonly [record: number, at: Instant, what: LocalizedText, law: LocalizedText])[];
};

/** A session as the board's page shows it. */
export type SessionData = {
  readonly session: number;
  readonly record: number;
  readonly at: Instant;
  readonly office: string | null;
  readonly place: string;
  readonly members: readonly string[];
  readonly delegates: readonly (readonly [party: string, name: string])[];
  readonly counted: number;
  /** Its `SessionClosed`, with the minutes; null while it sits. */
  readonly closed: { readonly record: number; readonly at: Instant; readonly papers: Papers } | null;
};

export type CertifiedData = CertificateData & {
  readonly contest: string;
  readonly area: string;
  readonly office: string | null;
  readonly certifiers: readonly string[];
  readonly papers: Papers;
  /** Record number of the court order that reopened it. */
  readonly reopened: number | null;
};

/** A contest of a station of which the vote is repeated. */
export type RepeatedVote = {
  readonly station: string;
  readonly unit: string;
  readonly contest: string;
  readonly record: number;
  readonly until: Instant | null;
};

/** What the board's page shows beyond `data/state.json`: it is all in the record. */
export type BoardData = {
  readonly sessions: readonly SessionData[];
  readonly certificates: readonly CertifiedData[];
  readonly repeats: readonly RepeatedVote[];
};
