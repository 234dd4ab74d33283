import { describe, expect, it } from 'vitest';
import { growingRows, newestExpected } from './clean-rows.ts';
import { START, snapshotsFrom } from './night-of-areas.test-support.ts';

/** Rows of one area, ten minutes apart: sheets expected, counted, votes of A; B has nothing. */
function rowsOf(figures: readonly (readonly [number | '', number, number])[]) {
  const lines = figures.map(([expected, counted, a], i) => {
    return `${new Date(START + i * 600_000).toISOString()},X,${expected},${counted},${a},0`;
  });
  const snapshots = snapshotsFrom(['at,area,sheets_expected,sheets_counted,A,B', ...lines], ['A', 'B']);
  const seen: string[] = [];
  const kept = growingRows(snapshots, [...figures.keys()], (code) => seen.push(code));
  return { kept, seen, snapshots };
}

describe('the growing rows of an area', () => {
  it('are all of them where totals only grow', () => {
    expect(
      rowsOf([
        [9, 1, 10],
        [9, 3, 30],
        [9, 3, 30],
        [9, 9, 70],
      ]),
    ).toMatchObject({ kept: [0, 1, 2, 3], seen: [] });
  });

  it('take a fall as the truth of its moment, and drop what it contradicts', () => {
    expect(
      rowsOf([
        [9, 1, 10],
        [9, 6, 50],
        [9, 4, 40],
      ]),
    ).toMatchObject({ kept: [0, 2], seen: ['total-fell'] });
    // More sheets and fewer votes of one option contradict each other too.
    expect(
      rowsOf([
        [9, 1, 10],
        [9, 6, 50],
        [9, 7, 40],
      ]),
    ).toMatchObject({ kept: [0, 2], seen: ['total-fell'] });
  });

  it('drop a slip instead, once the next row takes it back', () => {
    expect(
      rowsOf([
        [9, 1, 10],
        [9, 4, 40],
        [9, 6, 50],
        [9, 2, 20],
        [9, 7, 60],
      ]),
    ).toMatchObject({
      kept: [0, 1, 2, 4],
      seen: ['total-fell'],
    });
    expect(
      rowsOf([
        [9, 6, 50],
        [9, 0, 0],
        [9, 7, 60],
      ]),
    ).toMatchObject({ kept: [0, 2], seen: ['zero-row'] });
  });

  it('know the newest number of sheets expected, and no nought where something is counted', () => {
    const { snapshots } = rowsOf([
      [9, 1, 10],
      ['', 2, 20],
      [8, 3, 30],
      [0, 4, 40],
    ]);
    const seen: string[] = [];
    expect(newestExpected(snapshots, [0, 1, 2, 3], (code) => seen.push(code))).toBe(8);
    expect(seen).toEqual(['expected-changed']);
  });
});
