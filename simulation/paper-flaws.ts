import { present } from '../src/base/assert.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { ContestId, Count } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { Reading } from './night-act.ts';
import { Random } from './random.ts';

/** What is wrong with the paper itself, in whichever count it is read. */
export type PaperFlaw =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'torn' }
  /** The jury corrected a box ("corre y vale"): the correction is the truth, `says` what the box says. `clear`: anybody can read which. */
  | {
      readonly kind: 'corrected';
      readonly clear: boolean;
      readonly contest: ContestId;
      readonly box: number;
      readonly says: Count;
    };

/** How often, of all papers. */
export type FlawRates = {
  readonly corrected: number;
  readonly unclear: number;
  readonly unsigned: number;
  readonly torn: number;
};
export const FLAW_RATES: FlawRates = { corrected: 0.005, unclear: 0.0007, unsigned: 0.001, torn: 0.001 };

/**
 * The flaw of a station's paper, null for most. It follows from the seed and the station alone, so that whoever draws the paper
 * and whoever plans the night say the same of it.
 */
export function paperFlaw(
  seed: string,
  station: PollingStation,
  tallies: readonly ContestTally[],
  rates: FlawRates = FLAW_RATES,
): PaperFlaw | null {
  const random = new Random(`${seed}/flaw/${station.id}`);
  let share = random.unit();
  const falls = (rate: number) => {
    const hit = share >= 0 && share < rate;
    share -= rate;
    return hit;
  };
  if (falls(rates.unsigned)) return { kind: 'unsigned' };
  if (falls(rates.torn)) return { kind: 'torn' };
  const clear = falls(rates.corrected);
  if (!clear && !falls(rates.unclear)) return null;
  const { contest, boxes } = random.pick(tallies);
  const box = random.below(boxes.length);
  const figure = present(boxes[box], 'a box of a paper');
  const truth = typeof figure === 'number' ? figure : 0;
  const step = random.between(1, 9);
  return { kind: 'corrected', clear, contest, box, says: (truth >= step ? truth - step : truth + step) as Count };
}

/** What a person who reads well types from this paper. */
export function readingOf(tally: ContestTally, flaw: PaperFlaw | null): Reading {
  if (flaw === null) return { tally };
  if (flaw.kind !== 'corrected') return { tally, observations: [flaw.kind] };
  if (flaw.contest !== tally.contest) return { tally };
  const truth = tally.boxes[flaw.box];
  const boxes = tally.boxes.with(flaw.box, flaw.says);
  return { tally: { contest: tally.contest, boxes }, corrections: [[flaw.box, (truth ?? 0) as Count]] };
}

/** What the jury wrote beside its correction, as juries do. */
export function correctionWords(box: string, says: number, value: number): string {
  return `Corre y vale: ${box}, votos ${value} y no ${says}`;
}
