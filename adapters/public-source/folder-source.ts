import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';
import { isPublicPath, type ListError, type PublicSource, type ReadError } from '../../src/verify/index.ts';
import { codeOf, FolderReader } from './folder-reader.ts';
import { ReadAhead } from './read-ahead.ts';

const FILES_MAX = 2_000_000;

/** Why a folder could not be opened as a source. */
export type OpenSourceError = { readonly kind: 'no-such-folder'; readonly detail: string };

/** A folder that a second thread may read ahead. `close` ends that thread. */
export type AheadSource = PublicSource & { close(): void };

/** The public folder at this path. It must exist; its own path may lead over links, which is the caller's choice. */
export function createFolderSource(folder: string): Result<PublicSource, OpenSourceError> {
  const root = rootOf(folder);
  return root.ok ? ok(new FolderSource(new FolderReader(root.value), null)) : root;
}

/** The same for whoever reads nearly all of it: files that were announced are read by another thread meanwhile. */
export function createAheadSource(folder: string): Result<AheadSource, OpenSourceError> {
  const root = rootOf(folder);
  return root.ok ? ok(new FolderSource(new FolderReader(root.value), new ReadAhead(root.value))) : root;
}

function rootOf(folder: string): Result<string, OpenSourceError> {
  try {
    const root = realpathSync(folder);
    return lstatSync(root).isDirectory() ? ok(root) : err({ kind: 'no-such-folder', detail: 'not a folder' });
  } catch (error) {
    return err({ kind: 'no-such-folder', detail: codeOf(error) });
  }
}

/** A public folder on this machine. Whoever filled it is not trusted. */
class FolderSource implements AheadSource {
  private readonly reader: FolderReader;
  private readonly ahead: ReadAhead | null;

  constructor(reader: FolderReader, ahead: ReadAhead | null) {
    this.reader = reader;
    this.ahead = ahead;
  }

  list(): Result<readonly string[], ListError> {
    const paths: string[] = [];
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      try {
        for (const entry of readdirSync(join(this.reader.root, folder), { withFileTypes: true })) {
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

  announce(paths: readonly string[]): void {
    this.ahead?.announce(paths.filter(isPublicPath));
  }

  read(path: string): Result<Uint8Array, ReadError> {
    if (!isPublicPath(path)) return err({ kind: 'bad-path', detail: path.slice(0, 100) });
    return this.ahead?.take(path) ?? this.reader.read(path);
  }

  close(): void {
    this.ahead?.close();
  }
}
