import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type FileScan, scanFile } from '../../src/verify/file-scan.ts';
import { manifestPathsOf, shardFilesOf } from '../../src/verify/manifest-reading.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import type { FolderReader } from './folder-reader.ts';
import { NumberedStrings, type StringNews, StringNumbers } from './scanned-strings.ts';

/*
 * Files of the manifest, looked at by another thread while the caller, which is synchronous, is still at the log. The thread does what
 * the caller would do, with the same code; what it reads first decides nothing but what it looks at. Whatever it does not give is
 * looked at by the caller itself: a thread that dies, or never starts, costs time and changes no answer.
 */

/** Below this a thread takes longer to start than the caller to look at them all. */
const WORTH_A_THREAD = 500;
/** What the thread may be ahead, in KiB: memory. What pages show takes a thirtieth of them. */
const AHEAD_KIB = 64 * 1024;
/** Files are handed over by this many, or by this many KiB. */
const BATCH_FILES = 64;
const BATCH_KIB = 512;
/** A file takes milliseconds: a thread that is silent for seconds has died, and the caller looks at what it left. */
const SILENCE_MS = 5000;
/** The caller, the thread that reads the log ahead of it, and this one. */
const THREADS = 3;
/** A thread that is held and never released looks at the files all the same. */
const HOLD_MS = 30_000;
/** How often a thread that is far enough ahead looks whether the caller came nearer. */
const PAUSE_MS = 1000;
/** The thread's own heap is for one page at a time and for the strings of all. */
const YOUNG_MB = 48;
/** What a file takes beside its figures. */
const FILE_BYTES = 256;

/**
 * What both threads see. BATCHES: handed over so far. SCANNING: 1 once the thread has begun. TAKEN: KiB that the caller took. WAITING: 1
 * while the caller waits. ENDED: 1 once there is no more. RELEASED: 1 once the thread may go on.
 */
const [BATCHES, SCANNING, TAKEN, WAITING, ENDED, RELEASED, CELLS] = [0, 1, 2, 3, 4, 5, 6];

/** `figures`: how many; -1 where there is no page. */
type Packed = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly unit: string | null;
  readonly figures: number;
};
/** `figures`: numbers of key and text in turn, file after file. */
type Batch = {
  readonly files: readonly Packed[];
  readonly figures: Int32Array;
  readonly strings: StringNews;
  readonly kib: number;
};
export type ScanData = { readonly root: string; readonly cells: SharedArrayBuffer; readonly port: MessagePort };

/** Has `serveScans` done, and gives what ends it. */
export type StartScans = (data: ScanData) => () => void;
type Thread = { readonly port: MessagePort; readonly end: () => void };

/** The caller's side. */
export class ScanAhead {
  private readonly cells = new Int32Array(new SharedArrayBuffer(4 * CELLS));
  private readonly strings = new NumberedStrings();
  private thread: Thread | null;
  private batch: Batch | null = null;
  private next = 0;
  private figure = 0;

  /** `isHeld`: the thread starts, and looks at nothing before `release`. */
  constructor(root: string, start: StartScans = startThread, isHeld = false) {
    Atomics.store(this.cells, RELEASED, isHeld ? 0 : 1);
    const { port1, port2 } = new MessageChannel();
    port1.unref();
    try {
      this.thread = { port: port1, end: start({ root, cells: this.cells.buffer, port: port2 }) };
    } catch {
      // Where no thread may be started, the caller looks at all of them.
      port1.close();
      this.thread = null;
    }
  }

  /** null where there are too few files. */
  static over(reader: FolderReader): ScanAhead | null {
    const manifest = reader.read('manifest.json');
    if (!manifest.ok) return null;
    const files = manifestPathsOf(manifest.value).shards.reduce((sum, shard) => sum + shard.files, 0);
    if (files < WORTH_A_THREAD) return null;
    // With few processors it would take one from the thread that the caller waits for first.
    return new ScanAhead(reader.root, startThread, availableParallelism() < THREADS);
  }

  /** Lets a thread that is held go on. */
  release(): void {
    if (Atomics.exchange(this.cells, RELEASED, 1) === 0) Atomics.notify(this.cells, RELEASED);
  }

  /** Whether the thread has begun. */
  get isScanning(): boolean {
    return this.thread !== null && Atomics.load(this.cells, SCANNING) === 1;
  }

  /** How many batches the thread has given. */
  get handed(): number {
    return Atomics.load(this.cells, BATCHES);
  }

  /** What the thread saw in the file; null where the caller has to look. */
  take(path: string): FileScan | null {
    while (this.batch === null || this.next >= this.batch.files.length) {
      this.batch = this.nextBatch();
      this.next = 0;
      this.figure = 0;
      if (this.batch === null) return null;
    }
    const file = this.batch.files[this.next++];
    if (file?.path === path) return this.unpacked(file, this.batch.figures);
    // Another list than the caller's: nothing that is on it is wanted.
    this.close();
    return null;
  }

