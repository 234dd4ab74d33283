import { present } from '../src/base/assert.ts';
import type { PollingStation } from '../src/model/election.ts';
import type { Count, CountKind } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { Mishap } from './mishaps.ts';
import type { Reading } from './night-act.ts';
import type { PaperFlaw } from './paper-flaws.ts';
import { RULINGS } from './public-words.ts';
import type { Random } from './random.ts';
import type { StationWork } from './station-work.ts';

/** What the jury of a station filled in, and how it reads. */
export type Paper = {
  readonly station: PollingStation;
  readonly tallies: readonly ContestTally[];
  readonly flaw: PaperFlaw | null;
  readonly readings: readonly Reading[];
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RULING = [20 * MINUTE, 5 * HOUR] as const;
const CHOICE = [15 * MINUTE, 6 * HOUR] as const;
/** Of observed sheets of the preliminary count: the rest stays out, and the page says so. */
const RULED_SHARE = 0.75;

/** Numbers of papers: 1 is the jury's. */
const OTHER_PAPER = 2;

/** The way of a sheet that is not like the others, to its end. Every such way is one that a real night has had. */
export class SheetStory {
  readonly #work: StationWork;
  readonly #random: Random;
  readonly #count: CountKind;

  constructor(work: StationWork, random: Random, count: CountKind) {
    this.#work = work;
    this.#random = random;
    this.#count = count;
  }

  /** Tells it act by act; gives when the figures are agreed, null if they never are. */
  tell(received: number, paper: Paper, mishap: Mishap | null): number | null {
    // What is wrong with the paper is enough for one sheet.
    if (paper.flaw !== null) return this.#flawed(received, paper, paper.flaw);
    switch (mishap) {
      case 'illegible':
        return this.#illegible(received, paper);
      case 'wrong-station':
        return this.#wrongStation(received, paper);
      case 'second-photograph':
        return this.#secondPhotograph(received, paper);
      case 'false-sheet':
        return this.#falseSheet(received, paper);
      case 'double':
        return this.#double(received, paper);
      case 'voided':
        return this.#voided(received, paper);
      case null:
        return this.#plain(received, 1, paper);
    }
  }

  #plain(received: number, number: number, paper: Paper): number {
    this.#work.receive(received, number);
    return this.#work.typeAll(received, number, paper.readings);
  }

  /** Corrections are typed beside what the box says; only one of which nobody can tell what it means waits for a ruling. */
  #flawed(received: number, paper: Paper, flaw: PaperFlaw): number | null {
    if (flaw.kind !== 'corrected' || flaw.clear) return this.#plain(received, 1, paper);
    this.#work.receive(received, 1);
    const unclear = present(
      paper.readings.find((reading) => reading.corrections !== undefined),
      'the corrected contest',
    );
    const others = paper.readings.filter((reading) => reading !== unclear);
    const plain = this.#work.typeAll(received, 1, others);
    const typed = this.#work.type(received, 1, { tally: unclear.tally, observations: ['unclear-correction'] });
    if (!this.#isRuled()) return null;
    const ruled = typed + this.#random.between(...RULING);
    this.#work.rule(ruled, flaw.contest, 'retype', RULINGS.corrected);
    return Math.max(plain, this.#work.type(ruled, 1, unclear));
  }

  #illegible(received: number, paper: Paper): number | null {
    this.#work.receive(received, 1);
    const nothing = paper.tallies.map(({ contest }): Reading => {
      return { tally: { contest, boxes: [] }, observations: ['illegible'] };
    });
    const typed = this.#work.typeAll(received, 1, nothing);
    if (!this.#isRuled()) return null;
    const ruled = typed + this.#random.between(...RULING);
    for (const { contest } of paper.tallies) this.#work.rule(ruled, contest, 'retype', RULINGS.reread);
    return this.#work.typeAll(ruled, 1, paper.readings);
  }

  /** It is taken out, and the right one comes later. */
  #wrongStation(received: number, paper: Paper): number {
    this.#work.receive(received, OTHER_PAPER);
    const nothing = paper.tallies.map(({ contest }): Reading => {
      return { tally: { contest, boxes: [] }, observations: ['wrong-station'] };
    });
    const typed = this.#work.typeAll(received, OTHER_PAPER, nothing);
    const withdrawn = typed + this.#random.between(10 * MINUTE, 90 * MINUTE);
    this.#work.withdraw(withdrawn, OTHER_PAPER, RULINGS.wrongStation);
    return this.#plain(withdrawn + this.#random.between(5 * MINUTE, 2 * HOUR), 1, paper);
  }

  /** Disputed, whichever came first, until two people have looked at both. */
  #secondPhotograph(received: number, paper: Paper): number {
    const other = this.#random.chance(0.3);
    // Now and then it comes so soon that nobody has typed the first: then both wait.
    const soon = this.#random.chance(0.25);
    this.#work.receive(received, 1);
    const typed = soon ? received : this.#work.typeAll(received, 1, paper.readings);
    const second = typed + (soon ? this.#random.between(5000, 30_000) : this.#random.between(MINUTE, 3 * HOUR));
    this.#work.receive(second, OTHER_PAPER);
    const chosen = second + this.#random.between(...CHOICE);
    this.#work.choose(chosen, other ? OTHER_PAPER : 1, RULINGS.samePaper);
    if (other) return this.#work.typeAll(chosen, OTHER_PAPER, paper.readings);
    return soon ? this.#work.typeAll(chosen, 1, paper.readings) : chosen;
  }

  /** Never chosen, also where it came first and its figures were in for a while. */
  #falseSheet(received: number, paper: Paper): number {
    const falseFirst = this.#random.chance(0.4);
    const [first, second] = falseFirst ? [OTHER_PAPER, 1] : [1, OTHER_PAPER];
    const readings = falseFirst ? paper.tallies.map((tally) => ({ tally: falseFigures(tally) })) : paper.readings;
    this.#work.receive(received, first);
    const typed = this.#work.typeAll(received, first, readings);
    const disputed = typed + this.#random.between(MINUTE, 3 * HOUR);
    this.#work.receive(disputed, second);
    const chosen = disputed + this.#random.between(...CHOICE);
    this.#work.choose(chosen, 1, RULINGS.falsePaper);
    return falseFirst ? this.#work.typeAll(chosen, 1, paper.readings) : chosen;
  }

  #double(received: number, paper: Paper): number {
    const done = this.#plain(received, 1, paper);
    this.#work.receive(received + this.#random.between(20_000, 6 * HOUR), 1, { again: true });
    return done;
  }

  #voided(received: number, paper: Paper): number {
    this.#work.receive(received, 1);
    const [one, ...others] = paper.readings;
    const at = this.#work.typeAndVoid(received, 1, present(one, 'a contest of the sheet'));
    const plain = this.#work.typeAll(received, 1, others);
    return Math.max(plain, this.#work.type(at, 1, present(one, 'a contest of the sheet')));
  }

  /** The official count ends with every sheet. */
  #isRuled(): boolean {
    return this.#random.chance(RULED_SHARE) || this.#count === 'official';
  }
}

/** A third of the largest figure goes to the box beside it. */
export function falseFigures({ contest, boxes }: ContestTally): ContestTally {
  const figures = boxes.map((box): number => (typeof box === 'number' ? box : 0));
  const largest = figures.indexOf(Math.max(...figures));
  const moved = Math.ceil((figures[largest] ?? 0) / 3);
  const beside = largest === 0 ? 1 : 0;
  if (moved === 0) return { contest, boxes: boxes.with(0, 7 as Count) };
  const taken = boxes.with(largest, ((figures[largest] ?? 0) - moved) as Count);
  return { contest, boxes: taken.with(beside, ((figures[beside] ?? 0) + moved) as Count) };
}
