import {
  closeSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';

/*
 * The published files on a disk. Not trusted: whoever captures this folder can show nothing, old bytes or false bytes, and
 * a verifier with the trust file sees it. Files are replaced by rename, so a reader gets the old bytes or the new ones,
 * never half of each. They are not synced: after a power cut they are written again from the record.
 */

export type FolderError = { readonly kind: 'cannot-write'; readonly path: string; readonly detail: string };

/**
 * A replaced file, kept by another name to be written anew: ext4 looks at every file number (inode) that was given back within
 * minutes before it takes one (`recently_deleted` in fs/ext4/ialloc.c), which at hundreds of files a second costs more than
 * all the rest of a state.
 */
type Spare = { readonly path: string; readonly bytes: number; readonly since: number };

/** Whoever opened the file before it was replaced has read it by then: a server reads so small a one in one go. */
const SPARE_RESTS_MS = 5000;
const SPARE_BYTES_MOST = 65_536;
const SPARES_MOST = 5000;
const KB = 1024;

export class PublicFolder {
  readonly root: string;
  private readonly staging: string;
  private readonly made = new Set<string>();
  private serial = 0;
  /** By kilobytes; of each the one that rests longest first. */
  private readonly spares: Spare[][] = Array.from({ length: SPARE_BYTES_MOST / KB + 1 }, () => []);
  private resting = 0;
  private readonly restsMs: number;
  private readonly staged: { readonly temporary: string; readonly path: string; readonly bytes: number }[] = [];
  /** Files and bytes written since `takeWritten`. */
  private written = { files: 0, bytes: 0 };

  /** `staging` lies beside `root` on the same file system, so that a rename is atomic and the public never sees it. */
  constructor(root: string, staging: string, restsMs = SPARE_RESTS_MS) {
    this.root = root;
    this.staging = staging;
    this.restsMs = restsMs;
  }

  /** Makes the folders and removes what an interrupted write left behind. */
  prepare(): Result<null, FolderError> {
    return this.attempt(this.root, () => {
      mkdirSync(this.root, { recursive: true });
      rmSync(this.staging, { recursive: true, force: true });
      mkdirSync(this.staging, { recursive: true });
    });
  }

  /** Removes what only further writing would have needed. */
  close(): void {
    for (const some of this.spares) some.length = 0;
    this.resting = 0;
    rmSync(this.staging, { recursive: true, force: true });
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
    for (const [i, { temporary, path, bytes }] of this.staged.entries()) {
      const placed = this.attempt(path, () => this.place(temporary, path, bytes));
      if (placed.ok) continue;
      this.staged.splice(0, i);
      this.discardStaged();
      return placed;
    }
    this.staged.length = 0;
    return ok(null);
  }

  /** Forgets what was prepared and not put in place. */
  discardStaged(): void {
    for (const { temporary } of this.staged.splice(0)) rmSync(temporary, { force: true });
  }

  private temporary(bytes: Bytes): string {
    const rested = this.takeRested(bytes.length);
    if (rested !== null && writeAnew(rested, bytes)) return rested;
    const temporary = this.hiddenPath();
    writeFileSync(temporary, bytes);
    return temporary;
  }

  private hiddenPath(): string {
    return join(this.staging, String(this.serial++));
  }

  /** A rested file that is not longer: to cut one off costs as much as to make one. */
  private takeRested(bytes: number): string | null {
    for (let kb = Math.min(Math.floor(bytes / KB), this.spares.length - 1); kb >= 0; kb--) {
      const [first] = this.spares[kb] ?? [];
      if (first === undefined || first.bytes > bytes || performance.now() - first.since < this.restsMs) continue;
      this.spares[kb]?.shift();
      this.resting--;
      return first.path;
    }
    return null;
  }

  /** Puts the file in place; the one that lay there before rests, if it may. */
  private replace(temporary: string, target: string): void {
    const spare = this.resting < SPARES_MOST ? namedTwice(target, this.hiddenPath()) : null;
    try {
      renameSync(temporary, target);
    } catch (cause) {
      // It still lies in public: by its other name it must never be written.
      if (spare !== null) unlinkSync(spare.path);
      throw cause;
    }
    const some = spare === null ? undefined : this.spares[Math.floor(spare.bytes / KB)];
    if (spare === null || some === undefined) return;
    some.push({ ...spare, since: performance.now() });
    this.resting++;
  }

  /** The only moment at which the public sees a file change. */
  protected place(temporary: string, path: string, bytes: number): void {
    const target = join(this.root, path);
    const folder = dirname(target);
    if (!this.made.has(folder)) {
      mkdirSync(folder, { recursive: true });
      this.made.add(folder);
    }
    this.replace(temporary, target);
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

/** Gives a small file a second name; null where there is none yet, or the file system has no such names. */
function namedTwice(target: string, path: string): { readonly path: string; readonly bytes: number } | null {
  try {
    const { size: bytes } = statSync(target);
    if (bytes > SPARE_BYTES_MOST) return null;
    linkSync(target, path);
    return { path, bytes };
  } catch {
    return null;
  }
}

/** Writes the bytes into a file of ours that nobody else has a name for; false, and the file is gone, if somebody has. */
function writeAnew(path: string, bytes: Bytes): boolean {
  const file = openSync(path, 'r+');
  try {
    const { nlink, size } = fstatSync(file);
    // A copy of the folder by names (`cp -l`): what it holds must not change.
    if (nlink === 1) {
      writeWhole(file, bytes);
      if (size > bytes.length) ftruncateSync(file, bytes.length);
      return true;
    }
  } finally {
    closeSync(file);
  }
  unlinkSync(path);
  return false;
}

function writeWhole(file: number, bytes: Bytes): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
}
