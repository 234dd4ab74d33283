import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { GOV, hash, POLLS_CLOSE, PRES, read, station, words } from '../entry/centre-example.test-support.ts';
import type { Amendment, Certificate } from '../record/index.ts';
import type { Act, CanvassAct } from './acts.ts';
import {
  canvassDefinition,
  commit,
  law,
  OfficialCentre,
  objection,
  opening,
  reason,
  ruling,
  scan,
  VOTE,
} from './canvass-example.test-support.ts';

const A = read([1, 2, 3]);
const SIGNATURE = `${'A'.repeat(86)}==`;
const BAD = `${'B'.repeat(86)}==`.replace(/B==$/, 'A==');
const signed = (...ids: readonly string[]) => ids.map((id) => [id, SIGNATURE] as const);

function certificateOf(size: number, more: Partial<Certificate> = {}): Certificate {
  return {
    area: 'u0',
    size,
    root: hash(5),
    offices: [],
    figures: {
      ...{ expected: 3, counted: 3, annulled: 0, notInstalled: 0, lost: 0, open: 0, registered: 900 },
      ...{ votes: [3, 6], others: [9], valid: 9, cast: 18 },
    },
    outcome: '{"kind":"settled"}',
    seats: null,
    partial: null,
    papers: { data: hash(6), es: hash(7), en: hash(8) },
    ...more,
  };
}

/** A count whose newest state always is the newest, and says what the certificate says. */
function certifiable(definition = canvassDefinition()) {
  const world = { judged: (size: number): Certificate | null => certificateOf(size), newest: -1 };
  const centre: OfficialCentre = OfficialCentre.open(definition, {
    verify: (_key, _message, signature) => signature === SIGNATURE,
    judge: () => world.judged(world.newest < 0 ? centre.centre.size : world.newest),
    newestState: () => (world.newest < 0 ? centre.centre.size : world.newest),
  });
  const certify = (
    more: Partial<Certificate> = {},
    ids: readonly string[] = ['one', 'two'],
  ): Extract<CanvassAct, { kind: 'certify' }> => ({
    kind: 'certify',
    contest: PRES,
    certificate: certificateOf(centre.centre.size, more),
    signatures: signed(...ids),
    by: 'pam',
  });
  return { centre, world, certify };
}

function ready(definition = canvassDefinition()) {
  const made = certifiable(definition);
  const sheets = ['s0', 's1', 's2'].map((of) => made.centre.agreed(A, of));
  made.centre.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
  return { ...made, sheets };
}

const court = (contest = PRES): CanvassAct => ({
  kind: 'reopen',
  contest,
  court: words('Supreme court'),
  order: '12/2026',
  by: ['mia', 'max'],
  reason,
});
const amend = (change: Amendment): CanvassAct => ({ kind: 'amend', change, law, by: ['ada', 'abe'], reason });
const notInstalled = (of = 's0') => amend({ kind: 'station-not-installed', station: station(of) });

