import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { ElectionDefinition, PollingStation } from '../src/model/election.ts';
import type { ContestId } from '../src/model/ids.ts';
import type { ContestTally } from '../src/model/votes.ts';
import { Arrivals } from './arrivals.ts';
import type { Rehearsal } from './generate-election.ts';
import type { OfficialStep } from './official-act.ts';
import { DAY_MS, Sittings } from './official-calendar.ts';
import { appeal, closeBoard } from './official-closing.ts';
import { OfficeDraft, type PlannedEnd } from './official-draft.ts';
import { amendStations, openBoard } from './official-opening.ts';
import { stationsOfOffices } from './official-rules.ts';
import { type OfficeStaff, officeStaff } from './official-staff.ts';
import { OFFICIAL_RATES, type OfficialRates, StationStory } from './official-story.ts';
import { paperFlaw } from './paper-flaws.ts';
import { Random } from './random.ts';

/** What one board does, in the order of time. */
export type BoardPlan = {
  /** null: the national board. */
  readonly office: string | null;
  readonly staff: OfficeStaff;
  readonly steps: readonly OfficialStep[];
  /** By `endKey`, of the stations that are its own. */
  readonly ends: ReadonlyMap<string, PlannedEnd>;
};

export type OfficialPlan = {
  readonly beginsAt: Instant;
  readonly endsAt: Instant;
  /** Boards with a record of their own; none: the national board does all. */
  readonly offices: readonly BoardPlan[];
  readonly national: BoardPlan;
};

type Ask = {
  readonly seed: string;
  readonly rates?: OfficialRates;
  /** What the names of the national board's people begin with, where it counts alone. */
  readonly people?: string;
  /** Whether a court has what the first board certified opened again. */
  readonly appeal?: boolean;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The polls close at 16:00 local time: the count begins on the next morning. */
const BEGINS = 16 * HOUR;
const REPEAT_DAYS = 14;

/** The whole official count of an election with `canvass`, to its certificates. */
export function planOfficialCount(rehearsal: Rehearsal, ask: Ask): OfficialPlan {
  const { definition } = rehearsal;
  const closing = present(definition.election.pollsClose, 'the closing of the polls of a rehearsal');
  const begins = instant(closing + BEGINS);
  const { offices } = present(definition.election.canvass, 'rules of an official count');
  const lists = stationsOfOffices(definition);
  const boards = lists.map((stations, i) => {
    return planBoard(rehearsal, ask, { office: offices[i]?.id ?? null, stations, begins, isFirst: i === 0 });
  });
  const [whole] = boards;
  if (offices.length === 0) {
    const { plan } = present(whole, 'the only board');
    return { beginsAt: begins, endsAt: lastOf(plan), offices: [], national: plan };
  }
  const national = planNational(definition, ask.seed, begins, boards);
  return { beginsAt: begins, endsAt: lastOf(national), offices: boards.map(({ plan }) => plan), national };
}

type Board = { readonly plan: BoardPlan; readonly last: number };

function planBoard(
  rehearsal: Rehearsal,
  ask: Ask,
  board: {
    readonly office: string | null;
    readonly stations: readonly number[];
    readonly begins: Instant;
    readonly isFirst: boolean;
  },
): Board {
  const { office, begins } = board;
  const { definition } = rehearsal;
  const stations = board.stations.map((i) => present(definition.stations[i], 'a station'));
  const truth = stations.map((station) => talliesOf(rehearsal, station));
  const voted = new Set(truth.flatMap((tallies) => tallies.map(({ contest }) => contest)));
  const named = office === null ? (ask.people ?? '') : `${office}.`;
  const draft = draftOf(definition, voted, officeStaff(named, stations.length), begins);
  const random = new Random(`${ask.seed}/official/${office ?? ''}`);
  const rates = ask.rates ?? OFFICIAL_RATES;
  openBoard(draft, begins);
  const papers = amendStations(draft, random, rates, begins, stations, truth);
  const arrivals = new Arrivals('official', random, stations);
  for (const { station, tallies } of papers) {
    const arrives = begins + Math.max(0, Math.round(arrivals.minutesOf(station) * MINUTE));
    const own = new Random(`${ask.seed}/official/station/${station.id}`);
    const flaw = paperFlaw(ask.seed, station, tallies, rates.flaws);
    new StationStory(draft, own, rates, { station, tallies, flaw }).tell(arrives);
  }
  liftRepeats(draft);
  const area = (contest: ContestId) => (office === null ? areaOf(definition, contest) : rootOf(definition));
  closeBoard(draft, random, area, draft.ends);
  if (ask.appeal === true && board.isFirst) appeal(draft, random, area);
  const { staff, ends, last } = draft;
  return { plan: { office, staff, steps: draft.steps(), ends }, last };
}

/** The national board of a count by offices: it declares them, lifts the embargo, and certifies what they have certified. */
function planNational(
  definition: ElectionDefinition,
  seed: string,
  begins: Instant,
  boards: readonly Board[],
): BoardPlan {
  const offices = present(definition.election.canvass, 'rules of an official count').offices;
  const contests = new Set(definition.election.contests.map(({ id }) => id));
  const draft = draftOf(definition, contests, officeStaff('', 0), begins);
  const random = new Random(`${seed}/official/national`);
  openBoard(draft, begins, () => {
    for (const { id } of offices) {
      const by = draft.staff.administrators;
      draft.push({ at: instant(begins - HOUR), kind: 'declare-office', office: id, by });
    }
  });
  const ends = new Map(boards.flatMap(({ plan }) => [...plan.ends]));
  draft.last = Math.max(draft.last, ...boards.map(({ last }) => last));
  closeBoard(draft, random, (contest) => areaOf(definition, contest), ends);
  return { office: null, staff: draft.staff, steps: draft.steps(), ends };
}

function draftOf(
  definition: ElectionDefinition,
  voted: ReadonlySet<ContestId>,
  staff: OfficeStaff,
  begins: Instant,
): OfficeDraft {
  const { contests, canvass } = definition.election;
  return new OfficeDraft({
    staff,
    // The count begins at 8 in the morning.
    sittings: new Sittings(instant(begins - 8 * HOUR)),
    contests: contests.filter(({ id }) => voted.has(id)),
    scans: canvass?.scans === true,
    repeatUntil: instant(begins - BEGINS + REPEAT_DAYS * DAY_MS),
  });
}

/** Each record lifts the embargoes of the votes that its own board had repeated. */
function liftRepeats(draft: OfficeDraft): void {
  for (const contest of [...draft.repeated].sort()) {
    const by = draft.staff.publisher;
    draft.add(draft.repeatUntil + HOUR, { kind: 'lift-repeat', contest, generation: 2, by });
  }
}

function talliesOf({ definition, truth }: Rehearsal, { id }: PollingStation): readonly ContestTally[] {
  return definition.election.contests.flatMap((contest) => {
    const tally = truth.get(contest.id)?.get(id);
    return tally === undefined ? [] : [tally];
  });
}

function rootOf({ units }: ElectionDefinition): string {
  return present(units[0], 'the root').id;
}

/** What a national certificate of the contest is of. */
function areaOf(definition: ElectionDefinition, contest: ContestId): string {
  const electorate = definition.election.contests.find(({ id }) => id === contest)?.electorate ?? null;
  return electorate?.length === 1 ? present(electorate[0], 'a unit') : rootOf(definition);
}

function lastOf({ steps }: BoardPlan): Instant {
  return present(steps.at(-1), 'a step').at;
}
