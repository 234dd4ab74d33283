import type { Instant } from '../base/instant.ts';
import type { RulingEffect } from '../model/canvass-rules.ts';
import type { Box } from '../model/votes.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';
import { ContestTrack } from './contest-track.ts';
import { THE_VOTE, type Vote } from './embargoes.ts';

/** What the record says of the sheets of one station in one count, as far as it decides what counts: in record order. */
export type StationItem =
  | ReceiptItem
  | { readonly kind: 'revealed'; readonly index: number; readonly contest: number; readonly sheet: number }
  | {
      readonly kind: 'decided';
      readonly index: number;
      readonly contest: number;
      readonly sheet: number;
      /** What it makes of the sheet where the sheet stands: counted or observed. */
      readonly version: SheetVersion;
    }
  | { readonly kind: 'retype'; readonly index: number; readonly contest: number; readonly sheet: number }
  | { readonly kind: 'disputed'; readonly index: number; readonly sheets: readonly number[] }
  | { readonly kind: 'superseded'; readonly index: number; readonly sheet: number; readonly over: readonly number[] }
  | { readonly kind: 'withdrawn'; readonly index: number; readonly sheet: number; readonly code: string }
  | CanvassItem;

type OfContest = { readonly index: number; readonly contest: number; readonly sheet: number };
/** Of an official count that is run from the paper: docs/spec/official-count.md section 6. */
type CanvassItem =
  | { readonly kind: 'scanned'; readonly index: number; readonly sheet: number; readonly pictures: readonly string[] }
  | (OfContest & { readonly kind: 'objected'; readonly holds: boolean })
  | {
      readonly kind: 'ruled';
      readonly index: number;
      readonly contest: number;
      readonly sheet: number | null;
      readonly effect: RulingEffect;
      readonly answers: readonly number[];
    }
  | (OfContest & { readonly kind: 'annulled' })
  /** An envelope is not found any more (null: of the sheet that stands), or held no sheet. */
  | { readonly kind: 'emptied'; readonly index: number; readonly sheet: number | null }
  /** An amendment of the definition: nothing is to come of the station in any contest. */
  | { readonly kind: 'gone'; readonly index: number; readonly status: 'not_installed' | 'merged' };

export type ReceiptItem = {
  readonly kind: 'received';
  /** Names the sheet. */
  readonly index: number;
  readonly at: Instant;
  readonly device: string | null;
  /** Hex of the masked pictures, page by page. */
  readonly pictures: readonly string[];
  /** A copy that the board admitted. */
  readonly isCopy?: true;
  /** Of a repeated vote: which one, from 2, and the contests in which it was repeated. */
  readonly repeated?: Vote & { readonly contests: readonly number[] };
};

/** How far a published state reaches. */
export type Reach = {
  /** Record numbers below this are shown: docs/spec/publication.md section 2. */
  readonly covers: number;
  readonly contests: number;
  /** Whether the embargo of a contest is lifted: of the vote, or of one that was repeated. */
  readonly isLifted: (contest: number, vote: Vote) => boolean;
  /** Record number of the CountClosed; infinite while the count runs. */
  readonly closedAt: number;
};

export type SheetState = 'received' | 'standing' | 'disputed' | 'superseded' | 'withdrawn' | 'late';
export type SheetNow = {
  readonly receipt: ReceiptItem;
  readonly state: SheetState;
  /** Its envelope was not found any more, or held no sheet: it stands for nothing, as if it had been withdrawn. */
  readonly isGone: boolean;
  /** `withheld`: due, but two people saw that it is something else. */
  readonly picture: 'sealed' | 'due' | 'withheld';
};

type Dispute = {
  readonly record: number;
  readonly sheets: ReadonlySet<number>;
  /** By contest, the figures that left the total. */
  readonly versions: readonly SheetVersion[];
};

/**
 * One station of an entered count as a state shows it, by "What counts" of docs/spec/publication.md section 2. It is made
 * afresh from all items: so it cannot depend on when an embargo was lifted or which state showed what first.
 */
