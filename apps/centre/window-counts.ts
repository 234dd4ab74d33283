type Count = { readonly since: number; times: number };

/**
 * Counts by key within a window that begins at the first of them. It holds at most so many keys: a crowd of new ones pushes out
 * the oldest, which costs a limit and never memory.
 */
export class WindowCounts {
  readonly #ms: number;
  readonly #most: number;
  readonly #counts = new Map<string, Count>();

  constructor(ms: number, most: number) {
    this.#ms = ms;
    this.#most = most;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** How often it was counted in the window that is open now. */
  times(key: string, now: number): number {
    const count = this.#counts.get(key);
    return count === undefined || now - count.since >= this.#ms ? 0 : count.times;
  }

  /** Counts one, and tells how many that makes. */
  add(key: string, now: number): number {
    const times = this.times(key, now) + 1;
    const known = this.#counts.get(key);
    if (times > 1 && known !== undefined) {
      known.times = times;
      return times;
    }
    this.#counts.delete(key);
    this.#counts.set(key, { since: now, times });
    for (const oldest of this.#counts.keys()) {
      if (this.#counts.size <= this.#most) break;
      this.#counts.delete(oldest);
    }
    return times;
  }
}
