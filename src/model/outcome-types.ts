import type { Fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from './ids.ts';
import type { WinCondition } from './rule.ts';

/** What a complete count leads to. Names of candidates never stand here, only ids in the order of the contest. */
export type FinalResult =
  | { readonly kind: 'won'; readonly by: SelectionId }
  /** Nobody won outright; these two meet again, in the contest's order. */
  | { readonly kind: 'second-round'; readonly between: readonly [SelectionId, SelectionId] }
  /** Nobody above half under a majority rule; or a two-round rule with a single selection that does not win. */
  | { readonly kind: 'no-majority' }
  | { readonly kind: 'approved' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'quorum-not-reached' };

export type ContestResult =
  | FinalResult
  /**
   * Equal votes decide: who wins, or who is second, is settled by law or lot, not by these figures. For `second-place`,
   * `among` holds either those level behind one leader, or three or more that lead together.
   */
  | { readonly kind: 'tie'; readonly for: 'winner' | 'second-place'; readonly among: readonly SelectionId[] }
  /** Not one vote for any named selection: nobody wins, whatever the rule. */
  | { readonly kind: 'no-votes' }
  /** A quorum of registered voters whose number is not known: this is the answer if it was reached. */
  | { readonly kind: 'quorum-unknown'; readonly ifReached: 'approved' | 'rejected' };

/** What is in the boxes: exact integers. */
export type ContestFigures = {
  /** Votes of each selection, in the contest's order. */
  readonly votes: readonly Count[];
  /**
   * Valid votes for selections that the source does not name. They count in the base of every share. The source is
   * taken to name all that can win: each selection it leaves out is taken to have fewer votes than those it names.
   */
  readonly unlisted: Count;
  /** Ballots in the box for no selection: blank, null and the like. */
  readonly othersTotal: Count;
  /** Registered voters of the whole electorate, for a quorum; null when not fully known. */
  readonly registered: Count | null;
};

/** The figures an outcome is computed from, and how much may still come. */
export type OutcomeInput = ContestFigures & {
  /** Sheets expected and not counted. 0 means complete. */
  readonly sheetsOut: Count;
  /** Registered voters of the sheets out; null when some of them are unknown, so no bound exists. */
  readonly registeredOut: Count | null;
};

/**
 * `open`: some completion by at most `registeredOut` further votes leads to each of `possible`, a tie being resolved
 * either way; `ofTheSheetsIn` is what the sheets in would give if they were all. `settled`: no completion can change
 * it, or the count is complete.
 */
export type Outcome =
  | { readonly kind: 'open'; readonly ofTheSheetsIn: ContestResult; readonly possible: readonly FinalResult[] }
  | { readonly kind: 'settled'; readonly complete: boolean; readonly result: ContestResult };

/** One threshold of the rule held against the figures in, for the leader (of a referendum: for its `yes`). */
export type ThresholdDistance = {
  /** Index of the way to win in the rule, and which part of it. */
  readonly condition: number;
  readonly part: keyof WinCondition | 'quorum';
  readonly threshold: Fraction;
  readonly holds: boolean;
  /**
   * The smallest number of votes by which the leader's votes (share) or lead would have to change, the base of the
   * share unchanged, for the answer to change. Of a quorum: of ballots (turnout) or yes votes (approval).
   */
  readonly votes: Count;
};
