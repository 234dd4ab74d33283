import type { StationTable } from './projection-input.ts';

/** Above this share of the stations in one unit a level does not divide the election: 98 % of one lie in one country. */
const LARGEST_SHARE = 0.6;

/**
 * The unit of each station at the widest level that really divides the election, 0 where its rows are blank at that level: what
 * people call the departments, whatever stands above them. Without such a level all stations are of unit 0.
 */
export function mainAreas(stations: StationTable): Int32Array {
  const { tree } = stations;
  for (let level = 1; level <= tree.levels.length; level++) {
    const area = unitsAt(stations, level);
    const sizes = new Int32Array(tree.parent.length);
    let largest = 0;
    for (const unit of area) {
      const size = (sizes[unit] as number) + 1;
      sizes[unit] = size;
      largest = Math.max(largest, size);
    }
    if (largest <= LARGEST_SHARE * stations.size) return area;
  }
  return new Int32Array(stations.size);
}

function unitsAt(stations: StationTable, level: number): Int32Array {
  const { parent, level: levelOf } = stations.tree;
  // Parents stand before children: what is at the level, or lies under what is.
  const at = new Int32Array(parent.length);
  for (let u = 1; u < parent.length; u++) at[u] = levelOf[u] === level ? u : (at[parent[u] as number] as number);
  return stations.unitOf.map((unit) => at[unit] as number);
}
