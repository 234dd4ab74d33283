import { describe, expect, it } from 'vitest';
import { makePrevious } from './previous-areas.ts';
import { stationColumns } from './projection-source.test-support.ts';
import { makeStations } from './station-columns.ts';

const nan = Number.NaN;

/** Two towns of two places with two tables each. */
const table = makeStations(
  stationColumns(Array.from({ length: 8 }, (_, s) => ({ path: ['d', `t${s >> 2}`, `p${s >> 1}`] }))),
).table;

function previous(yes: readonly number[], no: readonly number[], more: { level?: string[]; valid?: number[] } = {}) {
  const columns = {
    options: ['yes', 'no'],
    votes: Float64Array.from(yes.flatMap((y, s) => [y, no[s] ?? nan])),
    valid: more.valid === undefined ? null : Float64Array.from(more.valid),
    registered: null,
    level: more.level ?? null,
  };
  return makePrevious(columns, table.tree, table.unitOf);
}

describe('areas of the previous election', () => {
  it('are named once each, by place, by town or by table, as the figures repeat', () => {
    const byPlace = previous([1, 1, 2, 2, 3, 3, 4, 4], [9, 9, 9, 9, 9, 9, 9, 9]).previous;
    expect([...(byPlace?.areaOf ?? [])]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...(byPlace?.votes ?? [])]).toEqual([1, 9, 2, 9, 3, 9, 4, 9]);
    expect([...(byPlace?.valid ?? [])]).toEqual([10, 11, 12, 13]);
    const byTown = previous([1, 1, 1, 1, 3, 3, 3, 3], [9, 9, 9, 9, 9, 9, 9, 9]).previous;
    expect([...(byTown?.areaOf ?? [])]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    // Two tables of one place that happen to have the same figures are two.
    const byTable = previous([1, 1, 3, 4, 5, 6, 7, 8], [9, 9, 9, 9, 9, 9, 9, 9]).previous;
    expect(byTable?.valid.length).toBe(8);
  });

  it('are those that the source names: equal figures of two places are two areas, of one zone one', () => {
    const same = [5, 5, 5, 5, 5, 5, 5, 5];
    const level = ['place', 'place', 'place', 'place', 'zone', 'zone', 'zone', 'zone'];
    const found = previous(same, same, { level }).previous;
    expect([...(found?.areaOf ?? [])]).toEqual([0, 0, 1, 1, 2, 2, 2, 2]);
  });

  it('are missing where nothing is known, and where some options are not', () => {
    const yes = [1, 1, nan, nan, 3, 3, nan, nan];
    const no = [9, 9, nan, nan, 9, 9, 9, 9];
    const valid = [8, 8, nan, nan, 12, 12, 12, 9];
    const { previous: found, notes } = previous(yes, no, { valid });
    expect([...(found?.areaOf ?? [])]).toEqual([0, 0, -1, -1, 1, 1, -1, 2]);
    // The last has all its valid votes in the other box: the empty one is a zero.
    expect([...(found?.votes ?? [])]).toEqual([1, 9, 3, 9, 0, 9]);
    expect([...(found?.valid ?? [])]).toEqual([10, 12, 9]);
    expect(notes.map((n) => n.code)).toEqual(['previous-matched', 'previous-incomplete']);
  });

  it('are none at all where no station has any', () => {
    expect(previous(Array(8).fill(nan), Array(8).fill(nan)).previous).toBeNull();
  });
});