describe('a certificate', () => {
  it('ends the contest, until a court reopens it', () => {
    const { centre, certify, sheets } = ready();
    const [sheet = -1] = sheets;
    centre.session();
    centre.do(certify());
    expect([centre.state.certified(0, 0), centre.events.at(-1)?.header]).toMatchObject([
      centre.centre.size - 1,
      { count: 'official', contest: PRES, actor: 'pam' },
    ]);
    const certified = { kind: 'certified', contest: PRES, area: 'u0' };
    expect(centre.refuse(certify())).toEqual(certified);
    expect(centre.refuse(ruling(sheet, 'annul'))).toEqual(certified);
    expect(centre.refuse(objection(sheet))).toEqual(certified);
    expect(centre.refuse(notInstalled())).toEqual(certified);
    expect(centre.refuse({ kind: 'withdraw-sheet', sheet, code: 'other', by: ['sol', 'sam'], reason })).toEqual(
      certified,
    );
    expect(centre.refuse(amend({ kind: 'candidate-withdrawn', contest: PRES, selection: 'A', votes: 'null' }))).toEqual(
      certified,
    );
    centre.type(sheet, read([5, 6]), GOV);
    expect(centre.word(0, 1)).toBe('counted');
    centre.do(court());
    expect([centre.state.certified(0, 0), centre.refuse(court())]).toEqual([
      null,
      { kind: 'not-certified', contest: PRES },
    ]);
    centre.do(ruling(sheet, 'annul'));
    expect(centre.do(certify())).toMatchObject([
      {
        kind: 'ResultCertified',
        signatures: [
          ['one', SIGNATURE],
          ['two', SIGNATURE],
        ],
      },
    ]);
  });

  it('is refused while anything is open, unless the definition allows a partial one', () => {
    const { centre, certify, sheets } = ready();
    centre.session();
    centre.do(objection(sheets[0] ?? -1, 'sum'));
    expect(centre.refuse(certify())).toEqual({ kind: 'still-open', open: 1 });
    expect(centre.refuse(certify({ partial: words('one is objected') }))).toEqual({ kind: 'still-open', open: 1 });
    const partial = certifiable(canvassDefinition({ partial: true }));
    partial.centre.agreed(A);
    const typed = partial.centre.sheet('s1');
    partial.centre.do(commit(typed, 'tia', A));
    partial.centre.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
    expect(partial.centre.refuse(partial.certify())).toEqual({ kind: 'still-open', open: 2 });
    expect(partial.centre.refuse(partial.certify({ partial: words('') }))).toEqual({
      kind: 'bad-content',
      detail: 'partial',
    });
    partial.centre.do(partial.certify({ partial: words('two are not here') }));
    expect(partial.centre.refuse(commit(typed, 'tom', A))).toMatchObject({ kind: 'certified' });
    expect(
      [...partial.centre.centre.waiting.toType.items()].map((w) => partial.centre.centre.partsOf(w).contest),
    ).toEqual([1, 1]);
    partial.centre.do(court());
    expect([...partial.centre.centre.waiting.toType.items()].length).toBe(3);
  });

  it.each<[string, (made: ReturnType<typeof ready>) => Act, unknown]>([
    [
      'of a contest that is none',
      ({ certify }) => ({ ...certify(), contest: 'x' as typeof PRES }),
      { kind: 'unknown-contest', contest: 'x' },
    ],
    ['of an area that is none', ({ certify }) => certify({ area: 'u9' }), { kind: 'unknown-unit', unit: 'u9' }],
    ['of another area', ({ certify }) => certify({ area: 'u2' }), { kind: 'certificate-differs', field: 'area' }],
    [
      'of an older state',
      ({ certify }) => certify({ size: 40 }),
      { kind: 'not-the-newest-state', size: 40, newest: 47 },
    ],
    [
      'of a state that something is behind',
      ({ centre, certify, world }) => {
        world.newest = centre.centre.size;
        centre.do(notInstalled());
        return certify({ size: world.newest });
      },
      { kind: 'not-the-newest-state', size: 47, newest: 48 },
    ],
    [
      'with other figures',
      ({ certify }) => certify({ figures: { ...certificateOf(1).figures, valid: 8 } }),
      { kind: 'certificate-differs', field: 'figures' },
    ],
    ['with another root', ({ certify }) => certify({ root: hash(9) }), { kind: 'certificate-differs', field: 'root' }],
    ['with seats', ({ certify }) => certify({ seats: [['A', 1]] }), { kind: 'certificate-differs', field: 'seats' }],
    [
      'with another outcome',
      ({ certify }) => certify({ outcome: 'x' }),
      { kind: 'certificate-differs', field: 'outcome' },
    ],
    [
      'that is partial and is not',
      ({ certify }) => certify({ partial: words('x') }),
      { kind: 'certificate-differs', field: 'partial' },
    ],
    ['by too few', ({ certify }) => certify({}, ['one']), { kind: 'too-few-signatures', required: 2, valid: 1 }],
    ['by a stranger', ({ certify }) => certify({}, ['one', 'zoe']), { kind: 'unknown-certifier', certifier: 'zoe' }],
    ['signed by nobody', ({ certify }) => certify({}, []), { kind: 'bad-content', detail: 'signatures' }],
    [
      'signed twice by one',
      ({ certify }) => certify({}, ['one', 'one']),
      { kind: 'bad-content', detail: 'signatures' },
    ],
    [
      'with a false signature',
      ({ certify }) => ({
        ...certify(),
        signatures: [
          ['one', SIGNATURE],
          ['two', BAD],
        ],
      }),
      { kind: 'bad-certifier-signature', certifier: 'two' },
    ],
    ['that is none', ({ certify }) => certify({ root: 'x' }), { kind: 'bad-content', detail: 'root' }],
    [
      'by one who may not publish',
      ({ certify }) => ({ ...certify(), by: 'sol' }),
      { kind: 'role-missing', person: 'sol', role: 'publisher' },
    ],
    [
      'while publication is stopped',
      ({ centre, certify }) => {
        centre.do({ kind: 'stop-publication', count: 'official', office: words('Board'), reason, by: null });
        return certify();
      },
      { kind: 'certificate-differs', field: 'stopped' },
    ],
    [
      'of what the state says nothing of',
      ({ certify, world }) => {
        world.judged = () => null;
        return certify();
      },
      { kind: 'certificate-differs', field: 'state' },
    ],
  ])('is refused: %s', (_, act, refusal) => {
    const made = ready();
    expect(made.centre.refuse(act(made))).toEqual(refusal);
  });

  it('is refused under embargo, and before the count is open', () => {
    const { centre, certify } = certifiable();
    for (const of of ['s0', 's1', 's2']) centre.agreed(A, of);
    expect(centre.refuse(certify())).toEqual({ kind: 'certificate-differs', field: 'embargo' });
    const shut = new OfficialCentre(undefined, {});
    shut.do({ kind: 'grant-role', person: 'pam', role: 'publisher', by: 'console' });
    expect(shut.refuse({ ...certify(), by: 'pam' })).toEqual({ kind: 'count-not-open', count: 'official' });
  });

  it('of a state may be several: neither a certificate nor the end of a session changes a figure', () => {
    const { centre, certify, world, sheets } = ready();
    for (const sheet of sheets.slice(0, 2)) centre.type(sheet, read([5, 6]), GOV);
    centre.do({ kind: 'lift-embargo', contest: GOV, by: 'pam' });
    world.newest = centre.centre.size;
    world.judged = (size) => certificateOf(size, { area: centre.state.certified(0, 0) === null ? 'u0' : 'u1' });
    centre.do(certify({ size: world.newest }));
    centre.do({ ...certify({ size: world.newest, area: 'u1' }), contest: GOV });
    expect([centre.state.certified(1, 1), centre.state.open(1, 1)]).toEqual([centre.centre.size - 1, 0]);
    expect(centre.refuse({ kind: 'destroy', what: words('Ballots'), law, by: ['ada', 'ada'], reason })).toEqual({
      kind: 'same-person',
      person: 'ada',
    });
    expect(centre.kinds({ kind: 'destroy', what: words('Ballots'), law, by: ['ada', 'abe'], reason })).toEqual([
      'MaterialDestroyed',
    ]);
    expect(centre.state.destructions()).toEqual([centre.centre.size - 1]);
  });

  it('and the minutes may be of any published state, until something could change it', () => {
    const states = new Set<number>();
    const asked: number[] = [];
    const centre: OfficialCentre = OfficialCentre.open(canvassDefinition(), {
      verify: () => true,
      isState: (size) => states.has(size),
      newestState: () => Math.max(...states),
      judge: (_contest, _area, size) => {
        asked.push(size);
        return certificateOf(size);
      },
    });
    for (const of of ['s0', 's1', 's2']) centre.agreed(A, of);
    centre.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
    centre.session();
    const size = centre.centre.size;
    states.add(size);
    // A role and a further state change nothing of what was signed.
    for (const person of ['new', 'next']) centre.do({ kind: 'grant-role', person, role: 'typist', by: 'ada' });
    states.add(centre.centre.size);
    const papers = { data: hash(6), es: hash(7), en: hash(8) };
    centre.do({ kind: 'close-session', size, papers, by: 'sue' });
    const certify = (of: number): CanvassAct => ({
      ...{
        kind: 'certify',
        contest: PRES,
        certificate: certificateOf(of),
        signatures: signed('one', 'two'),
        by: 'pam',
      },
    });
    const newest = Math.max(...states);
    expect(centre.refuse(certify(size + 1))).toEqual({ kind: 'not-the-newest-state', size: size + 1, newest });
    expect(centre.refuse(certify(size - 1))).toEqual({ kind: 'not-the-newest-state', size: size - 1, newest });
    expect(centre.kinds(certify(size))).toEqual(['ResultCertified']);
    expect(asked).toEqual([size]);
    centre.do(court());
    expect(centre.refuse(certify(newest))).toMatchObject({ kind: 'not-the-newest-state' });
  });

  it('is behind the destruction of material', () => {
    const destroy: CanvassAct = { kind: 'destroy', what: words('Ballots'), law, by: ['ada', 'abe'], reason };
    expect(ready().centre.refuse(destroy)).toEqual({ kind: 'not-certified', contest: PRES });
  });
});

