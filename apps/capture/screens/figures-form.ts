import { describeFinding, sheetChecks } from '../../../src/checks/index.ts';
import type { Contest, Election } from '../../../src/model/election.ts';
import type { Count } from '../../../src/model/ids.ts';
import { boxNames, votesIn } from '../../../src/model/votes.ts';
import type { SheetView, TypedBox } from '../phone-types.ts';
import type { Language, Texts } from '../texts.ts';

/** One box of the paper with what was typed for it. */
export type PaperBox = {
  readonly contest: Contest;
  /** Of its contest, from 0. */
  readonly at: number;
  readonly id: string;
  readonly kind: 'selection' | 'other' | 'control';
  readonly value: TypedBox;
};

/** All boxes of a sheet in the order of the paper; none where the phone does not know the election yet. */
export function boxesOf(election: Election | null, sheet: SheetView): PaperBox[] {
  return sheet.figures.flatMap(({ contest: id, boxes }) => {
    const contest = election?.contests.find((candidate) => candidate.id === id);
    if (contest === undefined) return [];
    const others = contest.selections.length + contest.others.length;
    return boxNames(contest).map((name, at) => {
      const kind = at < contest.selections.length ? 'selection' : at < others ? 'other' : 'control';
      return { contest, at, id: name, kind, value: boxes[at] ?? null } as const;
    });
  });
}

/** A box's name as on the paper, and what is printed under it. */
export function boxLabel(t: Texts, box: PaperBox): { readonly name: string; readonly under: string } {
  const selection = box.kind === 'selection' ? box.contest.selections[box.at] : undefined;
  if (selection !== undefined)
    return selection.party === ''
      ? { name: selection.name || box.id, under: '' }
      : { name: selection.party, under: selection.name };
  return { name: Object.hasOwn(t.boxes, box.id) ? t.boxes[box.id as keyof Texts['boxes']] : box.id, under: '' };
}

/** The paper has room for three or four digits; a slip of the finger ends here. */
const MOST = 999_999;

/** What stands in a box after a digit was pressed. */
export function withDigit(value: TypedBox, digit: number): TypedBox {
  const next = (typeof value === 'number' ? value * 10 : 0) + digit;
  return next > MOST ? value : (next as Count);
}

/** What stands in a box after its last digit was erased. */
export function withoutDigit(value: TypedBox): TypedBox {
  return typeof value === 'number' && value >= 10 ? (Math.floor(value / 10) as Count) : null;
}

/** What a keyboard or a paste left in the field. */
export function fromText(text: string): TypedBox {
  const digits = text.replace(/\D/g, '').slice(0, String(MOST).length);
  return digits === '' ? null : (Number(digits) as Count);
}

/** Votes typed so far in the contest of a box: selections and others, without the written totals. */
export function sumSoFar(boxes: readonly PaperBox[], contest: Contest): number {
  return boxes.reduce(
    (sum, box) => sum + (box.contest.id === contest.id && box.kind !== 'control' ? votes(box) : 0),
    0,
  );
}

function votes({ value }: PaperBox): number {
  return votesIn(value ?? undefined);
}

/** One contest of a sheet, added up and looked over. */
export type ContestReview = {
  readonly contest: Contest;
  readonly boxes: readonly { readonly box: PaperBox; readonly index: number }[];
  readonly selections: number;
  readonly votes: number;
  /** Null until every box is typed: half a sheet contradicts itself always. */
  readonly warnings: readonly string[] | null;
};

/** All contests of a sheet, with what the register of checks finds; none of it keeps the sheet from being sent. */
export function reviewOf(
  election: Election,
  sheet: SheetView,
  boxes: readonly PaperBox[],
  language: Language,
): ContestReview[] {
  const contests = [...new Set(boxes.map(({ contest }) => contest))];
  return contests.map((contest) => {
    const own = boxes.flatMap((box, index) => (box.contest === contest ? [{ box, index }] : []));
    const selections = own.reduce((sum, { box }) => sum + (box.kind === 'selection' ? votes(box) : 0), 0);
    const values = own.flatMap(({ box }) => (box.value === null ? [] : [box.value]));
    const registered = sheet.station.registered as Count | null;
    const warnings =
      values.length < own.length
        ? null
        : sheetChecks({ desk: election.desk, contest, boxes: values, registered }).map((f) =>
            describeFinding(f, language),
          );
    return { contest, boxes: own, selections, votes: sumSoFar(boxes, contest), warnings };
  });
}
