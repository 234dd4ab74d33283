import { type Bytes, decodeUtf8 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { COMMITMENT_DOMAIN, commitmentOfText, decodeBodyLine, SALT_BYTES } from '../record/commitment.ts';
import { leafHashesOf } from '../tlog/fsck.ts';
import { HASH_SIZE } from '../tlog/hash.ts';
import { decodeBundle, parseTilePath } from '../tlog/tile.ts';
import { officeLeafIn } from './office-leaf.ts';
import { plainLine } from './plain-line.ts';

/*
 * What can be hashed of a file of the log by itself. No record is needed to do it, so it can be done before, and elsewhere.
 */

const BODIES = 'bodies/';
const ENTRIES = 'tile/entries/';

/**
 * One hash after the other: of an entry bundle the leaf hash of each entry, and behind all of them the one that the log of its office
 * has for each; of a body file the commitment of each line that is open and canonical. A line that is not has 32 zeros in its place, which are no hash. null: nothing of this file is hashed here.
 */
export function digestsIn(crypto: Crypto, path: string, bytes: Bytes): Bytes | null {
  if (path.startsWith(BODIES)) return commitmentsIn(crypto, bytes);
  if (!path.startsWith(ENTRIES)) return null;
  const tile = parseTilePath(path);
  const entries = tile.ok ? decodeBundle(bytes, tile.value.width) : tile;
  if (!entries.ok) return null;
  const half = entries.value.length * HASH_SIZE;
  const digests = new Uint8Array(2 * half);
  digests.set(leafHashesOf(crypto, bytes, entries.value));
  for (const [i, entry] of entries.value.entries()) {
    const own = officeLeafIn(entry);
    if (own !== null) digests.set(crypto.sha256(own), half + i * HASH_SIZE);
  }
  return digests;
}

/** What is hashed in an entry bundle. `ofOffices` says nothing of a header that is not plain, or is of no office. */
export type BundleDigests = { readonly leaves: Bytes; readonly ofOffices: Bytes };

export function bundleDigestsOf(digests: Bytes | null): BundleDigests | null {
  if (digests === null) return null;
  const half = digests.length / 2;
  return { leaves: digests.subarray(0, half), ofOffices: digests.subarray(half) };
}

function commitmentsIn(crypto: Crypto, bytes: Bytes): Bytes | null {
  const ends = lineEndsIn(bytes);
  if (ends === null) return null;
  const digests = new Uint8Array(ends.length * HASH_SIZE);
  let from = 0;
  for (const [i, end] of ends.entries()) {
    const commitment = commitmentIn(crypto, bytes, from, end);
    if (commitment === 'no text') return null;
    if (commitment !== null) digests.set(commitment, i * HASH_SIZE);
    from = end + 1;
  }
  return digests;
}

const LINE_END = 0x0a;

/** Where each line ends; null where the last one has no end. */
function lineEndsIn(bytes: Bytes): readonly number[] | null {
  const ends: number[] = [];
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) ends.push(at);
  return (ends.at(-1) ?? -1) + 1 === bytes.length ? ends : null;
}

/** Longer bodies are for the strict decoder. */
const PLAIN_BODY_MAX = 1 << 16;
const BEFORE_BODY = COMMITMENT_DOMAIN.length + SALT_BYTES;

/** What is hashed of one line: the domain, the salt, and the body behind them. The next line is written over it. */
const hashed = new Uint8Array(BEFORE_BODY + PLAIN_BODY_MAX);
hashed.set(COMMITMENT_DOMAIN);
const saltIn = hashed.subarray(COMMITMENT_DOMAIN.length, BEFORE_BODY);

/** null: the line is sealed, or not canonical. */
function commitmentIn(crypto: Crypto, bytes: Bytes, from: number, to: number): Bytes | null | 'no text' {
  const plain = to - from > PLAIN_BODY_MAX ? null : plainLine(bytes, from, to, saltIn);
  if (plain !== null) {
    hashed.set(bytes.subarray(plain.from, plain.to), BEFORE_BODY);
    return crypto.sha256(hashed.subarray(0, BEFORE_BODY + plain.to - plain.from));
  }
  const line = decodeUtf8(bytes.subarray(from, to));
  if (!line.ok) return 'no text';
  const decoded = decodeBodyLine(line.value);
  if (!decoded.ok || decoded.value === null) return null;
  return commitmentOfText(crypto, decoded.value.salt, decoded.value.bodyText);
}

/** The lines of a file in which each ends in a line end; null when it is not so, or no UTF-8. */
export function linesOf(bytes: Bytes): readonly string[] | null {
  const text = decodeUtf8(bytes);
  if (!text.ok || (text.value !== '' && !text.value.endsWith('\n'))) return null;
  return text.value === '' ? [] : text.value.slice(0, -1).split('\n');
}

const SALT_PART = ',"salt":""}'.length + 44;

/**
 * The body in a line for which there is a digest. It is the text between the first key and the salt, since the line is canonical; it is
 * taken apart once, and not written again for comparison.
 */
export function bodyInCanonicalLine(line: string): Record<string, unknown> {
  return JSON.parse(line.slice('{"body":'.length, -SALT_PART)) as Record<string, unknown>;
}
