import { cholesky } from '../small-algebra.ts';
import type { AreaParameters, ScalePriors } from './area-parameters.ts';

/*
 * One coordinate (a logit of shares, or the logarithm of votes a sheet) of all areas over their own counts: a level of each area
 * around a shared one, a slope around a shared slope, a walk, and sheets that scatter around their batch. All of it is Gaussian
 * given the scales, so the fit and the forecast are exact; the scales are those of highest posterior density.
 */

/** What was seen of an area: a value of each batch, where in the count it lies, and how well it is known by counting alone. */
export type Observed = {
  readonly value: Float64Array;
  readonly noise: Float64Array;
  readonly sheets: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
};

/** Variances. */
export type Scales = {
  readonly between: number;
  readonly slope: number;
  readonly walk: number;
  readonly sheet: number;
};

export type AreaFit = {
  readonly scales: Scales;
  /** Shared level and slope: mean, and lower Cholesky factor of their covariance (row-major 2 x 2). */
  readonly shared: readonly [number, number];
  readonly root: readonly [number, number, number];
  readonly trend: boolean;
};

/** Forecast of a part of an area: mean at the shared level and slope of the fit, how it moves with them, and the rest variance. */
export type Forecast = {
  readonly mean: number;
  readonly byLevel: number;
  readonly bySlope: number;
  readonly variance: number;
};

/** So wide that the data alone place the shared level. */
const LEVEL_VARIANCE = 100;

/** Steps of the search, on the logarithm of a variance: below the last nothing changes that a reader could see. */
const FIRST_STEP = 1.6;
const LAST_STEP = 0.15;

/**
 * Fits a coordinate. Without trend, slopes are zero and the newest batches alone tell where an area goes. `start`: the scales
 * of a later moment of the same night, from which the search is short.
 */
export function fitAreas(
  observed: readonly Observed[],
  priors: ScalePriors,
  trend: boolean,
  parameters: AreaParameters,
  start: Scales | null = null,
): AreaFit {
  const medians = [priors.between, priors.slope, priors.walk, priors.sheet].map((sd) => 2 * Math.log(sd));
  const free = trend ? [0, 1, 2, 3] : [0, 2, 3];
  const at = start === null ? [...medians] : logsOf(start, medians);
  const blocks = observed.filter((o) => o.value.length > 0).map((o) => new Block(o));
  const objective = (): number => {
    let penalty = 0;
    for (const i of free) penalty += (((at[i] ?? 0) - (medians[i] ?? 0)) / (2 * parameters.priorSpread)) ** 2 / 2;
    return likelihood(blocks, scalesOf(at, trend), parameters) - penalty;
  };
  climb(at, free, objective, start === null ? FIRST_STEP : FIRST_STEP / 4);
  const scales = scalesOf(at, trend);
  const { sums } = normalEquations(blocks, scales, parameters);
  const [shared, root] = solveShared(sums);
  return { scales, shared, root, trend };
}

function logsOf(scales: Scales, medians: readonly number[]): number[] {
  const { between, slope, walk, sheet } = scales;
  return [between, slope, walk, sheet].map((v, i) => (v > 0 ? Math.log(v) : (medians[i] ?? 0)));
}

function scalesOf(logs: readonly number[], trend: boolean): Scales {
  const [between, slope, walk, sheet] = logs.map(Math.exp) as [number, number, number, number];
  return { between, slope: trend ? slope : 0, walk, sheet };
}

/** Steps along one scale after the other, halved when no step betters the value: four scales need nothing finer. */
function climb(at: number[], free: readonly number[], objective: () => number, first: number): void {
  let best = objective();
  for (let step = first; step > LAST_STEP; step /= 2) {
    for (let moved = true, round = 0; moved && round < 3; round++) {
      moved = false;
      for (const i of free) {
        for (const side of [step, -step]) {
          const before = at[i] ?? 0;
          at[i] = before + side;
          const value = objective();
          if (value > best + 1e-6) {
            best = value;
            moved = true;
            break;
          }
          at[i] = before;
        }
      }
    }
  }
}

