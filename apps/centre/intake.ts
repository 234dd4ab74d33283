import type { Blobs } from '../../adapters/blobs/blobs.ts';
import type { Inbox, InboxScan } from '../../adapters/inbox/inbox.ts';
import type { PictureReaders } from '../../adapters/pictures/picture-readers.ts';
import { createMemoryUploads } from '../../adapters/uploads/memory-uploads.ts';
import type { UploadRequest, Uploads } from '../../adapters/uploads/uploads.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromBase64, toBase64, toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { contentOf, type SheetPicture } from '../../src/record/index.ts';
import type { Promiser } from '../run/promiser.ts';
import type {
  Arrival,
  ArrivalAnswer,
  ArrivalError,
  CountingCentre,
  FiguresAnswer,
  FiguresMessage,
  IntakeDoor,
  Scan,
  UnmatchedScan,
  UploadAnswer,
} from './centre-types.ts';
import { IntakeFigures } from './intake-figures.ts';
import { IntakePictures } from './intake-pictures.ts';
import { IntakePromises } from './intake-promises.ts';
import { boundOf, IntakeReceipts, type Source } from './intake-receipts.ts';
import { IntakeSenders, type VerifyAside } from './intake-senders.ts';
import { IntakeUploads } from './intake-uploads.ts';

const PAGES_MAX = 16;

export type DoorParts = {
  readonly centre: CountingCentre;
  readonly blobs: Blobs;
  readonly inbox: Inbox;
  readonly crypto: Crypto;
  readonly pictures: PictureReaders;
  readonly verify: VerifyAside;
  /** Where sheets wait that come in pieces; without, in memory. */
  readonly uploads?: Uploads;
  /** Without, nothing is promised: of a rehearsal that hands in by itself. */
  readonly promiser?: Promiser;
};

/**
 * Where sheets and figures come in. Nobody on the other side is trusted: a signature is checked before a picture is opened, a
 * picture is decoded and drawn anew before it is kept, and both copies are durable before the receipt is recorded.
 */
export class Door implements IntakeDoor {
  private readonly parts: DoorParts;
  private readonly senders: IntakeSenders;
  private readonly pictures: IntakePictures;
  private readonly receipts: IntakeReceipts;
  private readonly figures: IntakeFigures;
  private readonly uploads: IntakeUploads;
  private readonly assigning = new Set<string>();

  constructor(parts: DoorParts) {
    const { centre, crypto, blobs, inbox } = parts;
    const { form } = present(centre.definition.election.desk, 'the rules of the desk');
    const promises = new IntakePromises(centre, parts.promiser ?? null);
    this.parts = parts;
    this.senders = new IntakeSenders(centre, parts.verify);
    this.pictures = new IntakePictures(blobs, parts.pictures, form);
    this.receipts = new IntakeReceipts({ centre, crypto, inbox, promises });
    const { senders, pictures, receipts } = this;
    this.figures = new IntakeFigures({ centre, crypto, senders, promises });
    const uploads = parts.uploads ?? createMemoryUploads(crypto);
    const settle = (source: Source, kept: readonly SheetPicture[]) => this.settle(source, kept);
    this.uploads = new IntakeUploads({ centre, crypto, uploads, senders, pictures, receipts, settle });
  }

