import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeElection, onlyIn, sumsOf } from './made-election.test-support.ts';
import { PARAMETERS } from './parameters.ts';
import { setUp } from './project.ts';
import { Chance } from './random.ts';
import { wholeTotals } from './whole-totals.ts';

const amounts = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
const outOf = (votes: readonly number[]) => ({
  votes: Float64Array.from(votes),
  partBase: new Float64Array(0),
  partLead: new Float64Array(0),
});
const sumOf = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);

describe('whole votes of the whole', () => {
  it('of an official count keep what is counted, lose and add no vote, and no option is a vote away from its own', () => {
    fc.assert(
      fc.property(amounts, fc.nat(), fc.boolean(), (votes, seed, named) => {
        const whole = madeElection({ seed: seed % 7, options: 4, places: 3, unnamed: named ? 0 : 0.1 });
        const input = onlyIn(whole, (i) => i % 3 > 0);
        const base = named ? sumOf(votes) : sumOf(votes) + 1.3;
        const found = wholeTotals(setUp(input, PARAMETERS), outOf([...votes, base]), 1, new Chance(seed));
        const added = [...found].map((v, k) => v - (sumsOf(input)[k] as number));
        for (const x of added) expect(x >= 0 && Number.isInteger(x), `${added}`).toBe(true);
        expect(added[4]).toBe(Math.round(base));
        expect(sumOf(added.slice(0, 4))).toBe(Math.round(sumOf(votes)));
        votes.forEach((v, k) => {
          expect(Math.abs((added[k] as number) - v)).toBeLessThan(1);
        });
      }),
    );
  });

  it('of a preliminary count are corrected both ways, never below what is counted, and not once all is in', () => {
    const input = { ...onlyIn(madeElection({ seed: 3 }), (i) => i % 2 === 0), count: 'preliminary' as const };
    const setup = setUp(input, { ...PARAMETERS, correction: 0.5 });
    const added = (votes: readonly number[]) => {
      const found = wholeTotals(setup, outOf(Array.from({ length: 200 }, () => votes).flat()), 200, new Chance(1));
      return Float64Array.from(found, (v, at) => v - (sumsOf(input)[at % 4] as number));
    };
    const firsts = added([500, 500, 500, 1500]).filter((_, at) => at % 4 === 0);
    expect(Math.min(...firsts)).toBeLessThan(500 - 40);
    expect(Math.max(...firsts)).toBeGreaterThan(500 + 40);
    expect(Math.min(...added([5, 5, 5, 15]))).toBeGreaterThanOrEqual(0);
    expect(new Set(added([0, 0, 0, 0]))).toEqual(new Set([0]));
  });

  it('move a small option by figures in a wrong box, and by half as much where there are four times the sheets', () => {
    const input = { ...onlyIn(madeElection({ seed: 3 }), (i) => i % 2 === 0), count: 'preliminary' as const };
    const moved = (wrongBox: number, expectedCount: number) => {
      const setup = { ...setUp(input, { ...PARAMETERS, correction: 0, wrongBox }), expectedCount };
      const found = wholeTotals(
        setup,
        outOf(Array.from({ length: 200 }, () => [500, 500, 500, 1500]).flat()),
        200,
        new Chance(1),
      );
      const firsts = found.filter((_, at) => at % 4 === 0);
      return Math.max(...firsts) - Math.min(...firsts);
    };
    expect(moved(0, 100)).toBe(0);
    const most = moved(0.2, 100);
    expect(most).toBeGreaterThan(100);
    expect(Math.abs(moved(0.2, 400) / most - 0.5)).toBeLessThan(0.05);
  });

  it('of twenty options with half a vote each are ten votes, not twenty and not none', () => {
    const input = onlyIn(madeElection({ seed: 5, options: 20 }), (i) => i % 2 === 0);
    const found = wholeTotals(
      setUp(input, PARAMETERS),
      outOf([...Array.from({ length: 20 }, () => 0.5), 10]),
      1,
      new Chance(1),
    );
    expect((found[20] as number) - (sumsOf(input)[20] as number)).toBe(10);
  });
});
