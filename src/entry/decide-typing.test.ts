import { describe, expect, it } from 'vitest';
import type { EntryContent } from '../model/desk-rules.ts';
import type { CentreAct } from './acts.ts';
import { Centre, GOV, PRES, read, words } from './centre-example.test-support.ts';

const reason = words('why');
const two = ['sol', 'sam'] as const;
const A = read([10, 20, 'empty']);
const B = read([10, 21, 'empty']);
const doubt = read([10, 20, 'empty'], ['unclear-correction'], [[1, 7]]);
const none = read([], ['illegible']);

function one(...entries: readonly EntryContent[]) {
  const centre = Centre.open();
  const sheet = centre.receive('s0', 1);
  const typists = ['tia', 'tom'] as const;
  entries.forEach((content, i) => {
    centre.commit(sheet, typists[i] ?? 'tess', content);
  });
  return { centre, sheet, first: sheet + 1 };
}
const commit = (sheet: number, by: string, content = A, contest = PRES): CentreAct => ({
  kind: 'commit-entry',
  sheet,
  contest,
  by,
  content,
});
const resolve = (sheet: number, by: string, content = A): CentreAct => ({
  kind: 'resolve-difference',
  sheet,
  contest: PRES,
  by,
  content,
});
const rule = (sheet: number, ruling: 'count' | 'retype', by: readonly [string, string] = two): CentreAct => ({
  kind: 'rule-observed',
  sheet,
  contest: PRES,
  ruling,
  by,
  reason,
});

describe('what is recorded', () => {
  it('first entry: it alone, under its person, in slot 1', () => {
    const { centre, sheet } = one();
    expect(centre.do(commit(sheet, 'tia'))).toEqual([{ kind: 'EntryCommitted', station: 's0', sheet, slot: 1, ...A }]);
    expect(centre.events.at(-1)?.header).toMatchObject({ count: 'preliminary', contest: PRES, actor: 'tia' });
    expect(JSON.stringify(centre.state.typingOf(sheet, PRES))).not.toContain('20');
  });

  it('equal second entry: both revealed, and agreed on the first', () => {
    const { centre, sheet, first } = one(A);
    expect(centre.do(commit(sheet, 'tom'))).toEqual([
      { kind: 'EntryCommitted', station: 's0', sheet, slot: 2, ...A },
      { kind: 'EntriesRevealed', station: 's0', sheet, entries: [first, first + 1], equal: true },
      { kind: 'SheetAgreed', station: 's0', sheet, boxes: A.boxes, from: first },
    ]);
    expect(centre.events.slice(-2).map(({ header }) => header.actor)).toEqual([null, null]);
    expect(centre.typing(sheet, GOV)).toBe('awaiting-first');
  });

  it('different second entry: both revealed, and a third person asked', () => {
    const { centre, sheet } = one(A);
    expect(centre.commit(sheet, 'tom', B)).toEqual(['EntryCommitted', 'EntriesRevealed']);
    expect(centre.state.typingOf(sheet, PRES)).toMatchObject({
      kind: 'differ',
      first: { content: A, actor: 'tia' },
      second: { content: B },
    });
  });

  it('resolution: it, naming both, and the agreement on it', () => {
    const { centre, sheet, first } = one(A, B);
    const record = centre.state.size;
    expect(centre.do(resolve(sheet, 'val', read([10, 99, 'empty'])))).toEqual([
      { kind: 'DifferenceResolved', station: 's0', sheet, entries: [first, first + 1], ...read([10, 99, 'empty']) },
      { kind: 'SheetAgreed', station: 's0', sheet, boxes: [10, 99, 'empty'], from: record },
    ]);
  });

  it('corrections of the jury count where the definition says so, and stay beside the boxes', () => {
    const { centre, sheet } = one(read([1, 2, 3], [], [[1, 7]]));
    expect(centre.do(commit(sheet, 'tom', read([1, 2, 3], [], [[1, 7]]))).at(-1)).toMatchObject({ boxes: [1, 7, 3] });
    const definition = structuredClone(centre.state.geography.definition);
    const desk = { ...definition.election.desk, corrections: 'box' } as typeof definition.election.desk;
    const other = Centre.open({ ...definition, election: { ...definition.election, desk } });
    const number = other.receive('s0', 1);
    other.commit(number, 'tia', read([1, 2, 3], [], [[1, 7]]));
    expect(other.do(commit(number, 'tom', read([1, 2, 3], [], [[1, 7]]))).at(-1)).toMatchObject({ boxes: [1, 2, 3] });
  });
});

