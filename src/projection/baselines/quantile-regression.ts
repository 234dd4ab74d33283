import { assert } from '../../base/assert.ts';

/*
 * Linear quantile regression by the interior point method of Portnoy and Koenker (1997, "The Gaussian hare and the Laplacian
 * tortoise"): the dual linear program, with Mehrotra's predictor and corrector. One step solves normal equations as large as there are
 * columns, so that tens of thousands of rows take milliseconds.
 */

export type Regression = {
  /** Row-major, row x column. */
  readonly rows: Float64Array;
  readonly columns: number;
  readonly response: Float64Array;
  /** Above 0, one a row. */
  readonly weights: Float64Array;
};

const STEP_BACK = 0.9995;
const STEPS_MAX = 60;
const START_INSIDE = 0.01;
/** Relative gap between the primal and the dual at which the answer is taken. */
const GAP = 1e-9;

/** Coefficients that minimise the weighted check loss at `tau`; null where the columns are collinear. */
export function quantileRegression({ rows, columns, response, weights }: Regression, tau: number): Float64Array | null {
  const n = response.length;
  assert(tau > 0 && tau < 1 && n > 0, 'a quantile of something');
  // The check loss is linear in its argument, so a weight is a factor of the row.
  const a = rows.map((value, at) => value * (weights[Math.floor(at / columns)] as number));
  const y = response.map((value, i) => value * (weights[i] as number));
  return new DualProgram(a, y, columns, tau).solve();
}

/** Maximise y'x with A'x = (1 - tau) A'1 and 0 <= x <= 1; the multipliers of the equations are the coefficients. */
class DualProgram {
  readonly #a: Float64Array;
  readonly #c: Float64Array;
  readonly #p: number;
  readonly #n: number;
  readonly #x: Float64Array;
  readonly #s: Float64Array;
  readonly #z: Float64Array;
  readonly #w: Float64Array;
  readonly #dx: Float64Array;
  readonly #dz: Float64Array;
  readonly #dw: Float64Array;
  readonly #q: Float64Array;
  readonly #fits: Float64Array;
  /** A'x of the start, which every step keeps. */
  readonly #right: Float64Array;
  #y: Float64Array;

