import type { UnitTree } from './projection-input.ts';

/** Of every unit: the one at this level above it, or the next wider one where that level is blank; itself where it is no narrower. */
export function unitsAtLevel({ parent, level: levelOf }: UnitTree, level: number): Int32Array {
  const at = new Int32Array(parent.length);
  // Parents come before children, so theirs is known.
  for (let u = 1; u < at.length; u++) at[u] = (levelOf[u] as number) > level ? (at[parent[u] as number] as number) : u;
  return at;
}
