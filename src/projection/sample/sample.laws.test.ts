import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../base/result.ts';
import { Chance } from '../random.ts';
import { allocate, DESIGNS, drawSample } from './draw-sample.ts';
import { bootstrapErrors, collapseStrata, estimateSample } from './estimate-sample.ts';
import type { SampleFrame } from './sample-frame.ts';
import { measureSpread, receivedOf, sizeForMargin, statedSpread } from './sample-size.ts';

/** A list of strata one after the other. */
function frameWith(sizes: readonly number[]): SampleFrame {
  const stratumOf = Int32Array.from(sizes.flatMap((n, h) => Array.from({ length: n }, () => h)));
  const order = Int32Array.from(stratumOf.keys());
  return { size: stratumOf.length, order, stratumOf, strata: sizes.map((_, h) => `S${h}`) };
}

const SIZES = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 8 });

/** Votes that drift along the list and scatter. */
function figuresOf(frame: SampleFrame, seed: number) {
  const chance = new Chance(seed);
  const votes = new Float64Array(frame.size * 2);
  const base = new Float64Array(frame.size);
  frame.order.forEach((s, i) => {
    const share = 0.3 + (0.4 * i) / frame.size + 0.05 * chance.normal();
    const cast = 150 + chance.below(100);
    votes[2 * s] = Math.round(cast * Math.min(1, Math.max(0, share)));
    votes[2 * s + 1] = cast - (votes[2 * s] ?? 0);
    base[s] = cast;
  });
  return { votes, base, options: 2 };
}

describe('drawing a sample', () => {
  it('draws each station at most once, from the list, in its order', () => {
    fc.assert(
      fc.property(
        SIZES,
        fc.constantFrom(...DESIGNS),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (sizes, design, part, seed) => {
          const frame = frameWith(sizes);
          fc.pre(frame.size >= 2);
          const size = 2 + Math.floor(part * (frame.size - 2));
          const sample = expectOk(drawSample(frame, design, size, new Chance(seed)), 'a size within the list');
          const drawn = [...sample.stations];
          expect(new Set(drawn).size).toBe(drawn.length);
          expect(drawn.toSorted((a, b) => a - b)).toEqual(drawn);
          expect(drawn.length).toBe(sample.drawn.reduce((a, b) => a + b, 0));
          if (design !== 'stratified') expect(drawn.length).toBe(size);
          else for (const [h, n] of sizes.entries()) expect(sample.drawn[h]).toBeGreaterThanOrEqual(Math.min(2, n));
        },
      ),
    );
  });

  it('allocates in proportion, to within one, above the least of two', () => {
    fc.assert(
      fc.property(SIZES, fc.integer({ min: 2, max: 60 }), (sizes, asked) => {
        const whole = sizes.reduce((a, b) => a + b, 0);
        const size = Math.min(asked, whole);
        allocate(Int32Array.from(sizes), size).forEach((n, h) => {
          const exact = ((sizes[h] ?? 0) * size) / whole;
          expect(n <= (sizes[h] ?? 0) && (n <= 2 || Math.abs(n - exact) < 1)).toBe(true);
        });
      }),
    );
  });

  it('gives every station the same chance in a systematic sample', () => {
    const frame = frameWith([7, 6]);
    const hits = new Float64Array(13);
    const chance = new Chance(4);
    for (let r = 0; r < 6000; r++) {
      for (const s of expectOk(drawSample(frame, 'systematic', 5, chance), 'five of thirteen').stations)
        hits[s] = (hits[s] ?? 0) + 1;
    }
    for (const h of hits) expect(h / 6000).toBeCloseTo(5 / 13, 1);
  });

  it('refuses a size that is none', () => {
    expect(drawSample(frameWith([5, 5]), 'simple', 11, new Chance(1))).toMatchObject({
      ok: false,
      error: { kind: 'larger-than-the-list' },
    });
    expect(drawSample(frameWith([5, 5]), 'systematic', 1, new Chance(1))).toMatchObject({
      ok: false,
      error: { kind: 'too-small' },
    });
  });
});

