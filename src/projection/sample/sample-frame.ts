import type { StationTable, UnitTree } from '../projection-input.ts';

/** Every station that can be drawn, in the order of the geography, with what it is grouped by. */
export type SampleFrame = {
  readonly size: number;
  /** Stations (rows of the table) sorted by all levels, then by table: neighbours in the list are neighbours on the ground. */
  readonly order: Int32Array;
  /** By station. */
  readonly stratumOf: Int32Array;
  readonly strata: readonly string[];
};

export type FrameFault = { readonly kind: 'unknown-level'; readonly level: string; readonly levels: readonly string[] };

/** The list of stations, grouped by the units of `level`; null: one stratum, the whole. */
export function frameOf(stations: StationTable, level: string | null): SampleFrame | FrameFault {
  const { tree, unitOf, size } = stations;
  const depth = level === null ? 0 : tree.levels.indexOf(level) + 1;
  if (level !== null && depth === 0) return { kind: 'unknown-level', level, levels: tree.levels };
  const rank = unitRanks(tree);
  const order = Int32Array.from({ length: size }, (_, i) => i).sort((a, b) => {
    const byUnit = (rank[unitOf[a] ?? 0] ?? 0) - (rank[unitOf[b] ?? 0] ?? 0);
    if (byUnit !== 0) return byUnit;
    // Without table numbers the order of the file stands.
    const byTable = (stations.position[a] ?? 0) - (stations.position[b] ?? 0);
    return byTable !== 0 && !Number.isNaN(byTable) ? byTable : a - b;
  });
  const index = new Map<number, number>();
  const strata: string[] = [];
  const stratumOf = new Int32Array(size);
  for (const s of order) {
    const unit = unitAt(tree, unitOf[s] ?? 0, depth);
    const known = index.get(unit) ?? strata.length;
    if (known === strata.length) {
      index.set(unit, known);
      strata.push(pathOf(tree, unit).join(', '));
    }
    stratumOf[s] = known;
  }
  return { size, order, stratumOf, strata };
}

/** Names of a unit from the widest level on. */
export function pathOf(tree: UnitTree, unit: number): readonly string[] {
  const names: string[] = [];
  for (let u = unit; u > 0; u = tree.parent[u] ?? -1) names.unshift(tree.names[u] ?? '');
  return names;
}

/** The ancestor at this depth, or the nearest above it where that level is blank. */
function unitAt(tree: UnitTree, unit: number, depth: number): number {
  let u = unit;
  while (u > 0 && (tree.level[u] ?? 0) > depth) u = tree.parent[u] ?? 0;
  return u;
}

/** Place of each unit in a walk down the tree, units of one parent in the order of the file: lists are kept in that order. */
function unitRanks(tree: UnitTree): Int32Array {
  const children: number[][] = tree.names.map(() => []);
  for (let u = 1; u < tree.parent.length; u++) children[tree.parent[u] ?? 0]?.push(u);
  const rank = new Int32Array(tree.parent.length);
  const waiting = [0];
  for (let next = 0; waiting.length > 0; next++) {
    const unit = waiting.pop() ?? 0;
    rank[unit] = next;
    waiting.push(...(children[unit] ?? []).toReversed());
  }
  return rank;
}
