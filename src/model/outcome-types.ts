import type { Fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from './ids.ts';
import type { WinCondition } from './rule.ts';

/** What a complete count leads to. Names of candidates never stand here, only ids in the order of the contest. */
export type FinalResult =
  | { readonly kind: 'won'; readonly by: SelectionId }
  /** Nobody won outright; these two meet again, in the contest's order. */
  | { readonly kind: 'second-round'; readonly between: readonly [SelectionId, SelectionId] }
  /** Majority rule, nobody above half. */
  | { readonly kind: 'no-majority' }
  | { readonly kind: 'approved' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'quorum-not-reached' };

export type ContestResult =
  | FinalResult
  /** Equal votes decide: who wins, or who is second, is settled by law or lot, not by these figures. */
  | { readonly kind: 'tie'; readonly for: 'winner' | 'second-place'; readonly among: readonly SelectionId[] }
  /** Not one valid vote: no share exists. */
  | { readonly kind: 'no-votes' };

/** The figures an outcome is computed from: exact integers. */
export type OutcomeInput = {
  /** Votes of each selection, in the contest's order. */
  readonly votes: readonly Count[];
  /** Ballots in the box for no selection: blank, null and the like. */
  readonly othersTotal: Count;
  /** Sheets expected and not counted. 0 means complete. */
  readonly sheetsOut: Count;
  /** Registered voters of the sheets out; null when some of them are unknown, so no bound exists. */
  readonly registeredOut: Count | null;
  /** Registered voters of the whole electorate, for a quorum; null when not fully known. */
  readonly registered: Count | null;
};

/**
 * `open`: some completion by at most `registeredOut` further votes leads to each of `possible`; `ofTheSheetsIn` is what
 * the sheets in would give if they were all. `settled`: no completion can change it, or the count is complete.
 */
export type Outcome =
  | { readonly kind: 'open'; readonly ofTheSheetsIn: ContestResult; readonly possible: readonly FinalResult[] }
  | { readonly kind: 'settled'; readonly complete: boolean; readonly result: ContestResult };

/** One threshold of the rule held against the figures in, for the leader. */
export type ThresholdDistance = {
  /** Index of the way to win in the rule, and which part of it. */
  readonly condition: number;
  readonly part: keyof WinCondition | 'quorum';
  readonly threshold: Fraction;
  readonly holds: boolean;
  /**
   * The smallest number of votes by which the leader's votes (share) or lead would have to change, valid votes
   * unchanged, for the answer to change.
   */
  readonly votes: Count;
};