describe('a court and a lot', () => {
  it('a court orders by two members, and in words', () => {
    const { centre, certify } = ready();
    expect(centre.refuse(court())).toEqual({ kind: 'not-certified', contest: PRES });
    centre.do(certify());
    expect(centre.refuse({ ...court(), order: '' } as Act)).toEqual({ kind: 'bad-content', detail: 'order' });
    expect(centre.refuse({ ...court(), court: words('') } as Act)).toEqual({ kind: 'bad-content', detail: 'court' });
    expect(centre.refuse({ ...court(), by: ['mia', 'sue'] } as Act)).toEqual({
      kind: 'role-missing',
      person: 'sue',
      role: 'member',
    });
    expect(centre.refuse(court('x' as typeof PRES))).toEqual({ kind: 'unknown-contest', contest: 'x' });
  });

  it('a lot is drawn in a session, among selections of the contest', () => {
    const { centre, certify } = ready();
    const lot = (order: readonly string[], more: object = {}): Act => ({
      kind: 'draw-lot',
      contest: PRES,
      area: 'u0',
      order,
      ...VOTE,
      ...more,
    });
    expect(centre.refuse(lot(['B', 'A']))).toEqual({ kind: 'no-session' });
    centre.session();
    for (const order of [['A'], ['A', 'A'], ['A', 'Z']])
      expect(centre.refuse(lot(order))).toEqual({ kind: 'bad-content', detail: 'order' });
    expect(centre.refuse(lot(['A', 'B'], { area: 'u9' }))).toEqual({ kind: 'unknown-unit', unit: 'u9' });
    expect(centre.refuse(lot(['A', 'B'], { for: ['mia', 'max', 'zoe'] }))).toEqual({
      kind: 'not-present',
      person: 'zoe',
    });
    centre.do(lot(['B', 'A']));
    expect(centre.state.lotOf(0, 'u0')).toEqual(['B', 'A']);
    centre.do(certify());
    expect(centre.refuse(lot(['A', 'B']))).toEqual({ kind: 'certified', contest: PRES, area: 'u0' });
  });
});

