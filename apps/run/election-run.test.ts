import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createFaultyStore, type Fault } from '../../adapters/store/faulty-store.ts';
import { toHex } from '../../src/base/bytes.ts';
import { decodeHeader, type StoredEvent } from '../../src/record/index.ts';
import { openCheckpoint } from '../../src/tlog/index.ts';
import { DESK_SOURCE } from './election-run.ts';
import {
  goOn,
  keepOnly,
  newWorld,
  type Opened,
  open,
  playOn,
  publicFiles,
  publicPath,
  removeWorlds,
  rootOf,
  stage,
  type World,
} from './rehearsed-run.test-support.ts';
import {
  copySome,
  expectEndOf,
  type Reference,
  referenceOf,
  sizesOf,
  statesOf,
  truncatedOf,
} from './run-reference.test-support.ts';

afterAll(removeWorlds);
afterEach(() => keepOnly([reference.world]));

const STAGED = stage('resume', 9, 4);
const reference = await referenceOf(STAGED);
const EVENTS: readonly StoredEvent[] = reference.world.medium.events;
const STATES = statesOf(EVENTS);

/** A world whose store holds the first `size` events of the reference. */
function truncated(size: number, marker: string | null, from: Reference = reference): World {
  return truncatedOf(from, size, marker);
}

function expectSameEnd(world: World, to: Reference = reference): Promise<void> {
  return expectEndOf(to, world, STAGED);
}

describe('a whole rehearsal', () => {
  it('ends under a checkpoint of all its events, its last state complete', () => {
    expect(STATES.length).toBeGreaterThanOrEqual(5);
    expect(STATES.at(-1)).toBe(EVENTS.length - 1);
    const { run } = open(truncated(0, null), STAGED);
    const bytes = readFileSync(join(publicPath(reference.world), 'checkpoint'));
    const header = decodeHeader(EVENTS[1]?.header ?? new Uint8Array());
    expect(header.ok && header.value.kind).toBe('KeysDeclared');
    const opened = openCheckpoint(nodeCrypto, bytes, logOf(run));
    expect(opened.ok && [opened.value.checkpoint.size, toHex(opened.value.checkpoint.root)]).toEqual([
      EVENTS.length,
      reference.root,
    ]);
  });

  it('is the same again from the same seed, and another from another', async () => {
    const again = await referenceOf(stage('resume', 9, 4));
    expect(again.root).toBe(reference.root);
    expect(again.files).toEqual(reference.files);
    const other = await referenceOf(stage('resumed', 9, 4));
    expect(other.root).not.toBe(reference.root);
  });
});

function logOf(run: Opened['run']) {
  const { ports } = run as unknown as {
    ports: { origin: string; log: { key: never }; heartbeat: { key: never } };
  };
  return { origin: ports.origin, logKey: ports.log.key, cosigners: [ports.heartbeat.key] };
}

/* At many more places in election-run.slow.test.ts. */
describe('a store cut off at an event', () => {
  const places = sizesOf(EVENTS, Math.ceil(EVENTS.length / 4));

  it('with the public folder gone comes to the same end', async () => {
    for (const size of [...places, EVENTS.length]) await expectSameEnd(truncated(size, null));
  });

  it('right before and behind a published state comes to the same end, whatever the marker says', async () => {
    const [state = 0] = STATES.slice(2);
    // A marker that is right, and one of a state that this store does not have.
    const newest = reference.world.medium.meta.get('published') ?? '';
    for (const size of [state, state + 1]) {
      for (const marker of [String(state), newest]) await expectSameEnd(truncated(size, marker));
    }
  });

  it('with some of the newest files in the folder, and no checkpoint, comes to the same end', async () => {
    for (const size of places.slice(-3)) {
      const world = truncated(size, String(STATES.filter((s) => s < size).at(-1) ?? -1));
      copySome(reference.world, world, (path, i) => path !== 'checkpoint' && i % 3 !== size % 3);
      await expectSameEnd(world);
    }
  });
});

