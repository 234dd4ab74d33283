import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { GOV, PRES, read, sheetOf, station } from '../entry/centre-example.test-support.ts';
import { decide } from '../entry/decide.ts';
import type { CanvassAct } from './acts.ts';
import {
  CARRIERS,
  canvassDefinition,
  commit,
  OfficialCentre,
  opening,
  reason,
  ruling,
  SEALED,
  scan,
  VOTE,
} from './canvass-example.test-support.ts';

const A = read([1, 2, 3]);
const take = (of = 's0', by = 'cat'): CanvassAct => ({
  kind: 'take-envelope',
  station: station(of),
  from: 'Courier 3',
  by,
  ...SEALED,
});
const miss = (of = 's0', by: readonly [string, string] = CARRIERS): CanvassAct => ({
  kind: 'miss-envelope',
  station: station(of),
  by,
  reason,
});
const move = (sheet: number, more = {}): CanvassAct => ({
  kind: 'move-envelope',
  sheet,
  to: 'Strongroom',
  by: CARRIERS,
  ...SEALED,
  ...more,
});
const store = (sheet: number, where = 'Shelf 4'): CanvassAct => ({ kind: 'store-envelope', sheet, where, by: 'cor' });
const copy = (of = 's0'): CanvassAct => ({
  kind: 'admit-copy',
  station: station(of),
  holder: { es: 'Partido', en: 'Party' },
  ...VOTE,
});

