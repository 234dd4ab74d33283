import { asShares } from './covariate-shares.ts';
import type { PreviousElection, ProjectionInput, StationTable } from './projection-input.ts';
import { unitsAtLevel } from './unit-at-level.ts';

/*
 * The columns of the regression, one value a station. Facts known before the count; the trend's two columns are made per moment in
 * `arrival.ts`. Every column is centred and scaled over the expected stations; what is missing is 0 (the mean), and has a column that says so.
 */

export type ColumnKind = 'fixed' | 'trend' | 'within' | 'previous';
export type Column = {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly values: Float64Array /** Alike for all stations of a unit. */;
  readonly perUnit: boolean;
};

/** All columns but the trend's. */
export function designOf(input: ProjectionInput): readonly Column[] {
  const { stations } = input;
  const columns = [
    ...sizeColumns(stations),
    ...settingColumns(stations),
    ...positionColumns(stations),
    ...asShares(stations.covariates).flatMap(({ name, values }) =>
      withMissing(name, 'fixed', values, stations.expected),
    ),
    ...(input.previous === null ? [] : previousColumns(input.previous, stations)),
  ];
  return columns
    .filter((c) => c !== null)
    .filter((c, at, all) => !all.slice(0, at).some((before) => isAlike(before.values, c.values)))
    .map((c) => ({ ...c, perUnit: isPerUnit(stations, c.values) }));
}

type Scaled = Omit<Column, 'perUnit'>;

/** Two columns that say the same share one slope twice: facts of one source are missing together. */
function isAlike(a: Float64Array, b: Float64Array): boolean {
  return a.every((x, i) => Math.abs(x - (b[i] as number)) < 0.02);
}

function isPerUnit({ unitOf, tree }: StationTable, values: Float64Array): boolean {
  const first = new Float64Array(tree.parent.length).fill(Number.NaN);
  return values.every((x, i) => {
    const u = unitOf[i] as number;
    const before = first[u] as number;
    if (Number.isNaN(before)) first[u] = x;
    return Number.isNaN(before) || before === x;
  });
}

/** log tables of the place and its square, log registered per table, log size of each wider unit. */
function sizeColumns(stations: StationTable): readonly (Scaled | null)[] {
  const { tree, unitOf, size, expected } = stations;
  const tables = new Float64Array(tree.parent.length);
  const roll = new Float64Array(tree.parent.length);
  const rolled = new Float64Array(tree.parent.length);
  for (let i = 0; i < size; i++) {
    if (expected[i] === 0) continue;
    const u = unitOf[i] as number;
    tables[u] = (tables[u] as number) + 1;
    const r = stations.registered[i] as number;
    if (!(r > 0)) continue;
    roll[u] = (roll[u] as number) + r;
    rolled[u] = (rolled[u] as number) + 1;
  }
  const own = Float64Array.from(unitOf, (u) => Math.log(tables[u] as number));
  const perTable = Float64Array.from(unitOf, (u, i) => {
    if ((rolled[u] as number) > 0 && stations.placesKnown) return Math.log((roll[u] as number) / (rolled[u] as number));
    const r = stations.registered[i] as number;
    return r > 0 ? Math.log(r) : Number.NaN;
  });
  for (let u = tree.parent.length - 1; u > 0; u--) {
    const above = tree.parent[u] as number;
    tables[above] = (tables[above] as number) + (tables[u] as number);
  }
  const wider = tree.levels.flatMap((level, l) => {
    // Few units: their size would stand for their names.
    if (l === tree.levels.length - 1 || spreadOf(stations, l + 1) < FEWEST_SIZES) return [];
    return [scaled(`log tables of ${level}`, 'fixed', sizesAt(stations, tables, l + 1), expected)];
  });
  const ownColumn = scaled('log tables', 'fixed', own, expected);
  return [
    ownColumn,
    ownColumn === null
      ? null
      : scaled(
          'log tables squared',
          'fixed',
          ownColumn.values.map((x) => x * x),
          expected,
        ),
    ...withMissing('log registered', 'fixed', perTable, expected),
    ...wider,
  ];
}

/** A level has to have its stations in as many units as this for their sizes to be a column. */
const FEWEST_SIZES = 40;

/** Effective number of units of a level: the inverse Herfindahl index of stations. */
function spreadOf({ tree, unitOf, size }: StationTable, level: number): number {
  const counts = new Float64Array(tree.parent.length);
  const at = unitsAtLevel(tree, level);
  for (const unit of unitOf) {
    const u = at[unit] as number;
    counts[u] = (counts[u] as number) + 1;
  }
  return 1 / counts.reduce((sum, n) => sum + (n / size) ** 2, 0);
}

/** Log of the tables of each station's unit of a level; where that level is blank, of the next wider one. */
function sizesAt({ tree, unitOf }: StationTable, tables: Float64Array, level: number): Float64Array {
  const at = unitsAtLevel(tree, level);
  return Float64Array.from(unitOf, (unit) => Math.log(tables[at[unit] as number] as number));
}

