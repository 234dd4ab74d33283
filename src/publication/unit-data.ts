import type { Instant } from '../base/instant.ts';
import type { RunNature } from '../model/election.ts';
import type { CountKind, LocalizedText } from '../model/ids.ts';
import type { Outcome, ThresholdDistance } from '../model/outcome-types.ts';
import type { AreaSums } from '../tabulation/tabulation.ts';

/** Figures of a unit in one contest and count: docs/spec/publication.md section 5. All are whole numbers. */
export type Brief = Omit<AreaSums, 'unknownTotal'> & {
  /** Stations whose picture or paper came in. */
  readonly received: number;
};

/** The root, or the unit that is the electorate, also carries the outcome. */
export type Figures = Brief & { readonly outcome?: Outcome; readonly distances?: readonly ThresholdDistance[] };

export type BothCounts<T> = Readonly<Record<CountKind, T>>;

export type ChildData = {
  readonly unit: string;
  /** The unit that the link leads to: the child, or the first below it with more than one child or none. */
  readonly page: string;
  readonly name: string;
  readonly level: string;
  readonly contests: Readonly<Record<string, BothCounts<Brief>>>;
};

export type SheetVersionData = {
  /** `counted`, or the reason it is not. */
  readonly status: string;
  readonly boxes: readonly (number | null | 'illegible')[];
  readonly record: number;
};

/** `[count, contest or "", record number, kind, at]`; `at` is null where nobody recorded an instant. */
export type HistoryItem = readonly [CountKind, string, number, string, number | null];

export type SheetData = {
  readonly station: string;
  readonly table: number | null;
  readonly registered: number | null;
  readonly setting: string | null;
  readonly contests: Readonly<Record<string, BothCounts<SheetVersionData | null>>>;
  readonly history: readonly HistoryItem[];
};

export type UnitData = {
  readonly v: 1;
  readonly election: string;
  readonly test: boolean;
  readonly nature: RunNature;
  readonly unit: string;
  readonly level: string;
  readonly name: string;
  readonly path: readonly (readonly [string, string])[];
  readonly contests: Readonly<Record<string, BothCounts<Figures>>>;
  readonly children: readonly ChildData[];
  /** Root only. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, BothCounts<Brief>>>>>;
  /** Units without children only. */
  readonly sheets?: readonly SheetData[];
};

/** `[at, counted, valid, votes]` */
export type HistoryPoint = readonly [number, number, number, readonly number[]];
export type HistoryData = Readonly<Record<string, BothCounts<readonly HistoryPoint[]>>>;

export type StopData = {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly office: LocalizedText;
  readonly reason: LocalizedText;
};

export type CountStateData = {
  readonly mode: 'entered' | 'imported' | null;
  readonly open: boolean;
  readonly stopped: { readonly at: Instant; readonly office: LocalizedText; readonly reason: LocalizedText } | null;
  /** Every stop of its publication, in order; `to` is null while it lasts. */
  readonly stops: readonly StopData[];
  readonly closed: boolean;
};

export type StateData = {
  readonly v: 1;
  readonly election: string;
  readonly test: boolean;
  readonly nature: RunNature;
  readonly size: number;
  readonly at: Instant;
  readonly covers: BothCounts<number>;
  readonly counts: BothCounts<CountStateData>;
};
