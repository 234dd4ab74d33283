import { type Bytes, concatBytes, utf8 } from '../base/bytes.ts';
import { canonicalBytes } from '../base/canonical.ts';
import type { Instant } from '../base/instant.ts';

const DOMAIN = utf8('cotejo/sheet/v1\n');

/** What a device signs when it sends a sheet: whose, of which election and station, when by its own clock, and which bytes. */
export function submissionBytes(sheet: {
  readonly election: string;
  readonly station: string;
  readonly device: string;
  readonly sentAt: Instant;
  /** SHA-256 over the hashes of the originals, in base64. */
  readonly content: string;
}): Bytes {
  const { election, station, device, sentAt, content } = sheet;
  return concatBytes(DOMAIN, canonicalBytes({ election, station, device, sentAt, content }));
}
