import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  private readonly staged: { readonly temporary: string; readonly path: string; readonly bytes: number }[] = [];
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

  /** Replaces one file whole, at once. */
  write(path: string, bytes: Bytes): Result<null, FolderError> {
    return this.attempt(path, () => this.place(this.temporary(bytes), path, bytes.length));
  }

  /** Prepares a file out of sight; `commitStaged` puts all of them in place. */
  stage(path: string, bytes: Bytes): Result<null, FolderError> {
    return this.attempt(path, () => {
      this.staged.push({ temporary: this.temporary(bytes), path, bytes: bytes.length });
    });
  }

  /** Puts what was staged in place in one go, so that readers meet two states at once for as short as can be. */
  commitStaged(): Result<null, FolderError> {
    for (const { temporary, path, bytes } of this.staged.splice(0)) {
      const placed = this.attempt(path, () => this.place(temporary, path, bytes));
      if (!placed.ok) return placed;
    }
    return ok(null);
  }

  private temporary(bytes: Bytes): string {
    const temporary = join(this.staging, String(this.serial++));
    writeFileSync(temporary, bytes);
    return temporary;
  }

  /** The only moment at which the public sees a file change. */
  protected place(temporary: string, path: string, bytes: number): void {
    const target = join(this.root, path);
    const folder = dirname(target);
    if (!this.made.has(folder)) {
      mkdirSync(folder, { recursive: true });
      this.made.add(folder);
    }
    renameSync(temporary, target);
    this.written = { files: this.written.files + 1, bytes: this.written.bytes + bytes };
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
      // Only what the system refused is an answer; anything else is a bug.
      if (!(cause instanceof Error && 'code' in cause)) throw cause;
      return err({ kind: 'cannot-write', path: join(this.root, path), detail: cause.message });
    }
  }
}
