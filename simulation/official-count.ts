import { present } from '../src/base/assert.ts';
import { type Instant, instant } from '../src/base/instant.ts';
import type { Act } from '../src/canvass/acts.ts';
import type { ElectionDefinition, PollingStation } from '../src/model/election.ts';
import type { ContestId, Count } from '../src/model/ids.ts';
import type { Box, ContestTally } from '../src/model/votes.ts';
import { Arrivals } from './arrivals.ts';
import type { Rehearsal } from './generate-election.ts';
import type { OfficialStep } from './official-act.ts';
import { DAY_MS, Sittings } from './official-calendar.ts';
import { endKey, OfficeDraft, type PlannedEnd } from './official-draft.ts';
import { drawVote } from './official-paper.ts';
import { stationsOfOffices } from './official-rules.ts';
import { type OfficeStaff, officeStaff, staffActs } from './official-staff.ts';
import { OFFICIAL_RATES, type OfficialRates, StationStory } from './official-story.ts';
import { BOARD_REASONS } from './official-words.ts';
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

type Ask = { readonly seed: string; readonly rates?: OfficialRates };

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
    return planBoard(rehearsal, ask, { office: offices[i]?.id ?? null, stations, begins });
  });
  const [whole] = boards;
  if (offices.length === 0) {
    const { plan } = present(whole, 'the only board');
    return { beginsAt: begins, endsAt: lastOf(plan), offices: [], national: plan };
  }
  const national = planNational(definition, ask.seed, begins, boards);
  return { beginsAt: begins, endsAt: lastOf(national), offices: boards.map(({ plan }) => plan), national };
}

type Board = { readonly plan: BoardPlan; readonly repeated: ReadonlySet<ContestId>; readonly last: number };

function planBoard(
  rehearsal: Rehearsal,
  ask: Ask,
  board: { readonly office: string | null; readonly stations: readonly number[]; readonly begins: Instant },
): Board {
  const { office, begins } = board;
  const { definition } = rehearsal;
  const stations = board.stations.map((i) => present(definition.stations[i], 'a station'));
  const truth = stations.map((station) => talliesOf(rehearsal, station));
  const voted = new Set(truth.flatMap((tallies) => tallies.map(({ contest }) => contest)));
  const draft = draftOf(definition, voted, officeStaff(office === null ? '' : `${office}.`, stations.length), begins);
  const random = new Random(`${ask.seed}/official/${office ?? ''}`);
  const rates = ask.rates ?? OFFICIAL_RATES;
  open(draft, begins);
  const papers = amend(draft, random, rates, begins, stations, truth);
  const arrivals = new Arrivals('official', random, stations);
  for (const { station, tallies } of papers) {
    const arrives = begins + Math.max(0, Math.round(arrivals.minutesOf(station) * MINUTE));
    const own = new Random(`${ask.seed}/official/station/${station.id}`);
    const flaw = paperFlaw(ask.seed, station, tallies, rates.flaws);
    new StationStory(draft, own, rates, { station, tallies, flaw }).tell(arrives);
  }
  liftRepeats(draft, draft.repeated);
  const area = (contest: ContestId) => (office === null ? areaOf(definition, contest) : rootOf(definition));
  close(draft, random, area, draft.ends);
  const { staff, ends, repeated, last } = draft;
  return { plan: { office, staff, steps: draft.steps(), ends }, repeated, last };
}

/** The national board of a count by offices: it declares them, lifts embargoes, and certifies what they have certified. */
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
  open(draft, begins, () => {
    for (const { id } of offices) {
      const by = draft.staff.administrators;
      draft.push({ at: instant(begins - HOUR), kind: 'declare-office', office: id, by });
    }
  });
  const ends = new Map(boards.flatMap(({ plan }) => [...plan.ends]));
  liftRepeats(draft, new Set(boards.flatMap(({ repeated }) => [...repeated])));
  draft.last = Math.max(draft.last, ...boards.map(({ last }) => last));
  close(draft, random, (contest) => areaOf(definition, contest), ends);
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

function open(draft: OfficeDraft, begins: Instant, declare: () => void = () => {}): void {
  const { staff } = draft;
  for (const act of staffActs(staff)) draft.add(begins - 2 * HOUR, act);
  declare();
  draft.add(begins - HOUR, { kind: 'open-count', count: 'official', by: staff.publisher });
  for (const { id: contest } of draft.contests) {
    draft.add(begins - HOUR, { kind: 'lift-embargo', contest, by: staff.publisher });
  }
}

