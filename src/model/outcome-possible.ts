import { present, unreachable } from '../base/assert.ts';
import type { SelectionId } from './ids.ts';
import { isApproved, quorumReached, type Referendum, yesIndex } from './outcome-complete.ts';
import type { FinalResult, OutcomeInput } from './outcome-types.ts';
import { type Rule, type ShareBase, thresholdsOf, type WinCondition } from './rule.ts';
import { baseTotal, MORE_THAN_HALF, winsOutright } from './shares.ts';

// A completion adds whole votes to the selections, to the others and, where there are unlisted selections, to these;
// `more` at most in all. Every question here is
// answered by one extreme completion, which is at once the best in every respect that counts. The laws
// (outcome.laws.test.ts) hold the answers against all completions one by one.

/** Figures, at least one vote among them, and how many may still be added. */
type Frame = {
  readonly votes: readonly bigint[];
  /** Sum of the votes. */
  readonly named: bigint;
  readonly unlisted: bigint;
  readonly others: bigint;
  readonly more: bigint;
  /** Null: not known. */
  readonly registered: bigint | null;
  /** Indexes of the three with most votes, so that the best of all but two is found at once. */
  readonly best: readonly number[];
};

type Candidate = { readonly result: FinalResult; readonly reachable: (frame: Frame) => boolean };

/**
 * Every result that some completion gives, equal votes being resolved either way; in the contest's order: who can win,
 * which pairs can meet again, the rest. Empty only when nothing can be added to no votes.
 */
export function possibleResults(
  rule: Rule,
  selections: readonly SelectionId[],
  input: OutcomeInput,
): readonly FinalResult[] {
  const frames = framesOf(rule, input);
  const reached = candidatesOf(rule, selections).filter((c) => frames.some((frame) => c.reachable(frame)));
  return reached.map((c) => c.result);
}

/**
 * The figures as a frame. With no vote in yet the first one may go to any selection: one frame for each. So no frame is
 * without votes, and no share without a base.
 */
function framesOf(rule: Rule, input: OutcomeInput): readonly Frame[] {
  const votes = input.votes.map(BigInt);
  const more = input.registeredOut === null ? asGoodAsUnbounded(rule, input) : BigInt(input.registeredOut);
  if (votes.some((v) => v > 0n)) return [frameOf(votes, more, input)];
  if (more === 0n) return [];
  return votes.map((_, first) => {
    const begun = votes.map((v, i) => (i === first ? v + 1n : v));
    return frameOf(begun, more - 1n, input);
  });
}

function frameOf(votes: readonly bigint[], more: bigint, input: OutcomeInput): Frame {
  const order = votes
    .map((_, i) => i)
    .sort((a, b) => (at(votes, a) < at(votes, b) ? 1 : at(votes, a) > at(votes, b) ? -1 : a - b));
  const named = votes.reduce((sum, v) => sum + v, 0n);
  const registered = input.registered === null ? null : BigInt(input.registered);
  return {
    votes,
    named,
    unlisted: BigInt(input.unlisted),
    others: BigInt(input.othersTotal),
    more,
    registered,
    best: order.slice(0, 3),
  };
}

/**
 * So many additions that more would make no further result possible. Each question below is a comparison, linear in
 * `more`, of numbers up to the ballots (or the registered) times a denominator; past that product none turns again.
 */
function asGoodAsUnbounded(rule: Rule, input: OutcomeInput): bigint {
  const ballots = baseTotal('all', input);
  const size = ballots + BigInt(input.registered ?? 0) + 2n;
  const den = thresholdsOf(rule).reduce((max, f) => (f.den > max ? f.den : max), 1n);
  return 4n * BigInt(input.votes.length + 1) * size * den;
}

function candidatesOf(rule: Rule, selections: readonly SelectionId[]): readonly Candidate[] {
  switch (rule.kind) {
    case 'plurality':
    case 'runoff':
      return wins(selections, (frame, k) => at(frame.votes, k) + frame.more >= bestExcept(frame, k));
    case 'majority':
      return [
        ...wins(selections, (frame, k) => canWinOutright(frame, k, rule.base, MORE_THAN_HALF)),
        noMajority(rule.base, MORE_THAN_HALF),
      ];
    case 'two-round': {
      const won = wins(selections, (frame, k) => canWinOutright(frame, k, rule.base, rule.outright));
      const open =
        selections.length === 1 ? [noMajority(rule.base, rule.outright)] : pairs(selections, rule.base, rule.outright);
      return [...won, ...open];
    }
    case 'referendum':
      return answers(rule, yesIndex(rule, selections));
    default:
      return unreachable(rule);
  }
}

function wins(selections: readonly SelectionId[], can: (frame: Frame, k: number) => boolean): readonly Candidate[] {
  return selections.map((by, k) => ({ result: { kind: 'won', by }, reachable: (frame) => can(frame, k) }));
}

function pairs(
  selections: readonly SelectionId[],
  base: ShareBase,
  conditions: readonly WinCondition[],
): readonly Candidate[] {
  return selections.flatMap((a, i) =>
    selections.slice(i + 1).map((b, offset) => ({
      result: { kind: 'second-round', between: [a, b] },
      reachable: (frame: Frame) => canMeetAgain(frame, i, i + 1 + offset, base, conditions),
    })),
  );
}

