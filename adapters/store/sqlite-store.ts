import { chmodSync, closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { assert } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { AppendError, RecordStore, StoredEvent } from '../../src/record/store-port.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import type { OpenError } from './open-error.ts';
import { mediumFailure, openFailure } from './sqlite-errors.ts';
import { prepareReading, type SqliteRead } from './sqlite-read.ts';
import { checkContiguous, createTables, identify } from './sqlite-schema.ts';
import { assertAppendable } from './store-arguments.ts';
import { createPrivateFile, takeWriterLock, type WriterLock } from './writer-lock.ts';

/*
 * The record on a disk, in one SQLite file. Trusted to keep what it acknowledged through kill -9 and power loss (WAL
 * with a sync per commit, as far as disk and file system honour fsync), and to keep salts and sealed bodies from
 * other users of the machine (mode 0600). Its captor can stop the service, lose events, and read what is still sealed;
 * he cannot change, reorder or drop a logged event unseen, because published checkpoints commit to every header.
 */

export type SqliteStoreOptions = {
  /** False: a missing store is 'not-a-store' instead of being created. */
  readonly create?: boolean;
  /** For tests of a full disk: the file may not outgrow this many pages (of 4096 bytes). */
  readonly pageLimit?: number;
  /** Dates the note of who holds the store. */
  readonly clock?: Clock;
};

export interface SqliteStore extends RecordStore {
  /** Moves the test limit of `pageLimit`, as if the disk had got more room. */
  limitPages(pages: number): void;
}

/** Above any real size: SQLite's own maximum. */
const NO_PAGE_LIMIT = 4_294_967_294;
/** Only a foreign program could hold the write lock; it gets this long before the append fails. */
const BUSY_MS = 1000;

/** The store's file for a run's folder, or the file itself if that is what was named. */
export function storePathOf(directoryOrFile: string): string {
  const path = resolve(directoryOrFile);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'store.sqlite') : path;
}

/**
 * Opens the store for writing, and creates it if there is none. It stays this process's alone until `close`, or until
 * the process dies by whatever cause.
 */
export function openSqliteStore(
  directoryOrFile: string,
  options: SqliteStoreOptions = {},
): Result<SqliteStore, OpenError> {
  let path = resolve(directoryOrFile);
  try {
    path = storePathOf(directoryOrFile);
    const exists = statSync(path, { throwIfNoEntry: false }) !== undefined;
    if (!exists && options.create === false) return err({ kind: 'not-a-store', path, detail: 'there is no such file' });
  } catch (cause) {
    return openFailure(path, cause, 'write');
  }
  const lock = takeWriterLock(path, options.clock ?? systemClock);
  if (!lock.ok) return lock;
  const opened = openLocked(path, lock.value, options.pageLimit ?? NO_PAGE_LIMIT);
  if (!opened.ok) lock.value.release();
  return opened;
}

function openLocked(path: string, lock: WriterLock, pageLimit: number): Result<SqliteStore, OpenError> {
  let db: DatabaseSync | null = null;
  try {
    const prepared = prepareFile(path);
    if (!prepared.ok) return prepared;
    db = new DatabaseSync(path, { timeout: BUSY_MS });
    const checked = checkAndConfigure(db, path, pageLimit);
    if (checked.ok) return ok(new OpenSqliteStore(db, lock, checked.value));
    db.close();
    return checked;
  } catch (cause) {
    db?.close();
    return openFailure(path, cause, 'write');
  }
}

/**
 * If the process dies here: the new file is empty, and the next opening takes it for a new one. The folder is synced,
 * or a power cut could take the file's name away while the events in it are safe.
 */
function prepareFile(path: string): Result<null, OpenError> {
  createPrivateFile(path);
  const file = statSync(path);
  if (!file.isFile()) return err({ kind: 'not-a-store', path, detail: 'it is not a file' });
  const journal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  // SQLite would take the emptied file for a new one, and delete the journal with the last events.
  if (file.size === 0 && (journal?.size ?? 0) > 0) {
    return err({ kind: 'corrupt', path, detail: 'the file is empty, but its -wal file holds events' });
  }
  if ((file.mode & 0o777) !== 0o600) chmodSync(path, 0o600);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return ok(null);
}

