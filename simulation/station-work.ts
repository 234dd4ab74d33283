import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { ContestId, CountKind, LocalizedText, StationId } from '../src/model/ids.ts';
import type { ActColumns } from './act-columns.ts';
import type { Reading } from './night-act.ts';
import type { Random } from './random.ts';
import { PACE, rehearsalPseudonyms, STAFF, SUPERVISORS } from './staff.ts';

const NAMES = rehearsalPseudonyms();

/** What people do to the papers of one station in one count, one act after the other, where it is more than typing a sheet twice. */
export class StationWork {
  /** When the last act was. */
  last = 0;
  readonly #columns: ActColumns;
  readonly #random: Random;
  readonly #about: { readonly count: CountKind; readonly station: StationId };
  /** Nobody types a contest of a station twice, so that no rule about rounds or papers can be broken. */
  readonly #typists = new Map<ContestId, Set<number>>();

  constructor(columns: ActColumns, random: Random, about: { readonly count: CountKind; readonly station: StationId }) {
    this.#columns = columns;
    this.#random = random;
    this.#about = about;
  }

  receive(at: number, paper: number, more: { readonly again?: true } = {}): void {
    this.#columns.add({ at: this.#at(at), kind: 'receive-sheet', ...this.#about, ...paperOf(paper), ...more });
  }

  /** Two people read the same; returns when the second has typed it. */
  type(from: number, paper: number, reading: Reading): number {
    const pace = PACE[this.#about.count];
    const first = from + this.#random.between(...pace.first);
    const second = first + this.#random.between(...pace.second);
    this.#commit(first, paper, 1, reading);
    this.#commit(second, paper, 2, reading);
    return second;
  }

  /** Several contests of one sheet; returns when the last is typed. */
  typeAll(from: number, paper: number, readings: readonly Reading[]): number {
    let done = from;
    for (const reading of readings) done = Math.max(done, this.type(from, paper, reading));
    return done;
  }

  /** One entry, which a supervisor takes out again. Returns when. */
  typeAndVoid(from: number, paper: number, reading: Reading): number {
    const first = from + this.#random.between(...PACE[this.#about.count].first);
    const at = first + this.#random.between(60_000, 20 * 60_000);
    this.#commit(first, paper, 1, reading);
    const { contest } = reading.tally;
    this.#columns.add({ at: this.#at(at), kind: 'void-entry', ...this.#about, contest, by: this.#pair()[0] });
    return at;
  }

  rule(at: number, contest: ContestId, ruling: 'count' | 'retype', reason: LocalizedText): void {
    const by = this.#pair();
    this.#columns.add({ at: this.#at(at), kind: 'rule-observed', ...this.#about, contest, ruling, by, reason });
  }

  choose(at: number, paper: number, reason: LocalizedText): void {
    this.#columns.add({ at: this.#at(at), kind: 'choose-sheet', ...this.#about, paper, by: this.#pair(), reason });
  }

  withdraw(at: number, paper: number, reason: LocalizedText): void {
    const code = 'wrong-station';
    const by = this.#pair();
    this.#columns.add({ at: this.#at(at), kind: 'withdraw-sheet', ...this.#about, paper, code, by, reason });
  }

  #commit(at: number, paper: number, slot: 1 | 2, reading: Reading): void {
    const { contest } = reading.tally;
    const actor = this.#typist(contest);
    const about = { ...this.#about, contest, ...paperOf(paper), slot, actor };
    this.#columns.add({ at: this.#at(at), kind: 'commit-entry', ...about, ...reading });
  }

  #typist(contest: ContestId): string {
    const { typists } = STAFF[this.#about.count];
    const used = this.#typists.get(contest) ?? new Set<number>();
    this.#typists.set(contest, used);
    let one = this.#random.below(typists[1]);
    while (used.has(one)) one = (one + 1) % typists[1];
    used.add(one);
    return present(NAMES[typists[0] + one], 'a typist');
  }

  #pair(): readonly [string, string] {
    const one = this.#random.below(SUPERVISORS);
    const two = (one + 1 + this.#random.below(SUPERVISORS - 1)) % SUPERVISORS;
    return [supervisor(one), supervisor(two)];
  }

  #at(at: number): Instant {
    this.last = Math.max(this.last, at);
    return instant(Math.round(at));
  }
}

function supervisor(i: number): string {
  return `supervisor-${String(i + 1).padStart(3, '0')}`;
}

function paperOf(paper: number): { readonly paper?: number } {
  return paper === 1 ? {} : { paper };
}
