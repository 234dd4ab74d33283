import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { describeFailure } from '../../adapters/election-folder/describe-errors.ts';
import { type ProjectionFolder, readProjectionFolder } from '../../adapters/election-folder/read-projection-folder.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Contest, RunNature } from '../../src/model/election.ts';
import type { CountKind, LocalizedText } from '../../src/model/ids.ts';
import type { AreaSnapshots } from '../../src/projection/areas/area-snapshots.ts';
import { parseAreaSnapshots } from '../../src/projection/areas/parse-area-snapshots.ts';
import { type CutInput, inputUntil } from '../../src/projection/input-until.ts';
import { joinFacts, type StationFacts } from '../../src/projection/join-facts.ts';
import type { InputRefusal } from '../../src/projection/projection-source.ts';
import { openRunForReading, type ReadRun } from '../run/read-run.ts';
import { sourceOfRun } from './project-run.ts';

/** What is asked of a run or a folder. */
export type Asked = {
  readonly count: CountKind | null;
  readonly contest: string | null;
  readonly asOf: Instant | null;
  /** An election folder whose covariates and previous election are used too. */
  readonly with: string | null;
};

/** The election that an estimate is of. */
export type Subject = {
  readonly election: string;
  readonly name: LocalizedText;
  readonly nature: RunNature;
  readonly contest: Pick<Contest, 'id' | 'name' | 'rule' | 'selections'>;
  /** Where the figures come from, one a line. */
  readonly sources: readonly string[];
};

/** What an estimate starts from: sheets, totals of areas, or the reason why there is nothing to start from. */
export type Start =
  | { readonly kind: 'sheets'; readonly count: CountKind; readonly seenBy: SeenBy; readonly input: CutInput }
  | { readonly kind: 'areas'; readonly snapshots: AreaSnapshots; readonly until: number }
  | { readonly kind: 'nothing'; readonly count: CountKind; readonly refusal: InputRefusal };

/** By which rule it was decided what is seen; it is printed with every answer. */
export type SeenBy = 'everything' | 'visible-instant' | 'newest-state' | 'newest-state-by-then';

export type Found = { readonly subject: Subject; readonly start: Start };

/** Why nothing was found: the words are off, or the input is refused. */
export type NotFound = { readonly kind: 'usage' | 'bad-input'; readonly lines: readonly string[] };

/** Finds what an estimate starts from in the folder of a run, or in an election folder. */
export function findStart(folder: string, asked: Asked): Result<Found, NotFound> {
  if (existsSync(join(folder, 'store.sqlite'))) return ofRun(folder, asked);
  return ofFolder(folder, asked);
}

function ofRun(directory: string, asked: Asked): Result<Found, NotFound> {
  const facts = readFacts(asked.with);
  if (!facts.ok) return facts;
  const run = openRunForReading(directory, nodeCrypto);
  if (!run.ok) return err({ kind: 'bad-input', lines: [`cotejo: ${run.error.detail}`] });
  try {
    return ofOpenRun(run.value, asked, facts.value);
  } finally {
    run.value.close();
  }
}

function ofOpenRun(run: ReadRun, asked: Asked, facts: StationFacts | null): Result<Found, NotFound> {
  const { election } = run.geography.definition;
  const at = asked.contest === null ? 0 : election.contests.findIndex((c) => c.id === asked.contest);
  const contest = election.contests[at];
  if (contest === undefined) return noContest(asked.contest, election.contests);
  const count = asked.count ?? 'preliminary';
  const { source, rule } = sourceOfRun(run, count, at, asked.asOf);
  const subject = {
    election: election.id,
    name: election.name,
    nature: election.nature,
    contest,
    sources: election.sources,
  };
  if (rule.kind === 'no-instants-recorded') {
    const refusal: InputRefusal = { kind: 'input-refused', code: 'no-instants', facts: { rows: rule.rows } };
    return ok({ subject, start: { kind: 'nothing', count, refusal } });
  }
  const seenBy = rule.kind === 'imported-by-visible-instant' ? 'visible-instant' : rule.kind;
  const whole = facts === null ? source : joinFacts(source, facts);
  // The run shows nothing beyond the moment that was asked for: everything that it shows is in.
  const made = inputUntil(whole, { count, by: { kind: 'all' }, figures: 'as-then' });
  if (!made.ok) return ok({ subject, start: { kind: 'nothing', count, refusal: made.error } });
  return ok({ subject, start: { kind: 'sheets', count, seenBy, input: made.value } });
}

