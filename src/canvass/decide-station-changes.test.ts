import { describe, expect, it } from 'vitest';
import { read, station, unit, words } from '../entry/centre-example.test-support.ts';
import { dice } from '../entry/centre-walk.test-support.ts';
import type { Count } from '../model/ids.ts';
import type { Amendment } from '../record/index.ts';
import type { CanvassAct } from './acts.ts';
import { canvassDefinition, law, OfficialCentre, reason, SEALED } from './canvass-example.test-support.ts';
import { certificateFor } from './canvass-walk.test-support.ts';
import { National } from './national-example.test-support.ts';
import { refuseOfOffice, stationsOfOffice } from './office-intake.ts';
import { actAmongChanges, withEast } from './station-changes-walk.test-support.ts';

const A = read([1, 2, 3]);
const amend = (change: Amendment): CanvassAct => ({ kind: 'amend', change, law, by: ['ada', 'abe'], reason });
type Added = Extract<Amendment, { kind: 'station-added' }>;
const added = (change: Partial<Added> = {}): CanvassAct =>
  amend({
    ...{ kind: 'station-added', station: station('s3'), place: 'u2', table: 7 as Count, registered: 50 as Count },
    setting: 'rural',
    ...change,
  });
const moved = (of: string, place: string) => amend({ kind: 'station-moved', station: station(of), place });
const dated = (of: string, until: number) => amend({ kind: 'date-moved', station: station(of), until: until as never });
const open = (offices: unknown = []) => OfficialCentre.open(withEast(canvassDefinition({ offices: offices as [] })));
const nothing = (detail: string) => ({ kind: 'amendment-void', detail });
const certified = (contest = 'pres', area = 'u0') => {
  const centre: OfficialCentre = OfficialCentre.open(withEast(canvassDefinition({ partial: true })), {
    verify: () => true,
    judge: (_contest, of) => certificateFor(of, centre.centre.size, true),
    newestState: () => centre.centre.size,
  });
  for (const of of ['pres', 'gov']) centre.do({ kind: 'lift-embargo', contest: of as never, by: 'pam' });
  const signatures = ['one', 'two'].map((who) => [who, `${'A'.repeat(86)}==`] as const);
  const certificate = certificateFor(area, centre.centre.size, true);
  centre.do({ kind: 'certify', contest: contest as never, certificate, signatures, by: 'pam' });
  return centre;
};
const TWO = [
  { id: 'N', name: words('N'), units: [unit('u1')] },
  { id: 'S', name: words('S'), units: [unit('u2'), unit('u3')] },
];

describe('a station that is added', () => {
  it('is expected in what is voted in at its place, and counts like any other', () => {
    const centre = open();
    centre.do({ kind: 'lift-embargo', contest: 'pres' as never, by: 'pam' });
    expect(centre.refuse({ kind: 'take-envelope', station: station('s3'), from: 'x', by: 'cat', ...SEALED })).toEqual({
      ...{ kind: 'unknown-station', station: 's3' },
    });
    expect(centre.kinds(added())).toEqual(['DefinitionAmended']);
    expect(['pres', 'gov'].map((_, contest) => centre.word(3, contest))).toEqual(['open expected', 'none']);
    expect(centre.state.ends(0, 2).open).toBe(2);
    centre.agreed(A, 's3');
    expect(centre.word(3)).toBe('counted');
    expect(centre.state.ends(0, 2)).toMatchObject({ counted: 1, open: 1 });
    expect(centre.centre.ended.registeredOf(3)).toBe(50);
  });

  it.each<[string, Partial<Added>, unknown]>([
    ['is there', { station: station('s0') }, nothing('there-already')],
    ['has an id that is none', { station: station('a b') }, nothing('station')],
    ['lies in no unit', { place: 'u9' }, { kind: 'unknown-unit', unit: 'u9' }],
    ['lies in a unit with others in it', { place: 'u0' }, { kind: 'unknown-unit', unit: 'u0' }],
    ['is of a setting of its own', { setting: 'abroad' }, nothing('setting')],
    ['has too many voters', { registered: 1_000_000_000 as Count }, nothing('registered')],
  ])('is not, if it %s', (_, change, refusal) => {
    expect(open().refuse(added(change))).toEqual(refusal);
  });

  it('is added once, by two, and to no place that is full or certified', () => {
    const centre = open();
    centre.do(added());
    expect(centre.refuse(added())).toEqual(nothing('there-already'));
    expect(centre.refuse({ ...added({ station: station('s4') }), by: ['ada', 'ada'] } as CanvassAct)).toMatchObject({
      kind: 'same-person',
    });
    expect(certified().refuse(added())).toMatchObject({ kind: 'certified', contest: 'pres' });
    // A contest that is not voted in there is no hindrance.
    expect(certified('gov', 'u1').kinds(added())).toEqual(['DefinitionAmended']);
    for (let i = 0; i < 398; i++) centre.do(added({ station: station(`x${i}`) }));
    expect(centre.refuse(added({ station: station('y') }))).toEqual(nothing('place-full'));
  });
});

