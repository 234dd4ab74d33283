import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, HistoryPoint, StateData } from '../unit-data.ts';

/** The lead of one selection over another at an instant, in percentage points; below zero when the other leads. */
export type LeadPoint = { readonly at: number; readonly counted: number; readonly points: number };
/** A time in which the publication of a count was stopped, or in which it was silent. */
export type Gap = { readonly count: CountKind; readonly from: number; readonly to: number };

const GAP_MINIMUM = 30 * 60_000;
const GAP_TIMES_MEDIAN = 5;

/** The curve of each count. Points that changed nothing are no publication of figures and are left out. */
export function leadPoints(
  history: BothCounts<readonly HistoryPoint[]>,
  a: number,
  b: number,
): BothCounts<readonly LeadPoint[]> {
  const curve = (points: readonly HistoryPoint[]): readonly LeadPoint[] => {
    const out: LeadPoint[] = [];
    let before = '';
    for (const [at, counted, valid, votes] of points) {
      if (valid === 0) continue;
      const figures = `${counted} ${valid} ${votes.join(' ')}`;
      if (figures === before) continue;
      before = figures;
      out.push({ at, counted, points: (((votes[a] ?? 0) - (votes[b] ?? 0)) * 100) / valid });
    }
    return out;
  };
  return { preliminary: curve(history.preliminary), official: curve(history.official) };
}

/** The stops of each count that has a curve, as the record has them; one that lasts goes on to the state's instant. */
export function stopsOf(curves: BothCounts<readonly LeadPoint[]>, state: StateData): readonly Gap[] {
  return COUNT_KINDS.flatMap((count) => {
    if (curves[count].length === 0) return [];
    return state.counts[count].stops
      .map(({ from, to }) => ({ count, from, to: to ?? state.at }))
      .filter((g) => g.to > g.from);
  });
}

/**
 * Long silences of imported counts: over five times the usual one and over half an hour. Those of a count typed here are
 * no news: its stops are in the record. Before `early` sheets are in, silences are how a night begins.
 */
export function silencesOf(curves: BothCounts<readonly LeadPoint[]>, state: StateData, early: number): readonly Gap[] {
  return COUNT_KINDS.flatMap((count) => {
    if (state.counts[count].mode !== 'imported') return [];
    const points = curves[count];
    const steps = points.slice(1).map((p, i) => p.at - (points[i]?.at ?? p.at));
    const usual = [...steps].sort((x, y) => x - y)[Math.floor(steps.length / 2)] ?? 0;
    const least = Math.max(GAP_MINIMUM, usual * GAP_TIMES_MEDIAN);
    return points.slice(1).flatMap((p, i) => {
      const before = points[i] ?? p;
      return before.counted >= early && p.at - before.at > least ? [{ count, from: before.at, to: p.at }] : [];
    });
  });
}

export function overlap(a: Gap, b: Gap): boolean {
  return a.count === b.count && a.from < b.to && b.from < a.to;
}

/** The longest, at most `most`, in the order in which they came. */
export function longest(gaps: readonly Gap[], most: number): readonly Gap[] {
  const kept = new Set([...gaps].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, most));
  return gaps.filter((g) => kept.has(g));
}

/** At most `most` points: the first, the last, both ends of each gap, the others evenly. */
export function selectPoints(points: readonly LeadPoint[], gaps: readonly Gap[], most: number): readonly LeadPoint[] {
  if (points.length <= most) return points;
  const ends = new Set(gaps.slice(0, Math.floor(most / 4)).flatMap((g) => [g.from, g.to]));
  const kept = new Set<LeadPoint>(points.filter((p, i) => i === 0 || i === points.length - 1 || ends.has(p.at)));
  const room = Math.max(0, most - kept.size);
  for (let i = 1; i <= room; i++) {
    const point = points[Math.floor((i * points.length) / (room + 1))];
    if (point !== undefined) kept.add(point);
  }
  return points.filter((p) => kept.has(p));
}
