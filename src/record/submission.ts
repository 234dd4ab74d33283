import { type Bytes, concatBytes, fromBase64, toBase64, utf8 } from '../base/bytes.ts';
import { canonicalBytes } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import type { Instant } from '../base/instant.ts';
import { expectOk } from '../base/result.ts';
import type { Box } from '../model/votes.ts';
import { encodeBox } from './bodies.ts';

/*
 * What a device signs, and what stands in the record of it: docs/spec/publication.md section 2. Each kind of message begins with
 * a line of its own, so that no signature of one is a signature of another.
 */

const SHEET = utf8('cotejo/sheet/v1\n');
const FIGURES = utf8('cotejo/figures/v1\n');
const BOXES = utf8('cotejo/boxes/v1\n');
const ENROLMENT = utf8('cotejo/enrolment/v1\n');

/** SHA-256 over the hashes of the pictures as they came (base64 of 32 bytes each), page after page. */
export function contentOf(crypto: Pick<Crypto, 'sha256'>, originals: readonly string[]): string {
  const hashes = originals.map((hash) => expectOk(fromBase64(hash), 'a hash in base64'));
  return toBase64(crypto.sha256(concatBytes(...hashes)));
}

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
  return concatBytes(SHEET, canonicalBytes({ election, station, device, sentAt, content }));
}

/** What a device signs when it sends figures; `figures` as in `FiguresAnnounced`. */
export function figuresBytes(message: {
  readonly election: string;
  readonly station: string;
  readonly device: string;
  readonly sentAt: Instant;
  readonly figures: readonly (readonly [contest: string, commitment: string])[];
}): Bytes {
  const { election, station, device, sentAt, figures } = message;
  return concatBytes(FIGURES, canonicalBytes({ election, station, device, sentAt, figures }));
}

/** Commits to the figures of one contest without telling them: SHA-256 in base64; the salt has 32 bytes. */
export function figuresCommitment(
  crypto: Pick<Crypto, 'sha256'>,
  salt: Bytes,
  contest: string,
  boxes: readonly Box[],
): string {
  return toBase64(crypto.sha256(concatBytes(BOXES, salt, canonicalBytes({ contest, boxes: boxes.map(encodeBox) }))));
}

/** What a device signs with its new key, so that nobody enrols a key that he does not have. `code`: hex of its SHA-256. */
export function enrolmentBytes(of: { readonly election: string; readonly code: string; readonly key: string }): Bytes {
  const { election, code, key } = of;
  return concatBytes(ENROLMENT, canonicalBytes({ election, code, key }));
}
