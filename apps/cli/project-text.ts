import { unreachable } from '../../src/base/assert.ts';
import { formatInstant } from '../../src/base/instant.ts';
import type { ContestResult } from '../../src/model/outcome-types.ts';
import { ruleSentence } from '../../src/model/rule-sentence.ts';
import { noteText } from '../../src/projection/note-text.ts';
import type { Band, Diagnostics, Estimate, Part } from '../../src/projection/projection-answer.ts';
import { refusalText } from '../../src/projection/refusal-text.ts';
import type { Said } from './project-said.ts';
import { natureLine } from './results-command.ts';

/** An outcome is likely enough to be named from here on; below, it is too close to call. */
export const NAMED_FROM = 0.95;
const PARTS_SHOWN = 10;

/** The answer as text: intervals before points, what is out, and what it all rests on. */
export function projectText(said: Said): string[] {
  const { subject, answer, notes } = said;
  const nameOf = (id: string) => subject.contest.selections.find((s) => s.id === id)?.name ?? id;
  const head = [
    subject.name.en,
    ...natureLine(subject.nature),
    'ESTIMATE of the official total of all expected stations; no count and no result',
    `${subject.contest.name.en}. ${ruleSentence(subject.contest.rule, 'en', nameOf)}`,
    `Seen: ${seenText(said)}`,
  ];
  const body =
    answer.kind === 'estimate'
      ? [...estimateText(answer, completeText(answer, said)), ...diagnosticsText(answer.diagnostics, said)]
      : [
          `Nothing is estimated (${answer.code}). ${refusalText(answer.code, answer.facts, 'en')}`,
          // Without places there is no silent roll to speak of.
          ...('diagnostics' in answer && answer.diagnostics !== null && answer.code !== 'no-geography'
            ? diagnosticsText(answer.diagnostics, said)
            : []),
        ];
  const words = notes.map((note) => noteText(note, 'en')).filter((text) => text !== null);
  const tail = words.length === 0 ? [] : ['', 'Notes', ...words.map((text) => `  ${text}`)];
  const sources = subject.sources.map((source) => `  ${source}`);
  return [...head, '', ...body, ...tail, ...(sources.length === 0 ? [] : ['', 'Sources of the figures', ...sources])];
}

/** What was looked at, and by which rule. */
export function seenText({ start, asOf }: Pick<Said, 'start' | 'asOf'>): string {
  if (start.kind === 'areas') return `totals of areas by ${formatInstant(start.until as never)}, no sheets`;
  if (start.kind === 'nothing') return asOf === null ? 'everything there is' : `by ${formatInstant(asOf)}`;
  const at = asOf === null ? '' : formatInstant(asOf);
  switch (start.seenBy) {
    case 'everything':
      return `all sheets of the ${start.count} count`;
    case 'visible-instant':
      return `sheets of the ${start.count} count that were public by ${at}: published_at, or arrived_at where that is empty`;
    case 'newest-state':
      return `the newest published state of the ${start.count} count`;
    case 'newest-state-by-then':
      return `the newest state of the ${start.count} count that was published by ${at}`;
    default:
      return unreachable(start.seenBy);
  }
}

const whole = (n: number) => Math.round(n).toLocaleString('en-US');
const percent = (share: number, digits: number) => (100 * share).toFixed(digits);

/** As many decimals as tell the ends of an interval apart. */
function digitsFor({ in95 }: Band): number {
  const width = 100 * (in95[1] - in95[0]);
  return width >= 2 ? 1 : width >= 0.2 ? 2 : 3;
}

function range(band: Band, digits = digitsFor(band)): string {
  const [low, high] = band.in95.map((end) => percent(end, digits));
  return `${low} to ${high}`;
}

/** Never more certain than the draws: of a thousand, none is not "never". */
function probabilityText(probability: number): string {
  if (probability >= 1) return 'in every draw';
  if (probability > 0.99) return 'over 99 %';
  if (probability < 0.01) return 'under 1 %';
  return `${percent(probability, 1)} %`;
}

/** What the official count corrects or annuls is not among the draws: with all sheets in they are the totals of the preliminary one. */
function completeText({ diagnostics }: Estimate, said: Said): string[] {
  const isWhole = diagnostics.sheetsIn === diagnostics.expected;
  if (!isWhole || said.start.kind !== 'sheets' || said.start.count !== 'preliminary') return [];
  return [
    'All sheets of the preliminary count are in: these are its totals, no longer estimated. The official count may still correct them.',
  ];
}

