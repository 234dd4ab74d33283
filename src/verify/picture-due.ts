import { present } from '../base/assert.ts';
import { fromBase64, toHex } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import type { Derivation } from './derived-json.ts';
import { recordOfLift } from './due-check.ts';
import type { Paper } from './sheet-book.ts';

/** Whether a picture has to be there, may be missing because it is of something else, or must not be there yet. */
export type PictureState = 'due' | 'withheld' | 'sealed';

/** The rule of publication.md section 3 for the pictures of one sheet. */
export function pictureStateOf({ geography, chain, headers, state, replayed }: Derivation, paper: Paper): PictureState {
  const { contests } = geography.definition.election;
  const header = present(headers[paper.sheet] ?? undefined, 'the header of a paper');
  const isLifted = (contest: number) =>
    (recordOfLift(chain, contests[contest]?.id ?? '', header) ?? state.size) < state.size;
  // From the paper of a repeated vote only the contests that were repeated are read.
  const shows = (contest: number) =>
    geography.votesIn[contest]?.[paper.station] === true && (paper.repeats?.has(contest) ?? true);
  if (contests.some((_, contest) => shows(contest) && !isLifted(contest))) return 'sealed';
  const closed = chain.courses[paper.count].closedAt < state.covers[paper.count];
  if (!closed && !replayed.centre.isOpened(paper.sheet)) return 'sealed';
  return replayed.centre.isNoSheet(paper.sheet) ? 'withheld' : 'due';
}

/** Hex of the shown pictures of a sheet, page by page, if they are in this state; else none. */
export function picturesOf(derivation: Derivation, paper: Paper, state: PictureState): string[] {
  const pages = pagesOf(derivation, paper);
  if (pages.length === 0 || pictureStateOf(derivation, paper) !== state) return [];
  return pages.map((shown) => toHex(expectOk(fromBase64(shown), 'a decoded body')));
}

/** Hashes of what is shown of a sheet: those of its receipt; of the official count, of its scans in record order. */
export function pagesOf({ replayed }: Derivation, { sheet, received }: Paper): readonly string[] {
  if (received !== null) return received.pictures.map(({ shown }) => shown);
  return replayed.centre.custody.scans.get(sheet) ?? [];
}