describe('an amendment', () => {
  it('takes a station out of the count in every contest, whatever came before or comes after', () => {
    const { centre } = ready();
    centre.do(notInstalled('s0'));
    centre.do(amend({ kind: 'station-merged', station: station('s1'), into: station('s2'), registered: 600 }));
    expect([centre.word(), centre.word(0, 1), centre.word(1)]).toEqual(['not-installed', 'not-installed', 'merged']);
    expect(centre.state.ends(0, 0)).toMatchObject({ counted: 1, 'not-installed': 1, merged: 1, open: 0 });
    expect([...centre.centre.waiting.toType.items()]).toEqual([]);
    expect(centre.state.amended().map(({ change }) => change.kind)).toEqual([
      'station-not-installed',
      'station-merged',
    ]);
    expect(centre.refuse(notInstalled('s1'))).toEqual({ kind: 'amendment-void', detail: 'merged' });
  });

  it('of a closing keeps the embargo of what is voted in there', () => {
    const centre = OfficialCentre.open();
    const until = instant(centre.at + 60_000);
    centre.do(amend({ kind: 'closing-extended', units: ['u1'], until }));
    for (const contest of [PRES, GOV]) {
      expect(centre.refuse({ kind: 'lift-embargo', contest, by: 'pam' })).toEqual({ kind: 'polls-open', until });
    }
    expect(centre.refuse(amend({ kind: 'closing-extended', units: ['u1'], until }))).toEqual({
      kind: 'amendment-void',
      detail: 'until',
    });
    const south = OfficialCentre.open();
    south.do(amend({ kind: 'closing-extended', units: ['u2'], until }));
    expect(south.kinds({ kind: 'lift-embargo', contest: GOV, by: 'pam' })).toEqual(['EmbargoLifted']);
    expect(south.refuse(amend({ kind: 'closing-extended', units: ['u1'], until }))).toEqual({
      kind: 'amendment-void',
      detail: 'lifted',
    });
    centre.at = until;
    expect(centre.kinds({ kind: 'lift-embargo', contest: GOV, by: 'pam' })).toEqual(['EmbargoLifted']);
  });

  it.each<[string, Amendment, unknown]>([
    [
      'a station that is none',
      { kind: 'station-not-installed', station: station('s9') },
      { kind: 'unknown-station', station: 's9' },
    ],
    [
      'into itself',
      { kind: 'station-merged', station: station('s1'), into: station('s1'), registered: null },
      { kind: 'amendment-void', detail: 'into' },
    ],
    [
      'into none',
      { kind: 'station-merged', station: station('s1'), into: station('s9'), registered: null },
      { kind: 'unknown-station', station: 's9' },
    ],
    [
      'a contest that is none',
      { kind: 'candidate-withdrawn', contest: 'x', selection: 'A', votes: 'kept' },
      { kind: 'unknown-contest', contest: 'x' },
    ],
    [
      'nobody',
      { kind: 'candidate-withdrawn', contest: 'pres', selection: 'Z', votes: 'kept' },
      { kind: 'amendment-void', detail: 'selection' },
    ],
    [
      'no unit',
      { kind: 'closing-extended', units: [], until: instant(POLLS_CLOSE + 1) },
      { kind: 'amendment-void', detail: 'units' },
    ],
    [
      'a unit that is none',
      { kind: 'closing-extended', units: ['u9'], until: instant(POLLS_CLOSE + 1) },
      { kind: 'unknown-unit', unit: 'u9' },
    ],
  ])('is refused: %s', (_, change, refusal) => {
    expect(OfficialCentre.open().refuse(amend(change))).toEqual(refusal);
  });

  it('is refused twice, without words, and by one', () => {
    const centre = OfficialCentre.open();
    const change = { kind: 'candidate-withdrawn', contest: 'pres', selection: 'A', votes: 'null' } as const;
    expect(centre.refuse({ ...amend(change), law: words('') } as Act)).toEqual({ kind: 'bad-content', detail: 'law' });
    expect(centre.refuse({ ...amend(change), by: ['ada', 'sol'] } as Act)).toEqual({
      kind: 'role-missing',
      person: 'sol',
      role: 'administrator',
    });
    centre.do(amend(change));
    expect(centre.refuse(amend(change))).toEqual({ kind: 'amendment-void', detail: 'withdrawn' });
  });
});

