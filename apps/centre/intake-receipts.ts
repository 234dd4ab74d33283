import { describeInboxError, type Inbox, type InboxError, scanIdOf } from '../../adapters/inbox/inbox.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { ReceiveSheet } from '../../src/entry/acts.ts';
import { decide } from '../../src/entry/decide.ts';
import type { StationId } from '../../src/model/ids.ts';
import { contentOf, type SheetPicture, submissionBytes } from '../../src/record/index.ts';
import type { Arrival, ArrivalAnswer, ArrivalError, CountingCentre } from './centre-types.ts';
import type { IntakePromises } from './intake-promises.ts';

/** A sheet without its bytes: what the record says of where it came from. */
export type Source = Omit<Arrival, 'pages'>;

type Parts = {
  readonly centre: CountingCentre;
  readonly crypto: Crypto;
  readonly inbox: Inbox;
  readonly promises: IntakePromises;
};

/** Receipts of sheets in the record, and the promises that answer for them. */
export class IntakeReceipts {
  private readonly centre: CountingCentre;
  private readonly crypto: Crypto;
  private readonly inbox: Inbox;
  private readonly promises: IntakePromises;

  constructor({ centre, crypto, inbox, promises }: Parts) {
    this.centre = centre;
    this.crypto = crypto;
    this.inbox = inbox;
    this.promises = promises;
  }

  /** What the sender of these pages signs; null where no device did. */
  messageOf({ signed, station }: Source, originals: readonly string[]): Bytes | null {
    if (signed === null) return null;
    const { device, sentAt } = signed;
    const content = contentOf(this.crypto, originals);
    return submissionBytes({
      election: this.centre.definition.election.id,
      ...{ station: station ?? '', device, sentAt, content },
    });
  }

  /**
   * The answer to what is refused, or is there already, whatever its pictures show: whoever sends the same signed sheet again and
   * again, or sheets of stations that are not the device's, costs neither the opening of a picture nor room on the disk.
   */
  async early(source: Source, originals: readonly string[]): Promise<Result<ArrivalAnswer, ArrivalError> | null> {
    if (source.station === null) return this.earlyUnmatched(source, originals);
    // Nothing of the shown copies decides.
    const pictures = originals.map((original) => ({ original, shown: original }));
    const decided = decide(this.centre.state, this.receiptOf(source.station, source, pictures), this.centre.now());
    return decided.ok ? null : this.receive(source.station, source, pictures);
  }

  /** What nobody could match: waits at a desk already, or may not. */
  private earlyUnmatched({ signed }: Source, originals: readonly string[]): Result<ArrivalAnswer, ArrivalError> | null {
    const { inbox, centre, crypto } = this;
    const id = scanIdOf(
      crypto,
      originals.map((original) => ({ original, shown: original })),
    );
    if (inbox.get(id) !== null) return ok({ kind: 'unmatched', id });
    // A scan of a desk's names no device: a phone of one station could dispute any other's sheet unnoticed.
    if (signed !== null && centre.state.devices.get(signed.device)?.only !== null) {
      return err({ kind: 'refused', refusal: { kind: 'device-out-of-scope', device: signed.device, station: '' } });
    }
    const device = signed?.device ?? null;
    const full = inbox.refuse(device);
    return full === null ? null : err(inboxRefusal(full, device));
  }

  /** Keeps before a desk what nobody could match. */
  async leave({ name, signed }: Source, pages: readonly SheetPicture[]): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const device = signed?.device ?? null;
    const put = await this.inbox.put({ name, at: this.centre.now(), device, pages });
    return put.ok ? ok({ kind: 'unmatched', id: put.value }) : err(inboxRefusal(put.error, device));
  }

  /**
   * Why a desk may not take a scan of this device for this station: what a phone of one place sent may not become the paper of
   * another, whatever its picture says. A device that was revoked since counts for its stations still.
   */
  refuseAssigned(device: string | null, station: string): ArrivalError | null {
    const { devices, geography } = this.centre.state;
    const place = geography.stationIndex.get(station as StationId);
    // Of a station that is not there the record itself speaks.
    if (device === null || place === undefined) return null;
    const known = devices.get(device);
    if (known !== undefined && devices.covers(known, place)) return null;
    return { kind: 'refused', refusal: { kind: 'device-out-of-scope', device, station } };
  }

  async receive(
    station: string,
    source: Source,
    pictures: readonly SheetPicture[],
  ): Promise<Result<ArrivalAnswer, ArrivalError>> {
    const done = await this.centre.act(this.receiptOf(station, source, pictures));
    const known = !done.ok && done.error.kind === 'refused' ? done.error.refusal : null;
    if (!done.ok && known?.kind !== 'already-received') return err(done.error);
    const sheet = done.ok ? done.value.first : known?.kind === 'already-received' ? known.sheet : 0;
    const originals = pictures.map(({ original }) => original);
    const promise = this.promises.of(sheet, station, this.messageOf(source, originals));
    return ok({ kind: 'received', station, sheet, fresh: done.ok, promise });
  }

  private receiptOf(station: string, source: Source, pictures: readonly SheetPicture[]): ReceiveSheet {
    const { matched, signed, by } = source;
    const originals = pictures.map(({ original }) => original);
    const content = contentOf(this.crypto, originals);
    return { kind: 'receive-sheet', station: station as StationId, content, pictures, matched, signed, by };
  }
}

/** What is counted together when so many may come and no more: docs/spec/capture.md section 4. What nobody signed has no bound. */
export function boundOf({ signed, station }: Source): string | null {
  return signed === null ? null : JSON.stringify([signed.device, station]);
}

function inboxRefusal(error: InboxError, device: string | null): ArrivalError {
  const detail = describeInboxError(error);
  switch (error.kind) {
    case 'device-full':
      return { kind: 'refused', refusal: { kind: 'quota', device: device ?? '', station: '' } };
    case 'inbox-full':
      return { kind: 'busy', detail };
    case 'inbox-unusable':
      return { kind: 'not-stored', detail };
  }
}
