import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { parsePromiseFile } from '../../src/verify/promise-file.ts';
import { sheetOf, World } from './world.test-support.ts';

const MINUTE = 60_000;
/** Some hash in the place of one of a proof's. */
const LEAF = toBase64(new Uint8Array(32));

it('asks what became of a sheet although the clock is set back a day meanwhile', async () => {
  const world = new World();
  const phone = await world.enrolled();
  world.wrong = 24 * 60 * MINUTE;
  world.door.covered = false;
  const sheet = await world.sent(phone);
  await world.pass(MINUTE);
  expect(sheetOf(phone, sheet).sent?.sheet).toMatchObject({ kind: 'kept', proof: 'waiting' });
  world.wrong = 0;
  world.door.covered = true;
  await world.pass(30 * MINUTE);
  expect(sheetOf(phone, sheet).sent?.sheet).toMatchObject({ kind: 'kept', proof: 'proved' });
});

describe('another leaf at the promised number', () => {
  async function swapped() {
    const world = new World();
    const phone = await world.enrolled();
    world.door.swapped = true;
    const sheet = await world.sent(phone);
    await world.pass(9 * MINUTE);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'kept', proof: 'waiting' });
    await world.pass(60 * MINUTE);
    return { world, phone, sheet };
  }

  it('is a doubt, with a file that others can hold against the record, and nothing worse', async () => {
    const { phone, sheet } = await swapped();
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'kept', proof: 'doubt' });
    expect(sheetOf(phone, sheet).sent?.sheet).toMatchObject({ kind: 'kept', proof: 'doubt' });
    const text = (await (await phone.proofFile(sheet, 'figures'))?.text()) ?? '';
    expect(JSON.parse(text)).toMatchObject({ v: 1, promise: { station: 'T1', origin: 'example.org/log' } });
    const parsed = expectOk(parsePromiseFile(utf8(text)), 'the file that `cotejo promise` reads');
    expect(parsed.evidence).toMatchObject({ kind: 'proof', leaf: parsed.promise.leaf });
  });

  it('is a doubt no longer when a proof comes that fits', async () => {
    const world = new World();
    const phone = await world.enrolled();
    const answer = world.door.answer.bind(world.door);
    world.door.answer = (...asked) => {
      const reply = answer(...asked);
      if (typeof reply.body !== 'string') return reply;
      const lines = reply.body.split('\n');
      return { ...reply, body: lines.with(2, LEAF).join('\n') };
    };
    const sheet = await world.sent(phone);
    await world.pass(60 * MINUTE);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'kept', proof: 'doubt' });
    world.door.answer = answer;
    await world.pass(60 * MINUTE);
    expect(sheetOf(phone, sheet).sent?.figures).toMatchObject({ kind: 'kept', proof: 'proved' });
    const file = JSON.parse((await (await phone.proofFile(sheet, 'figures'))?.text()) ?? '');
    expect(file.proof.split('\n')[2]).not.toBe(LEAF);
  });
});
