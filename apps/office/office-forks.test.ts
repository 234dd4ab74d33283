import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { expectOk } from '../../src/base/result.ts';
import { decodeHeader } from '../../src/record/index.ts';
import { signCheckpoint } from '../../src/tlog/index.ts';
import { readBody } from '../run/record-keeper.ts';
import { judgeFork } from './fork-evidence.ts';
import { OfficeSender, type Sent } from './office-sender.ts';
import {
  beginOffice,
  type Medium,
  newMedium,
  removeSites,
  type Site,
  World,
  workOn,
} from './office-world.test-support.ts';

afterAll(removeSites);

/** An office that sent what it had, with a copy of its store from before. */
async function sentAndCopied() {
  const world = new World(['A']);
  const national = world.national();
  await world.beginNational(national.site, ['A']);
  const medium = newMedium();
  const a = world.office('A', medium);
  await beginOffice(a, 'A');
  await workOn(a, 'A', 'A-0', 10);
  a.publish();
  const copied = medium.medium.events.length;
  await workOn(a, 'A', 'A-0', 10);
  await workOn(a, 'A', 'A-0', 10);
  await workOn(a, 'A', 'A-0', 10);
  a.publish();
  expect(await send(a, national.ask)).toMatchObject({ kind: 'all', size: a.headers().length });
  return { world, national, a, restored: () => copyOf(medium, copied) };
}

function copyOf(medium: Medium, size: number): Medium {
  const copy = newMedium();
  copy.medium.events.push(...medium.medium.events.slice(0, size));
  return copy;
}

function send(site: Site, ask: ReturnType<World['national']>['ask']): Promise<Sent> {
  const sender = new OfficeSender({
    ...{ office: 'A', log: site.ownLog(), ask, readFile: () => null, chance: () => 0.5 },
    ...{ wait: async () => undefined, tell: () => undefined },
  });
  return sender.attempt();
}

function lastBody(site: Site) {
  const event = site.world.medium.events.at(-1);
  const header = event === undefined ? null : expectOk(decodeHeader(event.header), 'a header');
  return event === undefined || header === null ? null : readBody(header, event);
}

/** Something else than before, from another moment on. */
async function goOn(site: Site, acts: number): Promise<void> {
  for (let n = 0; n < acts; n++) {
    await site.act({ kind: 'give-notice', text: { es: `otra ${n}`, en: `other ${n}` }, by: 'console' });
  }
  site.publish();
}

