import { assert } from './assert.ts';
import { err, ok, type Result } from './result.ts';

/** An exact fraction, denominator > 0, not necessarily reduced: shares and thresholds are never rounded. */
export type Fraction = { readonly num: bigint; readonly den: bigint };

export function fraction(num: bigint | number, den: bigint | number): Fraction {
  const d = BigInt(den);
  assert(d > 0n, 'a fraction has a positive denominator');
  return { num: BigInt(num), den: d };
}

/** Negative, zero or positive as a < b, a = b, a > b. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Parses "1/2" or "0.4" (at most 9 digits a side), from 0 to 1. */
export function parseFraction(text: unknown): Result<Fraction, { kind: 'not-a-fraction' }> {
  if (typeof text !== 'string') return err({ kind: 'not-a-fraction' });
  const ratio = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const decimal = /^([01])\.(\d{1,9})$/.exec(text);
  let value: Fraction | null = null;
  if (ratio?.[1] && ratio[2] && Number(ratio[2]) > 0) value = fraction(BigInt(ratio[1]), BigInt(ratio[2]));
  else if (decimal?.[1] && decimal[2]) {
    value = fraction(BigInt(decimal[1] + decimal[2]), 10n ** BigInt(decimal[2].length));
  }
  if (value === null || value.num > value.den) return err({ kind: 'not-a-fraction' });
  return ok(value);
}

export function formatFraction(f: Fraction): string {
  return `${f.num}/${f.den}`;
}

/** A fraction as a decimal with exactly `digits` places, rounded half away from zero; for display and published text. */
export function decimalOf(f: Fraction, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const negative = f.num < 0n;
  const num = negative ? -f.num : f.num;
  const rounded = (num * scale * 2n + f.den) / (f.den * 2n);
  const whole = rounded / scale;
  const rest = (rounded % scale).toString().padStart(digits, '0');
  const sign = negative && rounded > 0n ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${rest}`;
}
