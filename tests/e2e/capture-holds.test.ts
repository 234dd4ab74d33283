import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { SheetData, UnitData } from '../../src/publication/unit-data.ts';
import { cotejo } from '../cli/real-process.ts';
import { anotherVersion, isOtherVersion } from './capture-next-version.ts';
import {
  DAY_MS,
  NO_ED25519,
  NO_ROOM,
  photographed,
  ROOM_AGAIN,
  SET_CLOCK,
  TOUCH_AT_ONCE,
  wrongClock,
} from './capture-odd-phones.ts';
import { People } from './capture-people.ts';
import { Volunteer } from './capture-phone.ts';
import { PhoneProcess } from './capture-profile.ts';
import { drawScan, PAPERS } from './counting-centre-election.ts';
import { CentreRun, launchBrowser } from './counting-centre-run.ts';

/*
 * What can happen to a phone between the paper and the record, against a real count; each has its end. The parts of it that
 * need no real door are in capture-storage.test.ts: a tab closed in the middle, no network, each way to lose the storage,
 * two tabs, the worker alone, a new version.
 */
describe('whatever happens to a phone', () => {
  vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
  let folder = '';
  let browser: Browser;
  let run: CentreRun;
  let people: People;
  let dying: PhoneProcess | null = null;
  const phones: Volunteer[] = [];

  const figuresOf = (station: string) => Object.values(PAPERS[station] ?? {}).flat();
  const paperOf = (station: string) => drawScan(run.definition, { station });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-e2e-holds-'));
    run = await CentreRun.start();
    browser = await launchBrowser();
    people = await People.seat(browser, run, ['sol', 'sam', 'pia']);
    await people.open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const phone of phones) if (!phone.page.isClosed()) await phone.shoot('failed');
    await people?.shoot();
    console.log(run.process.err);
  });
  afterAll(async () => {
    await dying?.kill();
    await browser?.close();
    await run?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  async function enrolled(find: string, name: string, prepare: readonly string[] = []): Promise<Volunteer> {
    const { code } = await people.handOut(find);
    const phone = await Volunteer.open(browser, run.desks, { name, prepare });
    phones.push(phone);
    await phone.enrol(code);
    return phone;
  }

  /** What the public has of a station: how many papers, and how many readings of each contest. */
  async function inPublic(station: string, papers: number, readings: number): Promise<void> {
    const found = await run.site.sheet(
      station,
      (sheet) => sheet.papers.length >= papers && (sheet.readings ?? []).length >= 2 * readings,
    );
    expect([found.papers.length, (found.readings ?? []).length]).toEqual([papers, 2 * readings]);
  }

  it('its whole browser is killed in the middle of an upload: it goes on where it was', async () => {
    const profile = join(folder, 'profile');
    dying = await PhoneProcess.start(profile);
    const { code } = await people.handOut('201');
    let phone = await Volunteer.in(dying.context, run.desks, { name: 'killed', language: 'en' });
    await phone.page.setViewportSize({ width: 360, height: 740 });
    await phone.enrol(code);
    await phone.choose('1');
    await phone.takeFile(await photographed(await paperOf('201'), 2400, 60));
    await phone.fillIn(figuresOf('201'));
    await slow(await dying.context.newCDPSession(phone.page), 60_000);
    await phone.sign();
    await phone.page.locator('progress').waitFor();
    await phone.shoot('in-the-middle');
    await dying.kill();

    dying = await PhoneProcess.start(profile);
    phone = await Volunteer.in(dying.context, run.desks, { name: 'killed', language: 'en' });
    phones.push(phone);
    const pieces: string[] = [];
    phone.page.on('request', (request) => {
      if (request.method() === 'PUT') pieces.push(request.url());
    });
    await phone.start();
    await phone.look('1');
    await phone.kept();
    await phone.proved();
    expect(Number(/at=(\d+)$/.exec(pieces[0] ?? '')?.[1])).toBeGreaterThan(0);
    await inPublic('201', 1, 1);
  });

  it('its storage is evicted: it says so, a replacement enrols it anew, what was acknowledged stays', async () => {
    const phone = await enrolled('101', 'evicted');
    const before = await phone.device();
    await phone.choose('1');
    await phone.fillInOnly(figuresOf('101'));
    await phone.sign();
    await phone.kept(['figures']);
    const session = await phone.context.newCDPSession(phone.page);
    // What browsers give up when room is short.
    const storageTypes = 'indexeddb,cache_storage,service_workers';
    await phone.page.goto(`${run.desks}/capture/icon.svg`);
    const cleared = () => session.send('Storage.clearDataForOrigin', { origin: run.desks, storageTypes });
    await expect.poll(cleared, { timeout: 60_000 }).toEqual({});
    await phone.reopen();
    await phone.said(phone.t.storage.lostTitle);
    // The browser may tear the old database away beneath a page that is only just opening.
    phone.forget(/Abort|aborted/);
    await phone.shoot('lost');
    expect(await phone.page.locator('.sheets li').count()).toBe(0);

    const code = await people.replace(before);
    await phone.enrol(code);
    const after = await phone.device();
    expect(after).not.toBe(before);
    await phone.choose('1');
    await phone.takeFile(await paperOf('101'));
    await phone.fillIn(figuresOf('101'));
    await phone.sign();
    await phone.kept();
    await inPublic('101', 1, 2);
    const revoked = async () => {
      const { devices = [] } = await run.site.json<UnitData>('data/u/u1.json');
      return devices.map(({ device, revoked: at }) => [device, at !== null]);
    };
    await expect.poll(revoked, { timeout: 30_000 }).toEqual(
      expect.arrayContaining([
        [before, true],
        [after, false],
      ]),
    );
  });

  it('it has no room left: every screen says so, and goes on once there is some', async () => {
    const phone = await enrolled('102', 'full');
    const without = async (act: () => Promise<unknown>) => {
      await phone.page.evaluate(NO_ROOM);
      await act();
      await phone.said(phone.t.refusals.storage);
      await phone.page.evaluate(ROOM_AGAIN);
    };
    await phone.tap('#new-sheet');
    await phone.tap(phone.page.getByRole('button', { name: phone.t.station.name('2') }));
    await without(() => phone.tap('#confirm'));
    await phone.shoot('no-room');
    await phone.tap('#confirm');
    await phone.page.locator('.photo').waitFor();
    const file = { name: 'sheet.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await paperOf('102')) };
    await without(() => phone.page.locator('#from-file').first().setInputFiles(file));
    await phone.takeFile(await paperOf('102'));
    await phone.tap(phone.page.getByRole('button', { name: phone.t.photo.remove }));
    await without(() => phone.tap(phone.page.getByRole('button', { name: phone.t.shell.yes })));
    await phone.tap('#good');
    await without(() => phone.tap(phone.page.locator('.pad').getByText('1', { exact: true })));
    await phone.shoot('no-room-figures');
    await phone.look('2');
    const away = phone.page.getByRole('button', { name: phone.t.sheet.discardYes });
    await phone.tap(phone.page.getByRole('button', { name: phone.t.sheet.discard }));
    await without(() => phone.tap(away));
    await phone.tap(away);
    await phone.page.locator('#new-sheet').waitFor();
    expect(await phone.page.locator('.sheets li').count()).toBe(0);
    expect(phone.errors).toEqual([]);
  });

  it('what is touched in the moment in which it is drawn opens', async () => {
    const phone = await enrolled('101', 'quick');
    await phone.choose('1');
    await phone.context.addInitScript(TOUCH_AT_ONCE);
    await phone.reopen();
    await phone.page.getByText(phone.t.sheet.discard).waitFor();
    expect(phone.page.url()).toContain('#/sheet/');
  });

  it.each([
    ['ahead', DAY_MS],
    ['behind', -DAY_MS],
  ])('its clock is a day %s, and is set right with a message waiting: both arrive and are proved', async (name, ms) => {
    const { code } = await people.handOut('202');
    const phone = await Volunteer.open(browser, run.desks, { name, prepare: [wrongClock(ms)] });
    phones.push(phone);
    phone.context.on('serviceworker', (worker) => void worker.evaluate(wrongClock(ms)));
    await phone.enrol(code);
    await phone.installed();
    const device = await phone.device();
    const worker = present(phone.context.serviceWorkers()[0], 'the worker');
    for (const now of [await worker.evaluate('Date.now()'), await phone.page.evaluate('Date.now()')]) {
      expect(Math.abs(Number(now) - Date.now() - ms)).toBeLessThan(600_000);
    }
    await phone.choose('2');
    if (ms > 0) await phone.takeFile(await paperOf('202'));
    await (ms > 0 ? phone.fillIn(figuresOf('202')) : phone.fillInOnly(figuresOf('202')));
    await phone.sign();
    await phone.kept(ms > 0 ? ['sheet', 'figures'] : ['figures']);
    await phone.proved(ms > 0 ? ['sheet', 'figures'] : ['figures']);
    await phone.shoot('proved');

    await phone.context.setOffline(true);
    await phone.start();
    await phone.choose('2');
    await phone.fillInOnly(figuresOf('202'));
    await phone.sign();
    await phone.said(phone.t.sent.tries('1', '').slice(0, 10));
    await phone.page.evaluate(SET_CLOCK);
    // Nothing tells the app that the line is back: its own plan has to see that the next try is due.
    await phone.page.close();
    await phone.context.setOffline(false);
    await phone.reopen();
    expect(Math.abs(Number(await phone.page.evaluate('Date.now()')) - Date.now())).toBeLessThan(600_000);
    await phone.look('2');
    await phone.kept(['figures']);
    await phone.proved(['figures']);
    const sheet = await run.site.sheet('202', (now) => own(now, device).length >= 4);
    expect([own(sheet, device).length, sheet.papers.length]).toEqual([4, 1]);
    // The public hears the time of the door.
    for (const { at } of own(sheet, device)) expect(Math.abs(at - Date.now())).toBeLessThan(600_000);
  });

  it('it is another phone now: the old one sends no more and says so, what came of it stays', async () => {
    const old = await enrolled('103', 'old');
    const device = await old.device();
    await old.choose('3');
    await old.takeFile(await paperOf('103'));
    await old.fillIn(figuresOf('103'));
    await old.sign();
    await old.kept();
    await old.context.setOffline(true);
    await old.start();
    await old.choose('3');
    await old.fillInOnly(figuresOf('103'));
    await old.sign();

    const next = await Volunteer.open(browser, run.desks, { name: 'next' });
    phones.push(next);
    await next.enrol(await people.replace(device));
    await next.choose('3');
    await next.fillInOnly(figuresOf('103'));
    await next.sign();
    await next.kept(['figures']);

    await old.context.setOffline(false);
    await old.said(old.t.sent.refused);
    await old.said(old.t.refusals['unknown-device']);
    await old.said(old.t.sent.stays);
    await old.shoot('refused');
    const file = JSON.parse(readFileSync(await old.save(old.t.sent.handIn), 'utf8')) as { readonly items: unknown[] };
    expect(file.items).toHaveLength(1);
    await inPublic('103', 1, 2);
  });

  it('there are two for one station, one without Ed25519: disputed until two supervisors choose', async () => {
    const first = await enrolled('102', 'first');
    const second = await enrolled('102', 'second', [NO_ED25519]);
    const [self] = await second.rows<{ readonly publicKey: string }>('self');
    expect(Buffer.from(self?.publicKey ?? '', 'base64')).toHaveLength(65);
    const scan = await paperOf('102');
    for (const [phone, picture] of [
      [first, scan],
      [second, await photographed(scan, 1400, 24)],
    ] as const) {
      await phone.choose('2');
      await phone.takeFile(picture);
      await phone.fillIn(figuresOf('102'));
      await phone.sign();
      await phone.kept();
    }
    await second.proved();
    await run.site.sheet('102', ({ papers }) => papers.filter(({ state }) => state === 'disputed').length === 2);
    await people.chooseFirst();
    const { papers } = await run.site.sheet('102', (s) => s.papers.some(({ state }) => state === 'standing'));
    expect(papers.map(({ state }) => state).sort()).toEqual(['standing', 'superseded']);
    await inPublic('102', 2, 2);
  });

  it('its sheet comes as a file too: there already, and nothing doubled', async () => {
    const phone = await enrolled('203', 'carried');
    await phone.context.setOffline(true);
    await phone.choose('3');
    await phone.takeFile(await paperOf('203'));
    await phone.fillIn(figuresOf('203'));
    await phone.sign();
    const file = join(folder, 'handin.json');
    cpSync(await phone.save(phone.t.sent.handIn), file);
    const carried = () => cotejo('intake', file, '--server', run.desks);
    expect(await carried()).toMatchObject({ code: 0, out: expect.stringContaining('2 received, 0 there already') });
    await phone.context.setOffline(false);
    await phone.kept();
    await phone.proved();
    expect(await carried()).toMatchObject({ code: 0, out: expect.stringContaining('0 received, 2 there already') });
    await inPublic('203', 1, 1);
  });

  it('its app is updated in between: the draft is there, and goes out', async () => {
    const phone = await enrolled('203', 'updated');
    await phone.installed();
    const device = await phone.device();
    await phone.choose('3');
    await phone.tap(phone.page.getByText(phone.t.photo.figuresFirst));
    const [first = 0, ...rest] = figuresOf('203');
    await phone.typeOne(first);
    await run.process.interrupt();
    await phone.page.reload();
    await run.again(anotherVersion(folder));
    await phone.start();
    await phone.said(phone.t.shell.update);
    await phone.shoot('update-waits');
    await phone.page.reload();
    await expect.poll(() => isOtherVersion(phone.page), { timeout: 30_000 }).toBe(true);
    await phone.tap('a.card');
    await phone.tap(phone.page.locator('.steps a').nth(1));
    await phone.type(rest);
    await phone.tap('#good');
    await phone.sign();
    await phone.kept(['figures']);
    const sheet = await run.site.sheet('203', (now) => own(now, device).length > 0);
    expect(own(sheet, device)).toHaveLength(2);
  });

  it('nobody met an error, and all of it can be verified', async () => {
    expect([...phones.flatMap(({ errors }) => errors), ...people.errors]).toEqual([]);
    const { code, out, err } = await cotejo('verify', run.site.url, '--trust', `${run.out}/trust.json`);
    expect([code, err, out]).toEqual([0, '', expect.stringContaining('VERIFIED')]);
  });
});

/** What this phone read, contest by contest, of each of its messages. */
function own({ readings = [] }: SheetData, device: string) {
  return readings.filter((reading) => reading.device === device);
}

async function slow(session: CDPSession, bytesPerSecond: number): Promise<void> {
  const line = { offline: false, latency: 50, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond };
  await session.send('Network.emulateNetworkConditions', line);
}
