import { assert } from '../../src/base/assert.ts';
import { type Instant, instant } from '../../src/base/instant.ts';

/*
 * Trusted for: telling the time, roughly. Its captor (a wrong time server, an operator with the machine) can date new
 * events falsely, but not reorder them: order is the log's, and the record never lets a server instant go back.
 */

/** Where "now" comes from. The core never asks for the time itself; whoever calls it hands the instant over. */
export interface Clock {
  now(): Instant;
}

/** The machine's own clock. It may jump, backwards too: nothing may rely on two readings being in order. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
};

/** A clock that stands still until told: for tests, rehearsals and replays. */
export interface VirtualClock extends Clock {
  /** Jumps to a moment, an earlier one too, as a machine's clock may. */
  set(at: Instant): void;
  /** Goes forward by a whole number of milliseconds. */
  advance(ms: number): void;
}

/** A virtual clock that shows `start` until it is set or advanced. */
export function createVirtualClock(start: Instant): VirtualClock {
  let at = start;
  return {
    now: () => at,
    set: (to) => {
      at = to;
    },
    advance: (ms) => {
      assert(ms >= 0, 'a virtual clock advances; to go back, set it');
      at = instant(at + ms);
    },
  };
}
