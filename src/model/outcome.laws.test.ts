import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '../../tests/law-runs.ts';
import { present } from '../base/assert.ts';
import { type Fraction, fraction } from '../base/fraction.ts';
import type { Count, SelectionId } from './ids.ts';
import { distancesOf, outcomeOf, possibleResults, resultOf } from './outcome.ts';
import type { ContestFigures, ContestResult, FinalResult, OutcomeInput } from './outcome-types.ts';
import type { Quorum, Rule, WinCondition } from './rule.ts';
import { leadOf, shareOf } from './shares.ts';

type Case = { readonly rule: Rule; readonly selections: readonly SelectionId[]; readonly input: OutcomeInput };

const base = fc.constantFrom('valid' as const, 'all' as const);

// Small denominators, so that votes meet thresholds exactly, and 0 and 1 often.
function thresholds(mostDen: number): fc.Arbitrary<Fraction> {
  return fc.tuple(fc.nat(mostDen), fc.integer({ min: 1, max: mostDen })).map(([a, b]) => fraction(Math.min(a, b), b));
}

function conditions(threshold: fc.Arbitrary<Fraction>): fc.Arbitrary<readonly WinCondition[]> {
  // A single low lead is where one vote of the second place matters, and is rare among the others.
  const lowLead = fc.integer({ min: 1, max: 12 }).map((den) => [{ leadAtLeast: fraction(1, den) }]);
  const condition = fc
    .record({ shareOver: threshold, shareAtLeast: threshold, leadAtLeast: threshold }, { requiredKeys: [] })
    .filter((c) => Object.keys(c).length > 0) as fc.Arbitrary<WinCondition>;
  return fc.oneof(lowLead, { weight: 3, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }) });
}

function quorums(threshold: fc.Arbitrary<Fraction>): fc.Arbitrary<Quorum> {
  return fc.record({
    of: fc.constantFrom('turnout' as const, 'approval' as const),
    threshold: fc.oneof(fc.record({ over: threshold }), fc.record({ atLeast: threshold })),
  });
}

function ruleFor(selections: readonly SelectionId[], threshold: fc.Arbitrary<Fraction>): fc.Arbitrary<Rule> {
  return fc.oneof(
    fc.constant<Rule>({ kind: 'plurality' }),
    fc.record({ kind: fc.constant('majority' as const), base }),
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('two-round' as const),
        base,
        outright: conditions(threshold),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('referendum' as const),
        base,
        yes: fc.constantFrom(...selections),
        approve: fc.oneof(fc.record({ shareOver: threshold }), fc.record({ shareAtLeast: threshold })),
        quorum: fc.option(quorums(threshold)),
      }),
    },
    ...(selections.length === 2 ? [fc.constant<Rule>({ kind: 'runoff' })] : []),
  );
}

function caseOf(mostOut: number, mostDen = 6, mostRegistered = 30): fc.Arbitrary<Case> {
  return fc.integer({ min: 1, max: 4 }).chain((k) => {
    const selections = ['A', 'B', 'C', 'D'].slice(0, k) as SelectionId[];
    const input = fc.record({
      votes: fc.array(fc.nat(6), { minLength: k, maxLength: k }),
      unlisted: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(4)),
      othersTotal: fc.nat(6),
      sheetsOut: fc.nat(2),
      registeredOut: fc.nat(mostOut),
      registered: fc.option(fc.nat(mostRegistered)),
    }) as fc.Arbitrary<unknown> as fc.Arbitrary<OutcomeInput>;
    return fc.record({ rule: ruleFor(selections, thresholds(mostDen)), selections: fc.constant(selections), input });
  });
}

/** Every way to add at most `more` to these boxes. */
function* additions(boxes: readonly number[], more: number): Generator<readonly number[]> {
  const [first, ...rest] = boxes;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let n = 0; n <= more; n++) for (const tail of additions(rest, more - n)) yield [first + n, ...tail];
}

/** All completions, one by one; votes come to unlisted selections only where there are some. */
function completions({ selections, input }: Case): readonly ContestFigures[] {
  const boxes = [...input.votes, input.othersTotal, ...(input.unlisted > 0 ? [input.unlisted] : [])];
  const k = selections.length;
  return [...additions(boxes, input.registeredOut ?? 0)].map((completed) => ({
    votes: completed.slice(0, k) as Count[],
    unlisted: (completed[k + 1] ?? 0) as Count,
    othersTotal: present(completed[k], 'others') as Count,
    registered: input.registered,
  }));
}

