import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryBlobs } from '../../adapters/blobs/memory-blobs.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { createMemoryStore } from '../../adapters/store/memory-store.ts';
import { fromBase64 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import type { CentreAct } from '../../src/entry/acts.ts';
import {
  GOV,
  hash,
  littleDefinition,
  POLLS_CLOSE,
  PRES,
  picture,
  read,
  station,
} from '../../src/entry/centre-example.test-support.ts';
import { contentOf, figuresCommitment } from '../../src/record/index.ts';
import { DESK_SOURCE, ElectionRun } from '../run/election-run.ts';
import type { Fate } from './centre-types.ts';
import { fatesOf } from './fates.ts';
import { LiveCentre } from './live-centre.ts';

let directory: string;
let run: ElectionRun;
let fateOf: (record: number) => Fate | null;
let act: (one: CentreAct) => Promise<number>;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cotejo-fates-'));
  const store = createMemoryStore();
  const folder = new PublicFolder(join(directory, 'public'), join(directory, 'staging'));
  expectOk(folder.prepare(), 'folder');
  run = new ElectionRun(littleDefinition(), {
    ...{ crypto: nodeCrypto, store, folder, ...rehearsalKeys(nodeCrypto, 'fates', 'little') },
    ...{ readPicture: () => null, renderUnitPage: () => '', fixedFiles: [] },
    unixSeconds: (at) => Math.floor(at / 1000),
  });
  expectOk(run.begin(POLLS_CLOSE), 'the beginning');
  let at = POLLS_CLOSE;
  const clock = () => {
    at = instant(at + 1000);
    return at;
  };
  const centre = new LiveCentre({
    ...{ run, store, blobs: createMemoryBlobs(nodeCrypto), clock, chance: () => 0, wall: clock },
    pictures: { prepare: () => Promise.reject(), close: async () => {} },
  });
  act = async (one) => expectOk(await centre.act(one), one.kind).first;
  fateOf = fatesOf(run, centre);
  for (const person of ['tia', 'tom']) await act({ kind: 'grant-role', person, role: 'typist', by: 'console' });
  await act({ kind: 'grant-role', person: 'pam', role: 'publisher', by: 'console' });
  await act({ kind: 'open-count', count: 'preliminary', by: 'console' });
  for (const contest of [PRES, GOV]) await act({ kind: 'lift-embargo', contest, by: 'pam' });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const publish = () => expectOk(run.publish(instant(POLLS_CLOSE + 3_600_000), true, DESK_SOURCE), 'a state');
const receive = (id: string, n: number) => {
  const pictures = [picture(n)];
  const content = contentOf(nodeCrypto, [hash(n)]);
  return act({
    kind: 'receive-sheet',
    station: station(id),
    content,
    pictures,
    matched: 'name',
    signed: null,
    by: null,
  });
};
const type = async (sheet: number, contest: typeof PRES, ...boxes: number[]) => {
  for (const by of ['tia', 'tom']) await act({ kind: 'commit-entry', sheet, contest, by, content: read(boxes) });
};

it('a sheet is received, then published, then typed in every contest', async () => {
  const sheet = await receive('s0', 1);
  const where = { record: sheet, station: 's0', page: 'es/u/u1.html#ss0' };
  expect(fateOf(sheet)).toBeNull();
  publish();
  expect(fateOf(sheet)).toEqual({ ...where, state: 'standing', typed: false, published: false });
  await type(sheet, PRES, 1, 2, 3);
  publish();
  expect(fateOf(sheet)).toMatchObject({ typed: false, published: false });
  await type(sheet, GOV, 1, 2);
  expect(fateOf(sheet)).toMatchObject({ published: false });
  publish();
  expect(fateOf(sheet)).toMatchObject({ state: 'standing', typed: true, published: true });
  await receive('s0', 2);
  publish();
  expect(fateOf(sheet)).toMatchObject({ state: 'disputed', typed: true, published: false });
});

it('two sheets of one station are disputed, and one of a station with one contest is typed with that', async () => {
  const both = [await receive('s0', 1), await receive('s0', 2)];
  const other = await receive('s2', 3);
  await type(other, PRES, 1, 2, 3);
  publish();
  expect(both.map((record) => fateOf(record)?.state)).toEqual(['disputed', 'disputed']);
  expect(fateOf(other)).toMatchObject({ typed: true, page: 'es/u/u2.html#ss2' });
});

it('figures are announced, and nothing else has a fate', async () => {
  const salt = hash(9);
  const boxes = read([1, 2, 3]).boxes;
  const commitment = figuresCommitment(nodeCrypto, expectOk(fromBase64(salt), 'salt'), 'pres', boxes);
  const figures = [{ contest: 'pres', boxes, salt, commitment }];
  const record = await act({ kind: 'announce-figures', station: station('s2'), figures, signed: null });
  expect(fateOf(record)).toBeNull();
  publish();
  const where = { record, station: 's2', page: 'es/u/u2.html#ss2' };
  expect(fateOf(record)).toEqual({ ...where, state: 'announced', typed: false, published: false });
  await type(await receive('s2', 3), PRES, 1, 2, 3);
  publish();
  expect(fateOf(record)).toMatchObject({ typed: false, published: true });
  for (const nothing of [0, 1, 2, record + 1, record + 2, 1e12]) expect(fateOf(nothing)).toBeNull();
});
