import { assert } from '../base/assert.ts';
import type { Contest } from '../model/election.ts';
import type { Count } from '../model/ids.ts';
import { type Box, votesIn } from '../model/votes.ts';

/** One contest of one sheet as the rules see it: the figures that count, and what is known of the station. */
export type SheetInput = {
  readonly contest: Contest;
  /** null: not known; 0: a station without a list of its own. Neither bounds anything. */
  readonly registered: Count | null;
  /** In the order of the paper; none where nobody could read a figure. */
  readonly boxes: readonly Box[];
  /** The same boxes as the paper writes them in words, where it does and somebody typed them. */
  readonly words?: readonly (Count | null)[];
};

/** A sheet added up once for all rules. Empty and illegible boxes add nothing, which is not to say that they are zero. */
export type SheetFigures = SheetInput & {
  /** How many boxes hold votes: selections and others. Controls come behind them. */
  readonly voteBoxes: number;
  readonly registeredBound: number | null;
  readonly selectionVotes: number;
  readonly votes: number;
  /** Boxes of votes by what they say. */
  readonly written: number;
  readonly empty: number;
  readonly illegible: number;
  readonly illegibleSelections: number;
};

/** Adds up one contest of one sheet. */
export function figuresOf(input: SheetInput): SheetFigures {
  const { contest, registered, boxes } = input;
  const selections = contest.selections.length;
  const voteBoxes = selections + contest.others.length;
  assert(boxes.length === voteBoxes + contest.controls.length, 'a figure for each box of the paper');
  let [selectionVotes, votes, empty, illegible, illegibleSelections] = [0, 0, 0, 0, 0];
  for (let i = 0; i < voteBoxes; i++) {
    const box = boxes[i];
    if (box === 'empty') empty++;
    if (box === 'illegible') {
      illegible++;
      if (i < selections) illegibleSelections++;
    }
    votes += votesIn(box);
    if (i < selections) selectionVotes += votesIn(box);
  }
  return {
    ...input,
    voteBoxes,
    registeredBound: registered === null || registered === 0 ? null : registered,
    selectionVotes,
    votes,
    written: voteBoxes - empty - illegible,
    empty,
    illegible,
    illegibleSelections,
  };
}

/** What the sheet writes as one of its totals; null where the paper has no such box, or it is empty or illegible. */
export function controlOf(sheet: SheetFigures, name: string): number | null {
  const at = sheet.contest.controls.indexOf(name);
  const box = at < 0 ? null : sheet.boxes[sheet.voteBoxes + at];
  return typeof box === 'number' ? box : null;
}

/** What the sheet writes for one kind of vote that is for no selection, likewise. */
export function otherOf(sheet: SheetFigures, name: string): number | null {
  const at = sheet.contest.others.indexOf(name);
  const box = at < 0 ? null : sheet.boxes[sheet.contest.selections.length + at];
  return typeof box === 'number' ? box : null;
}
