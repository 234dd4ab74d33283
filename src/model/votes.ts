import type { Instant } from '../base/instant.ts';
import type { Contest } from './election.ts';
import type { ContestId, Count, StationId } from './ids.ts';

/** What one box of the paper says. Empty is not zero, and illegible is neither. */
export type Box = Count | 'empty' | 'illegible';

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
