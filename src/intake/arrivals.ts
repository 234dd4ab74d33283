import type { Instant } from '../base/instant.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Geography } from '../model/geography.ts';
import type { StationId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';
import type { Devices } from './devices.ts';
import { READINGS_PER_DEVICE_AND_STATION, SHEETS_PER_DEVICE_AND_STATION, SMS, SMS_PER_STATION } from './quotas.ts';

/** Who signed at the station; null of what nobody signed. */
export type Signed = { readonly device: string; readonly sentAt: Instant; readonly signature: string } | null;

export type SenderRefusal =
  | { readonly kind: 'unknown-device'; readonly device: string }
  | { readonly kind: 'device-out-of-scope'; readonly device: string; readonly station: string };
export type QuotaRefusal = { readonly kind: 'quota'; readonly device: string; readonly station: string };

type ArrivalBody = Extract<EventBody, { kind: 'SheetReceived' | 'FiguresAnnounced' }>;

/**
 * How much came from whom for which station. Of figures it holds that they came and nothing of what they say, so that no answer
 * can be made of that: DESIGN section 8.
 */
export class Arrivals {
  private readonly geography: Geography;
  private readonly sheets = new Map<string, number>();
  private readonly readings = new Map<string, number>();
  private readonly bySentAt = new Map<string, number>();

  constructor(geography: Geography) {
    this.geography = geography;
  }

  take(index: number, body: ArrivalBody): void {
    const place = this.geography.stationIndex.get(body.station) ?? -1;
    const of = senderKey(place, body.device);
    if (body.kind === 'SheetReceived') {
      if (body.device !== null) this.sheets.set(of, (this.sheets.get(of) ?? 0) + 1);
      return;
    }
    this.readings.set(of, (this.readings.get(of) ?? 0) + 1);
    if (body.device === null || body.sentAt === null) return;
    const key = sentKey(place, body.device, body.sentAt);
    if (!this.bySentAt.has(key)) this.bySentAt.set(key, index);
  }

  /** How many sheets of the station (by its place) the device has in the record. */
  sheetsOf(place: number, device: string): number {
    return this.sheets.get(senderKey(place, device)) ?? 0;
  }

  /** How many readings of the station are in the record of this device; null: by SMS. */
  readingsOf(place: number, device: string | null): number {
    return this.readings.get(senderKey(place, device)) ?? 0;
  }

  /** The record number of the `FiguresAnnounced` that the device signed with this time. */
  sameReading(place: number, device: string, sentAt: Instant): number | undefined {
    return this.bySentAt.get(sentKey(place, device, sentAt));
  }

  /** Everything it holds, in the order of the record. */
  dump() {
    return { sheets: [...this.sheets], readings: [...this.readings], bySentAt: [...this.bySentAt] };
  }
}

/** Why a device may send nothing for this station. */
export function refuseSender(
  devices: Devices,
  device: string,
  station: StationId,
  place: number,
): SenderRefusal | null {
  const known = devices.get(device);
  if (known === undefined || known.revoked) return { kind: 'unknown-device', device };
  return devices.covers(known, place) ? null : { kind: 'device-out-of-scope', device, station };
}

/** Why one more sheet of this device is one too many. */
export function refuseSheets(
  arrivals: Arrivals,
  signed: Signed,
  station: StationId,
  place: number,
): QuotaRefusal | null {
  if (signed === null) return null;
  const { device } = signed;
  const full = arrivals.sheetsOf(place, device) >= SHEETS_PER_DEVICE_AND_STATION;
  return full ? { kind: 'quota', device, station } : null;
}

export type ReadingRefusal =
  | SenderRefusal
  | QuotaRefusal
  | { readonly kind: 'already-received'; readonly sheet: number };

/**
 * Whether figures may come from this sender, whatever they say. What came before is asked before the quota, so that a sender
 * whose answer was lost gets it also when the quota is full.
 */
export function admitReading(
  door: { readonly devices: Devices; readonly arrivals: Arrivals },
  signed: Signed,
  station: StationId,
  place: number,
): Result<null, ReadingRefusal> {
  if (signed === null) {
    const full = door.arrivals.readingsOf(place, null) >= SMS_PER_STATION;
    return full ? err({ kind: 'quota', device: SMS, station }) : ok(null);
  }
  const { device, sentAt } = signed;
  const refused = refuseSender(door.devices, device, station, place);
  if (refused !== null) return err(refused);
  const known = door.arrivals.sameReading(place, device, sentAt);
  if (known !== undefined) return err({ kind: 'already-received', sheet: known });
  const full = door.arrivals.readingsOf(place, device) >= READINGS_PER_DEVICE_AND_STATION;
  return full ? err({ kind: 'quota', device, station }) : ok(null);
}

/** The place stands first: names of devices may hold anything. */
function senderKey(place: number, device: string | null): string {
  return device === null ? `${place}` : `${place} ${device}`;
}

function sentKey(place: number, device: string, sentAt: Instant): string {
  return `${place} ${sentAt} ${device}`;
}
