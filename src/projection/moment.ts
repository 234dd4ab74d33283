import type { Arrivals } from './arrivals.ts';
import type { Chain } from './coordinates.ts';
import { tallyAll } from './coordinates.ts';
import type { Column, ColumnKind } from './design.ts';
import type { TableData } from './fit-coordinate.ts';
import type { Parameters } from './parameters.ts';
import type { ProjectionInput } from './projection-input.ts';
import type { Regressors } from './tree-pass.ts';

/*
 * A moment of the night as the model sees it: which sheets are in, in which order they came, and which are asked for. The same code
 * makes the present moment and the earlier ones from which the model forecasts what it knows by now.
 */

/** Registered voters that a station's votes are modelled with; 0 where there are none to go by. */
export function rollOf({ stations }: ProjectionInput): Float64Array {
  const { registered, registeredOf, unitOf, expected } = stations;
  if (registeredOf === 'table') return registered.map((r) => (r > 0 ? r : 0));
  const tables = new Float64Array(stations.tree.parent.length);
  for (let i = 0; i < stations.size; i++)
    if (expected[i] === 1) tables[unitOf[i] as number] = (tables[unitOf[i] as number] as number) + 1;
  return registered.map((r, i) => (r > 0 ? r / Math.max(tables[unitOf[i] as number] as number, 1) : 0));
}

/** The sheets of a moment and the rank that is assumed of those asked for. */
export type Moment = {
  readonly tables: Int32Array;
  /** One a station: where places are known, its rank less the mean of its place's; else its rank. */
  readonly ownRank: Float64Array;
  /** One a station: the rank of the first sheet of its place. */
  readonly placeRank: Float64Array;
};

/**
 * `tables` are in, with ranks up to `seen`; all other stations are taken to come at the middle of (seen, last), but no further
 * behind `seen` than the trend reaches.
 */
export function momentOf(
  input: ProjectionInput,
  arrivals: Arrivals,
  tables: Int32Array,
  seen: number,
  last: number,
  parameters: Parameters,
): Moment {
  const { stations } = input;
  const later = Math.min((seen + last) / 2, seen * (1 + parameters.trendReach));
  const ownRank = new Float64Array(stations.size).fill(later);
  // Unknown: the middle of what was seen says nothing either way.
  for (let t = 0; t < tables.length; t++) {
    const i = tables[t] as number;
    ownRank[i] = Number.isNaN(arrivals.rank[i] as number) ? seen / 2 : (arrivals.rank[i] as number);
  }
  if (!stations.placesKnown) return { tables, ownRank, placeRank: ownRank };
  const { unitOf, size } = stations;
  const units = stations.tree.parent.length;
  const first = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
  const [sum, count] = [new Float64Array(units), new Float64Array(units)];
  for (let t = 0; t < tables.length; t++) {
    const u = unitOf[tables[t] as number] as number;
    const rank = ownRank[tables[t] as number] as number;
    first[u] = Math.min(first[u] as number, rank);
    sum[u] = (sum[u] as number) + rank;
    count[u] = (count[u] as number) + 1;
  }
  // A place with nothing in is late as a place; that its tables are late too is the same fact.
  const [within, placeRank] = [new Float64Array(size), new Float64Array(size).fill(later)];
  for (let i = 0; i < size; i++) {
    const u = unitOf[i] as number;
    const n = count[u] as number;
    if (n === 0) continue;
    within[i] = (ownRank[i] as number) - (sum[u] as number) / n;
    placeRank[i] = first[u] as number;
  }
  return { tables, ownRank: within, placeRank };
}

/** Columns of a fit, those that differ between tables of a unit first. Values one a station. */
export type FitColumns = {
  readonly perTable: readonly Float64Array[];
  readonly perUnit: readonly Float64Array[];
  /** What each is, in the order of the coefficients: tables' columns, then units'. */
  readonly kinds: readonly ColumnKind[];
};

/**
 * Those of the design that are used, and the trend's: the first arrival of the place, and apart from it how late a table is within its
 * place. Taken together, early places would lend their slope to their own late tables.
 */
export function columnsAt(
  design: readonly Column[],
  moment: Moment,
  use: { readonly trend: boolean; readonly tables: boolean; readonly previous: boolean },
  placesKnown: boolean,
): FitColumns {
  const used = design.filter((c) => c.kind !== 'previous' || use.previous);
  const ofTable = used.filter((c) => !c.perUnit);
  const ofUnit = used.filter((c) => c.perUnit);
  const rank = (kind: 'trend' | 'within', values: Float64Array, asked: boolean) => (asked ? [{ kind, values }] : []);
  const tables = [
    ...ofTable,
    ...rank(placesKnown ? 'within' : 'trend', moment.ownRank, use.trend && (use.tables || !placesKnown)),
  ];
  const units = [...ofUnit, ...rank('trend', moment.placeRank, use.trend && placesKnown)];
  return {
    perTable: tables.map((c) => c.values),
    perUnit: units.map((c) => c.values),
    kinds: [...tables, ...units].map((c) => c.kind),
  };
}

/** Laid out for the passes over these tables. */
export function regressorsOf(
  columns: FitColumns,
  tables: Int32Array,
  unitOf: Int32Array,
  unitCount: number,
): Regressors {
  const [q, p] = [columns.perTable.length, columns.perUnit.length];
  const rows = new Float64Array(tables.length * q);
  const units = new Float64Array(unitCount * p);
  columns.perTable.forEach((column, j) => {
    for (let t = 0, at = j; t < tables.length; t++, at += q) rows[at] = column[tables[t] as number] as number;
  });
  const isLaid = new Uint8Array(unitCount);
  for (let t = 0; t < tables.length; t++) {
    const i = tables[t] as number;
    const u = unitOf[i] as number;
    if (isLaid[u] === 1) continue;
    isLaid[u] = 1;
    for (let j = 0; j < p; j++) units[u * p + j] = (columns.perUnit[j] as Float64Array)[i] as number;
  }
  return { perTable: q, tables: rows, perUnit: p, units };
}

