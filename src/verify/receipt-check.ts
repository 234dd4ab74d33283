import { fromBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import type { Instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId } from '../model/ids.ts';
import { contentOf, type EventBody, figuresBytes, submissionBytes } from '../record/index.ts';
import { addOfEvent } from './body-reading.ts';
import { type FindingList, shown } from './finding.ts';
import type { SignatureCheck } from './signatures.ts';

type Body<K extends EventBody['kind']> = Extract<EventBody, { readonly kind: K }>;
type Sent = Body<'SheetReceived'> | Body<'FiguresAnnounced'>;

/** A DeviceEnrolled. `scope`: the unit's place in the definition, null where it does not exist. */
export type Enrolled = {
  readonly record: number;
  readonly body: Body<'DeviceEnrolled'>;
  readonly scope: number | null;
  revokedAt: Instant | null;
};

/** A device's signature that is still to be checked, and what it belongs to. */
export type DueSignature = SignatureCheck & { readonly record: number; readonly what: 'sheet' | 'figures' };

/**
 * What sheets and figures say of where they came from: the content of pictures, and the device that signed. Signatures are
 * collected and not checked here, because there is one to every sheet and they take longer than everything else.
 */
export class ReceiptCheck {
  private readonly geography: Geography;
  private readonly crypto: Crypto;
  private readonly findings: FindingList;
  private readonly byName = new Map<string, Enrolled>();
  /** In record order. */
  readonly devices: Enrolled[] = [];
  /** Stations and their contents so far. */
  private readonly contents = new Set<string>();
  readonly signatures: DueSignature[] = [];

  constructor(geography: Geography, crypto: Crypto, findings: FindingList) {
    this.geography = geography;
    this.crypto = crypto;
    this.findings = findings;
  }

  enrol(record: number, body: Body<'DeviceEnrolled'>): void {
    const { device, scope, only } = body;
    const unit = this.geography.unitIndex.get(scope as GpUnitId) ?? null;
    if (unit === null) {
      const says = `Event ${record} enrols device ${shown(device)} for unit ${shown(scope)}, which does not exist.`;
      this.add('unknown-unit', record, says);
    }
    const station = only === null ? null : (this.geography.stationIndex.get(only) ?? -1);
    if (unit !== null && station !== null && !this.isInside(station, unit)) {
      const says = `Event ${record} enrols device ${shown(device)} for station ${shown(only)}, which is not in unit ${shown(scope)}.`;
      this.add('only-out-of-scope', record, says);
    }
    const enrolled: Enrolled = { record, body, scope: unit, revokedAt: null };
    this.devices.push(enrolled);
    // A second key under the same name would let one device sign for another's sheets.
    if (this.byName.has(device)) {
      this.add('device-twice', record, `Event ${record} enrols device ${shown(device)}, which was enrolled before.`);
    } else this.byName.set(device, enrolled);
  }

  revoke(record: number, at: Instant, { device }: Body<'DeviceRevoked'>): void {
    const known = this.byName.get(device);
    if (known !== undefined) known.revokedAt ??= at;
    else this.add('device-unknown', record, `Event ${record} revokes device ${shown(device)}, which nobody enrolled.`);
  }

  receive(record: number, station: number, body: Body<'SheetReceived'>): void {
    this.checkContent(record, station, body);
    this.checkDevice(record, station, 'sheet', body);
  }

  announced(record: number, station: number, body: Body<'FiguresAnnounced'>): void {
    this.checkDevice(record, station, 'figures', body);
  }

  private checkDevice(record: number, station: number, what: DueSignature['what'], body: Sent): void {
    if (body.device === null || body.sentAt === null || body.signature === null) return;
    const device = this.byName.get(body.device);
    const who = `The ${what} of event ${record} came from device ${shown(body.device)}`;
    if (device === undefined) {
      this.add('device-unknown', record, `${who}, which was not enrolled.`);
      return;
    }
    const { key, only } = device.body;
    if (device.revokedAt !== null) this.add('device-revoked', record, `${who}, which was revoked.`);
    else if (!this.isInside(station, device.scope) || (only !== null && only !== body.station)) {
      const says = `${who}, which may not send for station ${shown(body.station)}.`;
      this.add('device-out-of-scope', record, says);
    }
    const election = this.geography.definition.election.id;
    const from = { election, station: body.station, device: body.device, sentAt: body.sentAt };
    this.signatures.push({
      record,
      what,
      publicKey: expectOk(fromBase64(key), 'a decoded body'),
      message:
        body.kind === 'SheetReceived'
          ? submissionBytes({ ...from, content: body.content })
          : figuresBytes({ ...from, figures: body.figures }),
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
