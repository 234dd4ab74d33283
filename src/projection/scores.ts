import type { Band } from './projection-answer.ts';

/*
 * How well a forecast did, once the truth is known. Shares and leads are fractions of the base. A smaller CRPS is better; that of a
 * point is its absolute error, so that points and distributions stand in one column.
 */

export const LEVELS = [50, 80, 95] as const;

/** A lead of shares and a share of leads differ in their last bit; one vote of all that ever voted is more than this. */
const ROUNDING = 1e-12;

export type BandScore = {
  /** Forecast less truth. */
  readonly error: number;
  readonly crps: number;
  /** Widths and hits of the 50, 80 and 95 % intervals; null of a point, which claims none. */
  readonly widths: readonly [number, number, number] | null;
  readonly covered: readonly [boolean, boolean, boolean] | null;
  /** Where the truth lies among the draws, 0 to 1; null of a point. */
  readonly pit: number | null;
};

export function scorePoint(point: number, truth: number): BandScore {
  return { error: point - truth, crps: Math.abs(point - truth), widths: null, covered: null, pit: null };
}

/** `band` is what was said in public; without one the intervals are those of the draws. */
export function scoreDraws(draws: Float64Array, truth: number, band: Band | null): BandScore {
  const sorted = draws.slice().sort();
  const said = band ?? bandOf(sorted);
  const intervals = [said.in50, said.in80, said.in95] as const;
  const width = ([low, high]: readonly [number, number]) => high - low;
  const covers = ([low, high]: readonly [number, number]) => low - ROUNDING <= truth && truth <= high + ROUNDING;
  return {
    error: said.point - truth,
    crps: crpsOf(sorted, truth),
    widths: [width(intervals[0]), width(intervals[1]), width(intervals[2])],
    covered: [covers(intervals[0]), covers(intervals[1]), covers(intervals[2])],
    pit: pitOf(sorted, truth),
  };
}

/** Mean and central intervals of sorted draws. */
export function bandOf(sorted: Float64Array): Band {
  const interval = (level: number): readonly [number, number] => [
    quantileOf(sorted, (1 - level / 100) / 2),
    quantileOf(sorted, (1 + level / 100) / 2),
  ];
  const point = sorted.reduce((sum, v) => sum + v, 0) / sorted.length;
  return { point, in50: interval(50), in80: interval(80), in95: interval(95) };
}

/** Linear between the order statistics. */
export function quantileOf(sorted: Float64Array, level: number): number {
  const at = level * (sorted.length - 1);
  const low = Math.floor(at);
  const [a, b] = [sorted[low] as number, sorted[Math.min(low + 1, sorted.length - 1)] as number];
  return a + (at - low) * (b - a);
}

/** Continuous ranked probability score of sorted draws: mean distance to the truth less half of that among the draws. */
export function crpsOf(sorted: Float64Array, truth: number): number {
  const n = sorted.length;
  let [toTruth, among] = [0, 0];
  sorted.forEach((x, i) => {
    toTruth += Math.abs(x - truth);
    among += (2 * i + 1 - n) * x;
  });
  return toTruth / n - among / (n * n);
}

function pitOf(sorted: Float64Array, truth: number): number {
  let [below, equal] = [0, 0];
  for (const x of sorted) {
    if (x < truth - ROUNDING) below++;
    else if (x <= truth + ROUNDING) equal++;
  }
  return (below + equal / 2) / sorted.length;
}

/** Below this a probability is not told from 0 in the floored log score, which is what a wrong point would otherwise make infinite. */
export const PROBABILITY_FLOOR = 0.001;

export type OutcomeScore = {
  /** Probability given to what happened. */
  readonly probability: number;
  /** Minus its logarithm; infinite at 0. */
  readonly log: number;
  /** The same with the probability not below PROBABILITY_FLOOR. */
  readonly flooredLog: number;
};

export function scoreOutcome(probability: number): OutcomeScore {
  const negative = (p: number) => (p >= 1 ? 0 : -Math.log(p));
  return {
    probability,
    log: negative(probability),
    flooredLog: negative(Math.max(probability, PROBABILITY_FLOOR)),
  };
}
