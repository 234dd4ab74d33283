import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryBlobs } from '../../adapters/blobs/memory-blobs.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { createMemoryStore } from '../../adapters/store/memory-store.ts';
import { err, expectOk } from '../../src/base/result.ts';
import { littleDefinition, POLLS_CLOSE, words } from '../../src/entry/centre-example.test-support.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { ElectionRun } from '../run/election-run.ts';
import { LiveCentre } from './live-centre.ts';

let directory: string;
let refuses: boolean;
let centre: LiveCentre;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  directory = mkdtempSync(join(tmpdir(), 'cotejo-live-'));
  refuses = false;
  const inner = createMemoryStore();
  const store: RecordStore = {
    size: () => inner.size(),
    readFrom: (from, limit) => inner.readFrom(from, limit),
    readMeta: (name) => inner.readMeta(name),
    writeMeta: (name, value) => inner.writeMeta(name, value),
    close: () => inner.close(),
    append: (size, batch) =>
      refuses ? err({ kind: 'storage-failed', detail: 'the disk is full' }) : inner.append(size, batch),
  };
  const run = new ElectionRun(littleDefinition(), {
    crypto: nodeCrypto,
    store,
    folder: new PublicFolder(join(directory, 'public'), join(directory, 'staging')),
    ...rehearsalKeys(nodeCrypto, 'live', 'little'),
    readPicture: () => null,
    unixSeconds: (at) => Math.floor(at / 1000),
    renderUnitPage: () => '',
    fixedFiles: [],
  });
  expectOk(run.begin(POLLS_CLOSE), 'the beginning');
  centre = new LiveCentre({
    ...{ run, store, blobs: createMemoryBlobs(nodeCrypto), clock: () => POLLS_CLOSE, chance: () => 0 },
    ...{ wall: () => POLLS_CLOSE, pictures: { prepare: () => Promise.reject(), close: async () => {} } },
  });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

const notice = () => centre.act({ kind: 'give-notice', text: words('one'), by: 'console' });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a medium that refuses', () => {
  it('keeps nobody waiting for ever, also where one turn brought more than a batch', async () => {
    refuses = true;
    const answers = Array.from({ length: 1100 }, notice);
    await turn();
    await vi.advanceTimersByTimeAsync(10_000);
    for (const answer of answers) expect(await answer).toMatchObject({ ok: false, error: { kind: 'not-stored' } });
    expect(centre.failing).toContain('the disk is full');
  });

  it('takes nothing new, and takes on where it was when it is well again', async () => {
    refuses = true;
    const first = notice();
    await turn();
    expect(await notice()).toMatchObject({ error: { kind: 'not-stored' } });
    refuses = false;
    await vi.advanceTimersByTimeAsync(300);
    expect(await first).toMatchObject({ ok: true });
    expect(centre.failing).toBe(null);
    expect(await notice()).toMatchObject({ ok: true });
  });
});
