import { assert, present } from '../base/assert.ts';
import type { Contest } from '../model/election.ts';
import type { Geography } from '../model/geography.ts';
import { COUNT_KINDS, type CountKind } from '../model/ids.ts';
import { type Box, type BoxCorrection, castBallots, validVotes, votesIn } from '../model/votes.ts';

/** What is known of one (station, contest) in one count. */
export type SheetVersion = {
  /** `counted`, or the reason it is not in the total. */
  readonly status: string;
  readonly boxes: readonly Box[];
  /** Record number of the event that says so. */
  readonly record: number;
  /** Why it is observed: codes. */
  readonly reasons?: readonly string[];
  /** What the two who typed it saw on the paper: codes. */
  readonly observations?: readonly string[];
  /** What the jury corrected on the paper, beside what the box itself says. */
  readonly corrections?: readonly ShownCorrection[];
  /** Of a counted one of an official count, from what its figures were typed; absent: from the original. */
  readonly basis?: 'copy' | 'recount' | 'repeat';
  /** The board stated the figures itself. */
  readonly corrected?: true;
  /** How many objections are open against a counted one; absent: none. */
  readonly objections?: number;
};

export type ShownCorrection = { readonly says: Box; readonly correction: BoxCorrection };

/** Sums of one area in one contest and count. Whole numbers; lists in the order of the contest. */
export type AreaSums = {
  readonly expected: number;
  readonly counted: number;
  readonly notCounted: number;
  /** Of `notCounted`: annulled, not installed, merged or lost, so that nothing more is to come of them. */
  readonly void: number;
  /** Of `notCounted`: seen, and waiting for a ruling. */
  readonly observed: number;
  /** Of `notCounted`: more than one sheet claims to be the station's; the valid votes that left the total with it. */
  readonly disputed: number;
  readonly disputedValid: number;
  readonly registered: number;
  readonly registeredCounted: number;
  readonly registeredVoid: number;
  /** Stations neither counted nor void whose registered voters are not known, or 0: they bound nothing. */
  readonly registeredUnknown: number;
  /** Stations of the area, counted or not, whose registered voters are not known. */
  readonly unknownTotal: number;
  readonly votes: readonly number[];
  readonly others: readonly number[];
  readonly valid: number;
  readonly cast: number;
  /** Of `cast`, the ballots of stations with registered voters. */
  readonly castRegistered: number;
};

// Columns of the running sums of an area, before the votes.
const COUNTED = 0;
const NOT_COUNTED = 1;
const VOID = 2;
const REGISTERED_COUNTED = 3;
const REGISTERED_VOID = 4;
const UNKNOWN_DONE = 5;
const VALID = 6;
const CAST = 7;
const CAST_REGISTERED = 8;
const OBSERVED = 9;
const DISPUTED = 10;
const DISPUTED_VALID = 11;
const VOTES = 12;

/** Statuses that end a sheet without figures. Any other status that is not `counted` may still become counted. */
const VOID_STATUSES: ReadonlySet<string> = new Set(['annulled', 'not_installed', 'merged', 'lost']);

/** What the votes for a selection that withdrew are: valid votes for nobody, or null votes. */
export type WithdrawnVotes = 'kept' | 'null';

type Sheets = { readonly sums: number[]; readonly width: number; readonly current: (SheetVersion | null)[] };
type Expected = {
  readonly expected: number[];
  readonly registered: number[];
  /** Stations whose registered voters are not known. */
  readonly unknown: number[];
  /** Those, and stations with 0: a station without a list of its own may still hold votes. */
  readonly unbounded: number[];
};

/**
 * Adds sheets up the tree of units, one change at a time: a new version of a sheet is the old one taken away and the new one
 * added, so the sums never depend on the order in which sheets came. Areas are the units, then one for each setting.
 */
export class Tabulation {
  private readonly geography: Geography;
  private readonly sheets: Readonly<Record<CountKind, readonly Sheets[]>>;
  private readonly expected: Readonly<Record<CountKind, readonly Expected[]>>;
  /** Registered voters that an amendment of the definition gave a station, in the official count alone. */
  private readonly amended = new Map<number, number | null>();
  /** Of the official count, by contest: selections that withdrew, and what the votes for them then are. */
  private readonly withdrawn: Map<number, WithdrawnVotes>[];
  /** For each station, the areas that it adds to. */
  private readonly areasOf: (readonly number[])[];
  /** Names of the settings in order of first appearance; '' for not known. */
  readonly settings: readonly string[];

