import type { Random } from './random.ts';

/** What happens to a sheet of the preliminary count on its way, apart from the paper itself. */
export type Mishap =
  /** The picture shows nothing that could be read. */
  | 'illegible'
  /** Under this station's name came the sheet of another. */
  | 'wrong-station'
  /** Another picture of the same paper comes behind it. */
  | 'second-photograph'
  /** A paper with other figures comes behind the right one, or before it. */
  | 'false-sheet'
  /** The same bytes come again. */
  | 'double'
  /** A supervisor takes the first entry out. */
  | 'voided';

export type MishapRates = { readonly [mishap in Mishap]: number };

/** Shares of all sheets that arrive: what a real night has. */
export const MISHAP_RATES: MishapRates = {
  illegible: 0.0008,
  'wrong-station': 0.0005,
  'second-photograph': 0.0022,
  'false-sheet': 0.0008,
  double: 0.003,
  voided: 0.002,
};

/** What happens to the next sheet: nothing to most. One number is drawn, whatever the rates. */
export function drawMishap(random: Random, rates: MishapRates): Mishap | null {
  let share = random.unit();
  for (const [mishap, rate] of Object.entries(rates) as [Mishap, number][]) {
    if (share < rate) return mishap;
    share -= rate;
  }
  return null;
}
