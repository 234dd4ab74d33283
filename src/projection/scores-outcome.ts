import type { Count, SelectionId } from '../model/ids.ts';
import { resultOf } from '../model/outcome-complete.ts';
import type { ContestResult } from '../model/outcome-types.ts';
import type { Rule } from '../model/rule.ts';

/** What an outcome is computed from: whole votes and whole base of the whole election. */
export type Totals = { readonly votes: readonly number[]; readonly base: number; readonly registered: number | null };

/**
 * What the rule makes of these totals. What the base holds beyond the options is of the kind that the rule's base counts, so
 * that a share here is the share the rule means.
 */
export function outcomeOf(rule: Rule, options: readonly string[], { votes, base, registered }: Totals): ContestResult {
  const rest = Math.max(0, base - votes.reduce((sum, v) => sum + v, 0));
  const ofAll = 'base' in rule && rule.base === 'all';
  return resultOf(rule, options as readonly SelectionId[], {
    votes: votes as readonly Count[],
    unlisted: (ofAll ? 0 : rest) as Count,
    othersTotal: (ofAll ? rest : 0) as Count,
    registered: registered as Count | null,
  });
}

/** Equal for equal results: ids in a result stand in the order of the contest. */
export function outcomeKey(result: ContestResult): string {
  return JSON.stringify(result);
}

export type OutcomeProbability = { readonly key: string; readonly probability: number };

/** How often each outcome comes up in these draws, likeliest first. */
export function outcomesOfDraws(
  rule: Rule,
  options: readonly string[],
  { draws, drawCount }: { readonly draws: Float64Array; readonly drawCount: number },
  registered: number | null,
): readonly OutcomeProbability[] {
  const width = options.length + 1;
  const times = new Map<string, number>();
  for (let d = 0; d < drawCount; d++) {
    const votes = Array.from(draws.subarray(d * width, d * width + options.length));
    const key = outcomeKey(
      outcomeOf(rule, options, { votes, base: draws[d * width + options.length] as number, registered }),
    );
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return [...times]
    .map(([key, count]) => ({ key, probability: count / drawCount }))
    .sort((a, b) => b.probability - a.probability || (a.key < b.key ? -1 : 1));
}
