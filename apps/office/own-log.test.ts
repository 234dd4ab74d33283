import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { openCheckpointExactly } from '../../src/tlog/index.ts';
import { BATCH_BYTES, BATCH_EVENTS } from './office-batch.ts';
import { beginOffice, newMedium, removeSites, World, workAll } from './office-world.test-support.ts';
import { OwnLog } from './own-log.ts';

afterAll(removeSites);

const world = new World(['A'], 'own', 3);
const site = world.office('A', newMedium());
await beginOffice(site, 'A');
await workAll(site, 'A');

describe('what an office has to send', () => {
  it('is what it published, and nothing behind that', async () => {
    const log = site.ownLog();
    expect(log.refresh()).toEqual({ ok: true, value: 0 });
    site.publish();
    const published = site.headers().length;
    await site.act({ kind: 'give-notice', text: { es: 'x', en: 'x' }, by: 'console' });
    expect(log.refresh()).toEqual({ ok: true, value: published });
    expect(log.batchFrom(0).events).toHaveLength(published);
  });

  it('stands under checkpoints of its own keys, of exactly so many events, and does not tear an act apart', () => {
    const log = site.ownLog();
    expectOk(log.refresh(), 'its log');
    const { origin, log: logKey, heartbeat } = site.keys;
    const at = (index: number) => (JSON.parse(site.headers()[index] ?? '{}') as { at?: number }).at;
    for (let from = 0; from < log.tree.size; from++) {
      for (const most of [1, 2, 3, 7, BATCH_EVENTS]) {
        const { events, checkpoint } = log.batchFrom(from, most);
        const size = from + events.length;
        expect(events.length).toBeGreaterThan(0);
        expect(events.map(({ header }) => header)).toEqual(site.headers().slice(from, size));
        const opened = openCheckpointExactly(nodeCrypto, utf8(checkpoint), {
          ...{ origin, logKey: logKey.key, cosigners: [heartbeat.key] },
        });
        expect(opened).toMatchObject({ ok: true, value: { checkpoint: { size, root: log.tree.rootAt(size) } } });
        const isTorn = at(size - 1) === at(size);
        if (isTorn) expect(new Set(events.map((_, i) => at(from + i))).size).toBe(1);
      }
    }
  });

  it('is no more than a batch may have', async () => {
    // Quotation marks are escaped on the way, and once more.
    const long = { es: '"'.repeat(900), en: '"'.repeat(900) };
    for (let n = 0; n < 450; n++) await site.act({ kind: 'give-notice', text: long, by: 'console' });
    site.publish();
    const log = site.ownLog();
    expectOk(log.refresh(), 'its log');
    const { events } = log.batchFrom(60);
    expect(events.length).toBeGreaterThan(100);
    expect(JSON.stringify(events).length).toBeLessThan(BATCH_BYTES + 1000);
    expect(60 + events.length).toBeLessThan(log.tree.size);
  });

  it('is nothing of a store that is older than what it published', () => {
    const { medium, directory } = site.world;
    const folder = new PublicFolder(join(directory, 'public'), join(directory, 'unused'));
    const older = medium.events.slice(0, 5);
    const store = {
      size: () => older.length,
      readFrom: (from: number, most: number) => older.slice(from, from + most),
    };
    const log = new OwnLog({ crypto: nodeCrypto, store, folder, ...site.keys });
    expect(log.refresh()).toMatchObject({ ok: false, error: { kind: 'behind-own-checkpoint' } });
  });
});
