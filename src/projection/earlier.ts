import { predictMean, splitSums } from './predict-mean.ts';
import { VARIANTS, type Variant } from './projection-answer.ts';
import type { Discrepancy } from './shock.ts';
import { type Asked, type FittedVariant, fitVariant, type Setup, seenAt, usesOf, type Warm } from './variant-fit.ts';

/*
 * What the night says of the model: it is fitted again as of earlier moments of the same night, and asked for the sheets that have
 * come since. That weighs the variants, and scales the shock. It may lag an update behind the fit itself.
 */

export type Earlier = {
  readonly variants: readonly { readonly variant: Variant; readonly weight: number; readonly error: number | null }[];
  /** By coordinate, weighted over variants; each origin has weight 1 in all. */
  readonly discrepancies: readonly Discrepancy[];
  /** Scales to start the next fits from. */
  readonly warm: ReadonlyMap<Variant, Warm>;
  readonly origins: number;
};

type Forecast = { readonly variant: Variant; readonly error: number; readonly sizes: readonly number[] };

/** The variants that the input can carry: a trend needs an order, a previous election one that was matched. */
export function variantsOf(
  setup: Setup,
  use: { readonly trend: boolean; readonly previous: boolean },
): readonly Variant[] {
  const { arrivals, input } = setup;
  const instants = new Set(Array.from(arrivals.order, (i) => input.sheets.arrivedAt[i] as number)).size;
  const hasOrder = use.trend && instants >= 8 && arrivals.known * 2 >= inCount(setup);
  const hasPrevious = use.previous && setup.design.some((c) => c.kind === 'previous');
  const places = new Set(input.stations.unitOf).size;
  const hasTables =
    input.stations.placesKnown && input.sheets.order === 'instants' && input.stations.size >= 1.5 * places;
  return VARIANTS.filter((variant) => {
    const uses = usesOf(variant);
    return (hasOrder || !uses.trend) && (hasTables || !uses.tables) && (hasPrevious || !uses.previous);
  });
}

const inCount = ({ input }: Setup) => input.sheets.isIn.reduce((sum, x) => sum + x, 0);

/** Forecasts of then-late sheets, by origin and variant, and the scales of the fits that made them. */
export type LookedBack = {
  readonly rounds: readonly (readonly Forecast[])[];
  readonly warm: ReadonlyMap<Variant, Warm>;
};

/** Forecasts of then-late sheets from each origin, and what they say. */
export function lookBack(setup: Setup, variants: readonly Variant[], start: ReadonlyMap<Variant, Warm>): Earlier {
  return weigh(setup, variants, forecastsBack(setup, variants, start));
}

/** The forecasts alone: they do not depend on the constants of weights and shock, which can so be tried on them at little cost. */
export function forecastsBack(
  setup: Setup,
  variants: readonly Variant[],
  start: ReadonlyMap<Variant, Warm>,
): LookedBack {
  const { parameters, expectedCount } = setup;
  const warm = new Map(start);
  const seen = inCount(setup) / expectedCount;
  const rounds: (readonly Forecast[])[] = [];
  for (const origin of parameters.origins) {
    const asked = windowOf(setup, origin * seen, seen);
    if (asked.tables.length < parameters.fewestSheets || asked.stations.length < parameters.fewestSheets) continue;
    const alike = seenAt(setup, asked);
    const round = variants.flatMap((variant) => {
      const fitted = fitVariant(setup, asked, variant, warm.get(variant) ?? null, alike);
      if (fitted === null) return [];
      if (!warm.has(variant)) warm.set(variant, fitted.warm);
      return [forecast(setup, fitted, asked)];
    });
    if (round.length === variants.length) rounds.push(round);
  }
  return { rounds, warm };
}

/** Sheets up to a rank, and those that came between it and the last. */
function windowOf({ arrivals }: Setup, seen: number, last: number): Asked {
  const [tables, stations]: [number[], number[]] = [[], []];
  for (const i of arrivals.order) ((arrivals.rank[i] as number) <= seen ? tables : stations).push(i);
  return { tables: Int32Array.from(tables).sort(), stations: Int32Array.from(stations), seen, last };
}

