import { drawVotes } from '../src/projection/draw-votes.ts';
import { forecastsBack, type LookedBack, variantsOf, weigh } from '../src/projection/earlier.ts';
import { PARAMETERS, type Parameters } from '../src/projection/parameters.ts';
import { areasOf, partsOf } from '../src/projection/parts.ts';
import { setUp } from '../src/projection/project.ts';
import type { Variant } from '../src/projection/projection-answer.ts';
import { type ProjectionInput, SETTINGS } from '../src/projection/projection-input.ts';
import { Chance } from '../src/projection/random.ts';
import { type ScoredAgainst, scoreForecast } from '../src/projection/scores-forecast.ts';
import { shockScales } from '../src/projection/shock.ts';
import { silenceOf } from '../src/projection/silent-roll.ts';
import { type Asked, type FittedVariant, fitVariant, type Setup } from '../src/projection/variant-fit.ts';
import { wholeTotals } from '../src/projection/whole-totals.ts';

/** The constants that scoring can set; `shockPrior` and `slopeSd` as one factor on all that stand in PARAMETERS. */
export type Constants = {
  readonly slopeSd: number;
  readonly weightPower: number;
  readonly shockReach: number;
  readonly shockPrior: number;
};

const SLOPES = [0.5, 1, 2] as const;
const WEIGHTS = [1, 2, 3] as const;
const REACHES = [0, 0.2, 0.4] as const;
const PRIORS = [0.5, 1, 2] as const;

/** Every point of the grid; the slopes change slowest, because they alone need new fits. */
export const GRID: readonly Constants[] = SLOPES.flatMap((slopeSd) =>
  WEIGHTS.flatMap((weightPower) =>
    REACHES.flatMap((shockReach) =>
      PRIORS.map((shockPrior): Constants => ({ slopeSd, weightPower, shockReach, shockPrior })),
    ),
  ),
);

export const DRAWS = 100;
/** Coefficients are drawn anew less often than in a projection: they cost as much as the trees. */
const SLOPE_DRAWS = 10;
const LEAST_WEIGHT = 0.01;

export function parametersOf(c: Constants): Parameters {
  const times = <T extends Readonly<Record<string, number>>>(of: T, factor: number) =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, value * factor])) as { [K in keyof T]: number };
  return {
    ...PARAMETERS,
    weightPower: c.weightPower,
    shockReach: c.shockReach,
    shockPrior: times(PARAMETERS.shockPrior, c.shockPrior),
    slopeSd: times(PARAMETERS.slopeSd, c.slopeSd),
  };
}

export type GridScore = {
  readonly error: number;
  readonly crps: number;
  readonly width: number;
  readonly in80: boolean;
  readonly in95: boolean;
  /** Minus the logarithm of the probability given to what happened, not below 0.001. */
  readonly log: number;
};

/** Scores of the lead at one moment, one a point of the grid. */
export function scoreOnGrid(input: ProjectionInput, against: ScoredAgainst): readonly GridScore[] {
  let held: { readonly slopeSd: number; readonly fits: Fits } | null = null;
  return GRID.map((constants) => {
    const parameters = parametersOf(constants);
    // What comes after the first two options moves no lead: their own coordinates are left to the looks back, which weigh by all.
    const small = { ...parameters, mostCoordinates: 2, slopeDraws: SLOPE_DRAWS };
    if (held?.slopeSd !== constants.slopeSd)
      held = { slopeSd: constants.slopeSd, fits: fitAt(input, parameters, small) };
    return scoreOf(against, drawWith(held.fits, parameters, small, DRAWS, 1), DRAWS);
  });
}

/** The same draws as `project` makes: the grid is of that model and of no other. */
export function drawsAsProjected(input: ProjectionInput, draws: number, seed: number): Float64Array {
  return drawWith(fitAt(input, PARAMETERS, PARAMETERS), PARAMETERS, PARAMETERS, draws, seed);
}

/** What depends on the slopes alone. */
type Fits = {
  readonly setup: Setup;
  readonly drawn: Setup;
  readonly variants: readonly Variant[];
  readonly back: LookedBack;
  readonly fits: ReadonlyMap<Variant, FittedVariant>;
};

function fitAt(input: ProjectionInput, parameters: Parameters, small: Parameters): Fits {
  const [setup, drawn] = [setUp(input, parameters), setUp(input, small)];
  const variants = variantsOf(setup, { trend: true, previous: true });
  const back = forecastsBack(setup, variants, new Map());
  const [all, kept] = [1 + setup.chain.splits.length, 1 + drawn.chain.splits.length];
  const fits = new Map<Variant, FittedVariant>();
  for (const variant of variants) {
    const warm = back.warm.get(variant);
    const ofKept = warm === undefined ? null : [...warm.slice(0, kept), ...warm.slice(all)];
    const fit = fitVariant(drawn, askedNow(drawn), variant, ofKept);
    if (fit === null) throw new Error(`${variant} cannot be fitted`);
    fits.set(variant, fit);
  }
  return { setup, drawn, variants, back, fits };
}

function askedNow({ input, expectedCount }: Setup): Asked {
  const { expected } = input.stations;
  const { isIn } = input.sheets;
  const tables = Int32Array.from(isIn.keys()).filter((i) => isIn[i] === 1);
  const stations = Int32Array.from(isIn.keys()).filter((i) => isIn[i] === 0 && expected[i] === 1);
  return { tables, stations, seen: tables.length / expectedCount, last: 1 };
}

function drawWith(at: Fits, parameters: Parameters, small: Parameters, draws: number, seed: number): Float64Array {
  const setup = { ...at.drawn, parameters: small };
  const { input, chain, roll } = setup;
  const earlier = weigh({ ...at.setup, parameters }, at.variants, at.back);
  const names = ['turnout', ...chain.splits.map((split) => split.name)];
  const scales = shockScales(names, earlier.discrepancies, silenceOf(input, roll).rollOut, parameters);
  const areas = areasOf(input, roll);
  const chosen = earlier.variants.filter(({ weight }) => weight >= LEAST_WEIGHT);
  const whole = chosen.reduce((sum, { weight }) => sum + weight, 0);
  const width = input.options.length + 1;
  const parts = areas.units.length + SETTINGS.length;
  const out = {
    votes: new Float64Array(draws * width),
    partBase: new Float64Array(draws * parts),
    partLead: new Float64Array(draws * parts),
  };
  let [from, sum] = [0, 0];
  chosen.forEach(({ variant, weight }, f) => {
    sum += weight;
    const to = f === chosen.length - 1 ? draws : Math.round((sum / whole) * draws);
    const fit = at.fits.get(variant) as FittedVariant;
    drawVotes(setup, fit, scales, partsOf(fit.groups, areas), new Chance(seed + 7919 * f), from, to - from, out);
    from = to;
  });
  return wholeTotals(setup, out, draws, new Chance(seed ^ 0x5bd1e995));
}

function scoreOf(against: ScoredAgainst, draws: Float64Array, drawCount: number): GridScore {
  const { lead, outcome } = scoreForecast(against, { totals: new Float64Array(0), draws, drawCount });
  const [, in80, in95] = lead.covered ?? [false, false, false];
  return { error: lead.error, crps: lead.crps, width: lead.widths?.[2] ?? 0, in80, in95, log: outcome.flooredLog };
}