export type Counts = { readonly trials: Float64Array; readonly successes: Float64Array };

/** Trials and successes of every coordinate at the tables of a moment. */
export type Figures = {
  readonly unit: Int32Array;
  readonly turnout: Counts;
  readonly splits: readonly Counts[];
  /** Votes a station, on the log scale: for stations without a roll. */
  readonly sizes: Counts;
};

/** What the sheets of a moment say, whatever it is explained by. */
export function figuresOf(input: ProjectionInput, chain: Chain, roll: Float64Array, tables: Int32Array): Figures {
  const { stations, sheets, options } = input;
  const count = tables.length;
  const blank = (): Counts => ({ trials: new Float64Array(count), successes: new Float64Array(count) });
  const [turnout, sizes] = [blank(), blank()];
  for (let t = 0; t < count; t++) {
    const i = tables[t] as number;
    const base = sheets.base[i] as number;
    const r = roll[i] as number;
    // More votes than voters stands on some sheets: then all of them voted.
    turnout.trials[t] = r === 0 ? 0 : Math.max(r, base);
    turnout.successes[t] = r === 0 ? 0 : base;
    sizes.trials[t] = 1;
    sizes.successes[t] = base;
  }
  const splits = chain.splits.map((split) => {
    const counts = blank();
    tallyAll(split, chain, sheets.votes, options.length, sheets.base, tables, counts);
    return counts;
  });
  return { unit: tables.map((i) => stations.unitOf[i] as number), turnout, splits, sizes };
}

/** The data of every coordinate: 0 is the turnout, then the splits, then votes a station where they are asked for. */
export function observe(figures: Figures, regressors: Regressors, withSizes: boolean): readonly TableData[] {
  const { unit, turnout, splits, sizes } = figures;
  const data =
    (link: 'logit' | 'log') =>
    (counts: Counts): TableData => ({ count: unit.length, unit, regressors, link, ...counts });
  return [data('logit')(turnout), ...splits.map(data('logit')), ...(withSizes ? [data('log')(sizes)] : [])];
}

/** Stations asked for, joined by place: what is drawn together. Columns are means over its stations. */
export type Groups = {
  readonly count: number;
  readonly unit: Int32Array;
  readonly stations: Float64Array;
  readonly roll: Float64Array;
  /** Stations without a roll. */
  readonly unrolled: Float64Array;
  readonly setting: Uint8Array;
  readonly setAside: Uint8Array;
  /** Row-major, group x column. */
  readonly columns: Float64Array;
};

/** Groups without their columns: alike for all variants, as are the means of a column, which are kept here. */
export type Joined = Omit<Groups, 'columns'> & {
  /** Stations asked for, and the group of each. */
  readonly asked: Int32Array;
  readonly groupOf: Int32Array;
  readonly means: Map<Float64Array, Float64Array>;
};

export function joinedOf({ stations, sheets }: ProjectionInput, roll: Float64Array, asked: Int32Array): Joined {
  const { unitOf, setting, tree } = stations;
  const index = new Int32Array(16 * tree.parent.length).fill(-1);
  const groupOf = new Int32Array(asked.length);
  const first: number[] = [];
  for (let at = 0; at < asked.length; at++) {
    const i = asked[at] as number;
    const key = ((unitOf[i] as number) * 8 + (setting[i] as number)) * 2 + (sheets.setAside[i] as number);
    if (index[key] === -1) index[key] = first.push(i) - 1;
    groupOf[at] = index[key] as number;
  }
  const count = first.length;
  const [members, rolls, unrolled] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let at = 0; at < asked.length; at++) {
    const g = groupOf[at] as number;
    const r = roll[asked[at] as number] as number;
    members[g] = (members[g] as number) + 1;
    rolls[g] = (rolls[g] as number) + r;
    if (r === 0) unrolled[g] = (unrolled[g] as number) + 1;
  }
  return {
    count,
    unit: Int32Array.from(first, (i) => unitOf[i] as number),
    stations: members,
    roll: rolls,
    unrolled,
    setting: Uint8Array.from(first, (i) => setting[i] as number),
    setAside: Uint8Array.from(first, (i) => sheets.setAside[i] as number),
    asked,
    groupOf,
    means: new Map(),
  };
}

/** The groups with the columns of a variant. */
export function groupsOf(joined: Joined, { perTable, perUnit }: FitColumns): Groups {
  const { asked, groupOf, means, ...groups } = joined;
  const width = perTable.length + perUnit.length;
  const columns = new Float64Array(groups.count * width);
  [...perTable, ...perUnit].forEach((column, j) => {
    const mean = means.get(column) ?? meansOf(joined, column);
    means.set(column, mean);
    for (let g = 0, at = j; g < mean.length; g++, at += width) columns[at] = mean[g] as number;
  });
  return { ...groups, columns };
}

function meansOf({ asked, groupOf, stations }: Joined, column: Float64Array): Float64Array {
  const means = new Float64Array(stations.length);
  for (let at = 0; at < asked.length; at++) {
    const g = groupOf[at] as number;
    means[g] = (means[g] as number) + (column[asked[at] as number] as number);
  }
  for (let g = 0; g < means.length; g++) means[g] = (means[g] as number) / (stations[g] as number);
  return means;
}
