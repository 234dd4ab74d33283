import { fromBase64, toHex } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import type { Derivation } from './derived-json.ts';
import type { Paper } from './sheet-book.ts';

/** Whether a picture has to be there, may be missing because it is of something else, or must not be there yet. */
export type PictureState = 'due' | 'withheld' | 'sealed';

/** The rule of publication.md section 3 for the pictures of one sheet. */
export function pictureStateOf({ geography, chain, state, replayed }: Derivation, paper: Paper): PictureState {
  const { contests } = geography.definition.election;
  const isLifted = (contest: number) => (chain.lifted.get(contests[contest]?.id ?? '') ?? state.size) < state.size;
  if (!geography.votesIn.every((votes, contest) => votes[paper.station] !== true || isLifted(contest))) return 'sealed';
  const closed = chain.courses[paper.count].closedAt < state.covers[paper.count];
  if (!closed && !replayed.centre.isOpened(paper.sheet)) return 'sealed';
  return replayed.centre.isNoSheet(paper.sheet) ? 'withheld' : 'due';
}

/** Hex of the shown pictures of a sheet, page by page, if they are in this state; else none. */
export function picturesOf(derivation: Derivation, paper: Paper, state: PictureState): string[] {
  const pictures = paper.received?.pictures ?? [];
  if (pictures.length === 0 || pictureStateOf(derivation, paper) !== state) return [];
  return pictures.map(({ shown }) => toHex(expectOk(fromBase64(shown), 'a decoded body')));
}
