import type { Bytes } from '../../src/base/bytes.ts';
import { toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok } from '../../src/base/result.ts';
import { type BlobHash, type Blobs, isBlobHash } from './blobs.ts';

/** The twin of the blob folder that ends with the process. */
export function createMemoryBlobs(crypto: Crypto): Blobs {
  const kept = new Map<BlobHash, Bytes>();
  return {
    put: async (bytes) => {
      const hash = toHex(crypto.sha256(bytes));
      if (!kept.has(hash)) kept.set(hash, Uint8Array.from(bytes));
      return ok(hash);
    },
    read: async (hash) => {
      if (!isBlobHash(hash)) return err({ kind: 'bad-blob-name' });
      const bytes = kept.get(hash);
      return ok(bytes === undefined ? null : Uint8Array.from(bytes));
    },
    sizeOf: async (hash) => (isBlobHash(hash) ? ok(kept.get(hash)?.length ?? null) : err({ kind: 'bad-blob-name' })),
    has: async (hash) => (isBlobHash(hash) ? ok(kept.has(hash)) : err({ kind: 'bad-blob-name' })),
  };
}
