import { describe, expect, it } from 'vitest';
import type { CentreAct } from './acts.ts';
import {
  Centre,
  GOV,
  hash,
  littleDefinition,
  PRES,
  picture,
  read,
  sheetOf,
  station,
  unit,
  words,
} from './centre-example.test-support.ts';

const reason = words('why');
const two = ['sol', 'sam'] as const;
const A = read([1, 2, 3]);
const withdraw = (sheet: number): CentreAct => ({
  kind: 'withdraw-sheet',
  sheet,
  code: 'false-sheet',
  by: two,
  reason,
});
const choose = (sheet: number, of = 's0'): CentreAct => ({
  kind: 'choose-sheet',
  count: 'preliminary',
  station: station(of),
  sheet,
  by: two,
  reason,
});
/** All stations of the scope, and nobody's place taken. */
const whole = { only: null, replaces: null };
const list = (centre: Centre, queue: 'toType' | 'toResolve') =>
  [...centre.state.waiting[queue].items()].map((w) => centre.state.partsOf(w).sheet);

describe('a sheet comes in', () => {
  it('the first stands and waits to be typed, in each contest of its station', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s0', 1);
    expect(centre.events.at(-1)).toMatchObject({
      header: { count: 'preliminary', actor: null },
      body: {
        kind: 'SheetReceived',
        station: 's0',
        content: hash(1),
        pictures: [picture(1)],
        matched: 'name',
        device: null,
      },
    });
    expect([centre.standing(sheet), centre.typing(sheet), centre.typing(sheet, GOV)]).toEqual([
      'standing',
      'awaiting-first',
      'awaiting-first',
    ]);
    expect(centre.typing(centre.receive('s2', 2), GOV)).toBe(undefined);
    expect(list(centre, 'toType')).toEqual([sheet, sheet, sheet + 1]);
    expect([...centre.state.papers.silent('preliminary')]).toEqual([1]);
  });

  it('the same content again changes nothing, also after it was withdrawn; at another station it is another sheet', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s0', 1);
    expect(centre.refuse(sheetOf('s0', 1))).toEqual({ kind: 'already-received', sheet });
    centre.receive('s1', 1);
    centre.do(withdraw(sheet));
    expect(centre.refuse(sheetOf('s0', 1))).toEqual({ kind: 'already-received', sheet });
  });

  it('another content: disputed at once, whoever was first, and a third too', () => {
    const centre = Centre.open();
    const [first, second] = [centre.receive('s0', 1), centre.state.size];
    expect(centre.do(sheetOf('s0', 2))[1]).toEqual({ kind: 'SheetDisputed', station: 's0', sheets: [first, second] });
    const third = centre.state.size;
    expect(centre.do(sheetOf('s0', 3))[1]).toEqual({
      kind: 'SheetDisputed',
      station: 's0',
      sheets: [first, second, third],
    });
    for (const sheet of [first, second, third]) expect(centre.standing(sheet)).toBe('disputed');
    expect([list(centre, 'toType'), centre.state.papers.disputes.preliminary.size]).toEqual([[], 1]);
  });

  it('an agreement that was in the total leaves it, and is back when its sheet is chosen', () => {
    const centre = Centre.open();
    const first = centre.receive('s0', 1);
    centre.commit(first, 'tia', A);
    centre.commit(first, 'tom', A);
    expect(centre.state.waiting.agreed('preliminary', 0)).toBe(1);
    centre.receive('s0', 2);
    expect(centre.state.waiting.agreed('preliminary', 0)).toBe(0);
    expect(centre.kinds(choose(first))).toEqual(['SheetSuperseded']);
    expect(centre.state.waiting.agreed('preliminary', 0)).toBe(1);
  });

  it.each<[string, Parameters<typeof sheetOf>[2], unknown]>([
    [
      'no such device',
      { signed: { device: 'd9', sentAt: 0 as never, signature: '' } },
      { kind: 'unknown-device', device: 'd9' },
    ],
    [
      'a revoked device',
      { signed: { device: 'd0', sentAt: 0 as never, signature: '' } },
      { kind: 'unknown-device', device: 'd0' },
    ],
    [
      'a device of elsewhere',
      { signed: { device: 'd2', sentAt: 0 as never, signature: '' } },
      { kind: 'device-out-of-scope', device: 'd2', station: 's0' },
    ],
    [
      'no signature',
      { signed: { device: 'd1', sentAt: 0 as never, signature: 'x' } },
      { kind: 'bad-content', detail: 'signature' },
    ],
    ['no such station', { station: station('s9') }, { kind: 'unknown-station', station: 's9' }],
    ['a content that is no hash', { content: 'x' }, { kind: 'bad-content', detail: 'content' }],
    ['matched at a desk by nobody', { matched: 'desk' }, { kind: 'bad-content', detail: 'matched' }],
    ['matched by code and by a person', { by: 'sol' }, { kind: 'bad-content', detail: 'matched' }],
    [
      'matched by a typist',
      { matched: 'desk', by: 'tia' },
      { kind: 'role-missing', person: 'tia', role: 'supervisor' },
    ],
  ])('%s · refused', (_, more, refusal) => {
    const centre = Centre.open();
    for (const [device, scope] of [
      ['d0', 'u0'],
      ['d1', 'u1'],
      ['d2', 'u2'],
    ] as const)
      centre.do({ kind: 'enrol-device', device, key: hash(5), scope: unit(scope), ...whole, by: 'ada' });
    centre.do({ kind: 'revoke-device', device: 'd0', by: 'ada' });
    expect(centre.refuse(sheetOf('s0', 1, more))).toEqual(refusal);
  });

  it('from an enrolled device of its unit, or above; or matched by a supervisor, whom the header shows', () => {
    const centre = Centre.open();
    for (const scope of ['u0', 'u1']) {
      centre.do({ kind: 'enrol-device', device: scope, key: hash(5), scope: unit(scope), ...whole, by: 'console' });
      centre.receive('s0', centre.state.size, {
        signed: { device: scope, sentAt: centre.at, signature: `${'A'.repeat(86)}==` },
      });
    }
    centre.receive('s1', 1, { matched: 'desk', by: 'sol' });
    expect(centre.events.at(-1)?.header.actor).toBe('sol');
  });

  it('without a picture only in a rehearsal', () => {
    Centre.open().receive('s0', 1, { pictures: [] });
    expect(Centre.open(littleDefinition('live')).refuse(sheetOf('s0', 1, { pictures: [] }))).toEqual({
      kind: 'picture-missing',
    });
  });

  it('not before its count is open, nor into an imported one', () => {
    expect(new Centre().refuse(sheetOf('s0', 1))).toEqual({ kind: 'count-not-open', count: 'preliminary' });
    expect(new Centre().refuse({ kind: 'receive-envelope', station: station('s0') })).toEqual({
      kind: 'count-not-open',
      count: 'official',
    });
  });

  it('after the closing it is late, and nothing more happens to it', () => {
    const centre = Centre.open();
    centre.receive('s0', 1);
    centre.do({ kind: 'close-count', count: 'preliminary', by: 'pam' });
    const late = centre.state.size;
    expect(centre.kinds(sheetOf('s0', 2))).toEqual(['SheetReceived']);
    expect([centre.standing(late), centre.typing(late)]).toEqual(['late', undefined]);
    expect(centre.state.papers.late('preliminary')).toBe(1);
    expect(centre.refuse(sheetOf('s0', 2))).toEqual({ kind: 'already-received', sheet: late });
  });
});

