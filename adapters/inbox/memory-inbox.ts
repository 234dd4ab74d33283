import { assert } from '../../src/base/assert.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok } from '../../src/base/result.ts';
import { INBOX_LIMITS, type Inbox, type InboxLimits, isPuttable, scanIdOf } from './inbox.ts';
import { ScanIndex } from './scan-index.ts';

/** The twin of the inbox folder that ends with the process. */
export function createMemoryInbox(crypto: Crypto, limits: InboxLimits = INBOX_LIMITS): Inbox {
  const index = new ScanIndex();
  const refuse = (device: string | null) => index.refuse(device, [], limits);
  return {
    refuse,
    put: async (scan) => {
      assert(isPuttable(scan), 'a scan has a name, an instant and pages with hashes');
      const id = scanIdOf(crypto, scan.pages);
      if (index.get(id) !== null) return ok(id);
      const refused = refuse(scan.device);
      if (refused !== null) return err(refused);
      index.add(structuredClone({ ...scan, id }));
      return ok(id);
    },
    list: (limit) => index.list(limit),
    get: (id) => index.get(id),
    remove: async (id) => ok(index.delete(id)),
  };
}
