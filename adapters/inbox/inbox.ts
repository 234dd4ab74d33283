import { fromBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import { canonicalText } from '../../src/base/canonical.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { type Instant, isInstant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import { type BlobHash, isBlobHash } from '../blobs/blobs.ts';

/*
 * Scans that came in and that nobody could match to a station yet. They are no part of the record: nothing counts a scan
 * before a person says of which station it is. Whoever captures the inbox can lose scans or put false ones in; a device's
 * signature stays with its scan, so that a false one in its name is refused when it is assigned.
 */

/** The pages lie in the blobs' store: the bytes that came, and the picture that a desk may see. */
export type InboxPage = { readonly original: BlobHash; readonly shown: BlobHash };

export type NewScan = {
  /** File name or other reference of the sender. */
  readonly name: string;
  readonly at: Instant;
  readonly pages: readonly InboxPage[];
  /** As it was sent and checked at the door; null for scans that a person at the machine hands in. */
  readonly signed: { readonly device: string; readonly sentAt: Instant; readonly signature: string } | null;
};
export type InboxScan = NewScan & { readonly id: string };

export type InboxError =
  | { readonly kind: 'inbox-full'; readonly most: number }
  | { readonly kind: 'inbox-unusable'; readonly path: string; readonly detail: string };

export interface Inbox {
  /**
   * Keeps a scan, which then outlives a power failure. The same pages again are the same scan: what was kept of it first
   * stays.
   */
  put(scan: NewScan): Promise<Result<InboxScan, InboxError>>;
  /** The oldest first. */
  list(limit: number): { readonly total: number; readonly scans: readonly InboxScan[] };
  get(id: string): InboxScan | null;
  /** Whether it was there. */
  remove(id: string): Promise<Result<boolean, InboxError>>;
}

export const INBOX_MOST = 10_000;
const PAGES_MOST = 16;
const TEXT_MOST = 500;

/** The name of a scan follows from its pages, so that a sender who tries again makes no second one. */
export function scanIdOf(crypto: Crypto, pages: readonly InboxPage[]): string {
  const text = pages.map(({ original }) => original).join('\n');
  return toHex(crypto.sha256(utf8(`cotejo/inbox/v1\n${text}`))).slice(0, 32);
}

export function isScanId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** By age, and by name where two came at the same instant. */
export function olderFirst(a: InboxScan, b: InboxScan): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function encodeScan({ id, name, at, pages, signed }: InboxScan): string {
  return canonicalText({
    v: 1,
    id,
    name,
    at,
    pages: pages.map(({ original, shown }) => ({ original, shown })),
    signed,
  });
}

/** Exactly what `encodeScan` writes of a scan with this name; anything else is damage, and null. */
export function decodeScan(crypto: Crypto, text: string): InboxScan | null {
  const raw = parse(text);
  if (raw === null) return null;
  const { id, name, at, pages, signed } = raw;
  if (typeof id !== 'string' || typeof name !== 'string' || !name.isWellFormed() || !isInstant(at)) return null;
  if (!Array.isArray(pages) || pages.length === 0 || pages.length > PAGES_MOST || !pages.every(isPage)) return null;
  if (signed !== null && !isSigned(signed)) return null;
  const scan: InboxScan = { id, name, at, pages, signed };
  return scanIdOf(crypto, pages) === id && encodeScan(scan) === text ? scan : null;
}

/** What a door hands in; anything else is a mistake of ours. */
export function isPuttable({ name, at, pages, signed }: NewScan): boolean {
  if (!name.isWellFormed() || name.length > TEXT_MOST || !isInstant(at)) return false;
  return pages.length > 0 && pages.length <= PAGES_MOST && pages.every(isPage) && (signed === null || isSigned(signed));
}

function isPage(value: unknown): value is InboxPage {
  return isObject(value) && isHash(value['original']) && isHash(value['shown']);
}

function isHash(value: unknown): value is BlobHash {
  return typeof value === 'string' && isBlobHash(value);
}

function isSigned(value: unknown): value is NonNullable<InboxScan['signed']> {
  if (!isObject(value)) return false;
  const { device, sentAt, signature } = value;
  return (
    typeof device === 'string' &&
    device.isWellFormed() &&
    isInstant(sentAt) &&
    typeof signature === 'string' &&
    fromBase64(signature).ok
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** One sentence for a person: what failed, and what to do. */
export function describeInboxError(error: InboxError): string {
  switch (error.kind) {
    case 'inbox-full':
      return `${error.most} scans wait for somebody to say of which station they are: assign some of them, then send this one again.`;
    case 'inbox-unusable':
      return `${error.path} cannot be used: ${error.detail}. Check that the disk has room and that the folder is ours.`;
  }
}
