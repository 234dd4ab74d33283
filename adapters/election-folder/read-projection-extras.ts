import { readOptionalTime } from '../../src/model/folder/cells.ts';
import { type IssueLog, issue } from '../../src/model/folder/issue.ts';
import { type CsvTable, type Header, readTable } from '../../src/model/folder/table.ts';
import { clip } from '../../src/model/parse-election-fields.ts';
import type { Covariate } from '../../src/projection/projection-input.ts';
import type { InputNote, SheetStates } from '../../src/projection/projection-source.ts';
import { NumberColumn } from './read-projection-numbers.ts';
import { MAX_COVARIATES } from './read-projection-stations.ts';

/** Positions of the stations by id; -1 for those outside the contest. */
export type StationIndex = ReadonlyMap<string, number>;

type Row = { readonly station: number; readonly cells: readonly string[]; readonly line: number };

/** Reads a table that has a row or more a station; rows of stations outside the contest are passed over. */
function readByStation(
  table: CsvTable,
  index: StationIndex,
  log: IssueLog,
  bind: (header: Header) => ((row: Row) => void) | null,
): void {
  readTable(table, log, (header) => {
    const at = header.indexOf('station');
    if (at === -1) {
      const place = { file: table.file, line: 1, field: 'station' };
      log.error(issue('missing-column', place, null, 'a column "station"'));
      return null;
    }
    const take = bind(header);
    if (take === null) return null;
    return (cells, line) => {
      const station = index.get(cells[at] ?? '');
      if (station === undefined) {
        const place = { file: table.file, line, field: 'station' };
        log.error(issue('unknown-station', place, clip(cells[at] ?? ''), 'a station of stations.csv'));
      } else if (station >= 0) take({ station, cells, line });
    };
  });
}

const ARRIVAL_COLUMNS = ['arrived_at', 'at', 'first_seen', 'first_appeared_at', 'published_at', 'appeared_at', 'time'];

/** Reads arrivals.csv: when each sheet first appeared, in ms; NaN where it says nothing. The earliest of several rows stands. */
export function readArrivals(table: CsvTable, index: StationIndex, size: number, log: IssueLog): Float64Array {
  const arrivals = new Float64Array(size).fill(Number.NaN);
  readByStation(table, index, log, (header) => {
    const field = ARRIVAL_COLUMNS.find((name) => header.has(name));
    if (field === undefined) {
      const expected = `a column with the instant: ${ARRIVAL_COLUMNS.join(', ')}`;
      log.error(issue('missing-column', { file: table.file, line: 1, field: 'arrived_at' }, null, expected));
      return null;
    }
    const column = header.indexOf(field);
    return ({ station, cells, line }) => {
      const at = readOptionalTime(log, cells[column] ?? '', { file: table.file, line, field });
      if (at === null) return;
      const before = arrivals[station] as number;
      arrivals[station] = Number.isNaN(before) ? at : Math.min(before, at);
    };
  });
  return arrivals;
}

/** Reads covariates.csv: every column of numbers; a station without a row, or with an empty cell, has NaN. */
export function readCovariates(table: CsvTable, index: StationIndex, size: number, log: IssueLog) {
  const stations: number[] = [];
  let columns: readonly NumberColumn[] = [];
  readByStation(table, index, log, (header) => {
    const names = header.names.filter((name) => name !== 'station').slice(0, MAX_COVARIATES);
    columns = names.map((name) => new NumberColumn(name, header.indexOf(name)));
    return ({ station, cells }) => {
      stations.push(station);
      for (const column of columns) column.take(cells);
    };
  });
  const covariates: Covariate[] = [];
  const notes: InputNote[] = [];
  for (const column of columns) {
    const read = column.values();
    if (read === null) {
      notes.push({ code: 'covariate-not-used', facts: { column: column.name } });
      continue;
    }
    const values = new Float64Array(size).fill(Number.NaN);
    stations.forEach((station, row) => {
      values[station] = read[row] as number;
    });
    covariates.push({ name: column.name, values });
  }
  const known = new Set(stations).size;
  if (covariates.length > 0 && known < size) {
    notes.push({ code: 'covariates-missing', facts: { stations: size - known } });
  }
  return { covariates, notes };
}

/** Reads sheet-states.csv: what the authority said of sheets, with the instant where there is one. */
export function readStates(table: CsvTable, index: StationIndex, size: number, log: IssueLog): SheetStates | null {
  const rows: { readonly station: number; readonly at: number; readonly state: number }[] = [];
  const names = new Map<string, number>();
  readByStation(table, index, log, (header) => {
    // A table that calls its states otherwise is no concern of a projection.
    if (!header.has('state')) return null;
    return ({ station, cells, line }) => {
      const name = cells[header.indexOf('state')] ?? '';
      const cell = cells[header.indexOf('at')] ?? '';
      const at = readOptionalTime(log, cell, { file: table.file, line, field: 'at' }) ?? Number.NaN;
      const state = names.get(name) ?? names.size;
      names.set(name, state);
      rows.push({ station, at, state });
    };
  });
  if (rows.length === 0) return null;
  const ended = (at: number) => (Number.isNaN(at) ? Number.POSITIVE_INFINITY : at);
  rows.sort((a, b) => a.station - b.station || (ended(a.at) < ended(b.at) ? -1 : ended(a.at) > ended(b.at) ? 1 : 0));
  const first = new Int32Array(size + 1);
  for (const { station } of rows) first[station + 1] = (first[station + 1] as number) + 1;
  for (let s = 0; s < size; s++) first[s + 1] = (first[s + 1] as number) + (first[s] as number);
  return {
    first,
    at: Float64Array.from(rows, (row) => row.at),
    state: Int32Array.from(rows, (row) => row.state),
    states: [...names.keys()],
  };
}
