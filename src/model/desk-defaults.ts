import { CHECK_DEFAULTS } from './check-defaults.ts';
import type { DeskRules } from './desk-rules.ts';
import type { Contest, Election } from './election.ts';
import { layOutForm } from './sheet-form.ts';

/** A desk's rules but for its paper, which depends on the contests. */
export type DeskRulesWithoutForm = Omit<DeskRules, 'form'>;

/**
 * What holds where an election says nothing of its desk. It waits only where nobody could read a figure, or whose figures they
 * are, or which of two the jury meant. A torn or unsigned sheet has figures that two people read alike: what the law makes of it is
 * for the official count to rule, so it counts, with the observation beside it. No rule of the register observes.
 */
export const DESK_DEFAULTS: DeskRulesWithoutForm = {
  corrections: 'correction',
  observations: {
    illegible: 'waits',
    'not-a-sheet': 'waits',
    torn: 'counts',
    'unclear-correction': 'waits',
    unsigned: 'counts',
    'wrong-station': 'waits',
  },
  checks: CHECK_DEFAULTS,
  promiseMinutes: 30,
};

/** Complete neutral rules for these contests, on the default paper. */
export function defaultDeskRules(contests: readonly Contest[]): DeskRules {
  return { ...DESK_DEFAULTS, form: layOutForm(contests) };
}

/** The rules of this election's desk, or what holds where it says nothing of one. */
export function deskRulesOf(election: Pick<Election, 'desk'>): DeskRulesWithoutForm {
  return election.desk ?? DESK_DEFAULTS;
}
