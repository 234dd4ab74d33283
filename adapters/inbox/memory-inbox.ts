import { assert } from '../../src/base/assert.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok } from '../../src/base/result.ts';
import { INBOX_MOST, type Inbox, isPuttable, scanIdOf } from './inbox.ts';
import { ScanIndex } from './scan-index.ts';

/** The twin of the inbox folder that ends with the process. */
export function createMemoryInbox(crypto: Crypto, most: number = INBOX_MOST): Inbox {
  const index = new ScanIndex();
  const hasRoom = () => index.size < most;
  return {
    hasRoom,
    put: async (scan) => {
      assert(isPuttable(scan), 'a scan has a name, an instant and pages with hashes');
      const id = scanIdOf(crypto, scan.pages);
      if (index.get(id) !== null) return ok(id);
      if (!hasRoom()) return err({ kind: 'inbox-full', most });
      index.add(structuredClone({ ...scan, id }));
      return ok(id);
    },
    list: (limit) => index.list(limit),
    get: (id) => index.get(id),
    remove: async (id) => ok(index.delete(id)),
  };
}
