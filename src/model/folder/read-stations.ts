import type { PollingStation, Setting } from '../election.ts';
import type { Count, StationId } from '../ids.ts';
import { clip, ID_EXPECTED, isId } from '../parse-election-fields.ts';
import { readOptionalNumber } from './cells.ts';
import { type IssueLog, issue } from './issue.ts';
import { type CsvTable, type Header, type RowReader, readTable, refuseUnknownColumns } from './table.ts';
import { type PlaceNode, UnitTree } from './unit-tree.ts';

const SETTINGS: ReadonlyMap<string, Setting> = new Map(
  (['urban', 'rural', 'mixed', 'abroad'] as const).map((s) => [s, s]),
);
const COLUMNS = new Set(['station', 'table', 'registered', 'setting', 'lat', 'lon']);

/** The stations of a folder, with the line each stands on, and the tree of their places. */
export type StationList = {
  readonly file: string;
  readonly stations: readonly PollingStation[];
  readonly lines: readonly number[];
  /** Position in `stations` by id. */
  readonly index: ReadonlyMap<string, number>;
  readonly tree: UnitTree;
  readonly rows: number;
  /** Read to the end: a count may be held against it. */
  readonly complete: boolean;
};

type StationRow = Omit<PollingStation, 'place'> & { readonly place: PlaceNode; readonly line: number };

/** Reads stations.csv. A row with a wrong cell is noted and kept, so that the counts do not miss its station too. */
export function readStations(
  table: CsvTable,
  levels: readonly string[],
  described: ReadonlySet<string>,
  log: IssueLog,
): StationList {
  const tree = new UnitTree(levels);
  const rows: StationRow[] = [];
  const index = new Map<string, number>();
  const outcome = readTable(table, log, (header) => {
    if (!checkColumns(header, levels, described, log)) return null;
    return stationReader(header, levels, { tree, rows, index }, log);
  });
  if (outcome.complete && outcome.rows === 0) {
    log.error(issue('no-stations', { file: table.file, line: null, field: null }, null, 'at least one station'));
  }
  const stations = rows.map(
    ({ id, place, table: number, registered, setting }): PollingStation => ({
      id,
      place: tree.place(place),
      table: number,
      registered,
      setting,
    }),
  );
  return { file: table.file, stations, lines: rows.map((r) => r.line), index, tree, ...outcome };
}

function checkColumns(
  header: Header,
  levels: readonly string[],
  described: ReadonlySet<string>,
  log: IssueLog,
): boolean {
  const needed = ['station', ...levels];
  const missing = needed.filter((name) => !header.has(name));
  for (const name of missing) {
    const expected = name === 'station' ? 'the id of each station' : 'a column for each level of election.json';
    log.error(issue('missing-column', { file: header.file, line: 1, field: name }, null, expected));
  }
  const isKnown = (name: string): boolean =>
    COLUMNS.has(name) || levels.includes(name) || name.startsWith('previous_') || described.has(name);
  refuseUnknownColumns(header, log, isKnown, 'station, a level, table, registered, setting, lat, lon or previous_…');
  return missing.length === 0;
}

type Collected = { readonly tree: UnitTree; readonly rows: StationRow[]; readonly index: Map<string, number> };

function stationReader(header: Header, levels: readonly string[], into: Collected, log: IssueLog): RowReader {
  const file = header.file;
  const station = header.indexOf('station');
  const levelAt = levels.map((level) => header.indexOf(level));
  const number = (cells: readonly string[], line: number, field: string, what: string): Count | null =>
    readOptionalNumber(log, cells[header.indexOf(field)] ?? '', { file, line, field }, what);
  return (cells, line) => {
    const id = cells[station] ?? '';
    if (!checkId(id, { file, line }, into, log)) return;
    into.index.set(id, into.rows.length);
    into.rows.push({
      id: id as StationId,
      place: into.tree.visit(levelAt.map((at) => cells[at] ?? '')),
      table: number(cells, line, 'table', 'the table'),
      registered: number(cells, line, 'registered', 'voters'),
      setting: readSetting(cells[header.indexOf('setting')] ?? '', { file, line }, log),
      line,
    });
  };
}

type Row = { readonly file: string; readonly line: number };

function checkId(id: string, row: Row, into: Collected, log: IssueLog): boolean {
  const place = { ...row, field: 'station' };
  if (!isId(id)) {
    log.error(issue(id === '' ? 'missing-value' : 'bad-id', place, clip(id), ID_EXPECTED));
    return false;
  }
  const before = into.index.get(id);
  if (before === undefined) return true;
  const line = into.rows[before]?.line ?? 0;
  log.error(issue('repeated-station', place, id, `each station once; it is on line ${line} already`));
  return false;
}

function readSetting(cell: string, row: Row, log: IssueLog): Setting | null {
  if (cell === '') return null;
  const setting = SETTINGS.get(cell);
  if (setting !== undefined) return setting;
  const expected = `${[...SETTINGS.keys()].join(', ')} or an empty cell`;
  log.error(issue('unknown-setting', { ...row, field: 'setting' }, clip(cell), expected));
  return null;
}