/** One column for each setting but the most frequent one. */
function settingColumns({ setting, expected }: StationTable): readonly (Scaled | null)[] {
  const counts = new Float64Array(5);
  for (const s of setting) counts[s] = (counts[s] as number) + 1;
  const reference = counts.indexOf(Math.max(...counts));
  return [...counts].map((count, s) =>
    s === reference || count === 0
      ? null
      : scaled(
          `setting ${s}`,
          'fixed',
          Float64Array.from(setting, (x) => (x === s ? 1 : 0)),
          expected,
        ),
  );
}

/** Tables are made up by surname: a slope and a bend over the place of the table in its building. */
function positionColumns({ position, expected }: StationTable): readonly (Scaled | null)[] {
  const line = position.map((x) => (Number.isNaN(x) ? 0 : 2 * x - 1));
  return [
    scaled('position', 'fixed', line, expected),
    scaled(
      'position squared',
      'fixed',
      position.map((x) => (Number.isNaN(x) ? 0 : (2 * x - 1) ** 2 - 1 / 3)),
      expected,
    ),
  ];
}

/** Sequential logits of the largest earlier options, and the earlier turnout. */
function previousColumns(previous: PreviousElection, { size, expected }: StationTable): readonly (Scaled | null)[] {
  const width = previous.options.length;
  const areas = previous.areaOf.reduce((most, a) => Math.max(most, a + 1), 0);
  const totals = previous.options.map((_, k) => sumOf(previous.votes, width, k));
  const order = totals
    .map((_, k) => k)
    .sort((a, b) => (totals[b] as number) - (totals[a] as number) || a - b)
    .slice(0, 4);
  const columns: (Scaled | null)[] = [];
  for (let step = 0; step < Math.min(order.length - 1, 3); step++) {
    const [k, later] = [order[step] as number, order.slice(step + 1)];
    const whole =
      (totals[k] as number) / Math.max((totals[k] as number) + later.reduce((s, x) => s + (totals[x] as number), 0), 1);
    const logits = Float64Array.from({ length: areas }, (_, a) => {
      const s = previous.votes[a * width + k] as number;
      const rest = later.reduce((sum, x) => sum + (previous.votes[a * width + x] as number), 0);
      return s + rest > 0 ? Math.log((s + 3 * whole) / (rest + 3 * (1 - whole))) : Number.NaN;
    });
    columns.push(...withMissing(`previous ${step + 1}`, 'previous', byArea(previous, logits, size), expected));
  }
  const turnout = Float64Array.from({ length: areas }, (_, a) => {
    const [v, r] = [previous.valid[a] as number, previous.registered[a] as number];
    return v > 0 && r > 0 ? Math.log(Math.min(Math.max(v / r, 0.02), 1)) : Number.NaN;
  });
  columns.push(...withMissing('previous turnout', 'previous', byArea(previous, turnout, size), expected).slice(0, 1));
  return columns;
}

function byArea({ areaOf }: PreviousElection, values: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    const a = areaOf[i] as number;
    return a < 0 ? Number.NaN : (values[a] as number);
  });
}

function sumOf(votes: Float64Array, width: number, k: number): number {
  let sum = 0;
  for (let at = k; at < votes.length; at += width) sum += votes[at] as number;
  return sum;
}

/** The column, and one that tells where it is missing if that is in some stations but not in all. */
function withMissing(
  name: string,
  kind: ColumnKind,
  values: Float64Array,
  expected: Uint8Array,
): readonly (Scaled | null)[] {
  const missing = Float64Array.from(values, (x) => (Number.isNaN(x) ? 1 : 0));
  return [scaled(name, kind, values, expected), centred(`${name} missing`, kind, missing, expected)];
}

/** A mark on fewer than one station in this many has no slope of its own. */
const RAREST = 200;

/** A column of 0 and 1, centred: scaled by its sd a rare mark would weigh as much as it is rare. */
function centred(name: string, kind: ColumnKind, values: Float64Array, expected: Uint8Array): Scaled | null {
  let [n, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (expected[i] === 0) continue;
    n++;
    sum += values[i] as number;
  }
  const rare = Math.min(sum, n - sum) * RAREST < n;
  return rare ? null : { name, kind, values: values.map((x) => x - sum / n) };
}

/** Centred and scaled over expected stations, missing ones 0; null where all are alike. */
function scaled(name: string, kind: ColumnKind, values: Float64Array, expected: Uint8Array): Scaled | null {
  let [n, sum, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const x = values[i] as number;
    if (expected[i] === 0 || Number.isNaN(x)) continue;
    n++;
    sum += x;
    squares += x * x;
  }
  const mean = n === 0 ? 0 : sum / n;
  const sd = n === 0 ? 0 : Math.sqrt(Math.max(squares / n - mean * mean, 0));
  if (sd < 1e-9) return null;
  // A far outlier (a place of one hundred tables among ones of two) must not pull the line.
  const bounded = values.map((x) => (Number.isNaN(x) ? 0 : Math.min(Math.max((x - mean) / sd, -4), 4)));
  return { name, kind, values: bounded };
}
