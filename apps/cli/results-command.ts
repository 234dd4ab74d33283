import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { unreachable } from '../../src/base/assert.ts';
import { type Instant, parseInstant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { COUNT_KINDS, type CountKind, type GpUnitId } from '../../src/model/ids.ts';
import type { ContestResult, Outcome } from '../../src/model/outcome-types.ts';
import { ruleSentence } from '../../src/model/rule-sentence.ts';
import { openRunForReading, type ViewAsOf, viewAsOf } from '../run/read-run.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Output, refuse } from './output.ts';
import { describeAsOf, type ResultFigures, resultsOf } from './results-figures.ts';

export type ResultsOptions = {
  readonly count?: string;
  readonly unit?: string;
  readonly asOf?: string;
  readonly json?: boolean;
};

/** `cotejo results DIR`: the figures of a unit, now or as the public could see them at an instant. */
export function resultsCommand(directory: string, options: ResultsOptions, output: Output): ExitCode {
  const asked = parseAsOf(options.asOf);
  if (!asked.ok) return refuse(output, asked.error, EXIT.usage);
  const counts = COUNT_KINDS.filter((c) => options.count === undefined || c === options.count);
  if (counts.length === 0)
    return refuse(output, `--count is preliminary or official, not ${options.count}`, EXIT.usage);
  const run = openRunForReading(directory, nodeCrypto);
  if (!run.ok) return refuse(output, run.error.detail, EXIT.badInput);
  try {
    const unit = run.value.geography.unitIndex.get((options.unit ?? 'u0') as GpUnitId);
    if (unit === undefined) {
      return refuse(output, `there is no unit ${options.unit}; ids stand in public/definition/units.json`, EXIT.usage);
    }
    const seen = viewAsOf(run.value, asked.value);
    if (options.json) output.line(JSON.stringify(asJson(seen, counts, unit, asked.value)));
    else for (const line of asText(seen, counts, unit)) output.line(line);
    return EXIT.ok;
  } finally {
    run.value.close();
  }
}

/** An instant as people write it on the command line; null when none was asked for. */
export function parseAsOf(text: string | undefined): Result<Instant | null, string> {
  if (text === undefined) return ok(null);
  const parsed = parseInstant(text);
  return parsed.ok ? parsed : err(`--as-of is an instant with an offset, like 2019-10-20T19:40:57-04:00, not ${text}`);
}

function asJson({ view, rules }: ViewAsOf, counts: readonly CountKind[], unit: number, asOf: Instant | null) {
  const { election } = view.geography.definition;
  const contests = election.contests.map((contest, c) => ({
    id: contest.id,
    name: contest.name,
    counts: Object.fromEntries(counts.map((count) => [count, countJson({ view, rules }, count, c, unit)])),
  }));
  const own = view.geography.units[unit];
  return {
    v: 1,
    election: election.id,
    nature: election.nature,
    test: election.nature === 'rehearsal',
    asOf,
    unit: { id: own?.id, level: own?.level, name: own?.name },
    contests: contests.filter((_, c) => view.tabulation.sums('official', c, unit).expected > 0),
  };
}

/** Figures, or only why there are none: a count that cannot be told of a moment is not a count of zero. */
function countJson({ view, rules }: ViewAsOf, count: CountKind, contest: number, unit: number) {
  const asOf = rules[count];
  return asOf.kind === 'no-instants-recorded' ? { asOf } : { asOf, ...resultsOf(view, count, contest, unit) };
}

/** What has to stand over every figure that no electoral body gave. */
export function natureLine(nature: keyof typeof NATURE): string[] {
  return NATURE[nature] === '' ? [] : [NATURE[nature]];
}

const NATURE = {
  live: '',
  rehearsal: 'TEST: an invented election',
  replay: 'Replayed from published files, not run by the electoral body',
} as const;

function asText({ view, rules }: ViewAsOf, counts: readonly CountKind[], unit: number): string[] {
  const { election } = view.geography.definition;
  const own = view.geography.units[unit];
  const lines = [election.name.en, ...natureLine(election.nature)];
  if (unit !== 0) lines.push(`${own?.level}: ${own?.name}`);
  election.contests.forEach((contest, c) => {
    if (view.tabulation.sums('official', c, unit).expected === 0) return;
    lines.push(
      '',
      `${contest.name.en}. ${ruleSentence(contest.rule, 'en', (id) => contest.selections.find((s) => s.id === id)?.name ?? id)}`,
    );
    for (const count of counts) {
      lines.push('', `${count.toUpperCase()} (${describeAsOf(rules[count])})`);
      if (rules[count].kind === 'no-instants-recorded') continue;
      lines.push(...figuresText(resultsOf(view, count, c, unit)).map((line) => `  ${line}`));
    }
  });
  return lines;
}

const whole = (n: number) => n.toLocaleString('en-US');

function figuresText(f: ResultFigures): string[] {
  const unknown =
    f.registeredUnknown > 0 ? ` and ${whole(f.registeredUnknown)} stations whose registered voters are not known` : '';
  const lines = [
    `counted ${whole(f.counted)} of ${whole(f.expected)} sheets (${f.countedPercent ?? '-'} %); ` +
      `out: ${whole(f.sheetsOut)} sheets with ${whole(f.registeredOut)} registered voters${unknown}`,
  ];
  if (f.notCounted > 0) lines.push(`not counted though seen: ${whole(f.notCounted)} sheets (void: ${whole(f.void)})`);
  if (f.counted === 0) return lines;
  const width = Math.max(...f.selections.map((s) => s.id.length));
  for (const s of [...f.selections].sort((a, b) => b.votes - a.votes)) {
    lines.push(`${s.id.padEnd(width)} ${whole(s.votes).padStart(13)} ${(s.percent ?? '-').padStart(7)} %  ${s.name}`);
  }
  lines.push(`valid ${whole(f.valid)}; ${f.others.map((o) => `${o.id} ${whole(o.votes)}`).join('; ')}`);
  lines.push(`lead ${whole(f.lead)} votes, ${f.leadPercent ?? '-'} points; turnout ${f.turnoutPercent ?? '-'} %`);
  if ('outcome' in f && f.outcome !== undefined) lines.push(...outcomeText(f.outcome));
  for (const d of f.distances ?? []) {
    const change = d.holds ? 'would have to shrink' : 'would have to grow';
    const what =
      d.part === 'leadAtLeast' ? 'the lead' : d.part === 'quorum' ? 'the votes for the quorum' : "the leader's votes";
    lines.push(
      `${d.part} ${d.threshold}: ${d.holds ? 'holds' : 'does not hold'}; ${what} ${change} by ${whole(d.votes)} votes`,
    );
  }
  return lines;
}

function outcomeText(outcome: Outcome): string[] {
  if (outcome.kind === 'settled') {
    const why = outcome.complete ? 'the count is complete' : 'no completion can change it';
    const none = outcome.result.kind === 'no-votes' ? 'there is not one valid vote' : resultText(outcome.result);
    return [`SETTLED (${why}): ${none}`];
  }
  return [
    `OPEN: of the sheets in, ${resultText(outcome.ofTheSheetsIn)}`,
    `still possible: ${outcome.possible.map((r) => resultText(r)).join('; ')}`,
  ];
}

export function resultText(result: ContestResult): string {
  switch (result.kind) {
    case 'won':
      return `outright win of ${result.by}`;
    case 'second-round':
      return `second round between ${result.between.join(' and ')}`;
    case 'tie':
      return `tie for ${result.for === 'winner' ? 'the win' : 'second place'} among ${result.among.join(', ')}`;
    case 'no-majority':
      return 'nobody above half';
    case 'approved':
      return 'approved';
    case 'rejected':
      return 'rejected';
    case 'quorum-not-reached':
      return 'quorum not reached';
    case 'quorum-unknown':
      return `${result.ifReached} if the quorum was reached, which cannot be told without all registered voters`;
    case 'no-votes':
      return 'no valid vote yet';
    default:
      return unreachable(result);
  }
}
