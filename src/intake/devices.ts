import { present } from '../base/assert.ts';
import type { Geography } from '../model/geography.ts';
import type { GpUnitId, StationId } from '../model/ids.ts';
import type { EventBody } from '../record/index.ts';

export type Device = {
  readonly device: string;
  /** Public key: 32 bytes of Ed25519, or 65 of ECDSA P-256. */
  readonly key: string;
  readonly scope: GpUnitId;
  /** If not null, the only station of the scope. */
  readonly only: StationId | null;
  readonly revoked: boolean;
};

/** The devices that may send sheets and figures. A name is given once: a revoked device never comes back under another key. */
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
    const { device, key, only } = body;
    this.byName.set(device, { device, key, scope: body.scope as GpUnitId, only, revoked: false });
  }

  get(device: string): Device | undefined {
    return this.byName.get(device);
  }

  all(): IterableIterator<Device> {
    return this.byName.values();
  }

  /** Whether this is a station (by its place) that the device may send for. */
  covers({ scope, only }: Pick<Device, 'scope' | 'only'>, place: number): boolean {
    const { stations, placeOf, parent, unitIndex } = this.geography;
    if (only !== null && stations[place]?.id !== only) return false;
    const unitOfScope = unitIndex.get(scope);
    for (let unit = placeOf[place] ?? -1; unit >= 0; unit = parent[unit] ?? -1) if (unit === unitOfScope) return true;
    return false;
  }
}
