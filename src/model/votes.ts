import type { Instant } from '../base/instant.ts';
import type { Contest } from './election.ts';
import type { ContestId, Count, StationId } from './ids.ts';

/** What one box of the paper says. Empty is not zero, and illegible is neither. */
export type Box = Count | 'empty' | 'illegible';

/** A box, by its place in the order of the paper, and what the jury says that it should be. */
export type BoxCorrection = readonly [box: number, value: Count];

/**
 * The boxes of one contest on one sheet in the order of the paper: selections, then others, then controls
 * (see `boxNames`).
 */
export type ContestTally = {
  readonly contest: ContestId;
  readonly boxes: readonly Box[];
};

/** Why a sheet's figures are in the total, or are not. Anything but `counted` is shown and not added. */
export type SheetStatus = { readonly kind: 'counted' } | { readonly kind: 'not-counted'; readonly reason: string };

/**
 * One version of a station's figures for one contest, taken from published files: one row of an election folder.
 * Instants are null where nobody recorded them.
 */
export type ImportedSheet = {
  readonly station: StationId;
  readonly version: number;
  readonly arrivedAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly tally: ContestTally;
  readonly status: SheetStatus;
  /** File name inside the folder and the line of the row (1 = header). */
  readonly file: string;
  readonly line: number;
};

/** Names of the boxes of a contest in the order of the paper. */
export function boxNames(contest: Contest): readonly string[] {
  return [...contest.selections.map((s) => s.id as string), ...contest.others, ...contest.controls];
}

/** A box as a number of votes to add: empty and illegible add nothing, which is not to say that they are zero. */
export function votesIn(box: Box | undefined): number {
  return typeof box === 'number' ? box : 0;
}

/**
 * Valid votes of one sheet: the larger of the sum of its selections and of what the sheet itself writes (the control
 * `valid`, else `total` less the others). Where a source leaves some selections out, its own total still counts them.
 */
export function validVotes(contest: Contest, boxes: readonly Box[]): number {
  const selections = contest.selections.length;
  const others = contest.others.length;
  let sum = 0;
  for (let i = 0; i < selections; i++) sum += votesIn(boxes[i]);
  const valid = contest.controls.indexOf('valid');
  if (valid >= 0) return Math.max(sum, votesIn(boxes[selections + others + valid]));
  const total = contest.controls.indexOf('total');
  if (total < 0) return sum;
  let outside = 0;
  for (let i = selections; i < selections + others; i++) outside += votesIn(boxes[i]);
  return Math.max(sum, votesIn(boxes[selections + others + total]) - outside);
}

/**
 * Ballots in the box by one sheet: the largest of valid votes plus others, and of what the sheet itself writes as `total` or
 * `voters`. A source that names only some of the votes still says how many people voted.
 */
export function castBallots(contest: Contest, boxes: readonly Box[]): number {
  const first = contest.selections.length + contest.others.length;
  let cast = validVotes(contest, boxes);
  for (let i = contest.selections.length; i < first; i++) cast += votesIn(boxes[i]);
  for (const name of ['total', 'voters']) {
    const at = contest.controls.indexOf(name);
    if (at >= 0) cast = Math.max(cast, votesIn(boxes[first + at]));
  }
  return cast;
}