describe('an office', () => {
  const offices = [{ id: 'N', name: words('North'), units: ['u1'] }] as unknown as [];
  const declare: CanvassAct = {
    kind: 'declare-office',
    office: 'N',
    origin: 'little.example/office/N',
    log: 'l',
    heartbeat: 'h',
    by: ['ada', 'abe'],
  };

  it('once declared, does the official count of its stations in a record of its own', () => {
    const centre = OfficialCentre.open(canvassDefinition({ offices }));
    centre.do({ kind: 'grant-role', person: 'nan', role: 'typist', by: 'console' });
    expect(centre.refuse({ kind: 'grant-role', person: 'N.nan', role: 'typist', by: 'console' })).toEqual({
      kind: 'bad-content',
      detail: 'person',
    });
    expect(centre.refuse({ ...declare, office: 'S' } as Act)).toEqual({ kind: 'unknown-office', office: 'S' });
    const south = centre.agreed(A, 's2');
    centre.do(declare);
    expect(centre.refuse(declare)).toEqual({ kind: 'office-declared', office: 'N' });
    const ofOffice = { kind: 'of-office', office: 'N' };
    const take: Act = {
      kind: 'take-envelope',
      station: station('s0'),
      from: 'x',
      by: 'cat',
      seal: null,
      condition: 'none',
    };
    expect(centre.refuse(take)).toEqual(ofOffice);
    centre.session();
    expect(centre.refuse(ruling(null, 'lost'))).toEqual(ofOffice);
    expect(centre.refuse(notInstalled('s0'))).toEqual(ofOffice);
    expect(centre.kinds(ruling(south, 'annul', { station: station('s2') }))).toEqual(['BoardRuled', 'SheetAnnulled']);
    expect(centre.state.declaredOffices()).toMatchObject([{ office: 'N', size: 0, forked: null }]);
  });

  it('is not declared where its count was begun here; nor with an origin that is not its own', () => {
    const centre = OfficialCentre.open(canvassDefinition({ offices }));
    const index = centre.events.length;
    const { header } = centre.events[0] as (typeof centre.events)[number];
    centre.take(
      { ...header, kind: 'KeysDeclared' },
      { kind: 'KeysDeclared', origin: 'other.example', log: 'l', heartbeat: 'h' },
    );
    expect(centre.events.length).toBe(index + 1);
    expect(centre.refuse(declare)).toEqual({ kind: 'bad-content', detail: 'origin' });
    const sheet = centre.sheet('s0');
    expect(centre.refuse(declare)).toEqual({ kind: 'already-received-envelope', sheet });
  });

  it('and the whole is certified when each office has', () => {
    const { centre, certify } = certifiable(canvassDefinition({ offices }));
    for (const of of ['s0', 's1', 's2']) centre.agreed(A, of);
    centre.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
    expect(centre.refuse(certify())).toEqual({ kind: 'not-certified', contest: PRES });
    const { header } = centre.events.at(-1) as (typeof centre.events)[number];
    const body = { kind: 'ResultCertified', ...certificateOf(1), signatures: signed('one') } as const;
    const office = { id: 'N', index: 0, at: header.at };
    centre.take({ ...header, kind: 'ResultCertified', count: 'official', contest: PRES, office }, body);
    expect([centre.centre.ended.isCertified(0, 0), centre.centre.ended.isCertified(2, 0)]).toEqual([true, false]);
    expect(centre.kinds(certify())).toEqual(['ResultCertified']);
  });
});