export class StationReplay {
  private readonly reach: Reach;
  private standing: number | null = null;
  private dispute: Dispute | null = null;
  /** Neither late, withdrawn, superseded nor gone, in record order. */
  private live: number[] = [];
  private readonly receipts: ReceiptItem[] = [];
  private readonly withdrawn = new Map<number, string>();
  private readonly superseded = new Set<number>();
  /** Sheets of which there is no paper. */
  private readonly emptied = new Set<number>();
  /** Sheets whose picture can be no help to who types it: both entries are in, or nobody is to type it now. */
  private readonly opened = new Set<number>();
  private readonly notSheets = new Set<number>();
  /** By sheet and contest. */
  private readonly tracks = new Map<number, (ContestTrack | undefined)[]>();
  /** Sheets of repeated votes that are not withdrawn, in record order. */
  private repeats: ReceiptItem[] = [];
  private readonly scans = new Map<number, readonly string[]>();
  /** By contest, a ruling that there is nothing to count. */
  private readonly lost = new Map<number, SheetVersion>();
  /** By contest, the newest ruling that its vote is repeated, with the figures that it struck. */
  private readonly repeating = new Map<number, SheetVersion>();
  private gone: SheetVersion | null = null;

  constructor(items: readonly StationItem[], reach: Reach) {
    this.reach = reach;
    for (const item of items) {
      if (item.kind === 'received') this.receipts.push(item);
      else if (item.kind === 'scanned') {
        this.scans.set(item.sheet, [...(this.scans.get(item.sheet) ?? []), ...item.pictures]);
      }
      if (item.index < reach.covers) this.apply(item);
    }
  }

  /** What counts, or why nothing does; null when nothing is known. */
  version(contest: number): SheetVersion | null {
    if (this.gone !== null) return this.gone;
    // Which paper of the first vote stands is nothing to a vote that was repeated.
    if (this.dispute !== null && !this.repeating.has(contest)) return this.dispute.versions[contest] ?? null;
    const version = this.countingVersion(contest);
    const lost = this.lost.get(contest);
    return lost !== undefined && lost.record >= (version?.record ?? 0) ? lost : version;
  }

  /**
   * Of the standing sheet; where the vote of the contest was repeated, of the newest sheet of that, once anything of it is shown, and
   * until then of the ruling: whatever became of the paper of the first vote.
   */
  private countingVersion(contest: number): SheetVersion | null {
    const trackOf = (sheet: number) => this.tracks.get(sheet)?.[contest];
    const newest = this.repeats.findLast(({ index }) => trackOf(index)?.isStarted);
    if (newest !== undefined) return trackOf(newest.index)?.version ?? null;
    const standing = this.standing === null ? undefined : trackOf(this.standing);
    return this.repeating.get(contest) ?? standing?.version ?? null;
  }

  /** The newest decision that is due on one sheet, whether it stands or not. */
  decisionOf(sheet: number, contest: number): SheetVersion | null {
    return this.tracks.get(sheet)?.[contest]?.decision ?? null;
  }

  /** Every receipt, in record order. `isEmbargoed`: whether some contest that the sheet shows is under embargo. */
  sheets(isEmbargoed: (receipt: ReceiptItem) => boolean): SheetNow[] {
    const closed = this.reach.closedAt < this.reach.covers;
    return this.receipts.map((one) => {
      const sheet = one.index;
      const due = (closed || this.opened.has(sheet)) && !isEmbargoed(one);
      const withheld = this.notSheets.has(sheet);
      const scans = this.scans.get(sheet);
      const receipt = scans === undefined ? one : { ...one, pictures: [...one.pictures, ...scans] };
      const picture = due ? (withheld ? 'withheld' : 'due') : 'sealed';
      return {
        receipt,
        state: this.stateOf(sheet),
        isGone: this.emptied.has(sheet) && !this.withdrawn.has(sheet),
        picture,
      };
    });
  }

  private stateOf(sheet: number): SheetState {
    if (sheet >= this.reach.covers) return 'received';
    if (sheet > this.reach.closedAt) return 'late';
    if (this.withdrawn.has(sheet) || this.emptied.has(sheet)) return 'withdrawn';
    if (this.superseded.has(sheet)) return 'superseded';
    return this.dispute?.sheets.has(sheet) === true ? 'disputed' : 'standing';
  }