describe('a station that is moved', () => {
  it('takes its figures with it, and what is asked of it', () => {
    const centre = open();
    centre.do({ kind: 'lift-embargo', contest: 'pres' as never, by: 'pam' });
    centre.agreed(A, 's2');
    centre.do(moved('s2', 'u3'));
    expect([2, 3, 0].map((area) => centre.state.ends(0, area).counted)).toEqual([0, 1, 1]);
    expect(centre.word(2)).toBe('counted');
    centre.do(moved('s2', 'u2'));
    expect([2, 3, 0].map((area) => centre.state.ends(0, area).counted)).toEqual([1, 0, 1]);
  });

  it.each<[string, string, string, unknown]>([
    ['is not known', 's9', 'u2', { kind: 'unknown-station', station: 's9' }],
    ['would lie nowhere', 's2', 'u9', { kind: 'unknown-unit', unit: 'u9' }],
    ['lies there already', 's2', 'u2', nothing('place')],
    ['would vote in something else', 's0', 'u2', nothing('contests')],
  ])('is not, if it %s', (_, of, place, refusal) => {
    expect(open().refuse(moved(of, place))).toEqual(refusal);
  });

  it('is not, if it was not installed or is certified', () => {
    const centre = open();
    centre.do(amend({ kind: 'station-not-installed', station: station('s2') }));
    expect(centre.refuse(moved('s2', 'u3'))).toEqual(nothing('not-installed'));
    expect(certified().refuse(moved('s2', 'u3'))).toMatchObject({ kind: 'certified' });
  });

  it('is one that a device of its new place may send for', () => {
    const centre = open();
    const scope = { scope: unit('u3'), only: null };
    expect(centre.centre.devices.covers(scope, 2)).toBe(false);
    centre.do(moved('s2', 'u3'));
    expect(centre.centre.devices.covers(scope, 2)).toBe(true);
  });
});

describe('a station that votes on another day', () => {
  it('is expected until then, and nothing of it comes before', () => {
    const centre = open();
    const until = centre.at + 60_000;
    centre.do(dated('s2', until));
    expect(centre.end(2)).toEqual({ kind: 'open', why: 'expected', until });
    const envelope = { kind: 'take-envelope', station: station('s2'), from: 'x', by: 'cat', ...SEALED } as const;
    const missing = { kind: 'miss-envelope', station: station('s2'), by: ['cat', 'cid'], reason } as const;
    for (const act of [envelope, missing]) expect(centre.refuse(act)).toEqual({ kind: 'polls-open', until });
    expect(centre.kinds({ kind: 'take-envelope', station: station('s0'), from: 'x', by: 'cat', ...SEALED })).toEqual([
      'EnvelopeReceived',
    ]);
    centre.try(envelope, 60_000);
    expect(centre.word(2)).toBe('open sealed');
  });

  it('does not, if it has come, if the day is earlier, or if nobody knows when polls close', () => {
    const centre = open();
    centre.envelope('s0');
    expect(centre.refuse(dated('s0', centre.at + 60_000))).toEqual(nothing('received'));
    expect(centre.refuse(dated('s2', 1000))).toEqual(nothing('until'));
    centre.do(dated('s2', centre.at + 60_000));
    expect(centre.refuse(dated('s2', centre.at + 30_000))).toEqual(nothing('until'));
    centre.do(amend({ kind: 'closing-extended', units: ['u1'], until: (centre.at + 90_000) as never }));
    expect(centre.refuse(dated('s1', centre.at + 80_000))).toEqual(nothing('until'));
    const plain = canvassDefinition();
    const unknown = { ...plain, election: { ...plain.election, pollsClose: null } };
    expect(OfficialCentre.open(unknown).refuse(dated('s2', 9e12))).toEqual(nothing('until'));
  });
});