it('scans and openings of others change nothing of a certified contest', () => {
  const { centre, certify } = ready();
  centre.do(certify());
  const before = centre.state.ends(0, 0);
  const [sheet = -1] = [...centre.state.lists.at('toStore').items()];
  centre.do({ kind: 'store-envelope', sheet, where: 'Shelf', by: 'cor' });
  expect([centre.refuse(opening(sheet)), centre.refuse(scan(sheet))]).toMatchObject([
    { kind: 'wrong-custody' },
    { kind: 'wrong-custody' },
  ]);
  expect(centre.state.ends(0, 0)).toEqual(before);
});

it('what was lost and certified stays lost where its envelope turns up, until a court reopens it', () => {
  const { centre, certify } = certifiable();
  for (const of of ['s1', 's2']) centre.agreed(A, of);
  centre.do({ kind: 'lift-embargo', contest: PRES, by: 'pam' });
  centre.do({ kind: 'miss-envelope', station: station('s0'), by: ['cat', 'cid'], reason });
  centre.session();
  centre.do(ruling(null, 'lost'));
  centre.do(certify());
  const sheet = centre.sheet('s0');
  expect([centre.word(), centre.word(0, 1)]).toEqual(['lost', 'open typing']);
  expect(centre.refuse(commit(sheet, 'tia', A))).toEqual({ kind: 'certified', contest: PRES, area: 'u0' });
  centre.do(court());
  expect(centre.word()).toBe('open typing');
});
