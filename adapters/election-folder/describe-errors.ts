import type {
  FolderError,
  FolderErrorKind,
  FolderFailure,
  FolderWarningKind,
  WarningGroup,
} from '../../src/model/folder/issue.ts';

type AnyIssue = {
  readonly kind: FolderErrorKind | FolderWarningKind;
  readonly file: string;
  readonly line: number | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly expected: string;
  readonly advice: string | null;
};

/** What is wrong, after "file line N, field F:" and before the advice. */
type Sentence = (issue: AnyIssue) => string;

const is =
  (what: string): Sentence =>
  ({ value, expected }) =>
    value === null ? `${what}. Expected ${expected}.` : `${quoted(value)} ${what}. Expected ${expected}.`;
const isNot: Sentence = ({ value, expected }) => `${quoted(value ?? '')} is not ${expected}.`;

const SENTENCES: { readonly [kind in FolderErrorKind | FolderWarningKind]: Sentence } = {
  'missing-folder': () => 'there is no such folder.',
  'missing-file': ({ expected }) => `the file is missing. Expected ${expected}.`,
  'two-files': ({ expected }) => `the file is there twice. Expected ${expected}.`,
  'unreadable-file': ({ expected }) => `cannot be read. Expected ${expected}.`,
  'file-too-large': ({ expected }) => `is too large. Expected ${expected}.`,
  'empty-file': ({ expected }) => `is empty. Expected ${expected}.`,
  'not-utf8': ({ value }) => `is not UTF-8 at ${value}.`,
  'truncated-gzip': () => 'the packed file is cut off.',
  'bad-gzip': () => 'the packed file is damaged.',
  'bad-json': ({ value, expected }) => `is not JSON: found ${quoted(value ?? '')}, expected ${expected}.`,
  'repeated-json-key': ({ value }) => `the key ${quoted(value ?? '')} stands twice in one object.`,
  'unclosed-quote': ({ expected }) => `a quoted cell of this row never ends. Expected ${expected}.`,
  'stray-quote': ({ expected }) => `a quote stands in the middle of a cell. Expected ${expected}.`,
  'record-too-long': ({ expected }) => `the row is too long. Expected ${expected}.`,
  'wrong-field-count': ({ value, expected }) => `the row has ${value} cells. Expected ${expected}, as in the header.`,
  'row-count': ({ value, expected }) => `the file has ${value} rows. Expected ${expected}.`,
  'missing-column': ({ expected }) => `the column is missing. Expected ${expected}.`,
  'repeated-column': () => 'the column stands twice in the header.',
  'unknown-column': ({ expected }) => `the column is not known. Expected ${expected}.`,
  'missing-value': is('is missing'),
  'wrong-type': is('is of the wrong kind'),
  'bad-text': is('cannot be used as a text'),
  'bad-id': is('cannot be an id'),
  'reserved-id': is('is the name of something else already'),
  'repeated-id': is('stands twice'),
  'unknown-value': is('is not one of the values'),
  'unknown-level': is('is not a level'),
  'unknown-unit': is('is not a unit'),
  'too-many': is('is too many'),
  'conflicting-settings': is('stands beside "contests"'),
  'bad-date': isNot,
  'not-a-time': isNot,
  'time-without-offset': is('has no offset from UTC'),
  'impossible-time': is('does not exist'),
  'unknown-time-zone': is('is not a known time zone'),
  'bad-rule': is('is no part of a rule'),
  'ballot-not-supported': is('is a kind of ballot that is not counted here'),
  'negative-number': isNot,
  'decimal-number': isNot,
  'separated-number': isNot,
  'number-too-large': is('is too large'),
  'not-a-number': isNot,
  'bad-version': isNot,
  'bad-status': isNot,
  'unknown-setting': isNot,
  'unknown-contest': is('is not a contest of election.json'),
  'foreign-box': is('stands in a box of another contest'),
  'no-stations': () => 'the file has no stations.',
  'repeated-station': is('stands twice'),
  'unknown-station': isNot,
  'repeated-sheet': is('stands twice'),
  'not-in-electorate': is('does not vote in this contest'),
  'no-count-file': ({ expected }) => `there is no count. Expected ${expected}.`,
  'unknown-key': () => 'the key is not known and is ignored.',
  'missing-vote-column': () => 'the column is missing: all its boxes are empty.',
  'votes-above-registered': ({ value, expected }) => `${value} votes. Expected ${expected}.`,
  'arrived-after-published': is('is late'),
  'arrived-before-close': is('is early'),
  'far-from-election-date': is('is far away'),
  'offset-contradicts-zone': is('has another offset than the time zone'),
  'known-total-differs': ({ value, expected }) => `the sum is ${value}. Expected ${expected}.`,
  'station-without-sheet': ({ value, expected }) => `station ${value} has no sheet. Expected ${expected}.`,
  'registered-unknown': ({ value }) => `the registered voters of station ${value} are not known.`,
  'registered-zero': ({ value }) => `station ${value} has 0 registered voters.`,
  'empty-box': () => 'the box is empty.',
  'skipped-version': is('is the newest version'),
};

/** One finding as one line of English, with what to do about it. */
export function describeIssue(issue: AnyIssue): string {
  const line = issue.line === null ? '' : ` line ${issue.line}`;
  const advice = issue.advice === null ? '' : ` ${issue.advice}`;
  return `${issue.file}${line}${fieldOf(issue)}: ${SENTENCES[issue.kind](issue)}${advice}`;
}

function fieldOf({ kind, field }: AnyIssue): string {
  if (field === null || field === '') return '';
  const isPosition = kind === 'bad-json' || kind === 'repeated-json-key';
  return isPosition ? `, ${field}` : `, field ${printable(field)}`;
}

/** The lines of a refused folder: its errors, how many more there are, and the warnings met before. */
export function describeFailure(failure: FolderFailure): readonly string[] {
  const lines = failure.errors.map((error: FolderError) => describeIssue(error));
  if (failure.more > 0) lines.push(`... and ${failure.more} more errors.`);
  return [...lines, ...describeWarnings(failure.warnings)];
}

/** The lines of warnings: at most `each` of a kind, then how many more there are. */
export function describeWarnings(groups: readonly WarningGroup[], each = 3): readonly string[] {
  const lines: string[] = [];
  for (const { kind, count, first } of groups) {
    for (const warning of first.slice(0, each)) lines.push(`warning: ${describeIssue(warning)}`);
    const rest = count - Math.min(each, first.length);
    if (rest > 0) lines.push(`warning: ... and ${rest} more (${kind}).`);
  }
  return lines;
}

function quoted(value: string): string {
  return `"${printable(value)}"`;
}

/** A foreign cell must not move the cursor of a terminal or break a line of a log. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
