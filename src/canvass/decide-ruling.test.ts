import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { GOV, PRES, read, station, words } from '../entry/centre-example.test-support.ts';
import { RULING_EFFECTS } from '../model/canvass-rules.ts';
import type { Act, CanvassAct } from './acts.ts';
import {
  canvassDefinition,
  commit,
  OfficialCentre,
  objection,
  ruling,
  scan,
  VOTE,
} from './canvass-example.test-support.ts';

const A = read([1, 2, 3]);
const DOUBT = read([1, 2, 3], ['unclear-correction']);
const NONE = read([], ['illegible']);
const soon = (centre: OfficialCentre) => instant(centre.at + 60_000);

function inSession(content = A, scans = true) {
  const centre = OfficialCentre.open(canvassDefinition({ scans }));
  const sheet = centre.agreed(content);
  centre.session();
  return { centre, sheet };
}

describe('a session', () => {
  it('opens with the zero act, one at a time, and closes on a published state', () => {
    let newest = 0;
    const centre = OfficialCentre.open(undefined, { newestState: () => newest });
    centre.session();
    expect(centre.state.session()).toMatchObject({
      session: 1,
      counted: 0,
      members: ['max', 'mel', 'mia'],
      closed: null,
    });
    centre.agreed(A);
    const open = { kind: 'open-session', place: 'Hall', members: ['mia', 'max'], delegates: [], by: 'sue' } as const;
    expect(centre.refuse(open)).toEqual({ kind: 'session-open', session: 1 });
    const papers = { data: `${'A'.repeat(43)}=`, es: `${'A'.repeat(43)}=`, en: `${'A'.repeat(43)}=` };
    const close = (size: number): CanvassAct => ({ kind: 'close-session', size, papers, by: 'sue' });
    const size = centre.centre.size;
    newest = size - 1;
    expect(centre.refuse(close(newest))).toEqual({ kind: 'not-the-newest-state', size: newest, newest: size });
    newest = size;
    expect(centre.refuse(close(size - 3))).toEqual({ kind: 'not-the-newest-state', size: size - 3, newest: size });
    expect(centre.do(close(size))).toEqual([{ kind: 'SessionClosed', session: 1, size, papers }]);
    expect([centre.state.session(), centre.refuse(close(size))]).toEqual([null, { kind: 'no-session' }]);
    expect(centre.do(open)).toMatchObject([{ session: 2, counted: 1 }]);
    expect(centre.state.sessions().map(({ closed }) => closed)).toEqual([size, null]);
  });

  it.each<[string, Partial<Extract<CanvassAct, { kind: 'open-session' }>>, unknown]>([
    ['one who is not on the board', { members: ['mia', 'sol'] }, { kind: 'unknown-member', person: 'sol' }],
    ['a member twice', { members: ['mia', 'mia'] }, { kind: 'unknown-member', person: 'mia' }],
    ['fewer than can decide', { members: ['mia'] }, { kind: 'no-quorum', quorum: 2, voted: 1 }],
    ['no place', { place: '' }, { kind: 'bad-content', detail: 'place' }],
    ['a delegate of no party', { delegates: [['', 'Del']] }, { kind: 'bad-content', detail: 'delegates' }],
    ['more than any board has', { members: Array(1001).fill('mia') }, { kind: 'bad-content', detail: 'members' }],
    ['one who is no secretary', { by: 'mia' }, { kind: 'role-missing', person: 'mia', role: 'secretary' }],
  ])('refuses %s', (_, more, refusal) => {
    const act = { kind: 'open-session', place: 'Hall', members: ['mia', 'max'], delegates: [], by: 'sue' } as const;
    expect(OfficialCentre.open().refuse({ ...act, ...more })).toEqual(refusal);
  });

  it('has members whose names are public', () => {
    const centre = OfficialCentre.open();
    const seat = (member: string, by = 'ada'): Act => ({
      kind: 'seat-member',
      member,
      name: 'Dr',
      title: words('x'),
      by,
    });
    expect(centre.refuse(seat('mia'))).toEqual({ kind: 'role-as-it-is', person: 'mia', role: 'member' });
    expect(centre.refuse(seat('sol'))).toEqual({ kind: 'unknown-member', person: 'sol' });
    expect(centre.refuse(seat('mia', 'console'))).toMatchObject({ kind: 'role-missing', role: 'administrator' });
    expect(centre.refuse({ ...seat('mel'), name: '' } as Act)).toEqual({
      kind: 'role-as-it-is',
      person: 'mel',
      role: 'member',
    });
    centre.do({ kind: 'unseat-member', member: 'mia', by: 'ada' });
    expect(centre.refuse({ kind: 'unseat-member', member: 'mia', by: 'ada' })).toEqual({
      kind: 'unknown-member',
      person: 'mia',
    });
    expect(centre.refuse({ ...seat('mia'), name: '' } as Act)).toEqual({ kind: 'bad-content', detail: 'name' });
    expect(centre.state.members().map(({ seated }) => seated)).toEqual([false, true, true]);
  });
});

