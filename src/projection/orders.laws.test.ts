import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../base/result.ts';
import { drawnElection, type TestStation, testInput } from './baselines/small-election.test-support.ts';
import { ORDERS, type OrderId, orderOfArrival } from './orders.ts';
import { Chance } from './random.ts';

const NONE = new Int32Array(0);
const allIn = (stations: readonly TestStation[]) => stations.map((s) => ({ ...s, isIn: true }));

function order(id: OrderId, stations: readonly TestStation[], seed = 1): readonly number[] {
  const real = Int32Array.from(stations.keys()).reverse();
  return [...expectOk(orderOfArrival(id, testInput(stations), real, new Chance(seed)), id)];
}

/** Spearman's. */
function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  const ranks = (v: readonly number[]) => {
    const rank = new Map([...v.keys()].sort((a, b) => (v[a] ?? 0) - (v[b] ?? 0)).map((i, r) => [i, r]));
    return v.map((_, i) => rank.get(i) ?? 0);
  };
  const [a, b, n] = [ranks(x), ranks(y), x.length];
  const squares = a.reduce((sum, r, i) => sum + (r - (b[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

describe('orders of arrival', () => {
  it('each holds every sheet once, and is the same for a seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...ORDERS), (seed, id) => {
        const stations = allIn(drawnElection(seed, { places: 6 }));
        const once = order(id, stations, seed);
        expect([...once].sort((a, b) => a - b)).toEqual([...stations.keys()]);
        expect(order(id, stations, seed)).toEqual(once);
      }),
      { numRuns: 40 },
    );
  });

  it('only sheets that can come are in it', () => {
    const stations = drawnElection(2);
    const came = [...stations.keys()].filter((i) => stations[i]?.isIn === true);
    expect([...order('random', stations)].sort((a, b) => a - b)).toEqual(came);
  });

  it('another seed draws another', () => {
    const stations = allIn(drawnElection(1));
    for (const id of ORDERS.filter((o) => o !== 'real'))
      expect(order(id, stations, 2)).not.toEqual(order(id, stations, 1));
  });

  it('by size of the place: a place comes whole, and never a bigger one behind a smaller one', () => {
    const stations = allIn(drawnElection(3));
    const key = (i: number) => `${stations[i]?.department} ${stations[i]?.place}`;
    const size = (of: string) => stations.reduce((sum, s, i) => sum + (key(i) === of ? s.registered : 0), 0);
    for (const [id, sign] of [
      ['small-last', -1],
      ['big-last', 1],
    ] as const) {
      const sizes = order(id, stations).map((i) => sign * size(key(i)));
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      const places = order(id, stations)
        .map(key)
        .filter((k, i, list) => k !== list[i - 1]);
      expect(places).toHaveLength(new Set(places).size);
    }
  });

  it('by department: each comes whole', () => {
    const stations = allIn(drawnElection(4));
    const seen = order('by-department', stations).map((i) => stations[i]?.department);
    expect(seen.filter((d, i) => d !== seen[i - 1])).toHaveLength(4);
  });

  it('the country side last, or a refusal where it is not known', () => {
    const stations = allIn(drawnElection(5));
    const settings = order('rural-last', stations).map((i) => stations[i]?.setting);
    expect(settings.lastIndexOf(1)).toBeLessThan(settings.indexOf(2));
    const unknown = stations.map((s, i) => ({ ...s, setting: i % 3 === 0 ? 2 : 0 }));
    const refused = orderOfArrival('rural-last', testInput(unknown), NONE, new Chance(1));
    expect(refused).toMatchObject({ ok: false, error: { code: 'setting-unknown' } });
    const abroad = stations.map((s) => ({ ...s, setting: 4 }));
    expect(orderOfArrival('rural-last', testInput(abroad), NONE, new Chance(1)).ok).toBe(false);
    expect(orderOfArrival('real', testInput(stations), NONE, new Chance(1))).toMatchObject({
      error: { code: 'order-unknown' },
    });
  });

  it("the leader's tables late: ranks correlate by a half, and so do those of the places", () => {
    const stations = allIn(drawnElection(7, { departments: 5, places: 400 }));
    const leader = leaderOf(stations);
    const share = (of: readonly TestStation[]) => {
      const sum = (k: number | null) =>
        of.reduce((all, s) => all + s.votes.reduce((a, v, i) => (k === null || i === k ? a + v : a), 0), 0);
      return sum(leader) / sum(null);
    };
    const drawn = order('leader-tables-last', stations);
    const tables = rankCorrelation(
      [...drawn.keys()],
      drawn.map((i) => share(stations.slice(i, i + 1))),
    );
    expect(Math.abs(tables - 0.5)).toBeLessThan(0.05);
    const groups = Map.groupBy(stations, (s) => `${s.department} ${s.place}`);
    const places = [
      ...new Set(order('leader-places-last', stations).map((i) => `${stations[i]?.department} ${stations[i]?.place}`)),
    ];
    const byPlace = rankCorrelation(
      [...places.keys()],
      places.map((p) => share(groups.get(p) ?? [])),
    );
    expect(Math.abs(byPlace - 0.5)).toBeLessThan(0.06);
  });
});

function leaderOf(stations: readonly TestStation[]): number {
  const sums = [0, 1, 2].map((k) => stations.reduce((sum, s) => sum + (s.votes[k] ?? 0), 0));
  return sums.indexOf(Math.max(...sums));
}
