import { arrivalsOf } from './arrivals.ts';
import { chainOf } from './coordinates.ts';
import { designOf } from './design.ts';
import { drawVotes, type VotesOut } from './draw-votes.ts';
import { drawnFrom, type Earlier, lookBack, variantsOf } from './earlier.ts';
import { designFrom } from './known-design.ts';
import { type Memory, memoryOf, type WarmStart, warmFrom } from './memory.ts';
import { rollOf } from './moment.ts';
import { neededUnits } from './needed-units.ts';
import { PARAMETERS, type Parameters } from './parameters.ts';
import { type Areas, areasOf, partsOf } from './parts.ts';
import { predictMean } from './predict-mean.ts';
import type { Diagnostics, Projection, RefusalCode, Variant, VariantWeight } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';
import { Chance } from './random.ts';
import { type ShockScale, shockScales } from './shock.ts';
import { type Silence, silenceOf } from './silent-roll.ts';
import { summarise } from './summarise.ts';
import { type Asked, type FittedVariant, fitVariant, type Setup, seenAt } from './variant-fit.ts';
import { wholeTotals } from './whole-totals.ts';

export type ProjectionRequest = {
  readonly seed: number;
  readonly draws: number;
  readonly use?: { readonly trend: boolean; readonly previous: boolean; readonly shock: boolean };
  readonly parameters?: Parameters;
  /** What an earlier call left (`Projection.memory`): it is taken as it is instead of looking back anew. */
  readonly memory?: Memory;
};

export type ProjectionWithMemory = Projection & { readonly memory: Memory | null };

const EVERYTHING = { trend: true, previous: true, shock: true };

/**
 * The official total of all expected stations, as far as the sheets in can tell: intervals, probabilities of each outcome, where
 * the uncertainty sits; or a refusal. The same input and request give the same bytes.
 */
export function project(input: ProjectionInput, request: ProjectionRequest): ProjectionWithMemory {
  const parameters = request.parameters ?? PARAMETERS;
  const refused = refuseInput(input, parameters);
  if (refused !== null) return refusal(refused.code, refused.facts, null);
  const design = designFrom(input, request.memory?.design ?? null);
  const setup = setUp(input, parameters, design.columns, request.memory?.order ?? null);
  const asked = askedNow(setup);
  const silence = silenceOf(input, setup.roll);
  const use = request.use ?? EVERYTHING;
  const earlier = request.memory?.earlier ?? earlierOf(setup, use);
  const warm = warmFrom(request.memory, setup, design);
  const drawn = drawnFrom(earlier.variants, warm === null ? 0 : parameters.updateLeast);
  const fits = fitAll(setup, asked, earlier, drawn, warm);
  if (fits === null) return refusal('fit-failed', {}, null);
  const scales = use.shock
    ? shocksOf(setup, earlier, silence)
    : shocksOf(setup, earlier, silence).map((s) => ({ ...s, scale: 0 }));
  const areas = areasOf(input, setup.roll);
  const out = drawAll(setup, fits, drawn, scales, areas, request);
  const draws = wholeTotals(setup, out, request.draws, new Chance(request.seed ^ 0x5bd1e995));
  const diagnostics = diagnose(setup, silence, earlier, fits, scales);
  const summary = summarise(setup, asked, areas, out, draws, request.draws, diagnostics);
  const memory = memoryOf(setup, earlier, fits, design, warm);
  const silent = refuseSpread(setup, silence, summary.lead80);
  if (silent !== null)
    return { ...refusal(silent, { silentRoll: silence.silentRoll, lead80: summary.lead80 }, diagnostics), memory };
  return { answer: summary.estimate, draws, drawCount: request.draws, memory };
}

/** What the night says of the model; of one variant without a shock nothing is asked. */
function earlierOf(setup: Setup, use: typeof EVERYTHING): Earlier {
  const variants = variantsOf(setup, use);
  return use.shock || variants.length > 1 ? lookBack(setup, variants, new Map()) : nothingEarlier(variants);
}

