import type { Bytes } from '../base/bytes.ts';
import type { Result } from '../base/result.ts';
import type { FileScan } from './file-scan.ts';

/** Why a file of the public folder could not be had. */
export type ReadError = {
  readonly kind: 'not-found' | 'not-fetched' | 'bad-path' | 'too-large' | 'forbidden-link' | 'read-failed';
  readonly detail: string;
};

/** Why the files could not be listed. */
export type ListError = { readonly kind: 'too-many-files' | 'list-failed'; readonly detail: string };

/**
 * The public folder as an outsider sees it. Nobody behind it is trusted: neither the names it lists nor the bytes it gives.
 * Paths are relative, with `/`. Each call of `read` may be answered differently by a hostile source, so whatever is both
 * checked and used has to come from one call.
 */
export interface PublicSource {
  /** Every file there is; null where that cannot be asked (a web site). */
  list(): Result<readonly string[] | null, ListError>;
  read(path: string): Result<Bytes, ReadError>;
  /** These files will be read next, in this order, as far as nothing is found: a source may fetch them meanwhile. */
  announce?(paths: readonly string[]): void;
  /**
   * What another thread of ours hashed (`digestsIn`) in exactly these bytes, the ones that were read last; null where it did not.
   */
  digests?(bytes: Bytes): Bytes | null;
  /**
   * What another thread of ours saw in a file, out of one reading; null where it did not look. Files are asked for once, in the order
   * of the manifest; none of what is in them has to be read again. Absent where nobody looks.
   */
  readonly scanned?: ((path: string) => FileScan | null) | undefined;
}

const PATH_LENGTH_MAX = 400;
const SEGMENT = /^[A-Za-z0-9_~@+][A-Za-z0-9._~@+-]*$/;

/** Whether a path can be one of the public folder: plain names, no way out of it, no hidden files. */
export function isPublicPath(path: string): boolean {
  return path.length <= PATH_LENGTH_MAX && path.split('/').every((segment) => SEGMENT.test(segment));
}
