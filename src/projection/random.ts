/*
 * Normal deviates by the ziggurat of Marsaglia and Tsang 2000 in the form of Doornik 2005: 128 layers of equal area, the layer and
 * the place in it from bits of one number that do not overlap.
 */
const LAYERS = 128;
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;
const EDGE = new Float64Array(LAYERS + 1);
const RATIO = new Float64Array(LAYERS);
{
  let f = Math.exp(-0.5 * TAIL * TAIL);
  EDGE[0] = AREA / f;
  EDGE[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) {
    const x = Math.sqrt(-2 * Math.log(AREA / (EDGE[i - 1] as number) + f));
    EDGE[i] = x;
    f = Math.exp(-0.5 * x * x);
  }
  for (let i = 0; i < LAYERS; i++) RATIO[i] = (EDGE[i + 1] as number) / (EDGE[i] as number);
}

/**
 * Chance from a seed: xoshiro128** (Blackman and Vigna, public domain algorithm), seeded by splitmix32, so that a
 * projection can be made again to the last bit.
 */
export class Chance {
  readonly #s = new Int32Array(4);

  constructor(seed: number) {
    let z = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      z = (z + 0x9e3779b9) >>> 0;
      let t = z ^ (z >>> 16);
      t = Math.imul(t, 0x21f0aaad);
      t ^= t >>> 15;
      t = Math.imul(t, 0x735a2d97);
      this.#s[i] = t ^ (t >>> 15);
    }
  }

  /** The next 32 bits, as a signed number. */
  #next(): number {
    const s = this.#s;
    const b = s[1] as number;
    const x = Math.imul(b, 5);
    const c = (s[2] as number) ^ (s[0] as number);
    const d = (s[3] as number) ^ b;
    s[1] = b ^ c;
    s[0] = (s[0] as number) ^ d;
    s[2] = c ^ (b << 9);
    s[3] = (d << 11) | (d >>> 21);
    return Math.imul((x << 7) | (x >>> 25), 9) | 0;
  }

  /** Uniform in (0, 1): never 0, so that its logarithm is finite. */
  uniform(): number {
    return ((this.#next() >>> 0) + 0.5) / 4294967296;
  }

  /** Whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Standard normal. */
  normal(): number {
    for (;;) {
      const bits = this.#next();
      const layer = bits & 127;
      // 25 bits, in the middle of their cell: from -1 to 1 without the ends and without 0.
      const u = ((bits >> 7) + 0.5) / 16777216;
      if (Math.abs(u) < (RATIO[layer] as number)) return u * (EDGE[layer] as number);
      if (layer === 0) return this.#tail(u < 0);
      const x = u * (EDGE[layer] as number);
      const high = Math.exp(-0.5 * ((EDGE[layer] as number) ** 2 - x * x));
      const low = Math.exp(-0.5 * ((EDGE[layer + 1] as number) ** 2 - x * x));
      if (low + this.uniform() * (high - low) < 1) return x;
    }
  }

  /** The next `count` standard normals, the same as one by one, in a third of the time: the state stays in registers. */
  normals(out: Float64Array, count: number): void {
    const s = this.#s;
    let [s0, s1, s2, s3] = [s[0] as number, s[1] as number, s[2] as number, s[3] as number];
    for (let i = 0; i < count; i++) {
      const x = Math.imul(s1, 5);
      const bits = Math.imul((x << 7) | (x >>> 25), 9);
      const c = s2 ^ s0;
      const d = s3 ^ s1;
      const layer = bits & 127;
      const u = ((bits >> 7) + 0.5) / 16777216;
      if (Math.abs(u) < (RATIO[layer] as number)) {
        out[i] = u * (EDGE[layer] as number);
        s2 = c ^ (s1 << 9);
        s1 ^= c;
        s0 ^= d;
        s3 = (d << 11) | (d >>> 21);
        continue;
      }
      // One in eighty: from the state before this one.
      s[0] = s0;
      s[1] = s1;
      s[2] = s2;
      s[3] = s3;
      out[i] = this.normal();
      s0 = s[0] as number;
      s1 = s[1] as number;
      s2 = s[2] as number;
      s3 = s[3] as number;
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
  }

  #tail(negative: boolean): number {
    for (;;) {
      const x = Math.log(this.uniform()) / TAIL;
      const y = Math.log(this.uniform());
      if (-2 * y >= x * x) return negative ? x - TAIL : TAIL - x;
    }
  }

  /** Chi-square with `freedom` degrees (a real number above 0), by the gamma method of Marsaglia and Tsang 2000. */
  chiSquare(freedom: number): number {
    return 2 * this.#gamma(freedom / 2);
  }

  /** Student's t. */
  student(freedom: number): number {
    return this.normal() / Math.sqrt(this.chiSquare(freedom) / freedom);
  }

  #gamma(shape: number): number {
    if (shape < 1) return this.#gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const u = this.uniform();
      if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}
