import { assert, present, unreachable } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { Geography } from '../model/geography.ts';
import { COUNT_KINDS, type CountKind, type StationId } from '../model/ids.ts';
import type { EventBody, EventHeader, SheetPicture, SheetReceivedBody, WithdrawalCode } from '../record/index.ts';
import { WaitingQueue } from './waiting-queue.ts';

/** Where a sheet stands among the papers of its station. */
export type SheetState =
  /** Between its receipt and the `SheetDisputed` behind it: never after a whole decision. */
  | { readonly kind: 'received' }
  | { readonly kind: 'standing'; readonly since: Instant }
  | { readonly kind: 'disputed'; readonly since: Instant }
  | { readonly kind: 'superseded'; readonly by: number; readonly at: Instant }
  | { readonly kind: 'withdrawn'; readonly code: WithdrawalCode; readonly at: Instant }
  /** An envelope of an official count that held no sheet, or is not found any more: it speaks for nobody, and a copy may stand in its place. */
  | { readonly kind: 'empty'; readonly at: Instant }
  | { readonly kind: 'late' };

/** One received paper or its pictures, named by the record number of its receipt. */
export type Sheet = {
  readonly number: number;
  readonly count: CountKind;
  readonly station: StationId;
  /** Place of the station in the definition. */
  readonly place: number;
  readonly at: Instant;
  /** What came: pictures, an envelope, or a copy that a board admitted for an original that is not there. */
  readonly paper: 'copy' | 'envelope' | 'pictures';
  /** 1; of a vote that was repeated 2 and more. */
  readonly generation: number;
  /** null of an envelope, as `matched` is. */
  readonly content: string | null;
  /** Of an envelope or a copy: once it is scanned. */
  readonly pictures: readonly SheetPicture[];
  /** The paper of a recount, once that is scanned. */
  readonly recount: readonly SheetPicture[];
  readonly matched: SheetReceivedBody['matched'] | null;
  readonly device: string | null;
  readonly state: SheetState;
};

/** Which paper speaks for a station. */
export type StationPapers =
  /** Nothing came in time, or all that came was withdrawn. */
  | { readonly kind: 'none' }
  | { readonly kind: 'standing'; readonly sheet: number }
  /** `record` is the newest `SheetDisputed`; `since` the instant of the first of this dispute. */
  | {
      readonly kind: 'disputed';
      readonly sheets: readonly number[];
      readonly record: number;
      readonly since: Instant;
    };

type PaperBody = Extract<
  EventBody,
  {
    kind:
      | 'CopyAdmitted'
      | 'EnvelopeMissing'
      | 'EnvelopeOpened'
      | 'EnvelopeReceived'
      | 'SheetDisputed'
      | 'SheetReceived'
      | 'SheetScanned'
      | 'SheetSuperseded'
      | 'SheetWithdrawn';
  }
>;
type Arrival = Extract<PaperBody, { kind: 'SheetReceived' | 'EnvelopeReceived' | 'CopyAdmitted' }>;

const NONE: StationPapers = { kind: 'none' };

/** What came in, and which paper of each station stands: docs/spec/publication.md section 2, "What counts". */
export class Papers {
  readonly disputes: Readonly<Record<CountKind, WaitingQueue>> = {
    preliminary: new WaitingQueue(),
    official: new WaitingQueue(),
  };
  private readonly geography: Geography;
  private readonly sheets = new Map<number, Sheet>();
  private readonly ofStation: Readonly<Record<CountKind, Map<number, StationPapers>>> = {
    preliminary: new Map(),
    official: new Map(),
  };
  private readonly byContent = new Map<string, number>();
  private readonly lateSheets: Record<CountKind, number> = { preliminary: 0, official: 0 };

  constructor(geography: Geography) {
    this.geography = geography;
  }

  sheet(number: number): Sheet | undefined {
    return this.sheets.get(number);
  }

  all(): IterableIterator<Sheet> {
    return this.sheets.values();
  }

  station(count: CountKind, place: number): StationPapers {
    return this.ofStation[count].get(place) ?? NONE;
  }

  /** How many stations something came from in time. */
  heardFrom(count: CountKind): number {
    return this.ofStation[count].size;
  }

  /** Places of the stations that nothing came from in time. */
  *silent(count: CountKind): IterableIterator<number> {
    for (let place = 0; place < this.geography.stations.length; place++) {
      if (!this.ofStation[count].has(place)) yield place;
    }
  }

  late(count: CountKind): number {
    return this.lateSheets[count];
  }

  /** The first sheet of this station with this content (of an envelope: the newest envelope). */
  sameContent(count: CountKind, place: number, content: string | null): number | undefined {
    return this.byContent.get(contentKey(count, place, content));
  }

  /** Takes an event of papers and says which sheets it touched. `late`: the count is closed. */
  take(index: number, header: EventHeader, body: PaperBody, late: boolean): readonly number[] {
    const count = present(header.count, `count of a ${body.kind}`);
    const place = present(this.geography.stationIndex.get(body.station), `station ${body.station}`);
    switch (body.kind) {
      case 'SheetReceived':
      case 'EnvelopeReceived':
      case 'CopyAdmitted':
        return this.receive({ index, count, place, at: header.at, late, generation: header.generation ?? 1 }, body);
      case 'EnvelopeMissing':
        return this.miss({ count, place, at: header.at }, header.generation ?? 1);
      case 'EnvelopeOpened':
        return body.found === 'sheet' ? [body.sheet] : this.empty({ count, place, at: header.at }, body.sheet);
      case 'SheetScanned':
        return this.scan(body);
      case 'SheetDisputed':
        return this.dispute({ index, count, place, at: header.at }, body.sheets);
      case 'SheetSuperseded':
        return this.choose({ count, place, at: header.at }, body.sheet, body.over);
      case 'SheetWithdrawn':
        return this.withdraw({ count, place, at: header.at }, body.sheet, body.code);
      default:
        return unreachable(body);
    }
  }

