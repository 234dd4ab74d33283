import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { ReadError } from '../../src/verify/index.ts';

/** No published file is near this; a larger one would only be there to fill the memory. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Reads files of a folder whose filler is not trusted: links that lead out of it are refused, so that verifying a folder from
 * elsewhere cannot be made to read this machine's own files, and so are files beyond a size. `root` is a real path, and every
 * path that is asked for a public one (`isPublicPath`).
 */
export class FolderReader {
  readonly root: string;
  private readonly folders = new Map<string, boolean>();

  constructor(root: string) {
    this.root = root;
  }

  read(path: string): Result<Uint8Array, ReadError> {
    // A public path is plain names between slashes: nothing of it has to be resolved.
    const full = `${this.root}${sep}${path}`;
    try {
      if (!this.isInside(path.slice(0, Math.max(0, path.lastIndexOf('/')))))
        return err({ kind: 'forbidden-link', detail: path });
      return readWhole(full);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ELOOP') return this.readLink(full, path);
      return err({ kind: code === 'ENOENT' || code === 'ENOTDIR' ? 'not-found' : 'read-failed', detail: code });
    }
  }

  /** A link in place of the file: good as long as it stays inside. */
  private readLink(full: string, path: string): Result<Uint8Array, ReadError> {
    try {
      const real = realpathSync.native(full);
      return real.startsWith(this.root + sep) ? readWhole(real) : err({ kind: 'forbidden-link', detail: path });
    } catch (error) {
      return err({ kind: 'read-failed', detail: codeOf(error) });
    }
  }

  /** Whether a folder really lies in the public folder; asked once a folder, there are few. */
  private isInside(folder: string): boolean {
    let inside = this.folders.get(folder);
    if (inside === undefined) {
      const real = realpathSync.native(join(this.root, folder));
      inside = real === this.root || real.startsWith(this.root + sep);
      this.folders.set(folder, inside);
    }
    return inside;
  }
}

/** Size and bytes come from one open file, which may grow meanwhile: what is behind the size that it had is not read. */
function readWhole(path: string): Result<Uint8Array, ReadError> {
  // Non-blocking: a named pipe in the folder cannot hold the program for ever. A link is not followed unseen.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return err({ kind: 'read-failed', detail: 'not a file' });
    if (stat.size > FILE_BYTES_MAX) return err({ kind: 'too-large', detail: `${stat.size} bytes` });
    const bytes = new Uint8Array(stat.size);
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(file, bytes, at, bytes.length - at, at);
      if (read === 0) return err({ kind: 'read-failed', detail: 'the file became shorter' });
      at += read;
    }
    return ok(bytes);
  } finally {
    closeSync(file);
  }
}

/** The code of an error of the file system. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