/** One variant without a shock asks nothing of the night. */
function nothingEarlier(variants: readonly Variant[]): Earlier {
  return {
    variants: variants.map((variant) => ({ variant, weight: 1, error: null })),
    discrepancies: [],
    warm: new Map(),
    origins: 0,
  };
}

function refuseInput(
  { options, stations, sheets }: ProjectionInput,
  parameters: Parameters,
): { readonly code: RefusalCode; readonly facts: Readonly<Record<string, number>> } | null {
  if (options.length < 2) return { code: 'too-few-options', facts: { options: options.length } };
  if (options.length > 20) return { code: 'too-many-options', facts: { options: options.length } };
  let [sheetsIn, expected, votes] = [0, 0, 0];
  for (let i = 0; i < stations.size; i++) {
    expected += stations.expected[i] as number;
    sheetsIn += sheets.isIn[i] as number;
    votes += sheets.base[i] as number;
  }
  // With every sheet in nothing is estimated of any place.
  const isFlat = stations.tree.levels.length === 0 || stations.unitOf.every((u) => u === 0);
  if (isFlat && sheetsIn < expected) return { code: 'no-geography', facts: {} };
  if (sheetsIn === 0 || votes === 0) return { code: 'no-sheets', facts: { sheetsIn } };
  if (sheetsIn < Math.min(parameters.fewestSheets, expected))
    return { code: 'too-few-sheets', facts: { sheetsIn, fewest: parameters.fewestSheets } };
  return null;
}

function refusal(
  code: RefusalCode,
  facts: Readonly<Record<string, number>>,
  diagnostics: Diagnostics | null,
): ProjectionWithMemory {
  return {
    answer: { kind: 'refused', code, facts, diagnostics },
    draws: new Float64Array(0),
    drawCount: 0,
    memory: null,
  };
}

/** What all fits share, made once. `before`: the order of arrival at an earlier moment, if it is known. */
export function setUp(
  input: ProjectionInput,
  parameters: Parameters,
  design = designOf(input),
  before: Int32Array | null = null,
): Setup {
  const { stations, options, sheets } = input;
  const totals = totalsIn(input);
  const width = options.length;
  // Rows of sheets that are not in may hold anything.
  const votesIn = (i: number, k: number) => (sheets.isIn[i] === 1 ? (sheets.votes[i * width + k] as number) : 0);
  let expectedCount = 0;
  for (let i = 0; i < stations.size; i++) expectedCount += stations.expected[i] as number;
  return {
    input,
    tree: { parent: stations.tree.parent, level: stations.tree.level, depth: stations.tree.levels.length },
    chain: chainOf([...totals.subarray(0, width)], totals[width] as number, parameters, stations.size, votesIn),
    design,
    roll: rollOf(input),
    arrivals: arrivalsOf(input, expectedCount, before),
    expectedCount,
    parameters,
  };
}

function askedNow({ input, expectedCount }: Setup): Asked {
  const { isIn } = input.sheets;
  const [tables, stations] = [new Int32Array(isIn.length), new Int32Array(isIn.length)];
  let [inCount, outCount] = [0, 0];
  for (let i = 0; i < isIn.length; i++) {
    if (isIn[i] === 1) tables[inCount++] = i;
    else if (input.stations.expected[i] === 1) stations[outCount++] = i;
  }
  return {
    tables: tables.slice(0, inCount),
    stations: stations.slice(0, outCount),
    seen: inCount / expectedCount,
    last: 1,
  };
}

function fitAll(
  setup: Setup,
  asked: Asked,
  earlier: Earlier,
  drawn: Earlier['variants'],
  warm: WarmStart | null,
): readonly FittedVariant[] | null {
  const starts = warm?.of ?? earlier.warm;
  const occasion = warm === null ? ({ kind: 'first' } as const) : ({ kind: 'update', isNew: warm.isNew } as const);
  const alike = seenAt(setup, asked);
  const fits = drawn.map(({ variant }) =>
    fitVariant(setup, asked, variant, starts.get(variant) ?? null, alike, occasion),
  );
  const good = fits.filter((f) => f !== null);
  return good.length === fits.length && good.length > 0 ? good : null;
}