/** Precision of (level, slope) and its product with their mean: aLL, aLS, aSS, bL, bS. */
type Sums = readonly [number, number, number, number, number];

function likelihood(blocks: readonly Block[], scales: Scales, parameters: AreaParameters): number {
  const { sums, quadratic, logDet } = normalEquations(blocks, scales, parameters);
  const [aLL, aLS, aSS, bL, bS] = sums;
  const det = aLL * aSS - aLS * aLS;
  const explained = (aSS * bL * bL - 2 * aLS * bL * bS + aLL * bS * bS) / det;
  return -(logDet + Math.log(det) + quadratic - explained) / 2;
}

function normalEquations(
  blocks: readonly Block[],
  scales: Scales,
  parameters: AreaParameters,
): { readonly sums: Sums; readonly quadratic: number; readonly logDet: number } {
  const slopeVariance = scales.slope > 0 ? parameters.sharedSlopeSd ** 2 : 1e-12;
  let [aLL, aLS, aSS, bL, bS] = [1 / LEVEL_VARIANCE, 0, 1 / slopeVariance, 0, 0];
  let [quadratic, logDet] = [0, 0];
  for (const block of blocks) {
    logDet += block.whiten(scales);
    for (let i = 0; i < block.size; i++) {
      const [one, mid, value] = [block.ones[i] ?? 0, block.mids[i] ?? 0, block.values[i] ?? 0];
      aLL += one * one;
      aLS += one * mid;
      aSS += mid * mid;
      bL += one * value;
      bS += mid * value;
      quadratic += value * value;
    }
  }
  return { sums: [aLL, aLS, aSS, bL, bS], quadratic, logDet };
}

/** The batches of an area with room to work in: a fit goes over them some hundred times. */
class Block {
  readonly size: number;
  /** After `whiten`: a column of ones, the middles and the values, times the inverse of the factor. */
  readonly ones: Float64Array;
  readonly mids: Float64Array;
  readonly values: Float64Array;
  readonly #o: Observed;
  readonly #middle: Float64Array;
  readonly #walk: Float64Array;
  readonly #l: Float64Array;

  constructor(o: Observed) {
    const n = o.value.length;
    this.size = n;
    this.#o = o;
    this.#middle = middles(o);
    this.#walk = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        this.#walk[i * n + j] = walkCovariance(o.from[i] ?? 0, o.to[i] ?? 0, o.from[j] ?? 0, o.to[j] ?? 0);
      }
    }
    this.#l = new Float64Array(n * n);
    this.ones = new Float64Array(n);
    this.mids = new Float64Array(n);
    this.values = new Float64Array(n);
  }

  /** Logarithm of the determinant of the covariance. One pass: the factor, and the three columns solved by it. */
  whiten({ between, slope, walk, sheet }: Scales): number {
    const [n, l, o, middle] = [this.size, this.#l, this.#o, this.#middle];
    let logDet = 0;
    for (let i = 0; i < n; i++) {
      const mid = middle[i] as number;
      let [one, time, value] = [1, mid, o.value[i] as number];
      for (let j = 0; j <= i; j++) {
        let sum = between + slope * mid * (middle[j] as number) + walk * (this.#walk[i * n + j] as number);
        if (i === j) sum += sheet / (o.sheets[i] as number) + (o.noise[i] as number);
        for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
        if (i === j) {
          l[i * n + i] = Math.sqrt(sum);
          logDet += Math.log(sum);
          break;
        }
        const x = sum / (l[j * n + j] as number);
        l[i * n + j] = x;
        one -= x * (this.ones[j] as number);
        time -= x * (this.mids[j] as number);
        value -= x * (this.values[j] as number);
      }
      const d = l[i * n + i] as number;
      this.ones[i] = one / d;
      this.mids[i] = time / d;
      this.values[i] = value / d;
    }
    return logDet;
  }
}

function middles(o: Observed): Float64Array {
  return o.from.map((from, i) => (from + (o.to[i] ?? 0)) / 2);
}

/** Cholesky factor of the covariance of an area's batches, given the shared level and slope. */
function factor(o: Observed, scales: Scales): Float64Array {
  const n = o.value.length;
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) v[i * n + j] = covariance(o, i, o.from[j] ?? 0, o.to[j] ?? 0, midOf(o, j), scales);
    v[i * n + i] = (v[i * n + i] ?? 0) + scales.sheet / (o.sheets[i] ?? 1) + (o.noise[i] ?? 0);
  }
  const l = cholesky(v, n);
  if (l === null) throw new Error('assertion failed: a covariance with noise on its diagonal is positive definite');
  return l;
}

