/**
 * Pseudo-random numbers from a text seed: the generator sfc32 (PractRand's 128-bit "small fast counting" generator) on
 * 32-bit integers only. No Math.exp, Math.log, Math.pow or Math.sin anywhere in simulation/: the language leaves their
 * last digits to the engine, while + - * / and Math.imul are exact, so one seed gives one night on every platform.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Each purpose takes a stream of its own (`${seed}/places`), so that a change in one does not shift the others. */
  constructor(seed: string) {
    this.#a = hash32(seed, 0x9e3779b9);
    this.#b = hash32(seed, 0x243f6a88);
    this.#c = hash32(seed, 0xb7e15162);
    // The first outputs of neighbouring states resemble each other.
    for (let i = 0; i < 15; i++) this.next();
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    const out = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** From 0 inclusive to 1 exclusive. */
  unit(): number {
    return this.next() / 4294967296;
  }

  /** A whole number from 0 to n - 1. The bias of at most n / 2^32 does not matter to a rehearsal. */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** A number from `low` to `high`, both ends rare, the middle likely. */
  near(low: number, high: number): number {
    return low + ((high - low) * (this.unit() + this.unit())) / 2;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A factor between (1-reach)/(1+reach) and its inverse, as often above 1 as below: noise for a ratio. */
  factor(reach: number): number {
    const x = this.near(-reach, reach);
    return (1 + x) / (1 - x);
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.below(list.length)];
    if (value === undefined) throw new Error('assertion failed: nothing to pick from');
    return value;
  }
}

/** FNV-1a over the UTF-16 units, then the finisher of MurmurHash3, so that "a1" and "a2" are far apart. */
function hash32(text: string, start: number): number {
  let h = start | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** A distribution drawn by hand: rising [share below, value] points from share 0 to 1, straight lines between them. */
export type Curve = readonly (readonly [share: number, value: number])[];

/** The value that the given share of cases lies below. */
export function quantile(curve: Curve, share: number): number {
  let from: readonly [number, number] | undefined;
  for (const to of curve) {
    if (from !== undefined && share <= to[0]) {
      return from[1] + ((to[1] - from[1]) * (share - from[0])) / (to[0] - from[0]);
    }
    from = to;
  }
  throw new Error(`assertion failed: a share from 0 to 1, not ${share}`);
}

/** Splits a whole number in proportion to the weights (largest remainder; equal remainders in order of the list). */
export function apportion(total: number, weights: readonly number[]): number[] {
  let sum = 0;
  for (const w of weights) sum += w;
  const exact = weights.map((w) => (sum === 0 ? 0 : (total * w) / sum));
  const parts = exact.map(Math.floor);
  let left = total;
  for (const p of parts) left -= p;
  const order = exact.map((e, i) => ({ i, rest: e - Math.floor(e) })).sort((x, y) => y.rest - x.rest || x.i - y.i);
  for (const { i } of order.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}
