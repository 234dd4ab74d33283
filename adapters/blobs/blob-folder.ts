import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, equalBytes, toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { attempt, syncFolder, writeDurably } from '../durable-files/durable-files.ts';
import { type BlobError, type Blobs, isBlobHash } from './blobs.ts';

/**
 * Blobs as files `FOLDER/<first two digits>/<hash>`, readable by their owner alone. A file appears whole or not at all: it
 * is written beside its place, made durable and then renamed. A damaged file is replaced when its bytes come again.
 */
export function openBlobFolder(crypto: Crypto, folder: string): Blobs {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  const hashOf = (bytes: Bytes) => toHex(crypto.sha256(bytes));
  return {
    put: async (bytes) => {
      const hash = hashOf(bytes);
      const path = pathOf(hash);
      const kept = await medium(path, () => bytesAt(path));
      if (!kept.ok) return kept;
      if (kept.value !== null && equalBytes(kept.value, bytes)) {
        // Whoever put it there may not have come so far, or may have died before.
        const synced = await medium(path, () => syncNames(path));
        return synced.ok ? ok(hash) : synced;
      }
      const written = await medium(path, () => writeBlob(path, bytes));
      return written.ok ? ok(hash) : written;
    },
    read: async (hash) => {
      if (!isBlobHash(hash)) return err({ kind: 'bad-blob-name' });
      const found = await medium(pathOf(hash), () => bytesAt(pathOf(hash)));
      if (!found.ok || found.value === null) return found;
      return hashOf(found.value) === hash ? found : err({ kind: 'damaged-blob', hash });
    },
    has: async (hash) => {
      if (!isBlobHash(hash)) return err({ kind: 'bad-blob-name' });
      return medium(pathOf(hash), async () => (await sizeAt(pathOf(hash))) !== null);
    },
    sizeOf: async (hash) => {
      if (!isBlobHash(hash)) return err({ kind: 'bad-blob-name' });
      return medium(pathOf(hash), () => sizeAt(pathOf(hash)));
    },
  };
}

async function bytesAt(path: string): Promise<Bytes | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** null: no file is there. */
async function sizeAt(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

async function writeBlob(path: string, bytes: Bytes): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeDurably(path, bytes);
  if (made === undefined) return;
  await syncFolder(dirname(folder));
  await syncFolder(dirname(made));
}

async function syncNames(path: string): Promise<void> {
  await syncFolder(dirname(path));
  await syncFolder(dirname(dirname(path)));
}

async function medium<T>(path: string, act: () => Promise<T>): Promise<Result<T, BlobError>> {
  const done = await attempt(act);
  return done.ok ? done : err({ kind: 'blobs-unusable', path, ...done.error });
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && 'syscall' in cause ? String(cause.code) : null;
}
