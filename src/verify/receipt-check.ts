import { fromBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { expectOk } from '../base/result.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId } from '../model/ids.ts';
import { contentOf, type EventBody, submissionBytes } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { SignatureCheck } from './signatures.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Device = { readonly key: string; readonly scope: number | null; revoked: boolean };

/** A device's signature that is still to be checked, and whose receipt it belongs to. */
export type DueSignature = SignatureCheck & { readonly record: number };

/**
 * What a receipt says of where it came from: the content of its pictures, and the device that signed it. Signatures are
 * collected and not checked here, because there is one to every sheet and they take longer than everything else.
 */
export class ReceiptCheck {
  private readonly geography: Geography;
  private readonly crypto: Crypto;
  private readonly findings: FindingList;
  private readonly devices = new Map<string, Device>();
  /** Stations and their contents so far. */
  private readonly contents = new Set<string>();
  readonly signatures: DueSignature[] = [];

  constructor(geography: Geography, crypto: Crypto, findings: FindingList) {
    this.geography = geography;
    this.crypto = crypto;
    this.findings = findings;
  }

  enrol(record: number, { device, key, scope }: Body<'DeviceEnrolled'>): void {
    const unit = this.geography.unitIndex.get(scope as GpUnitId) ?? null;
    if (unit === null) {
      const says = `Event ${record} enrols device ${shown(device)} for unit ${shown(scope)}, which does not exist.`;
      this.add('unknown-unit', record, says);
    }
    // A second key under the same name would let one device sign for another's sheets.
    if (this.devices.has(device)) {
      this.add('device-twice', record, `Event ${record} enrols device ${shown(device)}, which was enrolled before.`);
    } else this.devices.set(device, { key, scope: unit, revoked: false });
  }

  revoke(record: number, { device }: Body<'DeviceRevoked'>): void {
    const known = this.devices.get(device);
    if (known !== undefined) known.revoked = true;
    else this.add('device-unknown', record, `Event ${record} revokes device ${shown(device)}, which nobody enrolled.`);
  }

  receive(record: number, station: number, body: Body<'SheetReceived'>): void {
    this.checkContent(record, station, body);
    if (body.device === null || body.sentAt === null || body.signature === null) return;
    const device = this.devices.get(body.device);
    const who = `The sheet of event ${record} is from device ${shown(body.device)}`;
    if (device === undefined) this.add('device-unknown', record, `${who}, which was not enrolled.`);
    else if (device.revoked) this.add('device-revoked', record, `${who}, which was revoked.`);
    else if (!this.isInside(station, device.scope)) {
      const says = `${who}, which may not send for station ${shown(body.station)}.`;
      this.add('device-out-of-scope', record, says);
    }
    if (device === undefined) return;
    const { sentAt, content } = body;
    const election = this.geography.definition.election.id;
    this.signatures.push({
      record,
      publicKey: expectOk(fromBase64(device.key), 'a decoded body'),
      message: submissionBytes({ election, station: body.station, device: body.device, sentAt, content }),
      signature: expectOk(fromBase64(body.signature), 'a decoded body'),
    });
  }

  private checkContent(record: number, station: number, { content, pictures }: Body<'SheetReceived'>): void {
    if (pictures.length === 0) {
      if (this.geography.definition.election.nature !== 'rehearsal') {
        this.add('picture-missing', record, `The sheet of event ${record} came without a picture.`);
      }
    } else {
      const originals = pictures.map(({ original }) => original);
      if (contentOf(this.crypto, originals) !== content) {
        const says = `The content of event ${record} is not the hash over its pictures.`;
        this.add('content-differs', record, says);
      }
    }
    const key = `${station} ${content}`;
    if (this.contents.has(key)) {
      this.add('content-twice', record, `The bytes of event ${record} had come before for the same station.`);
    }
    this.contents.add(key);
  }

  private isInside(station: number, scope: number | null): boolean {
    const { placeOf, parent } = this.geography;
    for (let u = placeOf[station] ?? -1; u >= 0; u = parent[u] ?? -1) if (u === scope) return true;
    return false;
  }

  private add(kind: string, record: number, says: string): void {
    addOfEvent(this.findings, kind, record, says);
  }
}
