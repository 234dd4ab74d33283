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
};

export type ShownCorrection = { readonly says: Box; readonly correction: BoxCorrection };

/** Sums of one area in one contest and count. Whole numbers; lists in the order of the contest. */
export type AreaSums = {
  readonly expected: number;
  readonly counted: number;
  readonly notCounted: number;
  /** Of `notCounted`: annulled, not installed or lost, so that nothing more is to come of them. */
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
const VOID_STATUSES: ReadonlySet<string> = new Set(['annulled', 'not_installed', 'lost']);

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
  private readonly expected: readonly Expected[];
  /** For each station, the areas that it adds to. */
  private readonly areasOf: readonly (readonly number[])[];
  /** Names of the settings in order of first appearance; '' for not known. */
  readonly settings: readonly string[];

  constructor(geography: Geography) {
    this.geography = geography;
    this.settings = [...new Set(geography.stations.map((s) => s.setting ?? ''))];
    this.areasOf = areasOf(geography, this.settings);
    const areas = geography.units.length + this.settings.length;
    const contests = geography.definition.election.contests;
    this.expected = contests.map((_, c) => this.expectedOf(c, areas));
    const empty = () => contests.map((contest) => emptySheets(contest, areas, geography.stations.length));
    this.sheets = { preliminary: empty(), official: empty() };
  }

  /** Makes `version` what is known of the sheet, null for nothing; the version before it leaves the sums. */
  set(count: CountKind, contest: number, station: number, version: SheetVersion | null): void {
    const sheets = present(this.sheets[count][contest], 'contest');
    assert(this.geography.votesIn[contest]?.[station] === true, 'the station votes in the contest');
    const before = sheets.current[station] ?? null;
    if (before !== null) this.add(sheets, contest, station, before, -1);
    if (version !== null) this.add(sheets, contest, station, version, 1);
    sheets.current[station] = version;
  }

  current(count: CountKind, contest: number, station: number): SheetVersion | null {
    return this.sheets[count][contest]?.current[station] ?? null;
  }

  /** Sums of the unit at `area`, or of the setting at `units.length + its index`. */
  sums(count: CountKind, contest: number, area: number): AreaSums {
    const sheets = present(this.sheets[count][contest], 'contest');
    const known = present(this.expected[contest], 'contest');
    const { selections, others } = present(this.geography.definition.election.contests[contest], 'contest');
    const at = area * sheets.width;
    const column = (i: number) => sheets.sums[at + i] ?? 0;
    const votes = sheets.sums.slice(at + VOTES, at + VOTES + selections.length);
    const otherVotes = sheets.sums.slice(
      at + VOTES + selections.length,
      at + VOTES + selections.length + others.length,
    );
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
      valid: column(VALID),
      cast: column(CAST),
      castRegistered: column(CAST_REGISTERED),
    };
  }

  /** Areas whose sums this station adds to, its place first. */
  areas(station: number): readonly number[] {
    return present(this.areasOf[station], 'station');
  }

  private add(sheets: Sheets, contest: number, station: number, version: SheetVersion, sign: 1 | -1): void {
    const definition = present(this.geography.definition.election.contests[contest], 'contest');
    const counted = version.status === 'counted';
    const registered = this.geography.stations[station]?.registered ?? null;
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
    this.geography.stations.forEach((station, s) => {
      if (this.geography.votesIn[contest]?.[s] !== true) return;
      for (const area of this.areas(s)) {
        expected[area] = (expected[area] ?? 0) + 1;
        if (station.registered === null) unknown[area] = (unknown[area] ?? 0) + 1;
        if (!station.registered) unbounded[area] = (unbounded[area] ?? 0) + 1;
        else registered[area] = (registered[area] ?? 0) + station.registered;
      }
    });
    return { expected, registered, unknown, unbounded };
  }
}

function emptySheets(contest: Contest, areas: number, stations: number): Sheets {
  const width = VOTES + contest.selections.length + contest.others.length;
  return { sums: new Array(areas * width).fill(0), width, current: new Array(stations).fill(null) };
}

function areasOf(geography: Geography, settings: readonly string[]): number[][] {
  return geography.stations.map((station, s) => {
    const areas: number[] = [];
    for (let u = geography.placeOf[s] ?? 0; u >= 0; u = geography.parent[u] ?? -1) areas.push(u);
    areas.push(geography.units.length + settings.indexOf(station.setting ?? ''));
    return areas;
  });
}

/** Both counts of every station and contest, for walks that need them all. */
export function eachCount<T>(make: (count: CountKind) => T): Record<CountKind, T> {
  const [preliminary, official] = COUNT_KINDS.map(make) as [T, T];
  return { preliminary, official };
}
