import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { formatInstant, type Instant, parseInstant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { Clock } from '../clock/clock.ts';
import type { OpenError } from './open-error.ts';
import { isBusy, openFailure } from './sqlite-errors.ts';

/*
 * One writer at a time, by a lock of the operating system that dies with its process: after a kill -9 nothing has to
 * be cleaned up by hand. Trusted for refusing a second writer on this machine; whoever can delete the lock file, or
 * mounts the folder over a file system without locks, can get two. They still cannot mix their events: each append
 * re-checks the size inside its transaction.
 *
 * The lock is an empty SQLite file with an exclusive transaction held open, because Node itself offers no file locks.
 * It must never be opened by other means in this process: closing any descriptor of a file drops its POSIX locks.
 */

export type WriterLock = { release(): void };

/** Two that start at the same moment hinder each other for an instant; given time, exactly one of them wins. */
const RACE_MS = 200;

/** Takes the lock of the store at `storePath`, or says who holds it. */
export function takeWriterLock(storePath: string, clock: Clock): Result<WriterLock, OpenError> {
  const lockPath = `${storePath}.lock`;
  const ownerPath = `${storePath}.owner`;
  let db: DatabaseSync | null = null;
  try {
    createPrivateFile(lockPath);
    db = new DatabaseSync(lockPath, { timeout: RACE_MS });
    db.exec('PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
    // Where the file cannot be written, BEGIN EXCLUSIVE takes a shared lock and says nothing; a write does say it. It
    // is never committed, so the file stays empty.
    db.exec('PRAGMA user_version=1');
  } catch (cause) {
    db?.close();
    return isBusy(cause) ? err(alreadyOpen(storePath, ownerPath)) : openFailure(storePath, cause, 'write');
  }
  const held = db;
  noteOwner(ownerPath, clock.now());
  return ok({
    release() {
      // The note goes first: after the lock it might be the next holder's.
      forgetOwner(ownerPath);
      held.close();
    },
  });
}

/** Creates an empty file that only its owner may read; does nothing, and opens nothing, if the name is taken. */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}

function alreadyOpen(path: string, ownerPath: string): OpenError {
  const owner = readOwner(ownerPath);
  const detail = owner === null ? 'the holder is not known' : `held by process ${owner.pid}`;
  return { kind: 'already-open', path, detail, pid: owner?.pid ?? null, since: owner?.since ?? null };
}

/** Only for the message, so a disk that is too full for it is no reason to refuse the store. */
function noteOwner(path: string, since: Instant): void {
  try {
    writeFileSync(`${path}.new`, `${process.pid} ${formatInstant(since)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // The note of a former holder must not be taken for ours.
    forgetOwner(path);
  }
}

function forgetOwner(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A note that stays names a process that the next refusal finds dead, or that the next holder overwrites.
  }
}

/** The noted holder, if that process still lives: the note of a killed one stays until the next holder replaces it. */
function readOwner(path: string): { readonly pid: number; readonly since: Instant } | null {
  try {
    const match = /^([1-9]\d{0,9}) (\S+)\n$/.exec(readFileSync(path, 'utf8'));
    const since = parseInstant(match?.[2] ?? '');
    if (match === null || !since.ok) return null;
    const pid = Number(match[1]);
    return isAlive(pid) ? { pid, since: since.value } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
