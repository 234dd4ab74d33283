import { logistic } from './logistic.ts';
import type { Parameters } from './parameters.ts';
import {
  type Downward,
  passDown,
  passUp,
  passUpGiven,
  type Regressors,
  type Scales,
  type TreeShape,
  type Upward,
  type UpwardSolved,
} from './tree-pass.ts';
import { nextScales, stepTables } from './variance-step.ts';

/*
 * One coordinate: successes of trials (or a count of an exposure) at each table, on the logit (or log) scale. The likelihood is
 * linearised again in every step: with fixed empirical logits lopsided sheets bias a lead by up to 0.8 points (STATISTICS section 2).
 */

export type Link = 'logit' | 'log';

/** Tables that are in. `log`: `trials` is the exposure, `successes` a count. */
export type TableData = {
  readonly count: number;
  readonly unit: Int32Array;
  readonly trials: Float64Array;
  readonly successes: Float64Array;
  readonly regressors: Regressors;
  readonly link: Link;
};

export type Fitted = {
  readonly link: Link;
  readonly up: UpwardSolved;
  readonly down: Downward;
  readonly scales: Scales;
};

/** Mean of a logit-normal: the probit approximation of MacKay 1992, with pi/8 for the slope. */
export function expitMean(mean: number, variance: number): number {
  return logistic(mean / Math.sqrt(1 + (Math.PI / 8) * variance));
}

/**
 * What a fit may start from: variances; with `beta` the coefficients too, of a moment just before; with `known` also where each table
 * and unit stood then.
 */
export type Start = { readonly scales: Scales; readonly beta: Float64Array | null; readonly known: Known | null };

/** Posterior means: of the units, and of the tables (not a number for one that was not in, or said something else). */
export type Known = { readonly units: Float64Array; readonly tables: ArrayLike<number> };

/** How long a fit goes on: `steps` where tables are not known, and whether a later fit is to start from where this one ends. */
export type Course = { readonly steps: number; readonly forLater: boolean; readonly space: Space };

/**
 * Room for one figure a table, for one fit after the other: to find new room costs more than to fill it. `eta` is where the tables of the
 * last fit stand, until the next one.
 */
export type Space = {
  readonly eta: Float64Array;
  readonly response: Float64Array;
  readonly weight: Float64Array;
  readonly fixed: Float64Array;
};

export function spaceFor(tables: number): Space {
  const [eta, response, weight, fixed] = [0, 1, 2, 3].map(() => new Float64Array(tables)) as [F, F, F, F];
  return { eta, response, weight, fixed };
}

type F = Float64Array;

/** `next`: what a later fit may start from. */
export type FittedWithStart = { readonly fitted: Fitted; readonly next: Start };

/** Fits from `start` (or cold); null when the system cannot be solved. */
export function fitCoordinate(
  tree: TreeShape,
  data: TableData,
  ridge: Float64Array,
  parameters: Parameters,
  course: Course,
  start: Start | null,
): FittedWithStart | null {
  // Of other columns they are no start.
  let beta = start?.beta?.length === ridge.length ? start.beta : null;
  const known = beta === null ? null : (start?.known ?? null);
  // Tables that are linearised where they stand need no steps to find out where that is.
  const steps = known === null ? course.steps : 1;
  let scales = start?.scales ?? coldScales(tree, parameters);
  const { eta, response, weight, fixed } = course.space;
  if (known === null || beta === null) startEta(data, eta);
  else knownEta(data, known, beta, scales.table, eta);
  const working = { count: data.count, unit: data.unit, response, weight, regressors: data.regressors };
  if (beta !== null && steps > 1) explain(data, beta, tree.parent.length, fixed);
  for (let step = 0; ; step++) {
    linearise(data, eta, response, weight);
    const isLast = step >= steps - 1;
    // Solving for beta costs ten times the rest of a step, and beta moves little while the variances settle.
    const solved: UpwardSolved | null =
      beta === null || isLast || (steps > 5 && step === steps >> 1) ? passUp(tree, working, scales, ridge) : null;
    const up: Upward | null = solved ?? (beta === null ? null : passUpGiven(tree, working, scales, ridge, beta, fixed));
    if (up === null || (isLast && solved === null)) return null;
    const down = passDown(tree, up, scales);
    const fitted = isLast && solved !== null ? { link: data.link, up: solved, down, scales } : null;
    if (fitted !== null && !course.forLater) return { fitted, next: { scales, beta: fitted.up.beta, known: null } };
    if (solved !== null) {
      beta = solved.beta;
      explain(data, beta, tree.parent.length, fixed);
    }
    const table = stepTables(working, fixed, down, scales.table, eta);
    const later = nextScales(scales, down, table, parameters);
    if (fitted !== null) {
      const known = { units: down.mean, tables: eta };
      return { fitted, next: { scales: later, beta: fitted.up.beta, known } };
    }
    scales = later;
  }
}