describe('an objection', () => {
  it('whose ground holds takes the figures out until the ruling; another does not', () => {
    const { centre, sheet } = inSession();
    centre.do(objection(sheet, 'sum'));
    expect(centre.word()).toBe('counted');
    expect(centre.state.endings.unansweredIn(0, 0)).toBe(1);
    centre.do(objection(sheet, 'tamper'));
    expect([centre.word(), centre.state.open(0, 0)]).toEqual(['open objected', 3]);
    const open = centre.state.objectionsOf(0).map(({ record }) => record);
    expect(centre.refuse(ruling(sheet, 'stands'))).toEqual({ kind: 'objections-not-answered', open });
    expect(centre.refuse(ruling(sheet, 'stands', { objections: [[open[0] ?? 0, true]] }))).toEqual({
      kind: 'objections-not-answered',
      open,
    });
    centre.do(
      ruling(sheet, 'stands', { objections: [...open].reverse().map((record) => [record, record === open[1]]) }),
    );
    expect(centre.state.objectionsOf(0).map(({ answer }) => answer?.upheld)).toEqual([false, true]);
    expect([centre.word(), centre.state.endings.unansweredIn(0, 0)]).toEqual(['counted', 0]);
    expect(centre.refuse(ruling(sheet, 'stands'))).toEqual({ kind: 'effect-not-allowed', effect: 'stands' });
  });

  it.each<[string, (sheet: number) => Act, unknown]>([
    ['no such ground', (s) => objection(s, 'whim'), { kind: 'unknown-ground', ground: 'whim' }],
    [
      'a delegate who is not there',
      (s) => ({ ...objection(s), delegate: 'Dos' }) as Act,
      { kind: 'not-present', person: 'Dos' },
    ],
    [
      'a delegate without a name',
      (s) => ({ ...objection(s), delegate: '' }) as Act,
      { kind: 'bad-content', detail: 'delegate' },
    ],
    ['no text', (s) => ({ ...objection(s), text: words('') }) as Act, { kind: 'bad-content', detail: 'text' }],
    [
      'one who is no secretary',
      (s) => ({ ...objection(s), by: 'sol' }) as Act,
      { kind: 'role-missing', person: 'sol', role: 'secretary' },
    ],
    ['what is still typed', (s) => objection(s, 'tamper', GOV), { kind: 'not-waiting', state: 'awaiting-first' }],
    [
      'a contest that is none',
      (s) => objection(s, 'tamper', 'x' as typeof GOV),
      { kind: 'unknown-contest', contest: 'x' },
    ],
    ['a sheet that is none', () => objection(3), { kind: 'unknown-sheet', sheet: 3 }],
  ])('is refused: %s', (_, act, refusal) => {
    const { centre, sheet } = inSession();
    expect(centre.refuse(act(sheet))).toEqual(refusal);
  });

  it('is refused without a session, and so is a ruling', () => {
    const centre = OfficialCentre.open();
    const sheet = centre.agreed(A);
    expect(centre.refuse(objection(sheet))).toEqual({ kind: 'no-session' });
    expect(centre.refuse(ruling(sheet, 'annul'))).toEqual({ kind: 'no-session' });
  });
});

