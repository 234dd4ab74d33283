import type { PreviousElection, ProjectionInput, StationTable } from '../projection-input.ts';
import { Chance } from '../random.ts';

/** A station of an election made for a test: where it lies, its roll, its figures, and its area in an earlier election. */
export type TestStation = {
  readonly department: string;
  readonly place: string;
  readonly registered: number;
  readonly votes: readonly number[];
  readonly base?: number;
  readonly isIn: boolean;
  /** Row of `previous`. */
  readonly before?: number;
  readonly setting?: number;
};

type Facts = {
  readonly options?: readonly string[];
  readonly registeredOf?: 'table' | 'place';
  readonly previous?: { readonly options: readonly string[]; readonly votes: readonly (readonly number[])[] };
};

/** The stations as columns, whether in or out: what an order or a truth is made from. */
export function testStations(
  stations: readonly TestStation[],
  registeredOf: 'table' | 'place' = 'table',
): StationTable {
  const names = ['whole'];
  const parent = [-1];
  const level = [0];
  const unit = (key: string, above: number, depth: number): number => {
    const known = names.findIndex((name, u) => name === key && parent[u] === above);
    if (known >= 0) return known;
    names.push(key);
    parent.push(above);
    level.push(depth);
    return names.length - 1;
  };
  for (const s of stations) unit(s.department, 0, 1);
  const unitOf = stations.map((s) => unit(s.place, unit(s.department, 0, 1), 2));
  return {
    size: stations.length,
    ids: stations.map((_, i) => `${i}`),
    tree: { levels: ['department', 'place'], parent: Int32Array.from(parent), level: Uint8Array.from(level), names },
    unitOf: Int32Array.from(unitOf),
    placesKnown: true,
    position: new Float64Array(stations.length).fill(Number.NaN),
    registered: Float64Array.from(stations, (s) => s.registered),
    registeredOf,
    setting: Uint8Array.from(stations, (s) => s.setting ?? 0),
    covariates: [],
    expected: new Uint8Array(stations.length).fill(1),
  };
}

/** What a baseline sees: figures only of the sheets that are in. */
export function testInput(stations: readonly TestStation[], facts: Facts = {}): ProjectionInput {
  const options = facts.options ?? (stations[0]?.votes ?? []).map((_, k) => `o${k}`);
  const figures = (s: TestStation) => (s.isIn ? s.votes : s.votes.map(() => 0));
  const sum = (votes: readonly number[]) => votes.reduce((a, b) => a + b, 0);
  return {
    options,
    base: stations.some((s) => s.base !== undefined) ? 'total' : 'options',
    rule: { kind: 'plurality' },
    count: 'preliminary',
    stations: testStations(stations, facts.registeredOf ?? 'table'),
    sheets: {
      isIn: Uint8Array.from(stations, (s) => Number(s.isIn)),
      votes: Float64Array.from(stations.flatMap(figures)),
      base: Float64Array.from(stations, (s) => (s.isIn ? (s.base ?? sum(s.votes)) : 0)),
      arrivedAt: new Float64Array(stations.length).fill(Number.NaN),
      order: 'none',
      figures: 'as-then',
      setAside: new Uint8Array(stations.length),
    },
    previous: facts.previous === undefined ? null : previousOf(stations, facts.previous),
  };
}

function previousOf(
  stations: readonly TestStation[],
  { options, votes }: NonNullable<Facts['previous']>,
): PreviousElection {
  return {
    options,
    areaOf: Int32Array.from(stations, (s) => s.before ?? -1),
    votes: Float64Array.from(votes.flat()),
    valid: new Float64Array(votes.length).fill(Number.NaN),
    registered: new Float64Array(votes.length).fill(Number.NaN),
  };
}

/** An election drawn at random: departments that lean one way or the other, places in them, one to six tables a place. */
export function drawnElection(
  seed: number,
  { departments = 4, places = 30, options = 3 }: { departments?: number; places?: number; options?: number } = {},
): readonly TestStation[] {
  const chance = new Chance(seed);
  const stations: TestStation[] = [];
  for (let d = 0; d < departments; d++) {
    const lean = chance.normal();
    for (let p = 0; p < places; p++) {
      const score = Array.from({ length: options }, (_, k) => (k === 0 ? lean + chance.normal() * 0.5 : -k * 0.3));
      const tables = 1 + chance.below(6);
      for (let t = 0; t < tables; t++) {
        const registered = 150 + chance.below(100);
        const odds = score.map((s) => Math.exp(s + chance.normal() * 0.2));
        const all = odds.reduce((a, b) => a + b, 0);
        const voting = registered * (0.6 + 0.3 * chance.uniform());
        const votes = odds.map((o) => Math.floor((voting * o) / all));
        const setting = chance.uniform() < 0.4 ? 2 : 1;
        stations.push({
          department: `d${d}`,
          place: `p${p}`,
          registered,
          votes,
          isIn: chance.uniform() < 0.5,
          setting,
        });
      }
    }
  }
  return stations;
}
