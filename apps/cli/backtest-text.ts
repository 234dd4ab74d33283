import { PROBABILITY_FLOOR } from '../../src/projection/scores.ts';
import type { ForecastScore } from '../../src/projection/scores-forecast.ts';
import type { Summary } from '../../src/projection/scores-summary.ts';
import type { Plan } from './backtest-plan.ts';
import {
  FORECASTERS,
  type ForecasterId,
  type NightTried,
  type PointScored,
  type PointTried,
  type Said,
} from './backtest-run.ts';
import {
  BY_HAND,
  type ElectionTried,
  type GroupSummary,
  ordersOf,
  scoredPoints,
  summariseNights,
} from './backtest-summary.ts';

/** The report as Markdown: what was tried, every point of the real order, summaries by order, by election and of all. */
export function backtestText(elections: readonly ElectionTried[], plan: Plan, version: string): readonly string[] {
  return [
    '# Back-tests of the projection',
    '',
    ...preface(plan, version),
    ...elections.flatMap((election) => electionText(election)),
    ...(elections.length > 1 ? allText(elections) : []),
  ];
}

function preface(plan: Plan, version: string): readonly string[] {
  return [
    `Cotejo ${version}; orders ${plan.orders.join(', ')}; seeds ${plan.seed} to ${plan.seed + plan.seeds - 1}; ${plan.draws} draws. The same call gives the same bytes.`,
    '',
    'Errors, widths and CRPS are of the lead between the two that led in the end, in percentage points of the base; the truth is the official total.',
    'A smaller CRPS is better, and that of a point is its absolute error. The log score is minus the logarithm of the probability given to what happened,',
    `once with no probability below ${PROBABILITY_FLOOR} and once as it was said (infinite where that was 0). A refusal is neither hit nor miss, and counted for itself.`,
    'Points of one night depend on each other: many points of one order are one experiment.',
    '',
  ];
}

function electionText(election: ElectionTried): readonly string[] {
  const whole = summariseNights(election.nights);
  return [
    `## ${election.id}${election.inSample ? ' (in sample)' : ''}`,
    '',
    `${election.stations} stations; true lead ${points(election.lead)}.${election.inSample ? ' The constants of the model were set on this election: these figures are no test of them.' : ''}`,
    '',
    ...election.nights.filter(({ order }) => order === 'real').flatMap(realText),
    ...ordersOf(election).flatMap((order) =>
      orderText(
        order,
        election.nights.filter((n) => n.order === order),
      ),
    ),
    ...summaryLines(`${election.id}, all orders`, whole),
  ];
}

const FIGURES = {
  'as-then': 'the figures as they were then',
  final: 'the figures as they were in the end',
} as const;

function realText(night: NightTried): readonly string[] {
  // Moments and shares of the sheets are named apart; in the table they stand in the order of the night.
  const scored = night.points.filter((p) => p.kind === 'scored').sort((a, b) => a.sheets - b.sheets);
  if (scored.length === 0) return ['### The order as it was', '', ...skippedText(night.points), ''];
  const others = [...BY_HAND, 'conformal', 'tree'] as const satisfies readonly ForecasterId[];
  return [
    `### The order as it was, ${FIGURES[night.figures]} (${night.count ?? 'no'} count)`,
    '',
    `| point | sheets | silent roll | 95 % interval of the lead | error | width | misses | CRPS | P(what happened) | ${others.join(' | ')} |`,
    `|${' --- |'.repeat(9 + others.length)}`,
    ...scored.map(
      (p) =>
        `| ${[p.point, p.sheets, percent(p.silentRoll), ...ownCells(p), ...others.map((id) => otherCell(p.said[id]))].join(' | ')} |`,
    ),
    '',
    'The columns from raw on are errors. Bold: the true lead lies outside the interval; *misses*: it, and the options whose true share lies outside theirs.',
    '',
    ...skippedText(night.points),
    ...variantsText(scored),
  ];
}

