import { clip } from '../parse-election-fields.ts';
import { type FolderError, type IssueLog, issue } from './issue.ts';

/**
 * A CSV file that someone else parses. `read` hands over every record with the line it starts on, the header first, and
 * returns what kept it from reaching the end of the file. Records are pushed, so that no file is ever held as objects.
 */
export type CsvTable = {
  /** Name inside the folder, as stored. */
  readonly file: string;
  /** The cells of the first record alone; null if there is none or the file cannot be read (`read` then says why). */
  readonly header: () => readonly string[] | null;
  readonly read: (onRecord: (cells: readonly string[], line: number) => void) => FolderError | null;
};

export type RowReader = (cells: readonly string[], line: number) => void;

/** Where each column of a file is. */
export class Header {
  readonly file: string;
  readonly names: readonly string[];
  readonly #index: ReadonlyMap<string, number>;

  constructor(file: string, names: readonly string[]) {
    this.file = file;
    this.names = names;
    this.#index = new Map(names.map((name, i) => [name, i]));
  }

  /** -1 if the file has no such column. */
  indexOf(name: string): number {
    return this.#index.get(name) ?? -1;
  }

  has(name: string): boolean {
    return this.#index.has(name);
  }
}

/** `complete`: the header was good and the file was read to its end. */
export type TableOutcome = { readonly rows: number; readonly complete: boolean };

/**
 * Reads a table: `bind` looks at the header and gives the reader of the rows, or null when the columns are not those
 * needed (it has then noted why). Rows with a wrong number of fields are noted and left out.
 */
export function readTable(table: CsvTable, log: IssueLog, bind: (header: Header) => RowReader | null): TableOutcome {
  let header: Header | null = null;
  let reader: RowReader | null = null;
  let rows = 0;
  const broken = table.read((cells, line) => {
    if (header === null) {
      header = new Header(table.file, cells);
      reader = repeatedColumns(header, log) ? null : bind(header);
      return;
    }
    rows++;
    if (reader === null) return;
    if (cells.length === header.names.length) reader(cells, line);
    else reportFieldCount(log, table.file, line, cells, header.names);
  });
  if (broken !== null) log.error(broken);
  else if (header === null) log.error(emptyFile(table.file));
  return { rows, complete: broken === null && reader !== null };
}

/** The error of a file in which nothing stands. */
export function emptyFile(file: string): FolderError {
  const advice = 'Fetch the file again; leave it out if there is nothing to say.';
  return issue('empty-file', { file, line: null, field: null }, null, 'a header row', advice);
}

function repeatedColumns(header: Header, log: IssueLog): boolean {
  const seen = new Set<string>();
  let repeated = false;
  for (const name of header.names) {
    if (seen.has(name)) {
      log.error(issue('repeated-column', { file: header.file, line: 1, field: clip(name) }, null, 'each column once'));
      repeated = true;
    }
    seen.add(name);
  }
  return repeated;
}

function reportFieldCount(
  log: IssueLog,
  file: string,
  line: number,
  cells: readonly string[],
  names: readonly string[],
): void {
  const advice =
    cells.length > names.length
      ? 'A comma inside a cell needs double quotes around the cell.'
      : 'A cell that is not known is written empty, its comma stays.';
  log.error(
    issue('wrong-field-count', { file, line, field: null }, String(cells.length), `${names.length} cells`, advice),
  );
}

/** Notes columns that neither the format nor election.json knows. */
export function refuseUnknownColumns(
  header: Header,
  log: IssueLog,
  isKnown: (name: string) => boolean,
  expected: string,
): void {
  for (const name of header.names) {
    if (isKnown(name)) continue;
    const near = name.trim().toLowerCase();
    const advice = isKnown(near)
      ? `Write "${near}".`
      : `If it is no vote, describe it under columns["${header.file}"] in election.json.`;
    log.error(issue('unknown-column', { file: header.file, line: 1, field: clip(name) }, null, expected, advice));
  }
}
