import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from '../model/ids.ts';
import { resultOf } from '../model/outcome-complete.ts';
import type { Rule } from '../model/rule.ts';
import {
  firstIn,
  madeElection,
  numbersIn,
  onlyIn,
  type Recipe,
  sumsOf,
  unordered,
} from './made-election.test-support.ts';
import { project } from './project.ts';
import type { Band, Estimate } from './projection-answer.ts';
import type { ProjectionInput } from './projection-input.ts';
import { Chance } from './random.ts';

const half = fraction(1, 2);
const id = (name: string) => name as SelectionId;
const RULES: readonly Rule[] = [
  { kind: 'plurality' },
  { kind: 'majority', base: 'valid' },
  {
    kind: 'two-round',
    base: 'valid',
    outright: [{ shareOver: half }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
  },
  { kind: 'referendum', base: 'all', yes: id('o1'), approve: { shareOver: half }, quorum: null },
];

const recipes: fc.Arbitrary<Recipe> = fc.record({
  seed: fc.nat(),
  options: fc.integer({ min: 2, max: 5 }),
  departments: fc.integer({ min: 2, max: 5 }),
  places: fc.integer({ min: 6, max: 12 }),
  drift: fc.constantFrom(0, 0.3),
  unnamed: fc.constantFrom(0, 0.05),
});

/** Part of a night: by its order, or any sheets at random without an order. */
const nights = fc
  .record({
    recipe: recipes,
    part: fc.double({ min: 0.35, max: 0.95, noNaN: true }),
    ordered: fc.boolean(),
    preliminary: fc.boolean(),
    rule: fc.constantFrom(...RULES),
  })
  .map(({ recipe, part, ordered, preliminary, rule }) => {
    const made = madeElection(recipe);
    const whole: ProjectionInput = { ...made, rule, count: preliminary ? 'preliminary' : 'official' };
    const chance = new Chance(recipe.seed + 1);
    const picked = whole.sheets.base.map(() => chance.uniform());
    const input = ordered ? firstIn(whole, part) : unordered(onlyIn(whole, (i) => (picked[i] as number) < part));
    return { whole, input };
  });

/** Speaks however little is in: what is tried here is what is said. */
function estimateOf(input: ProjectionInput, seed = 1, draws = 120): Estimate {
  const { answer } = project(input, { seed, draws });
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.facts)}`);
  return answer;
}

const spoken = (input: ProjectionInput): Estimate | null => {
  const { answer } = project(input, { seed: 1, draws: 120 });
  return answer.kind === 'estimate' ? answer : null;
};

const bandsOf = (e: Estimate): readonly Band[] => [
  ...e.options.flatMap((o) => [o.share, o.votes]),
  e.lead.band,
  e.votesOut,
  ...(e.turnout === null ? [] : [e.turnout]),
  ...[...e.areas, ...e.settings].flatMap((p) => [p.votesOut, p.leadOut]),
];

/** All voters less those whose votes are counted. */
function leftOfTheRoll(input: ProjectionInput): number {
  return input.stations.registered.reduce((a, b) => a + b, 0) - (sumsOf(input).at(-1) as number);
}

describe('when all sheets are in', () => {
  it('totals are exact and every probability is one, whatever the rule, the count and the base', () => {
    fc.assert(
      fc.property(nights, fc.nat(), ({ whole }, seed) => {
        const said = estimateOf(whole, seed, 30);
        const sums = sumsOf(whole);
        const width = whole.options.length;
        for (const band of bandsOf(said)) expect(band.in95).toEqual([band.point, band.point]);
        expect(said.options.map((o) => o.votes.point)).toEqual(sums.slice(0, width));
        expect(said.options.map((o) => o.share.point)).toEqual(
          sums.slice(0, width).map((v) => v / (sums[width] as number)),
        );
        expect(said.votesOut.point).toBe(0);
        const result = resultOf(whole.rule, whole.options as readonly SelectionId[], {
          votes: sums.slice(0, width) as unknown as readonly Count[],
          unlisted: ((sums[width] as number) - sums.slice(0, width).reduce((a, b) => a + b, 0)) as Count,
          othersTotal: 0 as Count,
          registered: null,
        });
        expect(said.outcomes).toEqual([{ result, probability: 1 }]);
      }),
      { numRuns: lawRuns(12) },
    );
  });
});

describe('an estimate', () => {
  it('is made of numbers: none is missing, none is without end, probabilities add up to one', () => {
    fc.assert(
      fc.property(nights, ({ input }) => {
        const { answer } = project(input, { seed: 3, draws: 60 });
        for (const [path, value] of numbersIn(answer)) expect(Number.isFinite(value), `${path}: ${value}`).toBe(true);
        if (answer.kind === 'refused') return;
        expect(answer.outcomes.reduce((sum, o) => sum + o.probability, 0)).toBeCloseTo(1, 12);
        const weights = answer.diagnostics.variants.reduce((sum, v) => sum + v.weight, 0);
        expect(weights).toBeCloseTo(1, 12);
      }),
      { numRuns: lawRuns(12) },
    );
  });

  it('has intervals that nest, never below what is counted nor above what the roll allows', () => {
    fc.assert(
      fc.property(nights, ({ input }) => {
        const said = spoken(input);
        if (said === null) return;
        for (const { point, in50, in80, in95 } of bandsOf(said)) {
          const all = [in95[0], in80[0], in50[0], point, in50[1], in80[1], in95[1]];
          expect(all).toEqual(all.toSorted((a, b) => a - b));
        }
        const sums = sumsOf(input);
        const most = leftOfTheRoll(input);
        said.options.forEach(({ votes }, k) => {
          expect(votes.in95[0]).toBeGreaterThanOrEqual(sums[k] as number);
          expect(votes.in95[1]).toBeLessThanOrEqual((sums[k] as number) + most);
        });
        expect(said.votesOut.in95[0]).toBeGreaterThanOrEqual(0);
        expect(said.votesOut.in95[1]).toBeLessThanOrEqual(most);
      }),
      { numRuns: lawRuns(12) },
    );
  });

  it('is the same bytes from the same seed, and near it from another', () => {
    fc.assert(
      fc.property(nights, ({ input }) => {
        const [first, again, other] = [5, 5, 6].map((seed) => project(input, { seed, draws: 400 }));
        expect(again).toEqual(first);
        if (first?.answer.kind !== 'estimate' || other?.answer.kind !== 'estimate') return;
        // With every sheet in there is nothing to draw.
        if (input.sheets.isIn.includes(0)) expect([...other.draws]).not.toEqual([...first.draws]);
        for (const [k, { share }] of first.answer.options.entries()) {
          // The median of 400 draws has an sd of a sixteenth of theirs; an 80 % interval is 2.6 of these.
          const sd = (share.in80[1] - share.in80[0]) / 2.56;
          expect(Math.abs(share.point - (other.answer.options[k]?.share.point ?? 0))).toBeLessThan(0.5 * sd + 1e-6);
        }
      }),
      { numRuns: lawRuns(6) },
    );
  });

  it('gives an outcome that needs a lead outside the 95 % interval less than one in twenty', () => {
    fc.assert(
      fc.property(nights, fc.integer({ min: -300, max: 300 }), ({ input }, thousandths) => {
        // Whether the leader wins outright hangs on one lead, wherever that is set.
        const lead = fraction(Math.abs(thousandths), 1000);
        const rule: Rule = { kind: 'two-round', base: 'valid', outright: [{ leadAtLeast: lead }] };
        const said = spoken({ ...input, rule });
        if (said === null || said.lead.band.in95[0] < 0) return;
        const needed = Math.abs(thousandths) / 1000;
        const outright = said.outcomes
          .filter((o) => o.result.kind === 'won' && o.result.by === said.lead.of)
          .reduce((sum, o) => sum + o.probability, 0);
        if (needed > said.lead.band.in95[1]) expect(outright).toBeLessThan(0.05);
        // Of more than two a third may come nearer to the first than the second.
        if (input.options.length === 2 && needed < said.lead.band.in95[0]) expect(outright).toBeGreaterThan(0.95);
      }),
      { numRuns: lawRuns(12) },
    );
  });

  it('says where the votes out are: of areas and of settings, each sheet once', () => {
    fc.assert(
      fc.property(nights, fc.nat(), ({ input }, seed) => {
        // The middle of two draws is their mean, and means add up; a preliminary count is corrected as a whole.
        const { answer } = project({ ...input, count: 'official' }, { seed, draws: 2 });
        if (answer.kind === 'refused') return;
        const out = input.sheets.isIn.reduce((sum, x) => sum + 1 - x, 0);
        for (const parts of [answer.areas, answer.settings]) {
          expect(parts.reduce((sum, p) => sum + p.sheetsOut, 0)).toBe(out);
          expect(parts.reduce((sum, p) => sum + p.shareOfVariance, 0)).toBeCloseTo(out === 0 ? 0 : 1, 6);
          const votes = parts.reduce((sum, p) => sum + p.votesOut.point, 0);
          expect(Math.abs(votes - answer.votesOut.point)).toBeLessThan(0.5 + 1e-6);
        }
      }),
      { numRuns: lawRuns(10) },
    );
  });

  it('is not refused where at most 30 % of the roll is silent', () => {
    fc.assert(
      fc.property(nights, ({ input }) => {
        const { answer } = project(input, { seed: 1, draws: 40 });
        if (answer.kind === 'estimate') return;
        if (answer.diagnostics === null) expect(answer.code).toBe('too-few-sheets');
        else expect(answer.diagnostics.silentRoll).toBeGreaterThan(0.3);
      }),
      { numRuns: lawRuns(12) },
    );
  });
});

describe('the order of the rows', () => {
  it('of the arrival of the same sheets changes nothing but the trend', () => {
    fc.assert(
      fc.property(nights, fc.nat(), ({ input }, seed) => {
        const chance = new Chance(seed);
        const shuffled = input.sheets.arrivedAt.map((t) => (Number.isNaN(t) ? t : 1_000_000 + chance.below(1_000_000)));
        const other = { ...input, sheets: { ...input.sheets, arrivedAt: shuffled } };
        const use = { trend: false, previous: true, shock: false };
        const [a, b] = [input, other].map((of) => project(unordered(of), { seed: 2, draws: 30 }));
        expect(b).toEqual(a);
        // With an order the earlier moments are others, but each variant without trend says the same.
        const plain = [input, other].map((of) => project(of, { seed: 2, draws: 30, use }).answer.diagnostics);
        const shares = plain.map((d) => d?.variants.find((v) => v.variant === 'plain')?.shares ?? []);
        shares[0]?.forEach((share, k) => {
          expect(Math.abs(share - (shares[1]?.[k] ?? 0))).toBeLessThan(2e-4);
        });
      }),
      { numRuns: lawRuns(6) },
    );
  });
});
