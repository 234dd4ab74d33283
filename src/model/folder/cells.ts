import { type Instant, instant } from '../../base/instant.ts';
import type { Count } from '../ids.ts';
import { clip, readTime, TIME_EXPECTED } from '../parse-election-fields.ts';
import { type FolderErrorKind, type IssueLog, issue, type Place } from './issue.ts';

/** Far above any box of a tally sheet, and low enough that no sum over an election leaves the safe integers. */
export const MAX_CELL = 999_999_999;

export type NumberFault = Extract<
  FolderErrorKind,
  'negative-number' | 'decimal-number' | 'separated-number' | 'number-too-large' | 'not-a-number'
>;

/** A plain whole number from 0 to 999,999,999, or what is wrong with its text. */
export function readNumber(cell: string): Count | NumberFault {
  const length = cell.length;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = cell.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return numberFault(cell);
    value = value * 10 + digit;
  }
  // A leading zero is the mark of an identifier in the wrong column.
  if (length === 0 || (length > 1 && cell.charCodeAt(0) === 48)) return 'not-a-number';
  return value > MAX_CELL ? 'number-too-large' : (value as Count);
}

function numberFault(cell: string): NumberFault {
  if (/^[-−]\d/.test(cell)) return 'negative-number';
  if (/^\d{1,3}(?:[., '’\u00a0\u202f]\d{3})+$/.test(cell)) return 'separated-number';
  if (/^\d+[.,]\d+$/.test(cell)) return 'decimal-number';
  return 'not-a-number';
}

const NUMBER_ADVICE: { readonly [kind in NumberFault]: string | null } = {
  'negative-number': 'Leave the cell empty if the figure is not known.',
  'decimal-number': 'Round nothing: take the figure from the source.',
  'separated-number': 'Write the digits without separators.',
  'number-too-large': `No box may be above ${MAX_CELL}.`,
  'not-a-number':
    'Write digits only, without spaces or leading zeros; leave the cell empty if the figure is not known.',
};

/** Notes a refused number. */
export function reportNumber(log: IssueLog, fault: NumberFault, place: Place, cell: string, what: string): void {
  log.error(issue(fault, place, clip(cell), `a whole number of ${what} (0 or more)`, NUMBER_ADVICE[fault]));
}

/** A number, or null for an empty cell: "not known" and zero stay apart. */
export function readOptionalNumber(log: IssueLog, cell: string, place: Place, what: string): Count | null {
  if (cell === '') return null;
  const read = readNumber(cell);
  if (typeof read === 'number') return read;
  reportNumber(log, read, place, cell, what);
  return null;
}

const NO_OFFSET_ADVICE = 'Add the offset from UTC that applied, for example -04:00.';

/** An instant, or null for an empty cell. */
export function readOptionalTime(log: IssueLog, cell: string, place: Place): Instant | null {
  if (cell === '') return null;
  const read = readTime(cell);
  if (typeof read === 'number') return instant(read);
  log.error(issue(read, place, clip(cell), TIME_EXPECTED, read === 'time-without-offset' ? NO_OFFSET_ADVICE : null));
  return null;
}
