import type { Instant } from '../base/instant.ts';
import type { RunNature } from '../model/election.ts';
import type { CountKind, LocalizedText } from '../model/ids.ts';
import type { Outcome, ThresholdDistance } from '../model/outcome-types.ts';
import type { RefusedReason } from '../record/index.ts';
import type { AreaSums } from '../tabulation/tabulation.ts';
import type {
  AmendmentData,
  CanvassFigures,
  CanvassStateData,
  CertificateData,
  CustodyData,
  ObjectionData,
  RulingData,
} from './canvass-data.ts';
import type { CollationData, SheetCollation } from './collation.ts';
import type { SheetState } from './station-replay.ts';

/** Figures of a unit in one contest and count: docs/spec/publication.md section 5. All are whole numbers. */
export type Brief = Omit<AreaSums, 'unknownTotal' | 'observed' | 'disputed' | 'disputedValid'> & {
  /** Stations whose picture or paper came in. */
  readonly received: number;
  /** Of an entered count, where there is any. */
  readonly desk?: DeskFigures;
  /** Of an official count that is run from the paper. */
  readonly canvass?: CanvassFigures;
};

/** What the counting centre has in hand of one contest. */
export type DeskFigures = {
  /** Stations of which both entries were opened. */
  readonly typed: number;
  readonly observed: number;
  readonly disputed: number;
  /** Valid votes that left the total with the disputed sheets. */
  readonly disputedValid: number;
  /** Stations of which a sheet came after the count was closed. */
  readonly late: number;
  /** Stations that only their figures are known of; with `readingsDiffer`, or not there. */
  readonly announced?: number;
  /** Stations of which the newest figures of a sender are not those that count. */
  readonly readingsDiffer?: number;
};

/** The root, or the unit that is the electorate, also carries the outcome. */
export type Figures = Brief & {
  readonly outcome?: Outcome;
  readonly distances?: readonly ThresholdDistance[];
  /** The certificate in force of the contest in this area. */
  readonly certificate?: CertificateData;
};

export type BothCounts<T> = Readonly<Record<CountKind, T>>;
/** Both counts of an area, and how they hold against each other where there is something to hold. */
export type CollatedCounts<T> = BothCounts<T> & { readonly collation?: CollationData };

export type ChildData = {
  readonly unit: string;
  /** The unit that the link leads to: the child, or the first below it with more than one child or none. */
  readonly page: string;
  readonly name: string;
  readonly level: string;
  readonly contests: Readonly<Record<string, CollatedCounts<Brief>>>;
};

export type SheetVersionData = {
  /** `counted`, or the reason it is not. */
  readonly status: string;
  readonly boxes: readonly BoxData[];
  readonly record: number;
  /** Codes of the checks that it meets. */
  readonly warnings?: readonly string[];
  /** Why it is observed: codes. */
  readonly reasons?: readonly string[];
  /** What those who typed it saw: codes. */
  readonly observations?: readonly string[];
  /** `[box, what it says itself, the jury's correction]` */
  readonly corrections?: readonly (readonly [number, BoxData, number])[];
  /** From what a counted one was typed, where not from the original. */
  readonly basis?: 'copy' | 'recount' | 'repeat';
  /** The board stated its figures. */
  readonly corrected?: true;
  /** Open objections against a counted one. */
  readonly objections?: number;
};

export type BoxData = number | null | 'illegible';

/** One receipt: a picture or a paper that came in for a station. */
export type PaperData = {
  readonly count: CountKind;
  /** Its record number, which names it. */
  readonly sheet: number;
  readonly at: number;
  readonly state: SheetState | 'gone';
  /** How many pictures came in, to be seen or not. */
  readonly pages: number;
  /** Hex of the pictures that are to be seen: see `picturePath`. */
  readonly pictures: readonly string[];
  readonly device: string | null;
  readonly contests: Readonly<Record<string, 'received' | 'typed' | 'agreed' | 'observed'>>;
};

/** Figures of one contest that somebody at the station sent. They count for nothing. */
export type ReadingData = {
  readonly contest: string;
  /** Record number of its FiguresAnnounced. */
  readonly record: number;
  readonly at: number;
  readonly via: 'app' | 'sms';
  readonly device: string | null;
  /** Null while they are sealed. */
  readonly boxes: readonly BoxData[] | null;
  /** Whether a box is not what counts; null where there is nothing to compare. */
  readonly differs: boolean | null;
};

/** A device that may send, or might, for the stations of a unit. */
export type DeviceData = {
  readonly device: string;
  readonly record: number;
  readonly at: number;
  readonly scope: string;
  /** The only station that it may send for. */
  readonly only: string | null;
  readonly revoked: number | null;
};

/** `[count, contest or "", record number, kind, at]`; `at` is null where nobody recorded an instant. */
export type HistoryItem = readonly [CountKind, string, number, string, number | null];

export type SheetData = {
  readonly station: string;
  readonly table: number | null;
  readonly registered: number | null;
  readonly setting: string | null;
  readonly contests: Readonly<
    Record<string, BothCounts<SheetVersionData | null> & { readonly collation?: SheetCollation }>
  >;
  readonly history: readonly HistoryItem[];
  readonly papers: readonly PaperData[];
  /** Where there are any. */
  readonly readings?: readonly ReadingData[];
  /** Each of these where there is any, in record order. */
  readonly custody?: readonly CustodyData[];
  readonly objections?: readonly ObjectionData[];
  readonly rulings?: readonly RulingData[];
  readonly amendments?: readonly AmendmentData[];
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
  readonly contests: Readonly<Record<string, CollatedCounts<Figures>>>;
  readonly children: readonly ChildData[];
  /** Root only. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, BothCounts<Brief>>>>>;
  /** Where there are any. */
  readonly devices?: readonly DeviceData[];
  /** Units without children only. */
  readonly sheets?: readonly SheetData[];
};

/** `[at, counted, valid, votes]` */
export type HistoryPoint = readonly [number, number, number, readonly number[]];
export type HistoryData = Readonly<Record<string, BothCounts<readonly HistoryPoint[]>>>;

export type StopData = {
  readonly from: Instant;
  readonly to: Instant | null;
} & StopReason;

/** Who stopped a publication and why. `by` null: not two persons. */
export type StopReason = {
  readonly office: LocalizedText;
  readonly by: readonly [string, string] | null;
  readonly reason: LocalizedText;
};

export type NoticeData = { readonly at: Instant; readonly text: LocalizedText };

export type CountStateData = {
  readonly mode: 'entered' | 'imported' | null;
  readonly open: boolean;
  readonly stopped: ({ readonly at: Instant } & StopReason) | null;
  /** Every stop of its publication, in order; `to` is null while it lasts. */
  readonly stops: readonly StopData[];
  readonly closed: boolean;
  /** By contest, agreed sheets that are recorded and not shown. */
  readonly held: Readonly<Record<string, number>>;
};

export type StateData = {
  readonly v: 1;
  readonly election: string;
  readonly test: boolean;
  readonly nature: RunNature;
  readonly size: number;
  readonly at: Instant;
  readonly covers: BothCounts<number>;
  /** How often the door refused what came, by reason; where it ever did. */
  readonly refused?: Readonly<Partial<Record<RefusedReason, number>>>;
  readonly counts: BothCounts<CountStateData>;
  /** Newest first. */
  readonly notices: readonly NoticeData[];
  /** Where the official count is run from the paper. */
  readonly canvass?: CanvassStateData;
};
