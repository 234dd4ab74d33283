import { describe, expect, it } from 'vitest';
import { compareFractions, decimalOf, formatFraction, fraction, parseFraction } from './fraction.ts';

describe('parseFraction', () => {
  it.each([
    ['1/2', 1n, 2n],
    ['0/1', 0n, 1n],
    ['1/1', 1n, 1n],
    ['0.4', 4n, 10n],
    ['0.40', 40n, 100n],
    ['1.0', 10n, 10n],
    ['0.000000001', 1n, 1_000_000_000n],
    ['999999998/999999999', 999_999_998n, 999_999_999n],
  ])('reads %s', (text, num, den) => {
    expect(parseFraction(text)).toEqual({ ok: true, value: { num, den } });
  });

  it.each([
    '',
    '1',
    '.4',
    '0.',
    '0,4',
    '1/0',
    '0/0',
    '2/1',
    '1.1',
    '-1/2',
    '+0.4',
    ' 0.4',
    '0.4\n',
    '1/2/3',
    '1e-1',
    '0.0000000001',
    '1/1000000000',
    '٠.٤',
    0.4,
    null,
    undefined,
    ['0.4'],
  ])('refuses %j', (text) => {
    expect(parseFraction(text)).toEqual({ ok: false, error: { kind: 'not-a-fraction' } });
  });
});

describe('fraction', () => {
  it('has a positive denominator', () => {
    expect(() => fraction(1, 0)).toThrow(/denominator/);
    expect(() => fraction(1, -2)).toThrow(/denominator/);
  });

  it('is whole numbers over whole numbers', () => {
    expect(() => fraction(0.5, 1)).toThrow();
  });

  it('keeps what it was given, unreduced', () => {
    expect(formatFraction(fraction(2, 4))).toBe('2/4');
    expect(compareFractions(fraction(2, 4), fraction(1, 2))).toBe(0);
  });

  it('tells a hair above a threshold from the threshold, where floating point cannot', () => {
    const votes = 9_007_199_254_740_993n;
    expect(Number(votes) / Number(votes * 2n - 1n)).toBe(0.5);
    expect(compareFractions(fraction(votes, votes * 2n - 1n), fraction(1, 2))).toBe(1);
    expect(compareFractions(fraction(votes - 1n, votes * 2n - 1n), fraction(1, 2))).toBe(-1);
  });
});

describe('decimalOf', () => {
  it.each([
    [1, 2, 0, '1'],
    [-1, 2, 0, '-1'],
    [3, 2, 0, '2'],
    [1, 8, 2, '0.13'],
    [-1, 8, 2, '-0.13'],
    [1, 3, 3, '0.333'],
    [2, 3, 3, '0.667'],
    [999_999, 1_000_000, 3, '1.000'],
    [1, 200, 2, '0.01'],
    [-1, 1000, 2, '0.00'],
    [0, 7, 3, '0.000'],
    // Bolivia 2019: MAS of the valid votes, official, in percent.
    [288_935_900, 6_137_671, 3, '47.076'],
  ])('%i/%i with %i places is %s', (num, den, digits, text) => {
    expect(decimalOf(fraction(num, den), digits)).toBe(text);
  });
});