  close(): void {
    this.batch = null;
    this.thread?.port.close();
    this.thread?.end();
    this.thread = null;
  }

  private unpacked({ bytes, sha256, unit, figures: count }: Packed, figures: Int32Array): FileScan {
    if (count < 0) return { bytes, sha256, page: null };
    const keys = new Array<string>(count);
    const texts = new Array<string>(count);
    for (let i = 0; i < count; i++) {
      keys[i] = this.strings.at(figures[this.figure++] ?? -1);
      texts[i] = this.strings.at(figures[this.figure++] ?? -1);
    }
    return { bytes, sha256, page: { unit, keys, texts, problems: [] } };
  }

  /** null when there is no more, or the thread has died. */
  private nextBatch(): Batch | null {
    while (this.thread !== null) {
      const seen = Atomics.load(this.cells, BATCHES);
      const isEnded = Atomics.load(this.cells, ENDED) === 1;
      const message = receiveMessageOnPort(this.thread.port);
      if (message !== undefined) {
        const batch = message.message as Batch;
        this.strings.hear(batch.strings);
        Atomics.add(this.cells, TAKEN, batch.kib);
        Atomics.notify(this.cells, TAKEN);
        return batch;
      }
      if (isEnded) return null;
      Atomics.store(this.cells, WAITING, 1);
      const end = Atomics.wait(this.cells, BATCHES, seen, SILENCE_MS);
      Atomics.store(this.cells, WAITING, 0);
      if (end === 'timed-out') this.close();
    }
    return null;
  }
}

function startThread(workerData: ScanData): () => void {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const at = new URL('./scan-ahead-worker.ts', import.meta.url);
  const worker = new Worker(at, { workerData, transferList: [workerData.port], resourceLimits });
  // What it did not give the caller looks at; there is nobody to tell.
  worker.on('error', () => undefined);
  worker.unref();
  return () => void worker.terminate();
}

/** The thread's side: looks at all that the manifest lists, in its order. */
export function serveScans(reader: FolderReader, { cells: buffer, port }: ScanData): void {
  const cells = new Int32Array(buffer);
  const pack = new Pack();
  let given = 0;
  Atomics.store(cells, SCANNING, 1);
  Atomics.wait(cells, RELEASED, 0, HOLD_MS);
  const hand = () => {
    const { batch, transfer } = pack.close();
    given += batch.kib;
    port.postMessage(batch, transfer);
    Atomics.add(cells, BATCHES, 1);
    Atomics.notify(cells, BATCHES);
    for (let taken = 0; given - taken > AHEAD_KIB; ) {
      taken = Atomics.load(cells, TAKEN);
      if (given - taken > AHEAD_KIB) Atomics.wait(cells, TAKEN, taken, PAUSE_MS);
    }
  };
  for (const path of listedPaths(reader)) {
    const read = reader.read(path);
    // The caller will see for itself why it cannot be read, and of what is behind it.
    if (!read.ok) break;
    pack.add(path, scanFile(nodeCrypto, path, read.value));
    if (pack.isFull || Atomics.load(cells, WAITING) === 1) hand();
  }
  hand();
  Atomics.store(cells, ENDED, 1);
  Atomics.add(cells, BATCHES, 1);
  Atomics.notify(cells, BATCHES);
}

function* listedPaths(reader: FolderReader): Generator<string> {
  const manifest = reader.read('manifest.json');
  for (const shard of manifest.ok ? manifestPathsOf(manifest.value).shards : []) {
    const read = reader.read(shard.path);
    for (const { path } of read.ok ? shardFilesOf(read.value) : []) yield path;
  }
}

/** Puts together what goes over at once. */
class Pack {
  private readonly strings = new StringNumbers();
  private files: Packed[] = [];
  private figures: number[] = [];

  add(path: string, { bytes, sha256, page }: FileScan): void {
    // A page with something wrong in it is left to the caller, who has to say what and where.
    const isGood = page !== null && page.problems.length === 0;
    this.files.push({ path, bytes, sha256, unit: page?.unit ?? null, figures: isGood ? page.keys.length : -1 });
    for (let i = 0; isGood && i < page.keys.length; i++) {
      this.figures.push(this.strings.of(page.keys[i] ?? ''), this.strings.of(page.texts[i] ?? ''));
    }
  }

  get isFull(): boolean {
    return this.files.length >= BATCH_FILES || this.figures.length * 4 > BATCH_KIB * 1024;
  }

  close(): { readonly batch: Batch; readonly transfer: ArrayBuffer[] } {
    const figures = Int32Array.from(this.figures);
    const strings = this.strings.news();
    const letters = strings.added.reduce((sum, text) => sum + text.length, 0);
    const bytes = figures.byteLength + 2 * letters + FILE_BYTES * this.files.length;
    const batch = { files: this.files, figures, strings, kib: Math.ceil(bytes / 1024) };
    this.files = [];
    this.figures = [];
    return { batch, transfer: [figures.buffer] };
  }
}