  private apply(item: StationItem): void {
    switch (item.kind) {
      case 'received':
        if (item.index <= this.reach.closedAt) this.receive(item);
        return;
      case 'revealed':
        this.opened.add(item.sheet);
        return;
      case 'decided':
        if (!this.reach.isLifted(item.contest, this.voteOf(item.sheet))) return;
        if (item.version.reasons?.includes('not-a-sheet') === true) this.notSheets.add(item.sheet);
        this.trackOf(item.sheet, item.contest).decide(item.version);
        return;
      case 'retype':
        this.trackOf(item.sheet, item.contest).retype();
        return;
      case 'scanned':
        return;
      case 'emptied':
        this.empty(item.sheet ?? this.standing);
        return;
      case 'objected':
        this.trackOf(item.sheet, item.contest).object(item.index, item.holds);
        return;
      case 'ruled': {
        const { index, contest, sheet, effect, answers } = item;
        if (sheet !== null) this.trackOf(sheet, contest).rule(index, effect, answers);
        if (sheet !== null && effect === 'repeat') {
          const { boxes } = this.trackOf(sheet, contest).version ?? { boxes: [] };
          this.repeating.set(contest, { status: 'repeat', boxes, record: index });
        }
        if (effect === 'lost') this.lost.set(contest, { status: 'lost', boxes: [], record: index });
        return;
      }
      case 'annulled':
        this.trackOf(item.sheet, item.contest).annul(item.index);
        return;
      case 'gone':
        this.gone ??= { status: item.status, boxes: [], record: item.index };
        return;
      case 'disputed':
        this.beginDispute(item.index, item.sheets);
        return;
      case 'superseded':
        for (const sheet of item.over) this.superseded.add(sheet);
        this.live = this.live.filter((sheet) => !this.superseded.has(sheet));
        this.standing = item.sheet;
        this.dispute = null;
        return;
      case 'withdrawn':
        this.withdraw(item.sheet, item.code);
        return;
    }
  }

  private receive(receipt: ReceiptItem): void {
    if (receipt.repeated !== undefined) {
      this.repeats.push(receipt);
      return;
    }
    this.live.push(receipt.index);
    if (this.dispute !== null) return;
    // The board admits a copy where the original is not there: an envelope that comes after all does not take its place.
    if (receipt.isCopy === true) this.standing = receipt.index;
    else this.standing ??= receipt.index;
  }

  private voteOf(sheet: number): Vote {
    return this.receipts.find(({ index }) => index === sheet)?.repeated ?? THE_VOTE;
  }

  private trackOf(sheet: number, contest: number): ContestTrack {
    const tracks = this.tracks.get(sheet) ?? [];
    this.tracks.set(sheet, tracks);
    const known = tracks[contest];
    if (known !== undefined) return known;
    const receipt = this.receipts.find(({ index }) => index === sheet);
    const track = new ContestTrack(
      receipt?.isCopy === true ? 'copy' : receipt?.repeated !== undefined ? 'repeat' : null,
    );
    tracks[contest] = track;
    return track;
  }

  private beginDispute(record: number, sheets: readonly number[]): void {
    const versions = Array.from({ length: this.reach.contests }, (_, contest): SheetVersion => {
      const before = this.version(contest);
      // The figures that left the total; those of a contest under embargo are none, as they never were in one.
      const left = before !== null && (before.status === 'counted' || before.status === 'disputed');
      const boxes: readonly Box[] = left ? before.boxes : [];
      return { status: 'disputed', boxes, record };
    });
    for (const sheet of sheets) this.opened.add(sheet);
    this.dispute = { record, sheets: new Set(sheets), versions };
  }

  /** It speaks for nobody, and the next that comes stands. A disputed one stays until two people choose. */
  private empty(sheet: number | null): void {
    const isCopy = this.receipts.some(({ index, isCopy }) => index === sheet && isCopy === true);
    if (sheet === null || isCopy || this.stateOf(sheet) !== 'standing') return;
    this.emptied.add(sheet);
    this.live = this.live.filter((one) => one !== sheet);
    if (this.standing === sheet) this.standing = this.live[0] ?? null;
  }

  private withdraw(sheet: number, code: string): void {
    this.withdrawn.set(sheet, code);
    this.opened.add(sheet);
    if (code === 'not-a-sheet') this.notSheets.add(sheet);
    this.live = this.live.filter((one) => one !== sheet);
    this.repeats = this.repeats.filter(({ index }) => index !== sheet);
    if (this.dispute !== null) {
      const left = [...this.dispute.sheets].filter((one) => !this.withdrawn.has(one));
      if (left.length > 1) return;
      this.dispute = null;
      this.standing = left[0] ?? this.live[0] ?? null;
    } else if (this.standing === sheet) this.standing = this.live[0] ?? null;
  }
}
