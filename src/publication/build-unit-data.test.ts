import { describe, expect, it } from 'vitest';
import type { ElectionDefinition } from '../model/election.ts';
import { buildFrontier, buildUnitData, encodeUnitData, pathsOfUnit } from './build-unit-data.ts';
import { PageSchedule } from './state-files.ts';
import { boxes, LITTLE, ViewRecorder } from './view-recorder.test-support.ts';

function counted(): ViewRecorder {
  const run = new ViewRecorder();
  run.openBoth('imported');
  run.import('official', 'pres', 's0', { boxes: boxes(60, 40, 'empty') });
  run.import('official', 'pres', 's3', { boxes: boxes(10, 30, 2) });
  run.import('official', 'pres', 's4', { boxes: boxes('illegible', 7, 1) });
  run.import('official', 'gov', 's0', { boxes: boxes(5, 6) });
  run.publish();
  return run;
}
const { view } = counted();
const unit = (n: number) => buildUnitData(view, n);

describe('the data of a unit', () => {
  it('has the path from the root to the parent, units without files too', () => {
    expect(unit(0).path).toEqual([]);
    expect(unit(2).path).toEqual([
      ['u0', ''],
      ['u1', 'North'],
    ]);
    expect(unit(5).path).toEqual([
      ['u0', ''],
      ['u4', 'South'],
    ]);
  });

  it('has the contests of its stations and no others', () => {
    expect([0, 1, 2, 3].map((u) => Object.keys(unit(u).contests))).toEqual(Array(4).fill(['pres', 'gov']));
    expect([5, 6].map((u) => Object.keys(unit(u).contests))).toEqual(Array(2).fill(['pres']));
  });

  it('names its children, and the page that a link to each leads to', () => {
    expect(unit(0).children.map((c) => [c.unit, c.page, c.name])).toEqual([
      ['u1', 'u1', 'North'],
      ['u4', 'u5', 'South'],
      ['u6', 'u6', 'Abroad'],
    ]);
    expect(unit(0).children.map((c) => Object.keys(c.contests))).toEqual([['pres', 'gov'], ['pres'], ['pres']]);
    expect(unit(0).children.map((c) => c.contests['pres']?.official.votes)).toEqual([
      [60, 40],
      [10, 30],
      [0, 7],
    ]);
  });

  it('tells the outcome of a contest for the whole and for its electorate alone', () => {
    const has = (n: number, contest: string) => 'outcome' in (unit(n).contests[contest]?.official ?? {});
    expect([0, 1, 2, 5].map((n) => has(n, 'pres'))).toEqual([true, false, false, false]);
    expect([0, 1, 2].map((n) => has(n, 'gov'))).toEqual([true, true, false]);
    expect(unit(1).contests['gov']?.official.outcome).toEqual(unit(0).contests['gov']?.official.outcome);
  });

  it('adds what is in to figures of what is out', () => {
    expect(unit(0).contests['pres']?.official).toMatchObject({
      expected: 5,
      counted: 3,
      registered: 360_000,
      registeredCounted: 180_000,
      registeredUnknown: 0,
      votes: [70, 77],
      others: [3],
      valid: 147,
      cast: 150,
    });
  });

  it('has the settings of its stations on the front page only, with "" for not known', () => {
    const { settings = {} } = unit(0);
    expect(Object.keys(settings)).toEqual(['urban', 'rural', '']);
    expect(Object.values(settings).map((s) => Object.keys(s))).toEqual([['pres', 'gov'], ['pres', 'gov'], ['pres']]);
    expect(settings['rural']?.['pres']?.official).toMatchObject({ expected: 2, counted: 1, votes: [10, 30] });
    for (const n of [1, 2, 5, 6]) expect('settings' in unit(n)).toBe(false);
  });

  it('has the sheets of a place, box by box as the paper has them, and of no other unit', () => {
    for (const n of [0, 1]) expect('sheets' in unit(n)).toBe(false);
    expect(unit(2).sheets?.map((s) => [s.station, Object.keys(s.contests)])).toEqual([
      ['s0', ['pres', 'gov']],
      ['s1', ['pres', 'gov']],
    ]);
    expect(unit(2).sheets?.[0]?.contests['pres']).toEqual({
      preliminary: null,
      official: { status: 'counted', boxes: [60, 40, null], record: 2 },
    });
    expect(unit(6).sheets?.[0]?.contests['pres']?.official?.boxes).toEqual(['illegible', 7, 1]);
  });

  it('has canonical JSON, thresholds as fractions', () => {
    const encoded = JSON.stringify(encodeUnitData(unit(0)));
    expect(encoded).toContain('"threshold":"1/2"');
    expect(encoded).not.toContain('undefined');
  });

  it('of an election in one place has sheets and settings on the front page', () => {
    const [root] = LITTLE.units;
    const one = {
      ...LITTLE,
      election: { ...LITTLE.election, contests: LITTLE.election.contests.slice(0, 1) },
      units: [root],
      stations: LITTLE.stations.slice(0, 1).map((s) => ({ ...s, place: 'u0' })),
    } as unknown as ElectionDefinition;
    const data = buildUnitData(new ViewRecorder(null, one).view, 0);
    expect([data.children.length, data.sheets?.length, Object.keys(data.settings ?? {})]).toEqual([0, 1, ['urban']]);
  });
});

describe('the frontier', () => {
  const withRegistered = (...list: (number | null)[]) =>
    new ViewRecorder(null, {
      ...LITTLE,
      stations: LITTLE.stations.map((s, i) => ({ ...s, registered: list[i] ?? null })),
    } as ElectionDefinition).view;
  const of = (...list: (number | null)[]) => buildFrontier(withRegistered(...list)).map((c) => [c.unit, c.page]);

  it("is the root's children where none is the larger half", () => {
    expect(of(10, 10, 10, 30, 30)).toEqual([
      ['u1', 'u1'],
      ['u4', 'u5'],
      ['u6', 'u6'],
    ]);
  });

  it('has in place of a child with more than half its own children', () => {
    expect(of(50, 40, 10, 5, 5).map(([u]) => u)).toEqual(['u2', 'u3', 'u4', 'u6']);
  });

  it('leaves a child with exactly half, and a place however large', () => {
    expect(of(20, 20, 10, 25, 25).map(([u]) => u)).toEqual(['u1', 'u4', 'u6']);
    expect(of(1, 1, 1, 1, 99).map(([u]) => u)).toEqual(['u1', 'u4', 'u6']);
  });

  it('goes down a chain to its place', () => {
    expect(of(1, 1, 1, 99, null).map(([u]) => u)).toEqual(['u1', 'u5', 'u6']);
  });
});

describe('files', () => {
  it('of a unit and of the root have their places', () => {
    expect(pathsOfUnit('u7')).toEqual({ data: 'data/u/u7.json', pages: ['es/u/u7.html', 'en/u/u7.html'] });
    expect(pathsOfUnit('u0')).toEqual({ data: 'data/u/u0.json', pages: ['es/index.html', 'en/index.html'] });
  });

  it('are written for what changed, always for the front page, and for all in a complete state', () => {
    const schedule = new PageSchedule(counted().view);
    expect(schedule.choose(new Set([5]), true)).toEqual([0, 1, 2, 3, 5, 6]);
    expect(schedule.choose(new Set(), true)).toEqual([0]);
    expect(schedule.choose(new Set([2]), false)).toEqual([0, 2]);
    expect(schedule.writtenUnits()).toEqual([0, 1, 2, 3, 5, 6]);
  });
});
