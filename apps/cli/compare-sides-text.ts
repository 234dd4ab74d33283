import type { Side } from './compare-side.ts';
import type { SidesComparison, SidesContest, SidesTally } from './compare-sides.ts';
import { percent, signed } from './compare-text.ts';
import type { CompareAsked } from './compare-words.ts';

/** How many codes or names a line lists. */
const LISTED = 5;
const whole = (n: number): string => n.toLocaleString('en-US');

/** What `cotejo compare A B` prints. */
export function sidesText(a: Side, b: Side, comparison: SidesComparison, asked: CompareAsked): string[] {
  const lines = matchingText(a, b, comparison);
  for (const contest of comparison.contests) lines.push('', ...contestText(contest, asked));
  return lines;
}

/** What was matched with what, and what was not and why. */
export function matchingText(a: Side, b: Side, { stations: s, ...c }: SidesComparison): string[] {
  const { code, map, normalised } = s.matched;
  const lines = [`A: ${a.path}: ${a.what}`, `B: ${b.path}: ${b.what}`];
  const matched = [`${whole(code)} by the same code`, ...(map > 0 ? [`${whole(map)} by the map`] : [])];
  lines.push(
    `stations matched: ${[...matched, `${whole(normalised)} alike but for leading zeros or letter case`].join(', ')}`,
  );
  if (normalised > 0) lines.push(`  ${some(s.normalised.map(([x, y]) => `${x} = ${y}`))}`);
  const left = (label: string, codes: readonly (string | null)[]) => {
    if (codes.length > 0)
      lines.push(`${label}: ${whole(codes.length)} (${some(codes.map((id) => id ?? 'without a name'))})`);
  };
  left('stations only in A', s.onlyA);
  left('stations only in B', s.onlyB);
  left('stations of A left out because several could be meant (leading zeros, letter case)', s.ambiguousA);
  left('stations of B left out because several could be meant (leading zeros, letter case)', s.ambiguousB);
  left('stations of the map that a side does not have', s.unknownInMap);
  left('contests only in A', c.contestsOnlyA);
  left('contests only in B', c.contestsOnlyB);
  left('contests of the map that a side does not have', c.unknownInMap);
  return lines;
}

function some(list: readonly string[]): string {
  const rest = list.length - LISTED;
  return `${list.slice(0, LISTED).join(', ')}${rest > 0 ? `, and ${whole(rest)} more` : ''}`;
}

const BY = {
  map: 'by the map',
  code: 'the same id',
  name: 'by name',
  normalised: 'but for letter case',
  only: 'the only one on each side',
} as const;

function contestText(c: SidesContest, { limit, direction }: CompareAsked): string[] {
  const [a, b] = c.contest.map((id) => id ?? '(no name)');
  const both = c.equal + c.differs;
  const lines = [`contest ${a} = ${b} (${BY[c.matchedBy]})`, ...optionLines(c)];
  if (c.options.matched.length === 0)
    return [...lines, '  nothing is compared: no option goes with one of the other side'];
  lines.push(
    `of ${whole(both)} sheets counted on both sides, ${whole(c.equal)} equal and ${whole(c.differs)} differ in a figure compared` +
      (both > 0 ? ` (${percent(c.differs, both)} %)` : ''),
    `of the stations matched: only A ${whole(c.onlyA)}; only B ${whole(c.onlyB)}; counted on neither side ${whole(c.neither)}`,
  );
  if (c.emptyOnly > 0) {
    lines.push(
      `  ${whole(c.emptyOnly)} of these differ only in boxes that one side leaves empty and the other gives as 0 (--empty-is-zero takes them for equal)`,
    );
  }
  if (both === 0) return lines;
  const width = Math.max(...c.totals.map(([name]) => name.length));
  lines.push(`totals over the ${whole(both)} sheets counted on both sides:`);
  for (const [name, inA, inB] of c.totals) {
    lines.push(
      `  ${name.padEnd(width)} A ${whole(inA).padStart(11)}  B ${whole(inB).padStart(11)}  B minus A ${signed(inB - inA)}`,
    );
  }
  const [first, second] = c.leaders;
  if (second !== null) lines.push(`lead of ${first} over ${second}: ${signed(c.lead)} in B against A`);
  for (const { name, ...tally } of c.by ?? []) lines.push(`  ${name}: ${areaText(tally)}`);
  if (direction !== null) lines.push(`sheets with direction ${direction}: ${c.differences.length}`);
  for (const { stations, boxes } of c.differences.slice(0, limit)) {
    const [inA, inB] = stations;
    const code = inA === inB ? inA : `${inA} = ${inB}`;
    lines.push(`  station ${code}: ${boxes.map(([name, x, y]) => `${name} ${x} -> ${y}`).join(', ')}`);
  }
  const rest = c.differences.length - limit;
  if (rest > 0) lines.push(`  ... and ${rest} more (--limit, or --json for all)`);
  return lines;
}

function areaText({ equal, differs, onlyA, onlyB, lead }: SidesTally): string {
  const both = equal + differs;
  return `on both sides ${whole(both)}; differ ${whole(differs)} (${percent(differs, both)} %); only A ${whole(onlyA)}; only B ${whole(onlyB)}; lead ${signed(lead)}`;
}

function optionLines({ options }: SidesContest): string[] {
  const matched = options.matched.map(([a, b, by]) => (a === b && by === 'code' ? a : `${a} = ${b} (${BY[by]})`));
  const lines = [`  options compared: ${matched.length === 0 ? 'none' : matched.join(', ')}`];
  const left = (label: string, names: readonly string[]) => {
    if (names.length > 0) lines.push(`  ${label}: ${names.slice(0, 40).join(', ')}`);
  };
  left('not compared, only in A', [...options.onlyA, ...options.ambiguousA]);
  left('not compared, only in B', [...options.onlyB, ...options.ambiguousB]);
  return lines;
}
