import { cholesky, solveWith } from './small-algebra.ts';

/*
 * Exact inference in a Gaussian tree, in linear time: x_child = x_parent + N(0, tau_level^2), tables hang below their units, and
 * y = X beta + x_table + noise. The tree is integrated out upwards (Gaussian belief propagation), which leaves a small system for
 * beta; downwards come the posteriors. The root has a flat prior: it is the intercept.
 */

export type TreeShape = {
  readonly parent: Int32Array;
  readonly level: Uint8Array;
  /** Number of levels below the root. */
  readonly depth: number;
};

/** Columns of X: some differ between the tables of a unit, most do not and are kept once a unit. The first come first in beta. */
export type Regressors = {
  readonly perTable: number;
  /** Row-major, table x perTable. */
  readonly tables: Float64Array;
  readonly perUnit: number;
  /** Row-major, unit x perUnit. */
  readonly units: Float64Array;
};

/** Working responses of tables under a linearisation: `weight` is the precision of `response`, 0 where a table says nothing. */
export type Working = {
  readonly count: number;
  readonly unit: Int32Array;
  readonly response: Float64Array;
  readonly weight: Float64Array;
  readonly regressors: Regressors;
};

/** Squared scales: `units[l]` of an edge into level l (index 0 unused), `table` of an edge into a table. */
export type Scales = { readonly units: Float64Array; readonly table: number };

/** What an upward pass leaves: of each unit the precision below it and the weighted sum of responses less X beta. */
export type Upward = {
  readonly precision: Float64Array;
  readonly residual: Float64Array;
  readonly beta: Float64Array;
  /** Logarithm of the likelihood of (variances, beta) with the tree integrated out, with beta's prior, up to a constant. */
  readonly objective: number;
};

/** With beta solved for, also what draws of beta need: sums of every column below each unit, and the precision of beta as a Cholesky factor. */
export type UpwardSolved = Upward & {
  /** Row-major, unit x (columns + 1), the response last. */
  readonly sums: Float64Array;
  readonly factor: Float64Array;
};

/** Solves for beta. `ridge`: prior precision of each coefficient. Null when the system cannot be solved. */
export function passUp(tree: TreeShape, working: Working, scales: Scales, ridge: Float64Array): UpwardSolved | null {
  const { perTable, perUnit } = working.regressors;
  const width = perTable + perUnit + 1;
  const precision = new Float64Array(tree.parent.length);
  const sums = new Float64Array(tree.parent.length * width);
  const gram = new Float64Array(width * width);
  let [logs, product] = [gatherTables(working, scales.table, precision, sums, gram), 1];
  const isAbove = spreadUnits(tree, working.regressors, precision, sums, gram);
  for (let u = tree.parent.length - 1; u > 0; u--) {
    const p = precision[u] as number;
    if (p === 0) continue;
    const tau2 = scales.units[tree.level[u] as number] as number;
    const keep = 1 / (1 + tau2 * p);
    product *= keep;
    if (product < LEAST) [logs, product] = [logs + Math.log(product), 1];
    const above = tree.parent[u] as number;
    precision[above] = (precision[above] as number) + p * keep;
    if (isAbove[u] === 1) addSquare(gram, sums, u * width, width, -tau2 * keep);
    else addLeaf(gram, sums, u * width, width, perTable, keep / p, -tau2 * keep);
    for (let j = 0; j < width; j++)
      sums[above * width + j] = (sums[above * width + j] as number) + keep * (sums[u * width + j] as number);
  }
  const root = precision[0] as number;
  if (!(root > 0)) return null;
  addSquare(gram, sums, 0, width, -1 / root);
  return solveColumns(gram, width, ridge, logs + Math.log(product) - Math.log(root), precision, sums);
}

/** Logarithms cost more than all else in a step: they are taken of products, before those leave the numbers there are. */
const LEAST = 1e-200;
const MOST = 1e200;

