import { fromBase64, toHex } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import type { CanvassRules } from '../model/canvass-rules.ts';
import { countingBoxes, type DeskRules, type EntryContent } from '../model/desk-rules.ts';
import type { EventBody, EventHeader } from '../record/index.ts';
import type { SheetVersion, ShownCorrection } from '../tabulation/tabulation.ts';
import { voteOf } from './embargoes.ts';
import { contestsOfRepeat } from './repeated-votes.ts';
import type { ReceiptItem, StationItem } from './station-replay.ts';

/**
 * The counting centre's events of one count, by station. What two people typed is kept only until it is decided: a decision
 * takes from it what is shown beside the figures.
 */
export class StationDesk {
  private readonly stations: StationItem[][];
  private readonly corrections: DeskRules['corrections'];
  /** By sheet and contest, then by record number: entries and resolutions that no decision rests on yet. */
  private readonly open = new Map<string, Map<number, EntryContent>>();

  /** Codes of the grounds of an objection that keep figures out of the total until the ruling. */
  private readonly holding: ReadonlySet<string>;

  /** `corrections`: which figure counts where the jury corrected a box. */
  constructor(stations: number, corrections: DeskRules['corrections'], canvass: CanvassRules | null) {
    this.holding = new Set(canvass?.grounds.filter(({ holds }) => holds).map(({ code }) => code));
    this.stations = Array.from({ length: stations }, () => []);
    this.corrections = corrections;
  }

  /** Everything taken so far of one station, in record order. */
  itemsOf(station: number): readonly StationItem[] {
    return this.stations[station] ?? [];
  }

  /** A station was added while the count runs: it has the next number. */
  addStation(): void {
    this.stations.push([]);
  }

  hasReceipt(station: number): boolean {
    return this.itemsOf(station).some((item) => item.kind === 'received');
  }

  /** Takes an event of this count that is about one station; `contest` is -1 where it is about the whole sheet. */
  take(index: number, header: EventHeader, contest: number, station: number, body: EventBody): void {
    const item = this.itemOf(index, header, contest, station, body);
    if (item !== null) this.stations[station]?.push(item);
  }

  /** Takes an amendment of the definition by which nothing is to come of a station. */
  amend(index: number, station: number, status: 'not_installed' | 'merged'): void {
    this.stations[station]?.push({ kind: 'gone', index, status });
  }

  private itemOf(
    index: number,
    header: EventHeader,
    contest: number,
    station: number,
    body: EventBody,
  ): StationItem | null {
    const { at } = header;
    switch (body.kind) {
      case 'SheetReceived':
        return { kind: 'received', index, at, device: body.device, pictures: body.pictures.map((p) => hexOf(p.shown)) };
      case 'EnvelopeReceived':
        return this.envelope(index, header, station, false);
      case 'CopyAdmitted':
        return { ...this.envelope(index, header, station, true), isCopy: true };
      case 'EnvelopeMissing':
        // Of a repeated vote only what nobody received is ever missing.
        return header.generation === undefined ? { kind: 'emptied', index, sheet: null } : null;
      case 'EnvelopeOpened':
        return body.found === 'sheet' ? null : { kind: 'emptied', index, sheet: body.sheet };
      case 'SheetScanned':
        return { kind: 'scanned', index, sheet: body.sheet, pictures: body.pictures.map((p) => hexOf(p.shown)) };
      case 'ObjectionRaised':
        return { kind: 'objected', index, contest, sheet: body.sheet, holds: this.holding.has(body.ground) };
      case 'BoardRuled': {
        const answers = body.objections.map(([objection]) => objection);
        return { kind: 'ruled', index, contest, sheet: body.sheet, effect: body.effect, answers };
      }
      case 'SheetAnnulled':
        return { kind: 'annulled', index, contest, sheet: body.sheet };
      case 'SheetCorrected': {
        const version = { status: 'counted', boxes: body.boxes, record: index, corrected: true } as const;
        return { kind: 'decided', index, contest, sheet: body.sheet, version };
      }
      case 'EntryCommitted':
      case 'DifferenceResolved':
        this.keep(contest, index, body);
        return null;
      case 'EntryVoided':
        this.open.get(`${body.sheet} ${contest}`)?.delete(body.entry);
        return null;
      case 'EntriesRevealed':
        return { kind: 'revealed', index, contest, sheet: body.sheet };
      case 'SheetAgreed': {
        const beside = this.besideOf(station, contest, body);
        const version = { status: 'counted', boxes: body.boxes, record: index, ...beside };
        return { kind: 'decided', index, contest, sheet: body.sheet, version };
      }
      case 'SheetObserved':
        return { kind: 'decided', index, contest, sheet: body.sheet, version: this.observed(index, contest, body) };
      case 'RulingIssued':
        return body.ruling === 'retype' ? { kind: 'retype', index, contest, sheet: body.sheet } : null;
      case 'SheetDisputed':
        return { kind: 'disputed', index, sheets: body.sheets };
      case 'SheetSuperseded':
        return { kind: 'superseded', index, sheet: body.sheet, over: body.over };
      case 'SheetWithdrawn':
        return { kind: 'withdrawn', index, sheet: body.sheet, code: body.code };
      default:
        return null;
    }
  }

