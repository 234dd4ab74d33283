import type { Instant } from '../base/instant.ts';
import type { ElectionDefinition } from '../model/election.ts';
import type { Count, CountKind, StationId } from '../model/ids.ts';
import type { Box } from '../model/votes.ts';
import type { Draft, EventBody } from '../record/index.ts';

/*
 * A toy election for the tests of the verifier: two districts, three places (one district has only one), four stations. The
 * preliminary count is entered by people, with a stop; the official one is imported.
 */

const text = (name: string) => ({ es: name, en: name });

export const TOY = {
  election: {
    id: 'toy',
    name: text('Toy'),
    date: '2026-01-04',
    timeZone: 'UTC',
    pollsClose: null,
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
      },
    ],
    desk: null,
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

/** An event of the toy, before it has a time: what, whose count, by whom. */
export type ToyEvent = Draft;

let clock = 1_767_484_800_000;

function event(body: EventBody, count?: CountKind, isOfContest = false, actor?: string): ToyEvent {
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
  receive: (station: string) => event({ kind: 'SheetReceived', station: id(station) }, 'preliminary'),
  enter: (station: string, slot: 1 | 2, numbers: readonly number[], actor: string) =>
    event({ kind: 'EntryCommitted', station: id(station), slot, boxes: boxesOf(numbers) }, 'preliminary', true, actor),
  reveal: (station: string, entries: readonly [number, number], equal: boolean) =>
    event({ kind: 'EntriesRevealed', station: id(station), entries, equal }, 'preliminary', true),
  resolve: (station: string, numbers: readonly number[], entries: readonly [number, number], actor: string) =>
    event(
      { kind: 'DifferenceResolved', station: id(station), boxes: boxesOf(numbers), entries },
      'preliminary',
      true,
      actor,
    ),
  agree: (station: string, numbers: readonly number[], from: number) =>
    event({ kind: 'SheetAgreed', station: id(station), boxes: boxesOf(numbers), from }, 'preliminary', true),
  stop: () => event({ kind: 'PublicationStopped', office: text('Board'), reason: text('Orders') }, 'preliminary'),
  resume: () => event({ kind: 'PublicationResumed', office: text('Board'), reason: text('Orders') }, 'preliminary'),
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