/** Where tables stood, and of those that are new where their unit and their own figures put them. */
function knownEta(
  { count, unit, trials, successes, link, regressors }: TableData,
  { units, tables }: Known,
  beta: Float64Array,
  tau2: number,
  eta: Float64Array,
): void {
  const { perTable, perUnit } = regressors;
  for (let i = 0; i < count; i++) {
    const x = tables[i] as number;
    if (!Number.isNaN(x)) {
      eta[i] = x;
      continue;
    }
    const u = unit[i] as number;
    let sum = units[u] as number;
    for (let j = 0; j < perTable; j++) sum += (beta[j] as number) * (regressors.tables[i * perTable + j] as number);
    for (let j = 0; j < perUnit; j++)
      sum += (beta[perTable + j] as number) * (regressors.units[u * perUnit + j] as number);
    eta[i] = settle(sum, 1 / tau2, trials[i] as number, successes[i] as number, link);
  }
}

/** The mode of a predictor with this prior mean and precision and these figures, by Newton's steps. */
function settle(prior: number, precision: number, n: number, s: number, link: Link): number {
  if (n === 0) return prior;
  let x = prior;
  for (let step = 0; step < SETTLING; step++) {
    const at = Math.min(Math.max(x, -FARTHEST), FARTHEST);
    const p = link === 'logit' ? logistic(at) : Math.exp(at);
    const weight = link === 'logit' ? n * p * (1 - p) : n * p;
    x = at + (s - n * p - precision * (at - prior)) / (weight + precision);
  }
  return x;
}

const SETTLING = 4;

/** X beta of every table. */
function explain(
  { count, unit, regressors }: TableData,
  beta: Float64Array,
  unitCount: number,
  fixed: Float64Array,
): void {
  const { perTable, tables, perUnit, units } = regressors;
  const ofUnit = new Float64Array(unitCount);
  for (let u = 0; u < unitCount; u++) {
    let sum = 0;
    for (let j = 0; j < perUnit; j++) sum += (beta[perTable + j] as number) * (units[u * perUnit + j] as number);
    ofUnit[u] = sum;
  }
  for (let i = 0; i < count; i++) {
    let sum = ofUnit[unit[i] as number] as number;
    for (let j = 0; j < perTable; j++) sum += (beta[j] as number) * (tables[i * perTable + j] as number);
    fixed[i] = sum;
  }
}

function coldScales(tree: TreeShape, parameters: Parameters): Scales {
  return { units: new Float64Array(tree.depth + 1).fill(parameters.tauPrior), table: parameters.tauPrior };
}

/** Each table between its own figures and the whole's, as if four more trials had been like the whole. */
function startEta({ count, trials, successes, link }: TableData, eta: Float64Array): void {
  let [n, s] = [0, 0];
  for (let i = 0; i < count; i++) {
    n += trials[i] as number;
    s += successes[i] as number;
  }
  const whole = n > 0 ? Math.min(Math.max(s / n, 1e-4), link === 'logit' ? 1 - 1e-4 : Number.MAX_VALUE) : 0.5;
  for (let i = 0; i < count; i++) {
    const p = ((successes[i] as number) + 4 * whole) / ((trials[i] as number) + 4);
    eta[i] = link === 'logit' ? Math.log(p / (1 - p)) : Math.log(p);
  }
}

const FARTHEST = 8;

/** Working response eta + (s - n p) / w and weight w = n p (1 - p) (of a log link n exp(eta)). */
function linearise(data: TableData, eta: Float64Array, response: Float64Array, weight: Float64Array): void {
  const logit = data.link === 'logit';
  for (let i = 0; i < data.count; i++) {
    const n = data.trials[i] as number;
    if (n === 0) {
      weight[i] = 0;
      continue;
    }
    const x = Math.min(Math.max(eta[i] as number, -FARTHEST), FARTHEST);
    const p = logit ? logistic(x) : Math.exp(x);
    const w = Math.max(logit ? n * p * (1 - p) : n * p, 1e-3);
    weight[i] = w;
    response[i] = x + ((data.successes[i] as number) - n * p) / w;
  }
}
