import { expect, it } from 'vitest';
import { figuresInWords } from './figures-in-words.ts';

it.each([
  [0, 'cero'],
  [1, 'uno'],
  [16, 'dieciséis'],
  [21, 'veintiuno'],
  [30, 'treinta'],
  [47, 'cuarenta y siete'],
  [100, 'cien'],
  [101, 'ciento uno'],
  [147, 'ciento cuarenta y siete'],
  [500, 'quinientos'],
  [999, 'novecientos noventa y nueve'],
  [1000, 'mil'],
  [1100, 'mil cien'],
  [2021, 'dos mil veintiuno'],
  [21_000, 'veintiún mil'],
  [31_001, 'treinta y un mil uno'],
  [100_000, 'cien mil'],
  [999_999, 'novecientos noventa y nueve mil novecientos noventa y nueve'],
])('%i is %s', (n, words) => {
  expect(figuresInWords(n)).toBe(words);
});

it('says each number in its own words', () => {
  expect(new Set(Array.from({ length: 20_000 }, (_, n) => figuresInWords(n))).size).toBe(20_000);
  expect(() => figuresInWords(1_000_000)).toThrow('assertion failed');
  expect(() => figuresInWords(1.5)).toThrow('assertion failed');
});