function ownCells(p: PointScored): readonly string[] {
  const own = p.said.projection;
  if (own?.kind !== 'score') return [`no answer: ${own?.kind === 'refused' ? own.code : ''}`, '', '', '', '', ''];
  const { lead, leadSaid, outcome } = own.score;
  const interval = leadSaid.in95 === null ? '' : `${points(leadSaid.in95[0])} to ${points(leadSaid.in95[1])}`;
  const isMissed = lead.covered?.[2] === false;
  return [
    isMissed ? `**${interval}**` : interval,
    signed(lead.error),
    points(lead.widths?.[2] ?? null),
    missesOf(p, own.score).join(', '),
    points(lead.crps, 3),
    outcome.probability.toFixed(3),
  ];
}

/** What lies outside its 95 % interval: the lead, and options by id. */
function missesOf({ options }: PointScored, { lead, shares }: ForecastScore): readonly string[] {
  const shared = options.filter((_, k) => shares[k]?.covered?.[2] === false);
  return lead.covered?.[2] === false ? ['lead', ...shared] : shared;
}

function otherCell(said: Said | undefined): string {
  if (said === undefined || said.kind === 'none') return '';
  return said.kind === 'refused' ? 'no answer' : signed(said.score.lead.error);
}

/** What was left out, by reason. */
function skippedText(tried: readonly PointTried[]): readonly string[] {
  const why = Map.groupBy(
    tried.filter((p) => p.kind === 'skipped'),
    (p) => p.why,
  );
  if (why.size === 0) return [];
  const reasons = [...why].map(([reason, of]) => `${of.map((p) => p.point).join(', ')} (${reason})`);
  return [`Not tried: ${reasons.join('; ')}.`, ''];
}

function variantsText(scored: readonly PointScored[]): readonly string[] {
  const names = [...new Set(scored.flatMap(({ variants }) => variants.map(({ variant }) => variant)))];
  if (names.length < 2) return [];
  const cell = (p: PointScored, name: string): string => {
    const found = p.variants.find(({ variant }) => variant === name);
    if (found === undefined) return '';
    const earlier = found.earlierError === null ? '' : `, earlier ${points(found.earlierError)}`;
    return `${found.weight.toFixed(2)}: ${found.error === null ? 'not drawn from' : signed(found.error)}${earlier}`;
  };
  return [
    'Weights of the variants, the error of the lead by each alone, and the error of its forecasts earlier in the night:',
    '',
    `| point | ${names.join(' | ')} |`,
    `|${' --- |'.repeat(1 + names.length)}`,
    ...scored.map((p) => `| ${p.point} | ${names.map((name) => cell(p, name)).join(' | ')} |`),
    '',
  ];
}

function orderText(order: string, nights: readonly NightTried[]): readonly string[] {
  const summary = summariseNights(nights);
  const rows = FORECASTERS.flatMap((id) => (summary.by[id] === undefined ? [] : [summaryRow(id, summary.by[id])]));
  const told = nights.every(({ order: o }) => o === 'real') ? [] : skippedText(nights[0]?.points ?? []);
  if (rows.length === 0) return [`### Order ${order}`, '', ...told];
  return [
    `### Order ${order}: ${nights.length === 1 ? 'one night' : `${nights.length} nights`} (${nights[0]?.count ?? 'no'} count)`,
    '',
    '| forecast | points | refused | mean absolute error | largest | CRPS | cover 50 / 80 / 95 | width 50 / 80 / 95 | log score | not floored | most confident wrong |',
    `|${' --- |'.repeat(11)}`,
    ...rows,
    '',
    ...told,
    ...(nights.length > 1 ? byPointText(nights) : []),
    ...pitText(summary),
  ];
}

