import { csvCell } from '../../src/publication/collation-data.ts';
import type { Comparison } from './compare-counts.ts';

/** Lines of cells as CSV (RFC 4180). */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `${rows.map((row) => row.map((cell) => csvCell(String(cell))).join(',')).join('\n')}\n`;
}

/** A line for each box that differs, as `data/collation.csv` has it. */
export function countsCsv(contests: readonly Comparison[]): string {
  const head = ['station', 'unit', 'contest', 'change', 'lead', 'reason', 'box', 'preliminary', 'official'];
  const rows = contests.flatMap((c) =>
    c.differences.flatMap(({ station, unit, change, lead, reason, boxes }) =>
      boxes.map((box) => [station, unit, c.contest, change, lead, reason ?? '', ...box]),
    ),
  );
  return csvText([head, ...rows]);
}