function noMajority(base: ShareBase, conditions: readonly WinCondition[]): Candidate {
  const reachable = (frame: Frame): boolean => {
    const [first, second] = frame.best;
    if (first === undefined) return false;
    if (second !== undefined) return canMeetAgain(frame, first, second, base, conditions);
    // One selection only: where nothing else is in the base its share is always the whole.
    const total = othersDilute(frame, base) ? baseOf(frame, base) + frame.more : frame.named;
    return !winsOutright(conditions, frame.named, frame.named, total);
  };
  return { result: { kind: 'no-majority' }, reachable };
}

/**
 * All additions to k: of all completions in which k is first or level with the first, none gives it a greater share or
 * lead, because a vote moved to k raises both.
 */
function canWinOutright(frame: Frame, k: number, base: ShareBase, conditions: readonly WinCondition[]): boolean {
  const votes = at(frame.votes, k) + frame.more;
  const rest = bestExcept(frame, k);
  const total = baseOf(frame, base) + frame.more;
  return votes >= rest && winsOutright(conditions, votes, votes - rest, total);
}

/**
 * The pair i, j first and nobody winning. First both must reach the best of the rest (`raise`); the higher then stands at
 * `level`, and no completion has a lower top. The other additions go to the lower of the two, one vote closing the gap
 * by one; when it is closed they go where they cannot lift the top: to the unlisted, or the others if these count in the
 * base, else to the rest of the selections up to the level. So the lead and the share are both the least that can be.
 */
function canMeetAgain(
  frame: Frame,
  i: number,
  j: number,
  base: ShareBase,
  conditions: readonly WinCondition[],
): boolean {
  const [a, b] = [at(frame.votes, i), at(frame.votes, j)];
  const rest = bestExcept(frame, i, j);
  const raise = max(0n, rest - a) + max(0n, rest - b);
  if (raise > frame.more) return false;
  const level = max(rest, max(a, b));
  const gap = level - max(rest, a < b ? a : b);
  const left = frame.more - raise;
  const lead = gap > left ? gap - left : 0n;
  const room = level * BigInt(frame.votes.length) - frame.named;
  const total = baseOf(frame, base) + (othersDilute(frame, base) ? frame.more : min(frame.more, room));
  return !winsOutright(conditions, level, lead, total);
}

function answers(rule: Referendum, yes: number): readonly Candidate[] {
  return [
    { result: { kind: 'approved' }, reachable: (frame) => canBeApproved(rule, frame, yes) },
    { result: { kind: 'rejected' }, reachable: (frame) => canBeRejected(rule, frame, yes) },
    {
      result: { kind: 'quorum-not-reached' },
      reachable: (f) => quorumReached(rule.quorum, at(f.votes, yes), baseOf(f, 'all'), f.registered) !== true,
    },
  ];
}

/** All additions to yes: the greatest share, turnout and approval at once. */
function canBeApproved(rule: Referendum, frame: Frame, yes: number): boolean {
  const votes = at(frame.votes, yes) + frame.more;
  const ballots = baseOf(frame, 'all') + frame.more;
  return (
    isApproved(rule, votes, baseOf(frame, rule.base) + frame.more) &&
    quorumReached(rule.quorum, votes, ballots, frame.registered) !== false
  );
}

/**
 * As many yes votes as the quorum needs and no more, all other additions against: to another selection, or, if yes is
 * the only one, to the others.
 */
function canBeRejected(rule: Referendum, frame: Frame, yes: number): boolean {
  const needed = yesForQuorum(rule, frame, yes);
  if (needed > frame.more) return false;
  const votes = at(frame.votes, yes) + needed;
  const ballots = baseOf(frame, 'all') + frame.more;
  const alone = frame.votes.length === 1 && !othersDilute(frame, rule.base);
  const total = alone ? votes : baseOf(frame, rule.base) + frame.more;
  return !isApproved(rule, votes, total) && quorumReached(rule.quorum, votes, ballots, frame.registered) !== false;
}

/** Further yes votes without which an approval quorum is missed; 0 where that does not depend on yes votes. */
function yesForQuorum(rule: Referendum, frame: Frame, yes: number): bigint {
  if (rule.quorum === null || rule.quorum.of === 'turnout') return 0n;
  const { threshold } = rule.quorum;
  const { num, den } = 'over' in threshold ? threshold.over : threshold.atLeast;
  // Of an unknown electorate no number is needed for sure, unless the threshold is zero of whatever it is.
  if (frame.registered === null && num > 0n) return 0n;
  const product = num * (frame.registered ?? 0n);
  const least = 'over' in threshold ? product / den + 1n : (product + den - 1n) / den;
  return max(0n, least - at(frame.votes, yes));
}

/** Whether votes can be added to the base without being for a named selection. */
function othersDilute(frame: Frame, base: ShareBase): boolean {
  return base === 'all' || frame.unlisted > 0n;
}

function baseOf(frame: Frame, base: ShareBase): bigint {
  return frame.named + frame.unlisted + (base === 'valid' ? 0n : frame.others);
}

/** Most votes of any selection but these; 0 when there is no other. */
function bestExcept(frame: Frame, i: number, j = i): bigint {
  const index = frame.best.find((k) => k !== i && k !== j);
  return index === undefined ? 0n : at(frame.votes, index);
}

function at(votes: readonly bigint[], index: number): bigint {
  return present(votes[index], 'votes of a selection');
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
