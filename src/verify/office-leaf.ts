import type { Bytes } from '../base/bytes.ts';
import { LEAF_PREFIX } from '../tlog/hash.ts';

/*
 * The leaf that an office's own log has is the one of the national log without what that put in (official-count.md section 2). In a plain
 * header (see `PlainHeaders`) no name has a quote in it, so that a key stands only where its quotes do: it is found without reading the
 * rest, and nothing is spelt again. Of a header that is not plain, what is given here says nothing.
 */

const [ACTOR, FIRST_AT, AT] = [bytesOf('{"actor":"'), bytesOf('{"at":'), bytesOf(',"at":')];
const [OFFICE, OFFICE_AT, OFFICE_INDEX] = [bytesOf(',"office":"'), bytesOf(',"officeAt":'), bytesOf(',"officeIndex":')];
const SOURCE = bytesOf(',"source":"');
const [QUOTE, COMMA, ZERO, NINE] = [0x22, 0x2c, 0x30, 0x39] as const;
/** A longer leaf is no plain one. */
const LEAF_BYTES_MAX = 4096;
const NONE = -1;

/** What is hashed of one leaf: the next one is written over it. */
const hashed = new Uint8Array(1 + LEAF_BYTES_MAX);

/** The leaf of the office behind the prefix with which a leaf is hashed, for who hashes it at once; null where there is none. */
export function officeLeafIn(leaf: Bytes): Bytes | null {
  if (leaf.length > LEAF_BYTES_MAX) return null;
  const at = instantIn(leaf);
  const to = digitsEnd(leaf, at);
  const office = at === NONE ? NONE : officeFrom(leaf, to);
  if (office === NONE) return null;
  const officeAt = leaf.indexOf(QUOTE, office + OFFICE.length) + 1;
  const own = officeAt + OFFICE_AT.length;
  const ownTo = digitsEnd(leaf, own);
  if (!stands(leaf, officeAt, OFFICE_AT) || !stands(leaf, ownTo, OFFICE_INDEX)) return null;
  const end = digitsEnd(leaf, ownTo + OFFICE_INDEX.length);
  return stands(leaf, end, SOURCE) ? without(leaf, { at, to, office, own, ownTo, end }) : null;
}

type Places = {
  /** The instant of the national order. */
  readonly at: number;
  readonly to: number;
  /** Where the keys of the office begin and end, and the digits of its instant among them. */
  readonly office: number;
  readonly own: number;
  readonly ownTo: number;
  readonly end: number;
};

function without(leaf: Bytes, { at, to, office, own, ownTo, end }: Places): Bytes {
  hashed[0] = LEAF_PREFIX;
  hashed.set(leaf, 1);
  const digits = ownTo - own;
  // What stands between both is in its place but where the two instants are of other lengths. The office is longer than any instant.
  if (digits !== to - at) hashed.copyWithin(1 + at + digits, 1 + to, 1 + office);
  for (let i = 0; i < digits; i++) hashed[1 + at + i] = leaf[own + i] ?? ZERO;
  const behind = 1 + at + digits + (office - to);
  hashed.copyWithin(behind, 1 + end, 1 + leaf.length);
  return hashed.subarray(0, behind + leaf.length - end);
}

function instantIn(leaf: Bytes): number {
  if (stands(leaf, 0, FIRST_AT)) return FIRST_AT.length;
  if (!stands(leaf, 0, ACTOR)) return NONE;
  const key = leaf.indexOf(QUOTE, ACTOR.length) + 1;
  return stands(leaf, key, AT) ? key + AT.length : NONE;
}

function officeFrom(leaf: Bytes, from: number): number {
  for (let i = from; i < leaf.length; i++) if (leaf[i] === COMMA && stands(leaf, i, OFFICE)) return i;
  return NONE;
}

function digitsEnd(leaf: Bytes, from: number): number {
  let at = from;
  while ((leaf[at] ?? 0) >= ZERO && (leaf[at] ?? 0) <= NINE) at++;
  return at;
}

function stands(bytes: Bytes, at: number, what: Bytes): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[at + i] !== what[i]) return false;
  return true;
}

function bytesOf(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