describe('an envelope', () => {
  it('is expected, received, opened, scanned and stored, and every hand-over is kept', () => {
    const centre = OfficialCentre.open();
    expect([centre.state.custodyOf(0).kind, centre.word()]).toEqual(['expected', 'open expected']);
    const sheet = centre.envelope();
    expect(centre.events.at(-1)).toMatchObject({
      header: { count: 'official', actor: 'cat' },
      body: { kind: 'EnvelopeReceived', station: 's0', seal: '77', condition: 'whole', from: 'Courier 3' },
    });
    expect([centre.state.custodyOf(0).kind, centre.word()]).toEqual(['received', 'open sealed']);
    centre.do(move(sheet, { seal: '78', condition: 'broken' }));
    expect(centre.state.custodyOf(0)).toMatchObject({ kind: 'received', seal: '78', everBroken: true });
    centre.do(opening(sheet));
    expect(centre.state.custodyOf(0)).toMatchObject({
      kind: 'opened',
      found: 'sheet',
      condition: 'whole',
      everBroken: true,
    });
    expect([centre.word(), centre.centre.typingOf(sheet, PRES)]).toEqual(['open sealed', undefined]);
    centre.do(scan(sheet));
    expect([centre.state.custodyOf(0).kind, centre.word()]).toEqual(['scanned', 'open typing']);
    expect(centre.centre.papers.sheet(sheet)?.pictures.length).toBe(1);
    centre.do(store(sheet));
    expect(centre.state.custodyOf(0)).toMatchObject({ kind: 'stored', where: 'Shelf 4', found: 'sheet' });
    expect(centre.refuse(store(sheet))).toEqual({ kind: 'wrong-custody', state: 'stored' });
    centre.do(move(sheet));
    expect(centre.state.custodyOf(0).kind).toBe('scanned');
    const acts = centre.state.handOversOf(0).map(({ kind, people, place }) => [kind, people.length, place]);
    expect(acts).toEqual([
      ['EnvelopeReceived', 1, 'Courier 3'],
      ['EnvelopeMoved', 2, 'Strongroom'],
      ['EnvelopeOpened', 2, null],
      ['SheetScanned', 1, null],
      ['EnvelopeStored', 1, 'Shelf 4'],
      ['EnvelopeMoved', 2, 'Strongroom'],
    ]);
  });

  it('is typed when it is open, where nothing is scanned, and never before', () => {
    const centre = OfficialCentre.open(canvassDefinition({ scans: false }));
    const sheet = centre.envelope();
    expect(centre.refuse(commit(sheet, 'tia', A))).toEqual({ kind: 'not-waiting', state: 'sealed' });
    centre.do(opening(sheet));
    centre.type(sheet, A);
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'original', corrected: false, sheet });
    expect(centre.word(0, 1)).toBe('open typing');
  });

  it('with scans, not before it is scanned', () => {
    const centre = OfficialCentre.open();
    const sheet = centre.envelope();
    centre.do(opening(sheet));
    expect(centre.refuse(commit(sheet, 'tia', A))).toEqual({ kind: 'not-waiting', state: 'sealed' });
  });

  it('that is missing may come after all, and be lost again before it is opened', () => {
    const centre = OfficialCentre.open();
    centre.do(miss());
    expect([centre.state.custodyOf(0).kind, centre.word()]).toEqual(['missing', 'open missing']);
    expect(centre.refuse(miss())).toEqual({ kind: 'wrong-custody', state: 'missing' });
    const sheet = centre.envelope();
    expect(centre.word()).toBe('open sealed');
    centre.do(miss());
    expect([centre.word(), centre.centre.papers.sheet(sheet)?.state.kind]).toEqual(['open missing', 'empty']);
    expect(centre.refuse(opening(sheet))).toEqual({ kind: 'wrong-custody', state: 'missing' });
    expect([...centre.state.lists.at('toOpen').items()]).toEqual([]);
    const again = centre.sheet();
    expect(centre.refuse(miss())).toEqual({ kind: 'wrong-custody', state: 'scanned' });
    centre.type(again, A);
    expect(centre.word()).toBe('counted');
  });

  it('that held no sheet speaks for nobody: a copy stands for it, or the contest is lost', () => {
    const centre = OfficialCentre.open();
    const sheet = centre.envelope();
    centre.do(opening(sheet, 'nothing'));
    expect(centre.word()).toBe('open nothing-found');
    expect(centre.refuse(scan(sheet))).toEqual({ kind: 'wrong-custody', state: 'nothing-found' });
    centre.session();
    const admitted = centre.centre.size;
    expect(centre.kinds(copy())).toEqual(['CopyAdmitted']);
    centre.do(scan(admitted));
    centre.type(admitted, A);
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'copy', sheet: admitted });
    centre.do(opening(centre.envelope('s1'), 'other'));
    centre.do(ruling(null, 'lost', { station: station('s1') }));
    expect(centre.end(1)).toMatchObject({ kind: 'lost' });
    expect(centre.word(1, 1)).toBe('open nothing-found');
  });

  it('that comes beside a copy is disputed with it, and two supervisors choose', () => {
    const centre = OfficialCentre.open();
    centre.do(miss());
    centre.session();
    const admitted = centre.centre.size;
    centre.do(copy());
    centre.do(scan(admitted));
    centre.type(admitted, A);
    expect(centre.word()).toBe('counted');
    const late = centre.centre.size;
    expect(centre.kinds(take())).toEqual(['EnvelopeReceived', 'SheetDisputed']);
    expect(centre.word()).toBe('open disputed');
    const by = ['sol', 'sam'] as const;
    centre.do({ kind: 'choose-sheet', count: 'official', station: station('s0'), sheet: late, by, reason });
    expect(centre.word()).toBe('open sealed');
  });

  it('that was withdrawn makes room for another', () => {
    const centre = OfficialCentre.open();
    const sheet = centre.sheet();
    centre.do(commit(sheet, 'tia', A));
    const act = { kind: 'withdraw-sheet', sheet, code: 'wrong-station', by: ['sol', 'sam'], reason } as const;
    expect(centre.kinds(act)).toEqual(['SheetWithdrawn', 'EntryVoided']);
    expect(centre.word()).toBe('open expected');
    expect(centre.envelope()).toBe(centre.centre.size - 1);
    expect(centre.word()).toBe('open sealed');
  });

  it('that comes behind the closing is kept, and speaks for nobody', () => {
    const centre = OfficialCentre.open();
    // Nothing of it is certified: whoever closes it here is none who asks.
    const { header } = centre.events.at(-1) as (typeof centre.events)[number];
    centre.take({ ...header, kind: 'CountClosed', count: 'official', actor: null }, { kind: 'CountClosed' });
    const sheet = centre.envelope();
    expect(centre.centre.papers.sheet(sheet)?.state.kind).toBe('late');
    expect(centre.refuse(opening(sheet))).toEqual({ kind: 'count-closed', count: 'official' });
    expect(centre.do(store(sheet))).toMatchObject([{ kind: 'EnvelopeStored' }]);
  });
});

