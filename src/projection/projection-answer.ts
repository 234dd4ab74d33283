import type { ContestResult } from '../model/outcome-types.ts';

/** Central intervals of a quantity. `point` is the median of the draws. Shares and leads are fractions of the base, not percent. */
export type Band = {
  readonly point: number;
  readonly in50: readonly [number, number];
  readonly in80: readonly [number, number];
  readonly in95: readonly [number, number];
};

/** Why nothing is said. Each code has its text in plain words in `refusal-text.ts`. */
export type RefusalCode =
  | 'no-sheets'
  | 'no-geography'
  | 'too-few-options'
  | 'too-many-options'
  | 'too-few-sheets'
  | 'roll-silent'
  | 'too-wide'
  | 'votes-unknown'
  | 'selected-kind-of-vote'
  | 'fit-failed';

export type Refusal = {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  /** The figures behind the reason, for the text. */
  readonly facts: Readonly<Record<string, number>>;
  readonly diagnostics: Diagnostics | null;
};

/**
 * With and without the arrival trend (of places, or of places and of the tables within them) and the previous election.
 */
export const VARIANTS = ['plain', 'trend', 'tables', 'previous', 'both', 'both-tables'] as const;
export type Variant = (typeof VARIANTS)[number];

export type VariantWeight = {
  readonly variant: Variant;
  readonly weight: number;
  /** Projected shares by this variant alone, in the order of the options. */
  readonly shares: readonly number[];
  /** Root mean square error of its earlier forecasts of then-late shares (fractions); null where none could be made. */
  readonly earlierError: number | null;
};

export type Diagnostics = {
  readonly expected: number;
  readonly sheetsIn: number;
  readonly setAside: number;
  /** Registered voters in places with no sheet yet, as a share of the roll (of stations where no roll is known). */
  readonly silentRoll: number;
  /** Share of the registered voters whose sheet is not in. */
  readonly rollOut: number;
  readonly order: string;
  readonly figures: string;
  /** Coded remarks with their figures: what was missing, inferred or left unused. */
  readonly notes: readonly { readonly code: string; readonly facts: Readonly<Record<string, number | string>> }[];
  readonly variants: readonly VariantWeight[];
  /** Scale of the shared not-at-random shock by coordinate, on the logit. */
  readonly shock: readonly { readonly coordinate: string; readonly scale: number; readonly freedom: number }[];
};

/** Where the uncertainty sits: how much of the variance of the lead the votes out of this part carry. */
export type Part = {
  /** Unit index, or -1 - setting for a part by setting. */
  readonly unit: number;
  readonly name: string;
  readonly level: string;
  readonly sheetsOut: number;
  readonly votesOut: Band;
  readonly leadOut: Band;
  readonly shareOfVariance: number;
};

export type Estimate = {
  readonly kind: 'estimate';
  readonly options: readonly { readonly id: string; readonly share: Band; readonly votes: Band }[];
  /** Between the two with most projected votes. */
  readonly lead: { readonly of: string; readonly over: string; readonly band: Band };
  /** Base votes of registered; null where the roll is not fully known. */
  readonly turnout: Band | null;
  /** Base votes of the sheets not in. */
  readonly votesOut: Band;
  readonly outcomes: readonly { readonly result: ContestResult; readonly probability: number }[];
  readonly areas: readonly Part[];
  readonly settings: readonly Part[];
  readonly diagnostics: Diagnostics;
};

export type ProjectionAnswer = Estimate | Refusal;

/**
 * The answer with the draws that it summarises: each draw is whole votes of each option and the base of the whole
 * election (row-major, draw x (options + 1)), for whoever asks something else of them.
 */
export type Projection = {
  readonly answer: ProjectionAnswer;
  readonly draws: Float64Array;
  readonly drawCount: number;
};
