import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import type { ContestId } from '../model/ids.ts';
import type { CentreAct } from './acts.ts';
import { Centre, littleDefinition, POLLS_CLOSE, PRES, read, sheetOf, words } from './centre-example.test-support.ts';

const why = words('why');
const office = words('Board');
const two = ['sol', 'sam'] as const;

describe('roles', () => {
  it.each<[string, Extract<CentreAct, { kind: 'grant-role' | 'revoke-role' }>, unknown]>([
    [
      'a typist judges nothing',
      { kind: 'grant-role', person: 'tia', role: 'supervisor', by: 'ada' },
      { kind: 'roles-conflict', person: 'tia', role: 'supervisor', has: 'typist' },
    ],
    [
      'who judges does not type',
      { kind: 'grant-role', person: 'val', role: 'typist', by: 'ada' },
      { kind: 'roles-conflict', person: 'val', role: 'typist', has: 'verifier' },
    ],
    [
      'nor by the console',
      { kind: 'grant-role', person: 'aud', role: 'typist', by: 'console' },
      { kind: 'roles-conflict', person: 'aud', role: 'typist', has: 'auditor' },
    ],
    [
      'granted already',
      { kind: 'grant-role', person: 'tia', role: 'typist', by: 'ada' },
      { kind: 'role-as-it-is', person: 'tia', role: 'typist' },
    ],
    [
      'never granted',
      { kind: 'revoke-role', person: 'tia', role: 'auditor', by: 'ada' },
      { kind: 'role-as-it-is', person: 'tia', role: 'auditor' },
    ],
    [
      'the last administrator',
      { kind: 'revoke-role', person: 'ada', role: 'administrator', by: 'ada' },
      { kind: 'last-administrator' },
    ],
    [
      'not even by the console',
      { kind: 'revoke-role', person: 'ada', role: 'administrator', by: 'console' },
      { kind: 'last-administrator' },
    ],
    [
      'by who is no administrator',
      { kind: 'grant-role', person: 'new', role: 'typist', by: 'sol' },
      { kind: 'role-missing', person: 'sol', role: 'administrator' },
    ],
    [
      'to the name of the console',
      { kind: 'grant-role', person: 'console', role: 'typist', by: 'ada' },
      { kind: 'bad-content', detail: 'person' },
    ],
    [
      'to a name that fits no header',
      { kind: 'grant-role', person: 'x'.repeat(65), role: 'typist', by: 'ada' },
      { kind: 'bad-content', detail: 'person' },
    ],
    [
      'to no name',
      { kind: 'grant-role', person: '', role: 'typist', by: 'ada' },
      { kind: 'bad-content', detail: 'person' },
    ],
  ])('%s · refused', (_, act, refusal) => {
    expect(Centre.open().refuse(act)).toEqual(refusal);
  });

  it('are granted by a person, whom the header shows, or by the console, which is nobody', () => {
    const centre = Centre.open();
    centre.do({ kind: 'grant-role', person: 'eve', role: 'administrator', by: 'ada' });
    expect(centre.events.at(-1)).toMatchObject({
      header: { actor: 'ada', kind: 'RoleGranted' },
      body: { person: 'eve' },
    });
    centre.do({ kind: 'revoke-role', person: 'ada', role: 'administrator', by: 'console' });
    expect(centre.events.at(-1)).toMatchObject({
      header: { actor: null, kind: 'RoleRevoked' },
      body: { person: 'ada' },
    });
    expect(centre.refuse({ kind: 'grant-role', person: 'x', role: 'typist', by: 'ada' })).toMatchObject({
      kind: 'role-missing',
    });
    expect(centre.state.people.administrators).toBe(1);
  });

  it('two of which judge go together, and a typist who gave hers back may judge', () => {
    const centre = Centre.open();
    centre.do({ kind: 'grant-role', person: 'val', role: 'supervisor', by: 'ada' });
    centre.do({ kind: 'revoke-role', person: 'tia', role: 'typist', by: 'ada' });
    centre.do({ kind: 'grant-role', person: 'tia', role: 'verifier', by: 'ada' });
    expect(centre.state.people.rolesOf('tia')).toEqual(['verifier']);
  });
});

