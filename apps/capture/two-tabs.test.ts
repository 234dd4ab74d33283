import { describe, expect, it } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { STATIONS } from './door.test-support.ts';
import type { StationView } from './phone-types.ts';
import { sheetOf, stateOf, World } from './world.test-support.ts';

/* Two tabs over one storage, of which the second has not heard yet of what the first did. */

const HOUR = 3_600_000;
const STATION = STATIONS[0] as unknown as StationView;

async function draft(world: World) {
  const first = await world.enrolled();
  const sheet = await first.start(STATION);
  expectOk(await first.addPage(sheet, new Blob(['a picture'])), 'page');
  return { first, sheet, second: await world.tab() };
}

describe('a tab that knows only what was', () => {
  it('makes nothing wait again that is kept, and loses none of its proof', async () => {
    const world = new World();
    const first = await world.enrolled();
    world.door.refusal = { status: 503, code: 'busy' };
    const sheet = await world.sent(first);
    await world.settle();
    const second = await world.tab();
    world.door.refusal = null;
    await world.pass(HOUR);
    expect(stateOf(second, sheet)).toEqual(['waiting', 'waiting']);
    second.sendNow();
    await world.settle();
    const phone = await world.open();
    expect(sheetOf(phone, sheet).sent).toMatchObject({
      figures: { kind: 'kept', proof: 'proved' },
      sheet: { kind: 'kept', proof: 'proved' },
    });
  });

  it('makes nothing wait again that is refused', async () => {
    const world = new World();
    const first = await world.enrolled();
    world.door.refusal = { status: 503, code: 'busy' };
    const sheet = await world.sent(first);
    await world.settle();
    const second = await world.tab();
    world.door.refusal = { status: 409, code: 'quota' };
    await world.pass(HOUR);
    const asked = world.door.asked.length;
    second.sendNow();
    await world.settle();
    expect(stateOf(await world.open(), sheet)).toEqual(['refused', 'refused']);
    expect(world.door.asked.slice(asked).filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  it.each(['hurry', 'send', 'picture', 'figure'])('brings no discarded sheet back by a %s', async (what) => {
    const world = new World();
    const { first, second, sheet } = await draft(world);
    world.online = false;
    if (what === 'hurry') expectOk(await first.send(sheet), 'send');
    const third = what === 'hurry' ? await world.tab() : second;
    await first.discard(sheet);
    if (what === 'hurry') third.sendNow();
    if (what === 'send') expect(await third.send(sheet)).toMatchObject({ error: { kind: 'no-draft' } });
    if (what === 'picture') {
      expect(await third.addPage(sheet, new Blob(['b']))).toMatchObject({ error: { kind: 'no-draft' } });
    }
    if (what === 'figure') await third.setBox(sheet, 'pres', 0, 3 as never);
    await world.settle();
    const left = ['sheets', 'messages', 'pages', 'proofs'].map((store) => world.disk.get(store)?.size ?? 0);
    expect(left).toEqual([0, 0, 0, 0]);
    if (what !== 'hurry') expect(third.view.sheets).toEqual([]);
  });

  it('does not sign a sheet that is signed: the first one wins', async () => {
    const world = new World();
    const { first, second, sheet } = await draft(world);
    world.online = false;
    const sent = await Promise.all([first.send(sheet), second.send(sheet)]);
    expect(sent.filter(({ ok }) => ok)).toHaveLength(1);
    expect(sent.find(({ ok }) => !ok)).toMatchObject({ error: { kind: 'no-draft' } });
    expect(sheetOf(second, sheet).sent?.sheet).toMatchObject({ kind: 'waiting' });
    world.online = true;
    await world.pass(HOUR);
    expect(world.door.received).toHaveLength(1);
  });

  it('signs nothing but what is there: what another tab changed has to be looked at first', async () => {
    const world = new World();
    const { first, second, sheet } = await draft(world);
    const [page] = sheetOf(first, sheet).pages;
    expectOk(await first.addPage(sheet, new Blob(['sharper']), page?.id), 'instead');
    expect(await second.send(sheet)).toMatchObject({ error: { kind: 'sheet-changed' } });
    expect(sheetOf(second, sheet)).toMatchObject({ sent: null, pages: [{ bytes: 7 }] });
    expectOk(await second.send(sheet), 'looked at');
  });

  it('takes no picture off a sheet that is signed', async () => {
    const world = new World();
    const { first, second, sheet } = await draft(world);
    const page = sheetOf(first, sheet).pages[0]?.id ?? '';
    world.online = false;
    expectOk(await first.send(sheet), 'send');
    expect(await second.addPage(sheet, new Blob(['b']), page)).toMatchObject({ error: { kind: 'no-draft' } });
    await second.removePage(sheet, page);
    expect([...(world.disk.get('pages')?.keys() ?? [])]).toEqual([page]);
  });
});
