import type { Contest } from '../../model/election.ts';
import type { Language } from '../../model/ids.ts';
import type { Box } from '../../model/votes.ts';
import { boxNames } from '../../model/votes.ts';
import type { BoxDifference, CollationReason } from '../collation.ts';
import type { ContestCollation } from '../collation-data.ts';
import { escapeText, type Markup, numbered, trusted } from './html.ts';
import { wholeText } from './number-text.ts';
import { type Page, selectionName } from './page.ts';
import { wordFor } from './texts.ts';
import type { CollationTexts } from './texts-collation.ts';
import { collationTextsOf } from './texts-collation.ts';

/** What the page of the collation shows of a contest. */
export type CollatedContest = {
  readonly contest: Contest;
  readonly data: ContestCollation;
  /** The largest that differ, the largest first. */
  readonly sheets: readonly CollatedSheet[];
  /** Places where every sheet that differs moves the lead the same way. */
  readonly oneWay: readonly CollatedPlace[];
};

export type CollatedSheet = {
  readonly station: string;
  readonly table: number | null;
  readonly unit: string;
  readonly name: string;
  readonly change: number;
  readonly lead: number;
  readonly reason: CollationReason | null;
  readonly boxes: readonly BoxDifference[];
};

export type CollatedPlace = Pick<CollatedSheet, 'unit' | 'name'> & { readonly differs: number; readonly lead: number };

/** The name of a box in plain words. */
export function boxLabel(page: Page, contest: Contest, box: number): string {
  const selection = contest.selections[box];
  return selection === undefined ? wordFor(page.texts.boxes, boxNames(contest)[box] ?? '') : selectionName(selection);
}

/** What a box says: a word where it holds no number. */
export function boxWord(page: Page, box: Exclude<Box, number>): string {
  return box === 'empty' ? page.texts.sheets.empty : page.texts.sheets.illegible;
}

/** The reason of a sheet in words, or that none is recorded. */
export function reasonText(language: Language, reason: CollationReason | null): string {
  const words: CollationTexts['reasons'] = collationTextsOf(language).reasons;
  return words[reason ?? 'none'];
}

/** A change with its sign: 12 is written +12. Zero has none. */
export function signedText(n: number, language: Language): string {
  return n > 0 ? `+${wholeText(n, language)}` : wholeText(n, language);
}

/** Figures of the collation of a unit: docs/spec/publication.md section 6. */
export function collationFigure(page: Page, unit: string, contest: string, name: string, n: number): Markup {
  const key = `collation ${escapeText(unit)} ${escapeText(contest)} ${escapeText(name)}`;
  return numbered(n, trusted(`<b data-f="${key}">${wholeText(n, page.language)}</b>`));
}

/** The same as a table cell; `signed` for what moves up or down. */
export function collationCell(
  page: Page,
  unit: string,
  contest: string,
  name: string,
  n: number,
  signed: 'signed' | 'plain' = 'plain',
): string {
  const text = signed === 'signed' ? signedText(n, page.language) : wholeText(n, page.language);
  return `<td data-f="collation ${escapeText(unit)} ${escapeText(contest)} ${escapeText(name)}">${text}`;
}
