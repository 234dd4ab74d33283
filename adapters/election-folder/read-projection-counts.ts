import { readNumber, readOptionalTime, reportNumber } from '../../src/model/folder/cells.ts';
import { type IssueLog, issue } from '../../src/model/folder/issue.ts';
import {
  type CsvTable,
  type Header,
  type RowReader,
  readTable,
  refuseUnknownColumns,
} from '../../src/model/folder/table.ts';
import type { ParsedElection } from '../../src/model/parse-election.ts';
import { CONTROL_COLUMNS, type ParsedContest, STANDARD_COLUMNS } from '../../src/model/parse-election-contests.ts';
import { clip } from '../../src/model/parse-election-fields.ts';
import { COUNTED, type SheetVersions } from '../../src/projection/projection-source.ts';
import {
  type BaseRule,
  type CountColumns,
  type SheetRow,
  VersionsBuilder,
} from '../../src/projection/sheet-versions.ts';

/** What the rows of a count file are read with. */
export type CountFrame = {
  readonly parsed: ParsedElection;
  readonly contest: ParsedContest;
  /** Position of a station by id, -1 outside the contest. */
  readonly index: ReadonlyMap<string, number>;
  readonly stations: number;
  readonly base: BaseRule;
  /** The column that says the order of arrival; null: the usual instants. */
  readonly orderBy: string | null;
  readonly count: 'preliminary' | 'official';
  /** Instants by station that somebody recorded apart (`arrivals.csv`); used where the row has none. */
  readonly arrivals: Float64Array | null;
};

/** Which boxes of a contest a header has columns for. */
export function countColumns(header: readonly string[], contest: ParsedContest): CountColumns {
  return {
    options: contest.selections.map((s) => header.includes(s.id)),
    others: contest.others.map((id) => header.includes(id)),
    valid: header.includes('valid'),
    total: header.includes('total'),
  };
}

export type CountRead = { readonly versions: SheetVersions; readonly rows: number };

/** Reads the rows of one contest of a count file; null if it cannot be used, and `log` says why. */
export function readProjectionCount(table: CsvTable, frame: CountFrame, log: IssueLog): CountRead | null {
  let builder: VersionsBuilder | null = null;
  const outcome = readTable(table, log, (header) => {
    if (!checkColumns(header, frame, log)) return null;
    const made = new VersionsBuilder({
      stations: frame.stations,
      columns: countColumns(header.names, frame.contest),
      base: frame.base,
      isResult: frame.count === 'official',
      figures: 'as-then',
    });
    builder = made;
    return new CountRows(header, frame, log).rowReader((row) => made.add(row));
  });
  const made = builder as VersionsBuilder | null;
  return made === null || !outcome.complete ? null : { versions: made.finish(), rows: outcome.rows };
}

/** A column that nobody described may be a candidate: it is never left out in silence. */
function checkColumns(header: Header, frame: CountFrame, log: IssueLog): boolean {
  const needed = frame.parsed.contests.length > 1 ? ['station', 'contest'] : ['station'];
  const missing = needed.filter((name) => !header.has(name));
  for (const field of missing) {
    log.error(issue('missing-column', { file: header.file, line: 1, field }, null, `a column "${field}"`));
  }
  const known = new Set([
    ...STANDARD_COLUMNS,
    ...CONTROL_COLUMNS,
    ...(frame.parsed.described.get(`${frame.count}.csv`) ?? []),
    ...frame.parsed.contests.flatMap((c) => [...c.selections.map((s) => s.id as string), ...c.others]),
    ...frame.parsed.contests.flatMap((c) => c.controls ?? []),
    ...(frame.orderBy === null ? [] : [frame.orderBy]),
  ]);
  const expected = 'an option or other vote of election.json, or a standard column';
  refuseUnknownColumns(header, log, (name) => known.has(name), expected);
  return missing.length === 0;
}

const MOST_VERSIONS = 1_000_000;
const STATUS = /^[a-z][a-z0-9_-]{0,63}$/;

class CountRows {
  readonly #header: Header;
  readonly #frame: CountFrame;
  readonly #log: IssueLog;
  readonly #options: readonly number[];
  readonly #others: readonly number[];
  /** The first version of each station that was read; 0 none. */
  readonly #first: Int32Array;
  /** Further versions: few sheets have any. */
  readonly #further = new Set<number>();

  constructor(header: Header, frame: CountFrame, log: IssueLog) {
    this.#header = header;
    this.#frame = frame;
    this.#log = log;
    this.#first = new Int32Array(frame.stations);
    this.#options = frame.contest.selections.map((s) => header.indexOf(s.id));
    this.#others = frame.contest.others.map((id) => header.indexOf(id));
  }

