import { join } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';
import { refuseAbsentVotes } from '../../src/model/folder/count-columns.ts';
import { type FolderFailure, IssueLog, issue } from '../../src/model/folder/issue.ts';
import { findJsonFault } from '../../src/model/folder/json-syntax.ts';
import type { CsvTable } from '../../src/model/folder/table.ts';
import { type ParsedElection, parseElection } from '../../src/model/parse-election.ts';
import type { ParsedContest } from '../../src/model/parse-election-contests.ts';
import { makePrevious } from '../../src/projection/previous-areas.ts';
import type { InputNote, ProjectionSource, SheetVersions } from '../../src/projection/projection-source.ts';
import { type BaseRule, decideBase } from '../../src/projection/sheet-versions.ts';
import { makeStations } from '../../src/projection/station-columns.ts';
import {
  findFile,
  isDirectory,
  MAX_ELECTION_BYTES,
  MAX_FILE_BYTES,
  type ReadOptions,
  readElectionFile,
  StoredTable,
} from './read-folder.ts';
import { countColumns, readProjectionCount } from './read-projection-counts.ts';
import { readArrivals, readCovariates, readStates } from './read-projection-extras.ts';
import { readHints } from './read-projection-hints.ts';
import { readProjectionStations, type StationsRead } from './read-projection-stations.ts';

/** An election folder, read for a projection of one contest. */
export type ProjectionFolder = {
  readonly parsed: ParsedElection;
  readonly contest: ParsedContest;
  /** Null: the folder has no stations, only snapshots of areas. */
  readonly source: ProjectionSource | null;
  /** snapshots.csv, not read yet; null where there is none. */
  readonly snapshots: CsvTable | null;
};

export type ProjectionReadOptions = ReadOptions & {
  /** Id of the contest; the first one if missing. */
  readonly contest?: string;
  /** Reads what was known before the count, and no figures. */
  readonly stationsOnly?: boolean;
};

type Reading = {
  readonly parsed: ParsedElection;
  readonly contest: ParsedContest;
  readonly document: Readonly<Record<string, unknown>>;
  readonly table: (name: string) => CsvTable | null;
  readonly stationsOnly: boolean;
  readonly log: IssueLog;
};

/**
 * Reads an election folder for a projection. It takes more than `readElectionFolder`: stations and counts may lack any column
 * that is not their key, and `arrivals.csv`, `covariates.csv` and `sheet-states.csv` are read. Figures are held to the same rules.
 */
export function readProjectionFolder(
  folder: string,
  options: ProjectionReadOptions = {},
): Result<ProjectionFolder, FolderFailure> {
  const log = new IssueLog();
  if (!isDirectory(folder)) {
    log.error(issue('missing-folder', { file: folder, line: null, field: null }, null, 'a folder'));
    return err(log.failure());
  }
  const cap = options.maxFileBytes ?? MAX_FILE_BYTES;
  const table = (name: string): CsvTable | null => {
    const found = findFile(folder, name, false, log);
    return found === null ? null : new StoredTable(join(folder, found), found, cap, new Map());
  };
  const read = readElection(folder, Math.min(cap, MAX_ELECTION_BYTES), log);
  const contest = read === null ? null : chooseContest(read.parsed, options.contest, log);
  if (read === null || contest === null) return err(log.failure());
  const snapshots = table('snapshots.csv');
  const source = readSource(
    { ...read, contest, table, stationsOnly: options.stationsOnly === true, log },
    snapshots !== null,
  );
  if (log.errorCount > 0) return err(log.failure());
  return ok({ parsed: read.parsed, contest, source, snapshots });
}

function readElection(folder: string, cap: number, log: IssueLog): Pick<Reading, 'parsed' | 'document'> | null {
  const found = findFile(folder, 'election.json', true, log);
  const read = readElectionFile(folder, found, cap, new Map(), log);
  if (read === null) return null;
  const fault = findJsonFault(read.text);
  if (fault !== null) {
    const place = { file: read.file, line: fault.line, field: `column ${fault.column}` };
    log.error(issue(fault.kind, place, fault.found, fault.expected));
    return null;
  }
  const document: unknown = JSON.parse(read.text);
  const parsed = parseElection(document);
  if (!parsed.ok) {
    log.fieldProblems(read.file, parsed.error);
    return null;
  }
  return { parsed: parsed.value, document: document as Reading['document'] };
}

function chooseContest(parsed: ParsedElection, asked: string | undefined, log: IssueLog): ParsedContest | null {
  const found = asked === undefined ? parsed.contests[0] : parsed.contests.find((c) => c.id === asked);
  if (found !== undefined) return found;
  const expected = parsed.contests.map((c) => c.id).join(', ');
  log.error(issue('unknown-contest', { file: 'election.json', line: null, field: null }, asked ?? null, expected));
  return null;
}

