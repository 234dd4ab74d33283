import { assert } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { AppendError, RecordStore, StoredEvent } from '../../src/record/store-port.ts';
import type { RecordReader } from './record-reader.ts';
import { assertAppendable, assertRange } from './store-arguments.ts';

/*
 * The memory twin of the SQLite store, for tests and simulations: same behaviour, nothing survives the process. Trusted
 * for nothing beyond the program it runs in, whose captor holds everything anyway.
 */

/** What lies "on the disk" of a memory store, so that a test can close a store and open it again. */
export type MemoryMedium = {
  readonly events: StoredEvent[];
  readonly meta: Map<string, string>;
  writerOpen: boolean;
};

export function createMemoryMedium(): MemoryMedium {
  return { events: [], meta: new Map(), writerOpen: false };
}

/** Opens the medium for writing. A second writer is a bug of the test, so it throws. */
export function createMemoryStore(medium: MemoryMedium = createMemoryMedium()): RecordStore {
  assert(!medium.writerOpen, 'a medium has one writer');
  medium.writerOpen = true;
  return new OpenMemoryStore(medium);
}

/** Reads a medium beside its writer. */
export function createMemoryReader(medium: MemoryMedium): RecordReader {
  return new OpenMemoryReader(medium);
}

class OpenMemoryReader implements RecordReader {
  protected readonly medium: MemoryMedium;
  protected isOpen = true;

  constructor(medium: MemoryMedium) {
    this.medium = medium;
  }

  size(): number {
    this.assertOpen();
    return this.medium.events.length;
  }

  readFrom(from: number, limit: number): readonly StoredEvent[] {
    this.assertOpen();
    assertRange(from, limit);
    return this.medium.events.slice(from, from + limit).map(copied);
  }

  readMeta(name: string): string | null {
    this.assertOpen();
    return this.medium.meta.get(name) ?? null;
  }

  close(): void {
    this.isOpen = false;
  }

  protected assertOpen(): void {
    assert(this.isOpen, 'the store is open');
  }
}

class OpenMemoryStore extends OpenMemoryReader implements RecordStore {
  append(expectedSize: number, batch: readonly StoredEvent[]): Result<number, AppendError> {
    this.assertOpen();
    assertAppendable(expectedSize, batch);
    const actual = this.medium.events.length;
    if (actual !== expectedSize) return err({ kind: 'size-mismatch', expected: expectedSize, actual });
    for (const event of batch) this.medium.events.push(copied(event));
    return ok(this.medium.events.length);
  }

  writeMeta(name: string, value: string): void {
    this.assertOpen();
    this.medium.meta.set(name, value);
  }

  override close(): void {
    // Closed again, it must not free the medium that another writer holds by now.
    if (this.isOpen) this.medium.writerOpen = false;
    super.close();
  }
}

/** A disk shares no bytes with its callers, so neither does its twin: a later change of theirs is not stored. */
function copied(event: StoredEvent): StoredEvent {
  return { header: event.header.slice(), salt: event.salt.slice(), body: event.body.slice() };
}