/** Stations that were not installed, or whose voters voted at the next one of their place. Gives what is left to be counted. */
function amend(
  draft: OfficeDraft,
  random: Random,
  rates: OfficialRates,
  begins: Instant,
  stations: readonly PollingStation[],
  truth: readonly (readonly ContestTally[])[],
): readonly { readonly station: PollingStation; readonly tallies: readonly ContestTally[] }[] {
  const papers: { station: PollingStation; tallies: readonly ContestTally[] }[] = [];
  const at = begins - HOUR / 2;
  let moved: { readonly from: PollingStation; readonly tallies: readonly ContestTally[] } | null = null;
  stations.forEach((station, i) => {
    const tallies = truth[i] ?? [];
    const next = stations[i + 1];
    if (moved !== null) {
      papers.push(mergedPaper(draft, at, moved, station, tallies));
      moved = null;
    } else if (random.chance(rates.notInstalled)) {
      addAmendment(draft, at, { kind: 'station-not-installed', station: station.id }, 'notInstalled');
      endAll(draft, station, tallies, 'not-installed');
    } else if (next?.place === station.place && random.chance(rates.merged)) {
      endAll(draft, station, tallies, 'merged');
      moved = { from: station, tallies };
    } else papers.push({ station, tallies });
  });
  return papers;
}

function mergedPaper(
  draft: OfficeDraft,
  at: number,
  moved: { readonly from: PollingStation; readonly tallies: readonly ContestTally[] },
  into: PollingStation,
  tallies: readonly ContestTally[],
) {
  const registered = (moved.from.registered ?? 0) + (into.registered ?? 0);
  const change = { kind: 'station-merged', station: moved.from.id, into: into.id, registered } as const;
  addAmendment(draft, at, change, 'merged');
  const both = tallies.map((tally, i) => {
    return { ...tally, boxes: tally.boxes.map((box, n) => sum(box, moved.tallies[i]?.boxes[n])) };
  });
  return { station: { ...into, registered: registered as Count }, tallies: both };
}

function sum(one: Box, other: Box | undefined): Box {
  return typeof one === 'number' && typeof other === 'number' ? ((one + other) as Count) : one;
}

function addAmendment(
  draft: OfficeDraft,
  at: number,
  change: Extract<Act, { kind: 'amend' }>['change'],
  reason: 'merged' | 'notInstalled',
): void {
  const by = draft.staff.administrators;
  draft.add(at, { kind: 'amend', change, law: BOARD_REASONS.law, by, reason: BOARD_REASONS[reason] });
}

function endAll(
  draft: OfficeDraft,
  station: PollingStation,
  tallies: readonly ContestTally[],
  kind: 'merged' | 'not-installed',
): void {
  for (const { contest } of tallies) draft.end(station.id, contest, { kind });
}

function liftRepeats(draft: OfficeDraft, repeated: ReadonlySet<ContestId>): void {
  for (const contest of [...repeated].sort()) {
    const by = draft.staff.publisher;
    draft.add(draft.repeatUntil + HOUR, { kind: 'lift-repeat', contest, generation: 2, by });
  }
}

/** Lots where a tie is left, the sessions, and the certificates. */
function close(
  draft: OfficeDraft,
  random: Random,
  area: (contest: ContestId) => string,
  ends: ReadonlyMap<string, PlannedEnd>,
): void {
  for (const contest of draft.contests) {
    const tied = contest.rule.kind === 'plurality' ? leadersOf(ends, contest.id, contest.selections.length) : [];
    if (tied.length < 2) continue;
    const order = tied.map((i) => present(contest.selections[i], 'a selection').id);
    const at = draft.sittings.within(draft.last + HOUR, random);
    const voted = drawVote(draft, random, { reason: BOARD_REASONS.lot, law: BOARD_REASONS.law });
    draft.add(at, { kind: 'draw-lot', contest: contest.id, area: area(contest.id), order, ...voted });
  }
  // The last session ends with everything before it.
  draft.sittings.within(draft.last, random);
  const { staff } = draft;
  for (const { opens, closes } of draft.sittings.all()) {
    const about = { place: 'Sala de sesiones', members: [...staff.members].sort(), delegates: draft.delegates() };
    draft.add(opens, { kind: 'open-session', ...about, by: staff.secretary });
    draft.push({ at: closes, kind: 'close-session', by: staff.secretary });
  }
  const at = instant(draft.last + HOUR);
  for (const { id: contest } of draft.contests) {
    draft.push({ at, kind: 'certify', contest, area: area(contest), by: staff.publisher });
  }
}

/** Places of the selections that share the most votes, where there is more than one. */
function leadersOf(ends: ReadonlyMap<string, PlannedEnd>, contest: ContestId, selections: number): readonly number[] {
  const votes = plannedVotes(ends, contest).slice(0, selections);
  const most = Math.max(0, ...votes);
  return votes.flatMap((n, i) => (n === most ? [i] : []));
}

/** What the plan counts of a contest, box by box. */
export function plannedVotes(ends: ReadonlyMap<string, PlannedEnd>, contest: ContestId): readonly number[] {
  const votes: number[] = [];
  for (const [key, end] of ends) {
    if (end.kind !== 'counted' || !key.endsWith(` ${contest}`)) continue;
    end.boxes.forEach((box, i) => {
      votes[i] = (votes[i] ?? 0) + (typeof box === 'number' ? box : 0);
    });
  }
  return votes;
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

export { endKey };