describe('a ruling', () => {
  it('count: an observed contest counts as it was typed', () => {
    const { centre, sheet } = inSession(DOUBT);
    expect(centre.word()).toBe('open observed');
    expect(centre.kinds(ruling(sheet, 'count'))).toEqual(['BoardRuled', 'SheetAgreed']);
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'original', corrected: false });
    expect(centre.events.at(-2)?.header).toMatchObject({ count: 'official', contest: PRES, actor: 'max' });
    const unreadable = inSession(NONE);
    expect(unreadable.centre.refuse(ruling(unreadable.sheet, 'count'))).toEqual({
      kind: 'effect-not-allowed',
      effect: 'count',
    });
    const agreed = inSession();
    expect(agreed.centre.refuse(ruling(agreed.sheet, 'count'))).toEqual({
      kind: 'effect-not-allowed',
      effect: 'count',
    });
  });

  it('correct: the figures of the board count, also where nobody could read any', () => {
    const { centre, sheet } = inSession(NONE);
    const boxes = read([4, 'empty', 6]).boxes;
    expect(centre.kinds(ruling(sheet, 'correct', { boxes }))).toEqual(['BoardRuled', 'SheetCorrected']);
    expect(centre.events.at(-1)?.body).toMatchObject({ boxes, from: centre.centre.size - 2 });
    expect(centre.end()).toMatchObject({ kind: 'counted', corrected: true });
    expect(centre.refuse(ruling(sheet, 'correct'))).toEqual({ kind: 'bad-content', detail: 'boxes' });
    expect(centre.refuse(ruling(sheet, 'annul', { boxes }))).toEqual({ kind: 'bad-content', detail: 'boxes' });
    expect(centre.refuse(ruling(sheet, 'correct', { boxes: read([1]).boxes }))).toEqual({
      kind: 'wrong-number-of-boxes',
      expected: 3,
      found: 1,
    });
  });

  it('retype: two others type it afresh, and a correction is forgotten', () => {
    const { centre, sheet } = inSession();
    centre.do(ruling(sheet, 'correct', { boxes: A.boxes }));
    centre.do(ruling(sheet, 'retype'));
    expect(centre.word()).toBe('open typing');
    expect(centre.refuse(commit(sheet, 'tia', A))).toEqual({ kind: 'same-person', person: 'tia' });
    centre.type(sheet, A, PRES, ['tess', 'tim']);
    expect(centre.end()).toMatchObject({ kind: 'counted', corrected: false });
  });

  it('recount: with scans it waits for its paper, without it is typed at once', () => {
    const { centre, sheet } = inSession();
    centre.do(ruling(sheet, 'recount'));
    expect(centre.word()).toBe('open recount');
    expect(centre.refuse(commit(sheet, 'tess', A))).toEqual({ kind: 'not-waiting', state: 'awaiting-recount' });
    centre.do({ ...scan(sheet, 'recount'), pictures: [] } as Act);
    centre.type(sheet, read([9, 9, 9]), PRES, ['tess', 'tim']);
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'recount' });
    const direct = inSession(A, false);
    direct.centre.do(ruling(direct.sheet, 'recount'));
    expect(direct.centre.word()).toBe('open typing');
    const lost = inSession();
    lost.centre.do(ruling(lost.sheet, 'recount'));
    lost.centre.do(ruling(null, 'lost'));
    expect(lost.centre.word()).toBe('lost');
  });

  it('annul: it does not count, and nothing more is done of it', () => {
    const { centre, sheet } = inSession();
    expect(centre.kinds(ruling(sheet, 'annul'))).toEqual(['BoardRuled', 'SheetAnnulled']);
    expect(centre.word()).toBe('annulled');
    expect(centre.state.ends(0, 0)).toMatchObject({ annulled: 1, open: 2, counted: 0 });
    expect(centre.refuse(ruling(sheet, 'retype'))).toEqual({ kind: 'not-waiting', state: 'struck' });
    expect(centre.refuse(commit(sheet, 'tess', A))).toEqual({ kind: 'not-waiting', state: 'struck' });
  });

  it('is a vote: quorum, majority, nobody twice, nobody from elsewhere', () => {
    const { centre, sheet } = inSession();
    const refused = (more: object) => centre.refuse(ruling(sheet, 'annul', more));
    expect(refused({ for: ['mia', 'max'], against: ['mia'] })).toEqual({ kind: 'not-present', person: 'mia' });
    expect(refused({ for: ['mia', 'max', 'sol'] })).toEqual({ kind: 'not-present', person: 'sol' });
    expect(refused({ for: ['mia'], against: ['max', 'mel'] })).toEqual({ kind: 'not-present', person: 'max' });
    expect(refused({ law: words('') })).toEqual({ kind: 'bad-content', detail: 'law' });
    expect(refused({ by: ['mia', 'mia'] })).toEqual({ kind: 'same-person', person: 'mia' });
    expect(refused({ by: ['mia', 'sue'] })).toEqual({ kind: 'role-missing', person: 'sue', role: 'member' });
    centre.do({ kind: 'unseat-member', member: 'mel', by: 'ada' });
    expect(refused({})).toEqual({ kind: 'unknown-member', person: 'mel' });
    const strict = OfficialCentre.open(canvassDefinition({ quorum: 3 }));
    const other = strict.agreed(A);
    strict.session();
    expect(strict.refuse(ruling(other, 'annul', { against: [] }))).toEqual({ kind: 'no-quorum', quorum: 3, voted: 2 });
    expect(strict.do(ruling(other, 'annul', { against: [], abstained: ['mel'] }))).toHaveLength(2);
    const five = OfficialCentre.open();
    for (const member of ['moe', 'may']) {
      five.do({ kind: 'grant-role', person: member, role: 'member', by: 'console' });
      five.do({ kind: 'seat-member', member, name: member, title: words('x'), by: 'ada' });
    }
    const sheet5 = five.agreed(A);
    const members = ['mia', 'max', 'mel', 'moe'];
    five.do({ kind: 'open-session', place: 'Hall', members, delegates: [], by: 'sue' });
    expect(five.refuse(ruling(sheet5, 'annul', { against: ['mel', 'moe'] }))).toEqual({ kind: 'no-majority' });
    expect(five.refuse(ruling(sheet5, 'annul', { against: ['may'] }))).toEqual({ kind: 'not-present', person: 'may' });
  });

  it('is not of whoever typed the contest', () => {
    const { centre, sheet } = inSession(DOUBT);
    centre.do({ kind: 'revoke-role', person: 'tia', role: 'typist', by: 'console' });
    centre.do({ kind: 'grant-role', person: 'tia', role: 'member', by: 'console' });
    centre.do({ kind: 'seat-member', member: 'tia', name: 'Tia', title: words('x'), by: 'ada' });
    const papers = { data: `${'A'.repeat(43)}=`, es: `${'A'.repeat(43)}=`, en: `${'A'.repeat(43)}=` };
    const size = centre.centre.size;
    const closing = new OfficialCentre(undefined, { newestState: () => size });
    for (const { header, body } of centre.events) closing.take(header, body);
    closing.at = centre.at;
    closing.do({ kind: 'close-session', size, papers, by: 'sue' });
    closing.do({ kind: 'open-session', place: 'Hall', members: ['mia', 'max', 'tia'], delegates: [], by: 'sue' });
    const act = ruling(sheet, 'count', { against: ['tia'] });
    expect(closing.refuse(act)).toEqual({ kind: 'same-person', person: 'tia' });
    expect(closing.refuse(ruling(sheet, 'retype', { against: [], abstained: ['tia'] }))).toEqual({
      kind: 'same-person',
      person: 'tia',
    });
  });

  it.each<[string, (sheet: number, centre: OfficialCentre) => Act, unknown]>([
    [
      'a ground that is none',
      (s) => ruling(s, 'annul', { ground: 'whim' }),
      { kind: 'unknown-ground', ground: 'whim' },
    ],
    [
      'a ground that does not allow it',
      (s) => ruling(s, 'annul', { ground: 'sum' }),
      { kind: 'effect-not-allowed', effect: 'annul' },
    ],
    [
      'no ground where one is needed',
      (s) => ruling(s, 'recount', { ground: null }),
      { kind: 'effect-not-allowed', effect: 'recount' },
    ],
    ['no date of a repeated vote', (s) => ruling(s, 'repeat'), { kind: 'bad-content', detail: 'until' }],
    ['a date of the past', (s, c) => ruling(s, 'repeat', { until: c.at }), { kind: 'bad-content', detail: 'until' }],
    [
      'a date of something else',
      (s, c) => ruling(s, 'annul', { until: soon(c) }),
      { kind: 'bad-content', detail: 'until' },
    ],
    ['a sheet that is lost', (s) => ruling(s, 'lost'), { kind: 'effect-not-allowed', effect: 'lost' }],
    ['lost, where there is a sheet', () => ruling(null, 'lost'), { kind: 'effect-not-allowed', effect: 'lost' }],
    [
      'lost, where one is expected',
      () => ruling(null, 'lost', { station: station('s1') }),
      { kind: 'effect-not-allowed', effect: 'lost' },
    ],
    [
      'lost, in a contest that is none',
      () => ruling(null, 'lost', { contest: 'x' as typeof PRES }),
      { kind: 'unknown-contest', contest: 'x' },
    ],
    ['no sheet, and another effect', () => ruling(null, 'annul'), { kind: 'effect-not-allowed', effect: 'annul' }],
    ['another station', (s) => ruling(s, 'annul', { station: station('s1') }), { kind: 'unknown-sheet', sheet: 25 }],
    [
      'an objection that is none',
      (s) => ruling(s, 'annul', { objections: [[4, true]] }),
      { kind: 'objections-not-answered', open: [] },
    ],
    [
      'what is still typed',
      (s) => ruling(s, 'annul', { contest: GOV }),
      { kind: 'not-waiting', state: 'awaiting-first' },
    ],
    [
      'one who is not for it',
      (s) => ruling(s, 'annul', { by: ['mia', 'mel'] }),
      { kind: 'not-present', person: 'mel' },
    ],
  ])('is refused: %s', (_, act, refusal) => {
    const { centre, sheet } = inSession();
    expect(centre.refuse(act(sheet, centre))).toEqual(refusal);
  });

  it('of each effect is asked of a ground of the definition', () => {
    for (const effect of RULING_EFFECTS) {
      const { centre, sheet } = inSession();
      const of = effect === 'lost' ? null : sheet;
      const act = ruling(of, effect, { ground: 'whim', until: effect === 'repeat' ? soon(centre) : null });
      expect(centre.refuse(act)).toEqual({ kind: 'unknown-ground', ground: 'whim' });
    }
  });
});

