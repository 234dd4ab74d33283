import { assert } from '../base/assert.ts';
import { type Instant, instant } from '../base/instant.ts';
import { REFUSED_REASONS, type RefusedMinute, type RefusedReason } from '../record/index.ts';

const MINUTE_MS = 60_000;
/** As many as one `ArrivalsRefused` may list. */
const ROWS_MAX = 1000;

type Row = { readonly minute: Instant; readonly reason: RefusedReason; times: number };

/**
 * What the door refused since it was last told, by minute and reason. However much knocks, it holds at most 1000 rows and loses
 * no count: a row is kept free for every reason that has none yet, and once the others are used, further minutes of a reason are
 * added to its newest row.
 */
export class RefusalTally {
  private rows = new Map<string, Row>();
  private newest = new Map<RefusedReason, Row>();

  /** How many rows `take` would give. */
  get size(): number {
    return this.rows.size;
  }

  count(reason: RefusedReason, at: Instant): void {
    const minute = minuteOf(at);
    const row = this.rows.get(`${minute} ${reason}`) ?? this.rowFor(reason, minute);
    row.times++;
  }

  /** Ascending by minute, then by reason, as the body of an `ArrivalsRefused` has it. Afterwards nothing is counted. */
  take(): readonly RefusedMinute[] {
    const sorted = [...this.rows.values()].sort(
      (a, b) => a.minute - b.minute || REFUSED_REASONS.indexOf(a.reason) - REFUSED_REASONS.indexOf(b.reason),
    );
    this.rows = new Map();
    this.newest = new Map();
    return sorted.map(({ minute, reason, times }) => [minute, reason, times]);
  }

  private rowFor(reason: RefusedReason, minute: Instant): Row {
    const reserved = REFUSED_REASONS.length - this.newest.size;
    const before = this.newest.get(reason);
    if (before !== undefined && this.rows.size + reserved >= ROWS_MAX) return before;
    const row: Row = { minute, reason, times: 0 };
    this.rows.set(`${minute} ${reason}`, row);
    assert(this.rows.size <= ROWS_MAX, 'a tally has its bound');
    if (before === undefined || before.minute < minute) this.newest.set(reason, row);
    return row;
  }
}

/** The zero keeps a minute from being -0, which no record may hold. */
function minuteOf(at: Instant): Instant {
  return instant(Math.floor(at / MINUTE_MS) * MINUTE_MS + 0);
}