function noContest(asked: string | null, contests: readonly { readonly id: string }[]): Result<never, NotFound> {
  const known = contests.map((c) => c.id).join(', ');
  return err({ kind: 'usage', lines: [`cotejo: there is no contest ${asked}; there are: ${known}`] });
}

function readFacts(folder: string | null): Result<StationFacts | null, NotFound> {
  if (folder === null) return ok(null);
  const read = readProjectionFolder(folder, { stationsOnly: true });
  if (!read.ok) return err({ kind: 'bad-input', lines: describeFailure(read.error) });
  return ok(read.value.source);
}

function ofFolder(folder: string, asked: Asked): Result<Found, NotFound> {
  const facts = readFacts(asked.with);
  if (!facts.ok) return facts;
  const read = readProjectionFolder(folder, asked.contest === null ? {} : { contest: asked.contest });
  if (!read.ok) {
    const isContest = read.error.errors.some((e) => e.kind === 'unknown-contest' && e.file === 'election.json');
    return err({ kind: isContest ? 'usage' : 'bad-input', lines: describeFailure(read.error) });
  }
  const { parsed, contest } = read.value;
  const { head, sources } = parsed;
  // Whatever a folder says of itself: figures that come from files are a replay.
  const subject = { election: head.id, name: head.name, nature: 'replay' as const, contest, sources };
  const start = startOf(read.value, asked, facts.value);
  if (start.kind === 'sheets' && start.input.sheets.isIn.includes(1)) return ok({ subject, start });
  // Where no sheet was public by then, totals of areas may have been.
  const areas = areasOf(read.value, asked.asOf);
  if (!areas.ok) return areas;
  return ok({ subject, start: areas.value ?? start });
}

function startOf(read: ProjectionFolder, asked: Asked, facts: StationFacts | null): Start {
  const count = asked.count ?? (read.source?.preliminary === null ? 'official' : 'preliminary');
  if (read.source === null) {
    const refusal: InputRefusal = { kind: 'input-refused', code: 'no-count', facts: { count } };
    return { kind: 'nothing', count, refusal };
  }
  const source = facts === null ? read.source : joinFacts(read.source, facts);
  const by = asked.asOf === null ? { kind: 'all' as const } : { kind: 'as-of' as const, instant: asked.asOf };
  const made = inputUntil(source, { count, by, figures: 'as-then' });
  if (!made.ok) return { kind: 'nothing', count, refusal: made.error };
  return { kind: 'sheets', count, seenBy: asked.asOf === null ? 'everything' : 'visible-instant', input: made.value };
}

/** Null where there is no snapshots.csv, or no row of it by then: the reason of the sheets then stands. */
function areasOf(
  read: ProjectionFolder,
  asOf: Instant | null,
): Result<Extract<Start, { kind: 'areas' }> | null, NotFound> {
  const { snapshots: table, parsed, contest } = read;
  if (table === null) return ok(null);
  const facts = {
    options: contest.selections.map((s) => s.id),
    others: contest.others,
    rule: contest.rule,
    levels: parsed.head.levels,
    described: [...(parsed.described.get('snapshots.csv') ?? [])],
  };
  const snapshots = parseAreaSnapshots(facts, table);
  if (!snapshots.ok) return err({ kind: 'bad-input', lines: describeFailure(snapshots.error) });
  const last = snapshots.value.at.at(-1) ?? Number.NEGATIVE_INFINITY;
  const until = asOf ?? last;
  if ((snapshots.value.at[0] ?? Number.POSITIVE_INFINITY) > until) return ok(null);
  return ok({ kind: 'areas', snapshots: snapshots.value, until });
}