/** What a result can become when equal votes are resolved, or when an unknown electorate becomes known. */
function resolutions(
  result: ContestResult,
  selections: readonly SelectionId[],
  leaders: readonly SelectionId[],
): FinalResult[] {
  switch (result.kind) {
    case 'no-votes':
      return [];
    case 'quorum-unknown':
      return [{ kind: result.ifReached }, { kind: 'quorum-not-reached' }];
    case 'tie': {
      const { among } = result;
      if (result.for === 'winner') return among.map((by) => ({ kind: 'won', by }));
      const inPair = (a: SelectionId, b: SelectionId) =>
        leaders.length > 1
          ? among.includes(a) && among.includes(b)
          : (leaders.includes(a) && among.includes(b)) || (leaders.includes(b) && among.includes(a));
      return selections.flatMap((a, i) =>
        selections
          .slice(i + 1)
          .flatMap((b) => (inPair(a, b) ? [{ kind: 'second-round' as const, between: [a, b] as const }] : [])),
      );
    }
    default:
      return [result];
  }
}

function bruteForce(given: Case): Set<string> {
  const { rule, selections } = given;
  const found = new Set<string>();
  for (const figures of completions(given)) {
    const top = Math.max(...figures.votes);
    const leaders = selections.filter((_, i) => figures.votes[i] === top);
    for (const r of resolutions(resultOf(rule, selections, figures), selections, leaders)) found.add(JSON.stringify(r));
  }
  return found;
}

describe('possibleResults', () => {
  it('are exactly the results of all completions', () => {
    fc.assert(
      fc.property(caseOf(6), (given) => {
        const found = possibleResults(given.rule, given.selections, given.input).map((r) => JSON.stringify(r));
        expect(new Set(found)).toEqual(bruteForce(given));
        expect(found).toHaveLength(new Set(found).size);
      }),
      { numRuns: lawRuns(800) },
    );
  });

  it('without a bound hold those of any bound, and those of some bound', () => {
    fc.assert(
      fc.property(caseOf(6, 500, 100_000), fc.constantFrom(0, 5, 100, 3_000), (given, extra) => {
        const within = (registeredOut: number | null) =>
          possibleResults(given.rule, given.selections, {
            ...given.input,
            registeredOut: registeredOut as Count | null,
          }).map((r) => JSON.stringify(r));
        const unbounded = within(null);
        expect(unbounded).toEqual(expect.arrayContaining(within(extra)));
        // An electorate up to 100,000 times a denominator up to 500: nothing turns beyond this.
        expect(within(1_000_000_000)).toEqual(unbounded);
      }),
      { numRuns: lawRuns(600) },
    );
  });
});

describe('outcomeOf', () => {
  it('settled is contradicted by no completion, and open is never for nothing', () => {
    fc.assert(
      fc.property(caseOf(5), (given) => {
        const { rule, selections, input } = given;
        const outcome = outcomeOf(rule, selections, input);
        if (input.sheetsOut === 0) {
          expect(outcome).toEqual({ kind: 'settled', complete: true, result: resultOf(rule, selections, input) });
          return;
        }
        const results = new Set(
          completions(given).map((figures) => JSON.stringify(resultOf(rule, selections, figures))),
        );
        if (outcome.kind === 'settled') {
          expect(outcome.complete).toBe(false);
          expect(results).toEqual(new Set([JSON.stringify(outcome.result)]));
        } else {
          expect(outcome.ofTheSheetsIn).toEqual(resultOf(rule, selections, input));
          const unknown = outcome.ofTheSheetsIn.kind === 'quorum-unknown';
          expect(results.size > 1 || unknown).toBe(true);
        }
      }),
      { numRuns: lawRuns(600) },
    );
  });

  it('possible results only become fewer as sheets come in', () => {
    fc.assert(
      fc.property(caseOf(6), fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (given, arriving) => {
        const { rule, selections, input } = given;
        const added = arriving.slice(0, selections.length + 1);
        const sum = added.reduce((a, b) => a + b, 0);
        fc.pre(sum <= (input.registeredOut ?? 0));
        const later = {
          ...input,
          votes: input.votes.map((v, i) => v + (added[i] ?? 0)),
          othersTotal: input.othersTotal + (added[selections.length] ?? 0),
          registeredOut: (input.registeredOut ?? 0) - sum,
        } as unknown as OutcomeInput;
        const before = possibleResults(rule, selections, input);
        expect(before).toEqual(expect.arrayContaining([...possibleResults(rule, selections, later)]));
      }),
      { numRuns: lawRuns(400) },
    );
  });
});

