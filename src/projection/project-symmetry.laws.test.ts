import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { chainOf } from './coordinates.ts';
import {
  firstIn,
  madeElection,
  onlyIn,
  relabelled,
  reordered,
  sumsOf,
  unordered,
  withStations,
} from './made-election.test-support.ts';
import { PARAMETERS } from './parameters.ts';
import { predictMean } from './predict-mean.ts';
import { project, setUp } from './project.ts';
import type { Estimate } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';
import { Chance } from './random.ts';
import { fitVariant } from './variant-fit.ts';

function estimateOf(input: ProjectionInput, draws = 200): Estimate {
  const { answer } = project(input, { seed: 9, draws });
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.code}`);
  return answer;
}

/** Outcomes whatever the order in which the paper names those of a tie. */
function outcomesOf({ outcomes }: Estimate): readonly string[] {
  const named = (result: Estimate['outcomes'][number]['result']) =>
    result.kind === 'tie' ? { ...result, among: result.among.toSorted() } : result;
  return outcomes.map((o) => JSON.stringify([named(o.result), o.probability])).toSorted();
}

/** Some order of so many rows. */
function shuffled(size: number, seed: number): readonly number[] {
  const chance = new Chance(seed);
  const key = Array.from({ length: size }, () => chance.uniform());
  return [...key.keys()].sort((a, b) => (key[a] as number) - (key[b] as number));
}

const nights = fc.record({
  seed: fc.nat(),
  options: fc.integer({ min: 2, max: 6 }),
  ordered: fc.boolean(),
  shuffle: fc.nat(),
});

function nightOf({ seed, options, ordered }: { seed: number; options: number; ordered: boolean }): ProjectionInput {
  const whole = { ...madeElection({ seed, options, departments: 4, places: 12 }), count: 'preliminary' as const };
  return ordered ? firstIn(whole, 0.7) : unordered(onlyIn(whole, (i) => (i * 7 + seed) % 10 < 7));
}

describe('an estimate', () => {
  it('of the same stations in other rows, by other names, is the same but for the draws of chance', () => {
    fc.assert(
      fc.property(nights, (night) => {
        const input = nightOf(night);
        const rows = shuffled(input.stations.size, night.shuffle);
        const moved = reordered(input, rows);
        const renamed = withStations(moved, { ids: rows.map((i) => `t${i}`) });
        expect(estimateOf(renamed)).toEqual(estimateOf(moved));
        const [a, b] = [estimateOf(input), estimateOf(moved)];
        // Before any draw nothing but the last bits may differ.
        a.diagnostics.variants.forEach((variant, v) => {
          const other = b.diagnostics.variants[v];
          expect(other?.variant).toBe(variant.variant);
          expect(other?.weight).toBeCloseTo(variant.weight, 6);
          variant.shares.forEach((share, k) => {
            expect(other?.shares[k]).toBeCloseTo(share, 9);
          });
        });
        a.options.forEach(({ share }, k) => {
          const sd = (share.in80[1] - share.in80[0]) / 2.56;
          expect(Math.abs((b.options[k]?.share.point ?? 0) - share.point)).toBeLessThan(0.6 * sd + 1e-6);
        });
      }),
      { numRuns: lawRuns(6) },
    );
  });

  it('of options by other names and in another order is the same votes, to the last one', () => {
    fc.assert(
      fc.property(nights, (night) => {
        const input = nightOf(night);
        const to = shuffled(input.options.length, night.shuffle);
        const [a, b] = [estimateOf(input), estimateOf(relabelled(input, to))];
        to.forEach((k, at) => {
          expect(b.options[at]).toEqual(a.options[k]);
        });
        expect(b.lead).toEqual(a.lead);
        expect(outcomesOf(b)).toEqual(outcomesOf(a));
        expect(b.areas.map((p) => [p.unit, p.votesOut.point, p.leadOut.point])).toEqual(
          a.areas.map((p) => [p.unit, p.votesOut.point, p.leadOut.point].map((x) => expect.closeTo(x, 6))),
        );
      }),
      { numRuns: lawRuns(6) },
    );
  });
});

// The chain goes by votes, never by names; what if it went another way?
describe('which of the options the chain of splits starts from', () => {
  it.each([1, 2, 3])('moves no share by a twentieth of a point: election %i', (seed) => {
    const input = firstIn(madeElection({ seed, options: 3, departments: 12, places: 40 }), 0.6);
    const setup = setUp(input, PARAMETERS);
    const where = (isIn: number) =>
      Int32Array.from([...input.sheets.isIn.keys()].filter((i) => input.sheets.isIn[i] === isIn));
    const asked = { tables: where(1), stations: where(0), seen: 0.6, last: 1 };
    const counted = sumsOf(input);
    const shares = (order: readonly number[]) => {
      const asIf = [0, 1, 2].map((k) => 1000 - order.indexOf(k));
      const chain = chainOf(asIf, 2997, PARAMETERS);
      expect(chain.own).toEqual(order);
      const fitted = fitVariant({ ...setup, chain }, asked, 'plain', null);
      if (fitted === null) throw new Error('this can be fitted');
      const out = predictMean(fitted.fit, chain, fitted.groups, 3);
      return [0, 1, 2].map(
        (k) => ((counted[k] as number) + (out.votes[k] as number)) / ((counted[3] as number) + out.base),
      );
    };
    const usual = shares([0, 1, 2]);
    // The same pair the other way round is the same figures.
    shares([1, 0, 2]).forEach((share, k) => {
      expect(share).toBeCloseTo(usual[k] as number, 9);
    });
    for (const order of [
      [0, 2, 1],
      [2, 0, 1],
      [1, 2, 0],
      [2, 1, 0],
    ])
      shares(order).forEach((share, k) => {
        expect(Math.abs(share - (usual[k] as number)), `${order}, option ${k}`).toBeLessThan(0.0005);
      });
  });
});
