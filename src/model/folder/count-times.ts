import type { Instant } from '../../base/instant.ts';
import { parseInstant } from '../../base/instant.ts';
import { expectOk } from '../../base/result.ts';
import type { PollingStation } from '../election.ts';
import { readOptionalTime } from './cells.ts';
import { type IssueLog, issue } from './issue.ts';
import { offsetText, statedOffset, ZoneOffsets } from './time-zone.ts';

const FAR = 400 * 24 * 3_600_000;

/** What the times of an election are held against. */
export type TimeFrame = { readonly date: string; readonly timeZone: string; readonly pollsClose: Instant | null };

export type SheetTimes = { readonly arrivedAt: Instant | null; readonly publishedAt: Instant | null };

type Row = { readonly file: string; readonly line: number };

/** Reads the times of sheets and warns of those that cannot well be true. */
export class TimeReader {
  readonly #frame: TimeFrame;
  readonly #log: IssueLog;
  readonly #day: Instant;
  readonly #zone: ZoneOffsets;

  constructor(frame: TimeFrame, log: IssueLog) {
    this.#frame = frame;
    this.#log = log;
    this.#day = expectOk(parseInstant(`${frame.date}T00:00:00Z`), 'the date was checked with election.json');
    this.#zone = new ZoneOffsets(frame.timeZone);
  }

  read(arrived: string, published: string, station: PollingStation, row: Row): SheetTimes {
    const arrivedAt = this.#time(arrived, { ...row, field: 'arrived_at' });
    const publishedAt = this.#time(published, { ...row, field: 'published_at' });
    const place = { ...row, field: 'arrived_at' };
    if (arrivedAt !== null && publishedAt !== null && arrivedAt > publishedAt) {
      this.#log.warn(issue('arrived-after-published', place, arrived, `not after published_at, ${published}`));
    }
    const { pollsClose } = this.#frame;
    // Places abroad close by their own clocks; the closing time of election.json is not theirs.
    if (arrivedAt !== null && pollsClose !== null && arrivedAt < pollsClose && station.setting !== 'abroad') {
      this.#log.warn(issue('arrived-before-close', place, arrived, 'not before pollsClose of election.json'));
    }
    return { arrivedAt, publishedAt };
  }

  #time(cell: string, place: Row & { readonly field: string }): Instant | null {
    const at = readOptionalTime(this.#log, cell, place);
    if (at === null) return null;
    if (Math.abs(at - this.#day) > FAR) {
      const expected = `within 400 days of the election, ${this.#frame.date}`;
      this.#log.warn(issue('far-from-election-date', place, cell, expected));
    }
    const stated = statedOffset(cell);
    const actual = this.#zone.at(at);
    if (stated !== null && stated !== actual) {
      const expected = `the offset of ${this.#frame.timeZone} at that time, ${offsetText(actual)}`;
      // One example is enough: whoever wrote the file wrote one offset everywhere.
      this.#log.warn(issue('offset-contradicts-zone', place, cell, expected), 1);
    }
    return at;
  }
}