describe('estimating from a sample', () => {
  it('gives the published toy example: 62.5, 31.25 and 6.25 %, standard error 0', () => {
    const sizes = [10, 10, 5, 4];
    const stratum = [0, 0, 0, 1, 1, 2, 2, 3, 3];
    const votes = Float64Array.from(stratum.flatMap(() => [10, 5, 1]));
    const received = {
      systematic: false,
      sizes,
      stratum,
      votes,
      base: Float64Array.from(stratum, () => 16),
      options: 3,
    };
    const estimate = estimateSample(received);
    if (estimate === null) throw new Error('nothing estimated');
    expect(estimate.shares).toEqual([0.625, 0.3125, 0.0625]);
    expect(Math.max(...estimate.errors, estimate.lead.error)).toBeCloseTo(0, 12);
    expect(bootstrapErrors(received, estimate, 50, new Chance(1)).lead).toBeCloseTo(0, 12);
    // Participation, with the list as the base of the ratio.
    const listed = estimateSample({
      ...received,
      votes: Float64Array.from(stratum, () => 16),
      base: Float64Array.from(stratum, () => 70),
      options: 1,
    });
    expect(100 * (listed?.shares[0] ?? 0)).toBeCloseTo(22.857142857, 8);
  });

  it('is the exact share when the whole list is in, without error', () => {
    fc.assert(
      fc.property(SIZES, fc.nat(), fc.boolean(), (sizes, seed, systematic) => {
        const frame = frameWith(sizes);
        const figures = figuresOf(frame, seed);
        fc.pre(frame.size >= 2);
        const strata = systematic
          ? { of: [...frame.order].map(() => 0), sizes: [frame.size] }
          : { of: [...frame.stratumOf], sizes };
        const estimate = estimateSample(receivedOf(figures, frame.order, strata.of, strata.sizes, systematic));
        const sum = figures.base.reduce((a, b) => a + b, 0);
        const first = figures.votes.filter((_, i) => i % 2 === 0).reduce((a, b) => a + b, 0);
        expect(estimate?.shares[0]).toBeCloseTo(first / sum, 12);
        expect(estimate?.lead.error).toBe(0);
      }),
    );
  });

  it('states an error that the estimates have over many samples, in every design', () => {
    const frame = frameWith([80, 60, 40, 20]);
    const figures = figuresOf(frame, 11);
    for (const design of DESIGNS) {
      const measured = measureSpread(frame, figures, design, 40, 400, 5);
      const chance = new Chance(6);
      let stated = 0;
      for (let r = 0; r < 100; r++) {
        const { stations, sizes } = expectOk(drawSample(frame, design, 40, chance), 'forty');
        const stratum = [...stations].map((s) => (design === 'stratified' ? (frame.stratumOf[s] ?? 0) : 0));
        const received = receivedOf(figures, stations, stratum, [...sizes], design === 'systematic');
        stated += (estimateSample(received)?.lead.error ?? 0) ** 2 / 100;
      }
      const ratio = Math.sqrt(stated) / (measured?.sd ?? 1);
      expect(ratio, design).toBeGreaterThan(0.85);
      expect(ratio, design).toBeLessThan(1.25);
    }
  });

  it('resamples to about the error of the formula', () => {
    const frame = frameWith([100, 100]);
    const figures = figuresOf(frame, 3);
    const { stations, sizes } = expectOk(drawSample(frame, 'stratified', 60, new Chance(9)), 'sixty');
    const stratum = [...stations].map((s) => frame.stratumOf[s] ?? 0);
    const received = receivedOf(figures, stations, stratum, [...sizes]);
    const estimate = estimateSample(received);
    if (estimate === null) throw new Error('nothing estimated');
    const { lead } = bootstrapErrors(received, estimate, 800, new Chance(2));
    expect(lead / estimate.lead.error).toBeGreaterThan(0.88);
    expect(lead / estimate.lead.error).toBeLessThan(1.12);
  });

  it('joins strata with fewer than two sheets to a neighbour, and keeps every station in some group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 3 })), {
          minLength: 2,
          maxLength: 9,
        }),
        (strata) => {
          const sizes = strata.map(([N]) => N);
          const stratum = strata.flatMap(([, n], h) => Array.from({ length: n }, () => h));
          fc.pre(stratum.length >= 2);
          const { groupOf, counts, sizes: groups, joined } = collapseStrata(sizes, stratum);
          expect(groups.reduce((a, b) => a + b, 0)).toBe(sizes.reduce((a, b) => a + b, 0));
          expect(counts.reduce((a, b) => a + b, 0)).toBe(stratum.length);
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
          expect(joined).toEqual(strata.flatMap(([, n], h) => (n < 2 ? [h] : [])));
          expect(groupOf.length).toBe(sizes.length);
        },
      ),
    );
  });
});

describe('the size of a sample', () => {
  it('is the least that keeps the margin, by the stated spread', () => {
    expect(statedSpread('systematic', 1000)).toBeCloseTo(0.0058, 10);
    expect(statedSpread('simple', 3500)).toBeCloseTo(0.0074, 10);
    for (const design of DESIGNS) {
      for (let n = 60; n < 30_000; n = Math.ceil(n * 1.4)) {
        expect(statedSpread(design, n)).toBeLessThan(statedSpread(design, n - 10));
      }
    }
    const size = sizeForMargin(34_555, 0.011368, (n) => statedSpread('systematic', n));
    expect(size).toBeGreaterThan(950);
    expect(size).toBeLessThan(1060);
    expect(sizeForMargin(200, 0.001, (n) => statedSpread('simple', n))).toBeNull();
  });
});
