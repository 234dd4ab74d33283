import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareFractions, decimalOf, type Fraction, formatFraction, fraction, parseFraction } from './fraction.ts';

const any = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 15n }))
  .map(([num, den]) => fraction(num, den));
const share = fc
  .tuple(fc.nat(999_999_999), fc.integer({ min: 1, max: 999_999_999 }))
  .map(([a, b]) => fraction(Math.min(a, b), b));

/** The decimal as a fraction again. */
function fractionOf(text: string): Fraction {
  const [whole = '', rest = ''] = text.split('.');
  return fraction(BigInt(whole + rest), 10n ** BigInt(rest.length));
}

it('order is total, agrees with itself turned round, and does not see a common factor', () => {
  fc.assert(
    fc.property(any, any, fc.bigInt({ min: 1n, max: 1000n }), (a, b, k) => {
      const order = compareFractions(a, b);
      expect(compareFractions(b, a)).toBe(order === 0 ? 0 : -order);
      expect(compareFractions(fraction(a.num * k, a.den * k), b)).toBe(order);
      expect(compareFractions(a, a)).toBe(0);
      expect(order).toBe(Math.sign(Number(a.num * b.den - b.num * a.den)));
    }),
  );
});

it('a share is written and read back as it was', () => {
  fc.assert(
    fc.property(share, (f) => {
      expect(parseFraction(formatFraction(f))).toEqual({ ok: true, value: f });
    }),
  );
});

it('a decimal is never further from its fraction than half of its last place, and half is away from zero', () => {
  fc.assert(
    fc.property(any, fc.nat(6), (f, digits) => {
      const text = decimalOf(f, digits);
      expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
      expect(text).not.toMatch(/^-0(\.0*)?$/);
      const shown = fractionOf(text);
      // 2 * scale * |shown - f| <= 1, and where it is 1 the shown value is the larger one in size.
      const scale = 10n ** BigInt(digits);
      const off = (shown.num * f.den - f.num * shown.den) * 2n * scale;
      const unit = f.den * shown.den;
      const size = off < 0n ? -off : off;
      expect(size <= unit).toBe(true);
      if (size === unit) expect(off > 0n).toBe(f.num > 0n);
    }),
  );
});
