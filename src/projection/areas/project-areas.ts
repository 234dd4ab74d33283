import { type Chain, chainOf } from '../coordinates.ts';
import { PARAMETERS } from '../parameters.ts';
import type { Diagnostics, Projection, VariantWeight } from '../projection-answer.ts';
import { Chance } from '../random.ts';
import { bandOf, estimateOf, leadingPair } from './area-answer.ts';
import { type AreaMoment, momentOf } from './area-moment.ts';
import { fitNight } from './area-night.ts';
import { AREA_PARAMETERS, type AreaParameters } from './area-parameters.ts';
import { errorOf, shockOf, weightsOf } from './area-shock.ts';
import type { AreaSnapshots } from './area-snapshots.ts';
import { drawAreas, totalOf, type WeightedNight } from './draw-areas.ts';
import { earlierForecasts } from './earlier-forecasts.ts';
import { type AreaRefusal, refusalOf } from './refuse-areas.ts';

export type AreaRequest = {
  readonly seed: number;
  readonly draws: number;
  /** Instant in ms: only rows up to it are looked at. */
  readonly asOf: number;
  readonly parameters?: AreaParameters;
};

type Variants = readonly (WeightedNight & { readonly variant: 'plain' | 'trend'; readonly error: number | null })[];

/**
 * What the whole will be, from totals of areas over time: each area's own later sheets from its latest batches and trend, pooled
 * over areas, with a shock that all share, as wide as this night's own earlier forecasts were wrong.
 */
export function projectAreas(snapshots: AreaSnapshots, request: AreaRequest): Projection {
  const parameters = request.parameters ?? AREA_PARAMETERS;
  const moment = momentOf(snapshots, request.asOf, parameters);
  const refusal = refusalOf(snapshots, moment, parameters);
  if (refusal !== null) return refused(refusal, diagnosticsOf(snapshots, moment, null, [], []));
  if (moment.counted === moment.expected) return complete(snapshots, moment, parameters);
  const chain = chainOfNow(moment, snapshots.options.length, parameters);
  const variants = variantsOf(snapshots, moment, chain, request.asOf, parameters);
  const chance = new Chance(request.seed);
  const draws = drawAreas(variants, chain, snapshots.unit, request.draws, chance, parameters);
  const weights = variants.map((v) => weightSaid(v, chain, snapshots, request.seed, parameters));
  const diagnostics = diagnosticsOf(snapshots, moment, chain, variants, weights);
  const width = leadWidth(draws.whole, snapshots.options.length);
  if (width > parameters.widestLead && !hasToSpeak(moment, parameters))
    return refused({ code: 'too-wide', facts: { width } }, diagnostics);
  const answer = estimateOf(snapshots, moment, draws, diagnostics, parameters);
  return { answer, draws: draws.whole, drawCount: request.draws };
}

function chainOfNow(moment: AreaMoment, options: number, parameters: AreaParameters): Chain {
  const { series } = moment;
  const total = totalOf(series);
  const votesIn = (area: number, k: number) => series[area]?.votes[k] ?? 0;
  const own = { ...PARAMETERS, ...parameters.chain };
  return chainOf([...total.subarray(0, options)], total[options] ?? 0, own, series.length, votesIn);
}

function variantsOf(
  snapshots: AreaSnapshots,
  moment: AreaMoment,
  chain: Chain,
  asOf: number,
  parameters: AreaParameters,
): Variants {
  const fitted = (['plain', 'trend'] as const).map((variant) => {
    const trend = variant === 'trend';
    const night = fitNight(moment.series, chain, snapshots.unit, trend, parameters);
    const earlier = earlierForecasts(snapshots, night, asOf, chain, trend, parameters);
    const shocks = night.coordinates.map((c, i) => shockOf(c.split, i, earlier, moment, parameters));
    return { variant, night, shocks, error: errorOf(earlier) };
  });
  const weights = weightsOf(
    fitted.map(({ error }) => error),
    parameters,
  );
  return fitted.map((f, i) => ({ ...f, weight: weights[i] ?? 0 }));
}

