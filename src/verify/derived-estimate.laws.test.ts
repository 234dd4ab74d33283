import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { EstimateBook } from '../publication/estimates.ts';
import type { EstimateMadeBody, EventHeader } from '../record/index.ts';
import { thinnedByState } from './derived-estimate.ts';

const REFUSED = { kind: 'refused', code: 'no-sheets', facts: {}, basis: null, notes: [] } as const;

/** States as far apart as the gaps say, two records each: the state, and an estimate from it. */
function published(gaps: readonly number[]) {
  const book = new EstimateBook();
  const points: { readonly stateAt: number; readonly json: number }[] = [];
  let now = 1_792_360_000_000;
  gaps.forEach((gap, i) => {
    now += gap;
    const header = { at: instant(now), count: 'preliminary', contest: 'c' } as unknown as EventHeader;
    const body = { state: 2 * i, seed: 1, draws: 100, program: 'p', parameters: {}, said: REFUSED } as EstimateMadeBody;
    book.take(2 * i, { ...header, kind: 'StatePublished' }, { kind: 'StatePublished' } as never);
    book.take(2 * i + 1, { ...header, kind: 'EstimateMade' }, { kind: 'EstimateMade', ...body });
    points.push({ stateAt: now, json: 2 * i + 1 });
  });
  return { book, points };
}

it('of more estimates than are listed, publisher and verifier keep the same ones', () => {
  const gaps = fc.array(fc.oneof(fc.nat(3), fc.nat(100_000)), { minLength: 1, maxLength: 900 });
  let thinned = 0;
  fc.assert(
    fc.property(fc.oneof(gaps, fc.array(fc.nat(5000), { minLength: 290, maxLength: 700 })), (apart) => {
      const { book, points } = published(apart);
      const shown = book.of('c');
      expect(shown?.made).toBe(apart.length);
      const records = shown?.points.map(({ record }) => record) ?? [];
      expect(thinnedByState(points)).toEqual(records);
      expect(records.length).toBeLessThanOrEqual(300);
      // The newest is always there.
      expect(records.at(-1)).toBe(2 * apart.length - 1);
      if (apart.length > 300) thinned++;
    }),
  );
  expect(thinned).toBeGreaterThan(10);
});
