import { present } from '../../base/assert.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { readOptionalNumber, readOptionalTime } from '../../model/folder/cells.ts';
import { type FolderFailure, IssueLog, issue } from '../../model/folder/issue.ts';
import {
  type CsvTable,
  type Header,
  type RowReader,
  readTable,
  refuseUnknownColumns,
} from '../../model/folder/table.ts';
import type { Area, AreaSnapshots, SnapshotFacts } from './area-snapshots.ts';
import { bindSnapshotColumns, isKnownColumn, type SnapshotColumns, saysWhole } from './snapshot-columns.ts';

/** Rows of one file: one a minute of a fortnight for a hundred areas is a tenth of it. */
const MOST_ROWS = 20_000_000;

type Row = { readonly at: number; readonly area: number; readonly figures: readonly number[] };

/**
 * Reads snapshots.csv: rows in any order, one an area and an instant. Every fault names file, line and field; what is only
 * strange (a total that falls, a repeated row) is kept, for it was published so.
 */
export function parseAreaSnapshots(facts: SnapshotFacts, table: CsvTable): Result<AreaSnapshots, FolderFailure> {
  const log = new IssueLog();
  const areas = new Map<string, { readonly area: Area; readonly index: number }>();
  const rows: Row[] = [];
  let columns: SnapshotColumns | null = null;
  const outcome = readTable(table, log, (header) => {
    columns = bindColumns(header, facts, log);
    return columns === null ? null : rowReader(table.file, header.names, columns, areas, rows, log);
  });
  if (log.errorCount > 0 || columns === null) return err(log.failure());
  if (outcome.rows === 0) {
    log.error(issue('missing-value', { file: table.file, line: null, field: null }, null, 'at least one row'));
    return err(log.failure());
  }
  return ok(snapshotsOf(facts, columns, [...areas.values()], rows));
}

function bindColumns(header: Header, facts: SnapshotFacts, log: IssueLog): SnapshotColumns | null {
  const known = (name: string): boolean => isKnownColumn(name, facts) || facts.described.includes(name);
  const expected = 'at, levels, area, scope, sheets_expected, sheets_counted ..., votes';
  refuseUnknownColumns(header, log, known, expected);
  const missing = ['at', ...facts.options].filter((name) => !header.has(name));
  for (const name of missing) {
    log.error(issue('missing-column', { file: header.file, line: 1, field: name }, null, `a column ${name}`));
  }
  return log.errorCount > 0 ? null : bindSnapshotColumns(header, facts);
}

function rowReader(
  file: string,
  names: readonly string[],
  columns: SnapshotColumns,
  areas: Map<string, { readonly area: Area; readonly index: number }>,
  rows: Row[],
  log: IssueLog,
): RowReader {
  const numbers = numberColumns(columns, names);
  return (cells, line) => {
    const place = { file, line, field: 'at' };
    const at = readOptionalTime(log, cells[columns.at] ?? '', place);
    if (at === null && (cells[columns.at] ?? '') === '') log.error(issue('missing-value', place, null, 'an instant'));
    const figures = numbers.map(({ name, column }) => {
      if (column < 0) return Number.NaN;
      return readOptionalNumber(log, cells[column] ?? '', { file, line, field: name }, 'sheets or votes') ?? Number.NaN;
    });
    if (rows.length === MOST_ROWS) log.error(issue('too-many', { file, line, field: null }, null, `${MOST_ROWS} rows`));
    if (at === null || log.errorCount > 0) return;
    const area = areaOf(cells, columns);
    const key = JSON.stringify([area.path, area.whole ? area.name : '', area.level, area.kind]);
    const entry = areas.get(key) ?? { area, index: areas.size };
    areas.set(key, entry);
    rows.push({ at, area: entry.index, figures });
  };
}

/** Every column of numbers, in the order that `snapshotsOf` takes them apart again. */
function numberColumns(
  columns: SnapshotColumns,
  names: readonly string[],
): readonly { readonly name: string; readonly column: number }[] {
  const { options, others, valid, total, figures } = columns;
  return [...options, ...others, valid, total, ...Object.values(figures)].map((column) => ({
    name: names[column] ?? '',
    column,
  }));
}

function areaOf(cells: readonly string[], columns: SnapshotColumns): Area {
  const cell = (column: number): string => (column < 0 ? '' : (cells[column] ?? '').trim());
  const named = columns.levels
    .map(({ name, column }) => ({ name, text: cell(column) }))
    .filter(({ text }) => text !== '');
  const scope = cell(columns.scope);
  const depth = cell(columns.depth);
  const kind = cell(columns.kind);
  // A scope names an area only where no other column does and it is not a word for the whole.
  if (named.length === 0 && scope !== '' && !saysWhole(scope)) named.push({ name: 'scope', text: scope });
  const last = named[named.length - 1];
  const whole = last === undefined || saysWhole(depth) || (named.length === 1 && saysWhole(last.text));
  return {
    path: whole ? [] : named.map(({ text }) => text),
    name: whole ? scope || (last?.text ?? '') : (last?.text ?? ''),
    level: depth || (last?.name ?? 'whole'),
    kind: kind === '' || saysWhole(kind) ? null : kind,
    whole,
  };
}

