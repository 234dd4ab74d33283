import { setImmediate as nextTurn } from 'node:timers/promises';
import { present } from '../../src/base/assert.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { CentreState } from '../../src/entry/centre-state.ts';
import { COUNT_KINDS, type CountKind } from '../../src/model/ids.ts';
import { decodeHeader } from '../../src/record/index.ts';
import type { Board } from './api-schemas.ts';
import { ACTIVITY_MS, Activity } from './board-activity.ts';
import type { CountingCentre, IntakeDoor } from './centre-types.ts';

const MINUTE = 60_000;
/** Who did nothing for so long is not at work. */
const AT_WORK_MS = 15 * MINUTE;
const PEOPLE_MOST = 500;
const AREAS_MOST = 500;

type Queue = { readonly waiting: number; readonly oldest: Instant | null };
/** What waits outside the record. */
export type Beside = { readonly inbox: Queue; readonly proposals: Queue };

/** The supervisor's board at this instant: how much waits where and since when, and never what anybody typed. */
export function boardOf(state: CentreState, activity: Activity, now: Instant, { inbox, proposals }: Beside): Board {
  return {
    at: now,
    counts: COUNT_KINDS.map((count) => countOf(state, activity, now, count)),
    inbox,
    proposals,
    people: peopleOf(state, activity, now),
    silent: silentAreas(state),
  };
}

function countOf(state: CentreState, activity: Activity, now: Instant, count: CountKind): Board['counts'][number] {
  const { kind } = state.counts.state(count);
  const { contests } = state.geography.definition.election;
  const since = (minutes: number) => instant(now - minutes * MINUTE);
  return {
    count,
    open: kind === 'open',
    closed: kind === 'closed',
    stopped: state.counts.stoppedSince(count) !== null,
    expected: state.geography.stations.length,
    received: state.papers.heardFrom(count),
    contests: contests.map(({ id }, place) => ({
      contest: id,
      lifted: state.counts.liftedAt(place) !== null,
      firstEntry: queueOf(state.waiting.at(count, place, 'first')),
      secondEntry: queueOf(state.waiting.at(count, place, 'second')),
      differing: queueOf(state.waiting.at(count, place, 'differ')),
      observed: queueOf(state.waiting.at(count, place, 'observed')),
      agreed: state.waiting.agreed(count, place),
      agreedLast5: activity.agreedSince(count, id, since(5)),
      agreedLast60: activity.agreedSince(count, id, since(60)),
    })),
    disputed: queueOf(state.papers.disputes[count]),
    late: state.papers.late(count),
  };
}

function queueOf(queue: { readonly size: number; oldest(): Instant | null }): Queue {
  return { waiting: queue.size, oldest: queue.oldest() };
}

/** Who is at work, and whoever something was voided of. */
function peopleOf({ people }: CentreState, activity: Activity, now: Instant): Board['people'] {
  const recent = activity.peopleSince(instant(now - AT_WORK_MS));
  const voided = (person: string) => [...people.voidsOf(person).values()].reduce((sum, n) => sum + n, 0);
  const list = new Set([...recent.keys(), ...[...people.all()].filter((person) => voided(person) > 0)]);
  return [...list]
    .map((person) => {
      const { n: entries, at: lastAt } = recent.get(person) ?? { n: 0, at: null };
      return { person, entries, voided: voided(person), lastAt };
    })
    .toSorted((a, b) => b.voided - a.voided || b.entries - a.entries || (a.person < b.person ? -1 : 1))
    .slice(0, PEOPLE_MOST);
}

/** The area right below the whole of each station, and how many stations each area has. */
type Areas = {
  readonly changes: number;
  readonly of: readonly number[];
  readonly listed: readonly { readonly unit: number; readonly stations: number }[];
};
const known = new WeakMap<CentreState['places'], Areas>();

