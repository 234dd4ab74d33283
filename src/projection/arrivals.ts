import type { ProjectionInput } from './projection-input.ts';

/** Stations that are in, by arrival; those without a known instant stand in the middle, and `known` says for how many it is known. */
export type Arrivals = {
  readonly order: Int32Array;
  /** Share of expected sheets before it, one a station; NaN where out or unknown. */
  readonly rank: Float64Array;
  readonly known: number;
};

/** `before`: the order at an earlier moment, if it is known. Then only what is new is sorted. */
export function arrivalsOf(
  { stations, sheets }: ProjectionInput,
  expectedCount: number,
  before: Int32Array | null = null,
): Arrivals {
  const { isIn, arrivedAt } = sheets;
  const rank = new Float64Array(stations.size).fill(Number.NaN);
  let count = 0;
  for (let i = 0; i < stations.size; i++) count += isIn[i] as number;
  const timed = sheets.order === 'none' ? new Int32Array(0) : inOrder(isIn, arrivedAt, before ?? new Int32Array(0));
  const stretch = timed.length === 0 ? 0 : count / timed.length;
  for (let from = 0; from < timed.length; ) {
    const together = arrivedAt[timed[from] as number];
    let to = from + 1;
    while (to < timed.length && arrivedAt[timed[to] as number] === together) to++;
    // Sheets that came together share the middle of their ranks, whatever their numbers.
    for (let at = from; at < to; at++) rank[timed[at] as number] = (((from + to) / 2) * stretch) / expectedCount;
    from = to;
  }
  return { order: timed, rank, known: timed.length };
}

function inOrder(isIn: Uint8Array, arrivedAt: Float64Array, before: Int32Array): Int32Array {
  const instantOf = (i: number) => arrivedAt[i] as number;
  const left = isIn.map((x, i) => (x === 1 && !Number.isNaN(instantOf(i)) ? 1 : 0));
  const isAfter = (i: number, j: number) => instantOf(i) > instantOf(j) || (instantOf(i) === instantOf(j) && i > j);
  // As long as the order before goes on rising it is still right.
  const kept = new Int32Array(before.length);
  let count = 0;
  for (let at = 0; at < before.length; at++) {
    const i = before[at] as number;
    if (left[i] !== 1 || (count > 0 && !isAfter(i, kept[count - 1] as number))) continue;
    left[i] = 0;
    kept[count++] = i;
  }
  const others: number[] = [];
  for (let i = 0; i < left.length; i++) if (left[i] === 1) others.push(i);
  others.sort((a, b) => instantOf(a) - instantOf(b) || a - b);
  const order = new Int32Array(count + others.length);
  for (let at = 0, k = 0, o = 0; at < order.length; at++) {
    const isOther = k === count || (o < others.length && isAfter(kept[k] as number, others[o] as number));
    order[at] = (isOther ? others[o++] : kept[k++]) as number;
  }
  return order;
}
