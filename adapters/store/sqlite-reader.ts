import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { assert } from '../../src/base/assert.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { OpenError } from './open-error.ts';
import type { RecordReader } from './record-reader.ts';
import { isWriteRefused, openFailure } from './sqlite-errors.ts';
import { prepareReading } from './sqlite-read.ts';
import { checkContiguous, identify } from './sqlite-schema.ts';
import { storePathOf } from './sqlite-store.ts';

/*
 * The record for readers, beside a running writer or alone. Trusted for returning what the file holds, no more: a
 * reader who must not believe the machine uses `verify` on the public bytes. It never writes the store or its journal;
 * where the folder can be written, SQLite keeps its shared index (-shm, and an empty -wal) beside the store.
 */

/** A reader waits this long while another process rebuilds the journal's index after a crash. */
const BUSY_MS = 5000;

/** Opens an existing store for reading. Each call sees what is committed at that moment. */
export function openSqliteStoreReadOnly(directoryOrFile: string): Result<RecordReader, OpenError> {
  let path = resolve(directoryOrFile);
  try {
    path = storePathOf(directoryOrFile);
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return err({ kind: 'not-a-store', path, detail: 'there is no such file' });
    if (!file.isFile()) return err({ kind: 'not-a-store', path, detail: 'it is not a file' });
    try {
      return openAt(path, false);
    } catch (cause) {
      if (!isWriteRefused(cause) || hasJournal(path)) throw cause;
      return openAt(path, true);
    }
  } catch (cause) {
    return openFailure(path, cause, 'read');
  }
}

function openAt(path: string, frozen: boolean): Result<RecordReader, OpenError> {
  const db = new DatabaseSync(frozen ? frozenUrl(path) : path, { readOnly: true, timeout: BUSY_MS });
  try {
    db.exec('PRAGMA query_only=ON; PRAGMA trusted_schema=OFF');
    const checked = checkIdentity(db, path);
    if (checked.ok) return ok(reader(db, path, frozen));
    db.close();
    return checked;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/**
 * In a folder that cannot be written SQLite cannot keep its shared index, and refuses. Without a journal the file is
 * the whole store, so it may be read as one that never changes; with one, that would leave out the last events.
 */
function frozenUrl(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

function hasJournal(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function checkIdentity(db: DatabaseSync, path: string): Result<null, OpenError> {
  const identity = identify(db, path);
  if (!identity.ok) return identity;
  if (identity.value === 'empty') return err({ kind: 'not-a-store', path, detail: 'the file is empty' });
  const contiguous = checkContiguous(db, path);
  return contiguous.ok ? ok(null) : contiguous;
}

function reader(db: DatabaseSync, path: string, frozen: boolean): RecordReader {
  const reading = prepareReading(db);
  let open = true;
  function assertReadable(): void {
    assert(open, 'the store is open');
    // Read as never changing, it would now be read wrongly: a writer has come since.
    if (frozen && hasJournal(path)) throw new Error(`the store ${path} is being written: open it again to read it`);
  }
  return {
    size() {
      assertReadable();
      return reading.size();
    },
    readFrom(from, limit) {
      assertReadable();
      return reading.readFrom(from, limit);
    },
    readMeta(name) {
      assertReadable();
      return reading.readMeta(name);
    },
    close() {
      if (open) db.close();
      open = false;
    },
  };
}
