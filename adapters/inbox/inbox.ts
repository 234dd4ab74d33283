import { fromBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import { canonicalText } from '../../src/base/canonical.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { type Instant, isInstant } from '../../src/base/instant.ts';
import type { Result } from '../../src/base/result.ts';
import type { SheetPicture } from '../../src/record/index.ts';

/*
 * Scans that came in and that nobody could match to a station yet. They are no part of the record: nothing counts a scan
 * before a person says of which station it is. Whoever captures the inbox can lose scans or put false ones in, which a
 * person then assigns in her own name.
 */

export type NewScan = {
  /** File name or other reference of the sender. */
  readonly name: string;
  readonly at: Instant;
  /** Who sent it: a desk may take it for no station that the device does not cover. Null: handed in at the centre's own machine. */
  readonly device: string | null;
  /** The pictures lie in the blobs' store under these hashes. */
  readonly pages: readonly SheetPicture[];
};
export type InboxScan = NewScan & { readonly id: string };

export type InboxError =
  /** Of all, or of this device, no more may wait. */
  | { readonly kind: 'inbox-full' | 'device-full'; readonly most: number }
  | { readonly kind: 'inbox-unusable'; readonly path: string; readonly detail: string };

export interface Inbox {
  /**
   * Keeps a scan, which then outlives a power failure, and gives its name. The same pages again are the same scan: what was
   * kept of it first stays.
   */
  put(scan: NewScan): Promise<Result<string, InboxError>>;
  /** Why no more scans of this device may wait, null if one may: to be asked before its pictures are kept. */
  refuse(device: string | null): InboxError | null;
  /** The oldest first. */
  list(limit: number): { readonly total: number; readonly scans: readonly InboxScan[] };
  get(id: string): InboxScan | null;
  /** Whether it was there. */
  remove(id: string): Promise<Result<boolean, InboxError>>;
}

export type InboxLimits = { readonly most: number; readonly mostOfDevice: number };
/** Of a device so few that a captured one can neither fill the disk nor keep the scans of the others out. */
export const INBOX_LIMITS: InboxLimits = { most: 10_000, mostOfDevice: 20 };
const PAGES_MOST = 16;
const TEXT_MOST = 500;

/** The name of a scan follows from its pages, so that a sender who tries again makes no second one. */
export function scanIdOf(crypto: Crypto, pages: readonly SheetPicture[]): string {
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

/** Without a device in the form that all had before devices were kept: such files lie in folders still. */
export function encodeScan({ id, name, at, device, pages }: InboxScan): string {
  const listed = pages.map(({ original, shown }) => ({ original, shown }));
  return canonicalText({ ...(device === null ? { v: 1 } : { v: 2, device }), id, name, at, pages: listed });
}

/** Exactly what `encodeScan` writes of a scan with this name; anything else is damage, and null. */
export function decodeScan(crypto: Crypto, text: string): InboxScan | null {
  const raw = parse(text);
  if (raw === null) return null;
  const { id, name, at, pages, device = null } = raw;
  if (device !== null && !isDevice(device)) return null;
  if (typeof id !== 'string' || typeof name !== 'string' || !name.isWellFormed() || !isInstant(at)) return null;
  if (!Array.isArray(pages) || pages.length === 0 || pages.length > PAGES_MOST || !pages.every(isPage)) return null;
  const scan: InboxScan = { id, name, at, device, pages };
  return scanIdOf(crypto, pages) === id && encodeScan(scan) === text ? scan : null;
}

/** What a door hands in; anything else is a mistake of ours. */
export function isPuttable({ name, at, device, pages }: NewScan): boolean {
  if (device !== null && !isDevice(device)) return false;
  if (!name.isWellFormed() || name.length > TEXT_MOST || !isInstant(at)) return false;
  return pages.length > 0 && pages.length <= PAGES_MOST && pages.every(isPage);
}

function isDevice(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.isWellFormed();
}

function isPage(value: unknown): value is SheetPicture {
  return isObject(value) && isHash(value['original']) && isHash(value['shown']);
}

function isHash(value: unknown): boolean {
  const bytes = typeof value === 'string' ? fromBase64(value) : null;
  return bytes?.ok === true && bytes.value.length === 32;
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
    case 'device-full':
      return `${error.most} scans of this device wait for somebody to say of which station they are: assign some of them first.`;
    case 'inbox-unusable':
      return `${error.path} cannot be used: ${error.detail}. Check that the disk has room and that the folder is ours.`;
  }
}