describe('what the console may not do', () => {
  it.each<[string, CentreAct]>([
    ['revoke a device', { kind: 'revoke-device', device: 'd', by: 'console' }],
    ['type', { kind: 'commit-entry', sheet: 1, contest: PRES, by: 'console', content: read([1, 2, 3]) }],
    ['resolve', { kind: 'resolve-difference', sheet: 1, contest: PRES, by: 'console', content: read([1, 2, 3]) }],
    ['void as a supervisor', { kind: 'void-entry', entry: 1, reason: 'supervisor', by: 'console' }],
    ['match a sheet', sheetOf('s0', 1, { matched: 'desk', by: 'console' })],
    ['rule', { kind: 'rule-observed', sheet: 1, contest: PRES, ruling: 'count', by: ['sol', 'console'], reason: why }],
    [
      'choose',
      {
        kind: 'choose-sheet',
        count: 'preliminary',
        station: 's0' as never,
        sheet: 1,
        by: ['console', 'sol'],
        reason: why,
      },
    ],
    ['withdraw', { kind: 'withdraw-sheet', sheet: 1, code: 'other', by: ['console', 'sol'], reason: why }],
    [
      'stop as one of two',
      { kind: 'stop-publication', count: 'preliminary', office, reason: why, by: ['pam', 'console'] },
    ],
  ])('%s', (_, act) => {
    expect(Centre.open().refuse(act)).toMatchObject({ kind: 'role-missing', person: 'console' });
  });
});

describe('counts', () => {
  it('open once, close once, and only by a publisher or the console', () => {
    const centre = new Centre();
    const count = 'official';
    centre.do({ kind: 'grant-role', person: 'pam', role: 'publisher', by: 'console' });
    expect(centre.refuse({ kind: 'close-count', count, by: 'pam' })).toEqual({ kind: 'count-not-open', count });
    expect(centre.refuse({ kind: 'open-count', count, by: 'ada' })).toEqual({
      kind: 'role-missing',
      person: 'ada',
      role: 'publisher',
    });
    expect(centre.do({ kind: 'open-count', count, by: 'pam' })).toEqual([
      { kind: 'CountOpened', mode: 'entered', files: [] },
    ]);
    expect(centre.refuse({ kind: 'open-count', count, by: 'pam' })).toEqual({ kind: 'count-already-open', count });
    centre.do({ kind: 'close-count', count, by: 'console' });
    expect(centre.events.at(-1)).toMatchObject({ header: { kind: 'CountClosed', count, actor: null } });
    for (const kind of ['open-count', 'close-count'] as const)
      expect(centre.refuse({ kind, count, by: 'pam' })).toEqual({ kind: 'count-closed', count });
  });

  it('close on every entry that stands alone, of this count only', () => {
    const centre = Centre.open();
    const [a, b] = [centre.receive('s0', 1), centre.receive('s1', 2)];
    const envelope = centre.state.size;
    centre.do({ kind: 'receive-envelope', station: 's0' as never });
    centre.commit(a, 'tia', read([1, 2, 3]));
    centre.commit(b, 'tia', read([1, 2, 3]));
    centre.commit(b, 'tom', read([1, 2, 3]));
    centre.commit(envelope, 'tia', read([1, 2, 3]));
    const entry = [...centre.state.typing.pending('preliminary').keys()];
    const events = centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    expect(events).toEqual([
      { kind: 'CountClosed' },
      { kind: 'EntryVoided', station: 's0', sheet: a, entry: entry[0], reason: 'closed' },
    ]);
    expect(centre.state.typing.pending('official').size).toBe(1);
    expect([...centre.state.people.voidsOf('tia')]).toEqual([['closed', 1]]);
    expect([...centre.state.waiting.toType.items()].map((work) => centre.state.partsOf(work).sheet)).toEqual([
      envelope,
      envelope,
    ]);
  });

  it('closed: nothing is typed, ruled, chosen or withdrawn any more', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s0', 1);
    centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    const of = { sheet, contest: PRES } as const;
    const acts: CentreAct[] = [
      { kind: 'commit-entry', ...of, by: 'tia', content: read([1, 2, 3]) },
      { kind: 'resolve-difference', ...of, by: 'val', content: read([1, 2, 3]) },
      { kind: 'rule-observed', ...of, ruling: 'count', by: two, reason: why },
      { kind: 'choose-sheet', count: 'preliminary', station: 's0' as never, sheet, by: two, reason: why },
      { kind: 'withdraw-sheet', sheet, code: 'other', by: two, reason: why },
    ];
    for (const act of acts) expect(centre.refuse(act)).toEqual({ kind: 'count-closed', count: 'preliminary' });
  });
});

