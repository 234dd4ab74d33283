import { mainAreas } from '../main-areas.ts';
import type { PreviousElection, ProjectionInput } from '../projection-input.ts';
import {
  type BaselineAnswer,
  countedTotals,
  figureOf,
  inAndOut,
  leadingPair,
  noForecast,
  pointForecast,
} from './baseline.ts';
import { FillRates } from './fill.ts';

/*
 * Swing from the previous election: what changed where sheets are in is taken to change everywhere. How many vote in a sheet that
 * is out, and what nothing is known of from before, comes from the fill.
 *
 * Where the two options in front stood in the previous election too, the share of each option moves: by addition (uniform) or
 * by a factor (proportional). Where they did not (a referendum before, other parties), what moves is the share of the first among
 * the two in front, seen from the share of the option that led the previous election, whichever way the two go together in the
 * sheets that are in: its share by addition (uniform), its odds by a factor (proportional).
 */

export type SwingKind = { readonly by: 'addition' | 'factor'; readonly within: 'whole' | 'area' };

/** Below this a swing of an area is noise, and that of the whole is taken. */
const SHEETS_FOR_AN_AREA = 10;

export function swing(input: ProjectionInput, kind: SwingKind): BaselineAnswer {
  const { previous, stations } = input;
  if (previous === null) return noForecast('no-previous-election');
  const { isIn, out } = inAndOut(input);
  const totals = countedTotals(input, isIn);
  const options = input.options.length;
  if ((totals[options] ?? 0) === 0) return noForecast('no-sheets');
  const before = sharesBefore(previous);
  const matched = isIn.filter((i) => Number.isFinite(shareBefore(previous, before, i, 0)));
  if (matched.length === 0) return noForecast('nothing-matched');
  const area = kind.within === 'area' ? mainAreas(stations) : new Int32Array(stations.size);
  const pair = leadingPair(totals, options);
  const move = moveOf({ input, previous, before, matched, area, pair }, kind.by);
  const rates = new FillRates(input, isIn);
  const row = new Float64Array(options + 1);
  for (const i of out) {
    rates.fill(i, row);
    if (Number.isFinite(shareBefore(previous, before, i, 0))) move(i, row);
    for (let c = 0; c <= options; c++) totals[c] = (totals[c] as number) + (row[c] as number);
  }
  return pointForecast(totals);
}

type Facts = {
  readonly input: ProjectionInput;
  readonly previous: PreviousElection;
  /** Row-major, area of the previous election x its options; NaN where nobody voted. */
  readonly before: Float64Array;
  readonly matched: readonly number[];
  /** Where the swing of each station is measured. */
  readonly area: Int32Array;
  readonly pair: readonly [number, number];
};
/** Changes the filled row of a station. */
type Move = (station: number, row: Float64Array) => void;

function moveOf(facts: Facts, by: SwingKind['by']): Move {
  const [first, second] = facts.pair;
  const was = sameOptions(facts.input.options, facts.previous.options);
  const comparable = second >= 0 && was[first] !== -1 && was[second] !== -1;
  return comparable ? moveShares(facts, by, was) : movePair(facts, by);
}

/** For each option its index in the previous election, -1 where it did not stand; ids compared without case. */
export function sameOptions(now: readonly string[], before: readonly string[]): readonly number[] {
  const ids = before.map((id) => id.toLowerCase());
  return now.map((id) => ids.indexOf(id.toLowerCase()));
}

function sharesBefore(previous: PreviousElection): Float64Array {
  const options = previous.options.length;
  return previous.votes.map((votes, at) => {
    const row = Math.floor(at / options);
    let sum = 0;
    for (let p = 0; p < options; p++) sum += previous.votes[row * options + p] as number;
    const valid = previous.valid[row] as number;
    return sum > 0 ? votes / (valid >= sum ? valid : sum) : Number.NaN;
  });
}

function shareBefore(previous: PreviousElection, before: Float64Array, station: number, option: number): number {
  const row = previous.areaOf[station] as number;
  return row < 0 ? Number.NaN : (before[row * previous.options.length + option] as number);
}

