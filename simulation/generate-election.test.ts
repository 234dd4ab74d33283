import { describe, expect, test } from 'vitest';
import { present } from '../src/base/assert.ts';
import type { ContestId } from '../src/model/ids.ts';
import { boxNames } from '../src/model/votes.ts';
import { GOVERNOR_ID, generateElection, PRESIDENT_ID, REHEARSAL_DATE, type Rehearsal } from './generate-election.ts';
import { rehearsalHash } from './plan-hash.ts';
import { LEVELS } from './territory.ts';
import { sumOf } from './voters.ts';

const SIZES = [1, 2, 7, 100, 2_000, 34_555];
const made = new Map(SIZES.map((stations) => [stations, generateElection({ seed: 'laws', stations })]));
const full = present(made.get(34_555), 'the election at full size');

describe.each(SIZES)('an election of %i stations', (size) => {
  const rehearsal = present(made.get(size), 'an election');
  const { units, stations, election } = rehearsal.definition;

  test('has that many stations, with ids and table numbers of their own', () => {
    expect(stations.length).toBe(size);
    expect(new Set(stations.map((s) => s.id)).size).toBe(size);
    expect(stations.every((s) => /^[1-9]\d*$/.test(s.id))).toBe(true);
    expect(new Set(stations.map((s) => `${s.place}/${s.table}`)).size).toBe(size);
  });

  test('names every parent before its child, one level down', () => {
    const depths = new Map<string, number>();
    expect(units[0]).toEqual({ id: 'u0', parent: null, depth: 0, level: 'election', name: '' });
    for (const unit of units) {
      if (unit.parent !== null) {
        expect(unit.depth).toBe(present(depths.get(unit.parent), `parent of ${unit.id}`) + 1);
        expect(unit.level).toBe(LEVELS[unit.depth - 1]);
        expect(unit.name).not.toBe('');
      }
      expect(depths.has(unit.id)).toBe(false);
      depths.set(unit.id, unit.depth);
    }
  });

  test('has places of 1 to 200 stations, and nothing else without children', () => {
    const parents = new Set(units.map((u) => u.parent));
    const tables = new Map<string, number>();
    for (const { place } of stations) tables.set(place, (tables.get(place) ?? 0) + 1);
    const leaves = units.filter((u) => !parents.has(u.id));
    expect(leaves.every((u) => u.level === 'place')).toBe(true);
    expect(leaves.map((u) => u.id).sort()).toEqual([...tables.keys()].sort());
    for (const count of tables.values()) expect(count).toBeLessThanOrEqual(200);
  });

  test('has figures for every station of every contest, within its registered voters', () => {
    for (const contest of election.contests) {
      const tallies = present(rehearsal.truth.get(contest.id), 'the figures of a contest');
      const inside = electorateOf(rehearsal, contest.id);
      expect(tallies.size).toBe(inside.length);
      expect(inside.length).toBeGreaterThan(0);
      const wrong = inside.filter((station) => {
        const tally = tallies.get(station.id);
        const whole = tally?.boxes.every((b) => Number.isSafeInteger(b) && Number(b) >= 0) ?? false;
        const boxes = tally?.boxes.length === boxNames(contest).length;
        return !whole || !boxes || sumOf(tally) > Number(station.registered);
      });
      expect(wrong).toEqual([]);
    }
  });

  test('puts as many ballots in the box for the governor as for the president', () => {
    const president = rehearsal.truth.get(PRESIDENT_ID);
    for (const [station, tally] of rehearsal.truth.get(GOVERNOR_ID) ?? []) {
      expect(sumOf(tally)).toBe(sumOf(president?.get(station)));
    }
  });
});

describe('an election of full size', () => {
  const { units, stations } = full.definition;

  test('has the shape of a country', () => {
    const home = units.find((u) => u.level === 'country');
    expect(units.filter((u) => u.parent === home?.id).length).toBe(9);
    expect(units.filter((u) => u.level === 'place').length).toBeGreaterThan(4_900);
    expect(units.filter((u) => u.level === 'place').length).toBeLessThan(5_700);
    let registered = 0;
    for (const s of stations) registered += Number(s.registered);
    expect(Math.abs(registered - 7_300_000)).toBeLessThan(120_000);
    expect(Math.max(...stations.map((s) => Number(s.registered)))).toBeLessThanOrEqual(240);
    expect(new Set(stations.map((s) => s.setting))).toEqual(new Set(['urban', 'rural', 'abroad']));
  });

  test('puts the lead near ten points, with blank and null votes as usual', () => {
    const totals = totalsOf(full, PRESIDENT_ID);
    const ballots = totals.reduce((a, b) => a + b, 0);
    const ranked = totals.slice(0, 9).sort((a, b) => b - a);
    const valid = ranked.reduce((a, b) => a + b, 0);
    const share = (votes: number | undefined, of: number) => (100 * (votes ?? 0)) / of;
    expect(share(ranked[0], valid)).toBeCloseTo(46.6, 0);
    expect(share(ranked[1], valid)).toBeCloseTo(36.7, 0);
    expect(Math.abs(share(ranked[0], valid) - share(ranked[1], valid) - 10)).toBeLessThan(0.7);
    expect(Math.abs(share(totals[9], ballots) - 1.5)).toBeLessThan(0.15);
    expect(Math.abs(share(totals[10], ballots) - 3.7)).toBeLessThan(0.2);
  });

  test('favours the first in the country', () => {
    const lead = (setting: string) => {
      const totals = totalsOf(full, PRESIDENT_ID, setting);
      const valid = totals.slice(0, 9).reduce((a, b) => a + b, 0);
      return ((totals[4] ?? 0) - (totals[1] ?? 0)) / valid;
    };
    expect(lead('rural')).toBeGreaterThan(lead('urban') + 0.15);
  });
});

test('one seed gives one election, another seed another', () => {
  const of = (seed: string) => rehearsalHash(generateElection({ seed, stations: 300 }));
  expect(of('a')).toBe(of('a'));
  expect(of('a')).not.toBe(of('b'));
});

test('the day is a Sunday', () => {
  expect(new Date(`${REHEARSAL_DATE}T12:00:00Z`).getUTCDay()).toBe(0);
});

test.each([0, -1, 1.5, 200_001, Number.NaN])('refuses %d stations', (stations) => {
  expect(() => generateElection({ seed: 'a', stations })).toThrow('stations');
});

function electorateOf({ definition }: Rehearsal, contest: ContestId) {
  const electorate = definition.election.contests.find((c) => c.id === contest)?.electorate ?? null;
  if (electorate === null) return definition.stations;
  const inside = new Set<string>(electorate);
  for (const unit of definition.units) if (unit.parent !== null && inside.has(unit.parent)) inside.add(unit.id);
  return definition.stations.filter((s) => inside.has(s.place));
}

function totalsOf({ definition, truth }: Rehearsal, contest: ContestId, setting?: string): number[] {
  const totals: number[] = [];
  for (const station of definition.stations) {
    if (setting !== undefined && station.setting !== setting) continue;
    truth
      .get(contest)
      ?.get(station.id)
      ?.boxes.forEach((box, i) => {
        totals[i] = (totals[i] ?? 0) + Number(box);
      });
  }
  return totals;
}
