import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from './parameters.ts';
import { Chance } from './random.ts';
import { type Discrepancy, drawShocks, shockIndex, shockScales } from './shock.ts';

const NAMES = ['turnout', 'pair', 'two'];
const discrepancies = fc.array(
  fc.record({
    coordinate: fc.nat(2),
    size: fc.double({ min: -1, max: 1, noNaN: true }),
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 6 },
);
const parts = fc.double({ min: 0.001, max: 1, noNaN: true });
const scalesOf = (found: readonly Discrepancy[], out: number) => shockScales(NAMES, found, out, PARAMETERS);

describe('the scale of the shock', () => {
  it('is never nothing, and grows with what the earlier forecasts were off by and with the roll that is out', () => {
    fc.assert(
      fc.property(discrepancies, parts, parts, (found, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((out) => scalesOf(found, out));
        const worse = scalesOf(
          found.map((d) => ({ ...d, size: 2 * d.size })),
          Math.min(a, b),
        );
        less?.forEach(({ scale, freedom }, k) => {
          expect(scale).toBeGreaterThan(0);
          expect(freedom).toBeGreaterThanOrEqual(PARAMETERS.shockFreedom);
          expect(more?.[k]?.scale).toBeGreaterThanOrEqual(scale);
          expect(worse[k]?.scale).toBeGreaterThanOrEqual(scale);
        });
      }),
    );
  });

  it('of one coordinate knows nothing of the others', () => {
    const one = scalesOf([{ coordinate: 1, size: 0.5, weight: 1 }], 0.5);
    const none = scalesOf([], 0.5);
    expect([one[0], one[2]]).toEqual([none[0], none[2]]);
    expect(one[1]?.scale).toBeGreaterThan(2 * (none[1]?.scale ?? 0));
  });
});

describe('a shock', () => {
  const areaOf = Int32Array.of(0, 1, 0, 1, 1);
  const draw = (scale: number, seed: number, setAside = Uint8Array.of(0, 0, 0, 0, 1)) => {
    const out = new Float64Array(4);
    drawShocks({ name: 'pair', scale, freedom: 3 }, new Chance(seed), PARAMETERS, out);
    return Float64Array.from(shockIndex(areaOf, 2, setAside), (at) => out[at] as number);
  };

  it('is one for all of an area, another for what is set aside, and none at all of scale nothing', () => {
    const found = draw(0.1, 4);
    expect(found[2]).toBe(found[0]);
    expect(found[3]).toBe(found[1]);
    expect(new Set([found[0], found[1], found[4]]).size).toBe(3);
    expect(draw(0, 4).every((x) => x === 0)).toBe(true);
  });

  it('is shared: areas move together more than apart', () => {
    const rows = Array.from({ length: 2000 }, (_, seed) => draw(1, seed, new Uint8Array(5)));
    // Signs, since a heavy tail has no correlation to speak of.
    const alike = rows.filter((r) => Math.sign(r[0] as number) === Math.sign(r[1] as number)).length / rows.length;
    expect(alike).toBeGreaterThan(0.6);
    expect(alike).toBeLessThan(0.95);
  });
});
