import { present } from '../base/assert.ts';
import type { Json } from '../base/canonical.ts';
import type { Contest } from '../model/election.ts';
import type { CountKind } from '../model/ids.ts';
import { addVotes, emptySums, type Sums } from './addition.ts';
import type { Derivation } from './derived-json.ts';
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
  const { states, lifted, courses } = derivation.chain;
  const liftedAt = lifted.get(present(derivation.geography.definition.election.contests[c], 'contest').id);
  const running = new RunningTotal(contest);
  const points: Point[] = [];
  let next = 0;
  for (const state of states) {
    if (state.record < courses[count].openedAt) continue;
    const shown = liftedAt !== undefined && liftedAt < state.size;
    for (let change = changes[next]; shown && change !== undefined; change = changes[next]) {
      if (change.record >= state.covers[count]) break;
      running.take(change);
      next++;
    }
    points.push(running.point(state.at));
  }
  return points;
}

/** The whole election's figures while versions come in; a newer version of a station takes the place of the older. */
class RunningTotal {
  private readonly contest: Contest;
  private readonly sums: Sums;
  private readonly newest = new Map<number, SheetVersion | null>();

  constructor(contest: Contest) {
    this.contest = contest;
    this.sums = emptySums(contest);
  }

  take({ station, version }: VersionChange): void {
    this.add(this.newest.get(station) ?? null, -1);
    this.add(version, 1);
    this.newest.set(station, version);
  }

  point(at: number): Point {
    return [at, this.sums.counted, this.sums.valid, [...this.sums.votes]];
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
