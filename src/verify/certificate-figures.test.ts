import { describe, expect, it } from 'vitest';
import { canonicalText, type Json } from '../base/canonical.ts';
import type { Contest } from '../model/election.ts';
import type { Certificate } from '../record/index.ts';
import { emptySums, withdrawVotes } from './addition.ts';
import { compareCertificate } from './certificate-figures.ts';
import { outcomeOfSums } from './derived-outcome.ts';
import { TOY } from './fixture-election.test-support.ts';

const [toy] = TOY.election.contests;
if (toy === undefined) throw new Error('the contest of the toy');
const assembly: Contest = { ...toy, seats: { seats: 3, method: 'dhondt', threshold: null } };
const NOBODY = new Map<number, 'kept' | 'null'>();

/** Two selections with these votes, on one sheet that counts. */
function sumsOf(a: number, b: number) {
  return Object.assign(emptySums(assembly), {
    ...{ expected: 1, counted: 1, votes: [a, b], others: [2], valid: a + b, cast: a + b + 2, registered: 100 },
  });
}

function certificateOf(
  contest: Contest,
  sums: ReturnType<typeof sumsOf>,
  more: Partial<Certificate> = {},
): Certificate {
  const { expected, counted, votes, others, valid, cast, registered } = sums;
  const ends = { annulled: 0, notInstalled: 0, lost: 0, open: 0 };
  const hash = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
  return {
    ...{ area: 'u0', size: 1, root: hash, offices: [], partial: null, seats: null },
    figures: { expected, counted, ...ends, registered, votes, others, valid, cast },
    outcome: canonicalText(outcomeOfSums(contest, sums, NOBODY).outcome as unknown as Json),
    papers: { data: hash, es: hash, en: hash },
    ...more,
  };
}

describe('what a certificate says against the sums', () => {
  const differing = (contest: Contest, a: number, b: number, more: Partial<Certificate>, lot: string[] | null = null) =>
    compareCertificate(certificateOf(contest, sumsOf(a, b), more), contest, sumsOf(a, b), NOBODY, lot).differing;

  it('seats by the rule of the assembly', () => {
    const seats = [['A', 2] as const, ['B', 1] as const];
    expect(differing(assembly, 50, 30, { seats })).toEqual([]);
    expect(differing(assembly, 50, 30, { seats: [['A', 3]] })).toEqual(['seats']);
    expect(differing(assembly, 50, 30, { seats: null })).toEqual(['seats']);
    expect(differing(toy, 50, 30, { seats })).toEqual(['seats']);
  });

  it('the last seat of equals goes where the lot says', () => {
    const seats = [['A', 1] as const, ['B', 2] as const];
    expect(differing(assembly, 40, 40, { seats }, ['B', 'A'])).toEqual([]);
    expect(differing(assembly, 40, 40, { seats }, ['A', 'B'])).toEqual(['seats']);
    expect(differing(assembly, 40, 40, { seats })).toEqual(['seats']);
    expect(differing(assembly, 40, 40, { seats: [] })).toEqual(['seats']);
  });

  it('equals are tied until a lot ranks them all', () => {
    const isTied = (contest: Contest, lot: string[] | null) =>
      compareCertificate(certificateOf(contest, sumsOf(40, 40)), contest, sumsOf(40, 40), NOBODY, lot).isTied;
    expect([isTied(toy, null), isTied(toy, ['A']), isTied(toy, ['B', 'A'])]).toEqual([true, true, false]);
    expect(isTied(assembly, null)).toBe(false);
  });

  it('votes for who withdrew are nobody’s, valid or null', () => {
    const kept = sumsOf(50, 30);
    withdrawVotes(kept, assembly, new Map([[0, 'kept']]));
    expect([kept.votes, kept.valid, kept.others]).toEqual([[0, 30], 80, [2]]);
    const withNull: Contest = { ...toy, others: ['null'] };
    const sums = sumsOf(50, 30);
    withdrawVotes(sums, withNull, new Map([[0, 'null']]));
    expect([sums.votes, sums.valid, sums.others, sums.cast]).toEqual([[0, 30], 30, [52], 82]);
    const { outcome } = outcomeOfSums(toy, kept, new Map([[0, 'kept']]));
    expect(JSON.stringify(outcome)).not.toContain('"A"');
  });
});
