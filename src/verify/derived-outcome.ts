import type { Contest } from '../model/election.ts';
import type { Count } from '../model/ids.ts';
import { distancesOf, outcomeOf } from '../model/outcome.ts';
import type { Outcome, OutcomeInput, ThresholdDistance } from '../model/outcome-types.ts';
import type { Sums } from './addition.ts';

export type DerivedOutcome = { readonly outcome: Outcome; readonly distances: readonly ThresholdDistance[] };

/** What the rule of a contest makes of some sums; of those who withdrew nobody can win. */
export function outcomeOfSums(
  { rule, selections }: Contest,
  sums: Sums,
  withdrawn: ReadonlyMap<number, unknown>,
): DerivedOutcome {
  const stands = (_: unknown, i: number) => !withdrawn.has(i);
  const ids = selections.map((s) => s.id).filter(stands);
  const input: OutcomeInput = {
    votes: (sums.votes as Count[]).filter(stands),
    unlisted: (sums.valid - total(sums.votes)) as Count,
    othersTotal: total(sums.others) as Count,
    sheetsOut: (sums.expected - sums.counted - sums.void) as Count,
    registeredOut:
      sums.registeredUnknown > 0 ? null : ((sums.registered - sums.registeredCounted - sums.registeredVoid) as Count),
    registered: sums.unknownTotal > 0 ? null : (sums.registered as Count),
  };
  return { outcome: outcomeOf(rule, ids, input), distances: distancesOf(rule, ids, input) };
}

function total(list: readonly number[]): number {
  return list.reduce((sum, n) => sum + n, 0);
}
