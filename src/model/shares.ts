import { assert, present } from '../base/assert.ts';
import { type Fraction, fraction } from '../base/fraction.ts';
import type { ContestFigures } from './outcome-types.ts';
import type { ShareBase, WinCondition } from './rule.ts';

/** Votes of the named selections seen from the top; all numbers BigInt, so that no product with a threshold can overflow. */
export type Standing = {
  readonly sum: bigint;
  /** Most votes of any selection. */
  readonly top: bigint;
  /** Indexes of all selections with `top` votes, in the contest's order. */
  readonly leaders: readonly number[];
  /** Votes of the next best: equal to `top` when several lead, 0 when there is one selection only. */
  readonly next: bigint;
};

/** The total that shares are taken of. */
export function baseTotal(base: ShareBase, figures: ContestFigures): bigint {
  const valid = figures.votes.reduce((sum, v) => sum + BigInt(v), BigInt(figures.unlisted));
  return base === 'valid' ? valid : valid + BigInt(figures.othersTotal);
}

/** Who leads, and by how much. */
export function standingOf(votes: readonly (number | bigint)[]): Standing {
  assert(votes.length > 0, 'a contest has a selection');
  let sum = 0n;
  let top = -1n;
  let next = 0n;
  let leaders: number[] = [];
  votes.forEach((count, i) => {
    const v = BigInt(count);
    assert(v >= 0n, 'votes are not negative');
    sum += v;
    if (v > top) {
      if (top > 0n) next = top;
      top = v;
      leaders = [i];
    } else {
      if (v === top) leaders.push(i);
      if (v > next) next = v;
    }
  });
  return { sum, top, leaders, next };
}

/** Exact share of one selection; null when the base is zero and no share exists. */
export function shareOf(base: ShareBase, figures: ContestFigures, index: number): Fraction | null {
  const total = baseTotal(base, figures);
  return total === 0n ? null : fraction(present(figures.votes[index], 'votes of the selection'), total);
}

/**
 * Exact lead of one selection: its share minus the best share of the others (0 votes when there are none). Negative
 * for a selection that does not lead; null when the base is zero.
 */
export function leadOf(base: ShareBase, figures: ContestFigures, index: number): Fraction | null {
  const total = baseTotal(base, figures);
  const own = present(figures.votes[index], 'votes of the selection');
  const rest = figures.votes.filter((_, i) => i !== index);
  const best = rest.length === 0 ? 0n : standingOf(rest).top;
  return total === 0n ? null : fraction(BigInt(own) - best, total);
}

/** part / whole > threshold, without dividing. */
export function isOver(part: bigint, whole: bigint, threshold: Fraction): boolean {
  return part * threshold.den > threshold.num * whole;
}

/** part / whole >= threshold, without dividing. */
export function isAtLeast(part: bigint, whole: bigint, threshold: Fraction): boolean {
  return part * threshold.den >= threshold.num * whole;
}

/** Whether every part of one way to win holds for a selection with these votes and this lead (in votes). */
export function conditionHolds(condition: WinCondition, votes: bigint, lead: bigint, total: bigint): boolean {
  const { shareOver, shareAtLeast, leadAtLeast } = condition;
  return (
    (shareOver === undefined || isOver(votes, total, shareOver)) &&
    (shareAtLeast === undefined || isAtLeast(votes, total, shareAtLeast)) &&
    (leadAtLeast === undefined || isAtLeast(lead, total, leadAtLeast))
  );
}

/** Whether any one way to win holds. */
export function winsOutright(conditions: readonly WinCondition[], votes: bigint, lead: bigint, total: bigint): boolean {
  return conditions.some((c) => conditionHolds(c, votes, lead, total));
}

/** More than half, as a way to win: what the majority rule means. */
export const MORE_THAN_HALF: readonly [WinCondition & { readonly shareOver: Fraction }] = [
  { shareOver: fraction(1, 2) },
];