describe('two entries are equal only in everything', () => {
  it.each<[string, EntryContent, EntryContent, string]>([
    ['alike', A, read([10, 20, 'empty']), 'agreed'],
    ['empty against zero', read([1, 2, 'empty']), read([1, 2, 0]), 'differ'],
    ['illegible against empty', read([1, 2, 'illegible']), read([1, 2, 'empty']), 'differ'],
    ['a correction', read([1, 2, 3], [], [[1, 7]]), read([1, 2, 3]), 'differ'],
    ['another correction', read([1, 2, 3], [], [[1, 7]]), read([1, 2, 3], [], [[1, 8]]), 'differ'],
    ['the correction of another box', read([1, 2, 3], [], [[1, 7]]), read([1, 2, 3], [], [[2, 7]]), 'differ'],
    ['an observation that counts', read([1, 2, 3], ['torn']), read([1, 2, 3]), 'differ'],
    ['figures against none', A, none, 'differ'],
    ['an observation that counts, in both', read([1, 2, 3], ['torn']), read([1, 2, 3], ['torn']), 'agreed'],
    ['one that waits', doubt, doubt, 'observed'],
    ['no figures', none, none, 'observed'],
  ])('%s · %s', (_, first, second, expected) => {
    const { centre, sheet } = one(first, second);
    expect(centre.typing(sheet)).toBe(expected);
  });

  it('reasons are those that wait, and what the checks say, ascending; nobody checks what has no figures', () => {
    const centre = Centre.open(undefined, {
      observing: (contest, station) => (contest === PRES && station === 's0' ? ['E401', 'E101'] : []),
    });
    const [sheet, other] = [centre.receive('s0', 1), centre.receive('s1', 2)];
    centre.commit(sheet, 'tia', read([1, 2, 3], ['torn', 'unclear-correction']));
    expect(centre.do(commit(sheet, 'tom', read([1, 2, 3], ['torn', 'unclear-correction']))).at(-1)).toEqual({
      kind: 'SheetObserved',
      station: 's0',
      sheet,
      reasons: ['E101', 'E401', 'unclear-correction'],
      from: other + 1,
    });
    centre.commit(other, 'tia', none);
    expect(centre.do(commit(other, 'tom', none)).at(-1)).toMatchObject({ reasons: ['illegible'] });
  });
});

