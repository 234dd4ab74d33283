import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf, splitVotes, tally, tallyAll } from './coordinates.ts';
import { PARAMETERS } from './parameters.ts';

const elections = fc
  .record({
    votes: fc.array(fc.nat(10_000), { minLength: 2, maxLength: 20 }),
    unnamed: fc.constantFrom(0, 0, 37),
  })
  .filter(({ votes }) => Math.max(...votes) > 0);

describe('the chain of splits', () => {
  it('has every option once, those with coordinates of their own by votes', () => {
    fc.assert(
      fc.property(elections, ({ votes, unnamed }) => {
        const chain = chainOf(
          votes,
          votes.reduce((a, b) => a + b, unnamed),
          PARAMETERS,
        );
        expect([...chain.own, ...chain.tail].toSorted((a, b) => a - b)).toEqual([...votes.keys()]);
        expect(chain.own.length).toBeGreaterThanOrEqual(2);
        expect(chain.own.length).toBeLessThanOrEqual(PARAMETERS.mostCoordinates);
        const ofOwn = chain.own.map((k) => votes[k] as number);
        expect(ofOwn).toEqual(ofOwn.toSorted((a, b) => b - a));
        const most = Math.max(0, ...chain.tail.map((k) => votes[k] as number));
        expect(Math.min(...ofOwn)).toBeGreaterThanOrEqual(most);
      }),
    );
  });

  it('taken apart by the shares that were counted gives the votes that were counted', () => {
    fc.assert(
      fc.property(elections, ({ votes, unnamed }) => {
        const base = votes.reduce((a, b) => a + b, unnamed);
        const chain = chainOf(votes, base, PARAMETERS);
        // The second of two rows.
        const rows = Float64Array.from([...votes.map(() => 7), ...votes]);
        const bases = Float64Array.of(0, base);
        const found = { trials: new Float64Array(1), successes: new Float64Array(1) };
        const p = Float64Array.from(chain.splits, (split) => {
          const [trials, successes] = tally(split, chain, rows, votes.length, base);
          tallyAll(split, chain, rows, votes.length, bases, Int32Array.of(1), found);
          expect([found.trials[0], found.successes[0]]).toEqual([trials, successes]);
          expect(successes).toBeLessThanOrEqual(trials);
          return trials === 0 ? 0.5 : successes / trials;
        });
        const out = new Float64Array(votes.length + 1);
        splitVotes(chain, base, p, 0, out);
        [...votes, unnamed].forEach((v, k) => {
          expect(out[k]).toBeCloseTo(v, 6);
        });
      }),
    );
  });

  it('of other labels is the same chain', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(10_000), { minLength: 2, maxLength: 20 }), fc.nat(), (votes, shift) => {
        const size = votes.length;
        const to = votes.map((_, k) => (k + shift) % size);
        const base = votes.reduce((a, b) => a + b, 0);
        const chain = chainOf(votes, base, PARAMETERS);
        const other = chainOf(
          to.map((k) => votes[k] as number),
          base,
          PARAMETERS,
        );
        expect(other.own.map((k) => to[k])).toEqual(chain.own);
        expect(other.tail.map((k) => to[k])).toEqual(chain.tail);
        expect(other.tailShares).toEqual(chain.tailShares);
        expect(other.splits.map((s) => [s.name, s.ofBase])).toEqual(chain.splits.map((s) => [s.name, s.ofBase]));
      }),
    );
  });

  it('of equal votes goes by the first part in which these differ', () => {
    const sheets = [
      [5, 5, 5],
      [2, 3, 2],
      [3, 2, 3],
    ];
    const chain = chainOf([10, 10, 10], 30, PARAMETERS, sheets.length, (part, k) => sheets[part]?.[k] ?? 0);
    expect(chain.own).toEqual([1, 0, 2]);
  });
});