function readSource(reading: Reading, hasSnapshots: boolean): ProjectionSource | null {
  const { parsed, contest, document, log } = reading;
  const figures = (name: string) => (reading.stationsOnly ? null : reading.table(name));
  const { table } = reading;
  const stationsTable = table('stations.csv');
  const counts = { preliminary: figures('preliminary.csv'), official: figures('official.csv') };
  if (stationsTable === null) {
    if (hasSnapshots && counts.preliminary === null && counts.official === null) return null;
    const place = { file: 'stations.csv', line: null, field: null };
    log.error(issue('missing-file', place, null, 'stations.csv or stations.csv.gz'));
    return null;
  }
  const hints = readHints(document, log);
  const read = readProjectionStations(stationsTable, parsed, contest, hints.stations, log);
  if (read === null) return null;
  checkRows(parsed, stationsTable.file, read.rows, log);
  const { table: stations, notes } = makeStations(read.columns);
  const covariatesTable = table('covariates.csv');
  const extra =
    covariatesTable === null
      ? { covariates: [], notes: [] }
      : readCovariates(covariatesTable, read.index, stations.size, log);
  const found =
    read.previous === null
      ? { previous: null, notes: [] }
      : makePrevious(read.previous, stations.tree, stations.unitOf);
  const both = readCounts(reading, counts, read, hints.orderBy);
  const statesTable = figures('sheet-states.csv');
  return {
    options: contest.selections.map((s) => s.id),
    base: both.base.kind === 'options' ? 'options' : 'total',
    rule: contest.rule,
    stations: { ...stations, covariates: [...stations.covariates, ...extra.covariates] },
    previous: found.previous,
    preliminary: both.preliminary,
    official: both.official,
    states: statesTable === null ? null : readStates(statesTable, read.index, stations.size, log),
    notes: [...read.notes, ...notes, ...extra.notes, ...found.notes, ...both.notes],
  };
}

type BothTables = { readonly preliminary: CsvTable | null; readonly official: CsvTable | null };
type BothRead = {
  readonly base: BaseRule;
  readonly preliminary: SheetVersions | null;
  readonly official: SheetVersions | null;
  readonly notes: readonly InputNote[];
};

function readCounts(reading: Reading, tables: BothTables, read: StationsRead, orderBy: string | null): BothRead {
  const { parsed, contest, log } = reading;
  const size = read.columns.ids.length;
  const headers = new Map<string, readonly string[]>();
  for (const count of [tables.preliminary, tables.official]) {
    const header = count?.header() ?? null;
    if (count !== null && header !== null) headers.set(count.file, header);
  }
  refuseAbsentVotes([{ ...contest, others: [] }], headers, log);
  const base = decideBase(
    contest.rule,
    [...headers.values()].map((header) => countColumns(header, contest)),
  );
  const arrivalsTable = reading.stationsOnly ? null : reading.table('arrivals.csv');
  const arrivals = arrivalsTable === null ? null : readArrivals(arrivalsTable, read.index, size, log);
  const one = (count: 'preliminary' | 'official'): SheetVersions | null => {
    const own = tables[count];
    if (own === null) return null;
    const frame = { parsed, contest, index: read.index, stations: size, base, orderBy, count };
    const known = readProjectionCount(own, { ...frame, arrivals: count === 'preliminary' ? arrivals : null }, log);
    if (known !== null) checkRows(parsed, own.file, known.rows, log);
    return known?.versions ?? null;
  };
  const official = one('official');
  const preliminary = one('preliminary');
  const named = base.kind === 'control' ? base.name : base.kind;
  const notes: InputNote[] = [{ code: 'base', facts: { of: named } }];
  if (preliminary !== null || tables.preliminary !== null || arrivals === null || official === null) {
    return { base, preliminary, official, notes };
  }
  notes.push({ code: 'figures-final', facts: {} });
  return { base, preliminary: standIn(official, arrivals), official, notes };
}

/** Where only the moments of a first count are known, the official figures stand in for those of the moment, and it is said. */
function standIn(official: SheetVersions, arrivals: Float64Array): SheetVersions {
  const at = new Float64Array(official.status.length).fill(Number.NaN);
  for (const [s, arrival] of arrivals.entries()) {
    at.fill(arrival, official.first[s], official.first[s + 1]);
  }
  const unknown = new Float64Array(at.length).fill(Number.NaN);
  return { ...official, arrivedAt: at, publishedAt: unknown, orderAt: at, figures: 'final' };
}

/** A shorter file than election.json announces was cut off somewhere: it must not pass for the whole. */
function checkRows(parsed: ParsedElection, file: string, rows: number, log: IssueLog): void {
  const stated = parsed.rows.get(file.replace(/\.gz$/, ''));
  if (stated === undefined || stated === rows) return;
  const advice = 'If the file is whole, correct "rows" in election.json.';
  const expected = `${stated} rows, as election.json says`;
  log.error(issue('row-count', { file, line: null, field: null }, String(rows), expected, advice));
}
