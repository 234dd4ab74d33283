import type { Contest } from '../election.ts';
import { CONTROL_COLUMNS, type ParsedContest, STANDARD_COLUMNS } from '../parse-election-contests.ts';
import { type IssueLog, issue } from './issue.ts';
import { type Header, refuseUnknownColumns } from './table.ts';

/** Where the boxes of one contest are in one count file. */
export type ContestColumns = {
  readonly names: readonly string[];
  /** Column of each box in the order of the paper; -1 where the file has none. */
  readonly columns: readonly number[];
  /** How many boxes are votes (selections and others); controls follow them. */
  readonly votes: number;
  /** Boxes of other contests, which must stay empty in a row of this one. */
  readonly foreign: readonly number[];
};

/** The controls of a contest: those that it names, or else the written totals that any of the headers has. */
export function controlsOf(contest: ParsedContest, headers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (contest.controls !== null) return contest.controls;
  return CONTROL_COLUMNS.filter((name) => [...headers.values()].some((header) => header.includes(name)));
}

/** Contests that name their controls must agree with the count files: a total lost on either side would be lost in silence. */
export function refuseOtherControls(
  contests: readonly ParsedContest[],
  headers: ReadonlyMap<string, readonly string[]>,
  log: IssueLog,
): void {
  const [first] = headers.keys();
  if (first === undefined) return;
  const named = new Set(contests.flatMap((contest) => contest.controls ?? []));
  for (const field of named) {
    if ([...headers.values()].some((header) => header.includes(field))) continue;
    const advice = 'If the paper has no such total, take it out of "controls".';
    const expected = 'a column for each of the controls of election.json';
    log.error(issue('missing-column', { file: first, line: 1, field }, null, expected, advice));
  }
  if (contests.some((contest) => contest.controls === null)) return;
  for (const [file, header] of headers) {
    for (const field of CONTROL_COLUMNS.filter((name) => header.includes(name) && !named.has(name))) {
      const expected = `the controls of election.json${named.size === 0 ? ', which are none' : `: ${[...named].join(', ')}`}`;
      const advice = 'If the paper has this total, name it under "controls" at its place.';
      log.error(issue('unknown-column', { file, line: 1, field }, null, expected, advice));
    }
  }
}

/** A vote column that no count file has is an error: nothing could ever be counted for it. */
export function refuseAbsentVotes(
  contests: readonly ParsedContest[],
  headers: ReadonlyMap<string, readonly string[]>,
  log: IssueLog,
): void {
  const [file] = headers.keys();
  if (file === undefined) return;
  for (const name of new Set(contests.flatMap(voteNames))) {
    if ([...headers.values()].some((header) => header.includes(name))) continue;
    const expected = 'a column for each option and other vote of election.json';
    log.error(issue('missing-column', { file, line: 1, field: name }, null, expected));
  }
}

function voteNames(contest: Pick<Contest, 'selections' | 'others'>): readonly string[] {
  return [...contest.selections.map((s) => s.id as string), ...contest.others];
}

/** Checks the header of a count file and finds the boxes of each contest; null if the rows cannot be read. */
export function bindCountColumns(
  header: Header,
  contests: readonly Contest[],
  described: ReadonlySet<string>,
  log: IssueLog,
): readonly ContestColumns[] | null {
  const place = (field: string) => ({ file: header.file, line: 1, field });
  const needed = contests.length > 1 ? ['station', 'contest'] : ['station'];
  const missing = needed.filter((name) => !header.has(name));
  for (const name of missing) {
    const advice = name === 'contest' ? 'With several contests each row names its own.' : null;
    log.error(issue('missing-column', place(name), null, `a column "${name}"`, advice));
  }
  const votes = new Set(contests.flatMap(voteNames));
  const controls = new Set(contests.flatMap((contest) => contest.controls));
  const standard = new Set([...STANDARD_COLUMNS, ...CONTROL_COLUMNS, ...controls]);
  const isKnown = (name: string): boolean => standard.has(name) || votes.has(name) || described.has(name);
  refuseUnknownColumns(header, log, isKnown, 'an option or other vote of election.json, or a standard column');
  for (const name of votes) {
    if (!header.has(name)) log.warn(issue('missing-vote-column', place(name), null, 'a column; its boxes are empty'));
  }
  return missing.length > 0
    ? null
    : contests.map((contest) => columnsOf(contest, header, [...new Set([...votes, ...controls])]));
}

function columnsOf(contest: Contest, header: Header, boxes: readonly string[]): ContestColumns {
  const own = voteNames(contest);
  const names = [...own, ...contest.controls];
  const foreign = boxes.filter((name) => !names.includes(name) && header.has(name));
  return {
    names,
    columns: names.map((name) => header.indexOf(name)),
    votes: own.length,
    foreign: foreign.map((name) => header.indexOf(name)),
  };
}
