import { ok, type Result } from '../../src/base/result.ts';
import { FairQueue, type FairQueueLimits, type QueueFull } from '../../src/intake/fair-queue.ts';

/** Work that is done a few pieces at once, the senders one after the other: nobody's bulk keeps another waiting. */
export class FairTurns {
  private readonly atOnce: number;
  private readonly queue: FairQueue<() => void>;
  private running = 0;

  constructor(atOnce: number, limits: FairQueueLimits) {
    this.atOnce = atOnce;
    this.queue = new FairQueue(limits);
  }

  /** Does it when it is the sender's turn, or says that too much waits. */
  async take<T>(sender: string, act: () => Promise<T>): Promise<Result<T, QueueFull>> {
    if (this.running < this.atOnce) this.running++;
    else {
      // Whoever ends hands his place over.
      let start: () => void = () => undefined;
      const turn = new Promise<void>((resolve) => {
        start = resolve;
      });
      const added = this.queue.add(sender, start);
      if (!added.ok) return added;
      await turn;
    }
    try {
      return ok(await act());
    } finally {
      const next = this.queue.next();
      if (next === null) this.running--;
      else next.item();
    }
  }
}
