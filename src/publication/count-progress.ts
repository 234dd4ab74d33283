import { assert } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { Contest } from '../model/election.ts';
import type { CountKind } from '../model/ids.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { CountStateData, StopData } from './unit-data.ts';

/** An event of a count that waits for the publication to reach it. */
export type Waiting = {
  readonly index: number;
  readonly header: EventHeader;
  readonly count: CountKind;
  /** -1 for an event that belongs to no contest, or to no station. */
  readonly contest: number;
  readonly station: number;
  readonly body: EventBody;
};

type OfCount = Extract<EventBody, { kind: 'CountOpened' | 'PublicationStopped' | 'PublicationResumed' }>;

/** Events that the publication has passed are dropped from the queue in portions. */
const DROP = 10_000;

/** How far one count and its publication are. */
export class CountProgress {
  mode: 'entered' | 'imported' | null = null;
  /** Record number of its CountClosed. */
  closedAt = Number.POSITIVE_INFINITY;
  stopped: CountStateData['stopped'] = null;
  /** Figure events below this record number may be shown. */
  covers = 0;
  private stops: readonly StopData[] = [];
  private readonly queue: Waiting[] = [];
  private taken = 0;
  /** By contest, SheetAgreed events that are in the record and not shown. */
  private readonly held: number[];

  constructor(contests: number) {
    this.held = new Array(contests).fill(0);
  }

  /** Puts an event behind those that wait, in record order. */
  wait(one: Waiting): void {
    this.queue.push(one);
    if (one.body.kind === 'SheetAgreed') this.hold(one.contest, 1);
  }

  /** A SheetAgreed of the contest is shown. */
  release(contest: number): void {
    this.hold(contest, -1);
  }

  /** Moves the covers on and visits what they now reach. */
  cover(covers: number, visit: (one: Waiting) => void): void {
    assert(covers >= this.covers, 'what is published never shrinks');
    this.covers = covers;
    let next = this.queue[this.taken];
    while (next !== undefined && next.index < covers) {
      this.taken++;
      visit(next);
      next = this.queue[this.taken];
    }
    if (this.taken < DROP && this.taken < this.queue.length) return;
    this.queue.splice(0, this.taken);
    this.taken = 0;
  }

  /** Takes an event about the count as a whole. */
  take(at: Instant, body: OfCount): void {
    if (body.kind === 'CountOpened') this.mode = body.mode;
    else if (body.kind === 'PublicationStopped') this.stop(at, body);
    else this.resume(at);
  }

  /** Takes its CountClosed, which also waits for the publication to reach it. */
  close(one: Waiting): void {
    this.closedAt = one.index;
    this.wait(one);
  }

  private stop(at: Instant, { office, by, reason }: Extract<EventBody, { kind: 'PublicationStopped' }>): void {
    this.stopped = { at, office, by, reason };
    this.stops = [...this.stops, { from: at, to: null, office, by, reason }];
  }

  private resume(at: Instant): void {
    this.stopped = null;
    // Two stops may have come one after the other: a resumption ends both.
    this.stops = this.stops.map((stop) => ({ ...stop, to: stop.to ?? at }));
  }

  state(contests: readonly Contest[]): CountStateData {
    const { mode, stopped, stops, closedAt } = this;
    const held = Object.fromEntries(contests.map(({ id }, c) => [id, this.held[c] ?? 0]));
    return { mode, open: mode !== null, stopped, stops, closed: Number.isFinite(closedAt), held };
  }

  private hold(contest: number, by: 1 | -1): void {
    this.held[contest] = (this.held[contest] ?? 0) + by;
  }
}
