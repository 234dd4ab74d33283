import { type Instant, instant } from '../src/base/instant.ts';
import type { Random } from './random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

/** When a session opens and closes, after local midnight. */
const OPENS = 9 * HOUR;
const CLOSES = 19 * HOUR;
/** The board decides nothing in the first and last minutes: then the zero act and the minutes are read. */
const BEGINS = OPENS + 15 * MINUTE;
const ENDS = CLOSES - 30 * MINUTE;

/** The days on which a board sits: the first one, and each on which something waits for it. */
export class Sittings {
  private readonly midnight: number;
  private readonly days = new Set<number>([0]);

  /** `midnight`: local midnight of the first day. */
  constructor(midnight: Instant) {
    this.midnight = midnight;
  }

  /** The first moment from `at` on at which the board can decide. The day is then one of its days. */
  within(at: number, random: Random): number {
    const day = Math.floor((at - this.midnight) / DAY_MS);
    const time = at - this.midnight - day * DAY_MS;
    const next = day < 0 ? 0 : time > ENDS ? day + 1 : day;
    this.days.add(next);
    if (next === day && time >= BEGINS) return at;
    return this.midnight + next * DAY_MS + BEGINS + random.below(2 * HOUR);
  }

  /** Opening and closing of every session, in order. */
  all(): readonly { readonly opens: Instant; readonly closes: Instant }[] {
    return [...this.days]
      .sort((a, b) => a - b)
      .map((day) => this.midnight + day * DAY_MS)
      .map((midnight) => ({ opens: instant(midnight + OPENS), closes: instant(midnight + CLOSES) }));
  }
}
