import type { AreaComparison, Comparison, SheetDifference } from './compare-counts.ts';
import type { CompareAsked } from './compare-words.ts';

const whole = (n: number): string => n.toLocaleString('en-US');

/** A number with its sign. */
export function signed(n: number): string {
  return n > 0 ? `+${whole(n)}` : whole(n);
}

/** Percent with two decimals, rounded half up; a dash of nothing. */
export function percent(part: number, of: number): string {
  if (of === 0) return '-';
  const hundredths = (BigInt(part) * 20_000n + BigInt(of)) / (2n * BigInt(of));
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

const REASON: Readonly<Record<string, string>> = {
  ruling: 'ruling on the sheet',
  repeat: 'the vote was repeated',
  copy: 'another copy of the sheet',
  typing: 'typing error: another reading agreed',
  'wrong-station': 'picture of another station',
  'other-picture': 'more than one picture',
  none: 'no reason recorded',
};

/** What `cotejo compare DIR` prints. */
export function countsText(
  contests: readonly Comparison[],
  asOf: { readonly preliminary: string; readonly official: string },
  { limit, direction }: CompareAsked,
): string[] {
  const lines = [`preliminary: ${asOf.preliminary}`, `official: ${asOf.official}`];
  for (const c of contests) {
    const both = c.equal + c.differs;
    lines.push(
      '',
      `${c.contest}: of ${both} sheets in both counts, ${c.equal} equal and ${c.differs} differ in at least one figure` +
        (both > 0 ? ` (${percent(c.differs, both)} %)` : ''),
      `only preliminary ${c.onlyPreliminary}; only official ${c.onlyOfficial}; annulled ${c.annulled}; in neither ${c.neither}`,
    );
    const net = Object.entries(c.netEffect).map(([name, n]) => `${name} ${n > 0 ? '+' : ''}${n}`);
    lines.push(`net effect of the differences (official minus preliminary): ${net.join(', ')}`);
    if (c.differs > 0) lines.push(leadLine(c), reasonLine(c));
    if (c.by !== undefined) lines.push(...areaLines(c.by));
    if (direction !== null) lines.push(`sheets that ${WAY[direction]}: ${c.differences.length}`);
    lines.push(...c.differences.slice(0, limit).map(sheetLine));
    if (c.differences.length > limit)
      lines.push(`  ... and ${c.differences.length - limit} more (--limit, or --json for all)`);
  }
  return lines;
}

const WAY = { more: 'add to that lead', less: 'take from that lead', same: 'do not move that lead' } as const;

function leadLine({ leaders: [a, b], lead }: Comparison): string {
  const over = b === null ? '' : ` over ${b}`;
  return `effect on the lead of ${a}${over} in the official count: ${signed(lead)}`;
}

function reasonLine({ reasons }: Comparison): string {
  const known = Object.entries(reasons).filter(([, n]) => n > 0);
  return `reasons in the record: ${known.map(([reason, n]) => `${REASON[reason] ?? reason} ${n}`).join('; ')}`;
}

function areaLines(areas: readonly AreaComparison[]): string[] {
  const width = Math.max(4, ...areas.map((a) => a.name.length));
  return areas.map((a) => {
    const both = a.equal + a.differs;
    const share = percent(a.differs, both).padStart(6);
    return `  ${a.name.padEnd(width)} in both ${whole(both).padStart(7)}; differ ${whole(a.differs).padStart(6)} (${share} %); annulled ${a.annulled}; lead ${signed(a.lead)}`;
  });
}

function sheetLine(d: SheetDifference): string {
  const boxes = d.boxes.map(([name, before, after]) => `${name} ${before} -> ${after}`).join(', ');
  const table = d.table === null ? '' : `, table ${d.table}`;
  return `  station ${d.station} (${d.place}${table}): ${boxes}; ${REASON[d.reason ?? 'none']}`;
}
