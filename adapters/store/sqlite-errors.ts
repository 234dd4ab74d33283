import { err, type Result } from '../../src/base/result.ts';
import type { OpenError } from './open-error.ts';

/*
 * Which failures of SQLite are the medium's (expected: the disk is full, the folder is read-only) and which are ours
 * (a wrong statement): the first become coded errors, the second throw. Numbers: https://www.sqlite.org/rescode.html
 */

const PERM = 3;
const BUSY = 5;
const NOMEM = 7;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const NOLFS = 22;
const AUTH = 23;
const NOTADB = 26;

const OF_THE_MEDIUM: ReadonlySet<number> = new Set([
  ...[PERM, BUSY, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOLFS, AUTH, NOTADB],
]);

type SqliteError = { readonly primary: number; readonly extended: number; readonly message: string };

function sqliteError(cause: unknown): SqliteError | null {
  if (!(cause instanceof Error) || !('errcode' in cause) || typeof cause.errcode !== 'number') return null;
  return { primary: cause.errcode & 0xff, extended: cause.errcode, message: cause.message };
}

/** What the medium refused, as a sentence; null if the failure is a bug of ours and must be thrown on. */
export function mediumFailure(cause: unknown): string | null {
  const error = sqliteError(cause);
  if (error === null || !OF_THE_MEDIUM.has(error.primary)) return null;
  return `${error.message} (SQLite ${error.extended})`;
}

/** Whether another connection holds the lock that was asked for. */
export function isBusy(cause: unknown): boolean {
  return sqliteError(cause)?.primary === BUSY;
}

/** Whether SQLite failed because it could not write, or not create, a file beside the store. */
export function isWriteRefused(cause: unknown): boolean {
  const primary = sqliteError(cause)?.primary;
  return primary === READONLY || primary === CANTOPEN;
}

/** The coded error for a failure while opening `path`; a failure that is not the medium's is thrown on. */
export function openFailure(path: string, cause: unknown, access: 'write' | 'read'): Result<never, OpenError> {
  const detail = mediumFailure(cause) ?? fileSystemFailure(cause);
  if (detail === null) throw cause;
  const primary = sqliteError(cause)?.primary;
  if (primary === NOTADB) return err({ kind: 'not-a-store', path, detail });
  if (primary === CORRUPT) return err({ kind: 'corrupt', path, detail });
  return err({ kind: access === 'write' ? 'cannot-write' : 'cannot-read', path, detail });
}

function fileSystemFailure(cause: unknown): string | null {
  return cause instanceof Error && 'syscall' in cause && 'code' in cause ? cause.message : null;
}