  rowReader(keep: (row: SheetRow) => void): RowReader {
    const at = (name: string) => this.#header.indexOf(name);
    const [contestAt, stationAt] = [at('contest'), at('station')];
    return (cells, line) => {
      if (contestAt >= 0 && cells[contestAt] !== this.#frame.contest.id) return;
      const station = this.#station(cells[stationAt] ?? '', line);
      const version = this.#version(cells, line);
      if (station < 0 || version === null || !this.#isNew(station, version, line)) return;
      const arrivedAt = this.#arrival(cells, line, station);
      const publishedAt = this.#time(cells, line, 'published_at');
      keep({
        station,
        version,
        arrivedAt,
        publishedAt,
        orderAt: this.#order(cells, line, arrivedAt, publishedAt),
        status: this.#status(cells, line),
        options: Float64Array.from(this.#options, (column) => this.#box(cells, line, column)),
        others: Float64Array.from(this.#others, (column) => this.#box(cells, line, column)),
        valid: this.#box(cells, line, at('valid')),
        total: this.#box(cells, line, at('total')),
      });
    };
  }

  #station(id: string, line: number): number {
    const known = this.#frame.index.get(id);
    if (known !== undefined) return known;
    const place = { file: this.#header.file, line, field: 'station' };
    const advice = 'Ids are compared as text: "0012" and "12" are two stations.';
    this.#log.error(issue('unknown-station', place, clip(id), 'a station of stations.csv', advice));
    return -1;
  }

  #version(cells: readonly string[], line: number): number | null {
    const at = this.#header.indexOf('version');
    if (at === -1) return 1;
    const version = readNumber(cells[at] ?? '');
    if (typeof version === 'number' && version > 0 && version < MOST_VERSIONS) return version;
    const place = { file: this.#header.file, line, field: 'version' };
    this.#log.error(issue('bad-version', place, clip(cells[at] ?? ''), '1, 2, 3 ...'));
    return null;
  }

  #isNew(station: number, version: number, line: number): boolean {
    const first = this.#first[station];
    if (first === 0) {
      this.#first[station] = version;
      return true;
    }
    const key = station * MOST_VERSIONS + version;
    if (first !== version && !this.#further.has(key)) {
      this.#further.add(key);
      return true;
    }
    const place = { file: this.#header.file, line, field: 'station' };
    this.#log.error(issue('repeated-sheet', place, String(version), 'each station and version once'));
    return false;
  }

  #status(cells: readonly string[], line: number): string {
    const at = this.#header.indexOf('status');
    if (at === -1) return COUNTED;
    const cell = cells[at] ?? '';
    if (STATUS.test(cell)) return cell;
    const expected = '"counted", or the reason why not, like "annulled" or "not_installed"';
    this.#log.error(issue('bad-status', { file: this.#header.file, line, field: 'status' }, clip(cell), expected));
    return COUNTED;
  }

  #arrival(cells: readonly string[], line: number, station: number): number {
    const own = this.#time(cells, line, 'arrived_at');
    return Number.isNaN(own) ? (this.#frame.arrivals?.[station] ?? Number.NaN) : own;
  }

  #time(cells: readonly string[], line: number, field: string): number {
    const at = this.#header.indexOf(field);
    if (at === -1) return Number.NaN;
    return readOptionalTime(this.#log, cells[at] ?? '', { file: this.#header.file, line, field }) ?? Number.NaN;
  }

  /** By the named column where there is one; what it leaves empty by the other instant. */
  #order(cells: readonly string[], line: number, arrived: number, published: number): number {
    const [first, second] = this.#frame.orderBy === 'published_at' ? [published, arrived] : [arrived, published];
    const usual = Number.isNaN(first) ? second : first;
    const { orderBy } = this.#frame;
    if (orderBy === null || orderBy === 'arrived_at' || orderBy === 'published_at') return usual;
    if (!this.#header.has(orderBy)) return usual;
    const cell = cells[this.#header.indexOf(orderBy)] ?? '';
    if (/^\d+(\.\d+)?$/.test(cell)) return Number(cell);
    return this.#time(cells, line, orderBy);
  }

  #box(cells: readonly string[], line: number, column: number): number {
    const cell = column === -1 ? '' : (cells[column] ?? '');
    if (cell === '' || cell === 'illegible') return Number.NaN;
    const read = readNumber(cell);
    if (typeof read === 'number') return read;
    const field = this.#header.names[column] ?? null;
    reportNumber(this.#log, read, { file: this.#header.file, line, field }, cell, 'votes');
    return Number.NaN;
  }
}
