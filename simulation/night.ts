import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import { COUNT_KINDS, type ContestId, type CountKind } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import { ActColumns } from './act-columns.ts';
import { Arrivals, drawLost } from './arrivals.ts';
import type { Rehearsal } from './generate-election.ts';
import type { NightAct } from './night-act.ts';
import { RESUME_REASON, STOP_OFFICE, STOP_REASON } from './public-words.ts';
import { Random } from './random.ts';
import { rehearsalPseudonyms, STAFF } from './staff.ts';
import { misread, slip } from './typing.ts';

export type Scenario = 'calm' | 'stop';

/** The whole night, its number of acts known in advance; the acts are made one by one as they are asked for. */
export type NightPlan = {
  readonly scenario: Scenario;
  readonly total: number;
  readonly firstAt: Instant;
  readonly pollsClose: Instant;
  readonly lastAt: Instant;
  /** When the publication of the preliminary count stops and resumes; null in a calm night. */
  readonly stop: { readonly from: Instant; readonly to: Instant } | null;
  /** The act at a position from 0 to total - 1. */
  act(position: number): NightAct;
  acts(): Generator<NightAct, void, undefined>;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const LOST_SHARE = 0.04;
const MISREAD_SHARE = 0.02;
const SLIP_SHARE = 0.02;
const STOP_SHARE = 0.84;

/** How long after the arrival the figures are typed, in ms: to the first entry, to the second, to the decision. */
const PACE = {
  preliminary: { first: [40 * SECOND, 6 * MINUTE], second: [5 * SECOND, 4 * MINUTE], decision: [MINUTE, 9 * MINUTE] },
  official: { first: [4 * MINUTE, HOUR], second: [MINUTE, HOUR], decision: [5 * MINUTE, 2 * HOUR] },
} as const;

export function planNight(
  rehearsal: Rehearsal,
  ask: { readonly scenario: Scenario; readonly seed: string },
): NightPlan {
  const pollsClose = present(rehearsal.definition.election.pollsClose, 'the closing of the polls of a rehearsal');
  // Before the first sheet from abroad: the zero act shows empty counts.
  const opened = instant(pollsClose - 9 * HOUR);
  const night = new NightDraft(rehearsal, ask.seed, opened);
  for (const count of COUNT_KINDS) night.columns.addPublic({ at: opened, kind: 'open-count', count });
  for (const contest of night.contests) night.columns.addPublic({ at: pollsClose, kind: 'lift-embargo', contest });
  const preliminary = night.addCount('preliminary', pollsClose);
  const official = night.addCount('official', instant(pollsClose + 16 * HOUR));
  const stop = ask.scenario === 'stop' ? stopOf(preliminary.agreed, rehearsal.definition.stations.length) : null;
  if (stop !== null) addStop(night.columns, stop);
  const ended = Math.max(preliminary.last, pollsClose, (stop?.to ?? 0) + 2 * HOUR);
  night.columns.addPublic({ at: nextHour(ended), kind: 'close-count', count: 'preliminary' });
  const lastAt = nextHour(Math.max(official.last, ended));
  night.columns.addPublic({ at: lastAt, kind: 'close-count', count: 'official' });
  night.columns.sort();
  return planOf(night.columns, { scenario: ask.scenario, firstAt: opened, pollsClose, lastAt, stop });
}

function planOf(
  columns: ActColumns,
  about: Pick<NightPlan, 'scenario' | 'firstAt' | 'pollsClose' | 'lastAt' | 'stop'>,
): NightPlan {
  return {
    ...about,
    total: columns.size,
    act: (position) => columns.at(position),
    *acts() {
      for (let i = 0; i < columns.size; i++) yield columns.at(i);
    },
  };
}

/** Stops at the second in which 84 % of all sheets expected are agreed. */
function stopOf(agreed: readonly number[], stations: number): { from: Instant; to: Instant } {
  const sorted = Float64Array.from(agreed).sort();
  const nth = present(sorted[Math.ceil(stations * STOP_SHARE) - 1], 'the sheet at which the publication stops');
  const from = Math.ceil((nth + 1) / SECOND) * SECOND;
  return { from: instant(from), to: instant(from + 22 * HOUR + 11 * MINUTE) };
}

function addStop(columns: ActColumns, stop: { readonly from: Instant; readonly to: Instant }): void {
  const about = { count: 'preliminary', office: STOP_OFFICE } as const;
  columns.addPublic({ at: stop.from, kind: 'stop-publication', ...about, reason: STOP_REASON });
  columns.addPublic({ at: stop.to, kind: 'resume-publication', ...about, reason: RESUME_REASON });
}

function nextHour(at: number): Instant {
  return instant(Math.ceil((at + 1) / HOUR) * HOUR);
}

type CountDrawn = {
  /** When each sheet's figures for the first contest were agreed. */
  readonly agreed: readonly number[];
  readonly last: number;
};

class NightDraft {
  readonly columns: ActColumns;
  readonly contests: readonly ContestId[];
  readonly #rehearsal: Rehearsal;
  readonly #seed: string;

  constructor(rehearsal: Rehearsal, seed: string, start: Instant) {
    this.#rehearsal = rehearsal;
    this.#seed = seed;
    this.contests = rehearsal.definition.election.contests.map((c) => c.id);
    const { stations } = rehearsal.definition;
    this.columns = new ActColumns({ start, stations, contests: this.contests, actors: rehearsalPseudonyms() });
  }

  /** All acts of one count, sheet by sheet, each in its causal order. */
  addCount(count: CountKind, begins: Instant): CountDrawn {
    const random = new Random(`${this.#seed}/night/${count}`);
    const { stations } = this.#rehearsal.definition;
    const arrivals = new Arrivals(count, random, stations);
    const lost = count === 'preliminary' ? drawLost(random, stations, LOST_SHARE) : new Set<number>();
    const agreed: number[] = [];
    let last = 0;
    stations.forEach((station, index) => {
      // Drawn for lost sheets too, so that the number of them does not shift the rest of the night.
      const at = begins + Math.max(arrivals.minutesOf(station) * MINUTE, count === 'official' ? 0 : -8 * HOUR);
      if (lost.has(index)) return;
      const received = Math.round(at);
      this.columns.addSheet({ at: received, kind: 'receive-sheet', count, station: index });
      for (const [c, contest] of this.contests.entries()) {
        const truth = this.#rehearsal.truth.get(contest)?.get(station.id);
        if (truth === undefined) continue;
        const wrong = count === 'preliminary' && random.chance(MISREAD_SHARE);
        const tally = wrong ? misread(random, truth, station.registered ?? 0) : truth;
        const done = this.#typeSheet(random, { count, station: index, contest: c }, received, tally);
        if (c === 0) agreed.push(done);
        last = Math.max(last, done);
      }
    });
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
    const slips = random.chance(SLIP_SHARE);
    const slot = slips ? random.between(1, 2) : 0;
    const typed = slips ? slip(random, tally) : tally;
    const first = received + random.between(...pace.first);
    const second = first + random.between(...pace.second);
    const entry = { ...sheet, kind: 'commit-entry' } as const;
    this.columns.addSheet({ ...entry, at: first, slot: 1, actor: typists[0] + one, tally: slot === 1 ? typed : tally });
    this.columns.addSheet({
      ...entry,
      at: second,
      slot: 2,
      actor: typists[0] + two,
      tally: slot === 2 ? typed : tally,
    });
    if (!slips) return second;
    const decided = second + random.between(...pace.decision);
    const actor = resolvers[0] + random.below(resolvers[1]);
    this.columns.addSheet({ ...sheet, kind: 'resolve-difference', at: decided, actor, tally });
    return decided;
  }
}
