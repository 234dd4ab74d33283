import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';
import { isPublicPath, type ListError, type PublicSource, type ReadError } from '../../src/verify/public-source.ts';
import { codeOf, FolderReader } from './folder-reader.ts';
import { ReadAhead } from './read-ahead.ts';
import { ScanAhead } from './scan-ahead.ts';

const FILES_MAX = 2_000_000;

/** Why a folder could not be opened as a source. */
export type OpenSourceError = { readonly kind: 'no-such-folder'; readonly detail: string };

/** A folder that a second thread may read ahead. `close` ends that thread. */
export type AheadSource = PublicSource & { close(): void };

/** The public folder at this path. It must exist; its own path may lead over links, which is the caller's choice. */
export function createFolderSource(folder: string): Result<PublicSource, OpenSourceError> {
  const root = rootOf(folder);
  return root.ok ? ok(new FolderSource(new FolderReader(root.value), null, null)) : root;
}

/**
 * The same for whoever reads nearly all of it: files that were announced are read by another thread meanwhile, and a third looks at
 * those of the manifest from now on.
 */
export function createAheadSource(folder: string): Result<AheadSource, OpenSourceError> {
  const root = rootOf(folder);
  if (!root.ok) return root;
  const reader = new FolderReader(root.value);
  const ahead = new ReadAhead(root.value);
  const scans = ScanAhead.over(reader);
  // Where there is much to look at there is much to read: the thread takes a while to start.
  if (scans !== null) ahead.prepare();
  return ok(new FolderSource(reader, ahead, scans));
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
  private readonly scans: ScanAhead | null;

  constructor(reader: FolderReader, ahead: ReadAhead | null, scans: ScanAhead | null) {
    this.reader = reader;
    this.ahead = ahead;
    this.scans = scans;
  }

  /** A thread that has not begun by now is not waited for. */
  get scanned(): PublicSource['scanned'] {
    const { scans } = this;
    scans?.release();
    return scans?.isScanning === true ? (path) => scans.take(path) : undefined;
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
    const { ahead, scans } = this;
    const answer = ahead?.take(path) ?? this.reader.read(path);
    // Until then the caller waits for the log, and for nothing that is looked at.
    if (ahead?.isThrough === true) scans?.release();
    return answer;
  }

  digests(bytes: Uint8Array): Uint8Array | null {
    return this.ahead?.digestsOf(bytes) ?? null;
  }

  close(): void {
    this.ahead?.close();
    this.scans?.close();
  }
}