describe('a run that ended, and whose files were damaged since', () => {
  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ['is gone', (path) => rmSync(path)],
    ['is empty, as after a power cut', (path) => writeFileSync(path, '')],
    ['holds other bytes', (path) => writeFileSync(path, 'x')],
  ];
  const paths = Object.keys(reference.files);
  const kinds = [
    /^manifest\.json$/,
    /^manifest\//,
    /^data\/u\//,
    /^es\/u\//,
    /^data\/state/,
    /^definition\//,
    /^tile\/0/,
  ];
  const chosen = [...kinds, /^tile\/entries/, /^bodies\//, /^checkpoint$/].map(
    (kind) => paths.find((p) => kind.test(p)) ?? '',
  );

  it.each(damages)('writes a file again that %s', async (_, damage) => {
    for (const path of chosen) {
      expect(path).not.toBe('');
      // A checkpoint of other bytes is somebody else's: that is refused, and tested below.
      if (path === 'checkpoint' && damage !== damages[0]?.[1]) continue;
      const world = truncated(EVENTS.length, reference.world.medium.meta.get('published') ?? null);
      copySome(reference.world, world, () => true);
      damage(join(publicPath(world), path));
      await expectSameEnd(world);
    }
  });
});

describe('a process killed before any of its effects', () => {
  it('comes to the same end when it is started again', async () => {
    const counting = open(newWorld(), STAGED);
    await playOn(counting, STAGED);
    const effects = counting.effects();
    expect(effects).toBeGreaterThan(150);
    for (let k = 0; k < effects; k += Math.ceil(effects / 5)) {
      const world = newWorld();
      expect(await goOn(world, STAGED, { killAfter: k })).toBe('killed');
      await expectSameEnd(world);
    }
  });

  it('and killed again while it starts, and again', async () => {
    const world = newWorld();
    let ended: unknown = 'killed';
    for (let k = 5; ended === 'killed'; k += 23) ended = await goOn(world, STAGED, { killAfter: k });
    expect(ended).toBe('to the end');
    await expectSameEnd(world);
  });

  it('never lets the newest checkpoint promise what is not in place', async () => {
    for (const k of [60, 95, 130, 165]) {
      const world = newWorld();
      await goOn(world, STAGED, { killAfter: k });
      const path = join(publicPath(world), 'checkpoint');
      if (!existsSync(path)) continue;
      const opened = openCheckpoint(nodeCrypto, readFileSync(path), logOf(open(world, STAGED).run));
      expect(opened.ok).toBe(true);
      const size = opened.ok ? opened.value.checkpoint.size : 0;
      expect(world.medium.events.length).toBeGreaterThanOrEqual(size);
      expect(STATES).toContain(size - 1);
    }
  });
});

describe('acts of the person at the console', () => {
  const pressed = async (world: World) => {
    const opened = open(world, STAGED);
    const ended = await playOn(opened, STAGED, (position, control) => {
      if (position === 22 || position === 30) control.toggleStop = true;
    });
    expect(ended).toBe('to the end');
    return opened;
  };

  it('stop and resume the publication where they were done, and stay there when the run starts again', async () => {
    const world = newWorld();
    const opened = await pressed(world);
    const with2 = { world, root: rootOf(opened), files: publicFiles(world) };
    expect(with2.root).not.toBe(reference.root);
    const own = world.medium.events.flatMap(({ header }, i) => {
      const decoded = decodeHeader(header);
      return decoded.ok && decoded.value.source === DESK_SOURCE ? [[i, decoded.value.kind] as const] : [];
    });
    expect(own.map(([, kind]) => kind)).toEqual(['PublicationStopped', 'PublicationResumed']);
    const last = own.at(-1)?.[0] ?? 0;
    for (let size = last + 1; size <= world.medium.events.length; size += 57) {
      await expectSameEnd(truncated(size, null, with2), with2);
    }
  });

  it('done after a kill, in place of what was half written, leave nothing of it behind', async () => {
    // Another act after the restart than before it: the state that was being written is never published.
    for (const k of [88, 136]) {
      const world = newWorld();
      expect(await goOn(world, STAGED, { killAfter: k })).toBe('killed');
      const opened = open(world, STAGED);
      let done = false;
      const ended = await playOn(opened, STAGED, (_, control) => {
        if (done || opened.run.keeper.following) return;
        done = true;
        control.toggleStop = true;
      });
      expect(ended).toBe('to the end');
      const clean = truncated(world.medium.events.length, null, { world, root: '', files: {} });
      await expectSameEnd(clean, { world, root: rootOf(opened), files: publicFiles(world) });
    }
  });
});

