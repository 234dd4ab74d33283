import type { FieldProblem, FieldProblemKind } from '../parse-election-fields.ts';

/** Why a folder is refused. */
export type FolderErrorKind =
  | FieldProblemKind
  // The files as files.
  | 'missing-folder'
  | 'missing-file'
  | 'two-files'
  | 'unreadable-file'
  | 'file-too-large'
  | 'empty-file'
  | 'not-utf8'
  | 'truncated-gzip'
  | 'bad-gzip'
  // Their syntax.
  | 'bad-json'
  | 'repeated-json-key'
  | 'unclosed-quote'
  | 'stray-quote'
  | 'record-too-long'
  | 'wrong-field-count'
  | 'row-count'
  // Columns.
  | 'missing-column'
  | 'repeated-column'
  | 'unknown-column'
  // Cells.
  | 'negative-number'
  | 'decimal-number'
  | 'separated-number'
  | 'number-too-large'
  | 'not-a-number'
  | 'bad-version'
  | 'bad-status'
  | 'unknown-setting'
  | 'unknown-contest'
  | 'foreign-box'
  // Rows against each other.
  | 'no-stations'
  | 'repeated-station'
  | 'unknown-station'
  | 'repeated-sheet'
  | 'not-in-electorate';

/** What a folder is taken with all the same, and what is then to be shown. */
export type FolderWarningKind =
  | 'no-count-file'
  | 'unknown-key'
  | 'missing-vote-column'
  | 'votes-above-registered'
  | 'arrived-after-published'
  | 'arrived-before-close'
  | 'far-from-election-date'
  | 'offset-contradicts-zone'
  | 'known-total-differs'
  | 'station-without-sheet'
  | 'registered-unknown'
  | 'registered-zero'
  | 'empty-box'
  | 'skipped-version';

/** One finding, with everything needed to mend it. */
export type FolderIssue<Kind extends string> = {
  readonly kind: Kind;
  /** Name inside the folder, as stored (`official.csv.gz`). */
  readonly file: string;
  /** 1 is the header; a quoted line break counts, so an editor shows this line. Null: the file as a whole. */
  readonly line: number | null;
  /** Column of a table, path in election.json. */
  readonly field: string | null;
  readonly value: string | null;
  readonly expected: string;
  readonly advice: string | null;
};

export type FolderError = FolderIssue<FolderErrorKind>;
export type FolderWarning = FolderIssue<FolderWarningKind>;

/** Warnings of one kind: how many, and the first of them. */
export type WarningGroup = {
  readonly kind: FolderWarningKind;
  readonly count: number;
  readonly first: readonly FolderWarning[];
};

/** A refused folder: the first errors, and how many more there are. */
export type FolderFailure = {
  readonly kind: 'folder-refused';
  readonly errors: readonly FolderError[];
  readonly more: number;
  readonly warnings: readonly WarningGroup[];
};

export const KEPT_ISSUES = 50;

/** Where a finding is. */
export type Place = { readonly file: string; readonly line: number | null; readonly field: string | null };

/** Builds a finding; `advice` says what to do where `expected` does not say it by itself. */
export function issue<Kind extends string>(
  kind: Kind,
  place: Place,
  value: string | null,
  expected: string,
  advice: string | null = null,
): FolderIssue<Kind> {
  return { kind, file: place.file, line: place.line, field: place.field, value, expected, advice };
}

/** Collects findings. A file with a million wrong cells costs no more memory than one with fifty. */
export class IssueLog {
  readonly #errors: FolderError[] = [];
  #errorCount = 0;
  readonly #warnings = new Map<FolderWarningKind, { count: number; readonly first: FolderWarning[] }>();

  get errorCount(): number {
    return this.#errorCount;
  }

  error(error: FolderError): void {
    this.#errorCount++;
    if (this.#errors.length < KEPT_ISSUES) this.#errors.push(error);
  }

  /** Notes problems of a JSON document as errors of its file. */
  fieldProblems(file: string, problems: readonly FieldProblem[]): void {
    for (const p of problems) {
      this.error(issue(p.kind, { file, line: null, field: p.path }, p.value, p.expected, p.advice));
    }
  }

  warn(warning: FolderWarning, keep: number = KEPT_ISSUES): void {
    const group = this.#warnings.get(warning.kind);
    if (group === undefined) this.#warnings.set(warning.kind, { count: 1, first: [warning] });
    else {
      group.count++;
      if (group.first.length < keep) group.first.push(warning);
    }
  }

  /** In the order in which each kind was first met. */
  warnings(): readonly WarningGroup[] {
    return [...this.#warnings].map(([kind, { count, first }]) => ({ kind, count, first }));
  }

  failure(): FolderFailure {
    const more = this.#errorCount - this.#errors.length;
    return { kind: 'folder-refused', errors: this.#errors, more, warnings: this.warnings() };
  }
}
