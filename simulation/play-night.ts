import type { CountKind } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { NightPlan } from './night.ts';
import type { NightAct } from './night-act.ts';

/** What was done to one contest of one sheet in one count. */
export type Work = {
  readonly actors: string[];
  readonly tallies: ContestTally[];
  resolver: string | null;
  agreed: ContestTally | null;
};

type EntryAct = Extract<NightAct, { kind: 'commit-entry' | 'resolve-difference' }>;

/**
 * Plays a plan act by act in the plainest way and notes all that a counting system would refuse. For the tests of the
 * plan: it shares nothing with the code that drew it.
 */
export class PlayedNight {
  readonly faults: string[] = [];
  /** By `count/station/contest`. */
  readonly work = new Map<string, Work>();
  readonly publicActs: NightAct[] = [];
  /** Instants of the preliminary receipts. */
  readonly arrivals: number[] = [];
  readonly received = { preliminary: 0, official: 0 };
  /** Preliminary sheets agreed per contest, now and when the publication stopped. */
  readonly agreed = new Map<string, number>();
  agreedAtStop: ReadonlyMap<string, number> = new Map();
  readonly #open = new Set<CountKind>();
  readonly #receipts = new Set<string>();

  play(act: NightAct): void {
    if (act.kind === 'open-count') this.#open.add(act.count);
    if (act.kind === 'close-count') this.#open.delete(act.count);
    if (act.kind === 'stop-publication') this.agreedAtStop = new Map(this.agreed);
    if (!('station' in act)) {
      this.publicActs.push(act);
      return;
    }
    if (!this.#open.has(act.count)) this.#fault('the count is not open', act);
    const sheet = `${act.count}/${act.station}`;
    if (act.kind !== 'receive-sheet') {
      if (!this.#receipts.has(sheet)) this.#fault('typed before it was received', act);
      this.#enter(act, this.#workOn(`${sheet}/${act.contest}`));
      return;
    }
    if (this.#receipts.has(sheet)) this.#fault('received twice', act);
    this.#receipts.add(sheet);
    this.received[act.count]++;
    if (act.count === 'preliminary') this.arrivals.push(act.at);
  }

  #enter(act: EntryAct, work: Work): void {
    if (work.actors.includes(act.actor)) this.#fault('the same person twice', act);
    if (act.kind === 'resolve-difference') {
      if (work.tallies.length !== 2 || work.agreed !== null) this.#fault('nothing to resolve', act);
      work.resolver = act.actor;
      this.#agree(act, work);
      return;
    }
    if (act.slot !== work.actors.length + 1) this.#fault('slots out of order', act);
    work.actors.push(act.actor);
    work.tallies.push(act.tally);
    if (act.slot === 2 && JSON.stringify(work.tallies[0]) === JSON.stringify(act.tally)) this.#agree(act, work);
  }

  #agree(act: EntryAct, work: Work): void {
    work.agreed = act.tally;
    if (act.count === 'preliminary') this.agreed.set(act.contest, (this.agreed.get(act.contest) ?? 0) + 1);
  }

  #workOn(key: string): Work {
    const known = this.work.get(key);
    if (known !== undefined) return known;
    const work: Work = { actors: [], tallies: [], resolver: null, agreed: null };
    this.work.set(key, work);
    return work;
  }

  #fault(what: string, act: NightAct): void {
    this.faults.push(`${what}: ${JSON.stringify(act)}`);
  }
}

export function playNight(plan: NightPlan): PlayedNight {
  const played = new PlayedNight();
  for (const act of plan.acts()) played.play(act);
  return played;
}
