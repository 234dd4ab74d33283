import { expect, it } from 'vitest';
import { sheetOf, World } from './world.test-support.ts';

const MINUTE = 60_000;

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