function estimateText(estimate: Estimate, complete: readonly string[]): string[] {
  const { lead } = estimate;
  const digits = digitsFor(lead.band);
  const middle = percent(lead.band.point, digits);
  const lines = [
    `Lead of ${lead.of} over ${lead.over}: ${range(lead.band)} points (95 % interval); middle ${middle}`,
    ...(complete.length > 0 ? complete : outcomesText(estimate)),
    '',
    'Shares, percent: 95 % interval, then the middle',
  ];
  const width = Math.max(...estimate.options.map((o) => o.id.length));
  for (const { id, share, votes } of [...estimate.options].sort((a, b) => b.share.point - a.share.point)) {
    const votesRange = `${whole(votes.in95[0])} to ${whole(votes.in95[1])} votes`;
    const own = digitsFor(share);
    lines.push(`  ${id.padEnd(width)} ${range(share).padStart(17)}  (${percent(share.point, own)})  ${votesRange}`);
  }
  const { votesOut, turnout } = estimate;
  lines.push('', `Votes still out: ${whole(votesOut.in95[0])} to ${whole(votesOut.in95[1])}`);
  if (turnout !== null) lines.push(`Votes of registered voters at the end: ${range(turnout)} %`);
  return [
    ...lines,
    ...partsText('Where the uncertainty of the lead sits', estimate.areas),
    ...partsText('By setting', estimate.settings),
  ];
}

function outcomesText({ outcomes }: Estimate): string[] {
  const likely = outcomes.find((o) => o.probability >= NAMED_FROM);
  const head = likely === undefined ? ['Too close to call: no outcome reaches 95 %.'] : [];
  const lines = outcomes.map(({ result, probability }) => `  ${probabilityText(probability)}: ${resultText(result)}`);
  return [...head, 'What the rule would give, by how likely it is', ...lines];
}

function resultText(result: ContestResult): string {
  switch (result.kind) {
    case 'won':
      return `${result.by} would meet the rule`;
    case 'second-round':
      return `a second round between ${result.between.join(' and ')}`;
    case 'no-majority':
      return 'nobody would have a majority';
    case 'approved':
      return 'approved';
    case 'rejected':
      return 'not approved';
    case 'quorum-not-reached':
      return 'the quorum would not be reached';
    case 'tie':
      return `a tie ${result.for === 'winner' ? 'for the first place' : 'for the second place'} between ${result.among.join(', ')}`;
    case 'no-votes':
      return 'no votes for any option';
    case 'quorum-unknown':
      return `${result.ifReached === 'approved' ? 'approved' : 'not approved'}, if the quorum is reached; its base is not known`;
    default:
      return unreachable(result);
  }
}

function partsText(title: string, parts: readonly Part[]): string[] {
  if (parts.length === 0) return [];
  const shown = parts.slice(0, PARTS_SHOWN);
  const width = Math.max(...shown.map((p) => p.name.length));
  const lines = shown.map((part) => {
    const votes = `${whole(part.votesOut.in95[0])} to ${whole(part.votesOut.in95[1])} votes out`;
    const share = `${percent(part.shareOfVariance, 0)} % of the variance`;
    return `  ${part.name.padEnd(width)}  ${whole(part.sheetsOut)} sheets, ${votes}, ${share}`;
  });
  const more = parts.length - shown.length;
  return ['', title, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function diagnosticsText(d: Diagnostics, { seed, draws, without }: Said): string[] {
  const lines = [
    '',
    'What it rests on',
    `  sheets in: ${whole(d.sheetsIn)} of ${whole(d.expected)}; held and not counted: ${whole(d.setAside)}`,
    `  registered voters in places with no sheet yet: ${percent(d.silentRoll, 1)} %; whose sheet is not in: ${percent(d.rollOut, 1)} %`,
    `  order of arrival: ${ORDER[d.order] ?? d.order}; figures: ${d.figures === 'final' ? 'final ones, those of the moment are not known' : 'as they were then'}`,
  ];
  for (const { variant, weight, earlierError } of d.variants) {
    const error =
      earlierError === null
        ? 'no earlier forecast to judge by'
        : `earlier forecasts off by ${percent(earlierError, 2)} points`;
    lines.push(`  ${VARIANT[variant] ?? variant}: weight ${percent(weight, 0)} %, ${error}`);
  }
  const unseen = d.shock.map(({ coordinate, scale }) => `${coordinate} ${scale.toFixed(3)}`);
  if (unseen.length > 0) lines.push(`  left open for what no model sees, on the logit: ${unseen.join(', ')}`);
  const left = without.length === 0 ? '' : `; without ${without.join(', ')}`;
  return [...lines, `  seed ${seed}, ${whole(draws)} draws${left}`];
}

const ORDER: Readonly<Record<string, string>> = {
  instants: 'known sheet by sheet',
  batches: 'known in batches',
  part: 'known for a part of the sheets',
  none: 'not known, so no trend is used',
};

const VARIANT: Readonly<Record<string, string>> = {
  plain: 'places alone',
  trend: 'with the trend of the night over places',
  tables: 'with the trend over places, and over the tables in them',
  previous: 'with the previous election',
  both: 'with the trend over places and the previous election',
  'both-tables': 'with the trend over places and tables and the previous election',
};
