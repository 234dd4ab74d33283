import { describe, expect, it } from 'vitest';
import { Chance } from '../random.ts';
import { cholesky, solveWith } from '../small-algebra.ts';
import { AREA_PARAMETERS } from './area-parameters.ts';
import { fitAreas, forecastArea, type Observed } from './fit-areas.ts';

/** Three areas, the last one silent. */
function example(seed: number): readonly Observed[] {
  const chance = new Chance(seed);
  return [4, 3, 0].map((n) => {
    const ends = Array.from({ length: n + 1 }, (_, i) => (0.8 * i) / Math.max(n, 1));
    const column = (of: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => of(i));
    return {
      value: column(() => chance.normal()),
      noise: column(() => 0.01 + 0.1 * chance.uniform()),
      sheets: column(() => 1 + chance.below(40)),
      from: column((i) => ends[i] ?? 0),
      to: column((i) => ends[i + 1] ?? 0),
    };
  });
}

/** Mean of a standard walk over [a, b] against [c, d], by summing over a fine grid. */
function walkByGrid(a: number, b: number, c: number, d: number): number {
  const n = 400;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) sum += Math.min(a + ((b - a) * (i + 0.5)) / n, c + ((d - c) * (j + 0.5)) / n);
  }
  return sum / n / n;
}

describe('the fit of areas', () => {
  it.each([true, false])('forecasts what a dense solve of all batches at once forecasts (trend: %s)', (trend) => {
    const observed = example(3);
    const fit = fitAreas(observed, AREA_PARAMETERS.logit, trend, AREA_PARAMETERS);
    const { scales } = fit;
    const rows = observed.flatMap((o, area) => [...o.value.keys()].map((i) => ({ o, i, area })));
    const n = rows.length;
    // A level known to sd 10, as in the fit; without trend no slope at all.
    const slopeOfAll = trend ? AREA_PARAMETERS.sharedSlopeSd ** 2 : 0;
    const mid = (from = 0, to = 0): number => (from + to) / 2;
    const dense = new Float64Array(n * n);
    rows.forEach((r, x) => {
      rows.forEach((c, y) => {
        const [a, b] = [mid(r.o.from[r.i], r.o.to[r.i]), mid(c.o.from[c.i], c.o.to[c.i])];
        let v = 100 + slopeOfAll * a * b;
        if (r.area === c.area) {
          const walk = walkByGrid(r.o.from[r.i] ?? 0, r.o.to[r.i] ?? 0, c.o.from[c.i] ?? 0, c.o.to[c.i] ?? 0);
          v += scales.between + scales.slope * a * b + scales.walk * walk;
        }
        if (x === y) v += scales.sheet / (r.o.sheets[r.i] ?? 1) + (r.o.noise[r.i] ?? 0);
        dense[x * n + y] = v;
      });
    });
    const l = cholesky(dense, n);
    if (l === null) throw new Error('not positive definite');
    const weights = solveWith(
      l,
      n,
      Float64Array.from(rows, ({ o, i }) => o.value[i] ?? 0),
    );
    observed.forEach((own, area) => {
      const forecast = forecastArea(fit, own, 0.8, 1, 12, AREA_PARAMETERS);
      const link = rows.map(({ o, i, area: other }) => {
        const v = 100 + slopeOfAll * 0.9 * mid(o.from[i], o.to[i]);
        if (other !== area) return v;
        const walk = walkByGrid(o.from[i] ?? 0, o.to[i] ?? 0, 0.8, 1);
        return v + scales.between + scales.slope * 0.9 * mid(o.from[i], o.to[i]) + scales.walk * walk;
      });
      const mean = link.reduce((sum, v, x) => sum + v * (weights[x] ?? 0), 0);
      expect(forecast.mean).toBeCloseTo(mean, 4);
      const solved = solveWith(l, n, Float64Array.from(link));
      const explained = link.reduce((sum, v, x) => sum + v * (solved[x] ?? 0), 0);
      const between = scales.between * (area === 2 ? AREA_PARAMETERS.silentSpread ** 2 : 1);
      const own2 = between + scales.slope * 0.81 + scales.walk * (0.8 + 0.2 / 3) + scales.sheet / 12;
      const [r0, r1, r2] = fit.root;
      const shared = (forecast.byLevel * r0 + forecast.bySlope * r1) ** 2 + (forecast.bySlope * r2) ** 2;
      expect(forecast.variance + shared).toBeCloseTo(100 + slopeOfAll * 0.81 + own2 - explained, 4);
    });
  });

  it('carries a trend on by at most half of the range that the area has shown', () => {
    const o: Observed = {
      value: Float64Array.from([0, 1, 2]),
      noise: Float64Array.from([1e-4, 1e-4, 1e-4]),
      sheets: Float64Array.from([1e6, 1e6, 1e6]),
      from: Float64Array.from([0, 0.1, 0.2]),
      to: Float64Array.from([0.1, 0.2, 0.3]),
    };
    const fit = fitAreas([o], { between: 1, slope: 10, walk: 0.01, sheet: 0.1 }, true, AREA_PARAMETERS);
    const near = forecastArea(fit, o, 0.3, 0.6, 1e6, AREA_PARAMETERS).mean;
    const far = forecastArea(fit, o, 0.3, 1, 1e6, AREA_PARAMETERS).mean;
    expect(near).toBeGreaterThan(2);
    expect(far).toBeCloseTo(near, 1);
  });
});
