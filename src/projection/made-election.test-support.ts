import type { ProjectionInput, SheetTable, StationTable } from './projection-input.ts';
import { Chance } from './random.ts';

/** What an election made for a test is like: the model's own structure, splits of splits with effects of areas, places and tables. */
export type Recipe = {
  readonly seed: number;
  readonly options?: number;
  readonly departments?: number;
  readonly places?: number;
  /** Tables of a place: one to so many. */
  readonly tables?: number;
  /** Sds of the effects of a department, a place and a table, on the logit. */
  readonly spread?: readonly [number, number, number];
  /** How much more the first option has among the last sheets than among the first, on the logit. */
  readonly drift?: number;
  /** Shifts of every coordinate (turnout, pair, two, others ...) of the sheets that come after a part of all, and more by department. */
  readonly lateShift?: {
    readonly from: number;
    readonly shift: readonly number[];
    readonly areas?: readonly (readonly number[])[];
  };
  /** Votes in the base that are for none of the options. */
  readonly unnamed?: number;
};

/** The whole election: every sheet in, in an order of instants by places and then at random. */
export function madeElection(recipe: Recipe): ProjectionInput {
  const { seed, options = 3, departments = 4, places = 12, tables = 4, spread = [0.4, 0.3, 0.2] } = recipe;
  const chance = new Chance(seed);
  const coordinates = options + 1;
  const start = Array.from({ length: coordinates }, (_, c) => (c === 0 ? 1 : c === 1 ? 0.15 : c === 2 ? 1.2 : 0));
  const around = (of: readonly number[], sd: number) => of.map((x) => x + sd * chance.normal());
  const rows: { department: number; unit: number; position: number; etas: readonly number[]; late: number }[] = [];
  const [parent, level, names] = [[-1], [0], ['whole']];
  for (let d = 0; d < departments; d++) {
    const [department, eta] = [parent.length, around(start, spread[0])];
    addUnit(0, 1, `d${d}`);
    for (let p = 0; p < places; p++) {
      const [place, etaOfPlace] = [parent.length, around(eta, spread[1])];
      addUnit(department, 2, `d${d}p${p}`);
      const count = 1 + chance.below(tables);
      const late = chance.uniform();
      for (let t = 0; t < count; t++)
        rows.push({
          department: d,
          unit: place,
          position: (t + 0.5) / count,
          etas: around(etaOfPlace, spread[2]),
          late: late + 0.5 * chance.uniform(),
        });
    }
  }
  function addUnit(above: number, depth: number, name: string): void {
    parent.push(above);
    level.push(depth);
    names.push(name);
  }
  const tree = {
    levels: ['department', 'place'],
    parent: Int32Array.from(parent),
    level: Uint8Array.from(level),
    names,
  };
  return voted(recipe, tree, rows, options, chance);
}

function voted(
  { drift = 0, lateShift, unnamed = 0 }: Recipe,
  tree: StationTable['tree'],
  rows: readonly {
    readonly department: number;
    readonly unit: number;
    readonly position: number;
    readonly etas: readonly number[];
    readonly late: number;
  }[],
  options: number,
  chance: Chance,
): ProjectionInput {
  const size = rows.length;
  const rank = rows.map((_, i) => i).sort((a, b) => (rows[a]?.late ?? 0) - (rows[b]?.late ?? 0));
  const arrivedAt = new Float64Array(size);
  rank.forEach((i, at) => {
    arrivedAt[i] = 1_000_000 + 1000 * at;
  });
  const registered = Float64Array.from(rows, () => 120 + chance.below(120));
  const votes = new Float64Array(size * options);
  const base = new Float64Array(size);
  rows.forEach(({ etas, department }, i) => {
    const at = ((arrivedAt[i] as number) - 1_000_000) / (1000 * size);
    const isLate = lateShift !== undefined && at >= lateShift.from;
    const shift = (c: number) => (isLate ? (lateShift.shift[c] ?? 0) + (lateShift.areas?.[department]?.[c] ?? 0) : 0);
    const p = etas.map((eta, c) => expit(eta + shift(c) + (c === 1 ? drift * at : 0)));
    const cast = binomial(chance, registered[i] as number, p[0] as number);
    base[i] = cast;
    const named = cast - binomial(chance, cast, unnamed);
    votes.set(splitUp(chance, named, p, options), i * options);
  });
  return {
    options: Array.from({ length: options }, (_, k) => `o${k}`),
    base: unnamed > 0 ? 'total' : 'options',
    rule: { kind: 'plurality' },
    count: 'official',
    stations: {
      size,
      ids: rows.map((_, i) => `s${i}`),
      tree,
      unitOf: Int32Array.from(rows, (r) => r.unit),
      placesKnown: true,
      position: Float64Array.from(rows, (r) => r.position),
      registered,
      registeredOf: 'table',
      setting: Uint8Array.from(rows, (_, i) => 1 + (i % 2)),
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
    previous: null,
  };
}

/** The first two against the rest, the first of these two, then each of the others within what is left. */
function splitUp(chance: Chance, named: number, p: readonly number[], options: number): readonly number[] {
  const two = options === 2 ? named : binomial(chance, named, p[2] as number);
  const first = binomial(chance, two, p[1] as number);
  const votes = [first, two - first];
  let rest = named - two;
  for (let k = 2; k < options; k++) {
    const won = k === options - 1 ? rest : binomial(chance, rest, p[k + 1] as number);
    votes.push(won);
    rest -= won;
  }
  return votes;
}

const expit = (x: number) => 1 / (1 + Math.exp(-x));

function binomial(chance: Chance, n: number, p: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) if (chance.uniform() < p) sum++;
  return sum;
}

