import { Chance } from '../random.ts';
import { type Design, drawSample } from './draw-sample.ts';
import { estimateSample, type Received } from './estimate-sample.ts';
import type { SampleFrame } from './sample-frame.ts';

/** Figures of every station, of another election or of a rehearsal: only how they vary counts here. */
export type KnownFigures = { readonly votes: Float64Array; readonly base: Float64Array; readonly options: number };

export type SampleSpread = {
  /** Sheets of the sample as drawn, and sd of the lead that it estimates, as a fraction. */
  readonly size: number;
  readonly sd: number;
  /** The same if each voter were drawn alone. */
  readonly ifVotersWereDrawn: number;
};

/**
 * How much the lead of a sample varies, by drawing `rounds` of them from known figures. This is the design effect as it is, and
 * holds for every design alike: no formula of a systematic sample's variance does.
 */
export function measureSpread(
  frame: SampleFrame,
  figures: KnownFigures,
  design: Design,
  size: number,
  rounds: number,
  seed: number,
): SampleSpread | null {
  const chance = new Chance(seed);
  const truth = leadOfAll(figures);
  if (truth === null) return null;
  let [squares, drawnSize] = [0, size];
  for (let r = 0; r < rounds; r++) {
    const drawn = drawSample(frame, design, size, chance);
    if (!drawn.ok) return null;
    const { stations, sizes } = drawn.value;
    drawnSize = stations.length;
    const stratum = [...stations].map((s) => (design === 'stratified' ? (frame.stratumOf[s] ?? 0) : 0));
    const received = receivedOf(figures, stations, stratum, [...sizes]);
    const shares = estimateSample(received)?.shares;
    if (shares === undefined) continue;
    squares += ((shares[truth.of] ?? 0) - (shares[truth.over] ?? 0) - truth.lead) ** 2;
  }
  const voters = (drawnSize * truth.base) / Math.max(truth.sheets, 1);
  const each = truth.pair - truth.lead ** 2;
  return { size: drawnSize, sd: Math.sqrt(squares / rounds), ifVotersWereDrawn: Math.sqrt(each / voters) };
}

/** Figures of these stations as what came in of a sample. */
export function receivedOf(
  figures: KnownFigures,
  stations: ArrayLike<number>,
  stratum: readonly number[],
  sizes: readonly number[],
  systematic = false,
): Received {
  const K = figures.options;
  const votes = new Float64Array(stations.length * K);
  const base = new Float64Array(stations.length);
  for (let i = 0; i < stations.length; i++) {
    const s = stations[i] ?? 0;
    base[i] = figures.base[s] ?? 0;
    for (let k = 0; k < K; k++) votes[i * K + k] = figures.votes[s * K + k] ?? 0;
  }
  return { systematic, sizes, stratum, votes, base, options: K };
}

type Truth = {
  readonly of: number;
  readonly over: number;
  readonly lead: number;
  readonly pair: number;
  readonly base: number;
  readonly sheets: number;
};

function leadOfAll({ votes, base, options }: KnownFigures): Truth | null {
  const totals = Array.from({ length: options }, () => 0);
  let [sum, sheets] = [0, 0];
  base.forEach((b, s) => {
    if (!(b > 0)) return;
    sum += b;
    sheets++;
    for (let k = 0; k < options; k++) totals[k] = (totals[k] ?? 0) + (votes[s * options + k] ?? 0);
  });
  if (sum === 0) return null;
  const [of = 0, over = 0] = [...totals.keys()].sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0) || a - b);
  const [p, q] = [(totals[of] ?? 0) / sum, (totals[over] ?? 0) / sum];
  return { of, over, lead: p - q, pair: p + q, base: sum, sheets };
}

/**
 * Standard deviation of the lead by design and size, in points, where nothing else is known: measured on the official figures of
 * Bolivia 2019 (34,555 sheets, 200 to 400 draws each; design notes of this project). Stratified is by the widest level.
 */
export const STATED_SPREAD: { readonly [design in Design]: readonly (readonly [size: number, points: number])[] } = {
  simple: [
    [500, 2.05],
    [1000, 1.39],
    [2000, 1.03],
    [3500, 0.74],
  ],
  stratified: [
    [500, 1.93],
    [1000, 1.15],
    [2000, 0.86],
    [3500, 0.61],
  ],
  systematic: [
    [500, 1.2],
    [1000, 0.58],
    [2000, 0.34],
    [3500, 0.25],
  ],
};

/** The stated spread at a size, between and beyond the sizes of the table on a logarithmic scale. */
export function statedSpread(design: Design, size: number): number {
  const table = STATED_SPREAD[design];
  const at = Math.max(0, Math.min(table.findIndex(([n]) => n >= size) - 1, table.length - 2));
  const from = size > (table[table.length - 1]?.[0] ?? 0) ? table.length - 2 : at;
  const [[n0, s0], [n1, s1]] = [table[from] ?? [1, 1], table[from + 1] ?? [2, 1]];
  const slope = Math.log(s1 / s0) / Math.log(n1 / n0);
  // Beyond the table nothing is better than drawing alike sheets: the root of the number.
  const outside = size < n0 || size > n1;
  const anchor = size > n1 ? [n1, s1] : [n0, s0];
  const [n = 1, s = 1] = anchor;
  return (s * (size / n) ** (outside ? -0.5 : slope)) / 100;
}

/** 95 % of a normal lie within so many standard deviations. */
export const Z95 = 1.959964;

/** The least size whose 95 % margin of the lead is at most `margin` (a fraction), by `spread`; null if even all are too few. */
export function sizeForMargin(most: number, margin: number, spread: (size: number) => number): number | null {
  const wide = (n: number): boolean => Z95 * spread(n) > margin;
  if (wide(most)) return null;
  let [low, high] = [0, Math.min(FIRST_SIZE, most)];
  while (wide(high)) [low, high] = [high, Math.min(2 * high, most)];
  // Measured spreads are a little rough: nearer than a fiftieth says nothing.
  while (high - low > Math.max(1, high / 50)) {
    const middle = Math.ceil((low + high) / 2);
    if (wide(middle)) low = middle;
    else high = middle;
  }
  return high;
}

const FIRST_SIZE = 50;
