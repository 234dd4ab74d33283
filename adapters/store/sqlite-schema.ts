import type { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { OpenError } from './open-error.ts';

/** "Cote" in ASCII: says that an SQLite file is a store of ours, before anything in it is believed or changed. */
const APPLICATION_ID = 0x436f7465;
/** Raised when a stored file would be misread by an older release. */
export const SCHEMA_VERSION = 1;

const TABLES = [
  'CREATE TABLE events(idx INTEGER PRIMARY KEY, header BLOB NOT NULL, salt BLOB NOT NULL, body BLOB NOT NULL) STRICT',
  'CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
];

/** Reads what the file says it is, changing nothing: a store of a known format, or still without content. */
export function identify(db: DatabaseSync, path: string): Result<'store' | 'empty', OpenError> {
  const application = pragmaNumber(db, 'application_id');
  const version = pragmaNumber(db, 'user_version');
  const found = db
    .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
    .all()
    .map(({ sql }) => String(sql));
  if (application === 0 && version === 0 && found.length === 0) return ok('empty');
  if (application !== APPLICATION_ID) {
    return err({ kind: 'not-a-store', path, detail: 'it is an SQLite file of another program' });
  }
  if (version > SCHEMA_VERSION) {
    const detail = `format ${version}, known up to ${SCHEMA_VERSION}`;
    return err({ kind: 'newer-version', path, found: version, known: SCHEMA_VERSION, detail });
  }
  // Demanded to the letter: a trigger or a view put there by someone else would act on every append.
  if (found.join(';') !== TABLES.join(';')) {
    return err({ kind: 'corrupt', path, detail: 'its tables are not those of this program' });
  }
  return ok('store');
}

/**
 * Creates the tables. If the process dies before the commit, the file has no content and the next opening does this
 * again; after it, the store is whole and empty.
 */
export function createTables(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  for (const table of TABLES) db.exec(table);
  db.exec(`PRAGMA application_id=${APPLICATION_ID}; PRAGMA user_version=${SCHEMA_VERSION}; COMMIT`);
}

/** Whether the events are numbered from 0 without a gap: a file that lost pages often fails here first. */
export function checkContiguous(db: DatabaseSync, path: string): Result<number, OpenError> {
  const { n, low, high } =
    db.prepare('SELECT count(*) AS n, min(idx) AS low, max(idx) AS high FROM events').get() ?? {};
  const count = Number(n);
  if (count === 0 || (low === 0 && high === count - 1)) return ok(count);
  return err({ kind: 'corrupt', path, detail: `it holds ${count} events numbered from ${low} to ${high}` });
}

/** A numeric setting of the file or the connection. */
export function pragmaNumber(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}
