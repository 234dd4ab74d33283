import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logistic } from './logistic.ts';

describe('the logistic function', () => {
  it('is that of the textbook, to 1e-11 of what is near 0', () => {
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
        const known = 1 / (1 + Math.exp(-x));
        expect(Math.abs(logistic(x) - known)).toBeLessThanOrEqual(1e-9 * Math.min(known, 1 - known) + 1e-16);
      }),
      { numRuns: 500 },
    );
  });

  it('rises everywhere and ends at 0 and 1', () => {
    for (let x = -17; x < 17; x += 0.0131) expect(logistic(x + 0.0131)).toBeGreaterThan(logistic(x));
    expect([logistic(-1000), logistic(0), logistic(1000), logistic(Number.NaN)]).toEqual([0, 0.5, 1, Number.NaN]);
  });
});
