import type { ContestResult } from '../model/outcome-types.ts';
import { either, listOf, mapOf, nullOr, object, oneOf, type Shape, signed, text, whole } from './estimate-shapes.ts';

/*
 * What an estimate said, as the record keeps it: whole numbers only. Shares, leads and weights are millionths of one; votes are
 * votes. So what was said once can neither be lost nor be said otherwise later.
 */

/** Ends of the central intervals, outward in, with the middle in between: 95, 80, 50 %, middle, 50, 80, 95 %. */
export type Seven = readonly [number, number, number, number, number, number, number];

/** A part of the election in which votes are out. */
export type SaidPart = {
  readonly name: string;
  readonly level: string;
  readonly sheetsOut: number;
  readonly votesOut: Seven;
  readonly leadOut: Seven;
  /** Of the variance of the lead, in millionths. */
  readonly variance: number;
};

/** Figures of a remark: whole numbers, texts, and other numbers spelt with six decimals. */
export type SaidFacts = Readonly<Record<string, number | string>>;
export type SaidNote = { readonly code: string; readonly facts: SaidFacts };

/** What an estimate, or a refusal, rests on. */
export type SaidBasis = {
  readonly expected: number;
  readonly sheetsIn: number;
  readonly setAside: number;
  readonly silentRoll: number;
  readonly rollOut: number;
  readonly order: string;
  readonly figures: string;
  readonly variants: readonly {
    readonly variant: string;
    readonly weight: number;
    readonly earlierError: number | null;
  }[];
  readonly shock: readonly { readonly coordinate: string; readonly scale: number }[];
};

export type SaidEstimate = {
  readonly kind: 'estimate';
  readonly base: 'options' | 'total';
  readonly options: readonly { readonly id: string; readonly share: Seven; readonly votes: Seven }[];
  readonly lead: { readonly of: string; readonly over: string; readonly points: Seven };
  readonly turnout: Seven | null;
  readonly votesOut: Seven;
  /** The outcome that reaches 95 %; null: none does. */
  readonly likely: ContestResult | null;
  /** In how many of the draws each outcome came, most first; null where the definition has no probabilities. */
  readonly outcomes: readonly { readonly result: ContestResult; readonly draws: number }[] | null;
  readonly areas: readonly SaidPart[];
  readonly settings: readonly SaidPart[];
  readonly basis: SaidBasis;
  readonly notes: readonly SaidNote[];
};

export type SaidRefusal = {
  readonly kind: 'refused';
  readonly code: string;
  readonly facts: SaidFacts;
  readonly basis: SaidBasis | null;
  readonly notes: readonly SaidNote[];
};

export type Said = SaidEstimate | SaidRefusal;

export type EstimateMadeBody = {
  /** Record number of the state that it was made from: so many events it saw, and of them what was public. */
  readonly state: number;
  readonly seed: number;
  readonly draws: number;
  /** Name and version of the program. */
  readonly program: string;
  /** Every constant of the model, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly said: Said;
};

const MOST_OPTIONS = 20;
/** Parts of an area list that an estimate tells. */
export const MOST_PARTS = 12;
const MOST_LISTED = 40;

const seven = listOf(signed, 7, 7);
const facts = mapOf(either(signed, text(200)), MOST_LISTED);
const notes = listOf(object({ code: text(64), facts }), 0, MOST_LISTED);
const ids = listOf(text(64), 0, MOST_OPTIONS);
const result: Shape = either(
  object({ kind: oneOf('won'), by: text(64) }),
  object({ kind: oneOf('second-round'), between: listOf(text(64), 2, 2) }),
  object({ kind: oneOf('no-majority', 'approved', 'rejected', 'quorum-not-reached', 'no-votes') }),
  object({ kind: oneOf('tie'), for: oneOf('winner', 'second-place'), among: ids }),
  object({ kind: oneOf('quorum-unknown'), ifReached: oneOf('approved', 'rejected') }),
);
const part = object({
  name: text(1000),
  level: text(64),
  sheetsOut: whole,
  votesOut: seven,
  leadOut: seven,
  variance: signed,
});
const basis = object({
  expected: whole,
  sheetsIn: whole,
  setAside: whole,
  silentRoll: whole,
  rollOut: whole,
  order: text(64),
  figures: text(64),
  variants: listOf(object({ variant: text(64), weight: whole, earlierError: nullOr(whole) }), 0, MOST_LISTED),
  shock: listOf(object({ coordinate: text(64), scale: whole }), 0, MOST_LISTED),
});
const said = either(
  object({
    kind: oneOf('estimate'),
    base: oneOf('options', 'total'),
    options: listOf(object({ id: text(64), share: seven, votes: seven }), 2, MOST_OPTIONS),
    lead: object({ of: text(64), over: text(64), points: seven }),
    turnout: nullOr(seven),
    votesOut: seven,
    likely: nullOr(result),
    outcomes: nullOr(listOf(object({ result, draws: whole }), 0, 1000)),
    areas: listOf(part, 0, MOST_PARTS),
    settings: listOf(part, 0, MOST_PARTS),
    basis,
    notes,
  }),
  object({ kind: oneOf('refused'), code: text(64), facts, basis: nullOr(basis), notes }),
);
const parameters = mapOf(text(200), 200);

export function isSaid(v: unknown): v is Said {
  return said(v);
}

export function isParameters(v: unknown): v is EstimateMadeBody['parameters'] {
  return parameters(v);
}
