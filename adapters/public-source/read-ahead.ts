import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Result } from '../../src/base/result.ts';
import { digestsIn } from '../../src/verify/file-digests.ts';
import type { ReadError } from '../../src/verify/index.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import type { FolderReader } from './folder-reader.ts';

/*
 * Files on another thread while the caller, which is synchronous, works on those before. The thread does what the caller would do,
 * with the same reader, in the order that was announced. Whatever it does not give is read by the caller itself: a thread that
 * dies, or never starts, costs time and changes no answer.
 */

/** Below this a thread takes longer to start than the caller to read them all. */
const WORTH_A_THREAD = 500;
/** What the thread may be ahead, in KiB: memory. One file more, which is limited by itself, may be on its way. */
const AHEAD_KIB = 32 * 1024;
/** Files are handed over by this many, or by this many KiB. */
const BATCH_FILES = 64;
const BATCH_KIB = 512;
/** A file takes milliseconds: a thread that is silent for seconds has died, and the caller reads what it left. */
const SILENCE_MS = 5000;
/** How often a thread that is far enough ahead looks whether it is still wanted. */
const PAUSE_MS = 1000;

/**
 * What both threads see. BATCHES: handed over so far. READING: 1 once the thread has begun. TAKEN: KiB that the caller took. CURRENT:
 * number of the newest announcement. PASSED: how many of its files the caller read itself. WAITING: 1 while the caller waits. THROUGH: the
 * last announcement that the thread read to its end.
 */
const [BATCHES, READING, TAKEN, CURRENT, PASSED, WAITING, THROUGH, CELLS] = [0, 1, 2, 3, 4, 5, 6, 7];

type Answer = Result<Uint8Array, ReadError>;
type Announcement = { readonly number: number; readonly paths: readonly string[] };
type Batch = {
  readonly number: number;
  readonly first: number;
  readonly kib: number;
  readonly answers: readonly Answer[];
  /** What is hashed in each of them; null where nothing is. */
  readonly digests: readonly (Uint8Array | null)[];
};
export type ThreadData = { readonly root: string; readonly cells: SharedArrayBuffer; readonly port: MessagePort };

/** The caller's side. */
export class ReadAhead {
  private readonly root: string;
  private readonly cells = new Int32Array(new SharedArrayBuffer(4 * CELLS));
  private thread: { readonly worker: Worker; readonly port: MessagePort } | null = null;
  private isOver = false;
  private expected: readonly string[] = [];
  private next = 0;
  private batch: Batch | null = null;
  private newest: { readonly bytes: Uint8Array; readonly digests: Uint8Array | null } | null = null;

  constructor(root: string) {
    this.root = root;
  }

  /** These will be read next, in this order; what was announced before is no longer wanted, unless it goes on with just these. */
  announce(paths: readonly string[]): void {
    if (this.isOver || this.goesOnWith(paths)) return;
    this.expected = paths.length < WORTH_A_THREAD ? [] : paths;
    this.next = 0;
    this.batch = null;
    Atomics.store(this.cells, PASSED, 0);
    Atomics.store(this.cells, READING, 0);
    const number = Atomics.add(this.cells, CURRENT, 1) + 1;
    // A thread that is far ahead with what nobody wants now may go on.
    Atomics.notify(this.cells, TAKEN);
    if (this.expected.length === 0) return;
    this.prepare();
    this.thread?.port.postMessage({ number, paths } satisfies Announcement);
  }

  /** Starts the thread before anything is announced. */
  prepare(): void {
    if (this.isOver) return;
    try {
      this.thread ??= startThread(this.root, this.cells);
    } catch {
      // Where no thread may be started, the caller reads all files.
      this.close();
    }
  }

  private goesOnWith(paths: readonly string[]): boolean {
    return paths.length > 0 && paths.every((path, i) => this.expected[this.next + i] === path);
  }

  /** Whether the thread has begun with what was announced. */
  get isReading(): boolean {
    return Atomics.load(this.cells, READING) === 1;
  }

  /** Whether something was announced, and nothing of it is left for the thread. */
  get isThrough(): boolean {
    const current = Atomics.load(this.cells, CURRENT);
    return current > 0 && (this.expected.length === 0 || Atomics.load(this.cells, THROUGH) === current);
  }

