import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Projection } from './projection-answer.ts';
import { Chance } from './random.ts';
import { bandOf, crpsOf, PROBABILITY_FLOOR, quantileOf, scoreDraws, scoreOutcome, scorePoint } from './scores.ts';
import { finalPair, type ScoredAgainst, scoreForecast, scoreProjection, trueOutcome } from './scores-forecast.ts';
import { outcomesOfDraws } from './scores-outcome.ts';
import { againstBest, summarise } from './scores-summary.ts';

const half = { num: 1n, den: 2n };
const twoRound = {
  kind: 'two-round',
  base: 'valid',
  outright: [{ shareOver: half }, { shareAtLeast: { num: 2n, den: 5n }, leadAtLeast: { num: 1n, den: 10n } }],
} as const;
const against: ScoredAgainst = {
  rule: twoRound,
  options: ['x', 'y', 'z'],
  votes: [360, 470, 170],
  base: 1000,
  registered: null,
};
const draws = (...rows: readonly (readonly number[])[]) => ({
  totals: Float64Array.from(rows[0] ?? []),
  draws: Float64Array.from(rows.flat()),
  drawCount: rows.length,
});

describe('scores of one quantity', () => {
  it('of draws: distance to the truth less half of that among themselves, as by its definition', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (xs, truth) => {
          const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
          const plain =
            mean(xs.map((x) => Math.abs(x - truth))) - mean(xs.flatMap((x) => xs.map((y) => Math.abs(x - y)))) / 2;
          expect(crpsOf(Float64Array.from(xs).sort(), truth)).toBeCloseTo(plain, 10);
        },
      ),
    );
  });

  it('of a normal: near the closed form, with intervals of its quantiles', () => {
    const chance = new Chance(1);
    const sample = new Float64Array(20_000).map(() => 3 + 2 * chance.normal());
    // 2 x (2 phi(0) - 1 / sqrt(pi)) at the mean.
    const score = scoreDraws(sample, 3, null);
    expect(score.crps).toBeCloseTo(2 * 0.2337, 2);
    expect(score.widths?.map((w) => w / 4)).toEqual([0.674, 1.282, 1.96].map((z) => expect.closeTo(z, 1)));
    expect(score.covered).toEqual([true, true, true]);
    expect(score.pit).toBeCloseTo(0.5, 1);
  });

  it('of a point: its absolute error, and no interval', () => {
    expect(scorePoint(0.4, 0.5)).toEqual({
      error: -0.09999999999999998,
      crps: 0.09999999999999998,
      widths: null,
      covered: null,
      pit: null,
    });
    expect(crpsOf(Float64Array.of(0.4), 0.5)).toBeCloseTo(0.1, 12);
  });

  it('is of what was said in public, where something was said', () => {
    const band = { point: 1, in50: [0, 1], in80: [-1, 2], in95: [-2, 3] } as const;
    const score = scoreDraws(Float64Array.of(5, 6), 2, band);
    expect(score).toMatchObject({ error: -1, widths: [1, 3, 5], covered: [false, true, true], pit: 0 });
  });

  it('quantiles lie between the draws, and the intervals nest', () => {
    expect(quantileOf(Float64Array.of(1, 2, 4), 0.75)).toBe(3);
    const band = bandOf(new Float64Array(500).map((_, i) => i));
    expect([band.in50, band.in80, band.in95].map(([low, high]) => high - low)).toEqual(
      [249.5, 399.2, 474.05].map((w) => expect.closeTo(w, 6)),
    );
  });
});

describe('scores of the outcome', () => {
  it('floored and not', () => {
    expect(scoreOutcome(1)).toEqual({ probability: 1, log: 0, flooredLog: 0 });
    expect(scoreOutcome(0)).toEqual({
      probability: 0,
      log: Number.POSITIVE_INFINITY,
      flooredLog: -Math.log(PROBABILITY_FLOOR),
    });
    expect(scoreOutcome(0.25).log).toBeCloseTo(Math.log(4), 12);
  });

  it('by the rule on whole votes of every draw', () => {
    const sample = draws([360, 470, 170, 1000], [371, 470, 159, 1000], [360, 460, 180, 1000], [100, 501, 399, 1000]);
    const found = outcomesOfDraws(twoRound, against.options, sample, null);
    expect(found.map(({ probability }) => probability)).toEqual([0.75, 0.25]);
    expect(found[0]?.key).toBe(trueOutcome(against));
    expect(scoreForecast(against, sample).outcome.probability).toBe(0.75);
  });

  it('of a base that holds other votes too: the share is of that base', () => {
    // 499 of the 969 named votes are more than half of them, and less than half of 1000.
    const majority = { ...against, rule: { kind: 'majority', base: 'valid' } as const, votes: [300, 501, 170] };
    expect(trueOutcome(majority)).toContain('won');
    expect(trueOutcome({ ...majority, votes: [300, 499, 170] })).toContain('no-majority');
  });

  it('of a point: all or nothing', () => {
    const point = (votes: readonly number[]) => ({ totals: Float64Array.from(votes), draws: null, drawCount: 0 });
    expect(scoreForecast(against, point([360, 470, 170, 1000])).outcome.probability).toBe(1);
    expect(scoreForecast(against, point([400, 450, 150, 1000])).outcome).toMatchObject({
      probability: 0,
      log: Number.POSITIVE_INFINITY,
    });
    expect(scoreForecast(against, point([400, 450, 150, 1000])).lead.error).toBeCloseTo(-0.06, 12);
  });
});