describe('a store that fails', () => {
  const appends = async (fault: Fault, nth: number) => {
    const world = newWorld();
    const wrapStore = (store: Parameters<typeof createFaultyStore>[0]) =>
      createFaultyStore(store, new Map([[nth, fault]]));
    return { world, ended: await goOn(world, STAGED, { wrapStore }) };
  };
  const NTH = [1, 2, 3, 6, 10];

  it.each(NTH)('at append %i, its answer lost: nothing is lost or doubled', async (nth) => {
    const { world, ended } = await appends('stored-but-answer-lost', nth);
    expect(ended).toBe('to the end');
    expect(publicFiles(world)).toEqual(reference.files);
    expect(world.medium.events.length).toBe(EVENTS.length);
  });

  it.each(NTH)('at append %i: the run stops and says so; started again it comes to the same end', async (nth) => {
    const { world, ended } = await appends('fails', nth);
    expect(ended).toMatchObject({ kind: 'storage-failed' });
    await expectSameEnd(world);
  });
});

describe('refusing to sign', () => {
  const checkpointIn = (world: World) => readFileSync(join(publicPath(world), 'checkpoint'), 'utf8');

  it('when the store is behind its own published checkpoint', async () => {
    for (const size of [0, 1, STATES.at(-2) ?? 0, EVENTS.length - 1]) {
      const world = truncated(size, null);
      copySome(reference.world, world, () => true);
      expect(await goOn(world, STAGED)).toEqual({
        kind: 'behind-own-checkpoint',
        published: EVENTS.length,
        stored: size,
      });
      expect(publicFiles(world)).toEqual(reference.files);
    }
  });

  /** The same keys and election, another night: what a backup that went on by itself would hold. */
  async function otherHistory(pressAt: number): Promise<World> {
    const world = newWorld();
    const opened = open(world, STAGED);
    await playOn(opened, STAGED, (position, control) => {
      if (position === pressAt || position === pressAt + 4) control.toggleStop = true;
    });
    return world;
  }

  it('when the store holds another history than was published, at once and before any file is touched', async () => {
    const other = await otherHistory(22);
    expect(other.medium.events.length).toBe(EVENTS.length + 2);
    const otherRef = { world: other, root: '', files: {} };
    const states = other.medium.events.flatMap(({ header }, i) =>
      new TextDecoder().decode(header).includes('"StatePublished"') ? [i] : [],
    );
    // The whole store; one whose newest state is older than the checkpoint; one that ends right behind it.
    for (const [size, published] of [
      [EVENTS.length + 2, EVENTS.length],
      [(states[3] ?? 0) + 30, (STATES[2] ?? 0) + 1],
      [(states[3] ?? 0) - 1, (STATES[2] ?? 0) + 1],
    ] as const) {
      const world = truncated(size, null, otherRef);
      const upTo = newWorld();
      upTo.medium.events.push(...EVENTS.slice(0, published));
      await publishOnly(upTo);
      copySome(upTo, world, () => true);
      const before = [checkpointIn(world), publicFiles(world)];
      expect(await goOn(world, STAGED)).toEqual({ kind: 'beside-own-checkpoint', size: published });
      expect([checkpointIn(world), publicFiles(world)]).toEqual(before);
    }
  });

  /** Writes the files of the last state in the store, and goes no further. */
  async function publishOnly(world: World): Promise<void> {
    const opened = open(world, STAGED);
    await playOn(opened, STAGED, (_, control) => {
      control.quit = !opened.run.keeper.following;
    });
    expect(world.medium.events.length).toBeGreaterThan(0);
  }

  it('when a checkpoint of another log, or no checkpoint at all, lies there', async () => {
    for (const text of ['', 'x', `${checkpointIn(reference.world)}\n`]) {
      const world = newWorld();
      mkdirSync(publicPath(world), { recursive: true });
      writeFileSync(join(publicPath(world), 'checkpoint'), text);
      expect(await goOn(world, STAGED)).toMatchObject({ kind: 'foreign-checkpoint' });
    }
    const world = truncated(EVENTS.length, null);
    copySome(reference.world, world, () => true);
    expect(await goOn(world, STAGED, { keySeed: 'stolen' })).toMatchObject({ kind: 'foreign-checkpoint' });
  });

  it('when somebody puts another checkpoint there while the run goes on', async () => {
    const other = await otherHistory(22);
    const world = newWorld();
    const opened = open(world, STAGED);
    const ended = await playOn(opened, STAGED, (position) => {
      if (position === 45) cpSync(join(publicPath(other), 'checkpoint'), join(publicPath(world), 'checkpoint'));
    });
    expect(ended).toMatchObject({ kind: 'behind-own-checkpoint' });
  });
});

