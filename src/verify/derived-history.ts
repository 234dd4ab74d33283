import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { Contest } from '../model/election.ts';
import type { CountKind } from '../model/ids.ts';
import { addVotes, emptySums, type Sums, withdrawVotes } from './addition.ts';
import type { Derivation } from './derived-json.ts';
import { recordOfLift } from './due-check.ts';
import { byCount } from './state-chain.ts';
import type { SheetVersion, VersionChange } from './version-book.ts';

/** `[at, counted, valid, votes]` */
type Point = readonly [number, number, number, readonly number[]];

const POINTS_MAX = 300;

/** What `data/history.json` has to say: publication.md section 5. */
export function deriveHistory(derivation: Derivation): Json {
  const { contests, id, nature } = derivation.geography.definition.election;
  const curves: { [id: string]: Json } = {};
  contests.forEach((contest, c) => {
    curves[contest.id] = byCount((count) => thin(curveOf(derivation, contest, c, count)));
  });
  return { v: 1, election: id, test: nature === 'rehearsal', nature, contests: curves };
}

function curveOf(derivation: Derivation, contest: Contest, c: number, count: CountKind): readonly Point[] {
  const changes = present(derivation.replayed.centre.versions.changes[count][c], 'versions');
  const { mode } = derivation.chain.courses[count];
  if (mode === null) return [];
  return mode === 'imported' ? importedCurve(contest, changes) : enteredCurve(derivation, contest, c, count, changes);
}

/** A point for each instant at which a row became visible; none at all when one row has no instant. */
function importedCurve(contest: Contest, changes: readonly VersionChange[]): readonly Point[] {
  const running = new RunningTotal(contest);
  const points: Point[] = [];
  for (const change of changes) {
    const visibleAt = change.version?.visibleAt ?? null;
    if (visibleAt === null) return [];
    running.take(change);
    const last = points.at(-1);
    if (last !== undefined && visibleAt <= last[0]) points[points.length - 1] = running.point(last[0]);
    else points.push(running.point(visibleAt));
  }
  return points;
}

/** A point for each published state since the count opened, with what that state showed. */
function enteredCurve(
  derivation: Derivation,
  contest: Contest,
  c: number,
  count: CountKind,
  changes: readonly VersionChange[],
): readonly Point[] {
  const { chain, headers } = derivation;
  const { states, lifted, courses } = chain;
  const { id } = present(derivation.geography.definition.election.contests[c], 'contest');
  const liftedAt = lifted.get(id);
  const running = new RunningTotal(contest);
  const withdrawals = withdrawalsOf(derivation, contest, count);
  // Figures of a repeated vote come into the curve when their own embargo is lifted, unless something newer is known by then.
  const waiting = new Map<number, VersionChange>();
  const isHeld = ({ version }: VersionChange, size: number) => {
    const generation = version?.generation;
    if (version === null || generation === undefined) return false;
    const { office } = present(headers[version.record], 'the event that a version is of');
    return (recordOfLift(chain, id, { generation, ...(office && { office }) }) ?? size) >= size;
  };
  const points: Point[] = [];
  let next = 0;
  for (const state of states) {
    if (state.record < courses[count].openedAt) continue;
    const shown = liftedAt !== undefined && liftedAt < state.size;
    for (let change = changes[next]; shown && change !== undefined; change = changes[next]) {
      if (change.record >= state.covers[count]) break;
      waiting.delete(change.station);
      if (!isHeld(change, state.size)) running.take(change);
      else {
        running.take({ ...change, version: null });
        waiting.set(change.station, change);
      }
      next++;
    }
    for (const change of shown ? [...waiting.values()] : []) {
      if (isHeld(change, state.size)) continue;
      running.take(change);
      waiting.delete(change.station);
    }
    running.withdraw(withdrawals.filter(({ record }) => record < state.covers[count]));
    points.push(running.point(state.at));
  }
  return points;
}

/** Who withdrew from a contest, in the official count alone. */
function withdrawalsOf({ bodies, geography }: Derivation, { id, selections }: Contest, count: CountKind) {
  if (count !== 'official' || geography.definition.election.canvass === null) return [];
  return bodies.flatMap((body, record) => {
    if (body?.kind !== 'DefinitionAmended' || body.change.kind !== 'candidate-withdrawn') return [];
    const { change } = body;
    const selection = selections.findIndex((one) => one.id === change.selection);
    return change.contest !== id || selection < 0 ? [] : [{ record, selection, votes: change.votes }];
  });
}

/** The whole election's figures while versions come in; a newer version of a station takes the place of the older. */
class RunningTotal {
  private readonly contest: Contest;
  private readonly sums: Sums;
  private readonly newest = new Map<number, SheetVersion | null>();
  private withdrawn: ReadonlyMap<number, 'kept' | 'null'> = new Map();

  constructor(contest: Contest) {
    this.contest = contest;
    this.sums = emptySums(contest);
  }

  take({ station, version }: VersionChange): void {
    this.add(this.newest.get(station) ?? null, -1);
    this.add(version, 1);
    this.newest.set(station, version);
  }

  /** Those who are out from now on: the votes for them stay in what is run on, and out of what is shown. */
  withdraw(withdrawn: readonly { readonly selection: number; readonly votes: 'kept' | 'null' }[]): void {
    this.withdrawn = new Map(withdrawn.map(({ selection, votes }) => [selection, votes]));
  }

  point(at: number): Point {
    const { counted, valid, votes } = this.sums;
    if (this.withdrawn.size === 0) return [at, counted, valid, [...votes]];
    const shown = { ...this.sums, votes: [...votes], others: [...this.sums.others] };
    withdrawVotes(shown, this.contest, this.withdrawn);
    return [at, counted, shown.valid, shown.votes];
  }

  private add(version: SheetVersion | null, sign: 1 | -1): void {
    if (version?.status !== 'counted') return;
    this.sums.counted += sign;
    addVotes(this.sums, this.contest, version.boxes, sign);
  }
}

/** Of more than 300 points the last of each of 300 equal parts of the span. */
function thin(points: readonly Point[]): Json {
  const first = points[0]?.[0];
  const last = points.at(-1)?.[0];
  if (points.length <= POINTS_MAX || first === undefined || last === undefined) return points;
  const kept: Point[] = [];
  let partBefore = -1n;
  for (const point of points) {
    const part = (BigInt(point[0] - first) * BigInt(POINTS_MAX)) / BigInt(last - first + 1);
    if (part === partBefore) kept.pop();
    kept.push(point);
    partBefore = part;
  }
  return kept;
}