/** Of a whole election what is seen while only these sheets are in. */
export function onlyIn(whole: ProjectionInput, isIn: (station: number) => boolean): ProjectionInput {
  const { size } = whole.stations;
  const width = whole.options.length;
  const seen = Uint8Array.from({ length: size }, (_, i) => Number(isIn(i)));
  return withSheets(whole, {
    isIn: seen,
    votes: whole.sheets.votes.map((v, at) => (seen[Math.floor(at / width)] === 1 ? v : 0)),
    base: whole.sheets.base.map((b, i) => (seen[i] === 1 ? b : 0)),
    arrivedAt: whole.sheets.arrivedAt.map((t, i) => (seen[i] === 1 ? t : Number.NaN)),
  });
}

/** The first part of the sheets, in their order. */
export function firstIn(whole: ProjectionInput, part: number): ProjectionInput {
  const { arrivedAt } = whole.sheets;
  const until = [...arrivedAt].sort((a, b) => a - b)[Math.round(part * (arrivedAt.length - 1))] as number;
  return onlyIn(whole, (i) => (arrivedAt[i] as number) <= until);
}

export function withSheets(input: ProjectionInput, change: Partial<SheetTable>): ProjectionInput {
  return { ...input, sheets: { ...input.sheets, ...change } };
}

export function withStations(input: ProjectionInput, change: Partial<StationTable>): ProjectionInput {
  return { ...input, stations: { ...input.stations, ...change } };
}

/** The same without any order of arrival. */
export function unordered(input: ProjectionInput): ProjectionInput {
  return withSheets(input, { order: 'none', arrivedAt: input.sheets.arrivedAt.map(() => Number.NaN) });
}

/** The same election with its rows in another order: row `at` is row `rows[at]` of before. */
export function reordered(input: ProjectionInput, rows: readonly number[]): ProjectionInput {
  const { stations, sheets, previous } = input;
  const width = input.options.length;
  const floats = (of: Float64Array) => Float64Array.from(rows, (i) => of[i] as number);
  const bytes = (of: Uint8Array) => Uint8Array.from(rows, (i) => of[i] as number);
  return {
    ...input,
    stations: {
      ...stations,
      ids: rows.map((i) => stations.ids[i] as string),
      unitOf: Int32Array.from(rows, (i) => stations.unitOf[i] as number),
      position: floats(stations.position),
      registered: floats(stations.registered),
      setting: bytes(stations.setting),
      covariates: stations.covariates.map((c) => ({ ...c, values: floats(c.values) })),
      expected: bytes(stations.expected),
    },
    sheets: {
      ...sheets,
      isIn: bytes(sheets.isIn),
      votes: Float64Array.from(rows.flatMap((i) => [...sheets.votes.subarray(i * width, (i + 1) * width)])),
      base: floats(sheets.base),
      arrivedAt: floats(sheets.arrivedAt),
      setAside: bytes(sheets.setAside),
    },
    previous:
      previous === null ? null : { ...previous, areaOf: Int32Array.from(rows, (i) => previous.areaOf[i] as number) },
  };
}

/** The same election with its options in another order: option `at` is option `to[at]` of before. */
export function relabelled(input: ProjectionInput, to: readonly number[]): ProjectionInput {
  const width = input.options.length;
  const { votes } = input.sheets;
  return {
    ...withSheets(input, {
      votes: votes.map((_, at) => votes[Math.floor(at / width) * width + (to[at % width] as number)] as number),
    }),
    options: to.map((k) => input.options[k] as string),
  };
}

/** Votes of each option, and the base, of the sheets that are in. */
export function sumsOf({ options, stations, sheets }: ProjectionInput): readonly number[] {
  const width = options.length;
  const sums = Array.from({ length: width + 1 }, () => 0);
  for (let i = 0; i < stations.size; i++) {
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (sheets.votes[i * width + k] as number);
    sums[width] = (sums[width] as number) + (sheets.base[i] as number);
  }
  return sums;
}

/** Every number in an answer, with the way to it: to find one that is none. */
export function numbersIn(value: unknown, path = 'answer'): readonly (readonly [path: string, value: number])[] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}
