import type { Instant } from '../../src/base/instant.ts';
import { DESK_SOURCE, type ElectionRun } from '../run/election-run.ts';
import { describeRunError } from '../run/ports.ts';

const HEARTBEAT_MS = 10_000;

export type LoopOptions = {
  /** How often what is new is published. */
  readonly tickMs: number;
  readonly now: () => Instant;
  readonly unixSeconds: () => number;
  /** Done at every tick, before what is new is published. */
  readonly onTick?: () => void;
  readonly onPublished: (report: { readonly files: number; readonly bytes: number; readonly ms: number }) => void;
  /** A medium that refuses is no reason to end: the next tick tries again. */
  readonly onTrouble: (sentence: string) => void;
};

/**
 * Publishes what is new in ticks and renews the heartbeat when nothing is. A tick begins only when the one before has ended,
 * and rests for as long as it worked, so that the door and the desks get their turn on a slow machine.
 */
export class CentreLoop {
  private readonly run: ElectionRun;
  private readonly options: LoopOptions;
  private timer: NodeJS.Timeout | null = null;
  private beatAt = 0;
  private ended = false;

  constructor(run: ElectionRun, options: LoopOptions) {
    this.run = run;
    this.options = options;
  }

  start(): void {
    this.wait(this.options.tickMs);
  }

  /** Publishes once more what is new, and ends. */
  stop(): void {
    this.ended = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.tick();
  }

  private wait(ms: number): void {
    if (this.ended) return;
    this.timer = setTimeout(() => {
      const began = performance.now();
      this.tick();
      this.wait(Math.max(this.options.tickMs, performance.now() - began));
    }, ms);
  }

  private tick(): void {
    this.options.onTick?.();
    if (this.run.hasNews || !this.run.isFilled) this.publish();
    else if (performance.now() - this.beatAt >= HEARTBEAT_MS) this.beat();
  }

  private publish(): void {
    const began = performance.now();
    const published = this.run.publish(this.options.now(), this.run.isFilled, DESK_SOURCE);
    if (!published.ok) {
      this.options.onTrouble(describeRunError(published.error));
      return;
    }
    this.beatAt = performance.now();
    const { files, bytes } = published.value;
    this.options.onPublished({ files, bytes, ms: performance.now() - began });
  }

  private beat(): void {
    const beaten = this.run.heartbeat(this.options.unixSeconds());
    if (beaten.ok) this.beatAt = performance.now();
    else this.options.onTrouble(describeRunError(beaten.error));
  }
}
