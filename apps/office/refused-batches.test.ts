import { expect, it } from 'vitest';
import type { Instant } from '../../src/base/instant.ts';
import { RefusedBatches } from './refused-batches.ts';

const REFUSED = { index: 3, refusal: 'polls-open' };
const at = (seconds: number) => (seconds * 1000) as Instant;

it('a batch that is offered again at once is told the same, until something is recorded or some seconds are over', () => {
  const batches = new RefusedBatches();
  expect(batches.standing('A', 'x', at(0), false)).toBe(null);
  batches.refuse('A', 'x', at(0), REFUSED);
  expect(batches.standing('A', 'x', at(4), false)).toEqual(REFUSED);
  expect(batches.standing('A', 'x', at(4), true)).toBe(null);
  expect(batches.standing('A', 'x', at(5), false)).toBe(null);
  expect(batches.standing('A', 'y', at(1), false)).toBe(null);
  expect(batches.standing('B', 'x', at(1), false)).toBe(null);
});

it('from the third time on it waits longer each time, a minute at most, whatever is recorded meanwhile', () => {
  const batches = new RefusedBatches();
  const waits: number[] = [];
  for (let times = 1; times <= 12; times++) {
    batches.refuse('A', 'x', at(0), REFUSED);
    let wait = 0;
    while (batches.standing('A', 'x', at(wait), true) !== null) wait++;
    waits.push(wait);
  }
  expect(waits).toEqual([0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
  batches.forget('A');
  expect(batches.standing('A', 'x', at(0), false)).toBe(null);
});
