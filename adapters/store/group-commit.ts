import { assert } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { AppendError, RecordStore, StoredEvent } from '../../src/record/store-port.ts';

/*
 * Joins the appends of many callers into few transactions, since a sync to disk costs the same for one event as for a
 * thousand. Trusted for answering only what the store has answered; it keeps nothing of its own. Its captor could
 * refuse or delay events, or acknowledge what was never stored: the receipt in the published log is what counts.
 */

export type CommitError =
  | AppendError
  /** Too much is waiting already. Nothing was taken; try later. */
  | { readonly kind: 'queue-full'; readonly limit: number }
  | { readonly kind: 'closed' };

/** Runs `run` once after `ms` (0: in a later turn of the event loop); the returned function cancels it. */
export type SetTimer = (run: () => void, ms: number) => () => void;

export type CommitterOptions = {
  /** Events in one transaction; a longer single request still goes whole, alone. */
  readonly maxBatch: number;
  /** How long the first of a batch waits for others to join. */
  readonly maxWaitMs: number;
  readonly setTimer?: SetTimer;
  /** Events that may wait; default 16 batches. A longer single request is taken when nothing else waits. */
  readonly maxQueue?: number;
};

export interface Committer {
  /**
   * Queues events, to be stored together and in the order of the calls; resolves with the index of the first, once all
   * are durable. After 'size-mismatch' or 'storage-failed' everything that was waiting has been refused as well. The
   * events must not be changed meanwhile.
   */
  append(events: readonly StoredEvent[]): Promise<Result<number, CommitError>>;
  /** The position after everything known to be durable. */
  position(): number;
  /** Events that wait for their transaction. */
  waiting(): number;
  /**
   * Goes on at `size`, after the owner has read the events that the store was found to hold beyond `position()`.
   * Refused if the store does not end there, or ends before what was acknowledged.
   */
  resumeAt(size: number): Result<null, AppendError>;
  /** Stores everything that waits, without waiting for more to join. */
  drain(): Promise<void>;
  /** Drains, and refuses from now on. The store stays open: it is the owner's. */
  close(): Promise<void>;
}

/** The event loop's own timers. */
export const loopTimer: SetTimer = (run, ms) => {
  if (ms <= 0) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  }
  const timeout = setTimeout(run, ms);
  return () => clearTimeout(timeout);
};

/** A committer at the end of `store`, whose only writer it must be from now on. */
export function createCommitter(store: RecordStore, options: CommitterOptions): Committer {
  assert(options.maxBatch >= 1, 'a batch holds at least one event');
  return new GroupCommitter(store, options);
}

type Request = {
  readonly events: readonly StoredEvent[];
  readonly answer: (result: Result<number, CommitError>) => void;
  readonly reject: (bug: unknown) => void;
};

class GroupCommitter implements Committer {
  readonly #store: RecordStore;
  readonly #maxBatch: number;
  readonly #maxWaitMs: number;
  readonly #maxQueue: number;
  readonly #setTimer: SetTimer;
  #queue: Request[] = [];
  #queued = 0;
  #position: number;
  /** False after a failure: where the store ends must be read again before anything else is accepted. */
  #settled = true;
  #closed = false;
  #cancelTimer: (() => void) | null = null;
  #timerIsShort = false;

  constructor(store: RecordStore, options: CommitterOptions) {
    this.#store = store;
    this.#maxBatch = options.maxBatch;
    this.#maxWaitMs = options.maxWaitMs;
    this.#maxQueue = options.maxQueue ?? 16 * options.maxBatch;
    this.#setTimer = options.setTimer ?? loopTimer;
    this.#position = store.size();
  }

