import type { Rule } from '../model/rule.ts';

/*
 * What a projection starts from: columns, not objects, because 200,000 stations are fitted several times within seconds.
 * The input states what it has. What is not known is NaN, -1 or null and never 0; nothing here is imputed.
 * Only sheets that are in carry figures: whoever builds an input from complete files clears all others (see
 * `input-until.ts`), so that no figure of a sheet not yet in can reach the model.
 */

export const SETTINGS = ['unknown', 'urban', 'rural', 'mixed', 'abroad'] as const;

/** The units of the geography, parents before children. Unit 0 is the whole. */
export type UnitTree = {
  /** Names of the levels, widest first; may be empty. */
  readonly levels: readonly string[];
  /** Index of the unit above, -1 for unit 0. */
  readonly parent: Int32Array;
  /** 0 for the whole, l + 1 for a unit of `levels[l]`. A child may skip levels that are blank in its rows. */
  readonly level: Uint8Array;
  readonly names: readonly string[];
};

/** A column of facts about stations known before the count (census, dwellings ...), not about votes of this election. */
export type Covariate = {
  readonly name: string /** One a station, NaN where missing. */;
  readonly values: Float64Array;
};

export type StationTable = {
  readonly size: number;
  readonly ids: readonly string[];
  readonly tree: UnitTree;
  /** The deepest unit of each station. */
  readonly unitOf: Int32Array;
  /** Whether that deepest unit is a polling place (a building), so that its tables share voters; else a wider area. */
  readonly placesKnown: boolean;
  /** Place of the table in its building, (number - 1/2) / tables, in (0, 1); NaN where there are no table numbers. */
  readonly position: Float64Array;
  /** Registered voters; NaN unknown, 0 a station without a list of its own. With `registeredOf: 'place'` of the whole place, repeated. */
  readonly registered: Float64Array;
  readonly registeredOf: 'table' | 'place';
  /** Index into SETTINGS. */
  readonly setting: Uint8Array;
  readonly covariates: readonly Covariate[];
  /** 1 where a sheet is expected (0: not installed, as far as it is known at this moment). */
  readonly expected: Uint8Array;
};

/**
 * How the order of arrival is known. `instants`: nearly every sheet has its own; `batches`: few instants with many ties;
 * `part`: for a part of the sheets only; `none`: no trend can be learnt, and the answer says so.
 */
export type OrderKnown = 'instants' | 'batches' | 'part' | 'none';

export type SheetTable = {
  /** 1 where the sheet is in: counted, with figures. */
  readonly isIn: Uint8Array;
  /** Row-major, station x option; 0 where the sheet is not in. */
  readonly votes: Float64Array;
  /** Votes that shares are taken of: the sum of the options, or the column `valid` or `total`. At least the sum of the options. */
  readonly base: Float64Array;
  /** Instant of arrival in ms; NaN where not in or not known. */
  readonly arrivedAt: Float64Array;
  readonly order: OrderKnown;
  /** `final`: the order is known, but the figures of that moment are not, and later ones stand in (labelled in every answer). */
  readonly figures: 'as-then' | 'final';
  /** 1 where the authority is known to hold a sheet and not to count it yet (observed, challenged, pending): a selected group. */
  readonly setAside: Uint8Array;
};

/** An earlier election by area: a table, a place or something wider, named once, so that nothing is summed over tables. */
export type PreviousElection = {
  readonly options: readonly string[];
  /** Row of the area that a station lies in; -1 where none was matched. */
  readonly areaOf: Int32Array;
  /** Row-major, area x option. */
  readonly votes: Float64Array;
  /** NaN unknown. */
  readonly valid: Float64Array;
  readonly registered: Float64Array;
};

export type ProjectionInput = {
  /** Ids of the options in the order of the paper: 2 to 20. */
  readonly options: readonly string[];
  /** What a share is a share of: the votes for the options, or a column that also holds other votes. */
  readonly base: 'options' | 'total';
  readonly rule: Rule;
  /** Whose sheets are in. What is projected is the official total in either case. */
  readonly count: 'preliminary' | 'official';
  readonly stations: StationTable;
  readonly sheets: SheetTable;
  readonly previous: PreviousElection | null;
};