  constructor(geography: Geography) {
    this.geography = geography;
    this.settings = [...new Set(geography.stations.map((s) => s.setting ?? ''))];
    this.areasOf = geography.stations.map((_, s) => areasOfStation(geography, this.settings, s));
    const areas = geography.units.length + this.settings.length;
    const contests = geography.definition.election.contests;
    this.expected = eachCount(() => contests.map((_, c) => this.expectedOf(c, areas)));
    this.withdrawn = contests.map(() => new Map<number, WithdrawnVotes>());
    const empty = () => contests.map((contest) => emptySheets(contest, areas, geography.stations.length));
    this.sheets = { preliminary: empty(), official: empty() };
  }

  /** Makes `version` what is known of the sheet, null for nothing; the version before it leaves the sums. */
  set(count: CountKind, contest: number, station: number, version: SheetVersion | null): void {
    const sheets = present(this.sheets[count][contest], 'contest');
    assert(this.geography.votesIn[contest]?.[station] === true, 'the station votes in the contest');
    const before = sheets.current[station] ?? null;
    const registered = this.registeredOf(count, station);
    if (before !== null) this.add(sheets, contest, station, before, -1, registered);
    if (version !== null) this.add(sheets, contest, station, version, 1, registered);
    sheets.current[station] = version;
  }

  /**
   * An amendment of the definition gives a station other registered voters, null for not known: in the official count, whatever is
   * known of its sheet.
   */
  setRegistered(station: number, registered: number | null): void {
    this.countAll(['official'], station, -1);
    this.amended.set(station, registered);
    this.countAll(['official'], station, 1);
  }

  /** The geography has a station more: it is expected in both counts. */
  addStation(station: number): void {
    this.areasOf[station] = areasOfStation(this.geography, this.settings, station);
    this.countAll(COUNT_KINDS, station, 1);
  }

  /** The station lies elsewhere in the geography: what is known of it counts there, in both counts. */
  moveStation(station: number): void {
    this.countAll(COUNT_KINDS, station, -1);
    this.areasOf[station] = areasOfStation(this.geography, this.settings, station);
    this.countAll(COUNT_KINDS, station, 1);
  }

  /** Registered voters of a station, by the newest amendment in the official count; null: not known. */
  registeredOf(count: CountKind, station: number): number | null {
    const amended = count === 'official' ? this.amended.get(station) : undefined;
    return amended === undefined ? (this.geography.stations[station]?.registered ?? null) : amended;
  }

  /** A selection withdrew: in the official count the votes for it are nobody's valid votes, or null votes. */
  withdraw(contest: number, selection: number, votes: WithdrawnVotes): void {
    this.withdrawn[contest]?.set(selection, votes);
  }

  /** Selections of a contest for which nothing counts any more in this count. */
  withdrawnOf(count: CountKind, contest: number): ReadonlySet<number> {
    return new Set(count === 'official' ? this.withdrawn[contest]?.keys() : []);
  }

  current(count: CountKind, contest: number, station: number): SheetVersion | null {
    return this.sheets[count][contest]?.current[station] ?? null;
  }

  /** Sums of the unit at `area`, or of the setting at `units.length + its index`. */
  sums(count: CountKind, contest: number, area: number): AreaSums {
    const sheets = present(this.sheets[count][contest], 'contest');
    const known = present(this.expected[count][contest], 'contest');
    const { selections, others } = present(this.geography.definition.election.contests[contest], 'contest');
    const at = area * sheets.width;
    const column = (i: number) => sheets.sums[at + i] ?? 0;
    const votes = sheets.sums.slice(at + VOTES, at + VOTES + selections.length);
    const otherVotes = sheets.sums.slice(
      at + VOTES + selections.length,
      at + VOTES + selections.length + others.length,
    );
    const left = count === 'official' ? this.leave(contest, votes, otherVotes) : 0;
    return {
      expected: known.expected[area] ?? 0,
      counted: column(COUNTED),
      notCounted: column(NOT_COUNTED),
      registered: known.registered[area] ?? 0,
      void: column(VOID),
      observed: column(OBSERVED),
      disputed: column(DISPUTED),
      disputedValid: column(DISPUTED_VALID),
      registeredCounted: column(REGISTERED_COUNTED),
      registeredVoid: column(REGISTERED_VOID),
      registeredUnknown: (known.unbounded[area] ?? 0) - column(UNKNOWN_DONE),
      unknownTotal: known.unknown[area] ?? 0,
      votes,
      others: otherVotes,
      valid: column(VALID) - left,
      cast: column(CAST),
      castRegistered: column(CAST_REGISTERED),
    };
  }

  /** Areas whose sums this station adds to, its place first. */
  areas(station: number): readonly number[] {
    return present(this.areasOf[station], 'station');
  }

