import type { EventBody } from '../record/index.ts';
import type { ByCount } from './state-chain.ts';
import { byCount } from './state-chain.ts';

type Received = Extract<EventBody, { readonly kind: 'SheetReceived' }>;

/** One receipt: a version of a station's paper in one count. */
export type Paper = {
  /** Record number of the receipt, which names the sheet. */
  readonly sheet: number;
  readonly count: 'preliminary' | 'official';
  /** Place of the station in the definition. */
  readonly station: number;
  /** Behind its count's CountClosed: shown, and nothing more. */
  readonly late: boolean;
  /** null for an envelope or a copy. */
  readonly received: Received | null;
  /** 2 and more: of a vote that was repeated; only the contests that are repeated are typed from it. */
  readonly generation: number;
  /** Of a vote that was repeated, the contests in which it was. */
  readonly repeats: ReadonlySet<number> | null;
  /** Admitted by the board in the place of the original. */
  readonly isCopy: boolean;
  superseded: boolean;
  withdrawn: boolean;
  /** Its envelope is not found any more, or held no sheet: it speaks for nobody. */
  gone: boolean;
};

export type PaperState = 'standing' | 'disputed' | 'superseded' | 'withdrawn' | 'gone' | 'late';

/** Where the sheets of one station stand in one count. */
export type StationSheets = {
  readonly papers: Paper[];
  standing: number | null;
  /** The SheetDisputed in force, and what it lists. */
  dispute: { readonly record: number; readonly sheets: ReadonlySet<number> } | null;
};

/** Follows which sheet of each station stands: publication.md section 2, "What counts". It judges nothing. */
export class SheetBook {
  private readonly stations: ByCount<StationSheets[]>;
  /** Every receipt, by its record number. */
  readonly papers = new Map<number, Paper>();

  constructor(stations: number) {
    this.stations = byCount(() => Array.from({ length: stations }, emptyStation));
  }

  /** A station has the next number. */
  addStation(): void {
    for (const stations of [this.stations.preliminary, this.stations.official]) stations.push(emptyStation());
  }

  at(count: 'preliminary' | 'official', station: number): StationSheets {
    const found = this.stations[count][station];
    if (found === undefined) throw new Error('a station of the definition');
    return found;
  }

  receive(paper: Omit<Paper, 'superseded' | 'withdrawn' | 'gone'>): void {
    const added: Paper = { ...paper, superseded: false, withdrawn: false, gone: false };
    this.papers.set(paper.sheet, added);
    const own = this.at(paper.count, paper.station);
    own.papers.push(added);
    if (paper.late || paper.generation > 1) return;
    if (paper.isCopy) own.standing = paper.sheet;
    else own.standing ??= paper.sheet;
  }

  dispute(count: 'preliminary' | 'official', station: number, record: number, sheets: readonly number[]): void {
    this.at(count, station).dispute = { record, sheets: new Set(sheets) };
  }

  supersede(count: 'preliminary' | 'official', station: number, sheet: number, over: readonly number[]): void {
    const own = this.at(count, station);
    for (const paper of own.papers) if (over.includes(paper.sheet)) paper.superseded = true;
    own.standing = sheet;
    own.dispute = null;
  }

  withdraw(count: 'preliminary' | 'official', station: number, sheet: number): void {
    const own = this.at(count, station);
    const paper = own.papers.find((p) => p.sheet === sheet);
    if (paper !== undefined) paper.withdrawn = true;
    if (own.standing === sheet) own.standing = nextToStand(own);
    if (own.dispute === null) return;
    const { sheets } = own.dispute;
    const left = own.papers.filter((p) => sheets.has(p.sheet) && !p.withdrawn);
    if (left.length <= 1) own.dispute = null;
  }

  /**
   * An envelope is not found any more (null: that of the sheet that stands), or held no sheet. A disputed one stays until two
   * people choose.
   */
  lose(count: 'preliminary' | 'official', station: number, sheet: number | null): void {
    const own = this.at(count, station);
    const paper = this.papers.get(sheet ?? own.standing ?? -1);
    if (paper === undefined || paper.isCopy || this.stateOf(paper) !== 'standing') return;
    paper.gone = true;
    if (own.standing === paper.sheet) own.standing = nextToStand(own);
  }

  stateOf(paper: Paper): PaperState {
    if (paper.late) return 'late';
    if (paper.withdrawn) return 'withdrawn';
    if (paper.superseded) return 'superseded';
    if (paper.gone) return 'gone';
    const { dispute } = this.at(paper.count, paper.station);
    return dispute?.sheets.has(paper.sheet) === true ? 'disputed' : 'standing';
  }
}

/** A copy stands before what it was admitted for. */
function nextToStand(own: StationSheets): number | null {
  const could = standable(own);
  return (could.findLast(({ isCopy }) => isCopy) ?? could[0])?.sheet ?? null;
}

/** The sheets of a station that could stand, in record order. */
export function standable({ papers }: StationSheets): readonly Paper[] {
  return papers.filter(
    ({ late, withdrawn, superseded, gone, generation }) =>
      !late && !withdrawn && !superseded && !gone && generation === 1,
  );
}

function emptyStation(): StationSheets {
  return { papers: [], standing: null, dispute: null };
}
