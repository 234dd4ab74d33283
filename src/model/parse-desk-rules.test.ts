import { describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '../base/bytes.ts';
import { canonicalText, type Json } from '../base/canonical.ts';
import { fraction } from '../base/fraction.ts';
import { expectOk } from '../base/result.ts';
import { CHECK_CODES, CHECK_DEFAULTS, isCheckCode, mayObserve } from './check-defaults.ts';
import { defaultDeskRules } from './desk-defaults.ts';
import { type DeskRules, OBSERVATION_CODES } from './desk-rules.ts';
import type { Contest, ElectionDefinition } from './election.ts';
import { encodeDefinition } from './encode-definition.ts';
import { decodeDefinition } from './encode-definition-strict.ts';
import type { ContestId, Count, ElectionId, GpUnitId, SelectionId, StationId } from './ids.ts';
import { encodeDeskRules, finishFolderDesk, readFolderDesk } from './parse-desk-rules.ts';
import { parseElection } from './parse-election.ts';
import { FieldReader } from './parse-election-fields.ts';

const name = { es: 'Elección', en: 'Election' };
const CONTEST: Contest = {
  id: 'mayor' as ContestId,
  name,
  rule: { kind: 'plurality' },
  selections: [
    { id: 'A' as SelectionId, name: 'Ana', party: '' },
    { id: 'B' as SelectionId, name: 'Ben', party: '' },
  ],
  others: ['blank', 'null'],
  controls: ['voters'],
  electorate: null,
  seats: null,
};
const DESK = defaultDeskRules([CONTEST]);

const withDesk = (desk: DeskRules | null): ElectionDefinition => ({
  election: {
    id: 'town' as ElectionId,
    name,
    date: '2026-01-04',
    timeZone: 'UTC',
    pollsClose: null,
    nature: 'rehearsal',
    runner: { kind: 'observer', name },
    contests: [CONTEST],
    desk,
    canvass: null,
    levels: [],
    sources: [],
    notes: [],
  },
  units: [{ id: 'u0' as GpUnitId, parent: null, depth: 0, level: 'election', name: '' }],
  stations: [{ id: '1' as StationId, place: 'u0' as GpUnitId, table: null, registered: 100 as Count, setting: null }],
});

const text = (bytes: Bytes): string => new TextDecoder().decode(bytes);

describe('the desk in the published definition', () => {
  it('is read back as it was written', () => {
    const checks = {
      ...DESK.checks,
      E201: { effect: 'observes', share: null, votes: null, source: { es: 'Ley 1, art. 2', en: 'Act 1, s. 2' } },
      W201: { effect: 'off', share: fraction(3, 100), votes: 0 as Count, source: null },
    } as const;
    for (const desk of [DESK, { ...DESK, corrections: 'box', promiseMinutes: 10_080, checks } as const]) {
      const definition = withDesk(desk);
      expect(expectOk(decodeDefinition(encodeDefinition(definition)), 'just encoded')).toEqual(definition);
    }
  });

  it('is not there where an election has none, so that its bytes and hash are those of before', () => {
    const files = encodeDefinition(withDesk(null));
    expect(text(files.election)).not.toContain('desk');
    expect(expectOk(decodeDefinition(files), 'just encoded').election.desk).toBeNull();
  });

  const decoded = (desk: Json) => {
    const files = encodeDefinition(withDesk(null));
    const election = { ...(JSON.parse(text(files.election)) as { [key: string]: Json }), desk };
    return decodeDefinition({ ...files, election: utf8(canonicalText(election)) });
  };
  const GOOD = encodeDeskRules(DESK) as { [key: string]: Json } & { checks: { [code: string]: Json } };
  const setting = (code: string, change: { readonly [key: string]: Json }): Json => ({
    ...GOOD,
    checks: { ...GOOD.checks, [code]: { effect: 'warns', share: null, votes: null, source: null, ...change } },
  });
  const without = (key: string): Json => Object.fromEntries(Object.entries(GOOD).filter(([k]) => k !== key));
  const torn = (value: Json): Json => ({ ...GOOD, observations: { ...(GOOD['observations'] as object), torn: value } });

  it('is accepted where a refusal below differs from it by one thing', () => {
    expect(decoded(GOOD).ok).toBe(true);
    expect(decoded(setting('E101', { effect: 'observes' })).ok).toBe(true);
    expect(decoded(setting('W202', { share: '1/4', votes: 3 })).ok).toBe(true);
    expect(decoded(torn('waits')).ok).toBe(true);
  });

  it.each<[string, Json, string]>([
    ['null', null, 'desk'],
    ['a key too many', { ...GOOD, w: 1 }, 'desk'],
    ['no form', without('form'), 'desk.form'],
    ['no corrections', without('corrections'), 'desk.corrections'],
    ['no observations', without('observations'), 'desk.observations'],
    ['no checks', without('checks'), 'desk.checks'],
    ['no promise', without('promiseMinutes'), 'desk.promiseMinutes'],
    ['a promise of no time', { ...GOOD, promiseMinutes: 0 }, 'desk.promiseMinutes'],
    ['a promise of over a week', { ...GOOD, promiseMinutes: 10_081 }, 'desk.promiseMinutes'],
    ['half a minute', { ...GOOD, promiseMinutes: '30' }, 'desk.promiseMinutes'],
    ['another rule of corrections', { ...GOOD, corrections: 'both' }, 'desk.corrections'],
    ['another fate of an observation', torn('annulled'), 'desk.observations.torn'],
    ['an unknown observation', { ...GOOD, observations: { lost: 'waits' } }, 'desk.observations'],
    ['an unknown check', setting('E999', {}), 'desk.checks'],
    ['a prototype as a check', setting('constructor', {}), 'desk.checks'],
    ['a W rule that observes', setting('W101', { votes: 50, effect: 'observes' }), 'desk.checks.W101.effect'],
    ['a check without an effect', setting('E101', { effect: null }), 'desk.checks.E101.effect'],
    ['a check with a key too many', setting('E101', { title: 'x' }), 'desk.checks.E101'],
    ['a share where the rule has none', setting('E101', { share: '1/2' }), 'desk.checks.E101.share'],
    ['no share where the rule has one', setting('W201', { votes: 20 }), 'desk.checks.W201.share'],
    ['a share over 1', setting('W201', { share: '3/2', votes: 20 }), 'desk.checks.W201.share'],
    ['a share as a number', setting('W201', { share: 1, votes: 20 }), 'desk.checks.W201.share'],
    ['votes where the rule has none', setting('E101', { votes: 1 }), 'desk.checks.E101.votes'],
    ['no votes where the rule has them', setting('W101', {}), 'desk.checks.W101.votes'],
    ['votes below 0', setting('W101', { votes: -1 }), 'desk.checks.W101.votes'],
    ['too many votes', setting('W101', { votes: 1_000_000_000 }), 'desk.checks.W101.votes'],
    ['a source in one language', setting('E101', { source: { es: 'x' } }), 'desk.checks.E101.source.en'],
    ['a source in three', setting('E101', { source: { es: 'x', en: 'x', qu: 'x' } }), 'desk.checks.E101.source'],
    [
      'a form of other boxes',
      { ...GOOD, form: encodeDeskRules(defaultDeskRules([{ ...CONTEST, others: [] }])) },
      'desk.form',
    ],
  ])('%s is refused', (_, desk, path) => {
    const result = decoded(desk);
    expect(result.ok ? null : [result.error.kind, result.error.path]).toEqual([
      'bad-value',
      expect.stringContaining(path),
    ]);
  });

  it('a form without a box of a contest is refused', () => {
    const { form } = defaultDeskRules([{ ...CONTEST, others: ['blank'] }]);
    expect(decoded(encodeDeskRules({ ...DESK, form }))).toMatchObject({
      ok: false,
      error: { path: 'desk.form.boxes' },
    });
  });

  it('a share has one spelling', () => {
    const result = decoded(setting('W201', { share: '0.2', votes: 20 }));
    expect(result).toMatchObject({ ok: false, error: { kind: 'not-canonical' } });
  });
});

describe('the desk in an election folder', () => {
  const folder = (desk: unknown) => {
    const reader = new FieldReader();
    const rules = finishFolderDesk(readFolderDesk(desk, reader), [CONTEST], reader);
    return { rules, problems: reader.problems.map((p) => p.path) };
  };

  it('has the default where it says nothing', () => {
    expect(folder({})).toEqual({ rules: DESK, problems: [] });
    const { rules } = folder({ observations: { unsigned: 'waits' }, checks: { W201: { share: '0.1' } } });
    expect(rules.observations).toEqual({ ...DESK.observations, unsigned: 'waits' });
    expect(rules.checks).toEqual({ ...CHECK_DEFAULTS, W201: { ...CHECK_DEFAULTS.W201, share: fraction(1, 10) } });
    expect(rules.form).toEqual(DESK.form);
  });

  it('refuses what it does not know, and a form for another paper', () => {
    expect(folder({ check: {} }).problems).toEqual(['desk']);
    expect(folder({ checks: { E20l: {} } }).problems).toEqual(['desk.checks']);
    expect(folder({ checks: { E201: { efect: 'off' } } }).problems).toEqual(['desk.checks.E201']);
    expect(folder({ checks: { W102: { effect: 'observes' } } }).problems).toEqual(['desk.checks.W102.effect']);
    expect(folder({ checks: { W201: { share: null } } }).problems).toEqual(['desk.checks.W201.share']);
    const other = defaultDeskRules([{ ...CONTEST, controls: [] }]).form;
    const json = JSON.parse(canonicalText(encodeDeskRules({ ...DESK, form: other }))) as { form: unknown };
    expect(folder({ form: json.form }).problems).toEqual(['desk.form.boxes']);
  });

  it('is part of its election.json, and null where there is none', () => {
    const document = {
      id: 'town',
      name,
      date: '2026-01-04',
      timeZone: 'UTC',
      levels: [],
      contest: { id: 'mayor', name, rule: { kind: 'plurality' } },
      options: [{ id: 'A' }, { id: 'B' }],
    };
    const parsed = (desk?: unknown) => parseElection(desk === undefined ? document : { ...document, desk });
    expect(parsed()).toMatchObject({ ok: true, value: { desk: null } });
    expect(parsed(null)).toMatchObject({ ok: true, value: { desk: null } });
    expect(parsed({ promiseMinutes: 5 })).toMatchObject({ ok: true, value: { desk: { promiseMinutes: 5 } } });
    expect(parsed({ promiseMinutes: -5 })).toMatchObject({ ok: false, error: [{ path: 'desk.promiseMinutes' }] });
  });
});

describe('the defaults', () => {
  it('name every rule and every observation', () => {
    expect(Object.keys(DESK.checks).sort()).toEqual(CHECK_CODES);
    expect(Object.keys(DESK.observations).sort()).toEqual(OBSERVATION_CODES);
    expect(CHECK_CODES.every((code) => /^[EW]\d{3}$/.test(code) && isCheckCode(code))).toBe(true);
    expect(CHECK_CODES.filter(mayObserve).every((code) => code.startsWith('E'))).toBe(true);
    expect(
      Object.values(CHECK_DEFAULTS).every((setting) => setting.effect === 'warns' && setting.source === null),
    ).toBe(true);
  });
});
