import { assert, present, unreachable } from '../base/assert.ts';
import type { SelectionId } from './ids.ts';
import type { ContestFigures, ContestResult } from './outcome-types.ts';
import type { Quorum, Rule } from './rule.ts';
import { baseTotal, isAtLeast, isOver, MORE_THAN_HALF, type Standing, standingOf, winsOutright } from './shares.ts';

type TwoRound = Extract<Rule, { kind: 'two-round' }>;
export type Referendum = Extract<Rule, { kind: 'referendum' }>;

/**
 * The result if these figures were all. Equal votes that decide are a `tie`; without any vote for a named selection the
 * answer is `no-votes` under every rule. Each condition is read as it is written: of several equal leaders the lead is
 * zero, so that only a condition on the share alone can hold for them, and then it holds for all (a tie for winner).
 */
export function resultOf(rule: Rule, selections: readonly SelectionId[], figures: ContestFigures): ContestResult {
  assert(figures.votes.length === selections.length, 'each selection has its votes');
  const standing = standingOf(figures.votes);
  if (standing.sum === 0n) return { kind: 'no-votes' };
  switch (rule.kind) {
    case 'plurality':
    case 'runoff':
      return winner(standing, selections);
    case 'majority': {
      const wins = winsOutright(MORE_THAN_HALF, standing.top, 0n, baseTotal(rule.base, figures));
      return wins ? winner(standing, selections) : { kind: 'no-majority' };
    }
    case 'two-round':
      return firstRound(rule, standing, selections, figures);
    case 'referendum':
      return referendum(rule, selections, figures);
    default:
      return unreachable(rule);
  }
}

function winner(standing: Standing, selections: readonly SelectionId[]): ContestResult {
  const among = standing.leaders.map((i) => present(selections[i], 'the leader'));
  const [first, second] = among;
  return second === undefined ? { kind: 'won', by: present(first, 'a leader') } : { kind: 'tie', for: 'winner', among };
}

function firstRound(
  rule: TwoRound,
  standing: Standing,
  selections: readonly SelectionId[],
  figures: ContestFigures,
): ContestResult {
  const { top, next, leaders } = standing;
  if (winsOutright(rule.outright, top, top - next, baseTotal(rule.base, figures))) return winner(standing, selections);
  if (selections.length === 1) return { kind: 'no-majority' };
  if (leaders.length > 2) return tieForSecond(leaders, selections);
  // Two that lead together are the pair, because nobody else has `next` votes then.
  const seconds = selections.flatMap((_, i) =>
    !leaders.includes(i) && BigInt(figures.votes[i] ?? 0) === next ? [i] : [],
  );
  return seconds.length > 1 ? tieForSecond(seconds, selections) : secondRound([...leaders, ...seconds], selections);
}

function tieForSecond(indexes: readonly number[], selections: readonly SelectionId[]): ContestResult {
  return { kind: 'tie', for: 'second-place', among: indexes.map((i) => present(selections[i], 'a selection')) };
}

function secondRound(indexes: readonly number[], selections: readonly SelectionId[]): ContestResult {
  const [a, b] = selections.filter((_, i) => indexes.includes(i));
  return { kind: 'second-round', between: [present(a, 'the first of the pair'), present(b, 'the second of the pair')] };
}

function referendum(rule: Referendum, selections: readonly SelectionId[], figures: ContestFigures): ContestResult {
  const yes = BigInt(present(figures.votes[yesIndex(rule, selections)], 'yes votes'));
  const answer = isApproved(rule, yes, baseTotal(rule.base, figures)) ? 'approved' : 'rejected';
  const registered = figures.registered === null ? null : BigInt(figures.registered);
  const reached = quorumReached(rule.quorum, yes, baseTotal('all', figures), registered);
  if (reached === 'unknown') return { kind: 'quorum-unknown', ifReached: answer };
  return { kind: reached ? answer : 'quorum-not-reached' };
}

/** Where `yes` stands among the selections. */
export function yesIndex(rule: Referendum, selections: readonly SelectionId[]): number {
  const index = selections.indexOf(rule.yes);
  assert(index >= 0, 'yes is one of the selections');
  return index;
}

/** Whether `yes` has the share that approves, the quorum aside. */
export function isApproved(rule: Referendum, yes: bigint, total: bigint): boolean {
  return 'shareOver' in rule.approve
    ? isOver(yes, total, rule.approve.shareOver)
    : isAtLeast(yes, total, rule.approve.shareAtLeast);
}

/**
 * Whether the quorum is reached; no quorum always is. 'unknown' when the number of registered voters is not known,
 * unless the threshold is zero and their number does not matter.
 */
export function quorumReached(
  quorum: Quorum | null,
  yes: bigint,
  ballots: bigint,
  registered: bigint | null,
): boolean | 'unknown' {
  if (quorum === null) return true;
  const { threshold } = quorum;
  const part = quorum.of === 'turnout' ? ballots : yes;
  const fraction = 'over' in threshold ? threshold.over : threshold.atLeast;
  if (registered === null && fraction.num > 0n) return 'unknown';
  return 'over' in threshold ? isOver(part, registered ?? 0n, fraction) : isAtLeast(part, registered ?? 0n, fraction);
}
