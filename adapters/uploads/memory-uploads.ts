import { present } from '../../src/base/assert.ts';
import { type Bytes, concatBytes } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { ok } from '../../src/base/result.ts';
import { KeyedUploads } from './keyed-uploads.ts';
import { UPLOAD_LIMITS, type UploadLimits, type Uploads } from './uploads.ts';

/** The twin of the uploads' folder that ends with the process. */
export function createMemoryUploads(crypto: Crypto, limits: UploadLimits = UPLOAD_LIMITS): Uploads {
  const kept = new Map<string, Bytes[]>();
  const pagesOf = (id: string) => present(kept.get(id), `upload ${id}`);
  const pageOf = (id: string, page: number) => present(pagesOf(id)[page], `page ${page}`);
  return new KeyedUploads(
    crypto,
    {
      create: async (id, { pages }) => {
        kept.set(
          id,
          pages.map(() => new Uint8Array(0)),
        );
        return ok(null);
      },
      append: async (id, page, at, bytes) => {
        pagesOf(id)[page] = concatBytes(pageOf(id, page).subarray(0, at), bytes);
        return ok(null);
      },
      read: async (id, page) => ok(pageOf(id, page).slice()),
      empty: async (id, page) => {
        pagesOf(id)[page] = new Uint8Array(0);
        return ok(null);
      },
      remove: async (id) => {
        kept.delete(id);
        return ok(null);
      },
    },
    limits,
  );
}
