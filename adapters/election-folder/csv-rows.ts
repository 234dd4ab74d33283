import { CsvError, parse } from 'csv-parse/sync';
import { type FolderError, issue } from '../../src/model/folder/issue.ts';

/** Longest record, in characters: far above any row, and the end of a file whose quote is never closed. */
const MAX_RECORD = 100_000;

/**
 * Parses CSV (RFC 4180, `\n` or `\r\n`, with or without byte-order mark) and hands over each record with the line it
 * starts on. Empty lines are skipped. Lines are counted here, because csv-parse counts a quoted `\r\n` twice.
 */
export function parseCsv(
  file: string,
  bytes: Buffer,
  onRecord: (cells: readonly string[], line: number) => void,
  most = -1,
): FolderError | null {
  let line = 1;
  const take = (cells: string[]): null => {
    const start = line;
    line += 1 + quotedBreaks(cells);
    if (cells.length > 1 || cells[0] !== '') onRecord(cells, start);
    return null;
  };
  try {
    parse(bytes, {
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      max_record_size: MAX_RECORD,
      to: most,
      on_record: take,
    });
    return null;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return syntaxError(file, line, error);
  }
}

function quotedBreaks(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) breaks++;
  }
  return breaks;
}

function syntaxError(file: string, line: number, error: CsvError): FolderError {
  const place = { file, line, field: null };
  const doubled = 'A quote inside a quoted cell is written twice; a cell with quotes is quoted as a whole.';
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return issue('unclosed-quote', place, null, 'a second quote to end the cell', doubled);
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return issue('stray-quote', place, null, 'quotes only around a whole cell', doubled);
    case 'CSV_MAX_RECORD_SIZE': {
      const advice = 'A quote that is never closed is the usual reason.';
      return issue('record-too-long', place, null, `a row of at most ${MAX_RECORD} characters`, advice);
    }
    default:
      throw error;
  }
}