describe('distancesOf', () => {
  /** Whether one threshold holds for a value, in plain cross-multiplied numbers. */
  function holds(value: number, total: number, f: Fraction, strict: boolean): boolean {
    const [left, right] = [value * Number(f.den), total * Number(f.num)];
    return strict ? left > right : left >= right;
  }

  it('that many votes change the answer, one fewer do not', () => {
    fc.assert(
      fc.property(caseOf(0), ({ rule, selections, input }) => {
        const valid = input.votes.reduce((a: number, b) => a + b, input.unlisted);
        const total = 'base' in rule && rule.base === 'all' ? valid + input.othersTotal : valid;
        const sorted = [...input.votes].sort((a, b) => b - a);
        const yes = rule.kind === 'referendum' ? (input.votes[selections.indexOf(rule.yes)] ?? 0) : (sorted[0] ?? 0);
        for (const { part, threshold: f, holds: answer, votes } of distancesOf(rule, selections, input)) {
          const quorumRule = rule.kind === 'referendum' ? rule.quorum : null;
          const isQuorum = part === 'quorum' && quorumRule !== null;
          const strict = part === 'shareOver' || (isQuorum && 'over' in quorumRule.threshold);
          const turnout = isQuorum && quorumRule.of === 'turnout';
          const share = turnout ? valid + input.othersTotal : yes;
          const value = part === 'leadAtLeast' ? yes - (sorted[1] ?? 0) : share;
          const whole = part === 'quorum' ? (input.registered ?? 0) : total;
          const towards = answer ? -1 : 1;
          expect(holds(value, whole, f, strict)).toBe(answer);
          expect(holds(value + towards * (votes - 1), whole, f, strict)).toBe(answer);
          expect(holds(value + towards * votes, whole, f, strict)).toBe(!answer);
        }
      }),
      { numRuns: lawRuns(600) },
    );
  });

  it('lists each threshold that figures can cross, in the order of the rule', () => {
    fc.assert(
      fc.property(caseOf(0), ({ rule, selections, input }) => {
        fc.pre(rule.kind === 'two-round' && input.votes.some((v) => v > 0));
        if (rule.kind !== 'two-round') return;
        const expected = rule.outright.flatMap((c, i) => [
          ...(c.shareOver && c.shareOver.num < c.shareOver.den ? [[i, 'shareOver']] : []),
          ...(c.shareAtLeast && c.shareAtLeast.num > 0n ? [[i, 'shareAtLeast']] : []),
          ...(c.leadAtLeast && c.leadAtLeast.num > 0n ? [[i, 'leadAtLeast']] : []),
        ]);
        expect(distancesOf(rule, selections, input).map((d) => [d.condition, d.part])).toEqual(expected);
      }),
    );
  });
});

describe('shares and leads', () => {
  it('the shares of all selections and of the others fill the base; the best other share and the lead fill the share', () => {
    fc.assert(
      fc.property(caseOf(0), base, ({ input }, of) => {
        const shares = input.votes.map((_, i) => shareOf(of, input, i));
        const others = BigInt(input.unlisted) + (of === 'all' ? BigInt(input.othersTotal) : 0n);
        if (shares[0] === null) {
          expect(input.votes.every((v) => v === 0) && others === 0n).toBe(true);
          return;
        }
        const parts = shares.map((s) => present(s, 'a share'));
        expect(parts.reduce((sum, s) => sum + s.num, others)).toBe(parts[0]?.den);
        input.votes.forEach((own, i) => {
          const best = Math.max(0, ...input.votes.filter((_, j) => j !== i));
          expect(leadOf(of, input, i)).toEqual(fraction(own - best, parts[i]?.den ?? 0n));
        });
      }),
    );
  });
});