/** Sums of the tables into their units: precision, columns of tables, response. Returns the log precisions. */
function gatherTables(
  { count, unit, response, weight, regressors }: Working,
  tau2: number,
  precision: Float64Array,
  sums: Float64Array,
  gram: Float64Array,
): number {
  const { perTable, perUnit, tables } = regressors;
  const width = perTable + perUnit + 1;
  const last = (width - 1) * width;
  let [logs, product, squares] = [0, 1, 0];
  for (let i = 0; i < count; i++) {
    const w = weight[i] as number;
    if (w === 0) continue;
    const p = w / (1 + tau2 * w);
    product *= p;
    if (product < LEAST || product > MOST) [logs, product] = [logs + Math.log(product), 1];
    const u = unit[i] as number;
    precision[u] = (precision[u] as number) + p;
    const at = u * width;
    const y = p * (response[i] as number);
    sums[at + width - 1] = (sums[at + width - 1] as number) + y;
    squares += y * (response[i] as number);
    for (let j = 0, from = i * perTable; j < perTable; j++) {
      const x = tables[from + j] as number;
      const px = p * x;
      sums[at + j] = (sums[at + j] as number) + px;
      gram[last + j] = (gram[last + j] as number) + y * x;
      for (let k = 0; k <= j; k++)
        gram[j * width + k] = (gram[j * width + k] as number) + px * (tables[from + k] as number);
    }
  }
  gram[last + width - 1] = squares;
  return logs + Math.log(product);
}

/**
 * The columns kept once a unit, over the tables that hang directly below it. Of a unit with nothing else below, what they add to the
 * squares is left to `addLeaf`. Returns which units have others below them.
 */
function spreadUnits(
  tree: TreeShape,
  { perTable, perUnit, units }: Regressors,
  precision: Float64Array,
  sums: Float64Array,
  gram: Float64Array,
): Uint8Array {
  const isAbove = new Uint8Array(precision.length);
  isAbove[0] = 1;
  for (let u = 1; u < isAbove.length; u++) isAbove[tree.parent[u] as number] = 1;
  const width = perTable + perUnit + 1;
  for (let u = 0; u < precision.length; u++) {
    const p = precision[u] as number;
    if (p === 0) continue;
    const at = u * width;
    for (let j = 0; j < perUnit; j++) sums[at + perTable + j] = p * (units[u * perUnit + j] as number);
    if (isAbove[u] === 1) addLeaf(gram, sums, at, width, perTable, 1 / p, 0);
  }
  return isAbove;
}

/**
 * What a unit with tables alone below it adds to the squares: of its own columns `own` times the sums, which are its precision times the
 * column, of the tables' columns `others` times.
 */
function addLeaf(
  gram: Float64Array,
  sums: Float64Array,
  at: number,
  width: number,
  perTable: number,
  own: number,
  others: number,
): void {
  const last = width - 1;
  for (let j = 0; j < last; j++) {
    const scaled = (j < perTable ? others : own) * (sums[at + j] as number);
    if (scaled === 0) continue;
    for (let k = 0, row = j * width; k <= j; k++)
      gram[row + k] = (gram[row + k] as number) + scaled * (sums[at + k] as number);
  }
  const y = sums[at + last] as number;
  for (let k = 0, row = last * width; k <= last; k++)
    gram[row + k] =
      (gram[row + k] as number) + (k < perTable || k === last ? others : own) * y * (sums[at + k] as number);
}

function addSquare(gram: Float64Array, sums: Float64Array, at: number, width: number, factor: number): void {
  for (let j = 0; j < width; j++) {
    const scaled = factor * (sums[at + j] as number);
    if (scaled === 0) continue;
    for (let k = 0, row = j * width; k <= j; k++)
      gram[row + k] = (gram[row + k] as number) + scaled * (sums[at + k] as number);
  }
}

function solveColumns(
  gram: Float64Array,
  width: number,
  ridge: Float64Array,
  logs: number,
  precision: Float64Array,
  sums: Float64Array,
): UpwardSolved | null {
  const size = width - 1;
  const a = new Float64Array(size * size);
  const b = gram.slice(size * width, size * width + size);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k <= j; k++) a[j * size + k] = gram[j * width + k] as number;
    a[j * size + j] = (a[j * size + j] as number) + (ridge[j] as number);
  }
  const factor = cholesky(a, size);
  if (factor === null) return null;
  const beta = solveWith(factor, size, b);
  let fitted = gram[size * width + size] as number;
  for (let j = 0; j < size; j++) fitted -= (beta[j] as number) * (b[j] as number);
  const objective = 0.5 * (logs - fitted);
  if (!Number.isFinite(objective)) return null;
  const residual = new Float64Array(precision.length);
  for (let u = 0; u < residual.length; u++) if (precision[u] !== 0) residual[u] = sumLess(sums, u * width, beta);
  return { precision, residual, sums, beta, factor, objective };
}