describe('a copy', () => {
  it.each<[string, (centre: OfficialCentre) => void, unknown]>([
    ['of an original that is expected', () => undefined, { kind: 'wrong-custody', state: 'expected' }],
    ['of one that is there', (c) => void c.sheet('s1'), { kind: 'already-received-envelope', sheet: 26 }],
  ])('is refused: %s', (_, before, refusal) => {
    const centre = OfficialCentre.open();
    centre.session();
    before(centre);
    const copy = { kind: 'admit-copy', station: station('s1'), holder: words('Party'), ...VOTE } as const;
    expect(centre.refuse(copy)).toEqual(refusal);
    expect(centre.refuse({ ...copy, holder: words('') })).toEqual({ kind: 'bad-content', detail: 'holder' });
  });
});

it('without `canvass` nothing of this is done, and an envelope is typed as it comes', () => {
  const centre = new OfficialCentre({
    ...canvassDefinition(),
    election: { ...canvassDefinition().election, canvass: null },
  });
  centre.do({ kind: 'grant-role', person: 'cat', role: 'custodian', by: 'console' });
  centre.do({ kind: 'open-count', count: 'official', by: 'console' });
  const act = { kind: 'store-envelope', sheet: 1, where: 'x', by: 'cat' } as const;
  expect(centre.refuse(act)).toEqual({ kind: 'no-canvass' });
  centre.do({ kind: 'receive-envelope', station: station('s0') });
  expect(centre.centre.typingOf(centre.centre.size - 1, PRES)?.kind).toBe('awaiting-first');
});
