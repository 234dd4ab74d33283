import { describe, expect, it } from 'vitest';
import { expectOk } from '../base/result.ts';
import type { ElectionDefinition } from '../model/election.ts';
import { layOutGeography } from '../model/geography.ts';
import type { Count } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import { Tabulation } from '../tabulation/tabulation.ts';
import { inputUntil } from './input-until.ts';
import { sourceOfTabulation } from './source-of-tabulation.ts';

/** Two districts; the second contest is voted in by the first alone, by a rule on all ballots. */
const contests = [
  {
    id: 'a',
    selections: ['x', 'y'],
    others: ['blank'],
    controls: ['total'],
    electorate: null,
    rule: { kind: 'plurality' },
  },
  {
    id: 'b',
    selections: ['p', 'q'],
    others: ['blank'],
    controls: [],
    electorate: ['u1'],
    rule: { kind: 'majority', base: 'all' },
  },
];
const units = [
  ['u0', null, 'election', ''],
  ['u1', 'u0', 'district', 'North'],
  ['u2', 'u1', 'place', 'School'],
  ['u3', 'u2', 'part', '1–200'],
  ['u4', 'u0', 'district', 'South'],
  ['u5', 'u4', 'place', ''],
];
const stations = ['u3', 'u3', 'u5'];

const definition = {
  election: {
    levels: ['district', 'place'],
    contests: contests.map((c) => ({ ...c, selections: c.selections.map((id) => ({ id })) })),
  },
  units: units.map(([id, parent, level, name]) => ({ id, parent, level, name })),
  stations: stations.map((place, s) => ({ id: `s${s}`, place, table: s + 1, registered: 100 * s, setting: null })),
} as unknown as ElectionDefinition;

const boxes = (...votes: (number | 'empty')[]) =>
  votes.map((v) => (v === 'empty' ? v : (v as Count))) as readonly Box[];

function shown(contest: number) {
  const geography = layOutGeography(definition);
  const tabulation = new Tabulation(geography);
  tabulation.set('preliminary', 0, 0, { status: 'counted', boxes: boxes(30, 20, 4, 54), record: 1 });
  tabulation.set('preliminary', 0, 1, { status: 'observed', boxes: boxes(30, 20, 4, 54), record: 2 });
  tabulation.set('preliminary', 0, 2, { status: 'counted', boxes: boxes(9, 'empty', 1, 10), record: 3 });
  tabulation.set('preliminary', 1, 1, { status: 'counted', boxes: boxes(7, 8, 5), record: 4 });
  const arrivedAt = Float64Array.of(11, 12, 13);
  const source = sourceOfTabulation({ geography, tabulation, count: 'preliminary', contest, arrivedAt });
  return expectOk(inputUntil(source, { count: 'preliminary', by: { kind: 'all' }, figures: 'as-then' }), 'input');
}

describe('a count of a run', () => {
  it('gives what is shown: boxes by name, instants of counted sheets, units without slices and blank names', () => {
    const { options, sheets, stations: table } = shown(0);
    expect(options).toEqual(['x', 'y']);
    expect([...sheets.votes]).toEqual([30, 20, 0, 0, 9, 0]);
    expect([...sheets.base]).toEqual([54, 0, 10]);
    expect([...sheets.arrivedAt]).toEqual([11, Number.NaN, 13]);
    expect([...sheets.setAside]).toEqual([0, 1, 0]);
    expect(table.tree.names).toEqual(['', 'North', 'School', 'South']);
    expect([...table.unitOf]).toEqual([2, 2, 3]);
    expect([...table.registered]).toEqual([0, 100, 200]);
  });

  it('expects nothing of a station that is void by any of the words of an official count', () => {
    for (const status of ['annulled', 'not_installed', 'merged', 'lost']) {
      const geography = layOutGeography(definition);
      const tabulation = new Tabulation(geography);
      tabulation.set('official', 0, 0, { status, boxes: [], record: 1 });
      expect(tabulation.sums('official', 0, 0).void).toBe(1);
      const arrivedAt = new Float64Array(3).fill(Number.NaN);
      const source = sourceOfTabulation({ geography, tabulation, count: 'official', contest: 0, arrivedAt });
      const input = expectOk(
        inputUntil(source, { count: 'official', by: { kind: 'all' }, figures: 'as-then' }),
        status,
      );
      expect([...input.stations.expected, ...input.sheets.setAside]).toEqual([0, 1, 1, 0, 0, 0]);
    }
  });

  it('of a contest has only its stations, and all ballots where the rule speaks of them', () => {
    const { base, sheets, stations: table } = shown(1);
    expect(table.ids).toEqual(['s0', 's1']);
    expect([...sheets.base]).toEqual([0, 20]);
    expect(base).toBe('total');
  });
});
