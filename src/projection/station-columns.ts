import { type Covariate, SETTINGS, type StationTable } from './projection-input.ts';
import type { InputNote } from './projection-source.ts';
import { byUnit, type StationsByUnit, type UnitColumns } from './unit-columns.ts';

/** What is said of each station, as it was read. Lists are as long as there are stations. */
export type StationColumns = {
  readonly ids: readonly string[];
  readonly units: UnitColumns;
  readonly levels: readonly string[];
  readonly unitOf: readonly number[];
  /** NaN where there is none. */
  readonly table: readonly number[];
  readonly registered: readonly number[];
  readonly setting: readonly string[];
  readonly covariates: readonly Covariate[];
  /** What `registered` is of, by station (a level, `table`), where the source says it; else null. */
  readonly registeredLevel: readonly string[] | null;
  /** Whether the deepest level is a polling place, where the source says it; else null. */
  readonly placesStated: boolean | null;
};

/** Makes the table of stations, and says what about it was missing or had to be inferred. Never from votes. */
export function makeStations(columns: StationColumns): { table: StationTable; notes: readonly InputNote[] } {
  const notes: InputNote[] = [];
  const tree = columns.units.tree();
  const unitOf = Int32Array.from(columns.unitOf);
  const groups = byUnit(unitOf, tree.parent.length);
  if (columns.units.blanks > 0) notes.push({ code: 'levels-blank', facts: { stations: columns.units.blanks } });
  const placesKnown = findPlaces(columns, groups, notes);
  const numbered = columns.table.reduce((n, t) => n + (Number.isNaN(t) ? 0 : 1), 0);
  const size = columns.ids.length;
  if (numbered < size) notes.push({ code: 'table-numbers-missing', facts: { stations: size - numbered } });
  const { registered, registeredOf } = findRegistered(columns, placesKnown, groups, notes);
  noteRegistered(registered, notes);
  const setting = Uint8Array.from(columns.setting, (name) => Math.max(0, SETTINGS.indexOf(name as never)));
  const unset = setting.reduce((n, s) => n + (s === 0 ? 1 : 0), 0);
  if (unset > 0) notes.push({ code: 'setting-missing', facts: { stations: unset } });
  const table: StationTable = {
    size,
    ids: columns.ids,
    tree,
    unitOf,
    placesKnown,
    position: positions(columns.table, placesKnown, groups),
    registered,
    registeredOf,
    setting,
    covariates: columns.covariates,
    expected: new Uint8Array(size).fill(1),
  };
  return { table, notes };
}

const PLACE =
  /(^|[^a-z])(place|polling_?place|polling_?station|recinto|local|local_de_votacion|locale|colegio|escuela|school|puesto|building|venue|centro_de_votacion|voting_?cent(er|re))([^a-z]|$)/;
const WIDER =
  /(country|pais|país|state|estado|department|departamento|province|provincia|region|región|district|distrito|municipality|municipio|commune|comuna|county|canton|cantón|constituency|ward|parish|parroquia|locality|localidad|city|ciudad|town|continent)/;
/** Above this a unit is no building, whatever its tables are called. */
const MOST_TABLES = 60;
const FEW_TABLES = 20;

/**
 * Whether the deepest level is a building: as stated; by its name; else by its tables: their numbers start again in each unit
 * and no number stands twice in one, or, without numbers, a few stations share a unit that is not called an area.
 */
function findPlaces(columns: StationColumns, groups: StationsByUnit, notes: InputNote[]): boolean {
  const deepest = columns.levels.at(-1)?.toLowerCase() ?? '';
  const say = (known: boolean, because: string): boolean => {
    notes.push({ code: known ? 'place-level' : 'no-place-level', facts: { level: deepest, because } });
    return known;
  };
  if (deepest === '') return say(false, 'no-levels');
  if (columns.placesStated !== null) return say(columns.placesStated, 'stated');
  if (PLACE.test(deepest)) return say(true, 'name');
  const { median, most, repeated, numbered, units } = describeUnits(columns.table, groups);
  if (most > 20 * MOST_TABLES || median > FEW_TABLES) return say(false, 'many-tables');
  if (numbered) return say(repeated / units < 0.01 && (!WIDER.test(deepest) || most <= MOST_TABLES), 'table-numbers');
  return say(!WIDER.test(deepest) && median >= 2, 'sizes');
}

function describeUnits(table: readonly number[], groups: StationsByUnit) {
  const sizes: number[] = [];
  let [repeated, known, all] = [0, 0, 0];
  for (let u = 0; u + 1 < groups.first.length; u++) {
    const own = stationsOf(groups, u);
    if (own.length === 0) continue;
    sizes.push(own.length);
    const seen = new Set<number>();
    let twice = false;
    for (const s of own) {
      const number = table[s] as number;
      all++;
      if (Number.isNaN(number)) continue;
      known++;
      twice ||= seen.has(number);
      seen.add(number);
    }
    if (twice) repeated++;
  }
  sizes.sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return { median, most: sizes.at(-1) ?? 0, repeated, numbered: known > 0.9 * all, units: Math.max(1, sizes.length) };
}

