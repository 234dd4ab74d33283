import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryBlobs } from '../../adapters/blobs/memory-blobs.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { createMemoryStore } from '../../adapters/store/memory-store.ts';
import { present } from '../../src/base/assert.ts';
import { decodeUtf8, utf8 } from '../../src/base/bytes.ts';
import { type Instant, instant } from '../../src/base/instant.ts';
import { err, expectOk } from '../../src/base/result.ts';
import { littleDefinition, POLLS_CLOSE, words } from '../../src/entry/centre-example.test-support.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { judgePromise } from '../../src/verify/index.ts';
import { ElectionRun } from '../run/election-run.ts';
import type { RunPorts } from '../run/ports.ts';
import { promiserOf } from '../run/promiser.ts';
import { LiveCentre, type LiveCentreParts } from './live-centre.ts';

let directory: string;
let refuses: boolean;
let centre: LiveCentre;
let run: ElectionRun;
let centreWith: (more: Partial<LiveCentreParts>) => LiveCentre;
let now: Instant;
let folder: PublicFolder;
let ports: RunPorts;
const KEYS = rehearsalKeys(nodeCrypto, 'live', 'little');

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
  now = POLLS_CLOSE;
  folder = new PublicFolder(join(directory, 'public'), join(directory, 'staging'));
  expectOk(folder.prepare(), 'folder');
  ports = {
    crypto: nodeCrypto,
    store,
    folder,
    ...KEYS,
    readPicture: () => null,
    unixSeconds: (at) => Math.floor(at / 1000),
    renderUnitPage: () => '',
    fixedFiles: [],
  };
  run = new ElectionRun(littleDefinition(), ports);
  expectOk(run.begin(POLLS_CLOSE), 'the beginning');
  centreWith = (more) =>
    new LiveCentre({
      ...{ run, store, blobs: createMemoryBlobs(nodeCrypto), clock: () => now, chance: () => 0 },
      ...{ wall: () => POLLS_CLOSE, pictures: { prepare: () => Promise.reject(), close: async () => {} } },
      ...more,
    });
  centre = centreWith({});
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

describe('a clock that was ahead', () => {
  it('breaks no promise: no event is before a heartbeat that was signed', async () => {
    expectOk(run.publish(now, true), 'publication');
    now = instant(POLLS_CLOSE + 4 * 3_600_000);
    expectOk(run.heartbeat(now / 1000), 'heartbeat');
    const checkpoint = expectOk(decodeUtf8(present(folder.read('checkpoint'), 'checkpoint')), 'text');
    now = instant(POLLS_CLOSE + 5000);
    const done = notice();
    await turn();
    const { first: index } = expectOk(await done, 'notice');
    const { header } = present(centre.read(index, 1)[0], 'event');
    const promise = promiserOf(nodeCrypto, KEYS)({ index, header, station: 's0', message: utf8('m') });
    const file = JSON.stringify({ v: 1, kind: 'cotejo-broken-promise', promise, checkpoint });
    const trust = { origin: KEYS.origin, log: KEYS.log.key, heartbeat: KEYS.heartbeat.key };
    expect(judgePromise(nodeCrypto, trust, utf8(file)).kind).toBe('not-yet-due');
    expect(centre.now()).toBe(POLLS_CLOSE + 4 * 3_600_000);
    // Nor behind a restart, which knows the heartbeat from its own checkpoint alone.
    const again = new ElectionRun(littleDefinition(), ports);
    expectOk(again.begin(POLLS_CLOSE), 'the beginning');
    expect(again.beatAt).toBe(POLLS_CLOSE + 4 * 3_600_000);
  });

  it('is no matter of a rehearsal, which has its own time and heartbeats of the machine’s', async () => {
    expectOk(run.publish(now, true), 'publication');
    expectOk(run.heartbeat((POLLS_CLOSE + 4 * 3_600_000) / 1000), 'heartbeat');
    expect(centreWith({ ownTime: true }).now()).toBe(POLLS_CLOSE);
    expect(centreWith({}).now()).toBe(POLLS_CLOSE + 4 * 3_600_000);
  });
});
