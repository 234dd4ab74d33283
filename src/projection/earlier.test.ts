import { describe, expect, it } from 'vitest';
import { lookBack, variantsOf } from './earlier.ts';
import { firstIn, madeElection, type Recipe, unordered } from './made-election.test-support.ts';
import { PARAMETERS } from './parameters.ts';
import { project, setUp } from './project.ts';
import type { ProjectionInput } from './projection-input.ts';

const ALL = { trend: true, previous: true };

function weightsOf(input: ProjectionInput) {
  const setup = setUp(input, PARAMETERS);
  const earlier = lookBack(setup, variantsOf(setup, ALL), new Map());
  const sum = (names: readonly string[]) =>
    earlier.variants.reduce((total, v) => total + (names.includes(v.variant) ? v.weight : 0), 0);
  return { earlier, sum };
}

/** The final shares of an election, at places, told as if they had been an earlier one. */
function withEarlier(whole: ProjectionInput): ProjectionInput {
  const { unitOf, tree } = whole.stations;
  const width = whole.options.length;
  const votes = new Float64Array(tree.parent.length * width);
  whole.sheets.votes.forEach((v, at) => {
    const to = (unitOf[Math.floor(at / width)] as number) * width + (at % width);
    votes[to] = (votes[to] as number) + v;
  });
  const unknown = new Float64Array(tree.parent.length).fill(Number.NaN);
  return {
    ...whole,
    previous: { options: whole.options, areaOf: unitOf.slice(), votes, valid: unknown, registered: unknown },
  };
}

const night = (recipe: Partial<Recipe>) => madeElection({ seed: 3, departments: 6, places: 25, ...recipe });

describe('what the night says of the model', () => {
  it('weighs the variants that the input can carry, and their weights are one whole', () => {
    const names = (input: ProjectionInput, use = ALL) => variantsOf(setUp(input, PARAMETERS), use);
    const whole = night({});
    expect(names(firstIn(whole, 0.6))).toEqual(['plain', 'trend', 'tables']);
    expect(names(firstIn(withEarlier(whole), 0.6))).toEqual([
      'plain',
      'trend',
      'tables',
      'previous',
      'both',
      'both-tables',
    ]);
    expect(names(firstIn(withEarlier(whole), 0.6), { trend: false, previous: true })).toEqual(['plain', 'previous']);
    expect(names(unordered(firstIn(withEarlier(whole), 0.6)))).toEqual(['plain', 'previous']);
    const { earlier } = weightsOf(firstIn(withEarlier(whole), 0.6));
    expect(earlier.variants.reduce((sum, v) => sum + v.weight, 0)).toBeCloseTo(1, 12);
    expect(earlier.origins).toBe(3);
  });

  it('gives most to the trend where late sheets are other than early ones', () => {
    const { sum, earlier } = weightsOf(firstIn(night({ drift: 2 }), 0.6));
    expect(sum(['trend', 'tables'])).toBeGreaterThan(0.7);
    const error = (name: string) => earlier.variants.find((v) => v.variant === name)?.error ?? Number.NaN;
    expect(Math.min(error('trend'), error('tables'))).toBeLessThan(0.8 * error('plain'));
  });

  it('gives most to the earlier election where it tells places apart', () => {
    const { sum } = weightsOf(firstIn(withEarlier(night({ spread: [0.3, 1, 0.1] })), 0.5));
    expect(sum(['previous', 'both', 'both-tables'])).toBeGreaterThan(0.6);
  });

  it('weighs all alike where too few sheets are in to look back', () => {
    const { earlier } = weightsOf(firstIn(madeElection({ seed: 2, departments: 4, places: 10 }), 0.5));
    expect(earlier.origins).toBe(0);
    expect(earlier.variants.every((v) => v.error === null)).toBe(true);
  });

  it('widens the interval where its earlier forecasts were off', () => {
    const width = (recipe: Partial<Recipe>) => {
      const { answer } = project(firstIn(night(recipe), 0.6), { seed: 1, draws: 300 });
      return answer.kind === 'estimate' ? answer.lead.band.in80[1] - answer.lead.band.in80[0] : Number.NaN;
    };
    // A jump that no trend foresees, within what is in.
    const jump = { lateShift: { from: 0.45, shift: [0, 1, 0] } };
    expect(width(jump)).toBeGreaterThan(1.5 * width({}));
  });

  it('left to a later call is no start for other splits: the answer is that of a first fit', () => {
    const input = firstIn(night({}), 0.6);
    const { memory } = project(input, { seed: 1, draws: 50 });
    if (memory === null) throw new Error('this is not refused');
    const said = (splits: string, warm = memory.warm) =>
      project(input, { seed: 1, draws: 50, memory: { ...memory, splits, warm } }).answer;
    expect(said('others')).toEqual(said('others', new Map()));
    expect(said(memory.splits)).not.toEqual(said('others'));
  });

  it('is of other splits when another option leads, or votes for no option come for the first time', () => {
    const splitsOf = (made: ProjectionInput) => project(made, { seed: 1, draws: 20 }).memory?.splits;
    const whole = { seed: 3, options: 3, unnamed: 0.1 };
    const named = splitsOf(firstIn(madeElection({ ...whole, unnamed: 0 }), 0.6));
    expect(splitsOf(firstIn(madeElection({ ...whole, unnamed: 0 }), 0.7))).toBe(named);
    expect(splitsOf(firstIn(madeElection(whole), 0.6))).not.toBe(named);
  });

  it('left to a later call is taken as it is', () => {
    const input = firstIn(night({ drift: 1 }), 0.6);
    const first = project(input, { seed: 1, draws: 50 });
    const later = project(firstIn(night({ drift: 1 }), 0.65), {
      seed: 1,
      draws: 50,
      ...(first.memory === null ? {} : { memory: first.memory }),
    });
    const weights = (p: typeof first) => p.answer.diagnostics?.variants.map((v) => [v.variant, v.weight]);
    expect(weights(later)).toEqual(weights(first));
    expect(first.memory).not.toBeNull();
  });
});