describe('a list for a desk', () => {
  it('names what waits, since when, and forgets what is done', () => {
    const centre = OfficialCentre.open();
    const items = (list: 'toOpen' | 'toScan' | 'toStore') => [...centre.state.lists.at(list).items()];
    const sheet = centre.envelope();
    expect([items('toOpen'), centre.state.lists.at('toOpen').since(sheet)]).toEqual([[sheet], centre.at]);
    centre.do(opening(sheet));
    expect([items('toOpen'), items('toScan')]).toEqual([[], [sheet]]);
    centre.do(scan(sheet));
    expect([items('toScan'), items('toStore')]).toEqual([[], [sheet]]);
    centre.do(store(sheet));
    expect(items('toStore')).toEqual([]);
    centre.do(miss('s1'));
    const cells = [...centre.state.lists.at('missing').items()].map((cell) => centre.state.lists.partsOf(cell));
    expect(cells).toEqual([
      { place: 1, contest: 0 },
      { place: 1, contest: 1 },
    ]);
  });
});

describe('custody refuses', () => {
  const withSheet = (centre: OfficialCentre) => centre.sheet();
  it.each<[string, (centre: OfficialCentre, sheet: number) => CanvassAct, unknown]>([
    ['one who is no custodian', () => take('s1', 'sol'), { kind: 'role-missing', person: 'sol', role: 'custodian' }],
    [
      'whoever has the machine',
      () => take('s1', 'console'),
      { kind: 'role-missing', person: 'console', role: 'custodian' },
    ],
    ['one person twice', (_, s) => move(s, { by: ['cat', 'cat'] }), { kind: 'same-person', person: 'cat' }],
    ['a station that is none', () => take('s9'), { kind: 'unknown-station', station: 's9' }],
    ['a second envelope', () => take('s0'), { kind: 'already-received-envelope', sheet: 25 }],
    [
      'an envelope of nobody',
      () => ({ ...take('s1'), from: ' ' }) as CanvassAct,
      { kind: 'bad-content', detail: 'from' },
    ],
    [
      'a number where there is no seal',
      (_, s) => move(s, { condition: 'none' }),
      { kind: 'bad-content', detail: 'seal' },
    ],
    ['a move to nowhere', (_, s) => move(s, { to: '' }), { kind: 'bad-content', detail: 'to' }],
    ['a shelf without a name', (_, s) => store(s, ''), { kind: 'bad-content', detail: 'where' }],
    ['a sheet that is none', () => move(4), { kind: 'unknown-sheet', sheet: 4 }],
    ['to open what is open', (_, s) => opening(s), { kind: 'wrong-custody', state: 'scanned' }],
    ['to scan what is scanned', (_, s) => scan(s), { kind: 'wrong-custody', state: 'scanned' }],
    ['a recount that nobody ordered', (_, s) => scan(s, 'recount'), { kind: 'not-waiting', state: 'recount' }],
    [
      'to miss without a reason',
      () => ({ ...miss('s1'), reason: { es: '', en: 'x' } }) as CanvassAct,
      { kind: 'bad-content', detail: 'reason' },
    ],
    [
      'a sheet of the preliminary count',
      (centre) => {
        centre.do(sheetOf('s0', 1));
        return move(centre.centre.size - 1);
      },
      { kind: 'unknown-sheet', sheet: 28 },
    ],
    [
      'pictures without a picture',
      (centre) => {
        const sheet = centre.envelope('s1');
        centre.do(opening(sheet));
        return { ...scan(sheet), content: 'short' } as CanvassAct;
      },
      { kind: 'bad-content', detail: 'content' },
    ],
    [
      'custody of a copy',
      (centre) => {
        centre.do(miss('s1'));
        centre.session();
        centre.do(copy('s1'));
        return move(centre.centre.size - 1);
      },
      { kind: 'wrong-custody', state: 'copy' },
    ],
    [
      'a scan of a copy twice',
      (centre) => {
        centre.do(miss('s1'));
        centre.session();
        centre.do(copy('s1'));
        centre.do(scan(centre.centre.size - 1));
        return scan(centre.centre.size - 2);
      },
      { kind: 'wrong-custody', state: 'scanned' },
    ],
  ])('%s', (_, act, refusal) => {
    const centre = OfficialCentre.open();
    const sheet = withSheet(centre);
    expect(centre.refuse(act(centre, sheet))).toEqual(refusal);
  });

  it('a scan without pictures, but for a rehearsal; every act before the count is open', () => {
    const definition = canvassDefinition();
    const live = OfficialCentre.open({ ...definition, election: { ...definition.election, nature: 'live' } });
    const sheet = live.envelope();
    live.do(opening(sheet));
    expect(live.refuse({ ...scan(sheet), pictures: [] } as CanvassAct)).toEqual({ kind: 'picture-missing' });
    const shut = new OfficialCentre();
    shut.do({ kind: 'grant-role', person: 'cat', role: 'custodian', by: 'console' });
    expect(shut.refuse(take())).toEqual({ kind: 'count-not-open', count: 'official' });
  });

  it('what the counting centre did without custody', () => {
    const centre = OfficialCentre.open();
    expect(centre.refuse({ kind: 'receive-envelope', station: station('s0') })).toEqual({
      kind: 'wrong-custody',
      state: 'expected',
    });
    const sheet = centre.agreed(read([1, 2, 3], ['unclear-correction']));
    const by = ['sol', 'sam'] as const;
    const ofBoard = { kind: 'not-waiting', state: 'of-board' };
    for (const ruling of ['count', 'retype'] as const) {
      const act = { kind: 'rule-observed', sheet, contest: PRES, ruling, by, reason } as const;
      expect(centre.refuse(act)).toEqual(ofBoard);
      expect(decide(centre.centre, act, centre.at)).toEqual({ ok: false, error: ofBoard });
    }
    expect(centre.refuse(commit(sheet, 'tia', read([5, 6]), 'other' as typeof GOV))).toEqual({
      kind: 'unknown-contest',
      contest: 'other',
    });
  });
});