function forecast(setup: Setup, fitted: FittedVariant, asked: Asked): Forecast {
  const { input, chain, roll } = setup;
  const width = input.options.length;
  const predicted = predictMean(fitted.fit, chain, fitted.groups, width);
  const votes = new Float64Array(width + 1);
  let [base, fromRoll, rolls] = [0, 0, 0];
  for (const i of asked.stations) {
    let named = 0;
    for (let k = 0; k < width; k++) {
      const v = input.sheets.votes[i * width + k] as number;
      votes[k] = (votes[k] as number) + v;
      named += v;
    }
    const b = input.sheets.base[i] as number;
    votes[width] = (votes[width] as number) + b - named;
    base += b;
    if ((roll[i] as number) === 0) continue;
    fromRoll += b;
    rolls += roll[i] as number;
  }
  const actual = splitSums(chain, votes, base, rolls, fromRoll);
  const sizes = Array.from(actual.trials, (_, k) =>
    logitGap(
      actual.successes[k] as number,
      actual.trials[k] as number,
      predicted.successes[k] as number,
      predicted.trials[k] as number,
    ),
  );
  let square = 0;
  for (let k = 0; k <= width; k++)
    square +=
      ((votes[k] as number) / Math.max(base, 1) - (predicted.votes[k] as number) / Math.max(predicted.base, 1)) ** 2;
  return { variant: fitted.variant, error: Math.sqrt(square), sizes };
}

/** Difference of two shares on the logit. */
function logitGap(s: number, n: number, predicted: number, of: number): number {
  if (n <= 0 || of <= 0) return 0;
  const logit = (a: number, b: number) => Math.log((a + 0.5) / (Math.max(b - a, 0) + 0.5));
  return logit(s, n) - logit(predicted, of);
}

function isSister(a: Variant, b: Variant): boolean {
  const [x, y] = [usesOf(a), usesOf(b)];
  return x.trend === y.trend && x.previous === y.previous;
}

/** What the forecasts say: weights of the variants, and discrepancies for the shock. */
export function weigh(setup: Setup, variants: readonly Variant[], { rounds, warm }: LookedBack): Earlier {
  const { weightPower, weightFloor } = setup.parameters;
  const errors = variants.map((_, v) =>
    rounds.length === 0
      ? null
      : rounds.reduce((sum, round) => sum + (round[v] as Forecast).error ** 2, 0) / rounds.length,
  );
  // The two forms of the trend share its part: a variant is not more likely for having a sister.
  const prior = variants.map((v) => 1 / variants.filter((w) => isSister(v, w)).length);
  const raw = errors.map((e, v) => (prior[v] as number) * (e === null ? 1 : 1 / (e + weightFloor ** 2) ** weightPower));
  const sum = raw.reduce((a, b) => a + b, 0);
  const weights = raw.map((w) => w / sum);
  const discrepancies = rounds.flatMap((round) =>
    round.flatMap((f, v) => f.sizes.map((size, coordinate) => ({ coordinate, size, weight: weights[v] as number }))),
  );
  return {
    variants: variants.map((variant, v) => ({
      variant,
      weight: weights[v] as number,
      error: errors[v] === null || errors[v] === undefined ? null : Math.sqrt(errors[v] as number),
    })),
    discrepancies,
    warm,
    origins: rounds.length,
  };
}

/** A variant with less weight than this is not drawn from. */
const LEAST_WEIGHT = 0.01;

/**
 * The variants to draw from, and how much: without those that weigh no more than `light`. The draws of one are then made by its sister,
 * or, of those that have none, as long as they weigh no more than that together, by all others.
 */
export function drawnFrom(variants: Earlier['variants'], light: number): Earlier['variants'] {
  let drawn = variants.filter(({ weight }) => weight >= LEAST_WEIGHT);
  let left = 0;
  for (const { variant, weight } of drawn.toSorted((a, b) => a.weight - b.weight)) {
    const others = drawn.filter((v) => v.variant !== variant);
    const sister = others.find((v) => isSister(v.variant, variant));
    // A sister may have taken up another's weight by now.
    const own = drawn.find((v) => v.variant === variant)?.weight ?? weight;
    if (own > light || others.length === 0 || (sister === undefined && left + own > light)) continue;
    if (sister === undefined) left += own;
    drawn = others.map((v) => (v === sister ? { ...v, weight: v.weight + own } : v));
  }
  return drawn;
}
