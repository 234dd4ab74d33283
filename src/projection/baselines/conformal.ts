import { assert } from '../../base/assert.ts';
import type { ProjectionInput } from '../projection-input.ts';
import { Chance } from '../random.ts';
import { type BaselineAnswer, columnsOf, leadingPair, noForecast } from './baseline.ts';
import { type ConformalUnits, conformalUnits } from './conformal-units.ts';
import { quantileFunction } from './quantile-function.ts';
import { quantileRegression } from './quantile-regression.ts';

/*
 * The nonparametric recipe of a newsroom's live model (STATISTICS 1.1), as a baseline: by unit, a quantile regression of the votes by
 * registered voter on size and previous shares, learnt from a part of the complete units; the rest of them says how far its
 * bounds have to be moved to hold (conformal correction, weighted by size); the bounds of the whole are the sums of those of the units,
 * as if all erred together. It takes units that are in and units that are out for exchangeable.
 *
 * Three things differ from the original. Its response is the change from the previous votes of the same unit, which areas of a previous
 * election that are wider than a place do not give: here votes are held against the roll, and previous shares are columns. And
 * it knows two parties: here the lead of the first over the second is one quantity, and each further option another. And
 * of a unit that is partly in it forecasts the whole, at least what is counted: here only what is out, which is better.
 */

export const LEVELS = [0.5, 0.8, 0.95] as const;
const LARGEST_PART = 0.9;
/** Units to learn from: with the fewest that can be corrected, the source's fraction would leave one. */
const LEARNT_FROM = 20;

/** The part of the complete units that is learnt from; the rest corrects. */
export function trainingPart(units: number, level: number): number {
  return Math.min(1 + (level + 1) / (units * (level - 1)), LARGEST_PART);
}

/** With fewer complete units nothing is left to correct with. */
export function fewestUnits(level: number): number {
  return Math.ceil((level + 1) / (1 - level));
}

export function conformal(input: ProjectionInput, seed: number, draws: number): BaselineAnswer {
  const units = conformalUnits(input);
  if (units.complete.length < fewestUnits(0.95) + LEARNT_FROM) return noForecast('too-few-units');
  const width = columnsOf(input);
  const options = input.options.length;
  const counted = new Float64Array(width);
  units.counted.forEach((v, at) => {
    counted[at % width] = (counted[at % width] as number) + v;
  });
  if ((counted[options] ?? 0) === 0) return noForecast('no-sheets');
  const [a, b] = leadingPair(counted, options);
  const chance = new Chance(seed);
  const order = shuffled(units.complete, chance);
  const quantity = (of: (unit: number) => number, levels: readonly number[], least: boolean) =>
    quantilesOf(units, order, { of, levels, least });
  const at = (u: number, c: number) => units.counted[u * width + c] as number;
  const lead = quantity((u) => at(u, a) - at(u, b), LEVELS, false);
  const columns = Array.from({ length: width }, (_, c) => {
    if (c === options && input.base === 'options') return null;
    // Of the two in front only the middle is used, beside their lead; of the others the shape matters little.
    return quantity((u) => at(u, c), c === a || c === b ? [] : [0.95], true);
  });
  const totals = Float64Array.from(columns, (quantiles) => quantiles?.at(0.5) ?? 0);
  if (input.base === 'options') totals[options] = totals.reduce((sum, v) => sum + v, 0);
  const all = drawsOf({ input, counted, pair: [a, b], lead, columns }, draws, chance);
  return { kind: 'forecast', forecast: { totals, draws: all, drawCount: draws } };
}

type Quantiles = ReturnType<typeof quantileFunction>;

type Quantity = {
  readonly of: (unit: number) => number;
  /** Levels of the intervals beside the middle. */
  readonly levels: readonly number[];
  /** Whether no part of it can be below zero. */
  readonly least: boolean;
};

