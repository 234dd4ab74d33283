import { present } from '../base/assert.ts';
import type { Contest } from '../model/election.ts';
import type { Geography } from '../model/geography.ts';
import type { Box } from '../model/votes.ts';
import type { Centre } from './centre.ts';
import { type CustodyMarks, NOTHING_SEEN } from './custody-book.ts';
import { type ByCount, byCount } from './state-chain.ts';
import type { SheetVersion } from './version-book.ts';

/** The figures of an area in one contest and count, as publication.md section 5 defines them; sums still growing. */
export type Sums = {
  expected: number;
  counted: number;
  received: number;
  notCounted: number;
  void: number;
  registered: number;
  registeredCounted: number;
  registeredVoid: number;
  registeredUnknown: number;
  /** Stations of the area, counted or not, whose registered voters are not known: not published, needed for a quorum. */
  unknownTotal: number;
  votes: number[];
  others: number[];
  valid: number;
  cast: number;
  castRegistered: number;
  /** What the counting centre has of an entered count. */
  readonly desk: DeskSums;
  /** What the board and the custodians have of an official count from the paper. */
  readonly canvass: CanvassSums;
};

/** Stations by where their envelope is, and by what their version says. */
export type CanvassSums = {
  received: number;
  opened: number;
  stored: number;
  missing: number;
  broken: number;
  objected: number;
  annulled: number;
  corrected: number;
  recount: number;
  repeat: number;
  lost: number;
  notInstalled: number;
  merged: number;
};

/** Stations by what was done to their sheets; and the valid votes that left the total because a sheet is disputed. */
export type DeskSums = {
  typed: number;
  observed: number;
  disputed: number;
  disputedValid: number;
  late: number;
  /** Known by figures only. */
  announced: number;
  /** The newest figures of a sender are not those that count. */
  readingsDiffer: number;
};

/** Figures by count, then contest, then area: the units in order, behind them the settings. */
export type Added = {
  readonly sums: ByCount<readonly (readonly Sums[])[]>;
  readonly settings: readonly string[];
  /** How many sheets (one station, contest and count each) were added. */
  readonly sheets: number;
};

const VOID_STATUSES: readonly string[] = ['annulled', 'not_installed', 'merged', 'lost'];

/**
 * Adds every sheet once to its place and to every unit above it, in the plainest way: this checks the publisher's own
 * tabulation, with which it shares no code.
 */
export function addUp(geography: Geography, centre: Centre): Added {
  const settings: string[] = [];
  const settingOf = geography.stations.map(({ setting }) => {
    const known = settings.indexOf(setting ?? '');
    return known >= 0 ? known : settings.push(setting ?? '') - 1;
  });
  const areas = geography.units.length + settings.length;
  const { contests } = geography.definition.election;
  let sheets = 0;
  const sums = byCount((count) =>
    contests.map((contest, c) => {
      const sumsOf = Array.from({ length: areas }, () => emptySums(contest));
      geography.stations.forEach((station, s) => {
        if (geography.votesIn[c]?.[s] !== true) return;
        const version = centre.versions.current[count][c]?.[s] ?? null;
        if (version !== null) sheets++;
        const received = centre.received[count][s] === true;
        const { readings } = centre;
        const sheet: AddedSheet = {
          registered: count === 'official' ? centre.amended.registeredOf(s) : station.registered,
          received,
          custody: count === 'official' ? centre.custody.marksOf(s) : null,
          announced: count === 'preliminary' && !received && readings.isAnnounced(s, contest.id),
          readingDiffers: count === 'preliminary' && readings.isDiffering(s, contest.id, version),
          typed: centre.typed[count][c]?.[s] === true,
          late: centre.late[count][s] === true,
          version,
        };
        const setting = geography.units.length + (settingOf[s] ?? 0);
        addSheet(present(sumsOf[setting], 'setting'), contest, sheet);
        for (let u = geography.placeOf[s] ?? -1; u >= 0; u = geography.parent[u] ?? -1) {
          addSheet(present(sumsOf[u], 'unit'), contest, sheet);
        }
      });
      if (count === 'official') for (const area of sumsOf) withdrawVotes(area, contest, centre.amended.withdrawnOf(c));
      return sumsOf;
    }),
  );
  return { sums, settings, sheets };
}

export function emptySums(contest: Contest): Sums {
  return {
    expected: 0,
    counted: 0,
    received: 0,
    notCounted: 0,
    void: 0,
    registered: 0,
    registeredCounted: 0,
    registeredVoid: 0,
    registeredUnknown: 0,
    unknownTotal: 0,
    votes: contest.selections.map(() => 0),
    others: contest.others.map(() => 0),
    valid: 0,
    cast: 0,
    castRegistered: 0,
    desk: { typed: 0, observed: 0, disputed: 0, disputedValid: 0, late: 0, announced: 0, readingsDiffer: 0 },
    canvass: {
      ...{ received: 0, opened: 0, stored: 0, missing: 0, broken: 0, objected: 0, annulled: 0, corrected: 0 },
      ...{ recount: 0, repeat: 0, lost: 0, notInstalled: 0, merged: 0 },
    },
  };
}

/** The official sums of some stations as they stand now, for a certificate. */
export function sumsOfStations(geography: Geography, centre: Centre, c: number, stations: readonly number[]): Sums {
  const contest = present(geography.definition.election.contests[c], 'contest');
  const sums = emptySums(contest);
  for (const s of stations) {
    const version = centre.versions.current.official[c]?.[s] ?? null;
    const desk = { received: false, typed: false, late: false, announced: false, readingDiffers: false };
    const registered = centre.amended.registeredOf(s);
    addSheet(sums, contest, { ...desk, registered, custody: NOTHING_SEEN, version });
  }
  withdrawVotes(sums, contest, centre.amended.withdrawnOf(c));
  return sums;
}

