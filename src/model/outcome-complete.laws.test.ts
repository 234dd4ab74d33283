import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { compareFractions, type Fraction, fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from './ids.ts';
import { resultOf } from './outcome.ts';
import type { ContestFigures, ContestResult } from './outcome-types.ts';
import type { Rule, WinCondition } from './rule.ts';

const threshold: fc.Arbitrary<Fraction> = fc
  .tuple(fc.nat(5), fc.integer({ min: 1, max: 5 }))
  .map(([a, b]) => fraction(Math.min(a, b), b));
const condition = fc.record(
  { shareOver: threshold, shareAtLeast: threshold, leadAtLeast: threshold },
  { requiredKeys: [] },
) as fc.Arbitrary<WinCondition>;
const twoRound = fc.record({
  kind: fc.constant('two-round' as const),
  base: fc.constantFrom('valid' as const, 'all' as const),
  outright: fc.array(condition, { minLength: 1, maxLength: 2 }),
});
const anyRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constant<Rule>({ kind: 'plurality' }),
  fc.record({ kind: fc.constant('majority' as const), base: fc.constantFrom('valid' as const, 'all' as const) }),
  twoRound,
  fc.record({
    kind: fc.constant('referendum' as const),
    base: fc.constantFrom('valid' as const, 'all' as const),
    yes: fc.constant('A' as SelectionId),
    approve: fc.oneof(fc.record({ shareOver: threshold }), fc.record({ shareAtLeast: threshold })),
    quorum: fc.option(
      fc.record({
        of: fc.constantFrom('turnout' as const, 'approval' as const),
        threshold: fc.oneof(fc.record({ over: threshold }), fc.record({ atLeast: threshold })),
      }),
    ),
  }),
);
const figures: fc.Arbitrary<ContestFigures> = fc.record({
  votes: fc.array(fc.nat(9), { minLength: 1, maxLength: 5 }),
  unlisted: fc.oneof(fc.constant(0), fc.nat(9)),
  othersTotal: fc.nat(9),
  registered: fc.nat(40),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<ContestFigures>;

function idsOf(of: ContestFigures): readonly SelectionId[] {
  return ['A', 'B', 'C', 'D', 'E'].slice(0, of.votes.length) as SelectionId[];
}

/** Who a two-round rule makes win, selection by selection from its definition, without any look at ties. */
function winners(rule: Extract<Rule, { kind: 'two-round' }>, of: ContestFigures): readonly SelectionId[] {
  const named = of.votes.reduce((sum: number, v) => sum + v, 0);
  const valid = named + of.unlisted;
  const total = rule.base === 'all' ? valid + of.othersTotal : valid;
  return idsOf(of).filter((_, i) => {
    const own: number = present(of.votes[i], 'votes');
    const best = Math.max(0, ...of.votes.filter((_, j) => j !== i));
    if (named === 0 || own < best) return false;
    const [share, lead] = [fraction(own, total), fraction(own - best, total)];
    return rule.outright.some(
      (c) =>
        !(c.shareOver && compareFractions(share, c.shareOver) <= 0) &&
        !(c.shareAtLeast && compareFractions(share, c.shareAtLeast) < 0) &&
        !(c.leadAtLeast && compareFractions(lead, c.leadAtLeast) < 0),
    );
  });
}

/** A result in which the order of ids does not count. */
function unordered(result: ContestResult): unknown {
  switch (result.kind) {
    case 'second-round':
      return { ...result, between: new Set(result.between) };
    case 'tie':
      return { ...result, among: new Set(result.among) };
    default:
      return result;
  }
}

describe('resultOf', () => {
  it('two-round: those win whom the definition makes win, else the pair has the most votes', () => {
    fc.assert(
      fc.property(twoRound, figures, (rule, of) => {
        const ids = idsOf(of);
        const result = resultOf(rule, ids, of);
        const won = winners(rule, of);
        const votesOf = (id: SelectionId): number => present(of.votes[ids.indexOf(id)], 'votes');
        if (won.length === 1) expect(result).toEqual({ kind: 'won', by: won[0] });
        else if (won.length > 1) expect(result).toEqual({ kind: 'tie', for: 'winner', among: won });
        else if (result.kind === 'second-round') {
          const least = Math.min(...result.between.map(votesOf));
          const outside = ids.filter((id) => !result.between.includes(id));
          expect(outside.every((id) => votesOf(id) < least)).toBe(true);
        } else if (result.kind === 'tie') {
          const level = votesOf(present(result.among[0], 'one of the tied'));
          expect(result).toEqual({
            kind: 'tie',
            for: 'second-place',
            among: ids.filter((id) => votesOf(id) === level),
          });
          const better = ids.filter((id) => votesOf(id) > level).length;
          expect(better === 1 ? result.among.length >= 2 : better === 0 && result.among.length >= 3).toBe(true);
        } else {
          expect(result.kind).toBe(of.votes.every((v) => v === 0) ? 'no-votes' : 'no-majority');
          if (result.kind === 'no-majority') expect(ids).toHaveLength(1);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('a count many times as large has the same result: nothing is rounded', () => {
    fc.assert(
      fc.property(anyRule, figures, (rule, of) => {
        const by = 99_999_999_999_989; // 40 times this is a safe integer, times a denominator it is none
        const large = {
          votes: of.votes.map((v) => v * by) as Count[],
          unlisted: (of.unlisted * by) as Count,
          othersTotal: (of.othersTotal * by) as Count,
          registered: ((of.registered ?? 0) * by) as Count,
        };
        expect(resultOf(rule, idsOf(of), large)).toEqual(resultOf(rule, idsOf(of), of));
      }),
      { numRuns: 1_000 },
    );
  });

  it('the order of the selections decides nothing', () => {
    fc.assert(
      fc.property(anyRule, figures, fc.nat(), (rule, of, shift) => {
        const ids = idsOf(of);
        const turn = <T>(list: readonly T[]): T[] => list.map((_, i) => list[(i + shift) % list.length] as T);
        const turned = resultOf(rule, turn(ids), { ...of, votes: turn(of.votes) });
        expect(unordered(turned)).toEqual(unordered(resultOf(rule, ids, of)));
      }),
      { numRuns: 1_000 },
    );
  });
});
