import type { SelectionId } from '../../model/ids.ts';
import type { Rule } from '../../model/rule.ts';

/*
 * What many authorities publish instead of tally sheets: rows of an area and an instant with its totals so far. Columns, not
 * objects, in the order of the instants. What is not known is NaN and never 0. The rows stand as they were published: what is
 * strange about them (repeated, fallen, missing) is found and said when a projection is made of those that were public then.
 */

export type Area = {
  /** Its cells of the columns that name an area, widest first, without blank ones. Empty: the whole. */
  readonly path: readonly string[];
  /** The last of the path; of the whole its scope (`all`, `home`), or empty. */
  readonly name: string;
  /** The column that the name stands in, or what a column `level` says of it. */
  readonly level: string;
  /** Kind of vote of the row (`mail`, `provisional` ...); null where rows hold all kinds. */
  readonly kind: string | null;
  /** Whether the row says of itself that it is the whole, or more than one area: it stands beside the areas. */
  readonly whole: boolean;
};

/** What the columns of counted and expected count: sheets, or votes where an authority publishes expected votes only. */
export type AreaUnit = 'sheets' | 'votes';

export type AreaSnapshots = {
  readonly options: readonly SelectionId[];
  readonly rule: Rule;
  /** What a share is a share of: the sum of the options, or a column or sum that also holds other votes. */
  readonly base: 'options' | 'total';
  readonly unit: AreaUnit;
  /** Columns that can name an area, widest first: of the file, whatever its rows say. */
  readonly levels: readonly string[];
  /** In the order of their paths, so that no later row moves an area. */
  readonly areas: readonly Area[];
  /** Columns that hold one kind of vote only (`sheets_mail`): what is in is then known to be selected. */
  readonly kindColumns: readonly string[];
  readonly size: number;
  /** ms, ascending; rows of one instant in the order of the file. */
  readonly at: Float64Array;
  readonly area: Int32Array;
  /** Row-major, row x option. */
  readonly votes: Float64Array;
  readonly baseVotes: Float64Array;
  readonly expected: Float64Array;
  readonly counted: Float64Array;
  /** Held by the authority and still to be worked on: nothing is known against them. */
  readonly waiting: Float64Array;
  /** Held and not counted for a reason (observed, challenged): a selected group. */
  readonly setAside: Float64Array;
  /** Registered voters of the area. */
  readonly registered: Float64Array;
};

/** What the parser needs to know of a contest. */
export type SnapshotFacts = {
  readonly options: readonly SelectionId[];
  /** Kinds of vote for no option (blank, null). */
  readonly others: readonly string[];
  readonly rule: Rule;
  /** `levels` of election.json. */
  readonly levels: readonly string[];
  /** Columns that election.json describes for this file: they may stand beside those of the format. */
  readonly described: readonly string[];
};
