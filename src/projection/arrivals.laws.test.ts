import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrivalsOf } from './arrivals.ts';
import { firstIn, madeElection } from './made-election.test-support.ts';
import type { ProjectionInput } from './projection-input.ts';
import { Chance } from './random.ts';

const whole = madeElection({ seed: 4, departments: 2, places: 10 });
const size = whole.stations.size;

/** Other instants with many ties, some unknown; some sheets taken out again. */
function shaken(input: ProjectionInput, seed: number): ProjectionInput {
  const chance = new Chance(seed);
  const isIn = input.sheets.isIn.map((x) => (chance.uniform() < 0.05 ? 0 : x));
  const other = (t: number) => Math.floor((t + 10_000 * chance.uniform()) / 5000);
  const arrivedAt = input.sheets.arrivedAt.map((t) => (chance.uniform() < 0.1 ? Number.NaN : other(t)));
  return { ...input, sheets: { ...input.sheets, isIn, arrivedAt } };
}

it('the order of arrival is the same, whatever it was before', () => {
  const parts = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(parts, parts, fc.nat(), fc.nat(), (a, b, seed, other) => {
      const [before, now] = [shaken(firstIn(whole, a), seed), shaken(firstIn(whole, b), other)];
      const found = arrivalsOf(now, size, arrivalsOf(before, size).order);
      expect(found).toEqual(arrivalsOf(now, size));
      const { isIn, arrivedAt } = now.sheets;
      const plain = [...isIn.keys()].filter((i) => isIn[i] === 1 && !Number.isNaN(arrivedAt[i] as number));
      expect([...found.order]).toEqual(
        plain.toSorted((i, j) => (arrivedAt[i] as number) - (arrivedAt[j] as number) || i - j),
      );
    }),
  );
});
