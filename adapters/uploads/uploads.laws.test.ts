import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Bytes, toBase64 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { openUploadFolder } from './upload-folder.ts';
import { type UploadRequest, uploadIdOf } from './uploads.ts';

const NOW = instant(1_700_000_000_000);

function requestOf(pages: readonly Bytes[]): UploadRequest {
  return {
    ...{ station: 's0', matched: 'sender', name: '', device: 'phone-1', sentAt: NOW },
    pages: pages.map((page) => ({ sha256: toBase64(nodeCrypto.sha256(page)), bytes: page.length })),
    signature: toBase64(new Uint8Array(64).fill(1)),
  };
}

const pagesOf = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 3 });
const step = fc.record({
  page: fc.nat(2),
  at: fc.nat(45),
  length: fc.nat(45),
  /** The process ends and another one begins. */
  restarts: fc.boolean(),
});

it('whatever pieces come in whatever order, over restarts: what is there is a beginning of each page, and it ends whole', async () => {
  await fc.assert(
    fc.asyncProperty(pagesOf, fc.array(step, { maxLength: 30 }), async (pages, steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'cotejo-pieces-'));
      try {
        const request = requestOf(pages);
        const id = uploadIdOf(nodeCrypto, request.signature);
        let uploads = expectOk(await openUploadFolder(nodeCrypto, folder), 'open');
        await uploads.begin(request, NOW);
        const have = pages.map(() => 0);
        for (const { page, at, length, restarts } of steps) {
          if (restarts) uploads = expectOk(await openUploadFolder(nodeCrypto, folder), 'open again');
          const whole = pages[page];
          if (whole === undefined) continue;
          const piece = whole.subarray(at, at + length);
          const before = have[page] ?? 0;
          const put = await uploads.put(id, page, at, piece, NOW);
          const fits = at <= before && at + piece.length <= whole.length;
          expect(put.ok).toBe(fits);
          if (fits) have[page] = Math.max(before, at + piece.length);
          expect(uploads.get(id)?.have).toEqual(have);
        }
        for (const [page, whole] of pages.entries()) {
          await uploads.put(id, page, have[page] ?? 0, whole.subarray(have[page]), NOW);
        }
        expect(await uploads.read(id)).toEqual({ ok: true, value: pages });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  );
});
