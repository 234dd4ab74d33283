import type { AreaSnapshots } from './area-snapshots.ts';

/*
 * The rows of one area up to an instant, as a series that only grows. What authorities publish does not: rows are repeated, come
 * back as zeros, fall after a correction. The newest row is taken as the truth of its moment, and each oddity is told.
 */

export type Oddity =
  | 'repeated-row'
  | 'zero-row'
  | 'total-fell'
  | 'row-without-figures'
  | 'expected-changed'
  | 'counted-above-expected';

export type OddityLog = (code: Oddity, area: number, at: number) => void;

/** Indexes of the rows that make a growing series, the newest of them last. */
export function growingRows(snapshots: AreaSnapshots, rows: readonly number[], log: OddityLog): readonly number[] {
  const kept: number[] = [];
  // Rows that the newest one undercut, in case it was a slip that the next row takes back.
  let undercut: number[] = [];
  for (const row of rows) {
    const top = kept[kept.length - 1];
    const note = (code: Oddity): void => log(code, snapshots.area[row] ?? 0, snapshots.at[row] ?? 0);
    if (isUnknown(snapshots, row)) {
      note('row-without-figures');
      continue;
    }
    if (isZero(snapshots, row)) {
      if (top !== undefined) note('zero-row');
      continue;
    }
    if (top !== undefined && snapshots.at[top] === snapshots.at[row]) {
      // Of two rows of one instant the later in the file stands.
      note('repeated-row');
      kept.pop();
    }
    const last = undercut[undercut.length - 1];
    if (last !== undefined && grows(snapshots, last, row)) {
      kept.pop();
      kept.push(...undercut);
    }
    undercut = [];
    for (let under = kept[kept.length - 1]; under !== undefined; under = kept[kept.length - 1]) {
      if (grows(snapshots, under, row)) break;
      undercut.unshift(under);
      kept.pop();
    }
    if (undercut.length > 0) note('total-fell');
    kept.push(row);
  }
  return kept;
}

/** The number of sheets expected by the newest row that says it; NaN where none does. */
export function newestExpected(snapshots: AreaSnapshots, rows: readonly number[], log: OddityLog): number {
  let expected = Number.NaN;
  for (const row of rows) {
    const value = snapshots.expected[row] ?? Number.NaN;
    // Nothing expected where something is counted is a missing figure.
    if (Number.isNaN(value) || (value === 0 && (snapshots.counted[row] ?? 0) > 0)) continue;
    if (!Number.isNaN(expected) && value !== expected) {
      log('expected-changed', snapshots.area[row] ?? 0, snapshots.at[row] ?? 0);
    }
    expected = value;
  }
  return expected;
}

function isUnknown(s: AreaSnapshots, row: number): boolean {
  return Number.isNaN(s.counted[row] ?? Number.NaN) || Number.isNaN(s.baseVotes[row] ?? Number.NaN);
}

function isZero(s: AreaSnapshots, row: number): boolean {
  return s.counted[row] === 0 || s.baseVotes[row] === 0;
}

function grows(s: AreaSnapshots, from: number, to: number): boolean {
  if ((s.counted[to] ?? 0) < (s.counted[from] ?? 0) || (s.baseVotes[to] ?? 0) < (s.baseVotes[from] ?? 0)) return false;
  const K = s.options.length;
  for (let k = 0; k < K; k++) if ((s.votes[to * K + k] ?? 0) < (s.votes[from * K + k] ?? 0)) return false;
  return true;
}
