import { present } from '../base/assert.ts';
import type { Rule } from '../model/rule.ts';
import type { Forecast } from './baselines/baseline.ts';
import type { Band, Projection } from './projection-answer.ts';
import { type BandScore, bandOf, type OutcomeScore, scoreDraws, scoreOutcome, scorePoint } from './scores.ts';
import { outcomeKey, outcomeOf, outcomesOfDraws } from './scores-outcome.ts';

/** What a forecast is held against: the official totals. */
export type ScoredAgainst = {
  readonly rule: Rule;
  readonly options: readonly string[];
  /** Null for an option of which the official count has no figures. */
  readonly votes: readonly (number | null)[];
  readonly base: number;
  readonly registered: number | null;
};

export type ForecastScore = {
  /** Of the two that led in the end, in their order. */
  readonly lead: BandScore;
  /** One an option; null where the truth is not known. */
  readonly shares: readonly (BandScore | null)[];
  readonly outcome: OutcomeScore;
  /** What the forecast said of the lead: for the picture. */
  readonly leadSaid: { readonly point: number; readonly in95: readonly [number, number] | null };
};

/** The two options with most votes in the end; an option without official figures is none of them. */
export function finalPair({ votes }: ScoredAgainst): readonly [number, number] {
  const order = votes
    .map((v, k) => ({ v, k }))
    .filter(({ v }) => v !== null)
    .sort((a, b) => (b.v ?? 0) - (a.v ?? 0) || a.k - b.k);
  return [present(order[0], 'a first option').k, present(order[1], 'a second option').k];
}

export function leadOf(against: ScoredAgainst): number {
  const [a, b] = finalPair(against);
  return ((against.votes[a] ?? 0) - (against.votes[b] ?? 0)) / against.base;
}

/** What the rule makes of the official totals; votes of options without official figures are taken to decide nothing. */
export function trueOutcome({ rule, options, votes, base, registered }: ScoredAgainst): string {
  return outcomeKey(outcomeOf(rule, options, { votes: votes.map((v) => v ?? 0), base, registered }));
}

export function scoreForecast(against: ScoredAgainst, forecast: Forecast): ForecastScore {
  const { totals, draws, drawCount } = forecast;
  if (draws !== null) return scoreSample(against, { draws, drawCount }, null);
  const options = against.options.length;
  const base = totals[options] as number;
  const share = (k: number) => (totals[k] as number) / base;
  const [a, b] = finalPair(against);
  const votes = Array.from(totals.subarray(0, options), Math.round);
  const whole = { votes, base: Math.max(Math.round(base), sum(votes)), registered: against.registered };
  const isRight = outcomeKey(outcomeOf(against.rule, against.options, whole)) === trueOutcome(against);
  return {
    lead: scorePoint(share(a) - share(b), leadOf(against)),
    shares: against.votes.map((v, k) => (v === null ? null : scorePoint(share(k), v / against.base))),
    outcome: scoreOutcome(isRight ? 1 : 0),
    leadSaid: { point: share(a) - share(b), in95: null },
  };
}

/** The score of an estimate by what it said in public where it said it, and by its draws; null of a refusal. */
export function scoreProjection(
  against: ScoredAgainst,
  { answer, draws, drawCount }: Projection,
): ForecastScore | null {
  return answer.kind === 'refused' ? null : scoreSample(against, { draws, drawCount }, answer);
}

type Estimate = Exclude<Projection['answer'], { readonly kind: 'refused' }>;
type Sample = { readonly draws: Float64Array; readonly drawCount: number };

function scoreSample(against: ScoredAgainst, sample: Sample, said: Estimate | null): ForecastScore {
  const { options, rule, registered } = against;
  const [a, b] = finalPair(against);
  const shares = options.map((_, k) =>
    column(sample, options.length, (row) => (row[k] as number) / (row[options.length] as number)),
  );
  const leads = column(
    sample,
    options.length,
    (row) => ((row[a] as number) - (row[b] as number)) / (row[options.length] as number),
  );
  const band = said === null ? null : saidOfLead(said, options[a] ?? '', options[b] ?? '');
  const outcomes =
    said === null
      ? outcomesOfDraws(rule, options, sample, registered)
      : said.outcomes.map(({ result, probability }) => ({ key: outcomeKey(result), probability }));
  const truth = trueOutcome(against);
  const lead = scoreDraws(leads, leadOf(against), band);
  const own = band ?? bandOf(leads.slice().sort());
  return {
    lead,
    shares: against.votes.map((v, k) => {
      const drawn = shares[k];
      if (v === null || drawn === undefined) return null;
      return scoreDraws(drawn, v / against.base, said?.options.find(({ id }) => id === options[k])?.share ?? null);
    }),
    outcome: scoreOutcome(outcomes.find(({ key }) => key === truth)?.probability ?? 0),
    leadSaid: { point: own.point, in95: own.in95 },
  };
}

/** The lead of the first over the second as it was said, the other way round if need be; null where it was said of another pair. */
function saidOfLead({ lead }: Estimate, first: string, second: string): Band | null {
  if (lead.of === first && lead.over === second) return lead.band;
  if (lead.of !== second || lead.over !== first) return null;
  const turned = ([low, high]: readonly [number, number]) => [-high, -low] as const;
  const { point, in50, in80, in95 } = lead.band;
  return { point: -point, in50: turned(in50), in80: turned(in80), in95: turned(in95) };
}

function column({ draws, drawCount }: Sample, options: number, of: (row: Float64Array) => number): Float64Array {
  const width = options + 1;
  return Float64Array.from({ length: drawCount }, (_, d) => of(draws.subarray(d * width, (d + 1) * width)));
}

function sum(votes: readonly number[]): number {
  return votes.reduce((a, b) => a + b, 0);
}