describe('a second history of an office', () => {
  it.each([
    ['longer than the first', 12],
    ['as long as the first', null],
    ['shorter than the first', 1],
  ])('%s stops its intake, with what shows it', async (_, acts) => {
    const { world, national, a, restored } = await sentAndCopied();
    const b = world.office('A', restored());
    // The copy publishes a state of its own behind each publication.
    const same = a.headers().length - b.headers().length - 1;
    await goOn(b, acts ?? same);
    if (acts === null) expect(b.headers().length).toBe(a.headers().length);
    const { site, ask, door } = national;
    const before = site.headers().length;
    expect(await send(b, ask)).toMatchObject({ kind: 'ended' });
    expect(site.headers().length).toBe(before + 1);
    const body = lastBody(site);
    if (body?.kind !== 'OfficeForked') throw new Error(`expected OfficeForked, found ${body?.kind}`);
    // Anybody can check it against what was taken in: the note is signed, and has another leaf there.
    const before0 = world.national(copyOf(site.world, before)).site;
    const { index, leaf, proof, other } = body;
    const log = before0.run.offices.of('A');
    if (log === null) throw new Error('declared');
    expect(judgeFork(nodeCrypto, log, { index, leaf, proof, checkpoint: other }).ok).toBe(true);
    expect(a.headers()[index]).not.toBe(b.headers()[index]);
    expect(a.headers().slice(0, index)).toEqual(b.headers().slice(0, index));
    // From here on nothing of it is taken, of whichever history; also not by a process that comes after.
    await goOn(a, 1);
    for (const to of [ask, world.national({ ...site.world }).ask]) {
      expect(await send(a, to)).toMatchObject({ kind: 'ended' });
      expect(await send(b, to)).toMatchObject({ kind: 'ended' });
    }
    expect(door.sizeOf('A', null)).toMatchObject({ value: { forked: true } });
    expect(site.headers().length).toBe(before + 1);
  });

  it('is seen in a batch that overlaps what was taken in', async () => {
    const { world, national, restored } = await sentAndCopied();
    const b = world.office('A', restored());
    await goOn(b, 12);
    const log = b.ownLog();
    expectOk(log.refresh(), 'its log');
    const { files, ...batch } = log.batchFrom(0);
    expect(await national.door.take('A', { ...batch, without: files })).toEqual({
      ok: false,
      error: { kind: 'forked' },
    });
    expect(lastBody(national.site)).toMatchObject({ kind: 'OfficeForked', office: 'A' });
  });

  it('is not an older copy that records nothing', async () => {
    const { world, national, restored } = await sentAndCopied();
    const older = restored();
    const b = world.office('A', older);
    // It publishes again what it has.
    b.publish();
    older.medium.events.splice(b.headers().length - 1);
    const before = national.site.headers().length;
    const c = world.office('A', copyOf(older, older.medium.events.length));
    expect(await send(c, national.ask)).toMatchObject({ kind: 'ended', sentence: expect.stringMatching(/older copy/) });
    expect(national.site.headers().length).toBe(before);
  });

  it('is shown by nothing less', async () => {
    const { world, national, a, restored } = await sentAndCopied();
    const b = world.office('A', restored());
    await goOn(b, 12);
    const [mine, theirs] = [a.ownLog(), b.ownLog()];
    expectOk(mine.refresh(), 'its log');
    expectOk(theirs.refresh(), 'its log');
    const before = national.site.headers().length;
    const leaf = (log: typeof mine, index: number) => Buffer.from(log.tree.subtreeHash(0, index)).toString('base64');
    const proof = (log: typeof mine, index: number) =>
      log.tree.inclusionProof(index, log.tree.size).map((hash) => Buffer.from(hash).toString('base64'));
    const show = (log: typeof mine, index: number, change: object = {}) =>
      national.door.showFork('A', {
        ...{ index, leaf: leaf(log, index), proof: proof(log, index), checkpoint: log.newestNote() },
        ...change,
      });
    const at = a.headers().findIndex((header, i) => header !== b.headers()[i]);
    expect(await show(mine, 3)).toMatchObject({ error: { kind: 'same-leaf' } });
    expect(await show(theirs, 0)).toMatchObject({ error: { kind: 'same-leaf' } });
    expect(await show(theirs, theirs.tree.size - 1)).toMatchObject({ error: { kind: 'not-taken' } });
    expect(await show(theirs, at, { leaf: leaf(mine, at) })).toMatchObject({ error: { kind: 'bad-proof' } });
    expect(await show(theirs, at, { proof: [] })).toMatchObject({ error: { kind: 'bad-proof' } });
    expect(await show(theirs, at, { leaf: 'x' })).toMatchObject({ error: { kind: 'bad-proof' } });
    const stranger = new World(['A'], 'stranger').office('A', newMedium());
    await goOn(stranger, 12);
    const foreign = stranger.ownLog();
    expectOk(foreign.refresh(), 'its log');
    expect(await show(foreign, 3)).toMatchObject({ error: { kind: 'bad-checkpoint' } });
    expect(national.site.headers().length).toBe(before);
    // Its log's own signature is enough.
    const { tree } = theirs;
    const alone = signCheckpoint({ origin: b.keys.origin, size: tree.size, root: tree.rootAt(tree.size) }, b.keys.log);
    expect(await show(theirs, at, { checkpoint: new TextDecoder().decode(alone) })).toMatchObject({ ok: true });
    expect(await show(theirs, at)).toMatchObject({ error: { kind: 'forked' } });
  });
});
