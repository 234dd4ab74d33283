import type { Count } from '../src/model/ids.ts';
import type { Box, ContestTally } from '../src/model/votes.ts';
import type { Random } from './random.ts';
import { sumOf } from './voters.ts';

/** What a person at a keyboard makes of a tally once in a while: one slip. Never equal to what stands on the sheet. */
export function slip(random: Random, tally: ContestTally): ContestTally {
  if (random.chance(0.1)) {
    // Not a slip in a figure: this typist cannot read one.
    return withBox(tally, random.below(tally.boxes.length), 'illegible');
  }
  return wrongFigures(random, tally);
}

/**
 * What both typists read alike from one bad picture. It stays within the registered voters: a sheet that breaks that
 * bound would be stopped by the checks, and the two counts would have nothing to disagree about.
 */
export function misread(random: Random, tally: ContestTally, registered: number): ContestTally {
  for (let attempt = 0; attempt < 20; attempt++) {
    const read = wrongFigures(random, tally);
    if (sumOf(read) <= registered) return read;
  }
  const largest = tally.boxes.reduce<number>((best, box, i) => (figureOf(box) > figureAt(tally, best) ? i : best), 0);
  return withBox(tally, largest, (figureAt(tally, largest) === 0 ? 1 : figureAt(tally, largest) - 1) as Count);
}

/** Digits swapped, the figure in the next box, or one wrong digit; the last always applies. */
function wrongFigures(random: Random, tally: ContestTally): ContestTally {
  const at = random.below(tally.boxes.length);
  const value = figureAt(tally, at);
  const way = random.below(3);
  const swapped = value - (value % 100) + (value % 10) * 10 + (Math.floor(value / 10) % 10);
  if (way === 0 && swapped !== value) return withBox(tally, at, swapped as Count);
  const next = (at + 1) % tally.boxes.length;
  if (way === 1 && figureAt(tally, next) !== value) {
    return withBox(withBox(tally, at, figureAt(tally, next) as Count), next, value as Count);
  }
  const place = value >= 10 && random.chance(0.4) ? 10 : 1;
  const digit = Math.floor(value / place) % 10;
  const other = (digit + random.between(1, 9)) % 10;
  return withBox(tally, at, (value + (other - digit) * place) as Count);
}

function withBox(tally: ContestTally, index: number, box: Box): ContestTally {
  return { contest: tally.contest, boxes: tally.boxes.with(index, box) };
}

function figureAt(tally: ContestTally, index: number): number {
  return figureOf(tally.boxes[index]);
}

function figureOf(box: Box | undefined): number {
  return typeof box === 'number' ? box : 0;
}
