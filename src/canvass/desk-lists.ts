import type { Instant } from '../base/instant.ts';
import type { CentreState } from '../entry/centre-state.ts';
import { WaitingQueue } from '../intake/waiting-queue.ts';
import type { ContestEnd } from './canvass-types.ts';
import { type Books, hasNoSheet } from './ending.ts';

/** What waits for somebody: envelopes and copies by their sheet, or contests of stations by `cellOf`. */
export const DESK_LISTS = [
  'toOpen',
  'toScan',
  'toStore',
  'missing',
  'objected',
  'observed',
  'recount',
  'repeat',
] as const;
export type DeskList = (typeof DESK_LISTS)[number];
/** Lists of contests of stations; the others are of sheets, and `missing` of stations. */
const OF_CELLS = ['missing', 'objected', 'observed', 'recount', 'repeat'] as const satisfies readonly DeskList[];

/** Who has to do what next, the longest waiting first. */
export class DeskLists {
  private readonly centre: CentreState;
  private readonly queues: Readonly<Record<DeskList, WaitingQueue>>;
  private readonly contests: number;

  constructor(centre: CentreState) {
    const queue = () => new WaitingQueue();
    this.centre = centre;
    this.contests = centre.geography.definition.election.contests.length;
    this.queues = {
      ...{ toOpen: queue(), toScan: queue(), toStore: queue(), missing: queue() },
      ...{ objected: queue(), observed: queue(), recount: queue(), repeat: queue() },
    };
  }

  at(list: DeskList): WaitingQueue {
    return this.queues[list];
  }

  /** One number for a contest (by its place) of a station. */
  cellOf(place: number, contest: number): number {
    return place * this.contests + contest;
  }

  /** Station and contest that a number of `cellOf` is of. */
  partsOf(cell: number): { readonly place: number; readonly contest: number } {
    const contest = cell % this.contests;
    return { place: (cell - contest) / this.contests, contest };
  }

  /** Where a contest of a station now belongs. */
  putContest(place: number, contest: number, end: ContestEnd, certified: boolean, at: Instant): void {
    const cell = this.cellOf(place, contest);
    const why = end.kind === 'open' && !certified ? end.why : null;
    for (const list of OF_CELLS) this.put(list, cell, why === list, at);
  }

  /** Where a sheet now belongs: an envelope, or a copy. */
  putSheet({ envelopes, centre }: Books, number: number, at: Instant): void {
    const sheet = centre.papers.sheet(number);
    if (sheet === undefined) return;
    const custody = envelopes.custodyOfSheet(number);
    const out = sheet.state.kind === 'withdrawn' || sheet.state.kind === 'late';
    const scans = centre.canvass?.scans === true;
    const held = custody?.kind === 'opened' && custody.found === 'sheet';
    const copy = sheet.paper === 'copy' && !envelopes.isScanned(number);
    this.put('toOpen', number, custody?.kind === 'received' && !out, at);
    this.put('toScan', number, scans && (held || copy) && !out, at);
    const opened = custody?.kind === 'scanned' || custody?.kind === 'opened';
    const done = opened && (hasNoSheet(custody) || (scans ? custody.kind === 'scanned' : !this.isTyped(number)));
    this.put('toStore', number, done, at);
  }

  /** For comparing two replays. */
  dump() {
    return DESK_LISTS.map((list) => [list, [...this.queues[list].items()].map((n) => [n, this.queues[list].since(n)])]);
  }

  /** Whether somebody still types from this paper. */
  private isTyped(number: number): boolean {
    for (let contest = 0; contest < this.contests; contest++) {
      const typing = this.centre.typing.state(this.centre.workOf(number, contest))?.kind;
      if (typing === 'awaiting-first' || typing === 'awaiting-second' || typing === 'differ') return true;
    }
    return false;
  }

  private put(list: DeskList, item: number, belongs: boolean, at: Instant): void {
    if (belongs) this.queues[list].add(item, at);
    else this.queues[list].remove(item);
  }
}
