import type { SelectionId } from './ids.ts';
import { resultOf } from './outcome-complete.ts';
import { possibleResults } from './outcome-possible.ts';
import type { Outcome, OutcomeInput } from './outcome-types.ts';
import type { Rule } from './rule.ts';

export { resultOf } from './outcome-complete.ts';
export { distancesOf } from './outcome-distance.ts';
export { possibleResults } from './outcome-possible.ts';

/**
 * What the figures in decide. Settled when no sheet is out; when the sheets out have no registered voter, so that
 * nothing can be added (the result may then be a tie); or when every completion gives the same final result. Without
 * any vote yet one possible result is not enough: that no vote comes is a completion too, and gives none.
 */
export function outcomeOf(rule: Rule, selections: readonly SelectionId[], input: OutcomeInput): Outcome {
  const ofTheSheetsIn = resultOf(rule, selections, input);
  if (input.sheetsOut === 0) return { kind: 'settled', complete: true, result: ofTheSheetsIn };
  if (input.registeredOut === 0) return { kind: 'settled', complete: false, result: ofTheSheetsIn };
  const possible = possibleResults(rule, selections, input);
  const [only, second] = possible;
  if (only !== undefined && second === undefined && ofTheSheetsIn.kind !== 'no-votes') {
    return { kind: 'settled', complete: false, result: only };
  }
  return { kind: 'open', ofTheSheetsIn, possible };
}
