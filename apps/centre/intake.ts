import { type Blobs, describeBlobError } from '../../adapters/blobs/blobs.ts';
import type { Inbox, InboxScan } from '../../adapters/inbox/inbox.ts';
import { describePictureError } from '../../adapters/pictures/picture-error.ts';
import type { PictureReaders } from '../../adapters/pictures/picture-readers.ts';
import type { PreparedPicture } from '../../adapters/pictures/prepare-picture.ts';
import { present } from '../../src/base/assert.ts';
import { type Bytes, fromBase64, fromHex, toBase64, toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, expectOk, ok, type Result } from '../../src/base/result.ts';
import type { ReceiveSheet } from '../../src/entry/acts.ts';
import { decide } from '../../src/entry/decide.ts';
import type { StationId } from '../../src/model/ids.ts';
import { contentOf, type SheetPicture, submissionBytes } from '../../src/record/index.ts';
import type {
  Arrival,
  ArrivalAnswer,
  ArrivalError,
  CountingCentre,
  IntakeDoor,
  UnmatchedScan,
} from './centre-types.ts';

const PAGES_MAX = 16;

export type DoorParts = {
  readonly centre: CountingCentre;
  readonly blobs: Blobs;
  readonly inbox: Inbox;
  readonly crypto: Crypto;
  readonly pictures: PictureReaders;
  /** Checks an Ed25519 signature without keeping everybody else waiting. */
  readonly verify: (publicKey: Bytes, message: Bytes, signature: Bytes) => Promise<boolean>;
};

type Taken = { readonly arrival: Arrival; readonly pictures: readonly SheetPicture[] };

/**
 * Where sheets come in. Nobody on the other side is trusted: a signature is checked before a picture is opened, a picture is
 * decoded and drawn anew before it is kept, and both copies are durable before the receipt is recorded.
 */
export class Door implements IntakeDoor {
  private readonly parts: DoorParts;
  private readonly assigning = new Set<string>();

  constructor(parts: DoorParts) {
    this.parts = parts;
  }

  async take(arrival: Arrival): Promise<Result<ArrivalAnswer, ArrivalError>> {
    if (arrival.pages.length === 0) return err({ kind: 'no-pages' });
    if (arrival.pages.length > PAGES_MAX) return err({ kind: 'too-many-pages' });
    const originals = arrival.pages.map((page) => toBase64(this.parts.crypto.sha256(page)));
    if (!(await this.isSigned(arrival, contentOf(this.parts.crypto, originals)))) return err({ kind: 'bad-signature' });
    const early = await this.answerUnopened(arrival, originals);
    if (early !== null) return early;
    const pictures = await this.keep(arrival);
    if (!pictures.ok) return pictures;
    if (arrival.station === null) return this.leave(arrival, pictures.value);
    return this.receive(arrival.station, { arrival, pictures: pictures.value });
  }

  unmatched(limit: number): { readonly total: number; readonly scans: readonly UnmatchedScan[] } {
    const { total, scans } = this.parts.inbox.list(limit);
    return { total, scans: scans.map(({ id, name, at, pages }) => ({ id, name, at, pages: pages.length })) };
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
    const arrival: Arrival = { station, matched: 'desk', name: scan.name, pages: [], signed: null, by };
    const received = await this.receive(station, { arrival, pictures: scan.pages });
    if (!received.ok) return received;
    // Crash point: recorded and still in the inbox; assigned again, the same bytes change nothing.
    const removed = await this.parts.inbox.remove(scan.id);
    return removed.ok ? received : err({ kind: 'not-stored', detail: JSON.stringify(removed.error) });
  }

  private async isSigned(arrival: Arrival, content: string): Promise<boolean> {
    if (arrival.signed === null) return arrival.by !== null;
    const { device, sentAt, signature } = arrival.signed;
    const bytes = fromBase64(signature);
    const known = this.parts.centre.state.devices.get(device);
    if (known === undefined || known.revoked || !bytes.ok) return false;
    const election = this.parts.centre.definition.election.id;
    const message = submissionBytes({ election, station: arrival.station ?? '', device, sentAt, content });
    const publicKey = expectOk(fromBase64(known.key), 'an enrolled key');
    return this.parts.verify(publicKey, message, bytes.value);
  }

