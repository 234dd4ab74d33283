import { DESK_DEFAULTS } from '../src/model/desk-defaults.ts';
import { countingBoxes } from '../src/model/desk-rules.ts';
import type { ContestId, CountKind, StationId } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import type { RefusedMinute } from '../src/record/index.ts';
import type { NightPlan } from './night.ts';
import type { NightAct, Reading } from './night-act.ts';

/** What was done to one contest of one paper in one count. */
export type Work = {
  readonly actors: string[];
  /** Entries of this round. */
  readings: { readonly actor: string; readonly text: string }[];
  resolver: string | null;
  /** The figures that count. */
  agreed: ContestTally | null;
  observed: boolean;
};

type Papers = {
  readonly received: Set<number>;
  readonly contests: Map<number, Map<ContestId, Work>>;
  standing: number | null;
  disputed: boolean;
};

type Announced = Extract<NightAct, { kind: 'announce-figures' }>;
type OfSheet = Exclude<Extract<NightAct, { station: StationId }>, Announced>;
type EntryAct = Extract<NightAct, { kind: 'commit-entry' | 'resolve-difference' }>;

/**
 * Plays a plan act by act in the plainest way and notes all that a counting system would refuse. For the tests of the
 * plan: it shares nothing with the code that drew it.
 */
export class PlayedNight {
  readonly faults: string[] = [];
  readonly publicActs: NightAct[] = [];
  /** Instants of the first receipts of the preliminary count. */
  readonly arrivals: number[] = [];
  readonly late: StationId[] = [];
  /** How many acts there were of each kind; `again` of the same bytes, `dispute` of another paper. */
  readonly seen: Record<string, number> = {};
  /** Preliminary sheets agreed per contest, now and when the publication stopped. */
  readonly agreed = new Map<string, number>();
  agreedAtStop: ReadonlyMap<string, number> = new Map();
  /** What came from phones, station by station. */
  readonly announced = new Map<StationId, Announced[]>();
  readonly #open = new Set<CountKind>();
  readonly #papers = new Map<string, Papers>();

  play(act: NightAct): void {
    this.#see(act.kind);
    if (act.kind === 'open-count') this.#open.add(act.count);
    if (act.kind === 'close-count') this.#open.delete(act.count);
    if (act.kind === 'stop-publication') this.agreedAtStop = new Map(this.agreed);
    if (act.kind === 'tell-refused' && !areMinutesBefore(act.at, act.minutes)) this.#fault('no such minutes', act);
    if (act.kind === 'announce-figures') this.#announce(act);
    else if ('station' in act) this.#ofSheet(act);
    else this.publicActs.push(act);
  }

  /** The work on the paper that stands, of every station and contest of a count. */
  *results(count: CountKind): Generator<{ station: string; contest: ContestId; work: Work }> {
    for (const [key, papers] of this.#papers) {
      if (!key.startsWith(`${count}/`) || papers.standing === null) continue;
      for (const [contest, work] of papers.contests.get(papers.standing) ?? []) {
        yield { station: key.slice(count.length + 1), contest, work };
      }
    }
  }

  /** Whether anything was received of a station, in time or late. */
  hasPaper(station: StationId): boolean {
    return this.late.includes(station) || (this.#papers.get(`preliminary/${station}`)?.received.size ?? 0) > 0;
  }

  #announce(act: Announced): void {
    const before = this.announced.get(act.station) ?? [];
    this.announced.set(act.station, [...before, act]);
    // Behind the closing too: it counts for nothing.
    if (act.tallies.length === 0) this.#fault('nothing announced', act);
    if (before.length === 2 || (before.length === 1 && act.via === 'sms')) this.#fault('announced again', act);
    if (before.some(({ at }) => at === act.at)) this.#fault('two at the same time', act);
  }

  #ofSheet(act: OfSheet): void {
    const papers = this.#papersOf(act);
    const paper = ('paper' in act ? act.paper : undefined) ?? 1;
    const twice = 'by' in act && typeof act.by !== 'string' && act.by[0] === act.by[1];
    if (twice) this.#fault('one person decides twice', act);
    if (act.kind === 'receive-sheet') {
      this.#receive(act, papers, paper);
      return;
    }
    if (!this.#open.has(act.count)) this.#fault('the count is not open', act);
    if (act.kind === 'choose-sheet') {
      if (!papers.disputed || !papers.received.has(paper)) this.#fault('nothing to choose', act);
      papers.disputed = false;
      papers.standing = paper;
    } else if (papers.disputed || papers.standing === null) this.#fault('no sheet stands', act);
    else if (act.kind === 'withdraw-sheet') papers.standing = null;
    else this.#work(act, papers, papers.standing);
  }

