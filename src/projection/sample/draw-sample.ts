import { unreachable } from '../../base/assert.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Chance } from '../random.ts';
import type { SampleFrame } from './sample-frame.ts';

export const DESIGNS = ['simple', 'stratified', 'systematic'] as const;
export type Design = (typeof DESIGNS)[number];

export type DrawnSample = {
  readonly design: Design;
  /** Stations drawn, in the order of the list. */
  readonly stations: Int32Array;
  /** Stations of each stratum, and how many of them are drawn. One stratum where the design has none. */
  readonly sizes: Int32Array;
  readonly drawn: Int32Array;
};

export type SampleFault = {
  readonly kind: 'too-small' | 'larger-than-the-list';
  readonly size: number;
  readonly of: number;
};

/** Two a stratum is the least that a variance can be estimated from. */
export const LEAST_PER_STRATUM = 2;

/** Draws a sample of about `size` stations: stratified ones may be larger, so that no stratum has fewer than two. */
export function drawSample(
  frame: SampleFrame,
  design: Design,
  size: number,
  chance: Chance,
): Result<DrawnSample, SampleFault> {
  if (size < LEAST_PER_STRATUM) return err({ kind: 'too-small', size, of: frame.size });
  if (size > frame.size) return err({ kind: 'larger-than-the-list', size, of: frame.size });
  const whole = { sizes: Int32Array.of(frame.size), drawn: Int32Array.of(size) };
  switch (design) {
    case 'simple':
      return ok({ design, stations: inListOrder(frame, choose(frame.order, size, chance)), ...whole });
    case 'systematic':
      return ok({ design, stations: everyNth(frame.order, size, chance), ...whole });
    case 'stratified':
      return ok(drawStratified(frame, size, chance));
    default:
      return unreachable(design);
  }
}

/** From a start drawn within the first step, one every `order.length / size` stations of the list. */
function everyNth(order: Int32Array, size: number, chance: Chance): Int32Array {
  const step = order.length / size;
  const start = chance.uniform() * step;
  return Int32Array.from(
    { length: size },
    (_, i) => order[Math.min(Math.floor(start + i * step), order.length - 1)] ?? 0,
  );
}

/** `size` of these, each subset equally likely: the first places of a shuffle. */
function choose(from: Int32Array | readonly number[], size: number, chance: Chance): number[] {
  const left = [...from];
  for (let i = 0; i < size; i++) {
    const j = i + chance.below(left.length - i);
    [left[i], left[j]] = [left[j] ?? 0, left[i] ?? 0];
  }
  return left.slice(0, size);
}

function inListOrder(frame: SampleFrame, stations: readonly number[]): Int32Array {
  const wanted = new Set(stations);
  return frame.order.filter((s) => wanted.has(s));
}

function drawStratified(frame: SampleFrame, size: number, chance: Chance): DrawnSample {
  const members: number[][] = frame.strata.map(() => []);
  for (const s of frame.order) members[frame.stratumOf[s] ?? 0]?.push(s);
  const sizes = Int32Array.from(members, (list) => list.length);
  const drawn = allocate(sizes, size);
  const stations = members.flatMap((list, h) => choose(list, drawn[h] ?? 0, chance));
  return { design: 'stratified', stations: inListOrder(frame, stations), sizes, drawn };
}

/** In proportion to the strata, by largest remainders; at least two in each, or all of it. */
export function allocate(sizes: Int32Array, size: number): Int32Array {
  const whole = sizes.reduce((a, b) => a + b, 0);
  const exact = Array.from(sizes, (n) => (n * size) / whole);
  const drawn = Int32Array.from(exact, Math.floor);
  const byRemainder = [...exact.keys()].sort((a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b);
  const left = size - drawn.reduce((a, b) => a + b, 0);
  for (const h of byRemainder.slice(0, left)) drawn[h] = (drawn[h] ?? 0) + 1;
  return drawn.map((n, h) => Math.min(Math.max(n, LEAST_PER_STRATUM), sizes[h] ?? 0));
}