/** Votes for who withdrew are nobody's, and valid or null as the amendment says: official-count.md section 7. */
export function withdrawVotes(sums: Sums, contest: Contest, withdrawn: ReadonlyMap<number, 'kept' | 'null'>): void {
  for (const [selection, votes] of withdrawn) {
    const left = sums.votes[selection] ?? 0;
    sums.votes[selection] = 0;
    if (votes === 'kept') continue;
    sums.valid -= left;
    const at = contest.others.indexOf('null');
    if (at >= 0) sums.others[at] = (sums.others[at] ?? 0) + left;
  }
}

/** One station's sheet in one contest and count. */
type AddedSheet = {
  readonly registered: number | null;
  readonly custody: Readonly<CustodyMarks> | null;
  readonly received: boolean;
  readonly typed: boolean;
  readonly late: boolean;
  readonly announced: boolean;
  readonly readingDiffers: boolean;
  readonly version: SheetVersion | null;
};

function addSheet(sums: Sums, contest: Contest, sheet: AddedSheet): void {
  const { registered, received, version } = sheet;
  const isCounted = version?.status === 'counted';
  const isVoid = version !== null && VOID_STATUSES.includes(version.status);
  sums.expected++;
  if (received) sums.received++;
  addToDesk(sums.desk, contest, sheet);
  if (sheet.custody !== null) addToCanvass(sums.canvass, sheet.custody, version);
  if (registered === null) sums.unknownTotal++;
  // A station without registered voters of its own may hold any number of votes: it bounds nothing.
  if (!registered && !isCounted && !isVoid) sums.registeredUnknown++;
  sums.registered += registered ?? 0;
  if (isVoid) {
    sums.void++;
    sums.registeredVoid += registered ?? 0;
  }
  if (version === null) return;
  if (!isCounted) {
    sums.notCounted++;
    return;
  }
  sums.counted++;
  sums.registeredCounted += registered ?? 0;
  const before = sums.cast;
  addVotes(sums, contest, version.boxes, 1);
  if (registered) sums.castRegistered += sums.cast - before;
}

function addToCanvass(sums: CanvassSums, custody: Readonly<CustodyMarks>, version: SheetVersion | null): void {
  if (custody.received) sums.received++;
  if (custody.opened) sums.opened++;
  if (custody.stored) sums.stored++;
  if (custody.missing) sums.missing++;
  if (custody.broken) sums.broken++;
  switch (version?.status) {
    case 'counted':
      if (version.corrected === true) sums.corrected++;
      break;
    case 'objected':
    case 'annulled':
    case 'recount':
    case 'repeat':
    case 'lost':
    case 'merged':
      sums[version.status]++;
      break;
    case 'not_installed':
      sums.notInstalled++;
      break;
    default:
      break;
  }
}

function addToDesk(desk: DeskSums, contest: Contest, sheet: AddedSheet): void {
  const { version } = sheet;
  if (sheet.typed) desk.typed++;
  if (sheet.late) desk.late++;
  if (sheet.announced) desk.announced++;
  if (sheet.readingDiffers) desk.readingsDiffer++;
  if (version?.status === 'observed') desk.observed++;
  if (version?.status !== 'disputed') return;
  desk.disputed++;
  const first = contest.selections.length;
  let outside = 0;
  for (let i = 0; i < contest.others.length; i++) outside += votesOf(version.boxes[first + i]);
  desk.disputedValid += validOf(contest, version.boxes, outside);
}

/** Adds the figures of one counted sheet, or with -1 takes them away again. */
export function addVotes(sums: Sums, contest: Contest, boxes: readonly Box[], sign: 1 | -1): void {
  const { selections, others } = contest;
  for (let i = 0; i < selections.length; i++) sums.votes[i] = (sums.votes[i] ?? 0) + sign * votesOf(boxes[i]);
  let outside = 0;
  for (let i = 0; i < others.length; i++) {
    const votes = votesOf(boxes[selections.length + i]);
    outside += votes;
    sums.others[i] = (sums.others[i] ?? 0) + sign * votes;
  }
  const valid = validOf(contest, boxes, outside);
  sums.valid += sign * valid;
  sums.cast += sign * Math.max(valid + outside, ...writtenBallots(contest, boxes));
}

/** The larger of the sum of the selections and of what the sheet writes itself (publication.md section 5, `valid`). */
function validOf(contest: Contest, boxes: readonly Box[], outside: number): number {
  const { selections, others, controls } = contest;
  let sum = 0;
  for (let i = 0; i < selections.length; i++) sum += votesOf(boxes[i]);
  const firstControl = selections.length + others.length;
  const valid = controls.indexOf('valid');
  if (valid >= 0) return Math.max(sum, votesOf(boxes[firstControl + valid]));
  const total = controls.indexOf('total');
  return total < 0 ? sum : Math.max(sum, votesOf(boxes[firstControl + total]) - outside);
}

/** What the sheet writes itself of all ballots in the box: its controls `total` and `voters`. */
function writtenBallots({ selections, others, controls }: Contest, boxes: readonly Box[]): number[] {
  return ['total', 'voters'].flatMap((name) => {
    const at = controls.indexOf(name);
    return at < 0 ? [] : [votesOf(boxes[selections.length + others.length + at])];
  });
}

/** Empty and illegible boxes add nothing. */
function votesOf(box: Box | undefined): number {
  return typeof box === 'number' ? box : 0;
}
