import { describe, expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from './ids.ts';
import { distancesOf, outcomeOf, possibleResults, resultOf } from './outcome.ts';
import type { OutcomeInput } from './outcome-types.ts';
import type { Quorum, Rule, WinCondition } from './rule.ts';

const abc = ['A', 'B', 'C', 'D'] as SelectionId[];

function input(votes: readonly number[], rest: Partial<Record<keyof OutcomeInput, number | null>> = {}): OutcomeInput {
  return {
    votes,
    unlisted: 0,
    othersTotal: 0,
    sheetsOut: 0,
    registeredOut: 0,
    registered: null,
    ...rest,
  } as OutcomeInput;
}

function result(rule: Rule, votes: readonly number[], rest: Partial<Record<keyof OutcomeInput, number | null>> = {}) {
  return resultOf(rule, abc.slice(0, votes.length), input(votes, rest));
}

const plurality: Rule = { kind: 'plurality' };
const twoRound = (outright: readonly WinCondition[], base: 'valid' | 'all' = 'valid'): Rule => ({
  kind: 'two-round',
  base,
  outright,
});
const half = twoRound([{ shareOver: fraction(1, 2) }]);
const referendum = (quorum: Quorum | null = null, base: 'valid' | 'all' = 'valid'): Rule => ({
  kind: 'referendum',
  base,
  yes: 'A' as SelectionId,
  approve: { shareOver: fraction(1, 2) },
  quorum,
});

describe('resultOf', () => {
  it('plurality: most votes, or a tie, or no votes', () => {
    expect(result(plurality, [3, 5, 4])).toEqual({ kind: 'won', by: 'B' });
    expect(result(plurality, [5, 1, 5])).toEqual({ kind: 'tie', for: 'winner', among: ['A', 'C'] });
    expect(result(plurality, [0, 0], { othersTotal: 9 })).toEqual({ kind: 'no-votes' });
    expect(result(plurality, [1])).toEqual({ kind: 'won', by: 'A' });
    expect(result({ kind: 'runoff' }, [7, 7])).toEqual({ kind: 'tie', for: 'winner', among: ['A', 'B'] });
  });

  it('majority: more than half of the base', () => {
    expect(result({ kind: 'majority', base: 'valid' }, [3, 2])).toEqual({ kind: 'won', by: 'A' });
    expect(result({ kind: 'majority', base: 'valid' }, [3, 2, 1])).toEqual({ kind: 'no-majority' });
    expect(result({ kind: 'majority', base: 'all' }, [3, 2], { othersTotal: 1 })).toEqual({ kind: 'no-majority' });
    expect(result({ kind: 'majority', base: 'valid' }, [3, 3])).toEqual({ kind: 'no-majority' });
  });

  it('two-round: the pair in the order of the contest', () => {
    expect(result(half, [2, 1, 4, 3])).toEqual({ kind: 'second-round', between: ['C', 'D'] });
    expect(result(half, [3, 1, 2])).toEqual({ kind: 'second-round', between: ['A', 'C'] });
    expect(result(half, [4, 1, 2])).toEqual({ kind: 'won', by: 'A' });
    expect(result(half, [0, 0, 0])).toEqual({ kind: 'no-votes' });
  });

  it('two-round: ties', () => {
    expect(result(half, [3, 2, 3])).toEqual({ kind: 'second-round', between: ['A', 'C'] });
    expect(result(half, [3, 3, 3, 1])).toEqual({ kind: 'tie', for: 'second-place', among: ['A', 'B', 'C'] });
    expect(result(half, [2, 3, 2])).toEqual({ kind: 'tie', for: 'second-place', among: ['A', 'C'] });
    expect(result(twoRound([{ shareOver: fraction(1, 1) }]), [0, 4, 0])).toEqual({
      kind: 'tie',
      for: 'second-place',
      among: ['A', 'C'],
    });
    // Two level at 2/5, which is enough by share: both have won, and the figures cannot choose.
    expect(result(twoRound([{ shareAtLeast: fraction(2, 5) }]), [2, 1, 2])).toEqual({
      kind: 'tie',
      for: 'winner',
      among: ['A', 'C'],
    });
  });

  it('two-round: each part of a condition at its very edge', () => {
    const edge = twoRound([{ shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }]);
    expect(result(edge, [40, 30, 30])).toEqual({ kind: 'won', by: 'A' });
    expect(result(edge, [39, 29, 29, 3])).toEqual({ kind: 'tie', for: 'second-place', among: ['B', 'C'] });
    expect(result(edge, [45, 36, 19])).toEqual({ kind: 'second-round', between: ['A', 'B'] });
    expect(result(half, [50, 50])).toEqual({ kind: 'second-round', between: ['A', 'B'] });
    expect(result(twoRound([{ shareAtLeast: fraction(1, 2) }], 'all'), [5, 4], { othersTotal: 1 })).toEqual({
      kind: 'won',
      by: 'A',
    });
    expect(result(twoRound([{ shareAtLeast: fraction(1, 2) }], 'all'), [5, 4], { othersTotal: 2 })).toEqual({
      kind: 'second-round',
      between: ['A', 'B'],
    });
  });

  it('two-round: one vote decides where a double would round it away', () => {
    // 2^52 + 2 of 2^53 + 3 votes: as doubles exactly one half.
    expect(result(half, [4_503_599_627_370_498, 4_503_599_627_370_497])).toEqual({ kind: 'won', by: 'A' });
    expect(result(half, [4_503_599_627_370_498, 4_503_599_627_370_498]).kind).toBe('second-round');
  });

  it('two-round with a single selection: it leads by all its votes', () => {
    expect(result(half, [1])).toEqual({ kind: 'won', by: 'A' });
    expect(result(twoRound([{ leadAtLeast: fraction(1, 2) }], 'all'), [1], { othersTotal: 1 }).kind).toBe('won');
    expect(result(twoRound([{ leadAtLeast: fraction(1, 2) }], 'all'), [1], { othersTotal: 2 }).kind).toBe(
      'no-majority',
    );
  });

  it('referendum: the answer, then the quorum', () => {
    const turnout: Quorum = { of: 'turnout', threshold: { atLeast: fraction(1, 2) } };
    const approval: Quorum = { of: 'approval', threshold: { over: fraction(1, 4) } };
    expect(result(referendum(), [3, 2])).toEqual({ kind: 'approved' });
    expect(result(referendum(), [2, 2])).toEqual({ kind: 'rejected' });
    expect(result(referendum(null, 'all'), [3, 2], { othersTotal: 1 })).toEqual({ kind: 'rejected' });
    expect(result(referendum(turnout), [3, 1], { othersTotal: 1, registered: 10 })).toEqual({ kind: 'approved' });
    expect(result(referendum(turnout), [3, 1], { registered: 10 })).toEqual({ kind: 'quorum-not-reached' });
    expect(result(referendum(approval), [3, 1], { registered: 12 })).toEqual({ kind: 'quorum-not-reached' });
    expect(result(referendum(approval), [3, 1], { registered: 11 })).toEqual({ kind: 'approved' });
    expect(result(referendum(turnout), [3, 1])).toEqual({ kind: 'quorum-unknown', ifReached: 'approved' });
    expect(result(referendum(turnout), [1, 3])).toEqual({ kind: 'quorum-unknown', ifReached: 'rejected' });
    const zero: Quorum = { of: 'approval', threshold: { over: fraction(0, 1) } };
    expect(result(referendum(zero), [0, 3])).toEqual({ kind: 'quorum-not-reached' });
    expect(result(referendum(turnout), [0, 0], { registered: 9 })).toEqual({ kind: 'no-votes' });
  });
});

describe('outcomeOf', () => {
  it('a count without a vote is open, even with one selection: no vote may ever come', () => {
    const begin = input([0], { sheetsOut: 3, registeredOut: 9 });
    expect(outcomeOf(plurality, abc.slice(0, 1), begin)).toEqual({
      kind: 'open',
      ofTheSheetsIn: { kind: 'no-votes' },
      possible: [{ kind: 'won', by: 'A' }],
    });
    const begun = input([1], { sheetsOut: 3, registeredOut: null });
    expect(outcomeOf(plurality, abc.slice(0, 1), begun)).toEqual({
      kind: 'settled',
      complete: false,
      result: { kind: 'won', by: 'A' },
    });
  });

  it('sheets out without registered voters settle it, a tie included', () => {
    expect(outcomeOf(plurality, abc.slice(0, 2), input([4, 4], { sheetsOut: 1, registeredOut: 0 }))).toEqual({
      kind: 'settled',
      complete: false,
      result: { kind: 'tie', for: 'winner', among: ['A', 'B'] },
    });
  });

  it('a lead larger than what is out is settled; an equal one is not', () => {
    const out = { sheetsOut: 1, registeredOut: 10 };
    expect(outcomeOf(plurality, abc.slice(0, 2), input([21, 10], out)).kind).toBe('settled');
    expect(outcomeOf(plurality, abc.slice(0, 2), input([20, 10], out))).toMatchObject({ kind: 'open' });
  });

  it('without a bound nearly everything is possible, but not what no addition can bring', () => {
    const unbounded = input([1_000_000, 0, 1], { sheetsOut: 1, registeredOut: null });
    expect(outcomeOf(half, abc.slice(0, 3), unbounded)).toMatchObject({ kind: 'open', possible: { length: 6 } });
    // All of the vote: no longer within reach of anybody when two have votes.
    const unanimous = twoRound([{ shareAtLeast: fraction(1, 1) }]);
    expect(possibleResults(unanimous, abc.slice(0, 3), unbounded).map((r) => r.kind)).toEqual([
      'second-round',
      'second-round',
      'second-round',
    ]);
  });

  it('a quorum of an unknown electorate stays open both ways', () => {
    const turnout: Quorum = { of: 'turnout', threshold: { atLeast: fraction(1, 2) } };
    expect(
      outcomeOf(referendum(turnout), abc.slice(0, 2), input([9, 1], { sheetsOut: 1, registeredOut: 2 })),
    ).toMatchObject({ kind: 'open', possible: [{ kind: 'approved' }, { kind: 'quorum-not-reached' }] });
  });
});

describe('possibleResults', () => {
  it('a quorum of more than no yes votes needs one, also of an unknown electorate', () => {
    const any: Quorum = { of: 'approval', threshold: { over: fraction(0, 1) } };
    const one = input([0, 3], { sheetsOut: 1, registeredOut: 1 });
    expect(possibleResults(referendum(any), abc.slice(0, 2), one)).toEqual([
      { kind: 'rejected' },
      { kind: 'quorum-not-reached' },
    ]);
  });
});

describe('unlisted selections', () => {
  it('count in the base and win nothing', () => {
    expect(result(plurality, [38], { unlisted: 62 })).toEqual({ kind: 'won', by: 'A' });
    expect(result(half, [6, 4], { unlisted: 2 })).toEqual({ kind: 'second-round', between: ['A', 'B'] });
    expect(result({ kind: 'majority', base: 'valid' }, [6], { unlisted: 6 })).toEqual({ kind: 'no-majority' });
    expect(result(half, [0, 0], { unlisted: 5 })).toEqual({ kind: 'no-votes' });
    expect(distancesOf(half, abc.slice(0, 2), input([6, 4], { unlisted: 2 }))).toMatchObject([{ votes: 1 }]);
  });

  it('may also be where the rest of the votes go', () => {
    const out = { sheetsOut: 1, registeredOut: 4, unlisted: 1 };
    expect(outcomeOf({ kind: 'majority', base: 'valid' }, abc.slice(0, 1), input([5], out))).toMatchObject({
      kind: 'open',
      possible: [{ kind: 'won' }, { kind: 'no-majority' }],
    });
    expect(outcomeOf({ kind: 'majority', base: 'valid' }, abc.slice(0, 1), input([6], out)).kind).toBe('settled');
  });
});

describe('Bolivia 2019', () => {
  const parties = ['CC', 'FPV', 'MTS', 'UCS', 'MAS', '21F', 'PDC', 'MNR', 'PAN-BOL'] as SelectionId[];
  const rule = twoRound([
    { shareOver: fraction(1, 2) },
    { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) },
  ]);
  const stop: OutcomeInput = input([1_950_000, 19_479, 63_955, 21_786, 2_355_644, 222_726, 450_445, 35_226, 33_718], {
    othersTotal: 262_807,
    sheetsOut: 5_580,
    registeredOut: 1_178_136,
  });
  const official = input([2_240_920, 23_725, 76_827, 25_283, 2_889_359, 260_316, 539_081, 42_334, 39_826], {
    othersTotal: 322_844,
  });

  it('at the stop: a second round of the sheets in, and three results still possible', () => {
    expect(outcomeOf(rule, parties, stop)).toEqual({
      kind: 'open',
      ofTheSheetsIn: { kind: 'second-round', between: ['CC', 'MAS'] },
      possible: [
        { kind: 'won', by: 'CC' },
        { kind: 'won', by: 'MAS' },
        { kind: 'second-round', between: ['CC', 'MAS'] },
      ],
    });
  });

  it('official: complete, won by MAS', () => {
    expect(outcomeOf(rule, parties, official)).toEqual({
      kind: 'settled',
      complete: true,
      result: { kind: 'won', by: 'MAS' },
    });
  });

  it('the lead was 109,654 votes short at the stop and 34,672 over in the official count', () => {
    expect(distancesOf(rule, parties, stop)).toEqual([
      { condition: 0, part: 'shareOver', threshold: fraction(1, 2), holds: false, votes: 220_846 },
      { condition: 1, part: 'shareAtLeast', threshold: fraction(2, 5), holds: true, votes: 294_453 },
      { condition: 1, part: 'leadAtLeast', threshold: fraction(1, 10), holds: false, votes: 109_654 },
    ]);
    expect(distancesOf(rule, parties, official)).toEqual([
      { condition: 0, part: 'shareOver', threshold: fraction(1, 2), holds: false, votes: 179_477 },
      { condition: 1, part: 'shareAtLeast', threshold: fraction(2, 5), holds: true, votes: 434_291 },
      { condition: 1, part: 'leadAtLeast', threshold: fraction(1, 10), holds: true, votes: 34_672 },
    ]);
  });
});

