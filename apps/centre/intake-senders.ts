import { type Bytes, fromBase64 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import type { ArrivalError, CountingCentre } from './centre-types.ts';

/** Checks a device's signature without keeping everybody else waiting. */
export type VerifyAside = (publicKey: Bytes, message: Bytes, signature: Bytes) => Promise<boolean>;

export type Signed = { readonly device: string; readonly signature: string };

/** Who may hand in at the door: enrolled devices, by what they signed. */
export class IntakeSenders {
  private readonly centre: CountingCentre;
  private readonly verify: VerifyAside;

  constructor(centre: CountingCentre, verify: VerifyAside) {
    this.centre = centre;
    this.verify = verify;
  }

  /** Why this device sends nothing now; null if it is enrolled and not revoked. */
  refuseDevice(device: string): ArrivalError | null {
    const known = this.centre.state.devices.get(device);
    if (known !== undefined && !known.revoked) return null;
    return { kind: 'refused', refusal: { kind: 'unknown-device', device } };
  }

  /** Why this message is not taken from this device; null if it signed it. */
  async refuse({ device, signature }: Signed, message: Bytes): Promise<ArrivalError | null> {
    const refused = this.refuseDevice(device);
    const known = this.centre.state.devices.get(device);
    if (refused !== null || known === undefined) return refused;
    const bytes = fromBase64(signature);
    const publicKey = expectOk(fromBase64(known.key), 'an enrolled key');
    return bytes.ok && (await this.verify(publicKey, message, bytes.value)) ? null : { kind: 'bad-signature' };
  }
}
