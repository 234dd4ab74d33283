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

/** Names of written totals that any of the headers has: the controls of every contest. */
export function findControls(headers: readonly (readonly string[])[]): readonly string[] {
  return CONTROL_COLUMNS.filter((name) => headers.some((header) => header.includes(name)));
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
  const standard = new Set([...STANDARD_COLUMNS, ...CONTROL_COLUMNS]);
  const isKnown = (name: string): boolean => standard.has(name) || votes.has(name) || described.has(name);
  refuseUnknownColumns(header, log, isKnown, 'an option or other vote of election.json, or a standard column');
  for (const name of votes) {
    if (!header.has(name)) log.warn(issue('missing-vote-column', place(name), null, 'a column; its boxes are empty'));
  }
  return missing.length > 0 ? null : contests.map((contest) => columnsOf(contest, header, votes));
}

function columnsOf(contest: Contest, header: Header, votes: ReadonlySet<string>): ContestColumns {
  const own = voteNames(contest);
  const names = [...own, ...contest.controls];
  const foreign = [...votes].filter((name) => !own.includes(name) && header.has(name));
  return {
    names,
    columns: names.map((name) => header.indexOf(name)),
    votes: own.length,
    foreign: foreign.map((name) => header.indexOf(name)),
  };
}