  /**
   * The answer to what is refused, or is there already, whatever its pictures show: whoever sends the same signed sheet again and
   * again, or sheets of stations that are not the device's, costs neither the opening of a picture nor room on the disk.
   */
  private async answerUnopened(
    arrival: Arrival,
    originals: readonly string[],
  ): Promise<Result<ArrivalAnswer, ArrivalError> | null> {
    if (arrival.station === null) return null;
    const { centre } = this.parts;
    // Nothing of the shown copies decides.
    const pictures = originals.map((original) => ({ original, shown: original }));
    const decided = decide(
      centre.state,
      receiptOf(this.parts.crypto, arrival.station, { arrival, pictures }),
      centre.now(),
    );
    return decided.ok ? null : this.receive(arrival.station, { arrival, pictures });
  }

  /** Both copies of every page, durable. */
  private async keep(arrival: Arrival): Promise<Result<readonly SheetPicture[], ArrivalError>> {
    const pictures: SheetPicture[] = [];
    const { form } = present(this.parts.centre.definition.election.desk, 'the rules of the desk');
    for (const [page, bytes] of arrival.pages.entries()) {
      const prepared = await this.parts.pictures.prepare(bytes, form, page + 1);
      if (!prepared.ok) {
        if (prepared.error.kind === 'readers-busy')
          return err({ kind: 'not-stored', detail: 'too many pictures wait' });
        const { en: detail } = describePictureError(prepared.error, arrival.name);
        return err({ kind: 'bad-picture', page, code: prepared.error.kind, detail });
      }
      const kept = await this.put(bytes, prepared.value);
      if (!kept.ok) return kept;
      pictures.push(kept.value);
    }
    return ok(pictures);
  }

  private async put(original: Bytes, prepared: PreparedPicture): Promise<Result<SheetPicture, ArrivalError>> {
    const kept = await this.parts.blobs.put(original);
    if (!kept.ok) return err({ kind: 'not-stored', detail: describeBlobError(kept.error) });
    const shown = await this.parts.blobs.put(prepared.shown.bytes);
    if (!shown.ok) return err({ kind: 'not-stored', detail: describeBlobError(shown.error) });
    return ok({ original: inRecord(kept.value), shown: inRecord(shown.value) });
  }

  /** Nobody could tell the station: for a person at a desk to say. */
  private async leave(arrival: Arrival, pages: readonly SheetPicture[]): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const at: Instant = this.parts.centre.now();
    const put = await this.parts.inbox.put({ name: arrival.name, at, pages });
    return put.ok
      ? ok({ kind: 'unmatched', id: put.value })
      : err({ kind: 'not-stored', detail: JSON.stringify(put.error) });
  }

  private async receive(station: string, taken: Taken): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const done = await this.parts.centre.act(receiptOf(this.parts.crypto, station, taken));
    if (done.ok) return ok({ kind: 'received', station, sheet: done.value.first, fresh: true });
    if (done.error.kind === 'refused' && done.error.refusal.kind === 'already-received') {
      return ok({ kind: 'received', station, sheet: done.error.refusal.sheet, fresh: false });
    }
    return err(done.error);
  }
}

function receiptOf(crypto: Crypto, station: string, { arrival, pictures }: Taken): ReceiveSheet {
  return {
    kind: 'receive-sheet',
    station: station as StationId,
    content: contentOf(
      crypto,
      pictures.map((p) => p.original),
    ),
    pictures,
    matched: arrival.matched,
    signed: arrival.signed,
    by: arrival.by,
  };
}

/** The record spells hashes in base64, the store of pictures in hex. */
function inRecord(hex: string): string {
  return toBase64(expectOk(fromHex(hex), 'a hash of ours'));
}
