import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';

/*
 * The published files on a disk. Not trusted: whoever captures this folder can show nothing, old bytes or false bytes, and
 * a verifier with the trust file sees it. Files are replaced by rename, so a reader gets the old bytes or the new ones,
 * never half of each. They are not synced: after a power cut they are written again from the record.
 */

export type FolderError = { readonly kind: 'cannot-write'; readonly path: string; readonly detail: string };

export class PublicFolder {
  readonly root: string;
  private readonly staging: string;
  private readonly made = new Set<string>();
  private serial = 0;
  /** Files and bytes written since `takeWritten`. */
  private written = { files: 0, bytes: 0 };

  /** `staging` lies beside `root` on the same file system, so that a rename is atomic and the public never sees it. */
  constructor(root: string, staging: string) {
    this.root = root;
    this.staging = staging;
  }

  /** Makes the folders and removes what an interrupted write left behind. */
  prepare(): Result<null, FolderError> {
    return this.attempt(this.root, () => {
      mkdirSync(this.root, { recursive: true });
      rmSync(this.staging, { recursive: true, force: true });
      mkdirSync(this.staging, { recursive: true });
    });
  }

  /** Replaces one file whole. */
  write(path: string, bytes: Bytes): Result<null, FolderError> {
    return this.attempt(path, () => {
      const target = join(this.root, path);
      const folder = dirname(target);
      if (!this.made.has(folder)) {
        mkdirSync(folder, { recursive: true });
        this.made.add(folder);
      }
      const temporary = join(this.staging, String(this.serial++));
      writeFileSync(temporary, bytes);
      renameSync(temporary, target);
      this.written = { files: this.written.files + 1, bytes: this.written.bytes + bytes.length };
    });
  }

  read(path: string): Bytes | null {
    try {
      return readFileSync(join(this.root, path));
    } catch {
      return null;
    }
  }

  removeFolder(path: string): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
    this.made.delete(join(this.root, path));
  }

  /** Every file, as paths with `/`, in no order that matters. */
  list(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(this.root.length + 1)
          .replaceAll('\\', '/'),
      );
  }

  exists(): boolean {
    return statSync(this.root, { throwIfNoEntry: false }) !== undefined;
  }

  takeWritten(): { readonly files: number; readonly bytes: number } {
    const written = this.written;
    this.written = { files: 0, bytes: 0 };
    return written;
  }

  private attempt(path: string, act: () => void): Result<null, FolderError> {
    try {
      act();
      return ok(null);
    } catch (cause) {
      return err({ kind: 'cannot-write', path: join(this.root, path), detail: String((cause as Error).message) });
    }
  }
}
