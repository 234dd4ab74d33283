import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';

/*
 * Private files that outlive a power failure, each whole or not there. Trusted: the disk, for keeping what it said that it
 * synced.
 */

/** What a file is called while it is written, beside its place: an interrupted process may leave one. */
export const DRAFT_NAME = /^\.[0-9a-f]{24}\.draft$/;

/**
 * Writes a file of mode 0600 beside its place, makes it durable, and renames it into place, which is durable when this returns. Two
 * writers may meet: each has a draft of its own, and the later rename holds.
 */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${randomBytes(12).toString('hex')}.draft`);
  try {
    await withHandle(await open(draft, 'wx', 0o600), async (file) => {
      await file.writeFile(content);
      await file.sync();
    });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  await syncFolder(folder);
}

/** The name of a new file is durable only with its folder. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; there the rename itself has to do.
  if (process.platform === 'win32') return;
  await withHandle(await open(folder, 'r'), (handle) => handle.sync());
}

/** What the system refused, by its code; anything else that is thrown is a bug and goes on. */
export async function attempt<T>(act: () => Promise<T>): Promise<Result<T, { readonly detail: string }>> {
  try {
    return ok(await act());
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
    return err({ detail: `the system says ${String(cause.code)}` });
  }
}

async function withHandle(handle: FileHandle, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
