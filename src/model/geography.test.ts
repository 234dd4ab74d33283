import { describe, expect, it } from 'vitest';
import type { ElectionDefinition } from './election.ts';
import { layOutGeography } from './geography.ts';

type Unit = readonly [id: string, parent: string | null];

function laidOut(
  units: readonly Unit[],
  stations: readonly string[],
  electorates: readonly (readonly string[] | null)[] = [null],
) {
  return layOutGeography({
    election: { contests: electorates.map((electorate, i) => ({ id: `c${i}`, electorate })) },
    units: units.map(([id, parent]) => ({ id, parent })),
    stations: stations.map((place, i) => ({ id: `s${i}`, place })),
  } as unknown as ElectionDefinition);
}

/** u1 is a chain down to u3; u4 forks into u5 and u6; u7 has one child. */
const UNITS: readonly Unit[] = [
  ['u0', null],
  ['u1', 'u0'],
  ['u2', 'u1'],
  ['u3', 'u2'],
  ['u4', 'u0'],
  ['u5', 'u4'],
  ['u6', 'u4'],
  ['u7', 'u0'],
  ['u8', 'u7'],
  ['u9', 'u8'],
  ['u10', 'u8'],
];
const STATIONS = ['u3', 'u3', 'u5', 'u6', 'u9', 'u10'];

describe('the page of a unit', () => {
  it('is its own with several children or none, else that of its only child, however deep', () => {
    const { pageOf } = laidOut(UNITS, STATIONS);
    expect(pageOf).toEqual([0, 3, 3, 3, 4, 5, 6, 8, 8, 9, 10]);
  });

  it('of the root is its own even with one child', () => {
    const { pageOf } = laidOut(
      [
        ['u0', null],
        ['u1', 'u0'],
        ['u2', 'u1'],
      ],
      ['u2'],
    );
    expect(pageOf).toEqual([0, 2, 2]);
    expect(laidOut([['u0', null]], ['u0']).pageOf).toEqual([0]);
  });
});

describe('the tree', () => {
  it('knows parents, children and stations by position', () => {
    const laid = laidOut(UNITS, STATIONS);
    expect(laid.parent).toEqual([-1, 0, 1, 2, 0, 4, 4, 0, 7, 8, 8]);
    expect(laid.children[0]).toEqual([1, 4, 7]);
    expect(laid.children[8]).toEqual([9, 10]);
    expect(laid.stationsOf[3]).toEqual([0, 1]);
    expect(laid.stationsOf[0]).toEqual([]);
    expect(laid.placeOf).toEqual([3, 3, 5, 6, 9, 10]);
  });

  it('stops at a child before its parent, a parent or place that is not there', () => {
    expect(() =>
      laidOut(
        [
          ['u0', null],
          ['u1', 'u2'],
          ['u2', 'u0'],
        ],
        ['u1'],
      ),
    ).toThrow(/parents come before/);
    expect(() =>
      laidOut(
        [
          ['u0', null],
          ['u1', 'u9'],
        ],
        ['u1'],
      ),
    ).toThrow(/parent of u1/);
    expect(() => laidOut([['u0', null]], ['u7'])).toThrow(/place of station s0/);
  });
});

describe('an electorate', () => {
  const { votesIn, electorateUnit } = laidOut(UNITS, STATIONS, [null, ['u4'], ['u1', 'u8'], ['u5'], ['u4', 'u5']]);

  it('is all stations below its units', () => {
    const stationsOf = (contest: number) => votesIn[contest]?.flatMap((votes, s) => (votes ? [s] : []));
    expect([0, 1, 2, 3, 4].map(stationsOf)).toEqual([[0, 1, 2, 3, 4, 5], [2, 3], [0, 1, 4, 5], [2], [2, 3]]);
  });

  it('has one unit to show the outcome in when it is one, else the root', () => {
    expect(electorateUnit).toEqual([0, 4, 0, 5, 0]);
  });
});
