import { describe, expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import type { SelectionId } from '../model/ids.ts';
import type { Rule } from '../model/rule.ts';
import { each, estimateOf, NIGHT, refusedFor, SIZE, unknown, WHOLE } from './little-night.test-support.ts';
import { firstIn, madeElection, onlyIn, unordered, withSheets, withStations } from './made-election.test-support.ts';
import { project } from './project.ts';
import type { Estimate } from './projection-answer.ts';
import type { PreviousElection, ProjectionInput } from './projection-input.ts';

/** An earlier election by place: like this one, with some noise and without its level. */
function earlier(change: Partial<PreviousElection> = {}): PreviousElection {
  const units = WHOLE.stations.tree.parent.length;
  const votes = new Float64Array(units * 3);
  const [valid, registered] = [new Float64Array(units), new Float64Array(units)];
  for (let i = 0; i < SIZE; i++) {
    const u = WHOLE.stations.unitOf[i] as number;
    for (let k = 0; k < 3; k++)
      votes[u * 3 + k] =
        (votes[u * 3 + k] as number) + Math.round((WHOLE.sheets.votes[i * 3 + k] as number) * (k === 0 ? 0.8 : 1));
    valid[u] = (valid[u] as number) + (WHOLE.sheets.base[i] as number);
    registered[u] = (registered[u] as number) + (WHOLE.stations.registered[i] as number);
  }
  return { options: ['x', 'y', 'z'], areaOf: WHOLE.stations.unitOf.slice(), votes, valid, registered, ...change };
}

describe('any earlier election', () => {
  const { tree, unitOf } = WHOLE.stations;
  const full = earlier();
  it.each<readonly [string, PreviousElection | null, boolean]>([
    ['none', null, false],
    ['by place', full, true],
    ['matched in part', earlier({ areaOf: unitOf.map((u, i) => (i % 3 === 0 ? -1 : u)) }), true],
    ['matched nowhere', earlier({ areaOf: unitOf.map(() => -1) }), false],
    ['of a wider area', earlier({ areaOf: unitOf.map((u) => (u % 2 === 0 ? (tree.parent[u] as number) : u)) }), true],
    [
      'votes only',
      earlier({ valid: full.valid.map(() => unknown), registered: full.registered.map(() => unknown) }),
      true,
    ],
    ['turnout only', earlier({ votes: new Float64Array(full.votes.length) }), true],
    ['of one option', { ...full, options: ['x'], votes: full.votes.filter((_, at) => at % 3 === 0) }, true],
    [
      'of seven options',
      {
        ...full,
        options: [...'abcdefg'],
        votes: Float64Array.from({ length: tree.parent.length * 7 }, (_, at) => (at % 7) * 3),
      },
      true,
    ],
    [
      'with areas of no vote',
      earlier({ votes: full.votes.map((v, at) => (Math.floor(at / 3) % 4 === 0 ? 0 : v)) }),
      true,
    ],
  ])('%s', (_, previous, isUsed) => {
    const said = estimateOf({ ...NIGHT, previous });
    expect(said.diagnostics.variants.some((v) => v.variant === 'previous')).toBe(isUsed);
  });
});

describe('any order', () => {
  const { arrivedAt, isIn } = NIGHT.sheets;
  const trends = (e: Estimate) => e.diagnostics.variants.some((v) => v.variant === 'trend' || v.variant === 'tables');
  it.each<readonly [string, ProjectionInput, boolean]>([
    ['to the second', NIGHT, true],
    [
      'in twelve batches',
      withSheets(NIGHT, { order: 'batches', arrivedAt: arrivedAt.map((t) => Math.floor(t / 9000) * 9000) }),
      true,
    ],
    [
      'in two batches',
      withSheets(NIGHT, { order: 'batches', arrivedAt: arrivedAt.map((t) => Math.floor(t / 70_000) * 70_000) }),
      false,
    ],
    [
      'all at once',
      withSheets(NIGHT, { order: 'batches', arrivedAt: arrivedAt.map((t) => (Number.isNaN(t) ? t : 5)) }),
      false,
    ],
    [
      'of most sheets',
      withSheets(NIGHT, { order: 'part', arrivedAt: arrivedAt.map((t, i) => (i % 4 === 0 ? unknown : t)) }),
      true,
    ],
    [
      'of few sheets',
      withSheets(NIGHT, { order: 'part', arrivedAt: arrivedAt.map((t, i) => (i % 4 === 0 ? t : unknown)) }),
      false,
    ],
    ['not at all', unordered(NIGHT), false],
    ['not at all, though instants are there', withSheets(NIGHT, { order: 'none' }), false],
    ['with the final figures', withSheets(NIGHT, { figures: 'final' }), true],
  ])('%s', (_, input, isTrend) => {
    const said = estimateOf(input);
    expect(trends(said)).toBe(isTrend);
    expect(said.diagnostics.order).toBe(input.sheets.order);
    expect(said.diagnostics.figures).toBe(input.sheets.figures);
    expect(said.diagnostics.sheetsIn).toBe(isIn.reduce((a, b) => a + b, 0));
  });
});

describe('any number of options', () => {
  it.each([2, 3, 4, 7, 12, 20])('%i', (options) => {
    const whole = madeElection({ seed: options, departments: 5, places: 12, options });
    expect(estimateOf(firstIn(whole, 0.6), whole).options.length).toBe(options);
    const unnamed = madeElection({ seed: options, departments: 5, places: 12, options, unnamed: 0.07 });
    expect(estimateOf(firstIn(unnamed, 0.6), unnamed).options.length).toBe(options);
  });

  it.each([
    ['too-few-options', 1],
    ['too-many-options', 21],
  ])('%s', (code, options) => {
    const votes = new Float64Array(SIZE * options).fill(5);
    const input = withSheets(NIGHT, { votes, base: new Float64Array(SIZE).fill(5 * options) });
    expect(refusedFor({ ...input, options: Array.from({ length: options }, (_, k) => `o${k}`) })).toBe(code);
  });

  it('options with no vote at all, and one that has them all', () => {
    const none = (keep: (k: number) => boolean): ProjectionInput => {
      const votes = WHOLE.sheets.votes.map((v, at) => (keep(at % 3) ? v : 0));
      const base = each((i) => votes.subarray(3 * i, 3 * i + 3).reduce((a, b) => a + b, 0));
      return withSheets(WHOLE, { votes, base });
    };
    for (const keep of [(k: number) => k < 2, (k: number) => k === 1, (k: number) => k === 2]) {
      const whole = none(keep);
      estimateOf(firstIn(whole, 0.6), whole);
      expect(project(whole, { seed: 1, draws: 30 }).answer.kind).toBe('estimate');
    }
  });
});

describe('any rule', () => {
  const yes = 'o0' as SelectionId;
  const approve = { shareOver: fraction(1, 2) };
  const two = madeElection({ seed: 6, departments: 5, places: 14, options: 2 });
  const half = { of: 'turnout', threshold: { atLeast: fraction(1, 2) } } as const;
  const most = { of: 'turnout', threshold: { over: fraction(9, 10) } } as const;
  const byYes = { of: 'approval', threshold: { atLeast: fraction(1, 5) } } as const;
  it.each<readonly [string, Rule, readonly string[]]>([
    ['most votes', { kind: 'plurality' }, ['won', 'tie']],
    ['a runoff', { kind: 'runoff' }, ['won', 'tie']],
    ['more than half', { kind: 'majority', base: 'valid' }, ['won', 'no-majority']],
    ['two rounds', { kind: 'two-round', base: 'valid', outright: [approve] }, ['won', 'second-round', 'tie']],
    ['a referendum', { kind: 'referendum', base: 'valid', yes, approve, quorum: null }, ['approved', 'rejected']],
    [
      'with a quorum that is reached',
      { kind: 'referendum', base: 'all', yes, approve, quorum: half },
      ['approved', 'rejected'],
    ],
    [
      'with a quorum that is not',
      { kind: 'referendum', base: 'all', yes, approve, quorum: most },
      ['quorum-not-reached'],
    ],
    [
      'with a quorum of yes votes',
      { kind: 'referendum', base: 'valid', yes, approve, quorum: byYes },
      ['approved', 'rejected'],
    ],
    // Of ballots nothing is known where shares are of valid votes.
    [
      'with a quorum of ballots, valid votes known',
      { kind: 'referendum', base: 'valid', yes, approve, quorum: most },
      ['quorum-unknown'],
    ],
    [
      'with a quorum of ballots that valid votes alone reach',
      { kind: 'referendum', base: 'valid', yes, approve, quorum: half },
      ['approved', 'rejected'],
    ],
  ])('%s', (_, rule, kinds) => {
    const said = estimateOf({ ...firstIn(two, 0.6), rule }, two);
    for (const { result } of said.outcomes) expect(kinds).toContain(result.kind);
  });

  it('a quorum of a roll that is not fully known stays open', () => {
    const rule: Rule = { kind: 'referendum', base: 'all', yes, approve, quorum: half };
    const registered = two.stations.registered.map((r, i) => (i === 3 ? unknown : r));
    const said = estimateOf({ ...withStations(firstIn(two, 0.6), { registered }), rule }, two);
    for (const { result } of said.outcomes) expect(result.kind).toBe('quorum-unknown');
  });
});

describe('refusals', () => {
  it('no sheet, or only sheets without votes', () => {
    expect(refusedFor(onlyIn(WHOLE, () => false))).toBe('no-sheets');
    expect(refusedFor(withSheets(NIGHT, { votes: new Float64Array(SIZE * 3), base: new Float64Array(SIZE) }))).toBe(
      'no-sheets',
    );
  });

  it('few sheets, but not where few are all', () => {
    expect(refusedFor(onlyIn(WHOLE, (i) => i < 29))).toBe('too-few-sheets');
    const little = madeElection({ seed: 2, departments: 2, places: 3, tables: 2 });
    expect(little.stations.size).toBeLessThan(30);
    expect(refusedFor(little)).toBeNull();
    expect(refusedFor(onlyIn(little, (i) => i > 0))).toBe('too-few-sheets');
  });

  it('a silent roll, counted in voters and not in sheets', () => {
    const inPlaces = (part: number) => {
      const { unitOf, tree } = WHOLE.stations;
      const places = [...tree.level.keys()].filter((u) => tree.level[u] === 2);
      const heard = new Set(places.filter((_, n) => (n * 7) % 10 < 10 * part));
      return unordered(onlyIn(WHOLE, (i) => heard.has(unitOf[i] as number)));
    };
    expect(refusedFor(inPlaces(0.4))).toBe('roll-silent');
    expect(refusedFor(inPlaces(0.8))).toBeNull();
    const { answer } = project(inPlaces(0.4), { seed: 1, draws: 50 });
    expect(answer.diagnostics?.silentRoll).toBeGreaterThan(0.35);
    // The same number of sheets, one of each place: nothing is silent.
    const first = new Set<number>();
    const oneEach = onlyIn(WHOLE, (i) => {
      const u = WHOLE.stations.unitOf[i] as number;
      return !first.has(u) && first.add(u) !== null;
    });
    expect(refusedFor(unordered(oneEach))).toBeNull();
  });
});