/** Quantiles of the total of one quantity over all units. */
function quantilesOf(units: ConformalUnits, order: readonly number[], { of, levels, least }: Quantity): Quantiles {
  const { size, sizeOut, open, complete } = units;
  let known = 0;
  for (const u of [...complete, ...open]) known += of(u);
  const totalOf = (rate: (unit: number) => number) =>
    open.reduce((sum, u) => sum + (least ? Math.max(0, rate(u)) : rate(u)) * (sizeOut[u] as number), known);
  const found: [number, number][] = [[0.5, totalOf(regression(units, order, of, 0.5))]];
  for (const level of levels) {
    const train = order.slice(0, Math.floor(order.length * trainingPart(order.length, level)));
    const rest = order.slice(train.length);
    const [low, high] = [(1 - level) / 2, (1 + level) / 2];
    const [lower, upper] = [regression(units, train, of, low), regression(units, train, of, high)];
    const scores = rest.map((u) => {
      const r = of(u) / (size[u] as number);
      return { score: Math.max(lower(u) - r, r - upper(u)), weight: size[u] as number };
    });
    const by = weightedQuantile(scores, level * (1 + 1 / rest.length));
    found.push([low, totalOf((u) => lower(u) - by)], [high, totalOf((u) => upper(u) + by)]);
  }
  return quantileFunction(found);
}

/** The regression of a quantity by registered voter, learnt from these units. */
function regression(
  { features, columns, size }: ConformalUnits,
  from: readonly number[],
  of: (unit: number) => number,
  tau: number,
): (unit: number) => number {
  const learn = (width: number) => {
    const rows = new Float64Array(from.length * width);
    from.forEach((u, i) => {
      for (let k = 0; k < width; k++) rows[i * width + k] = features[u * columns + k] as number;
    });
    const weights = Float64Array.from(from, (u) => size[u] as number);
    const response = Float64Array.from(from, (u) => of(u) / (size[u] as number));
    return quantileRegression({ rows, columns: width, response, weights }, tau);
  };
  // Columns that vary over all complete units may not do so in this part of them; the last ones go first.
  let width = columns;
  let found = learn(width);
  while (found === null) {
    width--;
    assert(width > 0, 'a constant can be fitted');
    found = learn(width);
  }
  const b = found;
  return (u) => {
    let sum = 0;
    for (let k = 0; k < b.length; k++) sum += (features[u * columns + k] as number) * (b[k] as number);
    return sum;
  };
}

/** The least score that units of this part of the whole size do not exceed. */
function weightedQuantile(scores: readonly { score: number; weight: number }[], part: number): number {
  const sorted = [...scores].sort((x, y) => x.score - y.score);
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const { score, weight } of sorted) {
    sum += weight;
    if (sum >= part * all) return score;
  }
  return sorted.at(-1)?.score ?? 0;
}

function shuffled(units: readonly number[], chance: Chance): readonly number[] {
  const order = [...units];
  for (let i = order.length - 1; i > 0; i--) {
    const j = chance.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

type Marginals = {
  readonly input: ProjectionInput;
  readonly counted: Float64Array;
  readonly pair: readonly [number, number];
  readonly lead: Quantiles;
  /** By column; null for a base that is the sum of the others. */
  readonly columns: readonly (Quantiles | null)[];
};

/**
 * Draws with these quantiles. The recipe says nothing of how quantities go together: the lead is drawn, the votes of the two in front
 * together stand at their middle, and everything else is drawn for itself.
 */
function drawsOf({ input, counted, pair, lead, columns }: Marginals, draws: number, chance: Chance): Float64Array {
  const options = input.options.length;
  const width = options + 1;
  const [a, b] = pair;
  const both = (columns[a]?.at(0.5) ?? 0) + (columns[b]?.at(0.5) ?? 0);
  const all = new Float64Array(draws * width);
  for (let d = 0; d < draws; d++) {
    const row = all.subarray(d * width, (d + 1) * width);
    const ahead = lead.at(chance.uniform());
    let sum = 0;
    for (let k = 0; k < options; k++) {
      const ofPair = k === a ? (both + ahead) / 2 : k === b ? (both - ahead) / 2 : null;
      const votes = ofPair ?? columns[k]?.at(chance.uniform()) ?? 0;
      row[k] = Math.max(counted[k] as number, Math.round(votes));
      sum += row[k] as number;
    }
    const base = input.base === 'options' ? sum : (columns[options]?.at(chance.uniform()) ?? 0);
    row[options] = Math.max(sum, Math.round(base));
  }
  return all;
}