  /** What is disputed when a count closes stays so, and waits for nobody any more. */
  close(count: CountKind): void {
    for (const place of [...this.disputes[count].items()]) this.disputes[count].remove(place);
  }

  private receive(
    here: { readonly index: number; readonly late: boolean; readonly generation: number } & Here,
    body: Arrival,
  ): readonly number[] {
    const { index: number, count, place, at, late, generation } = here;
    // The sheet of a repeated vote stands beside the old one: between them there is no dispute.
    const free = generation > 1 || this.station(count, place).kind === 'none';
    const state: SheetState = late ? { kind: 'late' } : free ? { kind: 'standing', since: at } : { kind: 'received' };
    const sent = body.kind === 'SheetReceived' ? body : UNSENT;
    const paper = PAPER_OF[body.kind];
    const { content, pictures, matched, device } = sent;
    const { station } = body;
    const what = { content, pictures, recount: [], matched, device };
    this.sheets.set(number, { number, count, station, place, at, paper, generation, ...what, state });
    this.remember(here, content, paper);
    if (late) this.lateSheets[count]++;
    else if (free && generation === 1) this.ofStation[count].set(place, { kind: 'standing', sheet: number });
    return [number];
  }

  private remember(
    { index, count, place, generation }: Here & { readonly index: number; readonly generation: number },
    content: string | null,
    paper: Sheet['paper'],
  ): void {
    if (paper === 'copy' || generation > 1) return;
    const key = contentKey(count, place, content);
    if (content === null || !this.byContent.has(key)) this.byContent.set(key, index);
  }

  /** The envelope held no sheet. In a dispute it stays, until two people choose the other. */
  private empty(here: Here, number: number): readonly number[] {
    const sheet = this.known(number);
    if (sheet.state.kind !== 'standing') return [number];
    this.set(sheet, { kind: 'empty', at: here.at });
    const before = this.station(here.count, here.place);
    if (before.kind === 'standing' && before.sheet === number) this.ofStation[here.count].set(here.place, NONE);
    return [number];
  }

  /** An envelope that was there, and that nobody opened, is not found any more. */
  private miss(here: Here, generation: number): readonly number[] {
    const before = this.station(here.count, here.place);
    const sheet = before.kind === 'standing' && generation === 1 ? this.known(before.sheet) : null;
    return sheet === null || sheet.paper !== 'envelope' ? [] : this.empty(here, sheet.number);
  }

  private scan(body: Extract<PaperBody, { kind: 'SheetScanned' }>): readonly number[] {
    const sheet = this.known(body.sheet);
    const { content, pictures } = body;
    const scanned = body.paper === 'sheet' ? { ...sheet, content, pictures } : { ...sheet, recount: pictures };
    this.sheets.set(sheet.number, scanned);
    return [sheet.number];
  }

  private dispute(here: { readonly index: number } & Here, sheets: readonly number[]): readonly number[] {
    const before = this.station(here.count, here.place);
    const since = before.kind === 'disputed' ? before.since : here.at;
    this.ofStation[here.count].set(here.place, { kind: 'disputed', sheets, record: here.index, since });
    this.disputes[here.count].add(here.place, since);
    for (const sheet of sheets) {
      const known = this.known(sheet);
      if (known.state.kind !== 'disputed') this.set(known, { kind: 'disputed', since: here.at });
    }
    return sheets;
  }

  private choose({ count, place, at }: Here, chosen: number, over: readonly number[]): readonly number[] {
    for (const sheet of over) this.set(this.known(sheet), { kind: 'superseded', by: chosen, at });
    this.stand({ count, place, at }, chosen);
    return [chosen, ...over];
  }

  private withdraw(here: Here, sheet: number, code: WithdrawalCode): readonly number[] {
    const { count, place, at } = here;
    const known = this.known(sheet);
    this.set(known, { kind: 'withdrawn', code, at });
    if (known.generation > 1) return [sheet];
    const before = this.station(count, place);
    const left = before.kind === 'disputed' ? before.sheets.filter((other) => other !== sheet) : [];
    const [only] = left;
    if (before.kind === 'disputed' && left.length > 1) {
      this.ofStation[count].set(place, { ...before, sheets: left });
      return [sheet];
    }
    if (only !== undefined) {
      this.stand(here, only);
      return [sheet, only];
    }
    this.disputes[count].remove(place);
    this.ofStation[count].set(place, NONE);
    return [sheet];
  }

  private stand({ count, place, at }: Here, sheet: number): void {
    this.set(this.known(sheet), { kind: 'standing', since: at });
    this.ofStation[count].set(place, { kind: 'standing', sheet });
    this.disputes[count].remove(place);
  }

  private known(number: number): Sheet {
    return present(this.sheets.get(number), `sheet ${number}`);
  }

  private set(sheet: Sheet, state: SheetState): void {
    assert(sheet.state.kind !== 'late', 'nothing more happens to a late sheet');
    this.sheets.set(sheet.number, { ...sheet, state });
  }
}

type Here = { readonly count: CountKind; readonly place: number; readonly at: Instant };

const UNSENT = { content: null, pictures: [], matched: null, device: null };
const PAPER_OF = { SheetReceived: 'pictures', EnvelopeReceived: 'envelope', CopyAdmitted: 'copy' } as const;

function contentKey(count: CountKind, place: number, content: string | null): string {
  return `${COUNT_KINDS.indexOf(count)} ${place} ${content ?? ''}`;
}
