import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../../base/assert.ts';
import type { Band, Estimate, Projection } from '../projection-answer.ts';
import { AREA_PARAMETERS } from './area-parameters.ts';
import { type InventedNight, inventNight, snapshotsFrom } from './night-of-areas.test-support.ts';
import { projectAreas } from './project-areas.ts';

/** Nights small enough to be fitted in a few ms. Early moments are let through, so that wide answers are held to the laws too. */
const PARAMETERS = { ...AREA_PARAMETERS, widestLead: 2, fewestSheets: 1, silentMost: 1 };
const NIGHT: fc.Arbitrary<InventedNight> = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  options: fc.constantFrom(['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D']),
  areas: fc.integer({ min: 3, max: 7 }),
  instants: fc.integer({ min: 3, max: 6 }),
  sheets: fc.integer({ min: 40, max: 120 }),
  drift: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
});
const RUNS = { numRuns: 15 };
/** Two options of as many votes at the second instant. */
const EQUAL: InventedNight = {
  seed: 568134,
  options: ['A', 'B', 'C', 'D'],
  areas: 3,
  instants: 5,
  sheets: 46,
  drift: 0,
};

function projectAt(lines: readonly string[], options: readonly string[], asOf: number): Projection {
  return projectAreas(snapshotsFrom(lines, options), { seed: 7, draws: 100, asOf, parameters: PARAMETERS });
}

function estimate(projection: Projection): Estimate {
  const { answer } = projection;
  if (answer.kind !== 'estimate') throw new Error(`refused: ${answer.code}`);
  return answer;
}

const bandsOf = (e: Estimate): Band[] => [
  e.lead.band,
  e.votesOut,
  ...e.options.flatMap((o) => [o.share, o.votes]),
  ...e.areas.flatMap((p) => [p.votesOut, p.leadOut]),
];

describe('a projection of areas', () => {
  it('has intervals that nest, and never falls below the votes counted', () => {
    fc.assert(
      fc.property(NIGHT, (night) => {
        const made = inventNight(night);
        const middle = present(made.at[1], 'a second instant');
        const answer = estimate(projectAt(made.lines, made.options, middle));
        for (const { in50, in80, in95 } of bandsOf(answer)) {
          expect(in95[0] <= in80[0] && in80[0] <= in50[0] && in50[0] <= in50[1]).toBe(true);
          expect(in50[1] <= in80[1] && in80[1] <= in95[1]).toBe(true);
        }
        const counted = made.options.map((_, k) =>
          made.lines
            .filter((line) => line.startsWith(new Date(middle).toISOString()))
            .reduce((sum, line) => sum + Number(line.split(',')[4 + k]), 0),
        );
        answer.options.forEach((o, k) => {
          expect(o.votes.in95[0]).toBeGreaterThanOrEqual(counted[k] ?? 0);
        });
      }),
      RUNS,
    );
  });

  it('has whole votes in every draw that add up to the base', () => {
    fc.assert(
      fc.property(NIGHT, (night) => {
        const made = inventNight(night);
        const { draws } = projectAt(made.lines, made.options, present(made.at[0], 'an instant'));
        const width = made.options.length + 1;
        for (let d = 0; d < draws.length; d += width) {
          const row = [...draws.subarray(d, d + width)];
          expect(row.every(Number.isInteger)).toBe(true);
          expect(row.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(row[width - 1]);
        }
      }),
      RUNS,
    );
  });

  it('gives a result outside the 95 % interval of the lead less than 0.05', () => {
    fc.assert(
      fc.property(NIGHT, (night) => {
        const made = inventNight(night);
        const answer = estimate(projectAt(made.lines, made.options, present(made.at[1], 'a second instant')));
        const { of, over, band } = answer.lead;
        // A third may win while the first is before the second.
        const needsNoLead = answer.outcomes.filter(
          ({ result }) =>
            (result.kind === 'won' && result.by === over) ||
            (result.kind === 'tie' && [of, over].every((id) => result.among.some((one) => one === id))),
        );
        if (band.in95[0] > 0) expect(needsNoLead.reduce((sum, o) => sum + o.probability, 0)).toBeLessThan(0.05);
        const won = answer.outcomes.find(({ result }) => result.kind === 'won' && result.by === of);
        if (band.in95[0] > 0 && made.options.length === 2) expect(won?.probability ?? 0).toBeGreaterThan(0.95);
        expect(answer.outcomes.reduce((sum, o) => sum + o.probability, 0)).toBeCloseTo(1, 9);
      }),
      RUNS,
    );
  });

  it('is the exact total when all is in', () => {
    fc.assert(
      fc.property(NIGHT, (night) => {
        const made = inventNight(night);
        const { answer, draws } = projectAt(made.lines, made.options, present(made.at.at(-1), 'the last instant'));
        expect([...draws.subarray(0, made.options.length)]).toEqual(made.truth);
        expect(answer.kind === 'estimate' && answer.outcomes.map((o) => o.probability)).toEqual([1]);
        expect(answer.kind === 'estimate' && answer.areas).toEqual([]);
      }),
      RUNS,
    );
  });

  it('takes nothing from later rows: noise in them, or their absence, changes no byte', () => {
    fc.assert(
      fc.property(NIGHT, fc.integer({ min: 0, max: 1e6 }), (night, noise) => {
        const made = inventNight(night);
        const asOf = present(made.at[1], 'a second instant');
        const until = made.lines.filter((line, i) => i === 0 || Date.parse(line.slice(0, 24)) <= asOf);
        const noisy = made.lines.map((line, i) => {
          if (i === 0 || Date.parse(line.slice(0, 24)) <= asOf) return line;
          const cells = line.split(',');
          return [
            cells[0],
            cells[1],
            ...cells.slice(2).map((c, j) => String((Number(c) * 7 + noise * (j + 1)) % 99991)),
          ].join(',');
        });
        // An area that is only heard of later.
        noisy.splice(1, 0, `${new Date(asOf + 1).toISOString()},A00,9,9${',9'.repeat(made.options.length)}`);
        const expected = projectAt(made.lines, made.options, asOf);
        expect(projectAt(noisy, made.options, asOf)).toEqual(expected);
        expect(projectAt(until, made.options, asOf)).toEqual(expected);
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the rows in the file', () => {
    fc.assert(
      fc.property(NIGHT, (night) => {
        const made = inventNight(night);
        const [head = '', ...rows] = made.lines;
        const asOf = present(made.at[1], 'a second instant');
        const turned = projectAt([head, ...rows.reverse()], made.options, asOf);
        expect(turned).toEqual(projectAt(made.lines, made.options, asOf));
      }),
      RUNS,
    );
  });

  it('gives relabelled shares to relabelled options', () => {
    fc.assert(
      fc.property(NIGHT, (night) => {
        const made = inventNight(night);
        const asOf = present(made.at[1], 'a second instant');
        const turned = made.lines.map((line) => {
          const cells = line.split(',');
          return [...cells.slice(0, 4), ...cells.slice(4).reverse()].join(',');
        });
        const shares = (p: Projection) => Object.fromEntries(estimate(p).options.map((o) => [o.id, o.share]));
        const there = shares(projectAt(turned, made.options.toReversed(), asOf));
        expect(there).toEqual(shares(projectAt(made.lines, made.options, asOf)));
      }),
      { ...RUNS, examples: [[EQUAL]] },
    );
  });
});
