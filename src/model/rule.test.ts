import { expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import type { SelectionId } from './ids.ts';
import { thresholdsOf } from './rule.ts';

it('names every threshold of a rule', () => {
  expect(thresholdsOf({ kind: 'plurality' })).toEqual([]);
  expect(thresholdsOf({ kind: 'runoff' })).toEqual([]);
  expect(thresholdsOf({ kind: 'majority', base: 'all' })).toEqual([fraction(1, 2)]);
  expect(
    thresholdsOf({
      kind: 'two-round',
      base: 'valid',
      outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
    }),
  ).toEqual([fraction(1, 2), fraction(2, 5), fraction(1, 10)]);
  const referendum = {
    kind: 'referendum',
    base: 'valid',
    yes: 'yes' as SelectionId,
    approve: { shareAtLeast: fraction(3, 5) },
  } as const;
  expect(thresholdsOf({ ...referendum, quorum: null })).toEqual([fraction(3, 5)]);
  const quorum = { of: 'turnout', threshold: { over: fraction(1, 4) } } as const;
  expect(thresholdsOf({ ...referendum, quorum })).toEqual([fraction(3, 5), fraction(1, 4)]);
});