describe('a vote that is repeated', () => {
  const until = (centre: OfficialCentre) => instant(centre.at + 60_000);
  const repeated = (centre: OfficialCentre, sheet: number, more = {}) =>
    ruling(sheet, 'repeat', { until: until(centre), ...more });

  it('has a sheet of its own beside the old one, typed in the contests that were repeated alone', () => {
    const centre = OfficialCentre.open();
    const old = centre.agreed(A);
    centre.type(old, read([5, 6]), GOV);
    centre.session();
    const end = until(centre);
    centre.do(ruling(old, 'repeat', { until: end }));
    expect(centre.end()).toEqual({ kind: 'open', why: 'repeat', until: end });
    expect(centre.word(0, 1)).toBe('counted');
    expect(centre.refuse(take())).toEqual({ kind: 'polls-open', until: end });
    expect(centre.refuse({ kind: 'lift-repeat', contest: PRES, generation: 2, by: 'pam' })).toEqual({
      kind: 'polls-open',
      until: end,
    });
    centre.at = end;
    const sheet = centre.sheet();
    expect(centre.events.filter(({ header }) => header.generation === 2).map(({ body }) => body.kind)).toEqual([
      'EnvelopeReceived',
      'EnvelopeOpened',
      'SheetScanned',
    ]);
    expect(centre.refuse(commit(sheet, 'tia', read([5, 6]), GOV))).toEqual({ kind: 'not-waiting', state: 'sealed' });
    centre.type(sheet, read([7, 7, 7]));
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'repeat', sheet });
    expect(centre.events.at(-1)).toMatchObject({ header: { generation: 2 }, body: { kind: 'SheetAgreed', sheet } });
    expect([centre.centre.papers.sheet(old)?.state.kind, centre.end(0, 1)]).toMatchObject(['standing', { sheet: old }]);
    expect(centre.refuse(ruling(old, 'retype'))).toEqual({ kind: 'not-waiting', state: 'repeat' });
    expect(centre.refuse(take())).toEqual({ kind: 'already-received-envelope', sheet: old });
    expect(centre.kinds({ kind: 'lift-repeat', contest: PRES, generation: 2, by: 'console' })).toEqual([
      'EmbargoLifted',
    ]);
    expect(centre.refuse({ kind: 'lift-repeat', contest: PRES, generation: 2, by: 'pam' })).toEqual({
      kind: 'embargo-lifted-already',
      contest: PRES,
    });
    expect(centre.centre.counts.liftedAt(0)).toBe(null);
  });

  it('may be repeated again, or be lost; a later one is under an embargo of its own', () => {
    const centre = OfficialCentre.open();
    const [one, two] = [centre.agreed(A), centre.agreed(A, 's1')];
    centre.session();
    const end = until(centre);
    centre.do(ruling(one, 'repeat', { until: end }));
    centre.at = end;
    const second = centre.agreed(read([7, 7, 7]));
    centre.do({ kind: 'lift-repeat', contest: PRES, generation: 2, by: 'pam' });
    centre.do(repeated(centre, second));
    expect(centre.centre.repeats.pending(0)).toMatchObject({ generation: 3 });
    centre.do(repeated(centre, two, { station: station('s1') }));
    expect(centre.centre.repeats.pending(1)).toMatchObject({ generation: 3 });
    centre.at = until(centre);
    centre.do(miss('s1'));
    expect([centre.word(1), centre.events.at(-1)?.header.generation]).toEqual(['open missing', 3]);
    centre.do(ruling(null, 'lost', { station: station('s1') }));
    expect(centre.word(1)).toBe('lost');
  });

  it('is not typed from a paper of the first vote, that was taken out and comes anew', () => {
    const centre = OfficialCentre.open();
    const old = centre.agreed(A);
    centre.session();
    const end = until(centre);
    centre.do(ruling(old, 'repeat', { until: end }));
    const two = { by: ['sol', 'sam'], reason } as const;
    centre.do({ kind: 'withdraw-sheet', sheet: old, code: 'other', ...two });
    const anew = centre.sheet();
    expect(centre.events.at(-1)?.header.generation).toBe(undefined);
    expect(centre.refuse(commit(anew, 'tia', A))).toEqual({ kind: 'not-waiting', state: 'sealed' });
    centre.do(commit(anew, 'tia', read([5, 6]), GOV));
    expect([centre.word(), centre.word(0, 1)]).toEqual(['open repeat', 'open typing']);
    centre.at = end;
    centre.do({ ...two, kind: 'withdraw-sheet', sheet: anew, code: 'other' });
    const repeatedSheet = centre.agreed(read([7, 7, 7]));
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'repeat', sheet: repeatedSheet });
    const third = centre.sheet();
    expect(centre.refuse(commit(third, 'tess', A))).toEqual({ kind: 'not-waiting', state: 'sealed' });
  });

  it('whose envelope held no sheet may have a copy', () => {
    const centre = OfficialCentre.open();
    const old = centre.agreed(A);
    centre.session();
    const end = until(centre);
    centre.do(ruling(old, 'repeat', { until: end }));
    centre.at = end;
    centre.do(opening(centre.envelope(), 'nothing'));
    expect(centre.word()).toBe('open nothing-found');
    const admitted = centre.centre.size;
    centre.do(copy());
    expect(centre.events.at(-1)?.header.generation).toBe(2);
    centre.do(scan(admitted));
    centre.type(admitted, A);
    expect(centre.end()).toMatchObject({ kind: 'counted', from: 'copy', sheet: admitted });
  });

  it('and a sheet of it that was withdrawn waits for another', () => {
    const centre = OfficialCentre.open();
    const old = centre.agreed(A);
    centre.session();
    const end = until(centre);
    centre.do(ruling(old, 'repeat', { until: end }));
    centre.at = end;
    const sheet = centre.sheet();
    centre.do({ kind: 'withdraw-sheet', sheet, code: 'other', by: ['sol', 'sam'], reason });
    expect(centre.word()).toBe('open repeat');
    expect(centre.sheet()).toBeGreaterThan(sheet);
    expect(centre.events.at(-1)?.header.generation).toBe(3);
  });

  it('is lifted only where it is', () => {
    const centre = OfficialCentre.open();
    const lift = { kind: 'lift-repeat', contest: PRES, generation: 2, by: 'pam' } as const;
    expect(centre.refuse(lift)).toEqual({ kind: 'not-waiting', state: 'repeat' });
    expect(centre.refuse({ ...lift, contest: 'x' as typeof PRES })).toEqual({ kind: 'unknown-contest', contest: 'x' });
    expect(centre.refuse({ ...lift, by: 'sol' })).toEqual({ kind: 'role-missing', person: 'sol', role: 'publisher' });
  });
});
