import { existsSync, writeFileSync } from 'node:fs';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { CollatedView } from '../../src/publication/collation-view.ts';
import { openRunForReading, viewAsOf } from '../run/read-run.ts';
import { type Comparison, compareCollated, goes } from './compare-counts.ts';
import { countsCsv } from './compare-csv.ts';
import { compareSidesCommand } from './compare-sides-command.ts';
import { countsText } from './compare-text.ts';
import { type CompareAsked, type CompareOptions, compareWords } from './compare-words.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { natureLine, parseAsOf } from './results-command.ts';
import { describeAsOf } from './results-figures.ts';

export { type Comparison, compareContest, type SheetDifference } from './compare-counts.ts';

/**
 * `cotejo compare DIR`: every sheet of one count held against the same sheet of the other; `cotejo compare A B`: the figures of
 * one organisation against those of another.
 */
export async function compareCommand(
  directory: string,
  other: string | undefined,
  options: CompareOptions,
  output: Output,
): Promise<ExitCode> {
  const asked = compareWords(options);
  if (!asked.ok) return refuse(output, asked.error, EXIT.usage);
  if (options.csv !== undefined && existsSync(options.csv) && options.force !== true) {
    return refuse(output, `${options.csv} is there already; --force replaces it`, EXIT.badInput);
  }
  if (other !== undefined) {
    if (options.asOf !== undefined) return refuse(output, '--as-of is for one run, not for A and B', EXIT.usage);
    return compareSidesCommand(directory, other, options, asked.value, output);
  }
  const { map, countA, countB, emptyIsZero } = options;
  if ([map, countA, countB, emptyIsZero].some((option) => option !== undefined)) {
    const says = '--map, --count-a, --count-b and --empty-is-zero are for A and B, not for one run';
    return refuse(output, says, EXIT.usage);
  }
  if (/^https?:\/\//i.test(directory)) {
    const says =
      'one address alone is not compared: its page Collation holds its two counts against each other; or name A and B';
    return refuse(output, says, EXIT.usage);
  }
  return compareRun(directory, options, asked.value, output);
}

function compareRun(directory: string, options: CompareOptions, asked: CompareAsked, output: Output): ExitCode {
  const at = parseAsOf(options.asOf);
  if (!at.ok) return refuse(output, at.error, EXIT.usage);
  const run = openRunForReading(directory, nodeCrypto);
  if (!run.ok) return refuse(output, run.error.detail, EXIT.badInput);
  try {
    const { election, levels } = levelsOf(run.value.geography.definition);
    const level = options.by ?? null;
    if (level !== null && !levels.includes(level)) {
      return refuse(output, `--by is one of ${levels.join(', ')}, not ${level}`, EXIT.usage);
    }
    // The preliminary count as of the instant, against the official count as it is now: that is what the question means.
    const then = viewAsOf(run.value, at.value);
    const now = at.value === null ? then : viewAsOf(run.value, null);
    const collated = new CollatedView(then.view, now.view);
    const contests = election.contests
      .map((_, c) => compareCollated(collated, c, level))
      .map((c): Comparison => ({ ...c, differences: c.differences.filter((d) => goes(asked.direction, d.lead)) }));
    const head = { v: 1, election: election.id, nature: election.nature, test: election.nature === 'rehearsal' };
    const asOf = { preliminary: describeAsOf(then.rules.preliminary), official: describeAsOf(now.rules.official) };
    if (options.csv !== undefined) writeFileSync(options.csv, countsCsv(contests));
    if (options.json) output.line(JSON.stringify({ ...head, asOf, contests }));
    else for (const line of [...natureLine(election.nature), ...countsText(contests, asOf, asked)]) output.line(line);
    return EXIT.ok;
  } finally {
    run.value.close();
  }
}

function levelsOf(definition: Parameters<typeof compareCollated>[0]['official']['geography']['definition']) {
  const { election, units } = definition;
  return { election, levels: [...new Set(units.slice(1).map((u) => u.level))] };
}
