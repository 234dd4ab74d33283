import { setImmediate as nextTurn } from 'node:timers/promises';
import { present } from '../../src/base/assert.ts';
import type { Instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { refuseEvent } from '../../src/canvass/refuse-event.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { layOutGeography } from '../../src/model/geography.ts';
import { refuseByView } from '../../src/publication/refuse-by-view.ts';
import {
  decodeHeader,
  type EventBody,
  type EventHeader,
  isOfficeOnly,
  OfficeNumbers,
  type StoredEvent,
  takenHeader,
} from '../../src/record/index.ts';
import { Machines } from '../run/machines.ts';
import { type OfficeEvents, readBody } from '../run/record-keeper.ts';

/** Where a shadow reads the record that it follows. */
export type Followed = {
  read(from: number, limit: number): readonly StoredEvent[];
};

const PAGE = 1000;

/**
 * A second counting centre that follows the record and tries out what an office sent: each of its events is judged by what all before
 * it made of the centre, and the record takes none that its own replay could not. What did not fit leaves the shadow spoilt, and
 * it is made anew from the record; only who holds an office's key can ask for that.
 */
export class ShadowCentre {
  private readonly definition: ElectionDefinition;
  private machines: Machines | null = null;
  private numbers = new OfficeNumbers();
  private size = 0;
  /** How much of the record there was when a batch was last tried. */
  private triedAt = 0;

  constructor(definition: ElectionDefinition) {
    this.definition = definition;
  }

  /** Whether something was recorded since a batch was last tried. */
  isBehind(record: Followed): boolean {
    return record.read(this.triedAt, 1).length > 0;
  }

  /** Comes up to the end of what is stored. Others get their turn meanwhile. */
  async follow(record: Followed): Promise<void> {
    while (this.followPage(record)) await nextTurn();
  }

  /**
   * Tries out events of an office behind the record, all of which has to be in the store. Gives the first that is refused, by its
   * number in the office's record; null: all of them can be taken as they are.
   */
  tryOut(
    record: Followed,
    { office, from, events }: OfficeEvents,
    at: Instant,
  ): { readonly index: number; readonly refusal: string } | null {
    while (this.followPage(record));
    const machines = this.machines ?? this.begin();
    this.triedAt = this.size;
    // Until all of it fitted this shadow is of no record, also if something here throws: the next one is made anew.
    this.machines = null;
    for (const [i, event] of events.entries()) {
      const index = from + i;
      const header = takenHeader(event.header, { id: office, index }, at);
      const body = this.numbers.resolve(header, event.body);
      const refusal = body === null ? 'record-number' : refuse(machines, header, body);
      if (body === null || refusal !== null) return { index, refusal: refusal ?? 'record-number' };
      this.take(machines, header, body);
    }
    this.machines = machines;
    return null;
  }

  /** Whether there may be more. */
  private followPage(record: Followed): boolean {
    const machines = this.machines ?? this.begin();
    const events = record.read(this.size, PAGE);
    for (const event of events) {
      const header = expectOk(decodeHeader(event.header), 'a header of our record');
      const own = present(readBody(header, event), 'a body of our record');
      this.take(machines, header, present(this.numbers.resolve(header, own), 'what an event of an office names'));
    }
    return events.length > 0;
  }

  private take(machines: Machines, header: EventHeader, body: EventBody): void {
    machines.take(this.size, header, body);
    this.numbers.follow(this.size, header);
    this.size++;
  }

  private begin(): Machines {
    this.machines = new Machines(layOutGeography(this.definition));
    this.numbers = new OfficeNumbers();
    this.size = 0;
    return this.machines;
  }
}

/** What stands against it in the centre, or in the public view: that is fed with the same events, and here by nobody. */
function refuse({ canvass, centre }: Machines, header: EventHeader, body: EventBody): string | null {
  if (isOfficeOnly(header)) return null;
  return refuseEvent(canvass, header, body) ?? refuseByView(centre.geography, header, body);
}