describe('a store that holds something else', () => {
  it('of another election or seed is another run', async () => {
    const other = stage('other', 9, 4);
    const world = newWorld();
    await goOn(world, other);
    rmSync(publicPath(world), { recursive: true });
    expect(await goOn(world, STAGED)).toEqual({
      kind: 'record-diverges',
      index: 0,
      found: 'ElectionDefined',
      expected: 'ElectionDefined',
    });
  });

  it.each(['header', 'salt', 'body'] as const)(
    'with one byte of a %s changed is refused where it lies',
    async (part) => {
      for (const index of [0, 2, 9, STATES[2] ?? 0, EVENTS.length - 1]) {
        const world = truncated(EVENTS.length, null);
        const event = EVENTS[index];
        if (event === undefined) throw new Error('no such event');
        const bytes = event[part].slice();
        // A digit, where there is one, so that the bytes stay JSON of the same form.
        const at = Math.max(
          0,
          bytes.findLastIndex((b) => b >= 0x31 && b <= 0x38),
        );
        bytes[at] = (bytes[at] ?? 0) + 1;
        world.medium.events[index] = { ...event, [part]: bytes };
        const ended = await goOn(world, STAGED);
        expect(ended).toMatchObject({ index });
        expect(existsSync(join(publicPath(world), 'checkpoint'))).toBe(false);
      }
    },
  );
});

describe('a heartbeat', () => {
  it('renews the time on the newest checkpoint and logs nothing', async () => {
    const world = newWorld();
    const opened = open(world, STAGED);
    expect(opened.run.heartbeat(1_800_000_000)).toEqual({ ok: true, value: null });
    expect(existsSync(join(publicPath(world), 'checkpoint'))).toBe(false);
    expect(await playOn(opened, STAGED)).toBe('to the end');
    const before = readFileSync(join(publicPath(world), 'checkpoint'), 'utf8');
    expect(opened.run.heartbeat(1_800_000_000).ok).toBe(true);
    const after = readFileSync(join(publicPath(world), 'checkpoint'), 'utf8');
    expect(after.split('\n').slice(0, 5)).toEqual(before.split('\n').slice(0, 5));
    expect(after).not.toBe(before);
    expect(world.medium.events.length).toBe(EVENTS.length);
    await expectSameEnd(truncated(EVENTS.length, null));
  });
});
