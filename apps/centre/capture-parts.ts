import type { OneTimeCodes } from '../../adapters/codes/codes.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { SmsSettings } from './sms-settings.ts';

/** What the routes of phones and SMS act on beside the counting centre itself. */
export type CaptureParts = {
  readonly codes: OneTimeCodes;
  readonly crypto: Pick<Crypto, 'sha256'>;
  /** Checks a device's signature without keeping everybody else waiting. */
  readonly verify: (publicKey: Bytes, message: Bytes, signature: Bytes) => Promise<boolean>;
  /** So many bytes from the system's generator. */
  readonly draw: (bytes: number) => Bytes;
  /** Address of the page for phones; behind its `#enrol=` stands a code. */
  readonly url: string;
  /** null: no gateway may hand anything in. */
  readonly sms: SmsSettings | null;
  /** The public pages of this process; null: they are served elsewhere, or by nobody. */
  readonly reading: ReadingSwitch | null;
};

/** Whether the public pages answer readers. Publication, intake and desks go on either way. */
export interface ReadingSwitch {
  readonly isOn: boolean;
  set(on: boolean): Promise<void>;
}
