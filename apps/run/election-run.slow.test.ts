import { afterAll, afterEach, describe, expect, it } from 'vitest';
import {
  goOn,
  keepOnly,
  newWorld,
  open,
  playOn,
  publicFiles,
  removeWorlds,
  rootOf,
  stage,
} from './rehearsed-run.test-support.ts';
import { copySome, expectEndOf, referenceOf, sizesOf, statesOf, truncatedOf } from './run-reference.test-support.ts';
import { fixedFiles, renderPage } from './site-files.ts';

/* What election-run.test.ts tries at some places, at many; and a night that is large enough for full tiles, with its real pages. */

afterAll(removeWorlds);
afterEach(() => keepOnly([reference.world]));

const STAGED = stage('resume', 9, 4);
const reference = await referenceOf(STAGED);
const EVENTS = reference.world.medium.events;
const STATES = statesOf(EVENTS);

it('a rehearsal is the same with the real pages, killed in the middle or not', async () => {
  // Large enough for full tiles, several body files and a second shard of the manifest.
  const staged = stage('pages', 50, 14);
  const real = { render: renderPage, fixedFiles: fixedFiles(staged.rehearsal.definition.election) };
  const [whole, killed] = [newWorld(), newWorld()];
  expect(await goOn(whole, staged, real)).toBe('to the end');
  expect(await goOn(killed, staged, { ...real, killAfter: 300 })).toBe('killed');
  expect(await goOn(killed, staged, real)).toBe('to the end');
  const files = publicFiles(killed);
  expect(files).toEqual(publicFiles(whole));
  // Bodies that opened late stand in files that were full long before: written from the record alone they are the same.
  const again = newWorld();
  again.medium.events.push(...whole.medium.events);
  expect(await goOn(again, staged, real)).toBe('to the end');
  expect(publicFiles(again)).toEqual(files);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['tile/0/000', 'bodies/001.ndjson', 'es/verify.html']));
});

describe('a store cut off at any event', () => {
  it('with the public folder gone comes to the same end', async () => {
    for (const size of [...sizesOf(EVENTS, 3), EVENTS.length]) {
      await expectEndOf(reference, truncatedOf(reference, size, null), STAGED);
      keepOnly([reference.world]);
    }
  });

  it('right before and behind each published state comes to the same end, whatever the marker says', async () => {
    for (const state of STATES) {
      for (const size of [state, state + 1, state + 2].filter((size) => size <= EVENTS.length)) {
        // A marker that is right, and one of a state that this store does not have.
        for (const marker of [String(state), reference.world.medium.meta.get('published') ?? '']) {
          await expectEndOf(reference, truncatedOf(reference, size, marker), STAGED);
        }
        keepOnly([reference.world]);
      }
    }
  });

  it('with some of the newest files in the folder, and no checkpoint, comes to the same end', async () => {
    for (const size of sizesOf(EVENTS, 7)) {
      const marker = String(STATES.filter((s) => s < size).at(-1) ?? -1);
      const world = truncatedOf(reference, size, marker);
      copySome(reference.world, world, (path, i) => path !== 'checkpoint' && i % 3 !== size % 3);
      await expectEndOf(reference, world, STAGED);
      keepOnly([reference.world]);
    }
  });
});

it('a process killed before any of its effects comes to the same end when it is started again', async () => {
  const counting = open(newWorld(), STAGED);
  await playOn(counting, STAGED);
  const effects = counting.effects();
  for (let k = 0; k < effects; k += 3) {
    const world = newWorld();
    expect(await goOn(world, STAGED, { killAfter: k })).toBe('killed');
    await expectEndOf(reference, world, STAGED);
    keepOnly([reference.world]);
  }
});

it('acts of the person at the console done after a kill, in place of what was half written, leave nothing of it behind', async () => {
  // Another act after the restart than before it: the state that was being written is never published.
  for (let k = 80; k <= 160; k += 4) {
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
    const to = { world, root: rootOf(opened), files: publicFiles(world) };
    const clean = truncatedOf({ world }, world.medium.events.length, null);
    await expectEndOf(to, clean, STAGED);
    keepOnly([reference.world]);
  }
});
