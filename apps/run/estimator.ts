import { Worker } from 'node:worker_threads';
import type { Estimated } from './estimate-reader.ts';

export type EstimateOrder = { readonly state: number };
export type EstimateAnswer =
  | { readonly kind: 'said'; readonly estimated: Estimated }
  | { readonly kind: 'done'; readonly state: number };

export type EstimatorOptions = {
  /** Folder of the run. */
  readonly directory: string;
  readonly log: (line: string) => void;
  /** How long one estimate may take. */
  readonly timeoutMs?: number;
  /** After a thread ended by itself, how long until another is begun. */
  readonly restMs?: number;
  /** What the thread runs; another one only in tests. */
  readonly worker?: URL;
};

const TIMEOUT_MS = 120_000;
const REST_MS = 30_000;

/**
 * Estimates in a thread of its own, one state at a time. Whatever happens there (an error, a calculation without end, no memory left)
 * ends that thread alone: the count goes on, the estimate is missing, and a later state begins another thread.
 */
export class Estimator {
  private readonly options: EstimatorOptions;
  private worker: Worker | null = null;
  private failedAt = Number.NEGATIVE_INFINITY;
  private closed = false;
  /** Ends the order that is under way. */
  private end: (() => void) | null = null;

  constructor(options: EstimatorOptions) {
    this.options = options;
  }

  /**
   * Estimates from the state with this record number whatever is due of it; each is told as soon as it is made. Done when all are,
   * or when it cannot be done. Never two at a time.
   */
  async estimate(state: number, onSaid: (estimated: Estimated) => void): Promise<void> {
    const { restMs = REST_MS } = this.options;
    if (this.closed || this.end !== null || performance.now() - this.failedAt < restMs) return;
    const worker = this.worker ?? this.begin();
    await new Promise<void>((resolve) => {
      const hear = (answer: EstimateAnswer) => {
        watch.refresh();
        if (answer.kind === 'said') onSaid(answer.estimated);
        else if (answer.state === state) finish();
      };
      const watch = setTimeout(() => this.fail(`an estimate took too long and was given up`), this.timeoutMs);
      const finish = () => {
        clearTimeout(watch);
        worker.off('message', hear);
        this.end = null;
        resolve();
      };
      this.end = finish;
      worker.on('message', hear);
      const order: EstimateOrder = { state };
      worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const { worker } = this;
    this.worker = null;
    this.end?.();
    await worker?.terminate();
  }

  private get timeoutMs(): number {
    return this.options.timeoutMs ?? TIMEOUT_MS;
  }

  private begin(): Worker {
    const { directory, worker = new URL('./estimate-worker.ts', import.meta.url) } = this.options;
    const begun = new Worker(worker, { workerData: { directory } });
    // It keeps no process alive: what waits for an estimate waits for its own reasons.
    begun.unref();
    begun.on('error', (cause) => {
      if (this.worker === begun) this.fail(`the estimates failed: ${String((cause as Error).message)}`);
    });
    begun.on('exit', () => {
      if (this.worker === begun) this.fail('the estimates ended by themselves');
    });
    this.worker = begun;
    return begun;
  }

  private fail(why: string): void {
    const { worker } = this;
    this.worker = null;
    this.failedAt = performance.now();
    if (!this.closed) this.options.log(`${why}; the count goes on without an estimate`);
    void worker?.terminate();
    this.end?.();
  }
}