  /** An envelope, or the copy that stands for what was to be in it: of a repeated vote both stand beside the old sheet. */
  private envelope(index: number, header: EventHeader, station: number, isCopy: boolean): ReceiptItem {
    const receipt = { kind: 'received', index, at: header.at, device: null, pictures: [] } as const;
    if (header.generation === undefined) return receipt;
    const contests = contestsOfRepeat(this.itemsOf(station), isCopy);
    return { ...receipt, repeated: { ...voteOf(header), contests } };
  }

  private keep(contest: number, index: number, body: { readonly sheet: number } & EntryContent): void {
    const key = `${body.sheet} ${contest}`;
    const known = this.open.get(key) ?? new Map<number, EntryContent>();
    this.open.set(key, known.set(index, body));
  }

  private besideOf(
    station: number,
    contest: number,
    { sheet, from }: { readonly sheet: number; readonly from: number },
  ): Beside {
    const key = `${sheet} ${contest}`;
    const content = this.open.get(key)?.get(from);
    this.open.delete(key);
    if (content !== undefined) return besideFigures(content);
    // It rests on a ruling: what was observed is what was typed.
    const before = this.itemsOf(station).findLast(
      (item) => item.kind === 'decided' && item.sheet === sheet && item.contest === contest,
    );
    if (before?.kind !== 'decided') return {};
    const { corrections, observations } = before.version;
    return { ...(corrections && { corrections }), ...(observations && { observations }) };
  }

  private observed(
    index: number,
    contest: number,
    { sheet, from, reasons }: Extract<EventBody, { kind: 'SheetObserved' }>,
  ): SheetVersion {
    const key = `${sheet} ${contest}`;
    const content = this.open.get(key)?.get(from);
    this.open.delete(key);
    const boxes = content === undefined ? [] : countingBoxes(content, this.corrections);
    const beside = content === undefined ? {} : besideFigures(content);
    return { status: 'observed', boxes, record: index, reasons, ...beside };
  }
}

type Beside = Pick<SheetVersion, 'corrections' | 'observations'>;

/** What was typed beside the figures. */
function besideFigures(content: EntryContent): Beside {
  const { observations } = content;
  const corrections: readonly ShownCorrection[] = content.corrections.map((correction) => ({
    says: content.boxes[correction[0]] ?? 'empty',
    correction,
  }));
  return { ...(corrections.length > 0 && { corrections }), ...(observations.length > 0 && { observations }) };
}

function hexOf(base64: string): string {
  return toHex(expectOk(fromBase64(base64), 'a hash of the record is base64'));
}
