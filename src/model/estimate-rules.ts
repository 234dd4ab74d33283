import type { Instant } from '../base/instant.ts';

/**
 * Whether estimates of an incomplete count are shown, fixed before the count opens. An election whose definition says nothing of
 * them shows none.
 */
export type EstimateRules = {
  readonly show: 'off' | 'on';
  /** No state published before it is estimated from; null: as soon as there are sheets. */
  readonly notBefore: Instant | null;
  /** Whether the probability of each outcome is told, beside the interval of the lead. */
  readonly probabilities: boolean;
};

/** The rules where estimates are shown; null where they are not. */
export function estimatesShown(election: { readonly estimates?: EstimateRules }): EstimateRules | null {
  return election.estimates?.show === 'on' ? election.estimates : null;
}
