import { createHash } from 'node:crypto';
import type { AccountsFile } from './accounts-file.ts';

/*
 * Guesses at a password, counted per account and kept through a restart; requests, counted per client in memory. A
 * lock-out never lasts longer than `LONGEST_MS`, because whoever knows a name can bring one about.
 */

/** So many wrong passwords in a row are free. */
export const FREE_FAILURES = 5;
const FIRST_MS = 30_000;
export const LONGEST_MS = 15 * 60_000;
/** Failures this old are forgotten. */
const FORGET_MS = 60 * 60_000;
/** Names that nobody has are counted too, or a lock-out would tell which names exist; in so many rows at most. */
const BUCKETS = 4096;

/** The key under which guesses at a name without an account are counted. */
export function keyOfUnknownName(name: string): string {
  return `unknown-${createHash('sha256').update(name).digest().readUInt32BE(0) % BUCKETS}`;
}

/**
 * Counts a guess before it is tried, so that many at once gain nothing, and tells how many milliseconds to wait before
 * the next is taken: 0 if this one may be tried.
 */
export function beginAttempt(file: AccountsFile, key: string): Promise<number> {
  return file.atomically(() => {
    const now = Date.now();
    const row = file.get('SELECT failures, last, blocked_until FROM attempts WHERE key = ?', key);
    const blockedUntil = Number(row?.['blocked_until'] ?? 0);
    // A clock that was set back must not lengthen a lock-out.
    if (blockedUntil > now && blockedUntil - now <= LONGEST_MS) return blockedUntil - now;
    const stale = row === undefined || now - Number(row['last']) > FORGET_MS;
    const failures = stale ? 1 : Number(row['failures']) + 1;
    const pause = failures < FREE_FAILURES ? 0 : Math.min(FIRST_MS * 2 ** (failures - FREE_FAILURES), LONGEST_MS);
    file.db
      .prepare('INSERT OR REPLACE INTO attempts(key, failures, last, blocked_until) VALUES (?, ?, ?, ?)')
      .run(key, failures, now, pause === 0 ? 0 : now + pause);
    return 0;
  });
}

/** The guess was right: the count starts again. */
export async function forgetAttempts(file: AccountsFile, key: string): Promise<void> {
  await file.atomically(() => file.db.prepare('DELETE FROM attempts WHERE key = ?').run(key));
}

export type Consumed = { readonly allowed: boolean; readonly retryAfter: number | null };

/** Requests per key in fixed windows of seconds, in the shape that better-auth asks for. */
export class RequestLimits {
  readonly #windows = new Map<string, { readonly ends: number; count: number }>();
  readonly #most = 100_000;

  consume(key: string, rule: { readonly window: number; readonly max: number }): Promise<Consumed> {
    return Promise.resolve(this.take(key, rule));
  }

  take(key: string, { window, max }: { readonly window: number; readonly max: number }): Consumed {
    const now = Date.now();
    let entry = this.#windows.get(key);
    if (entry === undefined || entry.ends <= now || entry.ends > now + window * 1000) {
      if (this.#windows.size >= this.#most) this.#drop(now);
      entry = { ends: now + window * 1000, count: 0 };
      this.#windows.set(key, entry);
    }
    if (entry.count >= max) return { allowed: false, retryAfter: Math.ceil((entry.ends - now) / 1000) };
    entry.count += 1;
    return { allowed: true, retryAfter: null };
  }

  /** What was taken last turned out to be no guess: a whole centre may sit behind one address. */
  giveBack(key: string): void {
    const entry = this.#windows.get(key);
    if (entry !== undefined && entry.count > 0) entry.count -= 1;
  }

  #drop(now: number): void {
    for (const [key, { ends }] of this.#windows) if (ends <= now) this.#windows.delete(key);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= this.#most && oldest !== undefined) this.#windows.delete(oldest);
  }
}