function midOf(o: Observed, i: number): number {
  return ((o.from[i] ?? 0) + (o.to[i] ?? 0)) / 2;
}

/** Of a batch with the mean over an interval, whose slope is taken at `mid`. */
function covariance(o: Observed, i: number, from: number, to: number, mid: number, scales: Scales): number {
  const walk = walkCovariance(o.from[i] ?? 0, o.to[i] ?? 0, from, to);
  return scales.between + scales.slope * midOf(o, i) * mid + scales.walk * walk;
}

/** Of the means of a standard walk over two intervals that are the same or do not overlap. */
function walkCovariance(a: number, b: number, c: number, d: number): number {
  if (a === c && b === d) return a + (b - a) / 3;
  return Math.min(a + b, c + d) / 2;
}

/** Solves L x = b in place. */
function forward(l: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (l[i * n + i] ?? 1);
  }
}

function solveShared([aLL, aLS, aSS, bL, bS]: Sums): [readonly [number, number], readonly [number, number, number]] {
  const det = aLL * aSS - aLS * aLS;
  const mean = [(aSS * bL - aLS * bS) / det, (aLL * bS - aLS * bL) / det] as const;
  const [vLL, vLS, vSS] = [aSS / det, -aLS / det, aLL / det];
  const first = Math.sqrt(vLL);
  const cross = vLS / first;
  return [mean, [first, cross, Math.sqrt(Math.max(vSS - cross * cross, 0))]];
}

/**
 * Forecast of the sheets of an area from `from` to `to` of its count, `sheets` of them. An area of which nothing is in is later
 * than all others, so its level is taken to be further from theirs.
 */
export function forecastArea(
  fit: AreaFit,
  o: Observed,
  from: number,
  to: number,
  sheets: number,
  parameters: AreaParameters,
): Forecast {
  const { scales } = fit;
  const n = o.value.length;
  const seen = n === 0 ? 0 : (o.to[n - 1] ?? 0);
  // A trend is carried on only so far as the range that was seen allows; of a silent area all lies within others' ranges.
  const mid = n === 0 ? (from + to) / 2 : Math.min((from + to) / 2, seen * (1 + parameters.trendReach));
  const walk = from + (to - from) / 3;
  const between = n === 0 ? scales.between * parameters.silentSpread ** 2 : scales.between;
  const own = between + scales.slope * mid * mid + scales.walk * walk + scales.sheet / Math.max(sheets, 1);
  if (n === 0) return { mean: fit.shared[0] + fit.shared[1] * mid, byLevel: 1, bySlope: mid, variance: own };
  const l = factor(o, scales);
  const link = new Float64Array(n);
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    link[i] = covariance(o, i, from, to, mid, scales);
    rest[i] = (o.value[i] ?? 0) - fit.shared[0] - fit.shared[1] * midOf(o, i);
  }
  const [ones, mids] = [new Float64Array(n).fill(1), middles(o)];
  for (const column of [link, rest, ones, mids]) forward(l, n, column);
  const dot = (a: Float64Array): number => a.reduce((sum, x, i) => sum + x * (link[i] ?? 0), 0);
  return {
    mean: fit.shared[0] + fit.shared[1] * mid + dot(rest),
    byLevel: 1 - dot(ones),
    bySlope: mid - dot(mids),
    variance: Math.max(own - dot(link), 1e-12),
  };
}
