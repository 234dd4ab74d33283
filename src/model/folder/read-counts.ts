import { present } from '../../base/assert.ts';
import type { Contest } from '../election.ts';
import type { Count } from '../ids.ts';
import { clip } from '../parse-election-fields.ts';
import type { Box, ImportedSheet, SheetStatus } from '../votes.ts';
import { readNumber, reportNumber } from './cells.ts';
import { bindCountColumns, type ContestColumns } from './count-columns.ts';
import { type TimeFrame, TimeReader } from './count-times.ts';
import { type IssueLog, issue, type Place } from './issue.ts';
import type { StationList } from './read-stations.ts';
import { SheetKeys } from './sheet-keys.ts';
import { type CsvTable, type Header, type RowReader, readTable } from './table.ts';

/** What the rows of a count are read against. */
export type CountFrame = {
  readonly contests: readonly Contest[];
  /** For each contest, whether a station (by position) votes in it. */
  readonly electorates: readonly ((station: number) => boolean)[];
  readonly stations: StationList;
  readonly times: TimeFrame;
  readonly described: ReadonlySet<string>;
};

export type CountRead = {
  readonly file: string;
  readonly sheets: readonly ImportedSheet[];
  readonly keys: SheetKeys;
  readonly rows: number;
  readonly complete: boolean;
};

const COUNTED: SheetStatus = { kind: 'counted' };
const STATUS = /^[a-z][a-z0-9_-]{0,63}$/;

/** Reads preliminary.csv or official.csv into sheets, in the order of the file. */
export function readCount(table: CsvTable, frame: CountFrame, log: IssueLog): CountRead {
  const sheets: ImportedSheet[] = [];
  const keys = new SheetKeys(frame.stations.stations.length, frame.contests.length);
  const outcome = readTable(table, log, (header) => {
    const columns = bindCountColumns(header, frame.contests, frame.described, log);
    if (columns === null) return null;
    return new CountReader(header, columns, frame, keys, log).rowReader((sheet) => sheets.push(sheet));
  });
  return { file: table.file, sheets, keys, ...outcome };
}

type Row = { readonly cells: readonly string[]; readonly line: number };

class CountReader {
  readonly #header: Header;
  readonly #columns: readonly ContestColumns[];
  readonly #frame: CountFrame;
  readonly #keys: SheetKeys;
  readonly #log: IssueLog;
  readonly #times: TimeReader;
  readonly #contestIndex: ReadonlyMap<string, number>;
  readonly #reasons = new Map<string, SheetStatus>([['counted', COUNTED]]);
  readonly #at: { readonly [column in 'station' | 'version' | 'contest' | 'arrived' | 'published' | 'status']: number };

