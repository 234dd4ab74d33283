import { describe, expect, it } from 'vitest';
import { designFrom } from './known-design.ts';
import { firstIn, madeElection, withStations } from './made-election.test-support.ts';

describe('the columns known from an earlier moment', () => {
  const whole = madeElection({ seed: 1 });
  const known = designFrom(firstIn(whole, 0.5), null);

  it('are kept while the facts are the same, whatever sheets came in', () => {
    const later = firstIn(whole, 0.7);
    const copied = withStations(later, { expected: whole.stations.expected.slice() });
    expect(designFrom(later, known)).toBe(known);
    expect(designFrom(copied, known)).toBe(known);
  });

  it('are made anew where a fact is another, and are then those of a first call', () => {
    const { stations } = whole;
    const expected = stations.expected.map((x, i) => (i === 3 ? 0 : x));
    const values = stations.registered.map((_, i) => i % 5);
    const empty = new Float64Array(0);
    for (const changed of [
      withStations(whole, { expected }),
      withStations(whole, { covariates: [{ name: 'c', values }] }),
      withStations(whole, { registered: stations.registered.map((r) => r + 1) }),
      { ...whole, previous: { options: [], areaOf: stations.unitOf, votes: empty, valid: empty, registered: empty } },
    ]) {
      const made = designFrom(changed, known);
      expect(made).not.toBe(known);
      expect(made).toEqual(designFrom(changed, null));
    }
  });
});