function checkAndConfigure(db: DatabaseSync, path: string, pageLimit: number): Result<number, OpenError> {
  db.exec('PRAGMA trusted_schema=OFF');
  const identity = identify(db, path);
  if (!identity.ok) return identity;
  // Only now is anything changed: a file of another program has been refused.
  const { journal_mode } = db.prepare('PRAGMA journal_mode=WAL').get() ?? {};
  if (journal_mode !== 'wal') {
    return err({
      kind: 'cannot-write',
      path,
      detail: `its file system does not carry a WAL journal (${String(journal_mode)})`,
    });
  }
  // A sync per commit is what makes an acknowledgement true; fullfsync is what that takes on macOS.
  db.exec('PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON');
  // After a burst or a slow reader the journal gives its room back.
  db.exec(`PRAGMA journal_size_limit=67108864; PRAGMA max_page_count=${pageLimit}`);
  if (identity.value === 'empty') createTables(db);
  return checkContiguous(db, path);
}

class OpenSqliteStore implements SqliteStore {
  readonly #db: DatabaseSync;
  readonly #lock: WriterLock;
  readonly #reading: SqliteRead;
  readonly #begin: StatementSync;
  readonly #insert: StatementSync;
  readonly #commit: StatementSync;
  readonly #upsertMeta: StatementSync;
  /** Null after a failure, when only the medium knows. */
  #size: number | null;
  #open = true;

  constructor(db: DatabaseSync, lock: WriterLock, size: number) {
    this.#db = db;
    this.#lock = lock;
    this.#size = size;
    this.#reading = prepareReading(db);
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#insert = db.prepare('INSERT INTO events(idx, header, salt, body) VALUES (?, ?, ?, ?)');
    this.#commit = db.prepare('COMMIT');
    this.#upsertMeta = db.prepare(
      'INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value',
    );
  }

  size(): number {
    this.#assertOpen();
    this.#size ??= this.#reading.size();
    return this.#size;
  }

  append(expectedSize: number, batch: readonly StoredEvent[]): Result<number, AppendError> {
    this.#assertOpen();
    assertAppendable(expectedSize, batch);
    if (this.#size !== null && this.#size !== expectedSize) return mismatch(expectedSize, this.#size);
    try {
      this.#begin.run();
      const actual = this.#reading.size();
      if (actual !== expectedSize) {
        this.#rollBack();
        this.#size = actual;
        return mismatch(expectedSize, actual);
      }
      let index = expectedSize;
      for (const event of batch) this.#insert.run(index++, event.header, event.salt, event.body);
      // If the process dies here: the journal has no commit mark, and the next opening drops the whole batch.
      this.#commit.run();
      // If the process dies here: the batch is kept though nobody was told; the caller finds it by size().
      this.#size = index;
      return ok(index);
    } catch (cause) {
      return this.#failed(cause);
    }
  }

  readFrom(from: number, limit: number): readonly StoredEvent[] {
    this.#assertOpen();
    return this.#reading.readFrom(from, limit);
  }

  readMeta(name: string): string | null {
    this.#assertOpen();
    return this.#reading.readMeta(name);
  }

  writeMeta(name: string, value: string): void {
    this.#assertOpen();
    this.#upsertMeta.run(name, value);
  }

  limitPages(pages: number): void {
    this.#assertOpen();
    this.#db.exec(`PRAGMA max_page_count=${pages}`);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      this.#db.close();
    } finally {
      this.#lock.release();
    }
  }

  #failed(cause: unknown): Result<never, AppendError> {
    this.#size = null;
    this.#rollBack();
    const detail = mediumFailure(cause);
    if (detail === null) throw cause;
    return err({ kind: 'storage-failed', detail });
  }

  /**
   * After a failed sync the batch may lie in the journal though it is rolled back here; the next append writes over
   * it. If the process dies before that: the batch may come back whole at the next opening, never in part.
   */
  #rollBack(): void {
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    } catch (cause) {
      // SQLite ends a transaction that it cannot roll back in order; the first failure is the one to report.
      if (mediumFailure(cause) === null) throw cause;
    }
  }

  #assertOpen(): void {
    assert(this.#open, 'the store is open');
  }
}

function mismatch(expected: number, actual: number): Result<never, AppendError> {
  return err({ kind: 'size-mismatch', expected, actual });
}