function stationsOf(groups: StationsByUnit, unit: number): Int32Array {
  return groups.stations.subarray(groups.first[unit], groups.first[unit + 1]);
}

/** Numbers that start at 1 in each place say where a table is in it; others only in which order they are. */
function positions(table: readonly number[], placesKnown: boolean, groups: StationsByUnit): Float64Array {
  const position = new Float64Array(table.length).fill(Number.NaN);
  if (!placesKnown) return position;
  for (let u = 0; u + 1 < groups.first.length; u++) {
    const own = [...stationsOf(groups, u)].filter((s) => !Number.isNaN(table[s] as number));
    if (own.length === 0) continue;
    own.sort((a, b) => (table[a] as number) - (table[b] as number));
    const highest = table[own.at(-1) as number] as number;
    const counted = highest <= 2 * own.length && (table[own[0] as number] as number) >= 1;
    const tables = Math.max(highest, own.length);
    own.forEach((s, rank) => {
      position[s] = counted ? ((table[s] as number) - 0.5) / tables : (rank + 0.5) / own.length;
    });
  }
  return position;
}

type Registered = Pick<StationTable, 'registered' | 'registeredOf'>;

function findRegistered(
  columns: StationColumns,
  placesKnown: boolean,
  groups: StationsByUnit,
  notes: InputNote[],
): Registered {
  const registered = Float64Array.from(columns.registered);
  if (columns.registeredLevel !== null)
    return asStated(columns, columns.registeredLevel, registered, placesKnown, notes);
  if (!placesKnown) return { registered, registeredOf: 'table' };
  const { repeated, several, slope, spread } = repeatsByPlace(registered, groups);
  if (several < 10 || repeated < 0.95 * several) return { registered, registeredOf: 'table' };
  // Where every place has as many tables as the next, nothing tells a number of the place from one of the table.
  if (spread < 0.01) {
    notes.push({ code: 'registered-repeats', facts: { places: several } });
    return { registered, registeredOf: 'table' };
  }
  if (slope < 0.5) return { registered, registeredOf: 'table' };
  notes.push({ code: 'registered-by-place-inferred', facts: { places: several, slope: Number(slope.toFixed(2)) } });
  return { registered, registeredOf: 'place' };
}

/**
 * How many places of several tables repeat one number, and how that number grows with the tables (slope of the logarithms): a
 * number of voters of a whole place grows like its tables, one of a table does not.
 */
function repeatsByPlace(registered: Float64Array, groups: StationsByUnit) {
  let [repeated, several] = [0, 0];
  const points: [number, number][] = [];
  for (let u = 0; u + 1 < groups.first.length; u++) {
    const own = [...stationsOf(groups, u)].map((s) => registered[s] as number).filter((r) => r > 0);
    if (own.length < 2) continue;
    several++;
    if (own.some((r) => r !== own[0])) continue;
    repeated++;
    points.push([Math.log(own.length), Math.log(own[0] as number)]);
  }
  const [mx, my] = [0, 1].map((c) => points.reduce((sum, p) => sum + (p[c] as number), 0) / Math.max(1, points.length));
  let [xx, xy] = [0, 0];
  for (const [x, y] of points) {
    xx += (x - (mx as number)) ** 2;
    xy += (x - (mx as number)) * (y - (my as number));
  }
  return { repeated, several, slope: xx > 0 ? xy / xx : 0, spread: xx / Math.max(1, points.length) };
}

function asStated(
  columns: StationColumns,
  levelOf: readonly string[],
  registered: Float64Array,
  placesKnown: boolean,
  notes: InputNote[],
): Registered {
  const deepest = columns.levels.at(-1);
  const kinds = levelOf.map((name): 'table' | 'place' | 'wider' => {
    if (name === '' || name === 'table' || name === 'station') return 'table';
    return placesKnown && (name === 'place' || name === deepest) ? 'place' : 'wider';
  });
  const places = kinds.filter((kind) => kind === 'place').length;
  const registeredOf = places > columns.ids.length / 2 ? 'place' : 'table';
  let unused = 0;
  kinds.forEach((kind, s) => {
    if (kind === registeredOf || Number.isNaN(registered[s] as number)) return;
    // A number of another area than the rest must not be added up with them.
    registered[s] = Number.NaN;
    unused++;
  });
  if (registeredOf === 'place') notes.push({ code: 'registered-by-place', facts: { stations: places } });
  if (unused > 0) notes.push({ code: 'registered-of-other-area', facts: { stations: unused } });
  return { registered, registeredOf };
}

function noteRegistered(registered: Float64Array, notes: InputNote[]): void {
  const unknown = registered.reduce((n, r) => n + (Number.isNaN(r) ? 1 : 0), 0);
  const zero = registered.reduce((n, r) => n + (r === 0 ? 1 : 0), 0);
  if (unknown > 0) notes.push({ code: 'registered-unknown', facts: { stations: unknown } });
  if (zero > 0) notes.push({ code: 'registered-zero', facts: { stations: zero } });
}
