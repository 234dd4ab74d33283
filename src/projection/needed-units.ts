import type { Groups } from './moment.ts';
import type { TreeShape } from './tree-pass.ts';

/** The units that draws have to go through: those of the groups and all above them, parents first. */
export type NeededUnits = {
  readonly units: Int32Array;
  /** Position in `units` of the parent; -1 for the root, which stands first. */
  readonly parentAt: Int32Array;
  /** Position in `units` of each group's unit. */
  readonly groupAt: Int32Array;
};

export function neededUnits(tree: TreeShape, groups: Groups): NeededUnits {
  const isNeeded = new Uint8Array(tree.parent.length);
  isNeeded[0] = 1;
  for (let u of groups.unit)
    while (isNeeded[u] === 0) {
      isNeeded[u] = 1;
      u = tree.parent[u] as number;
    }
  const at = new Int32Array(tree.parent.length).fill(-1);
  const units: number[] = [];
  isNeeded.forEach((needed, u) => {
    if (needed === 1) at[u] = units.push(u) - 1;
  });
  return {
    units: Int32Array.from(units),
    parentAt: Int32Array.from(units, (u) => (u === 0 ? -1 : (at[tree.parent[u] as number] as number))),
    groupAt: Int32Array.from(groups.unit, (u) => at[u] as number),
  };
}
