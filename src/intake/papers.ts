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
  | { readonly kind: 'late' };

/** One received paper or its pictures, named by the record number of its receipt. */
export type Sheet = {
  readonly number: number;
  readonly count: CountKind;
  readonly station: StationId;
  /** Place of the station in the definition. */
  readonly place: number;
  readonly at: Instant;
  /** null of an envelope, as `matched` is. */
  readonly content: string | null;
  readonly pictures: readonly SheetPicture[];
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
  { kind: 'SheetReceived' | 'EnvelopeReceived' | 'SheetDisputed' | 'SheetSuperseded' | 'SheetWithdrawn' }
>;

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
        return this.receive({ index, count, place, at: header.at, late }, body);
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
    here: { readonly index: number; readonly late: boolean } & Here,
    body: Extract<PaperBody, { kind: 'SheetReceived' | 'EnvelopeReceived' }>,
  ): readonly number[] {
    const { index: number, count, place, at, late } = here;
    const free = this.station(count, place).kind === 'none';
    const state: SheetState = late ? { kind: 'late' } : free ? { kind: 'standing', since: at } : { kind: 'received' };
    const paper = body.kind === 'SheetReceived' ? body : ENVELOPE;
    const { content, pictures, matched, device } = paper;
    this.sheets.set(number, {
      number,
      count,
      station: body.station,
      place,
      at,
      content,
      pictures,
      matched,
      device,
      state,
    });
    const key = contentKey(count, place, content);
    if (content === null || !this.byContent.has(key)) this.byContent.set(key, number);
    if (late) this.lateSheets[count]++;
    else if (free) this.ofStation[count].set(place, { kind: 'standing', sheet: number });
    return [number];
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
    this.set(this.known(sheet), { kind: 'withdrawn', code, at });
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

const ENVELOPE = { content: null, pictures: [], matched: null, device: null };

function contentKey(count: CountKind, place: number, content: string | null): string {
  return `${COUNT_KINDS.indexOf(count)} ${place} ${content ?? ''}`;
}
