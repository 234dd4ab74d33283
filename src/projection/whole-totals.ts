import type { VotesOut } from './draw-votes.ts';
import { totalsIn } from './project.ts';
import type { Chance } from './random.ts';
import type { Setup } from './variant-fit.ts';

/*
 * From votes of the sheets out to whole votes of the whole election. Sheets of a preliminary count may still be corrected: what
 * that moves is taken from and given to the votes that are out, so that no draw lies below what is counted.
 */

/** With less than this share of the counted votes out there is ever less room for corrections; with nothing out there is none. */
const ROOM = 0.01;

export function wholeTotals(setup: Setup, out: VotesOut, draws: number, chance: Chance): Float64Array {
  const { input, chain, expectedCount } = setup;
  const { correction: moved, wrongBox } = setup.parameters;
  const width = input.options.length;
  const counted = totalsIn(input);
  const base = counted[width] as number;
  const spread = Float64Array.from(counted, (votes) => {
    const p = votes / Math.max(base, 1);
    const variance = (moved ** 2 * p * Math.max(1 - p, 0) + wrongBox ** 2) / Math.max(expectedCount, 1);
    return input.count === 'preliminary' ? base * Math.sqrt(variance) : 0;
  });
  // By votes, not by name: other labels give the same figures.
  const order = [...chain.own, ...chain.tail];
  const whole = new Float64Array(draws * (width + 1));
  for (let d = 0; d < draws; d++) {
    const at = d * (width + 1);
    const room = Math.min(1, (out.votes[at + width] as number) / Math.max(ROOM * base, 1));
    // Running sums are rounded, not each option by itself: twenty options must not make ten votes of nothing, nor more than the roll.
    let [sum, named] = [0, 0];
    for (const k of order) {
      const correction = room * (spread[k] as number) * chance.normal();
      sum += Math.max(0, (out.votes[at + k] as number) + correction);
      const upTo = Math.round(sum);
      whole[at + k] = (counted[k] as number) + upTo - named;
      named = upTo;
    }
    const added = input.base === 'options' ? named : Math.max(named, Math.round(out.votes[at + width] as number));
    whole[at + width] = base + added;
  }
  return whole;
}
