import type { Box } from '../model/votes.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';

/** Whether two versions say the same, by what a reader sees of them. */
export function sameVersion(a: SheetVersion | null, b: SheetVersion | null): boolean {
  if (a === b) return true;
  // The boxes of a version are one list that only the record gives: the same list, or other figures.
  if (a === null || b === null || a.record !== b.record || a.status !== b.status) return false;
  return a.objections === b.objections && sameBoxes(a.boxes, b.boxes);
}

function sameBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return a.length === b.length && a.every((box, i) => box === b[i]);
}
