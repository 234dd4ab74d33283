import type { Instant } from '../../src/base/instant.ts';
import { RefusalTally } from '../../src/intake/refusal-tally.ts';
import type { RefusedMinute, RefusedReason } from '../../src/record/index.ts';
import type { CountingCentre } from './centre-types.ts';

/** How often what was refused goes on record. */
export const TELL_MS = 300_000;

/**
 * What the door refused, told in one event every few minutes: who sends a million false sheets leaves a number in the record and
 * nothing else.
 */
export class DoorRefusals {
  private readonly centre: CountingCentre;
  private readonly tally = new RefusalTally();
  /** Taken from the tally, and not on record as far as anybody knows. */
  private untold: readonly RefusedMinute[] = [];
  private toldAt: Instant | null = null;
  private telling: Promise<void> = Promise.resolve();

  constructor(centre: CountingCentre) {
    this.centre = centre;
  }

  count(reason: RefusedReason, at: Instant = this.centre.now()): void {
    this.tally.count(reason, at);
  }

  /** To be called often: tells when it is time. `now`: any clock, as long as it is the same one. */
  tick(now: Instant): void {
    this.toldAt ??= now;
    if (now - this.toldAt < TELL_MS) return;
    this.toldAt = now;
    void this.tell();
  }

  /** Puts on record what was refused since the last time; nothing, where nothing was. */
  tell(): Promise<void> {
    this.telling = this.telling.then(() => this.tellOnce());
    return this.telling;
  }

  private async tellOnce(): Promise<void> {
    // While the medium refuses, one after the other waits: better late than twice in one event.
    while (this.untold.length > 0 || this.tally.size > 0) {
      if (this.untold.length === 0) this.untold = this.tally.take();
      const told = await this.centre.act({ kind: 'tell-refused', minutes: this.untold });
      // A store that comes back may have it after all: then it is told twice. Lost it would be told never.
      if (!told.ok) return;
      this.untold = [];
    }
  }
}
