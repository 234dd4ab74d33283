import { type Instant, instant } from '../base/instant.ts';
import type { SheetNumber } from './acts.ts';

/** Contests of a station whose vote is to be repeated, and whose new sheet has not come. */
export type PendingRepeat = {
  /** Of the sheet to come: higher than any of the station's, and than any whose embargo is lifted for one of the contests. */
  readonly generation: number;
  /** When the last of its polls closes. */
  readonly until: Instant;
  /** Places of the contests, ascending. */
  readonly contests: readonly number[];
  /** In whose record it was ordered; null: in this one itself. */
  readonly office: string | null;
};

/**
 * Votes that were repeated: docs/spec/official-count.md section 5. A sheet of a higher generation speaks for exactly the contests
 * that waited for it when it came.
 */
export class Repeats {
  private readonly pendingOf = new Map<number, PendingRepeat>();
  /** The highest generation that came of a station. */
  private readonly highest = new Map<number, number>();
  /** By station and contest, the repeated sheet that speaks for it. */
  private readonly speaking = new Map<string, SheetNumber>();
  /** The contests that a repeated sheet was received for. */
  private readonly served = new Map<SheetNumber, readonly number[]>();
  /** By contest, generation and office, the latest closing of its polls. Each record lifts the embargoes of its own votes. */
  private readonly untils = new Map<string, Instant>();
  private readonly liftedAt = new Map<string, Instant>();
  /** By station and contest, where the board says of a vote that it had repeated that it is lost: nothing is read of it any more. */
  private readonly lostOf = new Set<string>();

  /** What waits for the next envelope of this station; null: nothing. */
  pending(place: number): PendingRepeat | null {
    return this.pendingOf.get(place) ?? null;
  }

  /** The repeated sheet that speaks for this contest of the station; null: the station's standing sheet does. */
  sheetOf(place: number, contest: number): SheetNumber | null {
    return this.speaking.get(key(place, contest)) ?? null;
  }

  /**
   * Whether the figures of this contest can come from this sheet: of a vote that is to be repeated, or whose repetition is lost, from
   * none that is there, and of one that was from the newest sheet alone. A paper of the first vote that turns up anew stays unread in
   * it: the board struck what it says.
   */
  isReadFrom(sheet: SheetNumber, place: number, contest: number): boolean {
    if (this.pending(place)?.contests.includes(contest) === true || this.isLost(place, contest)) return false;
    return (this.sheetOf(place, contest) ?? sheet) === sheet;
  }

  /** Whether this contest was to be voted on again here, and the board says that there is no paper of that. */
  isLost(place: number, contest: number): boolean {
    return this.lostOf.has(key(place, contest));
  }

  /** The contests that are typed from a repeated sheet. */
  contestsOf(sheet: SheetNumber): readonly number[] {
    return this.served.get(sheet) ?? [];
  }

  /** When the last polls of this generation of the contest close; null: no vote of it is, or was, repeated so. */
  untilOf(contest: number, generation: number, office: string | null = null): Instant | null {
    return this.untils.get(embargo(contest, generation, office)) ?? null;
  }

  /** When the embargo of this generation was lifted; null while it holds. */
  lifted(contest: number, generation: number, office: string | null = null): Instant | null {
    return this.liftedAt.get(embargo(contest, generation, office)) ?? null;
  }

  takeLift(contest: number, generation: number, office: string | null, at: Instant): void {
    const of = embargo(contest, generation, office);
    if (!this.liftedAt.has(of)) this.liftedAt.set(of, at);
  }

  /** The vote of this contest is to be repeated at the station. */
  order(place: number, contest: number, until: Instant, office: string | null): void {
    this.lostOf.delete(key(place, contest));
    const before = this.pending(place);
    const contests = [...new Set([...(before?.contests ?? []), contest])].sort((a, b) => a - b);
    let generation = Math.max(before?.generation ?? 0, this.highestOf(place) + 1);
    // Figures of a generation whose embargo is lifted would be public at once: this vote waits for another lifting.
    while (contests.some((one) => this.lifted(one, generation, office) !== null)) generation++;
    const last = instant(Math.max(until, before?.until ?? until));
    const pending = { generation, until: last, contests, office };
    this.pendingOf.set(place, pending);
    this.note(pending);
  }

  /** The highest generation of which a sheet of this station came. */
  highestOf(place: number): number {
    return this.highest.get(place) ?? 1;
  }

  /** There is no paper of this contest: neither does it wait for one, nor is one taken out for another. */
  lose(place: number, contest: number): void {
    const before = this.pending(place);
    const waits = before?.contests.includes(contest) === true;
    if (waits || this.sheetOf(place, contest) !== null) this.lostOf.add(key(place, contest));
    if (before === null) return;
    const contests = before.contests.filter((one) => one !== contest);
    if (contests.length === 0) this.pendingOf.delete(place);
    else this.pendingOf.set(place, { ...before, contests });
  }

  /** The sheet of a repeated vote came: it speaks for what waited, or for what an empty one before it spoke for. */
  receive(place: number, sheet: SheetNumber, generation: number, instead: readonly number[]): void {
    const pending = this.pending(place);
    const contests = pending?.contests ?? instead;
    if (pending !== null) this.note({ ...pending, generation });
    this.pendingOf.delete(place);
    this.highest.set(place, Math.max(generation, this.highestOf(place)));
    this.served.set(sheet, contests);
    for (const contest of contests) this.speaking.set(key(place, contest), sheet);
  }

  /** A repeated sheet was taken out: its contests wait for another, but for what is lost. */
  withdraw(place: number, sheet: SheetNumber, until: Instant, office: string | null): void {
    for (const contest of this.contestsOf(sheet)) {
      if (this.sheetOf(place, contest) !== sheet || this.isLost(place, contest)) continue;
      this.speaking.delete(key(place, contest));
      this.order(place, contest, until, office);
    }
  }

  private note({ contests, generation, until, office }: PendingRepeat): void {
    for (const contest of contests) {
      const of = embargo(contest, generation, office);
      this.untils.set(of, instant(Math.max(until, this.untils.get(of) ?? until)));
    }
  }

  /** In an order of its own, for comparing two replays. */
  dump() {
    const sorted = <K extends string | number, V>(map: ReadonlyMap<K, V>) =>
      [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return {
      pending: sorted(this.pendingOf),
      highest: sorted(this.highest),
      speaking: sorted(this.speaking),
      served: sorted(this.served),
      untils: sorted(this.untils),
      lifted: sorted(this.liftedAt),
      lost: [...this.lostOf].sort(),
    };
  }
}

/** Behind the numbers, an office's id may be any text. */
function embargo(contest: number, generation: number, office: string | null): string {
  return office === null ? key(contest, generation) : `${key(contest, generation)} ${office}`;
}

function key(a: number, b: number): string {
  return `${a} ${b}`;
}