  constructor(a: Float64Array, response: Float64Array, p: number, tau: number) {
    const n = response.length;
    this.#a = a;
    this.#p = p;
    this.#n = n;
    this.#c = response.map((v) => -v);
    this.#x = new Float64Array(n).fill(1 - tau);
    this.#s = new Float64Array(n).fill(tau);
    [this.#z, this.#w, this.#dx, this.#dz, this.#dw, this.#q] = Array.from(
      { length: 6 },
      () => new Float64Array(n),
    ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    this.#fits = new Float64Array(n);
    this.#y = new Float64Array(p);
    this.#right = this.#transposed(this.#x);
  }

  solve(): Float64Array | null {
    const start = this.#leastSquares(new Float64Array(this.#n).fill(1), this.#c);
    if (start === null) return null;
    this.#y = start;
    const scale = 1 + this.#c.reduce((sum, v) => sum + Math.abs(v), 0);
    // Both sides of a residual begin well inside: where one were nearly zero the first equations could not be solved.
    const fitted = this.#fitted(start);
    const inside = (START_INSIDE * scale) / this.#n;
    for (let i = 0; i < this.#n; i++) {
      const r = (this.#c[i] as number) - (fitted[i] as number);
      this.#z[i] = Math.max(r, 0) + inside;
      this.#w[i] = (this.#z[i] as number) - r;
    }
    for (let step = 0; step < STEPS_MAX && this.#gap() > GAP * scale; step++) if (!this.#step()) break;
    return this.#y.map((v) => -v);
  }

  #gap(): number {
    let gap = 0;
    for (let i = 0; i < this.#n; i++) gap += (this.#c[i] as number) * (this.#x[i] as number) + (this.#w[i] as number);
    for (let k = 0; k < this.#p; k++) gap -= (this.#y[k] as number) * (this.#right[k] as number);
    return gap;
  }

  /** One predictor and, where it does not go the whole way, its corrector. False where the equations cannot be solved. */
  #step(): boolean {
    const [x, s, z, w, q, dx, dz, dw] = [this.#x, this.#s, this.#z, this.#w, this.#q, this.#dx, this.#dz, this.#dw];
    const r = new Float64Array(this.#n);
    for (let i = 0; i < this.#n; i++) {
      q[i] = 1 / ((z[i] as number) / (x[i] as number) + (w[i] as number) / (s[i] as number));
      r[i] = (z[i] as number) - (w[i] as number);
    }
    let dy = this.#leastSquares(q, r);
    if (dy === null) return false;
    const fitted = this.#fitted(dy);
    for (let i = 0; i < r.length; i++) {
      const d = (q[i] as number) * ((fitted[i] as number) - (r[i] as number));
      dx[i] = d;
      dz[i] = -(z[i] as number) * (1 + d / (x[i] as number));
      dw[i] = -(w[i] as number) * (1 - d / (s[i] as number));
    }
    let [primal, dual] = this.#lengths();
    if (Math.min(primal, dual) < 1) {
      dy = this.#correct(r, this.#centring(primal, dual));
      if (dy === null) return false;
      [primal, dual] = this.#lengths();
    }
    for (let i = 0; i < this.#n; i++) {
      x[i] = (x[i] as number) + primal * (dx[i] as number);
      s[i] = (s[i] as number) - primal * (dx[i] as number);
      z[i] = (z[i] as number) + dual * (dz[i] as number);
      w[i] = (w[i] as number) + dual * (dw[i] as number);
    }
    for (let k = 0; k < this.#p; k++) this.#y[k] = (this.#y[k] as number) + dual * (dy[k] as number);
    return true;
  }

  /** Mehrotra's target for the products of the pairs, from how far the predictor gets. */
  #centring(primal: number, dual: number): number {
    const [x, s, z, w, dx, dz, dw] = [this.#x, this.#s, this.#z, this.#w, this.#dx, this.#dz, this.#dw];
    let [now, after] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      const d = primal * (dx[i] as number);
      now += (z[i] as number) * (x[i] as number) + (w[i] as number) * (s[i] as number);
      after += ((z[i] as number) + dual * (dz[i] as number)) * ((x[i] as number) + d);
      after += ((w[i] as number) + dual * (dw[i] as number)) * ((s[i] as number) - d);
    }
    return (now * (after / now) ** 3) / (2 * this.#n);
  }

  #correct(r: Float64Array, mu: number): Float64Array | null {
    const [x, s, z, w, q, dx, dz, dw] = [this.#x, this.#s, this.#z, this.#w, this.#q, this.#dx, this.#dz, this.#dw];
    // What the predictor left out: products of two steps, and the way to the centre.
    const rest = new Float64Array(this.#n);
    for (let i = 0; i < this.#n; i++) {
      const [xi, si, d] = [x[i] as number, s[i] as number, dx[i] as number];
      // ds is -dx: the product of the steps of s and w enters with its sign.
      rest[i] = mu * (1 / xi - 1 / si) - (d * (dz[i] as number)) / xi + (-d * (dw[i] as number)) / si;
    }
    const dy = this.#leastSquares(
      q,
      r.map((v, i) => v - (rest[i] as number)),
    );
    if (dy === null) return null;
    const fitted = this.#fitted(dy);
    for (let i = 0; i < rest.length; i++) {
      const [xi, si, zi, wi] = [x[i] as number, s[i] as number, z[i] as number, w[i] as number];
      const before = dx[i] as number;
      const crossZ = before * (dz[i] as number);
      const crossW = -before * (dw[i] as number);
      const d = (q[i] as number) * ((fitted[i] as number) - (r[i] as number) + (rest[i] as number));
      dx[i] = d;
      dz[i] = (mu - crossZ - zi * d) / xi - zi;
      dw[i] = (mu - crossW + wi * d) / si - wi;
    }
    return dy;
  }

  /** How far the primal and the dual may go and stay inside their bounds. */
  #lengths(): readonly [number, number] {
    let [primal, dual] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const [x, s, z, w, dx, dz, dw] = [this.#x, this.#s, this.#z, this.#w, this.#dx, this.#dz, this.#dw];
    for (let i = 0; i < x.length; i++) {
      const [d, e, f] = [dx[i] as number, dz[i] as number, dw[i] as number];
      if (d < 0) primal = Math.min(primal, -(x[i] as number) / d);
      else if (d > 0) primal = Math.min(primal, (s[i] as number) / d);
      if (e < 0) dual = Math.min(dual, -(z[i] as number) / e);
      if (f < 0) dual = Math.min(dual, -(w[i] as number) / f);
    }
    return [Math.min(STEP_BACK * primal, 1), Math.min(STEP_BACK * dual, 1)];
  }

  /** What the coefficients give for every row; it stays until the next call. */
  #fitted(b: Float64Array): Float64Array {
    const [a, p, fitted] = [this.#a, this.#p, this.#fits];
    for (let i = 0, at = 0; i < fitted.length; i++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += (a[at++] as number) * (b[k] as number);
      fitted[i] = sum;
    }
    return fitted;
  }

  #transposed(v: Float64Array): Float64Array {
    const [a, p] = [this.#a, this.#p];
    const sums = new Float64Array(p);
    for (let i = 0, at = 0; i < v.length; i++) {
      for (let k = 0; k < p; k++) sums[k] = (sums[k] as number) + (a[at++] as number) * (v[i] as number);
    }
    return sums;
  }

  /** The b that minimises the sum of q (a b - v)^2. */
  #leastSquares(q: Float64Array, v: Float64Array): Float64Array | null {
    const [a, p] = [this.#a, this.#p];
    const m = new Float64Array(p * p);
    const right = new Float64Array(p);
    for (let i = 0; i < v.length; i++) {
      for (let k = 0; k < p; k++) {
        const qa = (q[i] as number) * (a[i * p + k] as number);
        right[k] = (right[k] as number) + qa * (v[i] as number);
        for (let l = 0; l <= k; l++) m[k * p + l] = (m[k * p + l] as number) + qa * (a[i * p + l] as number);
      }
    }
    return solvePositive(m, right, p);
  }
}

/** Below this part of its diagonal a pivot says that a column is made of the others. */
const COLLINEAR = 1e-13;

/** Cholesky in place on the lower triangle; null where the matrix is not positive definite. */
export function solvePositive(m: Float64Array, right: Float64Array, p: number): Float64Array | null {
  for (let k = 0; k < p; k++) {
    const diagonal = m[k * p + k] as number;
    for (let l = 0; l <= k; l++) {
      let sum = m[k * p + l] as number;
      for (let j = 0; j < l; j++) sum -= (m[k * p + j] as number) * (m[l * p + j] as number);
      if (l < k) m[k * p + l] = sum / (m[l * p + l] as number);
      else if (!(sum > COLLINEAR * diagonal)) return null;
      else m[k * p + k] = Math.sqrt(sum);
    }
  }
  const x = right.slice();
  for (let k = 0; k < p; k++) {
    for (let j = 0; j < k; j++) x[k] = (x[k] as number) - (m[k * p + j] as number) * (x[j] as number);
    x[k] = (x[k] as number) / (m[k * p + k] as number);
  }
  for (let k = p - 1; k >= 0; k--) {
    for (let j = k + 1; j < p; j++) x[k] = (x[k] as number) - (m[j * p + k] as number) * (x[j] as number);
    x[k] = (x[k] as number) / (m[k * p + k] as number);
  }
  return x;
}