describe('who may not', () => {
  it.each<[string, (at: { sheet: number }) => CentreAct, readonly EntryContent[], unknown]>([
    ['enter twice', ({ sheet }) => commit(sheet, 'tia'), [A], { kind: 'same-person', person: 'tia' }],
    [
      'enter twice, with other figures',
      ({ sheet }) => commit(sheet, 'tia', B),
      [A],
      { kind: 'same-person', person: 'tia' },
    ],
    [
      'enter as a verifier',
      ({ sheet }) => commit(sheet, 'val'),
      [],
      { kind: 'role-missing', person: 'val', role: 'typist' },
    ],
    ['enter when both are in', ({ sheet }) => commit(sheet, 'tess'), [A, B], { kind: 'not-waiting', state: 'differ' }],
    ['enter when it is agreed', ({ sheet }) => commit(sheet, 'tess'), [A, A], { kind: 'not-waiting', state: 'agreed' }],
    ['enter of no sheet', () => commit(4, 'tess'), [], { kind: 'unknown-sheet', sheet: 4 }],
    [
      'enter of no contest',
      ({ sheet }) => commit(sheet, 'tess', A, 'x' as never),
      [],
      { kind: 'unknown-contest', contest: 'x' },
    ],
    [
      'resolve as a typist',
      ({ sheet }) => resolve(sheet, 'tess'),
      [A, B],
      { kind: 'role-missing', person: 'tess', role: 'verifier' },
    ],
    [
      'resolve before both are in',
      ({ sheet }) => resolve(sheet, 'val'),
      [A],
      { kind: 'not-waiting', state: 'awaiting-second' },
    ],
    [
      'resolve what both say alike',
      ({ sheet }) => resolve(sheet, 'val', read([11, 20, 'empty'])),
      [A, B],
      { kind: 'not-in-difference', detail: 'box 0' },
    ],
    [
      'correct what neither did',
      ({ sheet }) => resolve(sheet, 'val', read([10, 20, 'empty'], [], [[1, 5]])),
      [A, B],
      { kind: 'not-in-difference', detail: 'correction 1' },
    ],
    [
      'observe what neither did',
      ({ sheet }) => resolve(sheet, 'val', read([10, 20, 'empty'], ['torn'])),
      [A, B],
      { kind: 'not-in-difference', detail: 'torn' },
    ],
    [
      'leave out figures that both read',
      ({ sheet }) => resolve(sheet, 'val', none),
      [A, B],
      { kind: 'not-in-difference', detail: 'boxes' },
    ],
    [
      'rule on what is not observed',
      ({ sheet }) => rule(sheet, 'count'),
      [A, A],
      { kind: 'not-waiting', state: 'agreed' },
    ],
    [
      'rule alone',
      ({ sheet }) => rule(sheet, 'count', ['sol', 'sol']),
      [doubt, doubt],
      { kind: 'same-person', person: 'sol' },
    ],
    [
      'rule as a verifier',
      ({ sheet }) => rule(sheet, 'count', ['sol', 'val']),
      [doubt, doubt],
      { kind: 'role-missing', person: 'val', role: 'supervisor' },
    ],
    [
      'count what has no figures',
      ({ sheet }) => rule(sheet, 'count'),
      [none, none],
      { kind: 'bad-content', detail: 'ruling' },
    ],
    [
      'rule without a reason',
      ({ sheet }) => ({ ...rule(sheet, 'count'), reason: words(' ') }) as CentreAct,
      [doubt, doubt],
      { kind: 'bad-content', detail: 'reason' },
    ],
    [
      'void as a typist',
      ({ sheet }) => ({ kind: 'void-entry', entry: sheet + 1, reason: 'supervisor', by: 'tia' }),
      [A],
      { kind: 'role-missing', person: 'tia', role: 'supervisor' },
    ],
    [
      'void what is revealed',
      ({ sheet }) => ({ kind: 'void-entry', entry: sheet + 1, reason: 'supervisor', by: 'sol' }),
      [A, B],
      { kind: 'not-waiting', state: 'revealed' },
    ],
    [
      'void what is no entry',
      ({ sheet }) => ({ kind: 'void-entry', entry: sheet, reason: 'supervisor', by: 'sol' }),
      [A],
      { kind: 'unknown-entry', entry: 14 },
    ],
  ])('%s', (_, act, entries, refusal) => {
    const { centre, sheet } = one(...entries);
    expect(centre.refuse(act({ sheet }))).toEqual(refusal);
  });

  it('a contest that the station does not vote in', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s2', 1);
    expect(centre.refuse(commit(sheet, 'tia', read([1, 2]), GOV))).toEqual({ kind: 'unknown-contest', contest: GOV });
  });

  it('who typed and is now something else neither resolves nor rules', () => {
    const { centre, sheet } = one(A, B);
    for (const [kind, role] of [
      ['revoke-role', 'typist'],
      ['grant-role', 'verifier'],
      ['grant-role', 'supervisor'],
    ] as const)
      centre.do({ kind, person: 'tia', role, by: 'ada' });
    expect(centre.refuse(resolve(sheet, 'tia'))).toEqual({ kind: 'same-person', person: 'tia' });
    expect(centre.refuse(rule(sheet, 'count', ['sol', 'tia']))).toEqual({ kind: 'same-person', person: 'tia' });
  });
});

