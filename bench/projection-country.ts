import type { PreviousElection, ProjectionInput } from '../src/projection/projection-input.ts';
import { Chance } from '../src/projection/random.ts';

/*
 * A country for the bench: four levels, some six tables a place, effects of every level, an earlier election by place, and an order in
 * which small places are late. Three options and a turnout: three coordinates.
 */

const OPTIONS = 3;
const LEVELS = ['department', 'province', 'municipality', 'place'] as const;
/** Units of each level in one above it; places have one to eleven tables. */
const WITHIN = [9, 6, 8] as const;
const TABLES_A_PLACE = 6;

type Row = {
  readonly unit: number;
  readonly position: number;
  readonly etas: readonly number[];
  readonly late: number;
};

/** The whole country, every sheet in. */
export function benchCountry(size: number, seed: number): ProjectionInput {
  const chance = new Chance(seed);
  const units = { parent: [-1], level: [0], names: ['whole'] };
  const rows: Row[] = [];
  const places = size / TABLES_A_PLACE / WITHIN.reduce((a, b) => a * b, 1);
  const visit = (above: number, level: number, etas: readonly number[]): void => {
    const own = etas.map((eta) => eta + (0.5 / level) * chance.normal());
    const unit = units.parent.push(above) - 1;
    units.level.push(level);
    units.names.push(`${LEVELS[level - 1]} ${unit}`);
    const below = level < WITHIN.length ? WITHIN[level] : level < LEVELS.length ? places * (0.5 + chance.uniform()) : 0;
    for (let n = 0; n < (below ?? 0); n++) visit(unit, level + 1, own);
    if (level === LEVELS.length) addTables(rows, unit, own, chance);
  };
  for (let d = 0; d < WITHIN[0]; d++) visit(0, 1, [1, 0.1, 1]);
  return voted(rows.slice(0, size), units, chance);
}

function addTables(rows: Row[], unit: number, etas: readonly number[], chance: Chance): void {
  const tables = 1 + chance.below(2 * TABLES_A_PLACE - 1);
  const late = chance.uniform() - 0.03 * tables;
  for (let t = 0; t < tables; t++)
    rows.push({
      unit,
      position: (t + 0.5) / tables,
      etas: etas.map((eta, c) => eta + 0.2 * chance.normal() + (c === 1 ? 0.2 * late : 0)),
      late: late + 0.3 * chance.uniform(),
    });
}

function voted(
  rows: readonly Row[],
  units: { readonly parent: readonly number[]; readonly level: readonly number[]; readonly names: readonly string[] },
  chance: Chance,
): ProjectionInput {
  const size = rows.length;
  const of = (value: (row: Row, i: number) => number) => Float64Array.from(rows, value);
  const registered = of(() => 120 + chance.below(120));
  const base = new Float64Array(size);
  const votes = new Float64Array(size * OPTIONS);
  rows.forEach(({ etas }, i) => {
    const share = (c: number) => 1 / (1 + Math.exp(-(etas[c] as number)));
    const cast = about(chance, registered[i] as number, share(0));
    const two = about(chance, cast, share(2));
    const first = about(chance, two, share(1));
    base[i] = cast;
    votes.set([first, two - first, cast - two], i * OPTIONS);
  });
  const order = [...rows.keys()].sort((a, b) => (rows[a] as Row).late - (rows[b] as Row).late);
  const arrivedAt = new Float64Array(size);
  order.forEach((i, at) => {
    arrivedAt[i] = 1000 * at;
  });
  const tree = { levels: LEVELS, ...units, parent: Int32Array.from(units.parent), level: Uint8Array.from(units.level) };
  const unitOf = Int32Array.from(rows, (r) => r.unit);
  return {
    options: ['a', 'b', 'c'],
    base: 'options',
    rule: { kind: 'plurality' },
    count: 'preliminary',
    stations: {
      size,
      ids: rows.map((_, i) => `${i}`),
      tree,
      unitOf,
      placesKnown: true,
      position: of((r) => r.position),
      registered,
      registeredOf: 'table',
      setting: Uint8Array.from(rows, (r) => 1 + (r.unit % 2)),
      covariates: [],
      expected: new Uint8Array(size).fill(1),
    },
    sheets: {
      isIn: new Uint8Array(size).fill(1),
      votes,
      base,
      arrivedAt,
      order: 'instants',
      figures: 'as-then',
      setAside: new Uint8Array(size),
    },
    previous: earlierElection(unitOf, units.parent.length, votes, chance),
  };
}

/** Near enough to a binomial for a bench. */
function about(chance: Chance, n: number, p: number): number {
  return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * chance.normal())));
}

/** The votes of each place as they were some years before, give or take. */
function earlierElection(unitOf: Int32Array, areas: number, now: Float64Array, chance: Chance): PreviousElection {
  const votes = new Float64Array(areas * OPTIONS);
  now.forEach((v, at) => {
    const to = (unitOf[Math.floor(at / OPTIONS)] as number) * OPTIONS + (at % OPTIONS);
    votes[to] = (votes[to] as number) + Math.round(v * (0.7 + 0.5 * chance.uniform()));
  });
  const unknown = () => new Float64Array(areas).fill(Number.NaN);
  return { options: ['x', 'y', 'z'], areaOf: unitOf, votes, valid: unknown(), registered: unknown() };
}

/** What is seen of it when the first part of the sheets is in. */
export function benchNight(whole: ProjectionInput, part: number): ProjectionInput {
  const until = 1000 * part * whole.stations.size;
  const { sheets } = whole;
  const seen = Uint8Array.from(sheets.arrivedAt, (t) => (t < until ? 1 : 0));
  return {
    ...whole,
    sheets: {
      ...sheets,
      isIn: seen,
      votes: sheets.votes.map((v, at) => (seen[Math.floor(at / OPTIONS)] === 1 ? v : 0)),
      base: sheets.base.map((b, i) => (seen[i] === 1 ? b : 0)),
      arrivedAt: sheets.arrivedAt.map((t, i) => (seen[i] === 1 ? t : Number.NaN)),
    },
  };
}
