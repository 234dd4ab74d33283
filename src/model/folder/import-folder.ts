import { present } from '../../base/assert.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { CanvassRules } from '../canvass-rules.ts';
import { describeOfficesProblem } from '../describe-offices-problem.ts';
import type { DeskRules } from '../desk-rules.ts';
import type { Contest, ElectionDefinition } from '../election.ts';
import { COUNT_KINDS, type CountKind, type GpUnitId } from '../ids.ts';
import { checkOffices } from '../office-definition.ts';
import { finishFolderDesk } from '../parse-desk-rules.ts';
import { type ParsedElection, parseElection } from '../parse-election.ts';
import type { ParsedContest } from '../parse-election-contests.ts';
import { FieldReader } from '../parse-election-fields.ts';
import type { ImportedSheet } from '../votes.ts';
import { controlsOf, refuseAbsentVotes, refuseOtherControls } from './count-columns.ts';
import { type FolderFailure, type FolderIssue, IssueLog, issue, type WarningGroup } from './issue.ts';
import { findJsonFault } from './json-syntax.ts';
import { compareKnownTotals } from './known-totals.ts';
import { type CountFrame, type CountRead, readCount } from './read-counts.ts';
import { readStations, type StationList } from './read-stations.ts';
import { type CsvTable, readTable } from './table.ts';

/** The files of an election folder, found and opened by someone else. Null: there is none, or `log` says what is wrong with it. */
export type FolderFiles = {
  readonly election: { readonly file: string; readonly text: string } | null;
  readonly stations: CsvTable | null;
  readonly preliminary: CsvTable | null;
  readonly official: CsvTable | null;
};

/** An election folder as the model knows it. */
export type FolderImport = {
  readonly definition: ElectionDefinition;
  /** Empty if there is no preliminary.csv. */
  readonly preliminary: readonly ImportedSheet[];
  /** Empty if there is no official.csv. */
  readonly official: readonly ImportedSheet[];
  /** The counts that have a file, even one without rows. */
  readonly counts: readonly CountKind[];
  /** Data rows of each table read, by stored file name. */
  readonly rows: ReadonlyMap<string, number>;
  readonly warnings: readonly WarningGroup[];
};

/**
 * Reads and checks a whole election folder. `log` may already hold problems of the files; with any error the folder is
 * refused as a whole, because half an election is none.
 */
export function importFolder(files: FolderFiles, log: IssueLog = new IssueLog()): Result<FolderImport, FolderFailure> {
  const parsed = readElection(files, log);
  const counts = countTables(files);
  if (parsed === null || files.stations === null) {
    for (const table of [files.stations, ...counts.map(([, t]) => t)]) if (table !== null) drain(table, log);
    return err(log.failure());
  }
  const described = parsed.described.get('stations.csv') ?? new Set<string>();
  const stations = readStations(files.stations, parsed.head.levels, described, log);
  checkRowCount(parsed, 'stations.csv', stations, log);
  for (const kind of COUNT_KINDS) if (files[kind] === null) refuseAnnounced(parsed, `${kind}.csv`, log);
  const contests = finishContests(parsed, counts, stations, log);
  const desk = finishDesk(parsed, contests, log);
  const canvass = finishCanvass(parsed, stations, log);
  const reads = stations.complete
    ? readCounts(parsed, contests, counts, stations, log)
    : new Map<CountKind, CountRead>();
  if (!stations.complete) for (const [, table] of counts) drain(table, log);
  if (log.errorCount > 0) return err(log.failure());
  warnOfStations(stations, contests, reads, log);
  const official = reads.get('official');
  if (official !== undefined) compareKnownTotals(parsed.knownTotals, contests, stations, official, log);
  const done = finish(parsed, { contests, desk, canvass }, stations, reads, log);
  const problem = checkOffices(done.definition);
  if (problem === null) return ok(done);
  log.error(officesIssue(describeOfficesProblem(problem)));
  return err(log.failure());
}

type Counts = readonly (readonly [CountKind, CsvTable])[];
type Reads = ReadonlyMap<CountKind, CountRead>;

function countTables(files: FolderFiles): Counts {
  const counts: (readonly [CountKind, CsvTable])[] = [];
  if (files.preliminary !== null) counts.push(['preliminary', files.preliminary]);
  if (files.official !== null) counts.push(['official', files.official]);
  return counts;
}

