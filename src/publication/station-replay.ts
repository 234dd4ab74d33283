import type { Instant } from '../base/instant.ts';
import type { Box } from '../model/votes.ts';
import type { SheetVersion } from '../tabulation/tabulation.ts';

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
  | { readonly kind: 'withdrawn'; readonly index: number; readonly sheet: number; readonly code: string };

export type ReceiptItem = {
  readonly kind: 'received';
  /** Names the sheet. */
  readonly index: number;
  readonly at: Instant;
  readonly device: string | null;
  /** Hex of the masked pictures, page by page. */
  readonly pictures: readonly string[];
};

/** How far a published state reaches. */
export type Reach = {
  /** Record numbers below this are shown: docs/spec/publication.md section 2. */
  readonly covers: number;
  /** By contest, whether its embargo is lifted. */
  readonly lifted: readonly boolean[];
  /** Record number of the CountClosed; infinite while the count runs. */
  readonly closedAt: number;
};

export type SheetState = 'received' | 'standing' | 'disputed' | 'superseded' | 'withdrawn' | 'late';
export type SheetNow = {
  readonly receipt: ReceiptItem;
  readonly state: SheetState;
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
  /** Neither late, withdrawn nor superseded, in record order. */
  private live: number[] = [];
  private readonly receipts: ReceiptItem[] = [];
  private readonly withdrawn = new Map<number, string>();
  private readonly superseded = new Set<number>();
  /** Sheets whose picture can be no help to who types it: both entries are in, or nobody is to type it now. */
  private readonly opened = new Set<number>();
  private readonly notSheets = new Set<number>();
  /** By sheet and contest, the newest decision; null when it is to be typed again. */
  private readonly newest = new Map<number, (SheetVersion | null)[]>();

  constructor(items: readonly StationItem[], reach: Reach) {
    this.reach = reach;
    for (const item of items) {
      if (item.kind === 'received') this.receipts.push(item);
      if (item.index < reach.covers) this.apply(item);
    }
  }

  /** What counts, or why nothing does; null when nothing is known. */
  version(contest: number): SheetVersion | null {
    if (this.dispute !== null) return this.dispute.versions[contest] ?? null;
    return this.standing === null ? null : this.decisionOf(this.standing, contest);
  }

  /** The newest decision that is due on one sheet, whether it stands or not. */
  decisionOf(sheet: number, contest: number): SheetVersion | null {
    return this.newest.get(sheet)?.[contest] ?? null;
  }

  get hasLate(): boolean {
    return this.receipts.some((r) => this.stateOf(r.index) === 'late');
  }

  /** Every receipt, in record order. `embargoed`: some contest of the station is under embargo. */
  sheets(embargoed: boolean): SheetNow[] {
    const closed = this.reach.closedAt < this.reach.covers;
    return this.receipts.map((receipt) => {
      const sheet = receipt.index;
      const due = !embargoed && (closed || this.opened.has(sheet));
      const withheld = this.notSheets.has(sheet);
      return { receipt, state: this.stateOf(sheet), picture: due ? (withheld ? 'withheld' : 'due') : 'sealed' };
    });
  }

  private stateOf(sheet: number): SheetState {
    if (sheet >= this.reach.covers) return 'received';
    if (sheet > this.reach.closedAt) return 'late';
    if (this.withdrawn.has(sheet)) return 'withdrawn';
    if (this.superseded.has(sheet)) return 'superseded';
    return this.dispute?.sheets.has(sheet) === true ? 'disputed' : 'standing';
  }

  private apply(item: StationItem): void {
    switch (item.kind) {
      case 'received':
        if (item.index > this.reach.closedAt) return;
        this.live.push(item.index);
        if (this.dispute === null) this.standing ??= item.index;
        return;
      case 'revealed':
        this.opened.add(item.sheet);
        return;
      case 'decided':
        if (!this.reach.lifted[item.contest]) return;
        if (item.version.reasons?.includes('not-a-sheet') === true) this.notSheets.add(item.sheet);
        this.decide(item.sheet, item.contest, item.version);
        return;
      case 'retype':
        this.decide(item.sheet, item.contest, null);
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

  private decide(sheet: number, contest: number, version: SheetVersion | null): void {
    const decisions = this.newest.get(sheet) ?? [];
    decisions[contest] = version;
    this.newest.set(sheet, decisions);
  }

  private beginDispute(record: number, sheets: readonly number[]): void {
    const versions = this.reach.lifted.map((_, contest): SheetVersion => {
      const before = this.version(contest);
      // The figures that left the total; those of a contest under embargo are none, as they never were in one.
      const left = before !== null && (before.status === 'counted' || before.status === 'disputed');
      const boxes: readonly Box[] = left ? before.boxes : [];
      return { status: 'disputed', boxes, record };
    });
    for (const sheet of sheets) this.opened.add(sheet);
    this.dispute = { record, sheets: new Set(sheets), versions };
  }

  private withdraw(sheet: number, code: string): void {
    this.withdrawn.set(sheet, code);
    this.opened.add(sheet);
    if (code === 'not-a-sheet') this.notSheets.add(sheet);
    this.live = this.live.filter((one) => one !== sheet);
    if (this.dispute !== null) {
      const left = [...this.dispute.sheets].filter((one) => !this.withdrawn.has(one));
      if (left.length > 1) return;
      this.dispute = null;
      this.standing = left[0] ?? this.live[0] ?? null;
    } else if (this.standing === sheet) this.standing = this.live[0] ?? null;
  }
}

/** Whether two versions say the same, by what a reader sees of them. */
export function sameVersion(a: SheetVersion | null, b: SheetVersion | null): boolean {
  if (a === b) return true;
  // The boxes of a version are one list that only the record gives: the same list, or other figures.
  return a !== null && b !== null && a.record === b.record && a.status === b.status && sameBoxes(a.boxes, b.boxes);
}

function sameBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return a.length === b.length && a.every((box, i) => box === b[i]);
}