  append(events: readonly StoredEvent[]): Promise<Result<number, CommitError>> {
    assert(events.length > 0, 'there is something to append');
    if (this.#closed) return Promise.resolve(err({ kind: 'closed' }));
    const unsettled = this.#settle();
    if (unsettled !== null) return Promise.resolve(err(unsettled));
    if (this.#queued > 0 && this.#queued + events.length > this.#maxQueue) {
      return Promise.resolve(err({ kind: 'queue-full', limit: this.#maxQueue }));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result<number, CommitError>>();
    this.#queue.push({ events, answer: resolve, reject });
    this.#queued += events.length;
    this.#schedule();
    return promise;
  }

  position(): number {
    return this.#position;
  }

  waiting(): number {
    return this.#queued;
  }

  resumeAt(size: number): Result<null, AppendError> {
    assert(this.#queued === 0, 'nothing waits while the owner catches up');
    const actual = this.#readSize();
    if (typeof actual !== 'number') return err(actual);
    if (actual !== size || actual < this.#position) {
      return err({ kind: 'size-mismatch', expected: Math.max(size, this.#position), actual });
    }
    this.#position = actual;
    this.#settled = true;
    return ok(null);
  }

  async drain(): Promise<void> {
    while (this.#queue.length > 0) this.#commitBatch();
    this.#stopTimer();
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.drain();
  }

  /** A full batch goes in the next turn of the event loop, so that a burst cannot keep the process from its sockets. */
  #schedule(): void {
    const short = this.#queued >= this.#maxBatch;
    if (this.#cancelTimer !== null && (this.#timerIsShort || !short)) return;
    this.#stopTimer();
    this.#timerIsShort = short;
    this.#cancelTimer = this.#setTimer(() => this.#onTimer(), short ? 0 : this.#maxWaitMs);
  }

  #onTimer(): void {
    this.#cancelTimer = null;
    if (this.#queue.length > 0) this.#commitBatch();
    if (this.#queue.length > 0) this.#schedule();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #commitBatch(): void {
    const requests = this.#takeBatch();
    const events = requests.length === 1 ? (requests[0]?.events ?? []) : requests.flatMap((r) => r.events);
    let result: Result<number, AppendError>;
    try {
      result = this.#store.append(this.#position, events);
    } catch (bug) {
      for (const request of this.#refuse(requests)) request.reject(bug);
      return;
    }
    if (!result.ok) {
      for (const request of this.#refuse(requests)) request.answer(err(result.error));
      return;
    }
    // If the process dies here: the events are kept and nobody was told; the owner finds them at the next start.
    let index = this.#position;
    this.#position += events.length;
    for (const request of requests) {
      request.answer(ok(index));
      index += request.events.length;
    }
  }

  /** Whole requests from the head of the queue, at least one, together no longer than a batch. */
  #takeBatch(): readonly Request[] {
    let count = 0;
    let length = 0;
    for (const request of this.#queue) {
      if (count > 0 && length + request.events.length > this.#maxBatch) break;
      count++;
      length += request.events.length;
    }
    this.#queued -= length;
    return this.#queue.splice(0, count);
  }

  /** All that were in the failed batch or behind it: what stands behind may rest on what has just failed. */
  #refuse(failed: readonly Request[]): readonly Request[] {
    const all = [...failed, ...this.#queue];
    this.#queue = [];
    this.#queued = 0;
    this.#settled = false;
    this.#stopTimer();
    return all;
  }

  /**
   * After a failure the events may have been stored all the same: appending them again would double them. So nothing
   * is accepted until the store has been asked where it ends, and, if it holds more than was acknowledged, until the
   * owner has read that and says so with `resumeAt`.
   */
  #settle(): AppendError | null {
    if (this.#settled) return null;
    const actual = this.#readSize();
    if (typeof actual !== 'number') return actual;
    if (actual !== this.#position) return { kind: 'size-mismatch', expected: this.#position, actual };
    this.#settled = true;
    return null;
  }

  #readSize(): number | AppendError {
    try {
      return this.#store.size();
    } catch (cause) {
      return { kind: 'storage-failed', detail: `the size cannot be read: ${String(cause)}` };
    }
  }
}
