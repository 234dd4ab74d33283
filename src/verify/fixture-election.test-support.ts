import type { Instant } from '../base/instant.ts';
import { CHECK_CODES, CHECK_DEFAULTS } from '../model/check-defaults.ts';
import { defaultDeskRules } from '../model/desk-defaults.ts';
import type { EntryContent } from '../model/desk-rules.ts';
import type { ElectionDefinition } from '../model/election.ts';
import type { Count, CountKind, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type {
  Draft,
  EventBody,
  FiguresAnnouncedBody,
  FiguresReadBody,
  RefusedMinute,
  Role,
  SheetReceivedBody,
  VoidReason,
  WithdrawalCode,
} from '../record/index.ts';

/*
 * A toy election for the tests of the verifier: two districts, three places (one district has only one), four stations. The
 * preliminary count is entered by people (ana, ben, cleo and dan type, eva resolves, sara and saul supervise, paul and pia publish), with a stop; the official one is imported.
 */

const text = (name: string) => ({ es: name, en: name });

const TOY_WITHOUT_DESK = {
  election: {
    id: 'toy',
    name: text('Toy'),
    date: '2026-01-04',
    timeZone: 'UTC',
    pollsClose: 1_767_484_800_000,
    nature: 'rehearsal',
    runner: { kind: 'observer', name: text('Test') },
    contests: [
      {
        id: 'pres',
        name: text('President'),
        rule: { kind: 'plurality' },
        selections: [
          { id: 'A', name: 'Ana', party: '' },
          { id: 'B', name: 'Ben', party: '' },
        ],
        others: ['blank'],
        controls: [],
        electorate: null,
        seats: null,
      },
    ],
    desk: null as unknown,
    canvass: null,
    levels: ['district', 'place'],
    sources: [],
    notes: [],
  },
  units: [
    { id: 'u0', parent: null, depth: 0, level: 'election', name: 'Toy' },
    { id: 'u1', parent: 'u0', depth: 1, level: 'district', name: 'North' },
    { id: 'u2', parent: 'u1', depth: 2, level: 'place', name: 'School' },
    { id: 'u3', parent: 'u1', depth: 2, level: 'place', name: 'Hall' },
    { id: 'u4', parent: 'u0', depth: 1, level: 'district', name: 'South' },
    { id: 'u5', parent: 'u4', depth: 2, level: 'place', name: 'Barn' },
  ],
  stations: [
    { id: 's1', place: 'u2', table: 1, registered: 200, setting: 'urban' },
    { id: 's2', place: 'u2', table: 2, registered: 200, setting: 'urban' },
    { id: 's3', place: 'u3', table: 1, registered: 100, setting: 'rural' },
    { id: 's4', place: 'u5', table: 1, registered: null, setting: null },
  ],
} as unknown as ElectionDefinition;

/** Only two rules of the register speak: more votes than registered observe, all votes for one option warn. */
export const TOY: ElectionDefinition = {
  ...TOY_WITHOUT_DESK,
  election: {
    ...TOY_WITHOUT_DESK.election,
    desk: {
      ...defaultDeskRules(TOY_WITHOUT_DESK.election.contests),
      checks: {
        ...Object.fromEntries(CHECK_CODES.map((code) => [code, { ...CHECK_DEFAULTS[code], effect: 'off' as const }])),
        E201: { ...CHECK_DEFAULTS.E201, effect: 'observes' },
        W102: { ...CHECK_DEFAULTS.W102, votes: 1 as Count },
      },
    },
  },
};

/** An event of the toy, before it has a time: what, whose count, by whom. */
/** `office`: of which office it was taken in; its body then names events by national numbers. */
export type ToyEvent = Draft & { readonly office?: string };

let clock = 1_767_484_800_000;

export function event(body: EventBody, count?: CountKind, isOfContest = false, actor?: string): ToyEvent {
  clock += 1000;
  return {
    body,
    at: clock as Instant,
    clock: body.kind === 'SheetImported' && body.publishedAt !== null ? 'source' : 'server',
    source: 'server',
    ...(count === undefined ? {} : { count }),
    ...(isOfContest ? { contest: 'pres' as never } : {}),
    ...(actor === undefined ? {} : { actor }),
  };
}

const boxesOf = (numbers: readonly number[]) => numbers as unknown as readonly Box[];
const id = (station: string) => station as StationId;

/** A station and the record number of its receipt. */
export type On = readonly [station: string, sheet: number];
/** Numbers for the boxes, or numbers with what else an entry says. */
export type Typed =
  | readonly number[]
  | {
      readonly boxes?: readonly number[];
      readonly corrections?: readonly (readonly [number, number])[];
      readonly observations?: EntryContent['observations'];
    };

const SUPERVISORS = ['sara', 'saul'] as const;
const WHY = text('Orders');

const sheetOf = ([station, sheet]: On) => ({ station: id(station), sheet });

function contentOf(typed: Typed): EntryContent {
  const { boxes = [], corrections = [], observations = [] } = 'length' in typed ? { boxes: typed } : typed;
  return { boxes: boxesOf(boxes), corrections: corrections as unknown as EntryContent['corrections'], observations };
}

/** The acts of the toy, each as the event that records it. */
export const act = {
  openEntered: () => event({ kind: 'CountOpened', mode: 'entered', files: [] }, 'preliminary'),
  openImported: (rows: number) =>
    event(
      {
        kind: 'CountOpened',
        mode: 'imported',
        files: [{ name: 'official.csv', sha256: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', rows }],
      },
      'official',
    ),
  lift: () => event({ kind: 'EmbargoLifted' }, undefined, true),
  grant: (person: string, role: Role) => event({ kind: 'RoleGranted', person, role }),
  revoke: (person: string, role: Role) => event({ kind: 'RoleRevoked', person, role }),
  enrol: (device: string, key: string, scope: string, only: string | null = null) =>
    event(
      { kind: 'DeviceEnrolled', device, key, scope, only: only === null ? null : id(only) },
      undefined,
      false,
      'sara',
    ),
  revokeDevice: (device: string) => event({ kind: 'DeviceRevoked', device }, undefined, false, 'sara'),
  receive: (body: SheetReceivedBody) => event({ kind: 'SheetReceived', ...body }, 'preliminary'),
  announce: (body: FiguresAnnouncedBody) => event({ kind: 'FiguresAnnounced', ...body }, 'preliminary'),
  read: (body: FiguresReadBody) => event({ kind: 'FiguresRead', ...body }, 'preliminary', true),
  refuse: (minutes: readonly RefusedMinute[]) => event({ kind: 'ArrivalsRefused', minutes }, 'preliminary'),
  enter: (on: On, slot: 1 | 2, typed: Typed, actor: string) =>
    event({ kind: 'EntryCommitted', ...sheetOf(on), slot, ...contentOf(typed) }, 'preliminary', true, actor),
  reveal: (on: On, entries: readonly [number, number], equal: boolean) =>
    event({ kind: 'EntriesRevealed', ...sheetOf(on), entries, equal }, 'preliminary', true),
  void: (on: On, entry: number, reason: VoidReason) =>
    event({ kind: 'EntryVoided', ...sheetOf(on), entry, reason }, 'preliminary', true),
  resolve: (on: On, typed: Typed, entries: readonly [number, number], actor: string) =>
    event({ kind: 'DifferenceResolved', ...sheetOf(on), entries, ...contentOf(typed) }, 'preliminary', true, actor),
  agree: (on: On, numbers: readonly number[], from: number) =>
    event({ kind: 'SheetAgreed', ...sheetOf(on), boxes: boxesOf(numbers), from }, 'preliminary', true),
  observe: (on: On, reasons: readonly string[], from: number) =>
    event({ kind: 'SheetObserved', ...sheetOf(on), reasons, from }, 'preliminary', true),
  rule: (on: On, ruling: 'count' | 'retype', by: readonly [string, string] = SUPERVISORS) =>
    event({ kind: 'RulingIssued', ...sheetOf(on), ruling, by, reason: WHY }, 'preliminary', true, by[1]),
  dispute: (station: string, sheets: readonly number[]) =>
    event({ kind: 'SheetDisputed', station: id(station), sheets }, 'preliminary'),
  choose: (on: On, over: readonly number[], by: readonly [string, string] = SUPERVISORS) =>
    event({ kind: 'SheetSuperseded', ...sheetOf(on), over, by, reason: WHY }, 'preliminary', false, by[1]),
  withdraw: (on: On, code: WithdrawalCode, by: readonly [string, string] = SUPERVISORS) =>
    event({ kind: 'SheetWithdrawn', ...sheetOf(on), code, by, reason: WHY }, 'preliminary', false, by[1]),
  close: () => event({ kind: 'CountClosed' }, 'preliminary'),
  notice: (said: string) => event({ kind: 'Notice', text: text(said) }, undefined, false, 'paul'),
  stop: (by: readonly [string, string] | null = ['paul', 'pia']) =>
    event({ kind: 'PublicationStopped', office: text('Board'), by, reason: WHY }, 'preliminary'),
  resume: (by: readonly [string, string] | null = ['paul', 'pia']) =>
    event({ kind: 'PublicationResumed', office: text('Board'), by, reason: WHY }, 'preliminary'),
  row: (station: string, numbers: readonly number[], line: number, status = 'counted') =>
    event(
      {
        kind: 'SheetImported',
        station: id(station),
        version: 1,
        boxes: boxesOf(numbers),
        status,
        arrivedAt: null,
        publishedAt: (1_767_571_200_000 + line * 60_000) as Instant,
        file: 'official.csv',
        line: line as Count,
      },
      'official',
      true,
    ),
  define: (election: string, units: string, stations: string) =>
    event({ kind: 'ElectionDefined', election, units, stations }),
  declareKeys: (origin: string, log: string, heartbeat: string) =>
    event({ kind: 'KeysDeclared', origin, log, heartbeat }),
  state: (size: number, covers: Readonly<Record<CountKind, number>>, manifest: string, complete: boolean) =>
    event({ kind: 'StatePublished', size, covers, manifest, complete }),
};
