import { assert } from '../../src/base/assert.ts';
import type { StoredEvent } from '../../src/record/store-port.ts';

/*
 * What every store demands of its caller, in one place so that the memory twin is no more lenient than the disk.
 * A breach is a bug of ours, so it throws.
 */

const SALT_BYTES = 32;

/** The position is a count, and every salt has its 32 bytes: a short one would make the commitment guessable. */
export function assertAppendable(expectedSize: number, batch: readonly StoredEvent[]): void {
  assert(Number.isSafeInteger(expectedSize) && expectedSize >= 0, 'an expected size is a count');
  for (const event of batch) assert(event.salt.length === SALT_BYTES, 'a salt has 32 bytes');
}

export function assertRange(from: number, limit: number): void {
  assert(Number.isSafeInteger(from) && from >= 0, 'reading starts at a count');
  assert(Number.isSafeInteger(limit) && limit >= 0, 'a limit is a count');
}
