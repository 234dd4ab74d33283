import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from './json-syntax.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('finds no fault in JSON', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 4 }), (text) => findJsonFault(text) === null));
});

test('finds a fault exactly where JSON.parse fails, except for repeated keys', () => {
  const damaged = fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', '"', ',', '{', ']', '\\', '0', '\n', '\u0001', 'e'))
    .map(([text, at, by]) => text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1));
  fc.assert(
    fc.property(damaged, (text) => {
      const fault = findJsonFault(text);
      return fault?.kind === 'repeated-json-key' || (fault === null) === parses(text);
    }),
    { numRuns: 2000 },
  );
});

test('says where, and what should be there', () => {
  expect(findJsonFault('{"a": [1,\n  2 3]}')).toEqual({
    kind: 'bad-json',
    line: 2,
    column: 5,
    found: '3]}',
    expected: '"," or "]"',
  });
  expect(findJsonFault('{"a":1, "\\u0061": 2}')).toMatchObject({ kind: 'repeated-json-key', column: 9, found: 'a' });
  expect(findJsonFault('')).toMatchObject({ line: 1, column: 1, expected: 'a value' });
  expect(findJsonFault('{} x')).toMatchObject({ column: 4, expected: 'the end of the file' });
  expect(findJsonFault('["a\nb"]')).toMatchObject({ line: 1, column: 4 });
  expect(findJsonFault('['.repeat(100_000))).toMatchObject({ column: 102 });
});