/** Areas below the whole, with what nothing came from in time. A station right below the whole belongs to the whole. */
function silentAreas(state: CentreState): Board['silent'] {
  const { geography } = state;
  const { of, listed } = areasOfStations(state.places);
  const silent = new Map<number, number>();
  for (const place of state.papers.silent('preliminary')) {
    const area = of[place] ?? 0;
    silent.set(area, (silent.get(area) ?? 0) + 1);
  }
  return listed.map(({ unit, stations }) => {
    const { id, name } = present(geography.units[unit], 'unit');
    return { unit: id, name, expected: stations, silent: silent.get(unit) ?? 0 };
  });
}

function areasOfStations(places: CentreState['places']): Areas {
  const before = known.get(places);
  if (before?.changes === places.changes) return before;
  const { parent, placeOf, units } = places.geography;
  const top = units.map((_, unit) => unit);
  // Parents stand before their children.
  for (let unit = 1; unit < top.length; unit++) if (parent[unit] !== 0) top[unit] = top[parent[unit] ?? 0] ?? 0;
  const of = placeOf.map((unit) => top[unit] ?? 0);
  const stations = new Map<number, number>();
  for (const area of of) stations.set(area, (stations.get(area) ?? 0) + 1);
  const listed = [...stations].toSorted(([a], [b]) => a - b).slice(0, AREAS_MOST);
  const areas = { changes: places.changes, of, listed: listed.map(([unit, n]) => ({ unit, stations: n })) };
  known.set(places, areas);
  return areas;
}

type Around = {
  readonly door: Pick<IntakeDoor, 'unmatched'>;
  readonly proposals: { all(): readonly { readonly at: number }[] };
  /** Milliseconds that only grow. */
  readonly clock: () => number;
};

const FRESH_MS = 1000;
const READ_AT_ONCE = 2000;

/** The board, made at most once a second for all who ask. */
export class Boards {
  readonly #centre: CountingCentre;
  readonly #around: Around;
  readonly #activity = new Activity();
  /** The next record number to read; null before the first time. */
  #next: number | null = null;
  #made: { readonly at: number; readonly board: Promise<Board> } | null = null;
  #making = false;

  constructor(centre: CountingCentre, around: Around) {
    this.#centre = centre;
    this.#around = around;
  }

  now(): Promise<Board> {
    const at = this.#around.clock();
    // Never two at once: both would follow the record.
    if (this.#made !== null && (this.#making || at - this.#made.at < FRESH_MS)) return this.#made.board;
    this.#making = true;
    const board = this.#make();
    this.#made = { at, board };
    const ended = (good: boolean) => {
      this.#making = false;
      if (!good) this.#made = null;
    };
    board.then(
      () => ended(true),
      () => ended(false),
    );
    return board;
  }

  async #make(): Promise<Board> {
    const { state } = this.#centre;
    await this.#follow(instant(this.#centre.now() - ACTIVITY_MS));
    const now = this.#centre.now();
    this.#activity.forget(now);
    const inbox = this.#around.door.unmatched(1);
    const proposals = this.#around.proposals.all();
    return boardOf(state, this.#activity, now, {
      inbox: { waiting: inbox.total, oldest: inbox.scans[0]?.at ?? null },
      proposals: { waiting: proposals.length, oldest: (proposals[0]?.at as Instant | undefined) ?? null },
    });
  }

  /** Reads the headers that are new. After a restart those of the last hour, in portions: desks wait for nobody's board. */
  async #follow(since: Instant): Promise<void> {
    this.#next ??= this.#firstSince(since);
    for (;;) {
      const events = this.#centre.read(this.#next, READ_AT_ONCE);
      for (const { header } of events) this.#activity.take(expectOk(decodeHeader(header), 'a header of our own'));
      this.#next += events.length;
      if (events.length < READ_AT_ONCE) return;
      await nextTurn();
    }
  }

  /** Instants never fall along the record. */
  #firstSince(since: Instant): number {
    let [from, to] = [0, this.#centre.state.size];
    while (from < to) {
      const middle = (from + to) >> 1;
      const [event] = this.#centre.read(middle, 1);
      const before = event !== undefined && expectOk(decodeHeader(event.header), 'a header of our own').at < since;
      if (before) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
