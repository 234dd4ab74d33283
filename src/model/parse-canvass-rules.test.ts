import { describe, expect, it } from 'vitest';
import { type Bytes, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { fraction } from '../base/fraction.ts';
import { expectOk } from '../base/result.ts';
import { type CanvassRules, RULING_EFFECTS } from './canvass-rules.ts';
import type { ElectionDefinition } from './election.ts';
import { encodeDefinition } from './encode-definition.ts';
import { decodeDefinition } from './encode-definition-strict.ts';
import { GROUND_SETS } from './grounds-by-name.ts';
import { NEUTRAL_GROUNDS } from './grounds-neutral.ts';
import type { ContestId, Count, ElectionId, GpUnitId, SelectionId, StationId } from './ids.ts';
import { encodeCanvassRules, readFolderCanvass } from './parse-canvass-rules.ts';
import { FieldReader } from './parse-election-fields.ts';
import type { SeatRule } from './seat-rule.ts';

const name = { es: 'Elección', en: 'Election' };
const key = (byte: number): string => toBase64(new Uint8Array(32).fill(byte));
const certifier = (id: string, byte: number) => ({ id, name: `Person ${id}`, title: name, key: key(byte) });
const RULES: CanvassRules = {
  offices: [
    { id: 'LP', name, units: ['u1' as GpUnitId] },
    { id: 'OR-2', name, units: ['u2' as GpUnitId] },
  ],
  scans: true,
  quorum: 3,
  grounds: NEUTRAL_GROUNDS,
  checks: { E101: { effect: 'observes', share: null, votes: null, source: null } },
  observations: { torn: 'waits' },
  certifiers: [certifier('chair', 1), certifier('member', 2), certifier('clerk', 3)],
  required: 2,
  partial: true,
};
const SEATS: SeatRule = { seats: 60, method: 'dhondt', threshold: fraction(3, 100) };

const defined = (canvass: CanvassRules | null, seats: SeatRule | null): ElectionDefinition => ({
  election: {
    id: 'town' as ElectionId,
    name,
    date: '2026-01-04',
    timeZone: 'UTC',
    pollsClose: null,
    nature: 'rehearsal',
    runner: { kind: 'electoral-body', name },
    contests: [
      {
        id: 'lists' as ContestId,
        name,
        rule: { kind: 'plurality' },
        selections: ['A', 'B'].map((id) => ({ id: id as SelectionId, name: id, party: '' })),
        others: ['blank'],
        controls: [],
        electorate: null,
        seats,
      },
    ],
    desk: null,
    canvass,
    levels: ['town'],
    sources: [],
    notes: [],
  },
  units: [
    { id: 'u0' as GpUnitId, parent: null, depth: 0, level: 'election', name: '' },
    { id: 'u1' as GpUnitId, parent: 'u0' as GpUnitId, depth: 1, level: 'town', name: 'La Paz' },
    { id: 'u2' as GpUnitId, parent: 'u0' as GpUnitId, depth: 1, level: 'town', name: 'Oruro' },
  ],
  stations: ['u1', 'u2'].map((place, i) => ({
    id: `${i}` as StationId,
    place: place as GpUnitId,
    table: null,
    registered: 100 as Count,
    setting: null,
  })),
});
const text = (bytes: Bytes): string => new TextDecoder().decode(bytes);

describe('canvass and seats in the published definition', () => {
  it('are read back as they were written', () => {
    const none = { ...RULES, offices: [], certifiers: [], required: 0, grounds: [], checks: {}, observations: {} };
    const others: readonly (SeatRule | null)[] = [
      null,
      SEATS,
      { seats: 1, method: 'sainte-lague', threshold: null },
      { seats: 5000, method: 'dhondt', threshold: fraction(123_456_789, 10 ** 9) },
    ];
    for (const canvass of [RULES, none, null])
      for (const seats of others) {
        const definition = defined(canvass, seats);
        expect(expectOk(decodeDefinition(encodeDefinition(definition)), 'just encoded')).toEqual(definition);
      }
  });

  it('are not there where an election has none, so that its bytes and hash are those of before', () => {
    expect(text(encodeDefinition(defined(null, null)).election)).not.toMatch(/canvass|seats/);
  });

  const files = encodeDefinition(defined(null, null));
  const decoded = (change: (election: { [key: string]: Json }) => object) => {
    const election = JSON.parse(text(files.election)) as { [key: string]: Json };
    return decodeDefinition({ ...files, election: utf8(canonicalText(change(election) as Json)) });
  };
  const withCanvass = (canvass: Json) => decoded((election) => ({ ...election, canvass }));
  const withSeats = (seats: Json, rule: Json = { kind: 'plurality' }) =>
    decoded((election) => {
      const [contest] = election['contests'] as { [key: string]: Json }[];
      return { ...election, contests: [{ ...contest, seats, rule }] };
    });
  const GOOD = encodeCanvassRules(RULES) as { [key: string]: Json };
  const office = (change: object): Json => ({ ...GOOD, offices: [{ id: 'LP', name, units: ['u0'], ...change }] });
  const ground = (change: object): Json => {
    const good = { code: 'a', name, law: name, effects: ['annul', 'stands'], holds: false };
    return { ...GOOD, grounds: [{ ...good, ...change }] };
  };
  const signers = (change: object, required = 1): Json => {
    return { ...GOOD, certifiers: [{ ...certifier('a', 7), ...change }], required };
  };
  const without = (part: string): Json => Object.fromEntries(Object.entries(GOOD).filter(([k]) => k !== part));

  it('are accepted where a refusal below differs from them by one thing', () => {
    for (const canvass of [GOOD, office({}), ground({}), signers({}), { ...GOOD, offices: [] }]) {
      expect(withCanvass(canvass), canonicalText(canvass)).toMatchObject({ ok: true });
    }
    expect(withSeats({ seats: 3, method: 'dhondt', threshold: null }).ok).toBe(true);
  });

  it.each<[string, Json, string]>([
    ['null', null, 'canvass'],
    ['a key too many', { ...GOOD, w: 1 }, 'canvass'],
    ...Object.keys(GOOD).map((part): [string, Json, string] => [`no ${part}`, without(part), `canvass.${part}`]),
    ['the name of a set of grounds', { ...GOOD, grounds: 'neutral' }, 'canvass.grounds'],
    ['an office in small letters', office({ id: 'lp' }), 'canvass.offices[0].id'],
    ['an office with a long id', office({ id: 'A'.repeat(17) }), 'canvass.offices[0].id'],
    ['an office of nowhere', office({ units: [] }), 'canvass.offices[0].units'],
    ['an office with more', office({ chair: 'x' }), 'canvass.offices[0]'],
    ['scans as a word', { ...GOOD, scans: 'yes' }, 'canvass.scans'],
    ['a quorum of nobody', { ...GOOD, quorum: 0 }, 'canvass.quorum'],
    ['a ground without effect', ground({ effects: [] }), 'canvass.grounds[0].effects'],
    ['an effect nobody knows', ground({ effects: ['fine'] }), 'canvass.grounds[0].effects[0]'],
    ['effects out of order', ground({ effects: ['stands', 'annul'] }), 'canvass.grounds[0].effects'],
    ['a ground in one language', ground({ name: { es: 'x' } }), 'canvass.grounds[0].name.en'],
    ['an unknown check', { ...GOOD, checks: { E999: {} } }, 'canvass.checks'],
    ['a check half said', { ...GOOD, checks: { E101: { effect: 'warns' } } }, 'canvass.checks.E101.share'],
    ['an unknown observation', { ...GOOD, observations: { lost: 'waits' } }, 'canvass.observations'],
    ['another fate of one', { ...GOOD, observations: { torn: 'annulled' } }, 'canvass.observations.torn'],
    ['a key of 31 bytes', signers({ key: toBase64(new Uint8Array(31)) }), 'canvass.certifiers[0].key'],
    ['a key of small order', signers({ key: toBase64(new Uint8Array(32)) }), 'canvass.certifiers[0].key'],
    ['a key not canonical', signers({ key: toBase64(new Uint8Array(32).fill(255)) }), 'canvass.certifiers[0].key'],
    ['a key in hexadecimal', signers({ key: '07'.repeat(32) }), 'canvass.certifiers[0].key'],
    ['more signatures than certifiers', signers({}, 2), 'canvass.required'],
    ['no signature of some certifiers', signers({}, 0), 'canvass.required'],
    ['signatures of nobody', { ...GOOD, certifiers: [], required: 1 }, 'canvass.required'],
  ])('%s is refused', (_, canvass, path) => {
    const result = withCanvass(canvass);
    expect(result.ok ? null : [result.error.kind, result.error.path]).toEqual([
      'bad-value',
      expect.stringContaining(path),
    ]);
  });

  it.each<[string, Json, string]>([
    ['an office', { ...GOOD, offices: [1, 2].map(() => ({ id: 'LP', name, units: ['u0'] })) }, 'canvass.offices[1]'],
    ['an effect', ground({ effects: ['annul', 'annul'] }), 'canvass.grounds[0].effects[1]'],
    ['a ground', { ...GOOD, grounds: [...NEUTRAL_GROUNDS, ...NEUTRAL_GROUNDS] as never }, 'canvass.grounds[7]'],
    ['a certifier', { ...GOOD, certifiers: [certifier('a', 1), certifier('a', 2)] }, 'canvass.certifiers[1]'],
    ['a key', { ...GOOD, certifiers: [certifier('a', 1), certifier('b', 1)] }, 'canvass.certifiers.key[1]'],
  ])('%s twice is refused', (_, canvass, path) => {
    const result = withCanvass(canvass);
    expect(result.ok ? null : [result.error.kind, result.error.path]).toEqual(['repeated-id', path]);
  });

  it('an office of a unit that is not there is refused', () => {
    expect(withCanvass(office({ units: ['u9'] }))).toMatchObject({
      ok: false,
      error: { kind: 'unknown-unit', path: 'canvass.offices[0].units[0]' },
    });
  });

  it.each<[string, Json, Json, string]>([
    ['no seat', { seats: 0, method: 'dhondt', threshold: null }, { kind: 'plurality' }, 'seats.seats'],
    ['half a seat', { seats: '1/2', method: 'dhondt', threshold: null }, { kind: 'plurality' }, 'seats.seats'],
    ['another method', { seats: 1, method: 'hare', threshold: null }, { kind: 'plurality' }, 'seats.method'],
    ['a threshold over 1', { seats: 1, method: 'dhondt', threshold: '4/3' }, { kind: 'plurality' }, 'seats.threshold'],
    [
      'a key too many',
      { seats: 1, method: 'dhondt', threshold: null, quota: 1 },
      { kind: 'plurality' },
      'contests[0].seats',
    ],
    ['seats of a runoff', { seats: 1, method: 'dhondt', threshold: null }, { kind: 'runoff' }, 'contests[0].seats'],
  ])('%s is refused', (_, seats, rule, path) => {
    const result = withSeats(seats, rule);
    expect(result.ok ? null : result.error.kind).toBe('bad-value');
    expect(result.ok ? null : result.error.path).toContain(path);
  });

  it('a threshold has one spelling, and what is not there is not said', () => {
    for (const seats of [{ seats: 1, method: 'dhondt', threshold: '0.03' }, null]) {
      expect(withSeats(seats)).toMatchObject({ ok: false, error: { kind: 'not-canonical' } });
    }
  });
});

describe('the canvass in an election folder', () => {
  const folder = (canvass: unknown) => {
    const reader = new FieldReader();
    const rules = readFolderCanvass(canvass, ['town'], reader);
    return { rules, problems: reader.problems.map((p) => p.path) };
  };

  it('has the default where it says nothing', () => {
    const { rules, problems } = folder({});
    expect(problems).toEqual([]);
    expect(rules).toEqual({
      ...{ offices: [], scans: false, quorum: 2, grounds: NEUTRAL_GROUNDS, checks: {}, observations: {} },
      ...{ certifiers: [], required: 0, partial: false },
    });
    expect(folder({ certifiers: [certifier('a', 1), certifier('b', 2)] }).rules.required).toBe(2);
    expect(folder({ checks: { W201: { share: '0.1' } } }).rules.checks).toMatchObject({
      W201: { share: fraction(1, 10), effect: 'warns' },
    });
  });

  it('names the units of an office by their levels', () => {
    expect(folder({ offices: [{ id: 'LP', name, units: [{ town: 'La Paz' }] }] })).toMatchObject({
      rules: { offices: [{ units: [['La Paz']] }] },
      problems: [],
    });
    expect(folder({ offices: [{ id: 'LP', name, units: [{ city: 'La Paz' }] }] }).problems).toEqual([
      'canvass.offices[0].units[0]',
    ]);
  });

  it('names a set of grounds, which is data like any other', () => {
    for (const [set, grounds] of GROUND_SETS) {
      expect(folder({ grounds: set })).toMatchObject({ rules: { grounds }, problems: [] });
      const said = { ...RULES, grounds };
      expect(expectOk(decodeDefinition(encodeDefinition(defined(said, null))), set).election.canvass).toEqual(said);
      for (const { effects, name, law } of grounds) {
        expect(effects).toEqual(RULING_EFFECTS.filter((effect) => effects.includes(effect)));
        for (const words of [name, law]) expect(Object.values(words).every((word) => word.length > 5)).toBe(true);
      }
    }
    expect(folder({ grounds: 'bolivia' }).problems).toEqual(['canvass.grounds']);
    expect(folder({ ground: 'neutral' }).problems).toEqual(['canvass']);
  });
});
