import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';
import { isPublicPath, type ListError, type PublicSource, type ReadError } from '../../src/verify/index.ts';

/** No published file is near this; a larger one would only be there to fill the memory. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024;
const FILES_MAX = 2_000_000;

/** Why a folder could not be opened as a source. */
export type OpenSourceError = { readonly kind: 'no-such-folder'; readonly detail: string };

/** The public folder at this path. It must exist; its own path may lead over links, which is the caller's choice. */
export function createFolderSource(folder: string): Result<PublicSource, OpenSourceError> {
  try {
    const root = realpathSync(folder);
    if (lstatSync(root).isDirectory()) return ok(new FolderSource(root));
    return err({ kind: 'no-such-folder', detail: 'not a folder' });
  } catch (error) {
    return err({ kind: 'no-such-folder', detail: codeOf(error) });
  }
}

/**
 * A public folder on this machine. Whoever filled it is not trusted: links that lead out of it are refused, so that
 * verifying a folder from elsewhere cannot be made to read this machine's own files, and so are files beyond a size.
 */
class FolderSource implements PublicSource {
  private readonly root: string;
  private readonly folders = new Map<string, boolean>();

  constructor(root: string) {
    this.root = root;
  }

  list(): Result<readonly string[], ListError> {
    const paths: string[] = [];
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      try {
        for (const entry of readdirSync(join(this.root, folder), { withFileTypes: true })) {
          const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
          // A link is listed as a file and never followed here: `read` decides what it may be.
          if (entry.isDirectory()) folders.push(path);
          else paths.push(path);
        }
      } catch (error) {
        return err({ kind: 'list-failed', detail: codeOf(error) });
      }
      if (paths.length + folders.length > FILES_MAX)
        return err({ kind: 'too-many-files', detail: `over ${FILES_MAX}` });
    }
    return ok(paths);
  }

  read(path: string): Result<Uint8Array, ReadError> {
    if (!isPublicPath(path)) return err({ kind: 'bad-path', detail: path.slice(0, 100) });
    const full = join(this.root, path);
    try {
      if (!this.isInside(dirname(full))) return err({ kind: 'forbidden-link', detail: path });
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
      const real = realpathSync.native(folder);
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

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