function readElection(files: FolderFiles, log: IssueLog): ParsedElection | null {
  if (files.election === null) return null;
  const { file, text } = files.election;
  const whole = { file, line: null, field: null };
  const fault = findJsonFault(text);
  if (fault !== null) {
    const place = { file, line: fault.line, field: `column ${fault.column}` };
    log.error(issue(fault.kind, place, fault.found, fault.expected));
    return null;
  }
  const parsed = parseElection(JSON.parse(text));
  if (!parsed.ok) {
    log.fieldProblems(file, parsed.error);
    return null;
  }
  for (const key of parsed.value.unknownKeys) {
    log.warn(issue('unknown-key', { ...whole, field: key }, null, 'a key of this format; it is ignored'));
  }
  // A count that is still to come has no file; published figures that are to be replayed have.
  if (parsed.value.head.nature === 'replay' && files.preliminary === null && files.official === null) {
    log.warn(issue('no-count-file', whole, null, 'preliminary.csv or official.csv'));
  }
  return parsed.value;
}

/** Reads a table for its syntax alone, so that its faults are told together with those that hide the rest. */
function drain(table: CsvTable, log: IssueLog): void {
  readTable(table, log, () => () => undefined);
}

/** A shorter file than election.json announces was cut off somewhere: it must not pass for the whole. */
function checkRowCount(
  parsed: ParsedElection,
  name: string,
  read: { readonly file: string; readonly rows: number; readonly complete: boolean },
  log: IssueLog,
): void {
  const stated = parsed.rows.get(name);
  if (!read.complete || stated === undefined || stated === read.rows) return;
  const expected = `${stated} rows, as election.json says`;
  const advice = 'If the file is whole, correct "rows" in election.json.';
  log.error(issue('row-count', { file: read.file, line: null, field: null }, String(read.rows), expected, advice));
}

/** A count that is announced and not there is no count left out on purpose. */
function refuseAnnounced(parsed: ParsedElection, file: string, log: IssueLog): void {
  const stated = parsed.rows.get(file);
  if (stated === undefined) return;
  const advice = 'If there is no such count, remove the file from "rows" in election.json.';
  log.error(
    issue('missing-file', { file, line: null, field: null }, null, `${stated} rows, as election.json says`, advice),
  );
}

function finishContests(
  parsed: ParsedElection,
  counts: Counts,
  stations: StationList,
  log: IssueLog,
): readonly Contest[] {
  const headers = new Map<string, readonly string[]>();
  for (const [, table] of counts) {
    const header = table.header();
    if (header !== null) headers.set(table.file, header);
  }
  if (headers.size === counts.length) {
    refuseAbsentVotes(parsed.contests, headers, log);
    refuseOtherControls(parsed.contests, headers, log);
  }
  return parsed.contests.map((contest) => ({
    ...contest,
    controls: controlsOf(contest, headers),
    electorate: findElectorate(contest, parsed, stations, log),
  }));
}

/** What a desk's form must agree with is known only now: the boxes of a paper are also those that the count files have. */
function finishDesk(parsed: ParsedElection, contests: readonly Contest[], log: IssueLog): DeskRules | null {
  if (parsed.desk === null) return null;
  const reader = new FieldReader();
  const desk = finishFolderDesk(parsed.desk, contests, reader);
  log.fieldProblems('election.json', reader.problems);
  return desk;
}

/** Null (everywhere) also where a unit is not found: that is one error, not one for every sheet. */
function findElectorate(
  contest: ParsedContest,
  parsed: ParsedElection,
  stations: StationList,
  log: IssueLog,
): readonly GpUnitId[] | null {
  if (contest.electorate === null) return null;
  const units = contest.electorate.map((path) => stations.tree.find(path));
  const found = units.filter((unit) => unit !== null);
  if (found.length === units.length) return [...new Set(found)];
  for (const [i, path] of contest.electorate.entries()) {
    if (units[i] === null && stations.complete) log.error(unknownUnit(`electorate of ${contest.id}`, path, parsed));
  }
  return null;
}

