import type { Crypto } from '../base/crypto.ts';
import type { Election } from '../model/election.ts';
import { contentOf, type EventBody } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import type { FindingList } from './finding.ts';
import type { ReadHeader } from './read-header.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
export type CustodyBody = Body<
  | 'CopyAdmitted'
  | 'EnvelopeMissing'
  | 'EnvelopeMoved'
  | 'EnvelopeOpened'
  | 'EnvelopeReceived'
  | 'EnvelopeStored'
  | 'SheetScanned'
>;

/** An envelope, or a copy, by the record number that names its sheet. */
type Kept = {
  readonly station: number;
  readonly generation: number;
  readonly isCopy: boolean;
  found: Body<'EnvelopeOpened'>['found'] | null;
  scanned: boolean;
  stored: boolean;
  /** Nobody opened it, and it is not found any more. */
  missing: boolean;
};
/** The envelope of one vote of a station: its sheet, or that it will not come. */
type Expected = { readonly sheet: number | null };

/** Where each station's paper is, and whether each act of custody could be done there: official-count.md section 3. */
export class CustodyCheck {
  private readonly election: Election;
  private readonly crypto: Crypto;
  private readonly findings: FindingList;
  private readonly kept = new Map<number, Kept>();
  /** By generation and station. */
  private readonly expected = new Map<string, Expected>();

  constructor(election: Election, crypto: Crypto, findings: FindingList) {
    this.election = election;
    this.crypto = crypto;
    this.findings = findings;
  }

  take(record: number, header: ReadHeader, station: number, body: CustodyBody): void {
    switch (body.kind) {
      case 'EnvelopeReceived':
        this.receive(record, header, station, body);
        break;
      case 'EnvelopeMissing': {
        const key = `${header.generation ?? 1} ${station}`;
        const known = this.expected.get(key)?.sheet ?? null;
        // What nobody has opened may be lost on its way, or on its shelf.
        if (known !== null && this.kept.get(known)?.found !== null) this.wrong(record, body.kind, 'is there');
        else this.miss(key, known);
        break;
      }
      case 'EnvelopeMoved': {
        const held = this.envelope(record, body);
        if (held !== null) held.stored = false;
        break;
      }
      case 'EnvelopeOpened': {
        const held = this.envelope(record, body);
        if (held === null) break;
        if (held.found !== null) this.wrong(record, body.kind, 'was opened before');
        else if (held.stored) this.wrong(record, body.kind, 'is stored');
        held.found = body.found;
        break;
      }
      case 'EnvelopeStored': {
        const held = this.envelope(record, body);
        if (held?.stored === true) this.wrong(record, body.kind, 'is stored already');
        if (held !== null) held.stored = true;
        break;
      }
      case 'SheetScanned':
        this.scan(record, body);
        break;
      case 'CopyAdmitted':
        this.admit(record, header, station);
        break;
    }
  }

  /** Another envelope may come in its place. */
  withdraw(sheet: number): void {
    const held = this.kept.get(sheet);
    if (held !== undefined && !held.isCopy) this.expected.delete(`${held.generation} ${held.station}`);
  }

  /** Whether its paper lies before those who type; a sheet that nobody received has a finding of its own. */
  isReadyToType(sheet: number): boolean {
    const held = this.kept.get(sheet);
    if (held === undefined) return true;
    if (this.election.canvass?.scans === true) return held.scanned;
    return held.isCopy || held.found === 'sheet';
  }

  /** Whether its envelope was opened, and held no sheet of the station. */
  isEmpty(sheet: number): boolean {
    const found = this.kept.get(sheet)?.found;
    return found === 'nothing' || found === 'other';
  }

  private receive(record: number, header: ReadHeader, station: number, body: Body<'EnvelopeReceived'>): void {
    const generation = header.generation ?? 1;
    const key = `${generation} ${station}`;
    if (typeof this.expected.get(key)?.sheet === 'number') this.wrong(record, body.kind, 'had come before');
    if (body.condition === null || body.from === null) {
      const says = `Event ${record} receives an envelope and does not say who brought it, or how its seal was.`;
      this.add('custody-incomplete', record, says);
    }
    this.kept.set(record, {
      station,
      generation,
      isCopy: false,
      found: null,
      scanned: false,
      stored: false,
      missing: false,
    });
    this.expected.set(key, { sheet: record });
  }

  private scan(record: number, body: Body<'SheetScanned'>): void {
    const held = this.kept.get(body.sheet);
    if (held === undefined) return;
    if (!held.isCopy && held.found !== 'sheet') this.wrong(record, body.kind, 'was not opened, or held no sheet');
    if (body.paper === 'sheet') held.scanned = true;
    const originals = body.pictures.map(({ original }) => original);
    if (originals.length === 0) {
      if (this.election.nature === 'rehearsal') return;
      this.add('picture-missing', record, `The sheet of event ${record} was scanned without a picture.`);
    } else if (contentOf(this.crypto, originals) !== body.content) {
      this.add('content-differs', record, `The content of event ${record} is not the hash over its pictures.`);
    }
  }

  private admit(record: number, header: ReadHeader, station: number): void {
    const generation = header.generation ?? 1;
    const known = this.expected.get(`${generation} ${station}`);
    const found = known === undefined || known.sheet === null ? null : this.kept.get(known.sheet)?.found;
    if (known === undefined || (known.sheet !== null && found !== 'nothing' && found !== 'other')) {
      const says = `Event ${record} admits a copy; the original is neither missing nor was its envelope opened without a sheet.`;
      this.add('copy-not-needed', record, says);
    }
    this.kept.set(record, {
      station,
      generation,
      isCopy: true,
      found: null,
      scanned: false,
      stored: false,
      missing: false,
    });
  }

  private miss(key: string, known: number | null): void {
    const held = known === null ? undefined : this.kept.get(known);
    if (held !== undefined) held.missing = true;
    this.expected.set(key, { sheet: null });
  }

  /** An envelope that is there. What is no sheet of its station has a finding of its own. */
  private envelope(record: number, { kind, sheet }: { readonly kind: string; readonly sheet: number }): Kept | null {
    const held = this.kept.get(sheet);
    if (held?.isCopy === true) this.wrong(record, kind, 'is none: the sheet is a copy');
    else if (held?.missing === true) this.wrong(record, kind, 'is missing');
    return held === undefined || held.isCopy ? null : held;
  }

  private wrong(record: number, kind: string, why: string): void {
    this.add('custody-wrong', record, `Event ${record}, a ${kind}, cannot be: the envelope ${why}.`);
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}
