import type { Bytes } from '../../src/base/bytes.ts';
import type { Result } from '../../src/base/result.ts';

/** SHA-256 of the bytes, 64 small hex digits: their only name. */
export type BlobHash = string;

export type BlobError =
  /** Not 64 small hex digits: never used as a path. */
  | { readonly kind: 'bad-blob-name' }
  /** The stored bytes are not those that their name promises. */
  | { readonly kind: 'damaged-blob'; readonly hash: BlobHash }
  /** The medium refused: full, read-only, gone. */
  | { readonly kind: 'blobs-unusable'; readonly path: string; readonly detail: string };

/** A private store of bytes under their own hash. Nothing is ever overwritten by other bytes, nothing deleted. */
export interface Blobs {
  /** Keeps the bytes and gives their name, which then outlives a power failure. The same bytes again change nothing. */
  put(bytes: Bytes): Promise<Result<BlobHash, BlobError>>;
  /** The bytes, checked against their name; null if they are not here. */
  read(hash: string): Promise<Result<Bytes | null, BlobError>>;
  /** Whether bytes of this name are here; they are not checked. */
  has(hash: string): Promise<Result<boolean, BlobError>>;
  /** How many bytes they are; null if they are not here. */
  sizeOf(hash: string): Promise<Result<number | null, BlobError>>;
}

/** Whether a text can name a blob. */
export function isBlobHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** One sentence for a person: what failed, and what to do. */
export function describeBlobError(error: BlobError): string {
  switch (error.kind) {
    case 'bad-blob-name':
      return 'The name of a stored picture has 64 hex digits (0-9, a-f); this one has not.';
    case 'damaged-blob':
      return `The stored picture ${error.hash} is damaged: its bytes are not those of its name. Restore it from a copy.`;
    case 'blobs-unusable':
      return `${error.path} cannot be used: ${error.detail}. Check that the disk has room and that the folder is ours.`;
  }
}