describe('distancesOf', () => {
  it('leaves out what no figures can cross', () => {
    const never = twoRound([
      { shareOver: fraction(1, 1) },
      { shareAtLeast: fraction(0, 1) },
      { leadAtLeast: fraction(0, 1) },
    ]);
    expect(distancesOf(never, abc.slice(0, 2), input([3, 2]))).toEqual([]);
    expect(distancesOf(half, abc.slice(0, 2), input([0, 0]))).toEqual([]);
    expect(distancesOf(plurality, abc.slice(0, 2), input([3, 2]))).toEqual([]);
    expect(distancesOf({ kind: 'runoff' }, abc.slice(0, 2), input([3, 2]))).toEqual([]);
  });

  it('of a referendum: yes votes, and the quorum in ballots or yes votes', () => {
    const turnout: Quorum = { of: 'turnout', threshold: { atLeast: fraction(1, 2) } };
    const given = input([3, 4], { othersTotal: 1, registered: 21 });
    expect(distancesOf(referendum(turnout), abc.slice(0, 2), given)).toEqual([
      { condition: 0, part: 'shareOver', threshold: fraction(1, 2), holds: false, votes: 1 },
      { condition: 0, part: 'quorum', threshold: fraction(1, 2), holds: false, votes: 3 },
    ]);
    const approval: Quorum = { of: 'approval', threshold: { over: fraction(1, 10) } };
    expect(distancesOf(referendum(approval, 'all'), abc.slice(0, 2), given)).toEqual([
      { condition: 0, part: 'shareOver', threshold: fraction(1, 2), holds: false, votes: 2 },
      { condition: 0, part: 'quorum', threshold: fraction(1, 10), holds: true, votes: 1 },
    ]);
    expect(distancesOf(referendum(turnout), abc.slice(0, 2), input([3, 4]))).toHaveLength(1);
  });

  it('is a whole number of votes', () => {
    const votes: Count | undefined = distancesOf(half, abc.slice(0, 2), input([3, 2]))[0]?.votes;
    expect(votes).toBe(1);
  });
});