/** Enough for a mean that only tells the variants apart. */
const DRAWS_OF_A_VARIANT = 200;

function weightSaid(
  own: Variants[number],
  chain: Chain,
  snapshots: AreaSnapshots,
  seed: number,
  parameters: AreaParameters,
): VariantWeight {
  const alone = [{ ...own, weight: 1 }];
  const { whole } = drawAreas(alone, chain, snapshots.unit, DRAWS_OF_A_VARIANT, new Chance(seed), parameters);
  const K = snapshots.options.length;
  const shares = snapshots.options.map((_, k) => {
    let sum = 0;
    for (let d = 0; d < DRAWS_OF_A_VARIANT; d++) sum += (whole[d * (K + 1) + k] ?? 0) / (whole[d * (K + 1) + K] ?? 1);
    return sum / DRAWS_OF_A_VARIANT;
  });
  return { variant: own.variant, weight: own.weight, shares, earlierError: own.error };
}

function hasToSpeak({ counted, expected, silent }: AreaMoment, parameters: AreaParameters): boolean {
  return counted >= parameters.speakFrom * expected && silent <= parameters.speakBelow * expected;
}

/** All sheets are in: one draw, which is the total. */
function complete(snapshots: AreaSnapshots, moment: AreaMoment, parameters: AreaParameters): Projection {
  const whole = totalOf(moment.series);
  const nothing = new Float64Array(moment.series.length);
  const diagnostics = diagnosticsOf(snapshots, moment, null, [], []);
  const draws = { whole, baseOut: nothing, leadOut: nothing };
  return { answer: estimateOf(snapshots, moment, draws, diagnostics, parameters), draws: whole, drawCount: 1 };
}

function refused(refusal: AreaRefusal, diagnostics: Diagnostics): Projection {
  return { answer: { kind: 'refused', ...refusal, diagnostics }, draws: new Float64Array(0), drawCount: 0 };
}

function leadWidth(whole: Float64Array, K: number): number {
  const [first, second] = leadingPair(whole, K);
  const leads = Float64Array.from({ length: whole.length / (K + 1) }, (_, d) => {
    const at = d * (K + 1);
    return ((whole[at + first] ?? 0) - (whole[at + second] ?? 0)) / Math.max(whole[at + K] ?? 0, 1);
  });
  const [low, high] = bandOf(leads).in80;
  return high - low;
}

function diagnosticsOf(
  snapshots: AreaSnapshots,
  moment: AreaMoment,
  chain: Chain | null,
  variants: Variants,
  weights: readonly VariantWeight[],
): Diagnostics {
  const { expected, counted, setAside, silent, notes, chosen } = moment;
  const sums = chosen.sums > 0 ? [{ code: 'sums-beside-areas', facts: { count: chosen.sums } }] : [];
  const tail =
    chain !== null && chain.tail.length > 0
      ? [{ code: 'small-options-joined', facts: { count: chain.tail.length } }]
      : [];
  const names = variants[0]?.night.coordinates ?? [];
  return {
    expected,
    sheetsIn: counted,
    setAside,
    silentRoll: expected > 0 ? silent / expected : 1,
    rollOut: expected > 0 ? 1 - counted / expected : 1,
    order: 'batches',
    figures: 'as-then',
    notes: [
      ...(chosen.areas.length === 0
        ? []
        : [{ code: 'areas-without-sheets', facts: { areas: chosen.areas.length, unit: snapshots.unit } }]),
      ...notes,
      ...sums,
      ...tail,
    ],
    variants: weights,
    shock: names.map(({ name }, c) => {
      const own = variants.map((v) => ({ weight: v.weight, shock: v.shocks[c] ?? { scale: 0, freedom: 0 } }));
      const mean = Math.sqrt(own.reduce((sum, { weight, shock }) => sum + weight * shock.scale ** 2, 0));
      return { coordinate: name, scale: mean, freedom: own[0]?.shock.freedom ?? 0 };
    }),
  };
}
