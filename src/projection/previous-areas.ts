import type { PreviousElection, UnitTree } from './projection-input.ts';
import type { InputNote } from './projection-source.ts';
import { byUnit } from './unit-columns.ts';

/** What an earlier election says of each station, as it was read: NaN where it says nothing. */
export type PreviousColumns = {
  readonly options: readonly string[];
  /** Row-major, station x option. */
  readonly votes: Float64Array;
  /** Null: there is no such column. */
  readonly valid: Float64Array | null;
  readonly registered: Float64Array | null;
  /** What the figures of a station are of (a level, `table`, another name), where the source says it. */
  readonly level: readonly string[] | null;
};

/**
 * Names each area of the earlier election once. Its figures stand on every station in it, so that nobody may add them up over
 * stations. Where the source does not say what the areas are, they are found by where the figures repeat.
 */
export function makePrevious(
  columns: PreviousColumns,
  tree: UnitTree,
  unitOf: Int32Array,
): { previous: PreviousElection | null; notes: readonly InputNote[] } {
  const size = unitOf.length;
  const width = columns.options.length;
  const tuples = nameTuples(columns, size);
  const matched = tuples.of.reduce((n, t) => n + (t >= 0 ? 1 : 0), 0);
  if (width < 1 || matched === 0) return { previous: null, notes: [] };
  const scope =
    columns.level === null ? inferredScopes(tuples.of, tree, unitOf) : statedScopes(columns.level, tree, unitOf);
  const areaOf = new Int32Array(size).fill(-1);
  const areas = new Map<string, number>();
  const rows: number[] = [];
  for (let s = 0; s < size; s++) {
    const tuple = tuples.of[s] as number;
    if (tuple < 0) continue;
    const key = `${scope[s]} ${tuple}`;
    let area = areas.get(key);
    if (area === undefined) {
      area = rows.length;
      areas.set(key, area);
      rows.push(s);
    }
    areaOf[s] = area;
  }
  const notes: InputNote[] = [{ code: 'previous-matched', facts: { stations: matched, of: size, areas: rows.length } }];
  if (tuples.incomplete > 0) notes.push({ code: 'previous-incomplete', facts: { stations: tuples.incomplete } });
  const votes = new Float64Array(rows.length * width);
  rows.forEach((s, a) => {
    for (let k = 0; k < width; k++) votes[a * width + k] = orZero(columns.votes[s * width + k] as number);
  });
  const sum = (a: number) => votes.subarray(a * width, (a + 1) * width).reduce((x, y) => x + y, 0);
  const valid = Float64Array.from(rows, (s, a) => {
    const written = columns.valid?.[s] ?? Number.NaN;
    return Number.isNaN(written) ? sum(a) : Math.max(written, sum(a));
  });
  const registered = Float64Array.from(rows, (s) => columns.registered?.[s] ?? Number.NaN);
  return { previous: { options: columns.options, areaOf, votes, valid, registered }, notes };
}

const orZero = (n: number) => (Number.isNaN(n) ? 0 : n);

/** Numbers the distinct figures; -1 where a station has none, or not all of them. */
function nameTuples(columns: PreviousColumns, size: number) {
  const width = columns.options.length;
  const names = new Map<string, number>();
  const of = new Int32Array(size).fill(-1);
  let incomplete = 0;
  for (let s = 0; s < size; s++) {
    const own = columns.votes.subarray(s * width, (s + 1) * width);
    const known = own.filter((votes) => !Number.isNaN(votes));
    if (known.length === 0) continue;
    const valid = columns.valid?.[s] ?? Number.NaN;
    // An empty box beside others that already give all valid votes is a zero; else it is not known and the row is left out.
    if (known.length < width && known.reduce((a, b) => a + b, 0) !== valid) {
      incomplete++;
      continue;
    }
    const key = `${own.join()} ${valid} ${columns.registered?.[s] ?? ''} ${columns.level?.[s] ?? ''}`;
    const name = names.get(key) ?? names.size;
    names.set(key, name);
    of[s] = name;
  }
  return { of, incomplete };
}

/** Where equal figures are one area: in the unit of the stated level; where that is no level of ours, anywhere. */
function statedScopes(level: readonly string[], tree: UnitTree, unitOf: Int32Array): readonly number[] {
  return level.map((name, s) => {
    if (name === 'table' || name === 'station') return -2 - s;
    const unit = unitOf[s] as number;
    if (name === 'place' && !tree.levels.includes('place')) return unit;
    const depth = tree.levels.indexOf(name) + 1;
    return depth === 0 ? -1 : ancestorAt(tree, unit, depth);
  });
}

function ancestorAt(tree: UnitTree, unit: number, depth: number): number {
  let at = unit;
  while (at > 0 && (tree.level[at] as number) > depth) at = tree.parent[at] as number;
  return at;
}

/**
 * Without a stated level: figures that all stations of nearly every unit share are of that unit or of the widest one above
 * it in which they still are the only ones; figures that differ inside units are of the tables.
 */
function inferredScopes(tuple: Int32Array, tree: UnitTree, unitOf: Int32Array): readonly number[] {
  const MIXED = -2;
  const units = tree.parent.length;
  const groups = byUnit(unitOf, units);
  // The one tuple of all matched stations below a unit; -1 none yet.
  const only = new Int32Array(units).fill(-1);
  const join = (unit: number, t: number) => {
    if (t === -1) return;
    if (only[unit] === -1) only[unit] = t;
    else if (only[unit] !== t) only[unit] = MIXED;
  };
  for (const [s, t] of tuple.entries()) join(unitOf[s] as number, t);
  let [several, shared] = [0, 0];
  for (let u = 0; u < units; u++) {
    if ((groups.first[u + 1] as number) - (groups.first[u] as number) < 2 || only[u] === -1) continue;
    several++;
    if (only[u] !== MIXED) shared++;
  }
  if (several === 0 || shared < 0.9 * several) return Array.from(unitOf, (_, s) => -2 - s);
  for (let u = units - 1; u > 0; u--) join(tree.parent[u] as number, only[u] as number);
  const widest = (unit: number): number => {
    let at = unit;
    while (at > 0 && only[tree.parent[at] as number] !== MIXED) at = tree.parent[at] as number;
    return at;
  };
  return Array.from(unitOf, widest);
}
