import { pathOf } from '../../src/projection/sample/sample-frame.ts';
import { csvText } from './compare-csv.ts';
import type { Sampled } from './sampled.ts';

/** Names of the levels of a station, blank where it has none. */
export function levelCells({ source }: Pick<Sampled, 'source'>, station: number): readonly string[] {
  const { tree, unitOf } = source.stations;
  const cells = tree.levels.map(() => '');
  for (let u = unitOf[station] ?? 0; u > 0; u = tree.parent[u] ?? 0)
    cells[(tree.level[u] ?? 1) - 1] = tree.names[u] ?? '';
  return cells;
}

/** The list as a table: what to print, and what `cotejo sample estimate` reads again. */
export function sampleCsv(sampled: Sampled): string {
  const { source, frame, sample, level, words } = sampled;
  const { stations } = source;
  const head = ['position', 'station', ...stations.tree.levels, 'registered'];
  const rows = Array.from(sample.stations, (s, i) => {
    const h = level === null ? 0 : (frame.stratumOf[s] ?? 0);
    const registered = stations.registered[s] ?? Number.NaN;
    return [
      i + 1,
      stations.ids[s] ?? '',
      ...levelCells(sampled, s),
      Number.isNaN(registered) ? '' : registered,
      sample.design,
      words.seed,
      level === null ? '' : (frame.strata[h] ?? ''),
      sample.sizes[h] ?? 0,
      sample.drawn[h] ?? 0,
    ];
  });
  return csvText([[...head, 'design', 'seed', 'stratum', 'stratum_listed', 'stratum_drawn'], ...rows]);
}

/** Names of the widest units, for headings. */
export function widestOf(sampled: Sampled, station: number): string {
  const { tree, unitOf } = sampled.source.stations;
  return pathOf(tree, unitOf[station] ?? 0)
    .slice(0, 2)
    .join(', ');
}