/** Sums by area of two things a sheet in has; of the whole in the place of unit 0. Too small areas read the whole. */
function byArea(
  facts: Facts,
  of: (station: number) => readonly [number, number],
): (station: number) => readonly [number, number] {
  const sums = new Map<number, [number, number, number]>();
  const add = (key: number, [now, then]: readonly [number, number]) => {
    const sum = sums.get(key) ?? [0, 0, 0];
    sums.set(key, [sum[0] + now, sum[1] + then, sum[2] + 1]);
  };
  for (const i of facts.matched) {
    const both = of(i);
    add(-1, both);
    add(facts.area[i] as number, both);
  }
  return (station) => {
    const own = sums.get(facts.area[station] as number);
    const [now, then] = own !== undefined && own[2] >= SHEETS_FOR_AN_AREA ? own : (sums.get(-1) ?? [0, 0]);
    return [now, then];
  };
}

function moveShares(facts: Facts, by: SwingKind['by'], was: readonly number[]): Move {
  const { input, previous, before } = facts;
  const options = input.options.length;
  const swings = was.map((p, k) => {
    if (p === -1) return null;
    return byArea(facts, (i) => {
      const base = figureOf(input, i, options);
      return [figureOf(input, i, k), base * shareBefore(previous, before, i, p)];
    });
  });
  const bases = byArea(facts, (i) => [figureOf(input, i, options), 0]);
  return (station, row) => {
    const base = row[options] as number;
    let filled = 0;
    let moved = 0;
    const votes = row.slice(0, options).map((was0, k) => {
      filled += was0;
      const p = was[k] as number;
      const sums = swings[k]?.(station);
      if (sums === undefined) return was0;
      const share = shareBefore(previous, before, station, p);
      const [now, then] = sums;
      const to = by === 'addition' ? share + (now - then) / bases(station)[0] : then > 0 ? (share * now) / then : share;
      return base * Math.max(0, to);
    });
    for (const v of votes) moved += v;
    // The options together keep what the fill gave them; the rest of the base is not a matter of swing.
    if (moved > 0)
      votes.forEach((v, k) => {
        row[k] = (v * filled) / moved;
      });
  };
}

function movePair(facts: Facts, by: SwingKind['by']): Move {
  const { input, previous, before, matched, pair } = facts;
  const [a, b] = pair;
  if (b < 0) return () => undefined;
  const leader = leaderBefore(previous);
  const both = (i: number) => figureOf(input, i, a) + figureOf(input, i, b);
  const together = goTogether(matched, (i) => [
    both(i),
    figureOf(input, i, a),
    shareBefore(previous, before, i, leader),
  ]);
  const seen = (i: number) => {
    const share = shareBefore(previous, before, i, leader);
    return together ? share : 1 - share;
  };
  const votes = byArea(facts, (i) => [figureOf(input, i, a), both(i)]);
  const earlier = byArea(facts, (i) => [both(i) * seen(i), both(i)]);
  return (station, row) => {
    const [votesA, sum] = votes(station);
    if (sum === 0) return;
    const now = votesA / sum;
    const then = earlier(station)[0] / sum;
    const share = seen(station);
    const to =
      by === 'addition' ? Math.min(1, Math.max(0, share + now - then)) : timesOdds(share, odds(now) / odds(then));
    const filled = (row[a] as number) + (row[b] as number);
    row[a] = filled * to;
    row[b] = filled * (1 - to);
  };
}

const ODDS_MARGIN = 1e-6;

function odds(share: number): number {
  const inside = Math.min(1 - ODDS_MARGIN, Math.max(ODDS_MARGIN, share));
  return inside / (1 - inside);
}

function timesOdds(share: number, factor: number): number {
  const moved = odds(share) * factor;
  return moved / (1 + moved);
}

/** The option with most votes over all areas of the previous election. */
export function leaderBefore(previous: PreviousElection): number {
  const options = previous.options.length;
  const sums = new Float64Array(options + 1);
  previous.votes.forEach((votes, at) => {
    const p = at % options;
    // Of some areas not every option is known.
    if (!Number.isNaN(votes)) sums[p] = (sums[p] as number) + votes;
  });
  return leadingPair(sums, options)[0];
}

/** Whether the share of A among the pair is higher where the previous share was higher, weighted by the votes of the pair. */
function goTogether(stations: readonly number[], of: (i: number) => readonly [number, number, number]): boolean {
  let [w, x, y, xy] = [0, 0, 0, 0];
  for (const i of stations) {
    const [both, votesA, before] = of(i);
    w += both;
    x += both * before;
    y += votesA;
    xy += votesA * before;
  }
  return w === 0 || xy * w >= x * y;
}