/** The weighted sum of responses below a unit, less what these coefficients explain of them. */
function sumLess(sums: Float64Array, at: number, beta: Float64Array): number {
  let sum = sums[at + beta.length] as number;
  for (let j = 0; j < beta.length; j++) sum -= (beta[j] as number) * (sums[at + j] as number);
  return sum;
}

/** The same with beta kept: some ten times cheaper. `fixed` is X beta of every table. */
export function passUpGiven(
  tree: TreeShape,
  { count, unit, response, weight }: Working,
  scales: Scales,
  ridge: Float64Array,
  beta: Float64Array,
  fixed: Float64Array,
): Upward | null {
  const precision = new Float64Array(tree.parent.length);
  const residual = new Float64Array(tree.parent.length);
  let [logs, product, squares] = [0, 1, 0];
  for (let i = 0; i < count; i++) {
    const w = weight[i] as number;
    if (w === 0) continue;
    const p = w / (1 + scales.table * w);
    const r = (response[i] as number) - (fixed[i] as number);
    const u = unit[i] as number;
    product *= p;
    if (product < LEAST || product > MOST) [logs, product] = [logs + Math.log(product), 1];
    squares += p * r * r;
    precision[u] = (precision[u] as number) + p;
    residual[u] = (residual[u] as number) + p * r;
  }
  for (let u = tree.parent.length - 1; u > 0; u--) {
    const p = precision[u] as number;
    if (p === 0) continue;
    const tau2 = scales.units[tree.level[u] as number] as number;
    const keep = 1 / (1 + tau2 * p);
    const above = tree.parent[u] as number;
    const r = residual[u] as number;
    product *= keep;
    if (product < LEAST || product > MOST) [logs, product] = [logs + Math.log(product), 1];
    squares -= tau2 * keep * r * r;
    precision[above] = (precision[above] as number) + p * keep;
    residual[above] = (residual[above] as number) + keep * r;
  }
  const [root, r] = [precision[0] as number, residual[0] as number];
  if (!(root > 0)) return null;
  squares -= (r * r) / root;
  for (let j = 0; j < beta.length; j++) squares += (ridge[j] as number) * (beta[j] as number) ** 2;
  const objective = 0.5 * (logs + Math.log(product) - Math.log(root) - squares);
  return Number.isFinite(objective) ? { precision, residual, beta, objective } : null;
}

/** Posterior of every unit given beta: unit 0 is the intercept; a unit without any table below has its parent's mean. */
export type Downward = {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Sum over units of a level of E[(child - parent)^2], and how many had tables below. */
  readonly squares: Float64Array;
  readonly edges: Float64Array;
};

export function passDown(tree: TreeShape, up: Upward, scales: Scales): Downward {
  const units = tree.parent.length;
  const mean = new Float64Array(units);
  const variance = new Float64Array(units);
  const squares = new Float64Array(tree.depth + 1);
  const edges = new Float64Array(tree.depth + 1);
  mean[0] = (up.residual[0] as number) / (up.precision[0] as number);
  variance[0] = 1 / (up.precision[0] as number);
  for (let u = 1; u < units; u++) {
    const level = tree.level[u] as number;
    const tau2 = scales.units[level] as number;
    const above = tree.parent[u] as number;
    const p = up.precision[u] as number;
    const [m, v] = [mean[above] as number, variance[above] as number];
    if (p === 0) {
      mean[u] = m;
      variance[u] = v + tau2;
      continue;
    }
    const keep = 1 / (1 + tau2 * p);
    const step = tau2 * keep * ((up.residual[u] as number) - p * m);
    const stepVariance = tau2 * keep + (tau2 * p * keep) ** 2 * v;
    mean[u] = m + step;
    variance[u] = tau2 * keep + keep * keep * v;
    squares[level] = (squares[level] as number) + step * step + stepVariance;
    edges[level] = (edges[level] as number) + 1;
  }
  return { mean, variance, squares, edges };
}