function shocksOf({ chain, parameters }: Setup, earlier: Earlier, { rollOut }: Silence): readonly ShockScale[] {
  return shockScales(['turnout', ...chain.splits.map((s) => s.name)], earlier.discrepancies, rollOut, parameters);
}

function drawAll(
  setup: Setup,
  fits: readonly FittedVariant[],
  drawn: Earlier['variants'],
  scales: readonly ShockScale[],
  areas: Areas,
  request: ProjectionRequest,
): VotesOut {
  const width = setup.input.options.length + 1;
  // All variants ask for the same stations: their groups differ in columns alone.
  const [first] = fits as readonly [FittedVariant, ...FittedVariant[]];
  const [parts, needed] = [partsOf(first.groups, areas), neededUnits(setup.tree, first.groups)];
  const { count } = parts;
  const out = {
    votes: new Float64Array(request.draws * width),
    partBase: new Float64Array(request.draws * count),
    partLead: new Float64Array(request.draws * count),
  };
  const weights = fits.map((f) => drawn.find((v) => v.variant === f.variant)?.weight ?? 0);
  const whole = weights.reduce((a, b) => a + b, 0);
  let [from, sum] = [0, 0];
  fits.forEach((fit, f) => {
    sum += weights[f] as number;
    const to = f === fits.length - 1 ? request.draws : Math.round((sum / whole) * request.draws);
    drawVotes(setup, fit, scales, parts, new Chance(request.seed + 7919 * f), from, to - from, out, needed);
    from = to;
  });
  return out;
}

function diagnose(
  setup: Setup,
  silence: Silence,
  earlier: Earlier,
  fits: readonly FittedVariant[],
  shock: readonly ShockScale[],
): Diagnostics {
  const { input, expectedCount, chain } = setup;
  const width = input.options.length;
  const sums = (of: Uint8Array) => {
    let sum = 0;
    for (let i = 0; i < of.length; i++) sum += of[i] as number;
    return sum;
  };
  const total = totalsIn(input);
  const variants = earlier.variants.map(({ variant, weight, error }): VariantWeight => {
    const fitted = fits.find((f) => f.variant === variant);
    if (fitted === undefined) return { variant, weight, shares: [], earlierError: error };
    const predicted = predictMean(fitted.fit, chain, fitted.groups, width);
    const base = (total[width] as number) + predicted.base;
    return {
      variant,
      weight,
      shares: input.options.map((_, k) => ((total[k] as number) + (predicted.votes[k] as number)) / base),
      earlierError: error,
    };
  });
  return {
    expected: expectedCount,
    sheetsIn: sums(input.sheets.isIn),
    setAside: sums(input.sheets.setAside),
    silentRoll: silence.silentRoll,
    rollOut: silence.rollOut,
    order: input.sheets.order,
    figures: input.sheets.figures,
    notes: [],
    variants,
    shock: shock.map(({ name, scale, freedom }) => ({ coordinate: name, scale, freedom })),
  };
}

/** Votes of each option and the base of the sheets in. */
export function totalsIn({ options, stations, sheets }: ProjectionInput): Float64Array {
  const width = options.length;
  const totals = new Float64Array(width + 1);
  for (let i = 0; i < stations.size; i++) {
    if (sheets.isIn[i] === 0) continue;
    for (let k = 0; k < width; k++) totals[k] = (totals[k] as number) + (sheets.votes[i * width + k] as number);
    totals[width] = (totals[width] as number) + (sheets.base[i] as number);
  }
  return totals;
}

function refuseSpread(
  { parameters, design, input }: Setup,
  { silentRoll }: Silence,
  lead80: number,
): RefusalCode | null {
  if (silentRoll <= parameters.speakBelow) return null;
  const bare = input.stations.covariates.length === 0 && !design.some((c) => c.kind === 'previous');
  if (silentRoll > (bare ? parameters.silentMostBare : parameters.silentMost)) return 'roll-silent';
  return lead80 > parameters.widestLead ? 'too-wide' : null;
}