  #receive(act: Extract<OfSheet, { kind: 'receive-sheet' }>, papers: Papers, paper: number): void {
    if (papers.received.has(paper) !== (act.again === true)) this.#fault('received twice, or not before', act);
    if (act.again === true) {
      this.#see('again');
      return;
    }
    if (!this.#open.has(act.count)) {
      if (act.count === 'official') this.#fault('the count is not open', act);
      this.late.push(act.station);
      return;
    }
    if (papers.received.size === 0 && act.count === 'preliminary') this.arrivals.push(act.at);
    papers.received.add(paper);
    if (papers.standing !== null) {
      this.#see('dispute');
      papers.disputed = true;
    } else papers.standing = paper;
  }

  #work(
    act: Exclude<OfSheet, { kind: 'receive-sheet' | 'choose-sheet' | 'withdraw-sheet' }>,
    papers: Papers,
    standing: number,
  ): void {
    const contests = papers.contests.get(standing) ?? new Map<ContestId, Work>();
    papers.contests.set(standing, contests);
    const work = contests.get(act.contest) ?? newWork();
    contests.set(act.contest, work);
    if (act.kind === 'void-entry') {
      if (work.readings.length !== 1) this.#fault('nothing to void', act);
      work.readings = [];
    } else if (act.kind === 'rule-observed') {
      if (!work.observed || act.ruling !== 'retype') this.#fault('nothing to rule', act);
      work.observed = false;
      work.readings = [];
    } else {
      if ((act.paper ?? 1) !== standing) this.#fault('another paper stands', act);
      this.#enter(act, work);
    }
  }

  #enter(act: EntryAct, work: Work): void {
    if (work.actors.includes(act.actor)) this.#fault('the same person twice', act);
    if (work.agreed !== null || work.observed) this.#fault('nothing to type', act);
    const text = JSON.stringify([act.tally, act.corrections ?? [], act.observations ?? []]);
    if (act.kind === 'resolve-difference') {
      if (work.readings.length !== 2) this.#fault('nothing to resolve', act);
      work.resolver = act.actor;
      this.#settle(act, work);
      return;
    }
    work.actors.push(act.actor);
    work.readings.push({ actor: act.actor, text });
    if (act.slot !== work.readings.length) this.#fault('slots out of order', act);
    if (act.slot === 2 && work.readings[0]?.text === text) this.#settle(act, work);
  }

  #settle(act: EntryAct, work: Work): void {
    const { tally, corrections = [], observations = [] }: Reading = act;
    work.observed = observations.some((code) => DESK_DEFAULTS.observations[code] === 'waits');
    this.#see(work.observed ? 'observed' : corrections.length > 0 ? 'corrected' : 'as written');
    if (work.observed) return;
    const boxes = countingBoxes({ boxes: tally.boxes, corrections }, DESK_DEFAULTS.corrections);
    work.agreed = { contest: tally.contest, boxes };
    if (act.count === 'preliminary') this.agreed.set(act.contest, (this.agreed.get(act.contest) ?? 0) + 1);
  }

  #papersOf({ count, station }: OfSheet): Papers {
    const key = `${count}/${station}`;
    const known = this.#papers.get(key);
    if (known !== undefined) return known;
    const papers: Papers = { received: new Set(), contests: new Map(), standing: null, disputed: false };
    this.#papers.set(key, papers);
    return papers;
  }

  #see(what: string): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1;
  }

  #fault(what: string, act: NightAct): void {
    this.faults.push(`${what}: ${JSON.stringify(act)}`);
  }
}

function newWork(): Work {
  return { actors: [], readings: [], resolver: null, agreed: null, observed: false };
}

/** Whether these are minutes as the record has them, all of them over. */
function areMinutesBefore(at: number, minutes: readonly RefusedMinute[]): boolean {
  return minutes.every(([minute, reason, times], i) => {
    const [before = -1, less = ''] = minutes[i - 1] ?? [];
    const ascends = minute > before || (minute === before && reason > less);
    return ascends && minute % 60_000 === 0 && minute + 60_000 <= at && times > 0;
  });
}

export function playNight(plan: NightPlan): PlayedNight {
  const played = new PlayedNight();
  for (const act of plan.acts()) played.play(act);
  return played;
}
