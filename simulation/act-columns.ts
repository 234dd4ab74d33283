import { assert, present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { PollingStation } from '../src/model/election.ts';
import { COUNT_KINDS, type ContestId, type CountKind } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { NightAct } from './night-act.ts';

type SheetKind = 'receive-sheet' | 'commit-entry' | 'resolve-difference';
const CODES: readonly SheetKind[] = ['receive-sheet', 'commit-entry', 'resolve-difference'];
const RARE = 3;

/** One act over a sheet, as it is put in; `contest` is an index, and nothing but a receipt goes without one. */
export type SheetAct = {
  readonly at: number;
  readonly kind: SheetKind;
  readonly count: CountKind;
  readonly station: number;
  readonly contest?: number;
  readonly slot?: 1 | 2;
  readonly actor?: number;
  readonly tally?: ContestTally;
};

const ORDINALS = 2 ** 22;

/**
 * The acts of a night as columns of numbers instead of objects: an act is made when it is asked for, and soon forgotten.
 * Sorted by instant; acts of one instant keep the order in which they were put in, which for one sheet is the
 * causal one.
 */
export class ActColumns {
  readonly #start: number;
  readonly #stations: readonly PollingStation[];
  readonly #contests: readonly ContestId[];
  readonly #actors: readonly string[];
  readonly #keys: number[] = [];
  readonly #codes: number[] = [];
  readonly #subjects: number[] = [];
  readonly #actorOf: number[] = [];
  readonly #tallies: (ContestTally | null)[] = [];
  readonly #rare: NightAct[] = [];
  #order: Float64Array | null = null;

  constructor(about: {
    readonly start: Instant;
    readonly stations: readonly PollingStation[];
    readonly contests: readonly ContestId[];
    readonly actors: readonly string[];
  }) {
    this.#start = about.start;
    this.#stations = about.stations;
    this.#contests = about.contests;
    this.#actors = about.actors;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** What is rare enough to be kept as it is. */
  add(act: NightAct): void {
    this.#push(act.at, RARE, this.#rare.length, 0, null);
    this.#rare.push(act);
  }

  addSheet(act: SheetAct): void {
    const code = CODES.indexOf(act.kind) | (COUNT_KINDS.indexOf(act.count) << 2) | ((act.slot === 2 ? 1 : 0) << 3);
    this.#push(act.at, code | ((act.contest ?? 0) << 4), act.station, act.actor ?? 0, act.tally ?? null);
  }

  /** Instant and ordinal share one exact number below 2^53, so that the fast numeric sort is stable by itself. */
  sort(): void {
    this.#order = Float64Array.from(this.#keys).sort();
  }

  at(position: number): NightAct {
    const key = present(this.#order?.[position], `act ${position} of a sorted night`);
    const i = key % ORDINALS;
    const code = this.#codes[i] ?? 0;
    const subject = this.#subjects[i] ?? 0;
    if (code === RARE) return present(this.#rare[subject], 'a rare act');
    return this.#sheetAct(i, code, subject, instant((key - i) / ORDINALS + this.#start));
  }

  #push(at: number, code: number, subject: number, actor: number, tally: ContestTally | null): void {
    const ordinal = this.#keys.length;
    const key = (at - this.#start) * ORDINALS + ordinal;
    assert(at >= this.#start && ordinal < ORDINALS && Number.isSafeInteger(key), 'an act within the night');
    this.#keys.push(key);
    this.#codes.push(code);
    this.#subjects.push(subject);
    this.#actorOf.push(actor);
    this.#tallies.push(tally);
  }

  #sheetAct(i: number, code: number, subject: number, at: Instant): NightAct {
    const kind = present(CODES[code & 3], 'the kind of an act');
    const count = present(COUNT_KINDS[(code >> 2) & 1], 'the count of an act');
    const station = present(this.#stations[subject], 'the station of an act').id;
    if (kind === 'receive-sheet') return { at, kind, count, station };
    const contest = present(this.#contests[code >> 4], 'the contest of an act');
    const actor = present(this.#actors[this.#actorOf[i] ?? -1], 'the actor of an act');
    const tally = present(this.#tallies[i], 'the tally of an act');
    if (kind === 'resolve-difference') return { at, kind, count, station, contest, actor, tally };
    return { at, kind, count, station, contest, slot: (code & 8) === 0 ? 1 : 2, actor, tally };
  }
}