  /** Takes the votes for who withdrew out of the sums of an area; how many of them are valid no more. */
  private leave(contest: number, votes: number[], others: number[]): number {
    let left = 0;
    for (const [selection, to] of this.withdrawn[contest] ?? []) {
      const lost = votes[selection] ?? 0;
      votes[selection] = 0;
      if (to === 'kept') continue;
      left += lost;
      const at = this.geography.definition.election.contests[contest]?.others.indexOf('null') ?? -1;
      if (at >= 0) others[at] = (others[at] ?? 0) + lost;
    }
    return left;
  }

  /** Takes everything that is known of a station into the sums of its areas, or out of them. */
  private countAll(counts: readonly CountKind[], station: number, sign: 1 | -1): void {
    for (const count of counts) {
      const registered = this.registeredOf(count, station);
      this.geography.votesIn.forEach((voters, contest) => {
        if (voters[station] !== true) return;
        const sheets = present(this.sheets[count][contest], 'contest');
        const version = sheets.current[station] ?? null;
        if (version !== null) this.add(sheets, contest, station, version, sign, registered);
        this.expect(present(this.expected[count][contest], 'contest'), station, registered, sign);
      });
    }
  }

  private add(
    sheets: Sheets,
    contest: number,
    station: number,
    version: SheetVersion,
    sign: 1 | -1,
    registered: number | null,
  ): void {
    const definition = present(this.geography.definition.election.contests[contest], 'contest');
    const counted = version.status === 'counted';
    const boxes = definition.selections.length + definition.others.length;
    const valid = counted ? validVotes(definition, version.boxes) : 0;
    const cast = counted ? castBallots(definition, version.boxes) : 0;
    const left = version.status === 'disputed' ? validVotes(definition, version.boxes) : 0;
    for (const area of this.areas(station)) {
      const at = area * sheets.width;
      const bump = (column: number, by: number) => {
        sheets.sums[at + column] = (sheets.sums[at + column] ?? 0) + sign * by;
      };
      const done = counted || VOID_STATUSES.has(version.status);
      bump(counted ? COUNTED : NOT_COUNTED, 1);
      if (done && !registered) bump(UNKNOWN_DONE, 1);
      if (done && registered !== null) bump(counted ? REGISTERED_COUNTED : REGISTERED_VOID, registered);
      if (done && !counted) bump(VOID, 1);
      if (version.status === 'observed') bump(OBSERVED, 1);
      if (version.status === 'disputed') bump(DISPUTED, 1);
      if (left > 0) bump(DISPUTED_VALID, left);
      if (!counted) continue;
      bump(VALID, valid);
      bump(CAST, cast);
      if (registered) bump(CAST_REGISTERED, cast);
      for (let i = 0; i < boxes; i++) bump(VOTES + i, votesIn(version.boxes[i]));
    }
  }

  private expectedOf(contest: number, areas: number): Expected {
    const expected: number[] = new Array(areas).fill(0);
    const registered: number[] = new Array(areas).fill(0);
    const unknown: number[] = new Array(areas).fill(0);
    const unbounded: number[] = new Array(areas).fill(0);
    const all = { expected, registered, unknown, unbounded };
    this.geography.stations.forEach((station, s) => {
      if (this.geography.votesIn[contest]?.[s] === true) this.expect(all, s, station.registered, 1);
    });
    return all;
  }

  private expect(
    { expected, registered, unknown, unbounded }: Expected,
    station: number,
    voters: number | null,
    sign: 1 | -1,
  ) {
    for (const area of this.areas(station)) {
      expected[area] = (expected[area] ?? 0) + sign;
      if (voters === null) unknown[area] = (unknown[area] ?? 0) + sign;
      if (!voters) unbounded[area] = (unbounded[area] ?? 0) + sign;
      else registered[area] = (registered[area] ?? 0) + sign * voters;
    }
  }
}

function emptySheets(contest: Contest, areas: number, stations: number): Sheets {
  const width = VOTES + contest.selections.length + contest.others.length;
  return { sums: new Array(areas * width).fill(0), width, current: new Array(stations).fill(null) };
}

function areasOfStation(geography: Geography, settings: readonly string[], station: number): number[] {
  const areas: number[] = [];
  for (let u = geography.placeOf[station] ?? 0; u >= 0; u = geography.parent[u] ?? -1) areas.push(u);
  areas.push(geography.units.length + settings.indexOf(geography.stations[station]?.setting ?? ''));
  return areas;
}

/** Both counts of every station and contest, for walks that need them all. */
export function eachCount<T>(make: (count: CountKind) => T): Record<CountKind, T> {
  const [preliminary, official] = COUNT_KINDS.map(make) as [T, T];
  return { preliminary, official };
}
