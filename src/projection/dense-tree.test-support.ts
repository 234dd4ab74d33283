import { Chance } from './random.ts';
import type { Scales, TreeShape, Working } from './tree-pass.ts';

/*
 * The same Gaussian tree solved the plain way, by one dense matrix over all units, tables and coefficients: slow, and with nothing in common
 * with the passes.
 */

export type TreeCase = {
  readonly tree: TreeShape;
  readonly working: Working;
  readonly scales: Scales;
  readonly ridge: Float64Array;
};

/** A tree at random: children after parents, levels that may be skipped, tables at any unit, some that say nothing. */
export function drawnTree(seed: number, units: number, tables: number, perTable: number, perUnit: number): TreeCase {
  const chance = new Chance(seed);
  const parent = new Int32Array(units).fill(-1);
  const level = new Uint8Array(units);
  for (let u = 1; u < units; u++) {
    const above = chance.below(u);
    const isDeep = (level[above] as number) >= 3;
    parent[u] = isDeep ? 0 : above;
    level[u] = (isDeep ? 0 : (level[above] as number)) + 1 + (isDeep || level[above] === 2 ? 0 : chance.below(2));
  }
  const normals = (n: number) => Float64Array.from({ length: n }, () => chance.normal());
  return {
    tree: { parent, level, depth: 3 },
    working: {
      count: tables,
      unit: Int32Array.from({ length: tables }, () => chance.below(units)),
      response: normals(tables),
      // The first always says something.
      weight: Float64Array.from({ length: tables }, (_, i) =>
        i > 0 && chance.uniform() < 0.2 ? 0 : Math.exp(2 * chance.normal()),
      ),
      regressors: {
        perTable,
        tables: normals(tables * perTable),
        perUnit,
        units: normals(units * perUnit),
      },
    },
    scales: {
      units: Float64Array.from({ length: 4 }, () => Math.exp(chance.normal() - 1)),
      table: 0.1 + chance.uniform(),
    },
    ridge: Float64Array.from({ length: perTable + perUnit }, () => 0.1 + 5 * chance.uniform()),
  };
}

export type Matrix = readonly Float64Array[];

export type DenseSystem = {
  readonly units: number;
  /** Precision of (units, tables, coefficients), prior and data together, and its right side. */
  readonly precision: Matrix;
  readonly right: Float64Array;
  /** Weighted sum of squared responses. */
  readonly squares: number;
  /** Sum of the logarithms of the precisions of all edges and of all responses. */
  readonly logs: number;
};

/** A unit takes part even if nothing hangs below it: integrated out it changes nothing. */
export function denseSystem({ tree, working, scales, ridge }: TreeCase): DenseSystem {
  const units = tree.parent.length;
  const size = units + working.count + ridge.length;
  const precision = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  let [logs, squares] = [0, 0];
  const add = (i: number, j: number, x: number) => {
    (precision[i] as Float64Array)[j] = ((precision[i] as Float64Array)[j] as number) + x;
  };
  const edge = (a: number, b: number, p: number) => {
    add(a, a, p);
    add(b, b, p);
    add(a, b, -p);
    add(b, a, -p);
    logs += Math.log(p);
  };
  for (let u = 1; u < units; u++)
    edge(u, tree.parent[u] as number, 1 / (scales.units[tree.level[u] as number] as number));
  const { perTable, perUnit } = working.regressors;
  for (let i = 0; i < working.count; i++) {
    const [w, y, u] = [working.weight[i] as number, working.response[i] as number, working.unit[i] as number];
    edge(units + i, u, 1 / scales.table);
    if (w === 0) continue;
    // The response is the table's value and X beta.
    const parts: [number, number][] = [[units + i, 1]];
    for (let j = 0; j < perTable; j++)
      parts.push([units + working.count + j, working.regressors.tables[i * perTable + j] as number]);
    for (let j = 0; j < perUnit; j++)
      parts.push([units + working.count + perTable + j, working.regressors.units[u * perUnit + j] as number]);
    for (const [a, x] of parts) {
      for (const [b, z] of parts) add(a, b, w * x * z);
      right[a] = (right[a] as number) + w * x * y;
    }
    logs += Math.log(w);
    squares += w * y * y;
  }
  ridge.forEach((r, j) => {
    add(units + working.count + j, units + working.count + j, r);
  });
  return { units, precision, right, squares, logs };
}

/** Inverse and log determinant of a symmetric positive definite matrix, by Gauss and Jordan. */
export function invert(matrix: Matrix): { readonly inverse: Matrix; readonly logDeterminant: number } {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const inverse = a.map((_, i) => Float64Array.from({ length: n }, (__, j) => Number(i === j)));
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) {
    const [row, own] = [a[i] as Float64Array, inverse[i] as Float64Array];
    const pivot = row[i] as number;
    logDeterminant += Math.log(pivot);
    for (let k = 0; k < n; k++) {
      row[k] = (row[k] as number) / pivot;
      own[k] = (own[k] as number) / pivot;
    }
    for (let j = 0; j < n; j++) {
      const factor = (a[j] as Float64Array)[i] as number;
      if (j === i || factor === 0) continue;
      for (let k = 0; k < n; k++) {
        (a[j] as Float64Array)[k] = ((a[j] as Float64Array)[k] as number) - factor * (row[k] as number);
        (inverse[j] as Float64Array)[k] = ((inverse[j] as Float64Array)[k] as number) - factor * (own[k] as number);
      }
    }
  }
  return { inverse, logDeterminant };
}

export function times(matrix: Matrix, vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => row.reduce((sum, x, j) => sum + x * (vector[j] as number), 0));
}

/** The part of a system that is left when the coefficients are kept: without them, and with what they explain taken off. */
export function given(
  system: DenseSystem,
  beta: Float64Array,
): { readonly precision: Matrix; readonly right: Float64Array } {
  const kept = system.precision.length - beta.length;
  const precision = system.precision.slice(0, kept).map((row) => row.slice(0, kept));
  const right = Float64Array.from({ length: kept }, (_, i) =>
    beta.reduce(
      (sum, b, j) => sum - b * ((system.precision[i] as Float64Array)[kept + j] as number),
      system.right[i] as number,
    ),
  );
  return { precision, right };
}

/** Log likelihood with the tree integrated out and beta kept, with beta's prior, up to a constant. */
export function denseObjective(system: DenseSystem, beta: Float64Array): number {
  const { precision, right } = given(system, beta);
  const { inverse, logDeterminant } = invert(precision);
  const x = times(inverse, right);
  const kept = right.length;
  let squares = system.squares;
  // c + beta' (A + R) beta - 2 beta' b of the coefficients' own block.
  beta.forEach((b, j) => {
    squares -= 2 * b * (system.right[kept + j] as number);
    beta.forEach((c, k) => {
      squares += b * c * ((system.precision[kept + j] as Float64Array)[kept + k] as number);
    });
  });
  const explained = right.reduce((sum, r, i) => sum + r * (x[i] as number), 0);
  return 0.5 * (system.logs - logDeterminant - squares + explained);
}
