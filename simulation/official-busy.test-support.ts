import type { OfficialRates } from './official-story.ts';

/** Everything that is rare, often. */
export const BUSY_RATES: OfficialRates = {
  ...{ broken: 0.2, unsealed: 0.1, late: 0.1, missing: 0.15, empty: 0.1 },
  ...{ illegible: 0.1, objected: 0.4, notInstalled: 0.03, merged: 0.05 },
  flaws: { corrected: 0.05, unclear: 0.05, unsigned: 0.05, torn: 0.05 },
};