  constructor(header: Header, columns: readonly ContestColumns[], frame: CountFrame, keys: SheetKeys, log: IssueLog) {
    this.#header = header;
    this.#columns = columns;
    this.#frame = frame;
    this.#keys = keys;
    this.#log = log;
    this.#times = new TimeReader(frame.times, log);
    this.#contestIndex = new Map(frame.contests.map((c, i) => [c.id, i]));
    this.#at = {
      station: header.indexOf('station'),
      version: header.indexOf('version'),
      contest: header.indexOf('contest'),
      arrived: header.indexOf('arrived_at'),
      published: header.indexOf('published_at'),
      status: header.indexOf('status'),
    };
  }

  rowReader(keep: (sheet: ImportedSheet) => void): RowReader {
    return (cells, line) => {
      const sheet = this.#sheet({ cells, line });
      if (sheet !== null) keep(sheet);
    };
  }

  #sheet(row: Row): ImportedSheet | null {
    const stationAt = this.#station(row);
    const contestAt = this.#contest(row);
    const version = this.#version(row);
    if (stationAt === null || contestAt === null || version === null) return null;
    if (!this.#isNewKey(row, stationAt, contestAt, version)) return null;
    const station = present(this.#frame.stations.stations[stationAt], 'indexed station');
    const contest = present(this.#frame.contests[contestAt], 'indexed contest');
    const columns = present(this.#columns[contestAt], 'columns of the contest');
    const [arrived, published] = [row.cells[this.#at.arrived] ?? '', row.cells[this.#at.published] ?? ''];
    const times = this.#times.read(arrived, published, station, { file: this.#header.file, line: row.line });
    const status = this.#status(row);
    const boxes = this.#boxes(row, columns);
    if (status.kind === 'counted') this.#warnOfBoxes(row, columns, boxes, station.registered);
    const { file } = this.#header;
    return {
      station: station.id,
      version,
      ...times,
      tally: { contest: contest.id, boxes },
      status,
      file,
      line: row.line,
    };
  }

  #place(row: Row, field: string): Place {
    return { file: this.#header.file, line: row.line, field };
  }

  #station(row: Row): number | null {
    const id = row.cells[this.#at.station] ?? '';
    const index = this.#frame.stations.index.get(id);
    if (index !== undefined) return index;
    const place = this.#place(row, 'station');
    const advice = 'Ids are compared as text: "0012" and "12" are two stations.';
    this.#log.error(issue('unknown-station', place, clip(id), `a station of ${this.#frame.stations.file}`, advice));
    return null;
  }

  #contest(row: Row): number | null {
    if (this.#at.contest === -1) return 0;
    const id = row.cells[this.#at.contest] ?? '';
    const index = this.#contestIndex.get(id);
    if (index !== undefined) return index;
    const expected = [...this.#contestIndex.keys()].join(', ');
    this.#log.error(issue('unknown-contest', this.#place(row, 'contest'), clip(id), expected));
    return null;
  }

  #version(row: Row): number | null {
    if (this.#at.version === -1) return 1;
    const cell = row.cells[this.#at.version] ?? '';
    const version = readNumber(cell);
    if (typeof version === 'number' && version > 0) return version;
    this.#log.error(issue('bad-version', this.#place(row, 'version'), clip(cell), '1, 2, 3 ...'));
    return null;
  }

  #isNewKey(row: Row, station: number, contest: number, version: number): boolean {
    const id = row.cells[this.#at.station] ?? '';
    if (this.#frame.electorates[contest]?.(station) === false) {
      const name = this.#frame.contests[contest]?.id ?? '';
      const expected = `a station of the electorate of ${name}`;
      this.#log.error(issue('not-in-electorate', this.#place(row, 'station'), id, expected));
      return false;
    }
    const before = this.#keys.add(station, contest, version, row.line);
    if (before === null) return true;
    const key = this.#columns.length > 1 ? 'station, contest and version' : 'station and version';
    const advice = 'A corrected sheet gets the next version.';
    const expected = `each ${key} once; this one is on line ${before} already`;
    this.#log.error(issue('repeated-sheet', this.#place(row, 'station'), id, expected, advice));
    return false;
  }

  #status(row: Row): SheetStatus {
    if (this.#at.status === -1) return COUNTED;
    const cell = row.cells[this.#at.status] ?? '';
    const known = this.#reasons.get(cell);
    if (known !== undefined) return known;
    if (!STATUS.test(cell)) {
      const expected = '"counted", or the reason why not, like "annulled" or "not_installed"';
      this.#log.error(issue('bad-status', this.#place(row, 'status'), clip(cell), expected));
      return COUNTED;
    }
    const status: SheetStatus = { kind: 'not-counted', reason: cell };
    this.#reasons.set(cell, status);
    return status;
  }

  #boxes(row: Row, columns: ContestColumns): readonly Box[] {
    for (const at of columns.foreign) this.#refuseForeign(row, at);
    const boxes: Box[] = [];
    for (const at of columns.columns) boxes.push(at === -1 ? 'empty' : this.#box(row, at));
    return boxes;
  }

  #box(row: Row, at: number): Box {
    const cell = row.cells[at] ?? '';
    if (cell === '') return 'empty';
    if (cell === 'illegible') return 'illegible';
    const read = readNumber(cell);
    if (typeof read === 'number') return read;
    reportNumber(this.#log, read, this.#place(row, this.#header.names[at] ?? ''), cell, 'votes');
    // Stands for nothing, the folder is refused; but it is not an empty box either, which would be told as well.
    return 'illegible';
  }

  #refuseForeign(row: Row, at: number): void {
    const cell = row.cells[at] ?? '';
    if (cell === '') return;
    const place = this.#place(row, this.#header.names[at] ?? '');
    this.#log.error(issue('foreign-box', place, clip(cell), 'an empty cell: the contest of this row has no such box'));
  }

  #warnOfBoxes(row: Row, columns: ContestColumns, boxes: readonly Box[], registered: Count | null): void {
    let votes = 0;
    let most = 0;
    let empty: string | null = null;
    for (const [i, box] of boxes.entries()) {
      if (typeof box === 'number') {
        if (i < columns.votes) votes += box;
        else most = Math.max(most, box);
      } else if (box === 'empty' && i < columns.votes && columns.columns[i] !== -1) empty ??= columns.names[i] ?? '';
    }
    if (empty !== null) this.#log.warn(issue('empty-box', this.#place(row, empty), null, 'a figure; the box is empty'));
    const ballots = Math.max(votes, most);
    // Stations without a list of voters have 0 registered; they are warned of by themselves.
    if (registered === null || registered === 0 || ballots <= registered) return;
    const expected = `at most the ${registered} registered voters`;
    this.#log.warn(issue('votes-above-registered', this.#place(row, 'station'), String(ballots), expected));
  }
}