describe('where there are offices', () => {
  const declare: CanvassAct = {
    ...{ kind: 'declare-office', office: 'S', origin: 'little.example/office/S', log: 'l', heartbeat: 'h' },
    by: ['ada', 'abe'],
  };

  it('an added station is named after its own, and a moved one stays with it', () => {
    expect(open(TWO).refuse(added())).toEqual(nothing('office'));
    expect(open(TWO).kinds(added({ station: station('S.3') }))).toEqual(['DefinitionAmended']);
    const parted = [
      { id: 'A', name: words('A'), units: [unit('u1'), unit('u2')] },
      { id: 'B', name: words('B'), units: [unit('u3')] },
    ];
    expect(open(parted).refuse(moved('s2', 'u3'))).toEqual(nothing('office'));
  });

  it.each<[string, CanvassAct]>([
    ['added', added({ station: station('S.3') })],
    ['moved', moved('s2', 'u3')],
    ['said to vote on another day', dated('s2', 9e12)],
  ])('a station is %s by its office alone once that is declared, and an office is not declared behind it', (_, act) => {
    const centre = open(TWO);
    centre.do(declare);
    expect(centre.refuse(act)).toEqual({ kind: 'of-office', office: 'S' });
    const before = open(TWO);
    before.do(act);
    expect(before.refuse(declare)).toMatchObject({ kind: 'amendment-void' });
  });

  it('an office records what the national record takes, and nothing that would stop it', () => {
    const isOwn = stationsOfOffice(withEast(canvassDefinition({ offices: TWO })), 'S');
    const fault = (act: CanvassAct) => {
      const change = act.kind === 'amend' ? act.change : null;
      if (change === null) throw new Error('an amendment');
      const asked = change.kind === 'station-added' ? () => true : isOwn;
      // In the office itself nobody asks whose a station is: its definition has no others.
      return refuseOfOffice('S', asked, {
        body: { kind: 'DefinitionAmended', change, law, by: ['S.a', 'S.b'], reason },
        actor: 'S.b',
      });
    };
    expect(fault(added({ station: station('S.3') }))).toBe(null);
    expect(fault(moved('s2', 'u3'))).toBe(null);
    expect(fault(dated('S.3', 9e12))).toBe(null);
    for (const act of [added(), added({ station: station('N.3') }), moved('s0', 'u2'), dated('N.3', 9e12)]) {
      expect(fault(act)).toMatchObject({ kind: 'station-not-of-office' });
    }
  });

  it('what an office walks through is taken in event by event, and ends as in its own record', () => {
    let met = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const d = dice(seed);
      const office = OfficialCentre.open(canvassDefinition({ scans: false }));
      for (const contest of ['pres', 'gov']) office.do({ kind: 'lift-embargo', contest: contest as never, by: 'pam' });
      office.session();
      for (let i = 0; i < 300; i++) {
        const act = actAmongChanges(office, d, 1_000_000, 'N.3');
        const shared = act.kind === 'amend' && !('station' in act.change);
        if (!OF_OFFICE.has(act.kind) || shared) continue;
        office.try(act);
      }
      const national = new National(office);
      for (const { header, body } of office.events) {
        const ofCount = header.count === 'preliminary' ? { ...header, count: 'official' as const } : header;
        expect(`${body.kind} ${national.offer(ofCount, body)}`).toBe(`${body.kind} null`);
      }
      const ends = ({ state }: OfficialCentre) => [0, 1, 2, 3].map((place) => state.endOf(place, 0)?.kind ?? 'none');
      expect(ends(national.record)).toEqual(ends(office));
      if (office.centre.geography.stationIndex.has(station('N.3'))) met++;
    }
    expect(met).toBeGreaterThan(3);
  });
});

const OF_OFFICE: ReadonlySet<string> = new Set<string>([
  ...['amend', 'take-envelope', 'open-envelope', 'store-envelope', 'miss-envelope', 'commit-entry'],
  ...['resolve-difference', 'grant-role'],
]);
