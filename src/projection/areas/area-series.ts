import type { AreaParameters } from './area-parameters.ts';
import type { AreaSnapshots } from './area-snapshots.ts';
import { growingRows, newestExpected, type OddityLog } from './clean-rows.ts';

/** Sheets that came between two snapshots of an area. `from` and `to` are shares of the sheets of the area. */
export type Batch = {
  readonly from: number;
  readonly to: number;
  readonly sheets: number;
  /** One an option. */
  readonly votes: Float64Array;
  readonly base: number;
};

export type AreaSeries = {
  /** Index of the area in the snapshots; -1 for sheets of the whole that are in no area. */
  readonly area: number;
  /** Sheets (or votes, see `unit` of the snapshots); NaN where nobody says how many are expected. */
  readonly expected: number;
  readonly counted: number;
  /** Of those not counted, known to be set aside. */
  readonly setAside: number;
  readonly votes: Float64Array;
  readonly base: number;
  readonly batches: readonly Batch[];
  /** NaN unknown. */
  readonly registered: number;
};

/** Rows of each area, in the order of their instants, up to and with `until`. */
export function rowsByArea(snapshots: AreaSnapshots, until: number): readonly (readonly number[])[] {
  const rows: number[][] = snapshots.areas.map(() => []);
  for (let row = 0; row < snapshots.size && (snapshots.at[row] ?? 0) <= until; row++) {
    rows[snapshots.area[row] ?? 0]?.push(row);
  }
  return rows;
}

/** What is known of an area from these rows of it. `expected` stands in where the rows do not say it. */
export function seriesOf(
  snapshots: AreaSnapshots,
  area: number,
  rows: readonly number[],
  parameters: AreaParameters,
  log: OddityLog,
  expected?: number,
): AreaSeries {
  const K = snapshots.options.length;
  const kept = growingRows(snapshots, rows, log);
  const last = kept[kept.length - 1];
  const stated = expected ?? newestExpected(snapshots, rows, log);
  const registered = newest(snapshots.registered, rows);
  if (last === undefined) {
    const setAside = Math.min(newest(snapshots.setAside, rows) || 0, stated);
    return {
      area,
      expected: stated,
      counted: 0,
      setAside,
      votes: new Float64Array(K),
      base: 0,
      batches: [],
      registered,
    };
  }
  const counted = snapshots.counted[last] ?? 0;
  if (counted > stated) log('counted-above-expected', area, snapshots.at[last] ?? 0);
  const whole = Math.max(stated, counted);
  return {
    area,
    expected: whole,
    counted,
    setAside: Math.min(snapshots.setAside[last] || 0, Math.max(0, whole - counted)) || 0,
    votes: snapshots.votes.slice(last * K, (last + 1) * K),
    base: snapshots.baseVotes[last] ?? 0,
    batches: Number.isNaN(whole) ? [] : batchesOf(snapshots, kept, whole, parameters),
    registered,
  };
}

function newest(values: Float64Array, rows: readonly number[]): number {
  for (let i = rows.length - 1; i >= 0; i--) {
    const value = values[rows[i] ?? 0] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** Batches of at least a share of the area each, the newest of whatever size if it is not much smaller. */
function batchesOf(
  snapshots: AreaSnapshots,
  kept: readonly number[],
  whole: number,
  parameters: AreaParameters,
): readonly Batch[] {
  const K = snapshots.options.length;
  const least = whole * parameters.batchShare;
  const counted = (row: number): number => (row < 0 ? 0 : (snapshots.counted[row] ?? 0));
  const ends: number[] = [];
  let from = -1;
  for (const row of kept) {
    const grown = counted(row) - counted(from);
    if (grown <= 0 || grown < least) continue;
    ends.push(row);
    from = row;
  }
  const last = kept[kept.length - 1] ?? -1;
  const rest = counted(last) - counted(from);
  if (rest > 0) {
    // A small rest joins the batch before it.
    if (rest < least / 2 && ends.length > 0) ends.pop();
    ends.push(last);
  }
  return ends.map((row, i) => {
    const before = i === 0 ? -1 : (ends[i - 1] ?? -1);
    const votes = new Float64Array(K);
    for (let k = 0; k < K; k++) {
      votes[k] = (snapshots.votes[row * K + k] ?? 0) - (before < 0 ? 0 : (snapshots.votes[before * K + k] ?? 0));
    }
    return {
      from: counted(before) / whole,
      to: counted(row) / whole,
      sheets: counted(row) - counted(before),
      votes,
      base: (snapshots.baseVotes[row] ?? 0) - (before < 0 ? 0 : (snapshots.baseVotes[before] ?? 0)),
    };
  });
}
