import { type Bytes, fromBase64, toHex } from '../../src/base/bytes.ts';
import { canonicalText } from '../../src/base/canonical.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { type Instant, isInstant } from '../../src/base/instant.ts';
import { expectOk, type Result } from '../../src/base/result.ts';

/*
 * Sheets on their way in, page after page (docs/spec/capture.md section 4). Nothing here is acknowledged for good: what is lost of
 * it the sender sends again. The request is trusted for its device and its sizes, because the door has checked its signature; bytes of
 * pages are trusted for nothing before they have the hash that was signed.
 */

/** What a device asked to send, as it signed it. `sentAt` is its own clock. */
export type UploadRequest = {
  readonly station: string | null;
  readonly matched: 'sender' | 'qr' | 'name';
  readonly name: string;
  readonly device: string;
  readonly sentAt: Instant;
  /** `sha256` in base64. */
  readonly pages: readonly { readonly sha256: string; readonly bytes: number }[];
  /** Base64 of 64 bytes. */
  readonly signature: string;
};

export type Upload = {
  readonly id: string;
  readonly request: UploadRequest;
  /** By page, how many of its bytes are there. A page that is whole has the hash that was signed, as far as anybody looked. */
  readonly have: readonly number[];
};

export type UploadError =
  /** All uploads together, or those of this device, take the room that there is. */
  | { readonly kind: 'uploads-full' | 'device-full'; readonly mostBytes: number }
  /** Another request was begun under the same signature. */
  | { readonly kind: 'other-request' }
  | { readonly kind: 'unknown-upload' | 'unknown-page' }
  /** The bytes do not begin where those that are there end, or before. */
  | { readonly kind: 'gap'; readonly have: number }
  | { readonly kind: 'page-too-long'; readonly bytes: number }
  | { readonly kind: 'uploads-unusable'; readonly path: string; readonly detail: string };

/** Whether a device may send no more, so that what it began will never end. */
export type IsOut = (device: string) => boolean;

export interface Uploads {
  /**
   * Begins an upload, or finds the one that was begun; the same again changes nothing. Where room is short, uploads of devices that may
   * send no more (`isOut`) go first.
   */
  begin(request: UploadRequest, now: Instant, isOut?: IsOut): Promise<Result<Upload, UploadError>>;
  get(id: string): Upload | null;
  /**
   * Adds bytes of a page from `at` on, and says how many are there. What is there already changes nothing. A page that is whole and has
   * another hash than was signed is thrown away: 0.
   */
  put(id: string, page: number, at: number, bytes: Bytes, now: Instant): Promise<Result<number, UploadError>>;
  /** All pages, each with its hash; null if some are wanted still. A page that a power failure tore is thrown away here. */
  read(id: string): Promise<Result<readonly Bytes[] | null, UploadError>>;
  /** Whether it was there. */
  remove(id: string): Promise<Result<boolean, UploadError>>;
  /** Removes what nothing was added to for `UPLOAD_LIFE_MS`, and says how many. */
  expire(now: Instant): Promise<Result<number, UploadError>>;
}

export type UploadLimits = {
  /** Of all uploads together, as long as their requests say they will be: so whoever began can also end. */
  readonly bytes: number;
  readonly bytesOfDevice: number;
  /** What an upload takes besides its pages: else one device could begin millions of a byte each. */
  readonly bytesOfEach: number;
};

export const UPLOAD_LIMITS: UploadLimits = { bytes: 4_000_000_000, bytesOfDevice: 60_000_000, bytesOfEach: 16_384 };
/** What is not complete by then may go. */
export const UPLOAD_LIFE_MS = 7 * 24 * 3_600_000;
/** Where room is short, what rested this long goes before anybody is sent away: its sender begins again. */
export const UPLOAD_REST_MS = 3_600_000;
const PAGES_MOST = 16;

/** The name of an upload: nobody can tell it who has not seen the signature, and it is the same after any restart. */
export function uploadIdOf(crypto: Pick<Crypto, 'sha256'>, signature: string): string {
  return toHex(crypto.sha256(expectOk(fromBase64(signature), 'a signature in base64')));
}

export function isUploadId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

export function sizeOf({ pages }: UploadRequest): number {
  return pages.reduce((sum, { bytes }) => sum + bytes, 0);
}

export function encodeRequest({ station, matched, name, device, sentAt, pages, signature }: UploadRequest): string {
  const listed = pages.map(({ sha256, bytes }) => ({ sha256, bytes }));
  return canonicalText({ v: 1, station, matched, name, device, sentAt, pages: listed, signature });
}

/** Exactly what `encodeRequest` writes; anything else is damage, and null. */
export function decodeRequest(text: string): UploadRequest | null {
  const raw = parse(text);
  if (raw === null) return null;
  const { station, matched, name, device, sentAt, pages, signature } = raw as unknown as UploadRequest;
  const request: UploadRequest = { station, matched, name, device, sentAt, pages, signature };
  return isRequest(request) && encodeRequest(request) === text ? request : null;
}

/** What a door hands in; anything else is a mistake of ours. */
export function isRequest({ station, matched, name, device, sentAt, pages, signature }: UploadRequest): boolean {
  const texts = [name, device, station ?? ''].every((text) => typeof text === 'string' && text.isWellFormed());
  if (!texts || !['sender', 'qr', 'name'].includes(matched) || !isInstant(sentAt)) return false;
  if (!Array.isArray(pages) || pages.length === 0 || pages.length > PAGES_MOST) return false;
  return isBase64Of(signature, 64) && pages.every(isPage);
}

function isPage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { sha256, bytes } = value as Record<string, unknown>;
  return isBase64Of(sha256, 32) && Number.isSafeInteger(bytes) && (bytes as number) > 0;
}

function isBase64Of(value: unknown, length: number): boolean {
  const bytes = typeof value === 'string' ? fromBase64(value) : null;
  return bytes?.ok === true && bytes.value.length === length;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** One sentence for a person: what failed, and what to do. */
export function describeUploadError(error: UploadError): string {
  switch (error.kind) {
    case 'uploads-full':
    case 'device-full':
      return `Sheets on their way in take ${error.mostBytes} bytes: send this one later.`;
    case 'other-request':
      return 'Another request was sent under this signature: sign again what you send.';
    case 'unknown-upload':
      return 'There is no such upload (any more): begin it again.';
    case 'unknown-page':
      return 'The upload has no such page.';
    case 'gap':
      return `Bytes are missing before these: of this page ${error.have} are there.`;
    case 'page-too-long':
      return `This page was said to have ${error.bytes} bytes: more of it is not taken.`;
    case 'uploads-unusable':
      return `${error.path} cannot be used: ${error.detail}. Check that the disk has room and that the folder is ours.`;
  }
}
