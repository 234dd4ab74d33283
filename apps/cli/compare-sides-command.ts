import { writeFileSync } from 'node:fs';
import { describeIssue } from '../../adapters/election-folder/describe-errors.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { COUNT_KINDS, type CountKind } from '../../src/model/ids.ts';
import { goes } from './compare-counts.ts';
import { csvText } from './compare-csv.ts';
import { NO_MAP, readMap } from './compare-map.ts';
import type { Side } from './compare-side.ts';
import { readSide } from './compare-side-folder.ts';
import { compareSides, type SidesComparison } from './compare-sides.ts';
import { matchingText, sidesText } from './compare-sides-text.ts';
import type { CompareAsked, CompareOptions } from './compare-words.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';

/** `cotejo compare A B`: the figures of two organisations, sheet by sheet. */
export async function compareSidesCommand(
  pathA: string,
  pathB: string,
  options: CompareOptions,
  asked: CompareAsked,
  output: Output,
): Promise<ExitCode> {
  const counts = [countOf(options.countA, '--count-a'), countOf(options.countB, '--count-b')] as const;
  for (const count of counts) if (!count.ok) return refuse(output, count.error, EXIT.usage);
  const map = options.map === undefined ? ok(NO_MAP) : readMap(options.map);
  if (!map.ok) return refuse(output, map.error, EXIT.badInput);
  const sides: Side[] = [];
  for (const [i, path] of [pathA, pathB].entries()) {
    const count = counts[i];
    const side = await readSide(path, count?.ok === true ? count.value : null);
    if (!side.ok) {
      for (const line of side.error.lines) output.error(`cotejo: ${line}`);
      return EXIT.badInput;
    }
    sides.push(side.value);
  }
  const [a, b] = sides as [Side, Side];
  const level = options.by ?? null;
  const levels = [...new Set([...a.levels, ...b.levels])];
  if (level !== null && !levels.includes(level)) {
    const known = levels.length === 0 ? 'no side tells where a station is' : `it is one of ${levels.join(', ')}`;
    return refuse(output, `--by ${level}: ${known}`, EXIT.usage);
  }
  return tell(
    a,
    b,
    compareSides(a, b, { map: map.value, level, emptyIsZero: options.emptyIsZero === true }),
    options,
    asked,
    output,
  );
}

function countOf(text: string | undefined, option: string): Result<CountKind | null, string> {
  if (text === undefined) return ok(null);
  const count = COUNT_KINDS.find((kind) => kind === text);
  return count === undefined ? err(`${option} is preliminary or official, not ${text}`) : ok(count);
}

function tell(
  a: Side,
  b: Side,
  whole: SidesComparison,
  options: CompareOptions,
  asked: CompareAsked,
  output: Output,
): ExitCode {
  const why = whyNothing(whole);
  if (why !== null) {
    for (const line of matchingText(a, b, whole)) output.error(line);
    return refuse(output, why, EXIT.badInput);
  }
  if (whole.faults.length > 0) {
    for (const fault of whole.faults) output.error(`cotejo: ${describeIssue(fault)}`);
    return EXIT.badInput;
  }
  const contests = whole.contests.map((c) => ({
    ...c,
    differences: c.differences.filter((d) => goes(asked.direction, d.lead)),
  }));
  const { faults: _, ...comparison } = { ...whole, contests };
  if (options.csv !== undefined) writeFileSync(options.csv, sidesCsv(comparison));
  const head = { v: 1, a: { path: a.path, what: a.what }, b: { path: b.path, what: b.what } };
  if (options.json) output.line(JSON.stringify({ ...head, ...comparison }));
  else for (const line of sidesText(a, b, { ...whole, contests }, asked)) output.line(line);
  return EXIT.ok;
}

/** Why nothing can be compared, with what to do about it; null where something can. */
function whyNothing({ contests, stations }: SidesComparison): string | null {
  const { code, map, normalised } = stations.matched;
  if (code + map + normalised === 0) {
    return 'no station of A has the code of a station of B; give the codes that go together under "stations" of --map FILE';
  }
  if (contests.length === 0) {
    return 'no contest of A has the id or name of one of B; give them under "contests" of --map FILE (a CSV without the column contest has the contest "")';
  }
  if (contests.every((c) => c.options.matched.length === 0)) {
    return 'no option of A has the id or name of one of B; give them under "options" of --map FILE, by the contest of A';
  }
  return null;
}

/** A line for each figure that differs. */
function sidesCsv({ contests }: Omit<SidesComparison, 'faults'>): string {
  const head = ['station_a', 'station_b', 'contest', 'change', 'lead', 'option', 'a', 'b'];
  const rows = contests.flatMap((c) =>
    c.differences.flatMap(({ stations, change, lead, boxes }) =>
      boxes.map((box) => [...stations, c.contest[0] ?? c.contest[1] ?? '', change, lead, ...box]),
    ),
  );
  return csvText([head, ...rows]);
}
