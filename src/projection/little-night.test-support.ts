import { expect } from 'vitest';
import { firstIn, madeElection, numbersIn, sumsOf } from './made-election.test-support.ts';
import { project } from './project.ts';
import type { Estimate } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';

/** A night that inputs of all kinds are made from: the whole, and six tenths of it. */
export const WHOLE = madeElection({ seed: 4, departments: 5, places: 14, options: 3 });
export const SIZE = WHOLE.stations.size;
export const NIGHT = firstIn(WHOLE, 0.6);
export const unknown = Number.NaN;
export const missing = () => new Float64Array(SIZE).fill(unknown);
export const each = (value: (i: number) => number) => Float64Array.from({ length: SIZE }, (_, i) => value(i));

/** What is said, every number of it finite, and the truth within reason of it. */
export function estimateOf(input: ProjectionInput, truth = WHOLE, within = 0.04): Estimate {
  const { answer } = project(input, { seed: 1, draws: 200 });
  for (const [path, value] of numbersIn(answer)) expect(Number.isFinite(value), `${path}: ${value}`).toBe(true);
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.facts)}`);
  const sums = sumsOf(truth);
  answer.options.forEach(({ share }, k) => {
    expect(Math.abs(share.point - (sums[k] as number) / (sums.at(-1) as number)), `option ${k}`).toBeLessThan(within);
  });
  return answer;
}

/** The code of the refusal; null where something is said. */
export function refusedFor(input: ProjectionInput, draws = 50): string | null {
  const { answer } = project(input, { seed: 1, draws });
  for (const [path, value] of numbersIn(answer)) expect(Number.isFinite(value), `${path}: ${value}`).toBe(true);
  return answer.kind === 'refused' ? answer.code : null;
}