describe('content', () => {
  it.each<[string, EntryContent, unknown]>([
    ['too few boxes', read([1, 2]), { kind: 'wrong-number-of-boxes', expected: 3, found: 2 }],
    ['too many boxes', read([1, 2, 3, 4]), { kind: 'wrong-number-of-boxes', expected: 3, found: 4 }],
    ['no boxes for no reason', read([]), { kind: 'wrong-number-of-boxes', expected: 3, found: 0 }],
    [
      'boxes of what is illegible',
      read([1, 2, 3], ['illegible']),
      { kind: 'wrong-number-of-boxes', expected: 0, found: 3 },
    ],
    [
      'a correction of what is illegible',
      read([], ['illegible'], [[0, 1]]),
      { kind: 'bad-content', detail: 'corrections' },
    ],
    ['a box too large', read([1, 2, 1_000_000_000]), { kind: 'bad-content', detail: 'boxes' }],
    ['a box below nothing', read([1, 2, -1]), { kind: 'bad-content', detail: 'boxes' }],
    ['half a vote', read([1, 2, 0.5]), { kind: 'bad-content', detail: 'boxes' }],
    ['nothing below nothing', read([1, 2, -0]), { kind: 'bad-content', detail: 'boxes' }],
    ['a word', read([1, 2, 'many' as never]), { kind: 'bad-content', detail: 'boxes' }],
    ['a correction beyond the boxes', read([1, 2, 3], [], [[3, 1]]), { kind: 'bad-content', detail: 'corrections' }],
    [
      'a correction too large',
      read([1, 2, 3], [], [[0, 1_000_000_000]]),
      { kind: 'bad-content', detail: 'corrections' },
    ],
    [
      'corrections that fall',
      read(
        [1, 2, 3],
        [],
        [
          [2, 1],
          [1, 1],
        ],
      ),
      { kind: 'bad-content', detail: 'corrections' },
    ],
    [
      'two corrections of a box',
      read(
        [1, 2, 3],
        [],
        [
          [1, 1],
          [1, 2],
        ],
      ),
      { kind: 'bad-content', detail: 'corrections' },
    ],
    ['observations that fall', read([1, 2, 3], ['unsigned', 'torn']), { kind: 'bad-content', detail: 'observations' }],
    ['an observation twice', read([1, 2, 3], ['torn', 'torn']), { kind: 'bad-content', detail: 'observations' }],
    ['an unknown observation', read([1, 2, 3], ['ugly' as never]), { kind: 'bad-content', detail: 'observations' }],
  ])('%s · refused, from the first, the second and the third person', (_, content, refusal) => {
    const first = one();
    expect(first.centre.refuse(commit(first.sheet, 'tia', content))).toEqual(refusal);
    const second = one(A);
    expect(second.centre.refuse(commit(second.sheet, 'tom', content))).toEqual(refusal);
    const third = one(A, none);
    expect(third.centre.refuse(resolve(third.sheet, 'val', content))).toEqual(refusal);
  });

  it('the largest that a box holds', () => {
    expect(one(read([999_999_999, 0, 0])).centre.state.typing.pending('preliminary').size).toBe(1);
  });
});