describe('the embargo of a contest', () => {
  const lift = (contest: string, by = 'pam'): CentreAct => ({
    kind: 'lift-embargo',
    contest: contest as ContestId,
    by,
  });

  it('is lifted once, not before the polls close', () => {
    const centre = Centre.open();
    centre.at = instant(POLLS_CLOSE - 1001);
    expect(centre.refuse(lift('pres'))).toEqual({ kind: 'polls-open', until: POLLS_CLOSE });
    centre.at = instant(POLLS_CLOSE - 1000);
    centre.do(lift('pres', 'console'));
    expect(centre.events.at(-1)?.header).toMatchObject({ kind: 'EmbargoLifted', contest: 'pres', actor: null });
    expect(centre.refuse(lift('pres'))).toEqual({ kind: 'embargo-lifted-already', contest: 'pres' });
    centre.do(lift('gov'));
  });

  it('stays where the definition does not say when they close, and where there is no such contest', () => {
    const centre = Centre.open(littleDefinition('rehearsal', null));
    expect(centre.refuse(lift('pres', 'console'))).toEqual({ kind: 'polls-open', until: null });
    expect(centre.refuse(lift('mayor'))).toEqual({ kind: 'unknown-contest', contest: 'mayor' });
    expect(centre.refuse(lift('pres', 'sol'))).toMatchObject({ kind: 'role-missing' });
  });
});

describe('publication and notices', () => {
  const act = (kind: 'stop-publication' | 'resume-publication', by: readonly [string, string] | null): CentreAct => ({
    kind,
    count: 'preliminary',
    office,
    reason: why,
    by,
  });

  it('stop and resume by two publishers, or unexplained by the machine', () => {
    const centre = Centre.open();
    expect(centre.refuse(act('resume-publication', ['pam', 'pit']))).toMatchObject({ kind: 'publication-as-it-is' });
    expect(centre.refuse(act('stop-publication', ['pam', 'pam']))).toEqual({ kind: 'same-person', person: 'pam' });
    expect(centre.refuse(act('stop-publication', ['pam', 'sol']))).toEqual({
      kind: 'role-missing',
      person: 'sol',
      role: 'publisher',
    });
    expect(centre.do(act('stop-publication', ['pam', 'pit']))).toEqual([
      { kind: 'PublicationStopped', office, reason: why, by: ['pam', 'pit'] },
    ]);
    expect(centre.refuse(act('stop-publication', null))).toMatchObject({ kind: 'publication-as-it-is' });
    centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    expect(centre.do(act('resume-publication', null))).toEqual([
      { kind: 'PublicationResumed', office, reason: why, by: null },
    ]);
  });

  it('say something in both languages', () => {
    const centre = Centre.open();
    const none = { es: 'algo', en: ' ' };
    expect(centre.refuse({ ...act('stop-publication', null), reason: none } as CentreAct)).toEqual({
      kind: 'bad-content',
      detail: 'reason',
    });
    expect(centre.refuse({ ...act('stop-publication', null), office: none } as CentreAct)).toEqual({
      kind: 'bad-content',
      detail: 'office',
    });
    expect(centre.refuse({ kind: 'give-notice', text: none, by: 'pam' })).toEqual({
      kind: 'bad-content',
      detail: 'text',
    });
    expect(centre.refuse({ kind: 'give-notice', text: words('\ud800'), by: 'pam' })).toMatchObject({
      kind: 'bad-content',
    });
    centre.do({ kind: 'give-notice', text: why, by: 'pam' });
    expect(centre.events.at(-1)?.header.actor).toBe('pam');
    expect(centre.refuse({ kind: 'give-notice', text: why, by: 'tia' })).toMatchObject({ kind: 'role-missing' });
  });

  it('a count that was never opened has none', () => {
    const centre = new Centre();
    expect(centre.refuse(act('stop-publication', null))).toEqual({ kind: 'count-not-open', count: 'preliminary' });
  });
});
