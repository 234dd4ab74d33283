import { present } from '../../src/base/assert.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import type { SignedPromise } from '../../src/record/index.ts';
import type { Promiser } from '../run/promiser.ts';
import type { CountingCentre } from './centre-types.ts';

/** Promises of what is in the record. They are made from the stored event, so the same message gets the same bytes at any time. */
export class IntakePromises {
  private readonly centre: CountingCentre;
  private readonly promiser: Promiser | null;

  constructor(centre: CountingCentre, promiser: Promiser | null) {
    this.centre = centre;
    this.promiser = promiser;
  }

  /** `message`: what the sender signed, who asks now; null where nobody did, and then nothing is promised. */
  of(record: number, station: string, message: Bytes | null): SignedPromise | null {
    if (message === null || this.promiser === null) return null;
    const [stored] = this.centre.read(record, 1);
    const { header } = present(stored, `the stored event ${record}`);
    return this.promiser({ index: record, header, station, message });
  }
}