describe('an envelope comes in', () => {
  it('once, and again only after it was withdrawn', () => {
    const centre = Centre.open();
    const envelope: CentreAct = { kind: 'receive-envelope', station: station('s0') };
    const first = centre.state.size;
    expect(centre.do(envelope)).toEqual([
      { kind: 'EnvelopeReceived', station: 's0', seal: null, condition: null, from: null },
    ]);
    expect(centre.refuse(envelope)).toEqual({ kind: 'already-received', sheet: first });
    centre.do(withdraw(first));
    const second = centre.state.size;
    expect(centre.kinds(envelope)).toEqual(['EnvelopeReceived']);
    expect(centre.refuse(envelope)).toEqual({ kind: 'already-received', sheet: second });
    expect(centre.refuse({ kind: 'receive-envelope', station: station('s9') })).toEqual({
      kind: 'unknown-station',
      station: 's9',
    });
  });
});

describe('two supervisors', () => {
  function disputed() {
    const centre = Centre.open();
    const sheets = [centre.receive('s0', 1), centre.receive('s0', 2)] as const;
    return { centre, sheets };
  }

  it('choose: the others are superseded, and the chosen one waits to be typed again', () => {
    const { centre, sheets } = disputed();
    expect(centre.do(choose(sheets[1]))).toEqual([
      { kind: 'SheetSuperseded', station: 's0', sheet: sheets[1], over: [sheets[0]], by: two, reason },
    ]);
    expect(centre.events.at(-1)?.header).toMatchObject({ count: 'preliminary', actor: 'sam' });
    expect(sheets.map((s) => centre.standing(s))).toEqual(['superseded', 'standing']);
    expect(list(centre, 'toType')).toEqual([sheets[1], sheets[1]]);
    expect(centre.refuse(choose(sheets[0]))).toEqual({ kind: 'not-waiting', state: 'superseded' });
    expect(centre.refuse(choose(sheets[1]))).toEqual({ kind: 'not-waiting', state: 'standing' });
  });

  it('withdraw one of two: the other stands; the last: none does, until the next', () => {
    const { centre, sheets } = disputed();
    expect(centre.do(withdraw(sheets[0]))).toEqual([
      { kind: 'SheetWithdrawn', station: 's0', sheet: sheets[0], code: 'false-sheet', by: two, reason },
    ]);
    expect(sheets.map((s) => centre.standing(s))).toEqual(['withdrawn', 'standing']);
    centre.do(withdraw(sheets[1]));
    expect(centre.state.papers.station('preliminary', 0)).toEqual({ kind: 'none' });
    expect(centre.refuse(withdraw(sheets[1]))).toEqual({ kind: 'not-waiting', state: 'withdrawn' });
    expect(centre.standing(centre.receive('s0', 3))).toBe('standing');
  });

  it('withdraw one of three: two are still disputed', () => {
    const { centre, sheets } = disputed();
    const third = centre.receive('s0', 3);
    centre.do(withdraw(sheets[1]));
    expect(centre.state.papers.station('preliminary', 0)).toMatchObject({
      kind: 'disputed',
      sheets: [sheets[0], third],
    });
    expect(centre.do(choose(third))).toMatchObject([{ over: [sheets[0]] }]);
  });

  it('with a withdrawn sheet go the entries that stand alone, in every contest', () => {
    const centre = Centre.open();
    const sheet = centre.receive('s0', 1);
    centre.commit(sheet, 'tia', A);
    centre.commit(sheet, 'tom', read([5, 6]), GOV);
    const voids = centre.do(withdraw(sheet)).slice(1);
    expect(voids).toMatchObject(
      [PRES, GOV].map((_, i) => ({ kind: 'EntryVoided', sheet, entry: sheet + 1 + i, reason: 'withdrawn' })),
    );
    expect(centre.events.at(-1)?.header).toMatchObject({ contest: GOV, actor: null });
  });

  it.each<[string, (sheets: readonly [number, number]) => CentreAct, unknown]>([
    [
      'one person twice',
      (s) => ({ ...choose(s[0]), by: ['sol', 'sol'] }) as CentreAct,
      { kind: 'same-person', person: 'sol' },
    ],
    [
      'one without the role',
      (s) => ({ ...withdraw(s[0]), by: ['sol', 'val'] }) as CentreAct,
      { kind: 'role-missing', person: 'val', role: 'supervisor' },
    ],
    [
      'no reason',
      (s) => ({ ...choose(s[0]), reason: words('') }) as CentreAct,
      { kind: 'bad-content', detail: 'reason' },
    ],
    [
      'no reason to withdraw',
      (s) => ({ ...withdraw(s[0]), reason: words('') }) as CentreAct,
      { kind: 'bad-content', detail: 'reason' },
    ],
    ['no such sheet', () => choose(4), { kind: 'unknown-sheet', sheet: 4 }],
    ['no such sheet to withdraw', () => withdraw(4), { kind: 'unknown-sheet', sheet: 4 }],
    ['a sheet of another station', (s) => choose(s[0], 's1'), { kind: 'unknown-sheet', sheet: 14 }],
    ['no such station', (s) => choose(s[0], 's9'), { kind: 'unknown-station', station: 's9' }],
    [
      'no such code',
      (s) => ({ ...withdraw(s[0]), code: 'whim' }) as unknown as CentreAct,
      { kind: 'bad-content', detail: 'code' },
    ],
  ])('%s · refused', (_, act, refusal) => {
    const { centre, sheets } = disputed();
    expect(centre.refuse(act(sheets))).toEqual(refusal);
  });
});
