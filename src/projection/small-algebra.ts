/*
 * Symmetric matrices of the size of the number of columns (some ten): lower triangle of a row-major square.
 */

/** Cholesky factor L (lower, row-major) of a positive definite matrix; null if it is none. */
export function cholesky(a: Float64Array, size: number): Float64Array | null {
  const l = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[i * size + k] as number) * (l[j * size + k] as number);
      if (i !== j) l[i * size + j] = sum / (l[j * size + j] as number);
      else if (!(sum > 0)) return null;
      else l[i * size + i] = Math.sqrt(sum);
    }
  }
  return l;
}

/** Solves L L' x = b. */
export function solveWith(l: Float64Array, size: number, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (l[i * size + k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (l[i * size + i] as number);
  }
  backward(l, size, x);
  return x;
}

/** Solves L' x = b in place: of a standard normal b it makes one with covariance (L L')^-1. */
export function backward(l: Float64Array, size: number, x: Float64Array): void {
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - (l[k * size + i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (l[i * size + i] as number);
  }
}