/** The projection alone, at each point over all nights of an order: what an average over points would hide. */
function byPointText(nights: readonly NightTried[]): readonly string[] {
  const labels = [...new Set(scoredPoints(nights).map(({ point }) => point))];
  const row = (point: string): string => {
    const at = nights.map((night) => ({ ...night, points: night.points.filter((p) => p.point === point) }));
    const own = summariseNights(at).by.projection;
    if (own === undefined) return `| ${point} | | | | | | |`;
    const cover = own.coverage === null ? '' : own.coverage.map((c) => percent(c)).join(' / ');
    const cells = [point, own.spoke, own.refused, points(own.meanAbsoluteError), points(own.crps, 3), cover];
    return `| ${[...cells, points(own.widths?.[2] ?? null)].join(' | ')} |`;
  };
  return [
    '| projection at | points | refused | mean absolute error | CRPS | cover 50 / 80 / 95 | width 95 |',
    `|${' --- |'.repeat(7)}`,
    ...labels.map(row),
    '',
  ];
}

function summaryRow(id: ForecasterId, s: Summary): string {
  const cells = [
    id,
    s.spoke,
    `${s.refused} (${percent(s.refusalRate)})`,
    points(s.meanAbsoluteError),
    points(s.largestError),
    points(s.crps, 3),
    s.coverage === null ? 'none claimed' : s.coverage.map((c) => percent(c)).join(' / '),
    s.widths === null ? '' : s.widths.map((w) => points(w)).join(' / '),
    number(s.flooredLog),
    number(s.log),
    number(s.mostConfidentWrong),
  ];
  return `| ${cells.join(' | ')} |`;
}

function pitText({ by }: GroupSummary): readonly string[] {
  const pit = by.projection?.pit ?? null;
  return pit === null
    ? []
    : [`Where the truth lies among the projection's draws, in ten bins from below: ${pit.join(', ')}.`, ''];
}

function allText(elections: readonly ElectionTried[]): readonly string[] {
  const nights = (of: (e: ElectionTried) => boolean) => elections.filter(of).flatMap((e) => e.nights);
  const isMixed = elections.some((e) => e.inSample) && elections.some((e) => !e.inSample);
  return [
    '## All elections',
    '',
    ...summaryLines('all', summariseNights(nights(() => true))),
    ...(isMixed ? summaryLines('all but those in sample', summariseNights(nights((e) => !e.inSample))) : []),
  ];
}

function summaryLines(of: string, summary: GroupSummary): readonly string[] {
  const own = summary.by.projection;
  if (own === undefined) return [`**${of}**: nothing was tried.`, ''];
  const { crpsAgainstBest: best, crpsAgainstTree: tree } = summary;
  const logs = Object.entries(summary.logAgainst).map(([id, d]) => `${id} ${signedNumber(d)}`);
  return [
    `**${of}**:`,
    '',
    `- mean absolute error ${points(own.meanAbsoluteError)}; CRPS ${points(own.crps, 3)}${best === null ? '' : `, ${best.ratio.toFixed(2)} times that of ${best.best}, the best single one by hand, over ${best.points} points`}${tree === null ? '' : `; ${tree.toFixed(2)} times that of the tree without trend`}`,
    `- coverage of the lead 50 / 80 / 95: ${own.coverage === null ? 'none' : own.coverage.map((c) => percent(c)).join(' / ')}; of lead and shares: ${own.coverageOfAll === null ? 'none' : own.coverageOfAll.map((c) => percent(c)).join(' / ')}; mean width of the 95 % interval ${points(own.widths?.[2] ?? null)}`,
    `- log score ${number(own.flooredLog)} (not floored ${number(own.log)}); against others, below 0 is better: ${logs.join(', ')}`,
    `- refusals: ${own.refused} of ${own.refused + own.spoke} points (${percent(own.refusalRate)}); points not tried: ${summary.skipped}`,
    `- most confident wrong probability: ${number(own.mostConfidentWrong)}; above 0.99 at ${own.confidentlyWrong} points`,
    '',
  ];
}

function points(value: number | null, digits = 2): string {
  return value === null ? '' : fixed(100 * value, digits);
}

function signed(value: number): string {
  const text = points(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

function signedNumber(value: number): string {
  const text = fixed(value, 3);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Without the sign of a zero that was rounded. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

function percent(value: number | null): string {
  return value === null ? '' : `${(100 * value).toFixed(1)} %`;
}

function number(value: number | null): string {
  if (value === null) return '';
  return Number.isFinite(value) ? value.toFixed(3) : 'infinite';
}