  /** What the thread read; null where the caller has to read. */
  take(path: string): Answer | null {
    if (this.expected[this.next] !== path) return null;
    const place = this.next++;
    // Until the thread is there the caller does not wait for it.
    if (!this.isReading) {
      Atomics.store(this.cells, PASSED, this.next);
      return null;
    }
    while (this.batch === null || place >= this.batch.first + this.batch.answers.length) {
      this.batch = this.nextBatch();
      if (this.batch === null) return null;
    }
    const answer = this.batch.answers[place - this.batch.first] ?? null;
    const digests = this.batch.digests[place - this.batch.first] ?? null;
    this.newest = answer?.ok ? { bytes: answer.value, digests } : null;
    return answer;
  }

  /** What the thread hashed in these bytes, if they are the ones that it gave last. */
  digestsOf(bytes: Uint8Array): Uint8Array | null {
    return this.newest?.bytes === bytes ? this.newest.digests : null;
  }

  close(): void {
    this.isOver = true;
    this.expected = [];
    this.batch = null;
    this.newest = null;
    this.thread?.port.close();
    void this.thread?.worker.terminate();
    this.thread = null;
  }

  /** The next batch of the newest announcement; null when the thread has died. */
  private nextBatch(): Batch | null {
    while (this.thread !== null) {
      const seen = Atomics.load(this.cells, BATCHES);
      const message = receiveMessageOnPort(this.thread.port);
      if (message === undefined) {
        Atomics.store(this.cells, WAITING, 1);
        const end = Atomics.wait(this.cells, BATCHES, seen, SILENCE_MS);
        Atomics.store(this.cells, WAITING, 0);
        if (end === 'timed-out') this.close();
        continue;
      }
      const batch = message.message as Batch;
      Atomics.add(this.cells, TAKEN, batch.kib);
      Atomics.notify(this.cells, TAKEN);
      if (batch.number === Atomics.load(this.cells, CURRENT)) return batch;
    }
    return null;
  }
}

function startThread(root: string, cells: Int32Array<SharedArrayBuffer>) {
  const { port1, port2 } = new MessageChannel();
  const workerData: ThreadData = { root, cells: cells.buffer, port: port2 };
  const worker = new Worker(new URL('./read-ahead-worker.ts', import.meta.url), { workerData, transferList: [port2] });
  // What it did not give is read by the caller; there is nobody to tell.
  worker.on('error', () => undefined);
  worker.unref();
  port1.unref();
  return { worker, port: port1 };
}

/** The thread's side: reads what is announced until it is done or something else is announced. */
export function serveAhead(reader: FolderReader, { cells: buffer, port }: ThreadData): void {
  const cells = new Int32Array(buffer);
  let given = 0;
  port.on('message', ({ number, paths }: Announcement) => {
    const isWanted = () => Atomics.load(cells, CURRENT) === number;
    if (!isWanted()) return;
    Atomics.store(cells, READING, 1);
    let first = Atomics.load(cells, PASSED);
    while (first < paths.length && isWanted()) {
      const taken = Atomics.load(cells, TAKEN);
      if (given - taken > AHEAD_KIB) {
        Atomics.wait(cells, TAKEN, taken, PAUSE_MS);
        continue;
      }
      const batch = readBatch(reader, cells, { number, paths }, first);
      given += batch.kib;
      first += batch.answers.length;
      const files = batch.answers.flatMap((answer) => (answer.ok ? [answer.value.buffer as ArrayBuffer] : []));
      const hashes = batch.digests.flatMap((digests) => (digests === null ? [] : [digests.buffer as ArrayBuffer]));
      port.postMessage(batch, [...files, ...hashes]);
      Atomics.add(cells, BATCHES, 1);
      Atomics.notify(cells, BATCHES);
    }
    if (first >= paths.length) Atomics.store(cells, THROUGH, number);
  });
}

function readBatch(reader: FolderReader, cells: Int32Array, { number, paths }: Announcement, first: number): Batch {
  const answers: Answer[] = [];
  const digests: (Uint8Array | null)[] = [];
  let bytes = 0;
  for (let i = first; i < paths.length && answers.length < BATCH_FILES && bytes < BATCH_KIB * 1024; i++) {
    const path = paths[i] ?? '';
    const answer = reader.read(path);
    if (answer.ok) bytes += answer.value.length;
    answers.push(answer);
    digests.push(answer.ok ? digestsIn(nodeCrypto, path, answer.value) : null);
    if (Atomics.load(cells, WAITING) === 1) break;
  }
  return { number, first, kib: Math.ceil(bytes / 1024), answers, digests };
}
