import { assert } from '../../src/base/assert.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok } from '../../src/base/result.ts';
import { INBOX_MOST, type Inbox, isPuttable, scanIdOf } from './inbox.ts';
import { ScanIndex } from './scan-index.ts';

/** The twin of the inbox folder that ends with the process. */
export function createMemoryInbox(crypto: Crypto, most: number = INBOX_MOST): Inbox {
  const index = new ScanIndex();
  return {
    put: async (scan) => {
      assert(isPuttable(scan), 'a scan has a name, an instant and pages with hashes');
      const id = scanIdOf(crypto, scan.pages);
      const kept = index.get(id);
      if (kept !== null) return ok(kept);
      if (index.size >= most) return err({ kind: 'inbox-full', most });
      const added = structuredClone({ ...scan, id });
      index.add(added);
      return ok(added);
    },
    list: (limit) => index.list(limit),
    get: (id) => index.get(id),
    remove: async (id) => ok(index.delete(id)),
  };
}