describe('voids and rulings', () => {
  it('a voided entry: back to the first, without its typist, whose voids are counted', () => {
    const { centre, sheet, first } = one(A);
    expect(centre.do({ kind: 'void-entry', entry: first, reason: 'supervisor', by: 'sol' })).toEqual([
      { kind: 'EntryVoided', station: 's0', sheet, entry: first, reason: 'supervisor' },
    ]);
    expect(centre.events.at(-1)?.header).toMatchObject({ contest: PRES, actor: 'sol' });
    expect(centre.typing(sheet)).toBe('awaiting-first');
    expect([...centre.state.people.voidsOf('tia')]).toEqual([['supervisor', 1]]);
    expect(centre.refuse(commit(sheet, 'tia'))).toEqual({ kind: 'same-person', person: 'tia' });
    expect(centre.refuse({ kind: 'void-entry', entry: first, reason: 'supervisor', by: 'sol' })).toEqual({
      kind: 'not-waiting',
      state: 'voided',
    });
    expect(centre.do(commit(sheet, 'tom'))).toMatchObject([{ slot: 1 }]);
  });

  it('lost: by the console, which shows nobody', () => {
    const { centre, first } = one(A);
    centre.do({ kind: 'void-entry', entry: first, reason: 'lost', by: 'console' });
    expect(centre.events.at(-1)?.header.actor).toBe(null);
  });

  it('ruled to count: as it was typed, corrections and all', () => {
    const { centre, sheet } = one(doubt, doubt);
    const record = centre.state.size;
    expect(centre.do(rule(sheet, 'count'))).toEqual([
      { kind: 'RulingIssued', station: 's0', sheet, ruling: 'count', by: two, reason },
      { kind: 'SheetAgreed', station: 's0', sheet, boxes: [10, 7, 'empty'], from: record },
    ]);
    expect(centre.events.at(-2)?.header.actor).toBe('sam');
  });

  it('ruled to be typed again: by others, and counted from their entries', () => {
    const { centre, sheet } = one(none, none);
    expect(centre.kinds(rule(sheet, 'retype'))).toEqual(['RulingIssued']);
    for (const by of ['tia', 'tom'])
      expect(centre.refuse(commit(sheet, by))).toEqual({ kind: 'same-person', person: by });
    centre.commit(sheet, 'tess', A);
    expect(centre.commit(sheet, 'tim', A).at(-1)).toBe('SheetAgreed');
  });

  it('a resolution may be observed too', () => {
    const { centre, sheet } = one(A, none);
    expect(centre.do(resolve(sheet, 'val', none)).at(-1)).toMatchObject({
      kind: 'SheetObserved',
      reasons: ['illegible'],
    });
  });

  it('disputed: nothing is typed, resolved or ruled until two people chose; superseded and withdrawn: nothing any more', () => {
    const { centre, sheet } = one(doubt, doubt);
    centre.commit(sheet, 'tia', read([5, 6]), GOV);
    const rival = centre.receive('s0', 2);
    const waits = { kind: 'not-waiting', state: 'disputed' };
    expect(centre.refuse(rule(sheet, 'count'))).toEqual(waits);
    const second = { kind: 'commit-entry', sheet, contest: GOV, by: 'tom', content: read([5, 6]) } as const;
    expect(centre.refuse(second)).toEqual(waits);
    expect(centre.refuse(commit(rival, 'tom'))).toEqual(waits);
    centre.do({ kind: 'choose-sheet', count: 'preliminary', station: 's0' as never, sheet, by: two, reason });
    expect(centre.kinds(second).at(-1)).toBe('SheetAgreed');
    expect(centre.refuse(commit(rival, 'tess'))).toEqual({ kind: 'not-waiting', state: 'superseded' });
    centre.do({ kind: 'withdraw-sheet', sheet, code: 'other', by: two, reason });
    expect(centre.refuse(rule(sheet, 'count'))).toEqual({ kind: 'not-waiting', state: 'withdrawn' });
  });

  it('an envelope of the official count is typed as a sheet is', () => {
    const centre = Centre.open();
    const sheet = centre.state.size;
    centre.do({ kind: 'receive-envelope', station: 's0' as never });
    centre.commit(sheet, 'tia', A);
    expect(centre.commit(sheet, 'tom', A).at(-1)).toBe('SheetAgreed');
    expect(centre.events.at(-1)?.header.count).toBe('official');
  });
});
