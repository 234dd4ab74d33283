import { assert, present, unreachable } from '../base/assert.ts';
import type { Fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from './ids.ts';
import { type Referendum, yesIndex } from './outcome-complete.ts';
import type { ContestFigures, ThresholdDistance } from './outcome-types.ts';
import type { Rule, WinCondition } from './rule.ts';
import { baseTotal, MORE_THAN_HALF, standingOf } from './shares.ts';

type Part = ThresholdDistance['part'];

/**
 * How far the leader (the first in the contest's order among equals; of a referendum, `yes`) is from each threshold of
 * the rule, in votes. Not listed, because no figures can cross them or no share exists: "at least 0", "more than 1", a
 * quorum of an unknown electorate, and everything while the base is zero. Plurality and runoff have no threshold.
 */
export function distancesOf(
  rule: Rule,
  selections: readonly SelectionId[],
  figures: ContestFigures,
): readonly ThresholdDistance[] {
  assert(figures.votes.length === selections.length, 'each selection has its votes');
  switch (rule.kind) {
    case 'plurality':
    case 'runoff':
      return [];
    case 'majority':
      return toConditions(MORE_THAN_HALF, figures, baseTotal(rule.base, figures));
    case 'two-round':
      return toConditions(rule.outright, figures, baseTotal(rule.base, figures));
    case 'referendum':
      return [...toApproval(rule, selections, figures), ...toQuorum(rule, selections, figures)];
    default:
      return unreachable(rule);
  }
}

function toConditions(
  conditions: readonly WinCondition[],
  figures: ContestFigures,
  total: bigint,
): readonly ThresholdDistance[] {
  const { top, next } = standingOf(figures.votes);
  return conditions.flatMap((c, condition) => [
    ...(c.shareOver ? distance(condition, 'shareOver', c.shareOver, top, total) : []),
    ...(c.shareAtLeast ? distance(condition, 'shareAtLeast', c.shareAtLeast, top, total) : []),
    ...(c.leadAtLeast ? distance(condition, 'leadAtLeast', c.leadAtLeast, top - next, total) : []),
  ]);
}

function toApproval(
  rule: Referendum,
  selections: readonly SelectionId[],
  figures: ContestFigures,
): readonly ThresholdDistance[] {
  const yes = yesVotes(rule, selections, figures);
  const total = baseTotal(rule.base, figures);
  return 'shareOver' in rule.approve
    ? distance(0, 'shareOver', rule.approve.shareOver, yes, total)
    : distance(0, 'shareAtLeast', rule.approve.shareAtLeast, yes, total);
}

function toQuorum(
  rule: Referendum,
  selections: readonly SelectionId[],
  figures: ContestFigures,
): readonly ThresholdDistance[] {
  if (rule.quorum === null || figures.registered === null) return [];
  const part = rule.quorum.of === 'turnout' ? baseTotal('all', figures) : yesVotes(rule, selections, figures);
  const { threshold } = rule.quorum;
  const registered = BigInt(figures.registered);
  return 'over' in threshold
    ? distance(0, 'quorum', threshold.over, part, registered, true)
    : distance(0, 'quorum', threshold.atLeast, part, registered, false);
}

function yesVotes(rule: Referendum, selections: readonly SelectionId[], figures: ContestFigures): bigint {
  return BigInt(present(figures.votes[yesIndex(rule, selections)], 'yes votes'));
}

/**
 * `least` is the smallest whole number with which the threshold holds: from below the way to it, from above the way to
 * one less.
 */
function distance(
  condition: number,
  part: Part,
  threshold: Fraction,
  value: bigint,
  total: bigint,
  strict = part === 'shareOver',
): readonly ThresholdDistance[] {
  const { num, den } = threshold;
  const least = strict ? (num * total) / den + 1n : (num * total + den - 1n) / den;
  const canBeCrossed = strict ? num < den : num > 0n;
  if (total === 0n || !canBeCrossed) return [];
  const holds = value >= least;
  const votes = Number(holds ? value - least + 1n : least - value);
  assert(Number.isSafeInteger(votes), 'a distance is a safe integer');
  return [{ condition, part, threshold, holds, votes: votes as Count }];
}