  async take(arrival: Arrival): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const { pages, signed, by, name } = arrival;
    if (pages.length === 0) return err({ kind: 'no-pages' });
    if (pages.length > PAGES_MAX) return err({ kind: 'too-many-pages' });
    const originals = pages.map((page) => toBase64(this.parts.crypto.sha256(page)));
    const message = this.receipts.messageOf(arrival, originals);
    if (signed === null || message === null) {
      if (by === null) return err({ kind: 'bad-signature' });
    } else {
      const refused = await this.senders.refuse(signed, message);
      if (refused !== null) return err(refused);
    }
    const early = await this.receipts.early(arrival, originals);
    if (early !== null) return early;
    return this.pictures.keep({
      ...{ sender: signed?.device ?? by ?? '', name, bound: boundOf(arrival) },
      pages: async () => ok(pages),
      early: () => this.receipts.early(arrival, originals),
      settle: (kept) => this.settle(arrival, kept),
    });
  }

  async scan({ sheet, paper, pages, by }: Scan): Promise<Result<ArrivalAnswer, ArrivalError>> {
    if (pages.length === 0) return err({ kind: 'no-pages' });
    if (pages.length > PAGES_MAX) return err({ kind: 'too-many-pages' });
    const { centre, crypto } = this.parts;
    const known = centre.state.papers.sheet(sheet);
    if (known === undefined) return err({ kind: 'refused', refusal: { kind: 'unknown-sheet', sheet } });
    const content = contentOf(
      crypto,
      pages.map((page) => toBase64(crypto.sha256(page))),
    );
    return this.pictures.keep({
      ...{ sender: by, name: known.station, bound: `scan ${sheet}` },
      pages: async () => ok(pages),
      early: async () => null,
      settle: async (pictures) => {
        const done = await centre.act({ kind: 'scan-sheet', sheet, paper, content, pictures, by });
        if (!done.ok) return done;
        return ok({ kind: 'received', station: known.station, sheet, fresh: true, promise: null });
      },
    });
  }

  announce(message: FiguresMessage): Promise<Result<FiguresAnswer, ArrivalError>> {
    return this.figures.announce(message);
  }

  begin(request: UploadRequest): Promise<Result<UploadAnswer, ArrivalError>> {
    return this.uploads.begin(request);
  }

  put(upload: string, page: number, at: number, bytes: Bytes): Promise<Result<number, ArrivalError>> {
    return this.uploads.put(upload, page, at, bytes);
  }

  unmatched(limit: number): { readonly total: number; readonly scans: readonly UnmatchedScan[] } {
    const { total, scans } = this.parts.inbox.list(limit);
    return { total, scans: scans.map(({ pages, ...scan }) => ({ ...scan, pages: pages.length })) };
  }

  async unmatchedPicture(id: string, page: number): Promise<Bytes | null> {
    const shown = this.parts.inbox.get(id)?.pages[page]?.shown;
    if (shown === undefined) return null;
    const hash = fromBase64(shown);
    const read = hash.ok ? await this.parts.blobs.read(toHex(hash.value)) : null;
    return read?.ok === true ? read.value : null;
  }

  async assign(
    id: string,
    station: string,
    by: string,
  ): Promise<Result<ArrivalAnswer, ArrivalError | { readonly kind: 'unknown-scan' }>> {
    const scan = this.parts.inbox.get(id);
    // While one supervisor says of which station it is, another cannot make it the paper of a second one.
    if (scan === null || this.assigning.has(id)) return err({ kind: 'unknown-scan' });
    this.assigning.add(id);
    try {
      return await this.assignScan(scan, station, by);
    } finally {
      this.assigning.delete(id);
    }
  }

  private async assignScan(scan: InboxScan, station: string, by: string): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const refused = this.receipts.refuseAssigned(scan.device, station);
    if (refused !== null) return err(refused);
    const source: Source = { station, matched: 'desk', name: scan.name, signed: null, by };
    const received = await this.receipts.receive(station, source, scan.pages);
    if (!received.ok) return received;
    // Crash point: recorded and still in the inbox; assigned again, the same bytes change nothing.
    const removed = await this.parts.inbox.remove(scan.id);
    return removed.ok ? received : err({ kind: 'not-stored', detail: JSON.stringify(removed.error) });
  }

  /** Both copies are durable: into the record, or, where nobody could tell the station, before a person at a desk. */
  private async settle(source: Source, pages: readonly SheetPicture[]): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const { station } = source;
    return station === null ? this.receipts.leave(source, pages) : this.receipts.receive(station, source, pages);
  }
}
