import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_CELL, readNumber } from './cells.ts';

test('plain whole numbers are read, anything else is named', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: MAX_CELL }), (n) => readNumber(String(n)) === n));
  const cases: readonly (readonly [string, string])[] = [
    ['-1', 'negative-number'],
    ['−1', 'negative-number'],
    ['1.5', 'decimal-number'],
    ['12,5', 'decimal-number'],
    ['1,234', 'separated-number'],
    ['1.234.567', 'separated-number'],
    ['1 234', 'separated-number'],
    ['1\u202f234', 'separated-number'],
    ['1000000000', 'number-too-large'],
    ['9'.repeat(400), 'number-too-large'],
    ['', 'not-a-number'],
    ['007', 'not-a-number'],
    ['+1', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['١٢', 'not-a-number'],
    ['12 ', 'not-a-number'],
  ];
  for (const [cell, kind] of cases) expect(readNumber(cell), cell).toBe(kind);
});
