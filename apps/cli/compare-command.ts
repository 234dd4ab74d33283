import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { present } from '../../src/base/assert.ts';
import { votesIn } from '../../src/model/votes.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import { openRunForReading, viewAsOf } from '../run/read-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { natureLine, parseAsOf } from './results-command.ts';
import { describeAsOf } from './results-figures.ts';

export type CompareOptions = { readonly asOf?: string; readonly json?: boolean; readonly limit?: string };

export type SheetDifference = {
  readonly station: string;
  readonly table: number | null;
  readonly place: string;
  /** `[box, preliminary, official]` of each box that differs; a word where the box holds no number. */
  readonly boxes: readonly (readonly [string, number | string, number | string])[];
};

export type Comparison = {
  readonly contest: string;
  readonly equal: number;
  readonly differs: number;
  readonly onlyPreliminary: number;
  readonly onlyOfficial: number;
  readonly neither: number;
  /** Official minus preliminary over the sheets in both, for each box name that is a vote. */
  readonly netEffect: Readonly<Record<string, number>>;
  /** Largest total change first. */
  readonly differences: readonly SheetDifference[];
};

const LIMIT = 20;

/** `cotejo compare DIR`: every sheet of one count held against the same sheet of the other. */
export function compareCommand(directory: string, options: CompareOptions, output: Output): ExitCode {
  const asked = parseAsOf(options.asOf);
  if (!asked.ok) return refuse(output, asked.error, EXIT.usage);
  const limit = options.limit === undefined ? LIMIT : Number(options.limit);
  if (!Number.isSafeInteger(limit) || limit < 0) return refuse(output, '--limit is a whole number', EXIT.usage);
  const run = openRunForReading(directory, nodeCrypto);
  if (!run.ok) return refuse(output, run.error.detail, EXIT.badInput);
  try {
    // The preliminary count as of the instant, against the official count as it is now: that is what the question means.
    const then = viewAsOf(run.value, asked.value);
    const now = asked.value === null ? then : viewAsOf(run.value, null);
    const contests = now.view.geography.definition.election.contests.map((_, c) =>
      compareContest(then.view, now.view, c),
    );
    const { election } = now.view.geography.definition;
    const head = { v: 1, election: election.id, nature: election.nature, test: election.nature === 'rehearsal' };
    const asOf = { preliminary: describeAsOf(then.rules.preliminary), official: describeAsOf(now.rules.official) };
    if (options.json) output.line(JSON.stringify({ ...head, asOf, contests }));
    else for (const line of [...natureLine(election.nature), ...asText(contests, asOf, limit)]) output.line(line);
    return EXIT.ok;
  } finally {
    run.value.close();
  }
}

/** Compares what is counted in both; a sheet seen but not counted is as missing as one never seen. */
export function compareContest(preliminary: PublicView, official: PublicView, contest: number): Comparison {
  const { geography } = official;
  const definition = present(geography.definition.election.contests[contest], 'contest');
  const names = [...definition.selections.map((s) => s.id as string), ...definition.others];
  const net: number[] = names.map(() => 0);
  const tally = { equal: 0, differs: 0, onlyPreliminary: 0, onlyOfficial: 0, neither: 0 };
  const differences: SheetDifference[] = [];
  geography.stations.forEach((station, s) => {
    if (geography.votesIn[contest]?.[s] !== true) return;
    const p = counted(preliminary, 'preliminary', contest, s);
    const o = counted(official, 'official', contest, s);
    if (p === null || o === null) {
      tally[p === null ? (o === null ? 'neither' : 'onlyOfficial') : 'onlyPreliminary']++;
      return;
    }
    const boxes = names.flatMap((name, i) => {
      const [before, after] = [p[i] ?? 'empty', o[i] ?? 'empty'];
      net[i] = (net[i] ?? 0) + votesIn(after) - votesIn(before);
      return before === after ? [] : [[name, before, after] as const];
    });
    tally[boxes.length === 0 ? 'equal' : 'differs']++;
    if (boxes.length === 0) return;
    const place = present(geography.units[geography.placeOf[s] ?? 0], 'place');
    differences.push({ station: station.id, table: station.table, place: place.name, boxes });
  });
  differences.sort((a, b) => size(b) - size(a));
  const netEffect = Object.fromEntries(names.map((name, i) => [name, net[i] ?? 0]));
  return { contest: definition.id, ...tally, netEffect, differences };
}

function counted(view: PublicView, count: 'preliminary' | 'official', contest: number, station: number) {
  const version = view.tabulation.current(count, contest, station);
  return version?.status === 'counted' ? version.boxes : null;
}

function size(difference: SheetDifference): number {
  const number = (v: number | string) => (typeof v === 'number' ? v : 0);
  return difference.boxes.reduce((sum, [, before, after]) => sum + Math.abs(number(after) - number(before)), 0);
}

function asText(
  contests: readonly Comparison[],
  asOf: { preliminary: string; official: string },
  limit: number,
): string[] {
  const lines = [`preliminary: ${asOf.preliminary}`, `official: ${asOf.official}`];
  for (const c of contests) {
    const both = c.equal + c.differs;
    lines.push(
      '',
      `${c.contest}: of ${both} sheets in both counts, ${c.equal} equal and ${c.differs} differ in at least one figure`,
    );
    lines.push(`only preliminary ${c.onlyPreliminary}; only official ${c.onlyOfficial}; in neither ${c.neither}`);
    const net = Object.entries(c.netEffect).map(([name, n]) => `${name} ${n > 0 ? '+' : ''}${n}`);
    lines.push(`net effect of the differences (official minus preliminary): ${net.join(', ')}`);
    for (const d of c.differences.slice(0, limit)) {
      const boxes = d.boxes.map(([name, before, after]) => `${name} ${before} -> ${after}`).join(', ');
      lines.push(`  station ${d.station} (${d.place}${d.table === null ? '' : `, table ${d.table}`}): ${boxes}`);
    }
    if (c.differences.length > limit)
      lines.push(`  ... and ${c.differences.length - limit} more (--limit, or --json for all)`);
  }
  return lines;
}