function snapshotsOf(
  facts: SnapshotFacts,
  columns: SnapshotColumns,
  found: readonly { readonly area: Area; readonly index: number }[],
  rows: readonly Row[],
): AreaSnapshots {
  const byPath = [...found].sort((a, b) => compareText(sortKey(a.area), sortKey(b.area)));
  const newIndex = new Int32Array(found.length);
  byPath.forEach(({ index }, i) => {
    newIndex[index] = i;
  });
  const order = rows.map((_, i) => i).sort((a, b) => present(rows[a], 'row').at - present(rows[b], 'row').at || a - b);
  const sorted = order.map((i) => present(rows[i], 'row'));
  const K = facts.options.length;
  const at = (offset: number): Float64Array => Float64Array.from(sorted, (row) => row.figures[offset] ?? Number.NaN);
  const afterVotes = K + facts.others.length;
  const names = Object.keys(columns.figures);
  const figure = (name: string): Float64Array => at(afterVotes + 2 + names.indexOf(name));
  const votes = Float64Array.from(sorted.flatMap((row) => row.figures.slice(0, K)));
  const baseVotes = baseOf(facts, columns, sorted, K);
  const bySheets = columns.figures.expected >= 0 || columns.figures.votesExpected < 0;
  const counted = bySheets ? countedOf(figure('counted'), figure('processed'), figure('captured')) : baseVotes.values;
  return {
    options: facts.options,
    rule: facts.rule,
    base: baseVotes.kind,
    unit: bySheets ? 'sheets' : 'votes',
    levels: [...columns.levels.map(({ name }) => name), ...(columns.scope < 0 ? [] : ['scope'])],
    areas: byPath.map(({ area }) => area),
    kindColumns: columns.kindColumns,
    size: sorted.length,
    at: Float64Array.from(sorted, (row) => row.at),
    area: Int32Array.from(sorted, (row) => newIndex[row.area] ?? 0),
    votes,
    baseVotes: baseVotes.values,
    expected: bySheets ? figure('expected') : figure('votesExpected'),
    counted,
    waiting: waitingOf(figure('waiting'), figure('captured'), counted),
    setAside: setAsideOf(figure('setAside'), figure('processed'), counted),
    registered: figure('registered'),
  };
}

/** Blank levels sort before named ones; no text of an area can hold the separator, which is no printable character. */
function sortKey(area: Area): string {
  return [area.whole ? '0' : '1', ...area.path, area.whole ? area.name : '', area.level, area.kind ?? ''].join(
    '\u0000',
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Base votes of each row. A column `total` or `valid` is the base where it is given; a rule that takes shares of all ballots
 * needs the other votes too, where they are known.
 */
function baseOf(
  facts: SnapshotFacts,
  columns: SnapshotColumns,
  rows: readonly Row[],
  K: number,
): { readonly kind: 'options' | 'total'; readonly values: Float64Array } {
  const after = K + facts.others.length;
  const sum = (row: Row, from: number, to: number): number => row.figures.slice(from, to).reduce((a, b) => a + b, 0);
  const given = columns.valid >= 0 ? after : columns.total >= 0 ? after + 1 : -1;
  const ofAll = 'base' in facts.rule && facts.rule.base === 'all';
  if (given >= 0) {
    // A box of the total that is empty or too small is mended by the sum of the options, which cannot be more.
    const values = Float64Array.from(rows, (row) => {
      const options = sum(row, 0, K);
      const stated = row.figures[ofAll && columns.total >= 0 ? after + 1 : given] ?? Number.NaN;
      return Number.isNaN(stated) ? options : Math.max(stated, options);
    });
    return { kind: 'total', values };
  }
  const others = ofAll && columns.others.length > 0 && columns.others.every((column) => column >= 0);
  return {
    kind: others ? 'total' : 'options',
    values: Float64Array.from(rows, (row) => sum(row, 0, others ? after : K)),
  };
}

function countedOf(counted: Float64Array, processed: Float64Array, captured: Float64Array): Float64Array {
  return counted.map((value, i) => firstKnown(value, processed[i], captured[i]));
}

function waitingOf(waiting: Float64Array, captured: Float64Array, counted: Float64Array): Float64Array {
  return waiting.map((value, i) => firstKnown(value, Math.max(0, (captured[i] ?? Number.NaN) - (counted[i] ?? 0)), 0));
}

/** What was processed and is not counted was set aside, where no column says it. */
function setAsideOf(setAside: Float64Array, processed: Float64Array, counted: Float64Array): Float64Array {
  return setAside.map((value, i) =>
    firstKnown(value, Math.max(0, (processed[i] ?? Number.NaN) - (counted[i] ?? 0)), 0),
  );
}

function firstKnown(...values: readonly (number | undefined)[]): number {
  return values.find((value) => value !== undefined && !Number.isNaN(value)) ?? Number.NaN;
}
