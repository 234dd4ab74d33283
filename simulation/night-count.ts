import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { ContestId, CountKind } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { ActColumns } from './act-columns.ts';
import { Arrivals, drawLost } from './arrivals.ts';
import type { Rehearsal } from './generate-election.ts';
import { drawMishap, type Mishap, type MishapRates } from './mishaps.ts';
import { type FlawRates, paperFlaw, readingOf } from './paper-flaws.ts';
import { Random } from './random.ts';
import { type Paper, SheetStory } from './sheet-story.ts';
import { PACE, STAFF } from './staff.ts';
import { type PhoneRates, StationFigures } from './station-figures.ts';
import { StationWork } from './station-work.ts';
import { misread, slip } from './typing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How often what happens. */
export type NightRates = {
  readonly lost: number;
  readonly misread: number;
  readonly slip: number;
  readonly flaws: FlawRates;
  readonly mishaps: MishapRates;
  readonly phones: PhoneRates;
};

export type CountDrawn = {
  /** When each sheet's figures for the first contest were agreed. */
  readonly agreed: readonly number[];
  readonly last: number;
  /** Stations, by their place, of which nothing came. */
  readonly lost: ReadonlySet<number>;
  /** When the last thing came from a phone, or was told of the door; 0: nothing. */
  readonly lastBeside: number;
};

/** Draws all acts of one count, sheet by sheet, each in its causal order. */
export class CountDraft {
  readonly #columns: ActColumns;
  readonly #rehearsal: Rehearsal;
  readonly #seed: string;
  readonly #rates: NightRates;
  readonly #contests: readonly ContestId[];

  constructor(columns: ActColumns, rehearsal: Rehearsal, seed: string, rates: NightRates) {
    this.#columns = columns;
    this.#rehearsal = rehearsal;
    this.#seed = seed;
    this.#rates = rates;
    this.#contests = rehearsal.definition.election.contests.map((c) => c.id);
  }

  draw(count: CountKind, begins: Instant): CountDrawn {
    const random = new Random(`${this.#seed}/night/${count}`);
    const happenings = new Random(`${this.#seed}/mishaps/${count}`);
    const { stations } = this.#rehearsal.definition;
    const arrivals = new Arrivals(count, random, stations);
    const lost = count === 'preliminary' ? drawLost(random, stations, this.#rates.lost) : new Set<number>();
    const phones = count === 'preliminary' ? new StationFigures(this.#columns, this.#seed, this.#rates.phones) : null;
    const agreed: number[] = [];
    let last = 0;
    stations.forEach((station, index) => {
      // Drawn for lost sheets too, so that the number of them does not shift the rest of the night.
      const at = begins + Math.max(arrivals.minutesOf(station) * MINUTE, count === 'official' ? 0 : -8 * HOUR);
      const mishap = count === 'preliminary' ? drawMishap(happenings, this.#rates.mishaps) : null;
      const received = Math.round(at);
      phones?.announce(station, received, lost.has(index), (of) => this.#talliesOf(of));
      if (lost.has(index)) return;
      const paper = this.#paperOf(index);
      const done =
        paper.flaw !== null || mishap !== null
          ? this.#story(happenings, count, received, paper, mishap)
          : this.#plain(random, count, received, index, paper.tallies);
      if (done.agreed !== null) agreed.push(done.agreed);
      last = Math.max(last, done.last);
    });
    return { agreed, last, lost, lastBeside: phones?.finish() ?? 0 };
  }

  #paperOf(index: number): Paper {
    const station = present(this.#rehearsal.definition.stations[index], 'station');
    const tallies = this.#talliesOf(station);
    const flaw = paperFlaw(this.#seed, station, tallies, this.#rates.flaws);
    return { station, tallies, flaw, readings: tallies.map((tally) => readingOf(tally, flaw)) };
  }

  /** What the jury of a station counted, contest by contest. */
  #talliesOf(station: PollingStation): readonly ContestTally[] {
    return this.#contests.flatMap((contest) => {
      const truth = this.#rehearsal.truth.get(contest)?.get(station.id);
      return truth === undefined ? [] : [truth];
    });
  }

  #story(random: Random, count: CountKind, received: number, paper: Paper, mishap: Mishap | null) {
    const work = new StationWork(this.#columns, random, { count, station: paper.station.id });
    const agreed = new SheetStory(work, random, count).tell(received, paper, mishap);
    return { agreed, last: work.last };
  }

  #plain(random: Random, count: CountKind, received: number, station: number, tallies: readonly ContestTally[]) {
    this.#columns.addSheet({ at: received, kind: 'receive-sheet', count, station });
    const registered = this.#rehearsal.definition.stations[station]?.registered ?? 0;
    let agreed: number | null = null;
    let last = received;
    for (const truth of tallies) {
      const contest = this.#contests.indexOf(truth.contest);
      const wrong = count === 'preliminary' && random.chance(this.#rates.misread);
      const tally = wrong ? misread(random, truth, registered) : truth;
      const done = this.#typeSheet(random, { count, station, contest }, received, tally);
      if (contest === 0) agreed = done;
      last = Math.max(last, done);
    }
    return { agreed, last };
  }

  /** Two people type it; where one slips, a third decides. Returns when it was agreed. */
  #typeSheet(
    random: Random,
    sheet: { readonly count: CountKind; readonly station: number; readonly contest: number },
    received: number,
    tally: ContestTally,
  ): number {
    const { typists, resolvers } = STAFF[sheet.count];
    const pace = PACE[sheet.count];
    const one = random.below(typists[1]);
    const two = (one + 1 + random.below(typists[1] - 1)) % typists[1];
    const slips = random.chance(this.#rates.slip);
    const slot = slips ? random.between(1, 2) : 0;
    const typed = slips ? slip(random, tally) : tally;
    const first = received + random.between(...pace.first);
    const second = first + random.between(...pace.second);
    const entry = { ...sheet, kind: 'commit-entry' } as const;
    const tallyOf = (n: 1 | 2) => (slot === n ? typed : tally);
    this.#columns.addSheet({ ...entry, at: first, slot: 1, actor: typists[0] + one, tally: tallyOf(1) });
    this.#columns.addSheet({ ...entry, at: second, slot: 2, actor: typists[0] + two, tally: tallyOf(2) });
    if (!slips) return second;
    const decided = second + random.between(...pace.decision);
    const actor = resolvers[0] + random.below(resolvers[1]);
    this.#columns.addSheet({ ...sheet, kind: 'resolve-difference', at: decided, actor, tally });
    return decided;
  }
}

/** A sheet or two of those that never came do come, when the count is closed. Returns when the last did. */
export function addLateSheets(
  columns: ActColumns,
  seed: string,
  rehearsal: Rehearsal,
  lost: ReadonlySet<number>,
  closed: Instant,
): number {
  const random = new Random(`${seed}/late`);
  let last: number = closed;
  for (const place of [...lost].slice(0, 2)) {
    const station = present(rehearsal.definition.stations[place], 'station').id;
    const at = instant(closed + random.between(20 * MINUTE, 3 * HOUR));
    columns.add({ at, kind: 'receive-sheet', count: 'preliminary', station });
    last = Math.max(last, at);
  }
  return last;
}