function officesIssue(said: { readonly value: string; readonly expected: string }): FolderIssue<'unknown-value'> {
  const place = { file: 'election.json', line: null, field: 'canvass.offices' };
  return issue('unknown-value', place, said.value, said.expected);
}

/** The offices' units by their ids; one that no station is in is an error, and its office is then left out. */
function finishCanvass(parsed: ParsedElection, stations: StationList, log: IssueLog): CanvassRules | null {
  if (parsed.canvass === null) return null;
  const offices = parsed.canvass.offices.map(({ id, name, units }, o) => {
    const found = units.map((path, i) => {
      const unit = stations.tree.find(path);
      if (unit === null && stations.complete) {
        log.error(unknownUnit(`canvass.offices[${o}].units[${i}]`, path, parsed));
      }
      return unit;
    });
    return { id, name, units: [...new Set(found.filter((unit) => unit !== null))] };
  });
  return { ...parsed.canvass, offices };
}

function unknownUnit(field: string, path: readonly string[], parsed: ParsedElection): FolderIssue<'unknown-unit'> {
  const value = path.map((name, i) => `${parsed.head.levels[i]} ${name}`).join(', ');
  const place = { file: 'election.json', line: null, field };
  return issue('unknown-unit', place, value, 'a unit that stands in stations.csv');
}

function readCounts(
  parsed: ParsedElection,
  contests: readonly Contest[],
  counts: Counts,
  stations: StationList,
  log: IssueLog,
): Reads {
  const electorates = contests.map((contest) => electorateTest(contest, stations));
  const times = { ...parsed.head, pollsClose: parsed.pollsClose };
  const reads = new Map<CountKind, CountRead>();
  for (const [kind, table] of counts) {
    const described = parsed.described.get(`${kind}.csv`) ?? new Set<string>();
    const frame: CountFrame = { contests, electorates, stations, times, described };
    const read = readCount(table, frame, log);
    checkRowCount(parsed, `${kind}.csv`, read, log);
    reads.set(kind, read);
  }
  return reads;
}

function electorateTest(contest: Contest, stations: StationList): (station: number) => boolean {
  if (contest.electorate === null) return () => true;
  const inside = new Set<GpUnitId>(contest.electorate);
  // Parents come before children, so one pass reaches every unit below a named one.
  for (const unit of stations.tree.units()) if (unit.parent !== null && inside.has(unit.parent)) inside.add(unit.id);
  return (station) => inside.has(present(stations.stations[station], 'indexed station').place);
}

function warnOfStations(stations: StationList, contests: readonly Contest[], reads: Reads, log: IssueLog): void {
  const tests = contests.map((contest) => electorateTest(contest, stations));
  for (const [i, station] of stations.stations.entries()) {
    const place = { file: stations.file, line: stations.lines[i] ?? null, field: 'station' };
    const registered = { ...place, field: 'registered' };
    if (station.registered === null)
      log.warn(issue('registered-unknown', registered, station.id, 'a number of voters'));
    if (station.registered === 0) log.warn(issue('registered-zero', registered, station.id, 'a number above 0'));
    if (!tests.some((votes) => votes(i))) continue;
    for (const read of reads.values()) {
      if (read.keys.hasStation(i)) continue;
      log.warn(issue('station-without-sheet', place, station.id, `a row in ${read.file}`));
    }
  }
  for (const read of reads.values()) for (const warning of read.keys.skipped(read.file)) log.warn(warning);
}

function finish(
  parsed: ParsedElection,
  found: {
    readonly contests: readonly Contest[];
    readonly desk: DeskRules | null;
    readonly canvass: CanvassRules | null;
  },
  stations: StationList,
  reads: Reads,
  log: IssueLog,
): FolderImport {
  const { head, pollsClose, estimates, sources, notes } = parsed;
  const shown = estimates === undefined ? {} : { estimates };
  const election = { ...head, pollsClose, ...found, ...shown, sources, notes };
  return {
    definition: { election, units: stations.tree.units(), stations: stations.stations },
    preliminary: reads.get('preliminary')?.sheets ?? [],
    official: reads.get('official')?.sheets ?? [],
    counts: [...reads.keys()],
    rows: new Map([stations, ...reads.values()].map((read) => [read.file, read.rows])),
    warnings: log.warnings(),
  };
}
