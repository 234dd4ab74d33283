import { present } from '../base/assert.ts';
import type { Instant } from '../base/instant.ts';
import type { SheetNumber } from '../entry/acts.ts';
import type { CentreState } from '../entry/centre-state.ts';
import type { EventBody, EventHeader, Found, SealCondition } from '../record/index.ts';
import type { Custody, HandOver } from './canvass-types.ts';

type CustodyBody = Extract<
  EventBody,
  {
    kind:
      | 'CopyAdmitted'
      | 'EnvelopeMissing'
      | 'EnvelopeMoved'
      | 'EnvelopeOpened'
      | 'EnvelopeReceived'
      | 'EnvelopeStored'
      | 'SheetScanned'
      | 'SheetWithdrawn';
  }
>;

/** One envelope, or a copy, which is never opened. */
type Held = {
  readonly sheet: SheetNumber;
  readonly seal: string | null;
  readonly condition: SealCondition;
  readonly everBroken: boolean;
  readonly at: Instant;
  readonly found: Found | null;
  readonly scanned: boolean;
  readonly where: string | null;
};

/** What is known of the envelope of one vote of a station. */
type Expected = { readonly sheet: SheetNumber } | { readonly missing: number; readonly at: Instant };

/** Hand-overs of one station that are kept for a desk; the record has them all. */
const HAND_OVERS_MOST = 1000;

/** Where each station's paper is: docs/spec/official-count.md section 3. */
export class Envelopes {
  private readonly centre: CentreState;
  private readonly held = new Map<SheetNumber, Held>();
  /** By generation, then station. */
  private readonly expected = new Map<number, Map<number, Expected>>();
  private readonly handOvers = new Map<number, HandOver[]>();
  private readonly scannedCopies = new Set<SheetNumber>();
  private readonly scannedRecounts = new Set<SheetNumber>();

  constructor(centre: CentreState) {
    this.centre = centre;
  }

  /** Of the station's vote of this generation. */
  custodyOf(place: number, generation = 1): Custody {
    const known = this.expected.get(generation)?.get(place);
    if (known === undefined) return { kind: 'expected' };
    if ('missing' in known) return { kind: 'missing', record: known.missing, at: known.at };
    return this.custodyOfSheet(known.sheet) ?? { kind: 'expected' };
  }

  /** Of one envelope, whatever became of its sheet; null: nobody has it, as it is a copy, or is not found any more. */
  custodyOfSheet(sheet: SheetNumber): Custody | null {
    const held = this.held.get(sheet);
    if (held === undefined) return null;
    const { found, scanned, where, ...now } = held;
    if (where !== null) return { kind: 'stored', ...now, where, found };
    if (scanned) return { kind: 'scanned', ...now, found: 'sheet' };
    return found === null ? { kind: 'received', ...now } : { kind: 'opened', ...now, found };
  }

  /** Whether the sheet of the envelope, or the copy, was scanned. */
  isScanned(sheet: SheetNumber): boolean {
    return this.held.get(sheet)?.scanned === true || this.scannedCopies.has(sheet);
  }

  handOversOf(place: number): readonly HandOver[] {
    return this.handOvers.get(place) ?? [];
  }

  /** Every envelope that was received of this station. */
  receivedAt(place: number): readonly SheetNumber[] {
    return this.handOversOf(place).flatMap(({ kind, record }) => (kind === 'EnvelopeReceived' ? [record] : []));
  }

  /** Says which station it touched. */
  take(index: number, header: EventHeader, body: CustodyBody): number {
    const place = present(this.centre.geography.stationIndex.get(body.station), `station ${body.station}`);
    const { at } = header;
    switch (body.kind) {
      case 'EnvelopeReceived':
        this.receive(index, header, body, place);
        break;
      case 'EnvelopeMissing':
        this.lose(place, header.generation ?? 1);
        this.expect(header.generation ?? 1).set(place, { missing: index, at });
        break;
      case 'EnvelopeMoved':
        // What is moved is out of its store again.
        this.see(body.sheet, body, { at, where: null });
        break;
      case 'EnvelopeOpened':
        this.see(body.sheet, body, { at, found: body.found });
        break;
      case 'EnvelopeStored':
        this.change(body.sheet, { at, where: body.where });
        break;
      case 'SheetScanned':
        if (body.paper === 'recount') this.scannedRecounts.add(body.sheet);
        else if (this.held.has(body.sheet)) this.change(body.sheet, { at, scanned: true });
        else this.scannedCopies.add(body.sheet);
        break;
      case 'SheetWithdrawn':
        this.withdraw(body.sheet, place);
        return place;
      case 'CopyAdmitted':
        break;
    }
    this.remember(place, index, header, body);
    return place;
  }

  /** For comparing two replays. */
  dump() {
    return {
      held: [...this.held],
      expected: [...this.expected].map(([generation, stations]) => [generation, [...stations]]),
      handOvers: [...this.handOvers],
      scanned: [[...this.scannedCopies], [...this.scannedRecounts]],
    };
  }

  private receive(
    index: number,
    { at, generation }: EventHeader,
    { seal, condition }: Extract<CustodyBody, { kind: 'EnvelopeReceived' }>,
    place: number,
  ): void {
    const seen = condition ?? 'none';
    const everBroken = seen === 'broken';
    const rest = { everBroken, at, found: null, scanned: false, where: null };
    this.held.set(index, { sheet: index, seal, condition: seen, ...rest });
    this.expect(generation ?? 1).set(place, { sheet: index });
  }

  private see(
    sheet: SheetNumber,
    { seal, condition }: { readonly seal: string | null; readonly condition: SealCondition },
    change: Partial<Held>,
  ): void {
    const before = present(this.held.get(sheet), `envelope ${sheet}`);
    const everBroken = before.everBroken || condition === 'broken';
    this.change(sheet, { seal, condition, everBroken, ...change });
  }

  private change(sheet: SheetNumber, change: Partial<Held>): void {
    this.held.set(sheet, { ...present(this.held.get(sheet), `envelope ${sheet}`), ...change });
  }

  /** It was there, and is not found: if it comes after all it is received like any other. */
  private lose(place: number, generation: number): void {
    const known = this.expected.get(generation)?.get(place);
    if (known !== undefined && 'sheet' in known) this.held.delete(known.sheet);
  }

  /** Another envelope may come in its place. */
  private withdraw(sheet: SheetNumber, place: number): void {
    for (const stations of this.expected.values()) {
      const known = stations.get(place);
      if (known !== undefined && 'sheet' in known && known.sheet === sheet) stations.delete(place);
    }
  }

  private expect(generation: number): Map<number, Expected> {
    const stations = this.expected.get(generation) ?? new Map<number, Expected>();
    this.expected.set(generation, stations);
    return stations;
  }

  private remember(place: number, record: number, header: EventHeader, body: CustodyBody): void {
    const list = this.handOvers.get(place) ?? [];
    if (list.length === 0) this.handOvers.set(place, list);
    if (list.length >= HAND_OVERS_MOST) return;
    const { at, actor } = header;
    const people = 'by' in body ? body.by : actor === null ? [] : [actor];
    const { seal, condition } = 'seal' in body ? body : { seal: null, condition: null };
    const generation = header.generation ?? 1;
    list.push({ record, kind: body.kind, generation, at, people, seal, condition, place: placeIn(body) });
  }
}

function placeIn(body: CustodyBody): string | null {
  switch (body.kind) {
    case 'EnvelopeReceived':
      return body.from;
    case 'EnvelopeMoved':
      return body.to;
    case 'EnvelopeStored':
      return body.where;
    default:
      return null;
  }
}
