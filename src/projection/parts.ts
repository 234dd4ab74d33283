import type { Groups } from './moment.ts';
import type { ProjectionInput } from './projection-input.ts';
import { SETTINGS } from './projection-input.ts';

/** The areas that answers are split by: the widest level at which the roll is spread over some units. */
export type Areas = {
  readonly level: number;
  readonly units: readonly number[];
  /** Index into `units` of every unit of the tree; of wider ones 0. */
  readonly indexOf: Int32Array;
};

/** The roll has to lie in as many units as this, by the inverse Herfindahl index. */
const SPREAD = 4;

export function areasOf({ stations }: ProjectionInput, roll: Float64Array): Areas {
  const { tree, unitOf, size, expected } = stations;
  for (let level = 1; level <= tree.levels.length; level++) {
    const at = unitsAt(tree, level);
    const weight = new Float64Array(tree.parent.length);
    let whole = 0;
    for (let i = 0; i < size; i++) {
      if (expected[i] === 0) continue;
      const w = (roll[i] as number) || 1;
      const u = at[unitOf[i] as number] as number;
      weight[u] = (weight[u] as number) + w;
      whole += w;
    }
    const squares = weight.reduce((sum, w) => sum + (w / whole) ** 2, 0);
    if (1 / squares < SPREAD && level < tree.levels.length) continue;
    const units = [...weight.keys()].filter((u) => (weight[u] as number) > 0);
    const index = new Map(units.map((u, a) => [u, a]));
    return { level, units, indexOf: at.map((u) => index.get(u) ?? 0) };
  }
  return { level: 0, units: [0], indexOf: new Int32Array(tree.parent.length) };
}

/** The ancestor at a level of every unit; itself where it is wider or that level is blank above it. */
function unitsAt(tree: ProjectionInput['stations']['tree'], level: number): Int32Array {
  const at = new Int32Array(tree.parent.length);
  for (let u = 0; u < at.length; u++) {
    const above = tree.parent[u] as number;
    // Below a blank level the nearest unit stands for it.
    at[u] = (tree.level[u] as number) <= level || (tree.level[above] as number) < level ? u : (at[above] as number);
  }
  return at;
}

/** Areas first, then settings. */
export function partsOf(
  groups: Groups,
  areas: Areas,
): { readonly count: number; readonly areaCount: number; readonly areaOf: Int32Array; readonly settingOf: Int32Array } {
  return {
    count: areas.units.length + SETTINGS.length,
    areaCount: areas.units.length,
    areaOf: groups.unit.map((u) => areas.indexOf[u] as number),
    settingOf: Int32Array.from(groups.setting).map((s) => areas.units.length + s),
  };
}
