import type { AreaSnapshots } from './area-snapshots.ts';

/** Which rows make up the whole without counting anything twice. */
export type ChosenAreas = {
  /** Indexes of the areas that are taken. */
  readonly areas: readonly number[];
  /** Row index of the newest row of the whole; -1 where there is none. */
  readonly wholeRow: number;
  /** Areas with rows that only sum up others. */
  readonly sums: number;
  /** Areas by kind of vote, whether taken or not. */
  readonly byKind: readonly number[];
};

/**
 * The finest areas: those above other areas sum them up. Where one column names areas of several depths (a column `level`),
 * the depth with most areas is taken of those that cover nine tenths of the widest.
 */
export function chooseAreas(snapshots: AreaSnapshots, rows: readonly (readonly number[])[]): ChosenAreas {
  const present = snapshots.areas.flatMap((area, i) => ((rows[i]?.length ?? 0) > 0 && !area.whole ? [i] : []));
  const fine = snapshots.areas.every((area) => area.path.length < 2)
    ? oneDepth(snapshots, rows, present)
    : deepest(snapshots, present);
  const byKind = fine.filter((i) => snapshots.areas[i]?.kind !== null);
  // Rows of all kinds together stand for their area, those of each kind beside them only tell what is selected.
  const ofAllKinds = new Set(fine.filter((i) => snapshots.areas[i]?.kind === null).map((i) => pathKey(snapshots, i)));
  const areas = fine.filter((i) => snapshots.areas[i]?.kind === null || !ofAllKinds.has(pathKey(snapshots, i)));
  return { areas, wholeRow: wholeRowOf(snapshots, rows), sums: present.length - fine.length, byKind };
}

function pathKey(snapshots: AreaSnapshots, area: number): string {
  return JSON.stringify(snapshots.areas[area]?.path ?? []);
}

function deepest(snapshots: AreaSnapshots, present: readonly number[]): readonly number[] {
  const above = new Set<string>();
  for (const i of present) {
    const path = snapshots.areas[i]?.path ?? [];
    for (let depth = 1; depth < path.length; depth++) above.add(JSON.stringify(path.slice(0, depth)));
  }
  return present.filter((i) => !above.has(pathKey(snapshots, i)));
}

function oneDepth(
  snapshots: AreaSnapshots,
  rows: readonly (readonly number[])[],
  present: readonly number[],
): readonly number[] {
  const depths = new Map<string, { readonly areas: number[]; counted: number }>();
  for (const i of present) {
    const name = snapshots.areas[i]?.level ?? '';
    const depth = depths.get(name) ?? { areas: [], counted: 0 };
    depths.set(name, depth);
    depth.areas.push(i);
    const last = rows[i]?.[rows[i].length - 1] ?? -1;
    depth.counted += snapshots.expected[last] || snapshots.counted[last] || 0;
  }
  const most = Math.max(...[...depths.values()].map((d) => d.counted));
  const wide = [...depths.values()].filter((d) => d.counted >= 0.9 * most);
  return wide.sort((a, b) => b.areas.length - a.areas.length)[0]?.areas ?? [];
}

/** Of several rows of the whole the widest: `home` is less than `all`. */
function wholeRowOf(snapshots: AreaSnapshots, rows: readonly (readonly number[])[]): number {
  const last = snapshots.areas.flatMap((area, i) => {
    const own = rows[i] ?? [];
    return area.whole && area.kind === null && own.length > 0 ? [own[own.length - 1] ?? -1] : [];
  });
  const size = (row: number): number => snapshots.expected[row] || snapshots.counted[row] || 0;
  return last.sort((a, b) => size(b) - size(a))[0] ?? -1;
}
