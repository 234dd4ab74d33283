import type { Instant } from '../base/instant.ts';
import type { CanvassRules } from './canvass-rules.ts';
import type { DeskRules } from './desk-rules.ts';
import type { EstimateRules } from './estimate-rules.ts';
import type { ContestId, Count, ElectionId, GpUnitId, LocalizedText, SelectionId, StationId } from './ids.ts';
import type { Rule } from './rule.ts';
import type { SeatRule } from './seat-rule.ts';

/** Who runs a count. Only an electoral body can produce official or certified figures. */
export type Runner = {
  readonly kind: 'electoral-body' | 'observer' | 'party' | 'newsroom' | 'researcher';
  readonly name: LocalizedText;
};

/**
 * What this run is. A `rehearsal` is an invented election and a test in every page and payload; a `replay` takes
 * published figures of a real election and says that the electoral body did not run it.
 */
export type RunNature = 'live' | 'rehearsal' | 'replay';

export type ContestSelection = {
  readonly id: SelectionId;
  /** Name of the person or the text of the answer; may be empty where the source gives none. */
  readonly name: string;
  readonly party: string;
};

/** A kind of vote that is for no selection (blank, null, unregistered, challenged). */
export type OtherVote = string;

export type Contest = {
  readonly id: ContestId;
  readonly name: LocalizedText;
  readonly rule: Rule;
  /** 1 to 200, in the order of the paper. */
  readonly selections: readonly ContestSelection[];
  /** In the order of the paper, after the selections. */
  readonly others: readonly OtherVote[];
  /** Written totals on the sheet that are not votes of their own (voters, valid, total), in the order of the paper. */
  readonly controls: readonly string[];
  /** The units whose stations vote in this contest; null: all. */
  readonly electorate: readonly GpUnitId[] | null;
  /** Where the contest fills an assembly; null where it does not. */
  readonly seats: SeatRule | null;
};

/** Any territory or place (CDF: GpUnit). The root is the whole election. */
export type GpUnit = {
  readonly id: GpUnitId;
  readonly parent: GpUnitId | null;
  /** 0 for the root, then 1 for the widest level and so on. */
  readonly depth: number;
  /** Name of its level (`department`, `place`), `election` for the root, `part` for a slice of a place over 200 stations. */
  readonly level: string;
  /** As the source writes it; empty if the source leaves this level blank. */
  readonly name: string;
};

export type Setting = 'urban' | 'rural' | 'mixed' | 'abroad';

/** The table that votes (mesa, casilla, precinct), which yields one tally sheet a count. */
export type PollingStation = {
  readonly id: StationId;
  /** Its polling place: always a unit without children. */
  readonly place: GpUnitId;
  readonly table: Count | null;
  /** Registered voters; null if not known. Zero exists (special stations) and is not "unknown". */
  readonly registered: Count | null;
  readonly setting: Setting | null;
};

export type Election = {
  readonly id: ElectionId;
  readonly name: LocalizedText;
  /** ISO date, as local as the time zone. */
  readonly date: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly pollsClose: Instant | null;
  readonly nature: RunNature;
  readonly runner: Runner;
  readonly contests: readonly Contest[];
  /** How its sheets are typed and judged; null where nobody types: a replay of published figures. */
  readonly desk: DeskRules | null;
  /** How the official count is run from the paper; null where nobody runs one so: it is only typed, or imported. */
  readonly canvass: CanvassRules | null;
  /** Whether estimates of the incomplete count are shown; absent where nobody decided it: they are not. */
  readonly estimates?: EstimateRules;
  /** Names of the levels below the root, widest first. */
  readonly levels: readonly string[];
  readonly sources: readonly string[];
  readonly notes: readonly string[];
};

/** Everything that is fixed before a count opens. Its hash is in the first event and in the trust file. */
export type ElectionDefinition = {
  readonly election: Election;
  /** Parents before children; the root first. */
  readonly units: readonly GpUnit[];
  readonly stations: readonly PollingStation[];
};
