import { mkdir, open, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bytes } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { attempt, syncFolder, writeDurably } from '../durable-files/durable-files.ts';
import { type FoundUpload, KeyedUploads, type UploadMedium } from './keyed-uploads.ts';
import {
  decodeRequest,
  encodeRequest,
  isUploadId,
  UPLOAD_LIMITS,
  type UploadError,
  type UploadLimits,
  type Uploads,
  uploadIdOf,
} from './uploads.ts';

const REQUEST = 'request.json';

/**
 * Uploads as folders `FOLDER/<id>/` with the request and a file for each page, readable by their owner alone. The request is durable
 * when `begin` returns; pages are not, because their length says where to go on and their hash whether a power failure tore them. What
 * cannot be read after a restart is removed: its sender begins again. One process at a time.
 */
export async function openUploadFolder(
  crypto: Crypto,
  folder: string,
  limits: UploadLimits = UPLOAD_LIMITS,
): Promise<Result<Uploads, UploadError>> {
  return medium(folder, async () => {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    const found: FoundUpload[] = [];
    for (const id of await readdir(folder)) {
      const upload = isUploadId(id) ? await findUpload(crypto, join(folder, id), id) : null;
      if (upload !== null) found.push(upload);
      else if (isUploadId(id)) await rm(join(folder, id), { recursive: true, force: true });
    }
    return new KeyedUploads(crypto, folderMedium(folder), limits, found);
  });
}

function folderMedium(folder: string): UploadMedium {
  const pathOf = (id: string, page: number) => join(folder, id, `page-${page}`);
  const act = <T>(id: string, does: () => Promise<T>) => medium(join(folder, id), does);
  return {
    create: (id, request) =>
      act(id, async () => {
        try {
          await mkdir(join(folder, id), { recursive: true, mode: 0o700 });
          await writeDurably(join(folder, id, REQUEST), encodeRequest(request));
          await syncFolder(folder);
        } catch (cause) {
          // Nobody counts its room any more. What the disk does not let go is there until a restart.
          await attempt(() => rm(join(folder, id), { recursive: true, force: true }));
          throw cause;
        }
        return null;
      }),
    append: (id, page, at, bytes) => act(id, () => writeAt(pathOf(id, page), at, bytes)),
    read: (id, page) => act(id, async () => new Uint8Array(await readFile(pathOf(id, page)))),
    empty: (id, page) =>
      act(id, async () => {
        await truncate(pathOf(id, page), 0);
        return null;
      }),
    remove: (id) =>
      act(id, async () => {
        await rm(join(folder, id), { recursive: true, force: true });
        return null;
      }),
  };
}

async function writeAt(path: string, at: number, bytes: Bytes): Promise<null> {
  // Not for appending: what a writer left that was refused in the middle is overwritten.
  const file = await open(path, at === 0 ? 'w' : 'r+', 0o600);
  try {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
    return null;
  } finally {
    await file.close();
  }
}

async function findUpload(crypto: Crypto, folder: string, id: string): Promise<FoundUpload | null> {
  const text = await attempt(() => readFile(join(folder, REQUEST), 'utf8'));
  const request = text.ok ? decodeRequest(text.value) : null;
  if (request === null || uploadIdOf(crypto, request.signature) !== id) return null;
  let touchedAt = (await stat(join(folder, REQUEST))).mtimeMs;
  const have: number[] = [];
  for (const [page, { bytes }] of request.pages.entries()) {
    const found = await attempt(() => stat(join(folder, `page-${page}`)));
    if (found.ok) touchedAt = Math.max(touchedAt, found.value.mtimeMs);
    // Longer than was said: somebody else wrote it.
    have.push(found.ok && found.value.size <= bytes ? found.value.size : 0);
  }
  return { id, request, have, touchedAt: instant(Math.floor(touchedAt)) };
}

async function medium<T>(path: string, act: () => Promise<T>): Promise<Result<T, UploadError>> {
  const done = await attempt(act);
  return done.ok ? ok(done.value) : err({ kind: 'uploads-unusable', path, ...done.error });
}