describe('scores of a projection', () => {
  const band = { point: -0.1, in50: [-0.12, -0.08], in80: [-0.13, -0.07], in95: [-0.2, -0.05] } as const;
  const share = { point: 0.4, in50: [0.39, 0.41], in80: [0.38, 0.42], in95: [0.3, 0.5] } as const;
  const zero = { point: 0, in50: [0, 0], in80: [0, 0], in95: [0, 0] } as const;
  const answer = {
    kind: 'estimate',
    options: against.options.map((id) => ({ id, share, votes: zero })),
    lead: { of: 'x', over: 'y', band },
    turnout: null,
    votesOut: zero,
    outcomes: [{ result: JSON.parse(trueOutcome(against)), probability: 0.6 }],
    areas: [],
    settings: [],
    diagnostics: {} as never,
  } as const;
  const sample = draws([360, 470, 170, 1000]);

  it('are of the pair that led in the end, whichever way it was said', () => {
    const said = { answer, ...sample } as unknown as Projection;
    expect(finalPair(against)).toEqual([1, 0]);
    const score = scoreProjection(against, said);
    expect(score?.lead).toMatchObject({ error: expect.closeTo(-0.01, 9), covered: [true, true, true] });
    expect(score?.leadSaid).toEqual({ point: 0.1, in95: [0.05, 0.2] });
    expect(score?.outcome.probability).toBe(0.6);
    expect(score?.shares.map((s) => s?.covered)).toEqual([
      [false, false, true],
      [false, false, true],
      [false, false, false],
    ]);
  });

  it('of another pair are taken from the draws', () => {
    const said = { answer: { ...answer, lead: { of: 'x', over: 'z', band } }, ...sample } as unknown as Projection;
    expect(scoreProjection(against, said)?.lead.error).toBeCloseTo(0, 12);
  });

  it('leave out options without official figures, and are none of a refusal', () => {
    const partly = { ...against, votes: [360, 470, null] };
    expect(scoreForecast(partly, sample).shares[2]).toBeNull();
    expect(scoreProjection(against, { ...sample, answer: { kind: 'refused' } } as unknown as Projection)).toBeNull();
  });
});

describe('summaries', () => {
  const one = (votes: readonly number[]) => scoreForecast(against, draws(votes, votes));

  it('count refusals for themselves and keep the most confident wrong probability', () => {
    const summary = summarise([one([360, 470, 170, 1000]), one([400, 450, 150, 1000]), null, null]);
    expect(summary).toMatchObject({
      spoke: 2,
      refused: 2,
      refusalRate: 0.5,
      mostConfidentWrong: 1,
      confidentlyWrong: 1,
    });
    expect(summary.meanAbsoluteError).toBeCloseTo(0.03, 12);
    expect(summary.coverage).toEqual([0.5, 0.5, 0.5]);
    expect(summary.log).toBe(Number.POSITIVE_INFINITY);
    expect(summary.pit?.reduce((a, b) => a + b, 0)).toBe(2);
    expect(summarise([null])).toMatchObject({ refusalRate: 1, crps: null, mostConfidentWrong: null, pit: null });
  });

  it('hold a forecaster against the best of others over the same points', () => {
    const right = one([360, 470, 170, 1000]);
    const mine = [one([380, 470, 150, 1000]), one([380, 470, 150, 1000]), null];
    const far = [one([300, 500, 200, 1000]), right, right];
    const near = [one([350, 480, 170, 1000]), one([350, 480, 170, 1000]), one([0, 900, 100, 1000])];
    // It spoke at an easy point alone.
    const nearly = [null, right, right];
    const found = againstBest(mine, [
      { id: 'far', scores: far },
      { id: 'near', scores: near },
      { id: 'nearly', scores: nearly },
    ]);
    expect(found).toEqual({ best: 'near', ratio: expect.closeTo(1, 9), points: 2 });
    expect(againstBest([null], [{ id: 'far', scores: far }])).toBeNull();
  });
});
