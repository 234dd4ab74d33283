import type { Rule } from '../model/rule.ts';
import type { PreviousElection, StationTable } from './projection-input.ts';

/*
 * A whole election as columns: every version of every sheet of both counts, with its instants. Nothing here goes into the
 * model as it is: `input-until.ts` cuts from it what could be seen at a moment.
 */

/** A coded remark with its figures: what was missing, inferred or left unused. */
export type InputNote = { readonly code: string; readonly facts: Readonly<Record<string, number | string>> };

/** Why no input can be made. Each code has its text in plain words in `refusal-text.ts`. */
export type InputRefusalCode =
  | 'no-count'
  | 'no-instants'
  | 'too-few-options'
  | 'too-many-options'
  | 'option-without-figures'
  | 'votes-unknown';

export type InputRefusal = {
  readonly kind: 'input-refused';
  readonly code: InputRefusalCode;
  /** The figures behind the reason, for the text. */
  readonly facts: Readonly<Record<string, number | string>>;
};

/** The status of a version whose figures are in the total; it is the first of `statuses`. */
export const COUNTED = 'counted';

/** Every version of every sheet of one count. Rows lie by station and then by version. */
export type SheetVersions = {
  /** Rows of station s: from `first[s]` up to but not with `first[s + 1]`. */
  readonly first: Int32Array;
  /** ms; NaN where nobody recorded it. */
  readonly arrivedAt: Float64Array;
  readonly publishedAt: Float64Array;
  /** What the order of arrival is taken from: an instant, or a place in the order; NaN unknown. */
  readonly orderAt: Float64Array;
  /** Index into `statuses`. */
  readonly status: Int32Array;
  readonly statuses: readonly string[];
  /** Row-major, version x option of the source; NaN where not known. */
  readonly votes: Float64Array;
  /** NaN where not known. */
  readonly base: Float64Array;
  /** Whether this count has a column for the option at all. */
  readonly hasOption: readonly boolean[];
  /** `final`: the instants are of the first appearance, the figures are later ones. */
  readonly figures: 'as-then' | 'final';
};

/** What the authority said of sheets without figures: pending, annulled, not installed. Rows by station and then by instant. */
export type SheetStates = {
  readonly first: Int32Array;
  /** ms; NaN: the state at the end of the count. */
  readonly at: Float64Array;
  readonly state: Int32Array;
  readonly states: readonly string[];
};

export type ProjectionSource = {
  /** Ids of the options in the order of the paper. */
  readonly options: readonly string[];
  /** What `base` holds in both counts: the sum of the options, or something that may also hold other votes. */
  readonly base: 'options' | 'total';
  readonly rule: Rule;
  /** As it was planned: every station is expected. What is known to be not installed is found by the cut. */
  readonly stations: StationTable;
  readonly previous: PreviousElection | null;
  readonly preliminary: SheetVersions | null;
  readonly official: SheetVersions | null;
  readonly states: SheetStates | null;
  readonly notes: readonly InputNote[];
};
