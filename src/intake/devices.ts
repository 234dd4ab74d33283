import { present } from '../base/assert.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';

export type Device = {
  readonly device: string;
  /** Ed25519 public key. */
  readonly key: string;
  readonly scope: GpUnitId;
  readonly revoked: boolean;
};

/** The devices that may send sheets. A name is given once: a revoked device never comes back under another key. */
export class Devices {
  private readonly geography: Geography;
  private readonly byName = new Map<string, Device>();

  constructor(geography: Geography) {
    this.geography = geography;
  }

  take(body: Extract<EventBody, { kind: 'DeviceEnrolled' | 'DeviceRevoked' }>): void {
    if (body.kind === 'DeviceRevoked') {
      const known = present(this.byName.get(body.device), `device ${body.device}`);
      this.byName.set(body.device, { ...known, revoked: true });
      return;
    }
    const { device, key } = body;
    this.byName.set(device, { device, key, scope: body.scope as GpUnitId, revoked: false });
  }

  get(device: string): Device | undefined {
    return this.byName.get(device);
  }

  all(): IterableIterator<Device> {
    return this.byName.values();
  }

  /** Whether the station (by its place) lies in the unit that the device may send for. */
  covers(device: Device, place: number): boolean {
    const { placeOf, parent, unitIndex } = this.geography;
    const scope = unitIndex.get(device.scope);
    for (let unit = placeOf[place] ?? -1; unit >= 0; unit = parent[unit] ?? -1) if (unit === scope) return true;
    return false;
  }
}
