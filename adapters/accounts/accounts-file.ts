import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPrivateFile } from '../store/writer-lock.ts';

/*
 * The file of the accounts, `DIRECTORY/accounts.sqlite`, mode 0600. better-auth keeps users, password hashes, sessions
 * and second factors in it and migrates its own tables; two tables are ours. The record never reads it.
 */

/** A program at the command line may hold the write lock for a moment; so long is it waited for. */
const BUSY_MS = 2000;

const OWN_TABLES = [
  'CREATE TABLE IF NOT EXISTS attempts(key TEXT PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL, blocked_until INTEGER NOT NULL) STRICT',
  'CREATE TABLE IF NOT EXISTS one_time_codes(purpose TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, expires INTEGER NOT NULL) STRICT',
];

export type Row = Readonly<Record<string, unknown>>;

/** The accounts' file, open. Its statements are few and small: they run on the event loop. */
export interface AccountsFile {
  readonly db: DatabaseSync;
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  insert(table: string, row: Readonly<Record<string, SQLInputValue>>): void;
  /** Runs all of `work`, which must not await, as one transaction. */
  atomically<T>(work: () => T): Promise<T>;
  close(): void;
}

/** Opens the file, or makes it. Throws what the system says: the caller gives it a code. */
export function openAccountsFile(directory: string): AccountsFile {
  mkdirSync(directory, { recursive: true });
  const path = accountsPathOf(directory);
  createPrivateFile(path);
  chmodSync(path, 0o600);
  const db = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    // FULL: a used code or a disabled account must not come back after a power cut.
    db.exec('PRAGMA trusted_schema=OFF; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON');
    for (const table of OWN_TABLES) db.exec(table);
  } catch (cause) {
    db.close();
    throw cause;
  }
  return new OpenFile(db);
}

/** Where the accounts of a folder are. */
export function accountsPathOf(directory: string): string {
  return join(directory, 'accounts.sqlite');
}

class OpenFile implements AccountsFile {
  readonly db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.db.prepare(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.db.prepare(sql).all(...values);
  }

  insert(table: string, row: Readonly<Record<string, SQLInputValue>>): void {
    const columns = Object.keys(row);
    const marks = columns.map(() => '?').join(', ');
    this.db.prepare(`INSERT INTO ${table}(${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
  }

  async atomically<T>(work: () => T): Promise<T> {
    // better-auth shares the connection and awaits inside its transactions; ours neither joins one nor is joined.
    while (this.db.isTransaction) await nextTurn();
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (cause) {
      this.db.exec('ROLLBACK');
      throw cause;
    }
  }

  close(): void {
    if (this.db.isOpen) this.db.close();
  }
}
