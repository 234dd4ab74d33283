import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GOOD_CODE, STATIONS } from '../../apps/capture/door.test-support.ts';
import type { PhoneView } from '../../apps/capture/phone-types.ts';
import { CaptureServer } from './capture-server.ts';
import { launchBrowser } from './counting-centre-run.ts';

/* What a real browser keeps of a phone: a tab killed in the middle, no network, an update, eviction, two tabs. */

let browser: Browser;
let server: CaptureServer;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await CaptureServer.start();
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  server.close();
});

/** Calls what the bare phone of the page offers (apps/capture/bare-phone.test-support.ts). */
function ask(page: Page, name: string, ...args: readonly unknown[]): Promise<unknown> {
  return page.evaluate(callBare, { name, args: [...args] });
}

function callBare({ name, args }: { readonly name: string; readonly args: readonly unknown[] }): unknown {
  const { bare } = globalThis as unknown as { bare?: Record<string, (...args: readonly unknown[]) => unknown> };
  return bare?.[name]?.(...args);
}

/** Waits until it says yes. */
async function yes(page: Page, name: string, ...args: readonly unknown[]): Promise<void> {
  await page.waitForFunction(callBare, { name, args: [...args] }, { timeout: 60_000 });
}

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.base}/capture/`);
  await yes(page, 'opened');
  return page;
}

async function enrolled(): Promise<Page> {
  const page = await open();
  expect(await ask(page, 'enrol', GOOD_CODE)).toMatchObject({ ok: true });
  return page;
}

const write = async (page: Page, side = 3000) => String(await ask(page, 'write', STATIONS[0], side));
const view = async (page: Page) => (await ask(page, 'view')) as PhoneView;

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await what()); ) {
    if (Date.now() > end) throw new Error(`it does not come: ${what}`);
    await new Promise((later) => setTimeout(later, 20));
  }
}

describe('a phone in a browser', () => {
  it('sends on where it was when its tab is killed in the middle, and takes from a picture what the camera wrote', async () => {
    let page = await enrolled();
    const puts = () => server.door.asked.filter((line) => line.startsWith('PUT')).length;
    server.patience = 4;
    const sheet = await write(page);
    await until(() => puts() >= 2);
    await page.close();
    server.patience = Infinity;
    const before = server.door.asked.length;
    page = await open();
    await yes(page, 'became', sheet, 'kept');
    expect(server.door.received.map(({ kind }) => kind).sort()).toEqual(['figures', 'sheet']);
    const resumed = server.door.asked.slice(before).filter((line) => line.startsWith('PUT'));
    expect(resumed[0]).not.toMatch(/at=0$/);
    await yes(page, 'proved', sheet);
    expect(await ask(page, 'pictureSize', sheet)).toEqual([2400, 1200]);
  });

  it('opens, is written on and signs without a network, and sends when there is one', async () => {
    let page = await enrolled();
    await yes(page, 'installed');
    await yes(page, 'compilesReader');
    server.down = true;
    await page.reload();
    await yes(page, 'opened');
    await yes(page, 'compilesReader');
    expect(await view(page)).toMatchObject({ enrolment: { scope: 'u0' }, election: { id: 'little' } });
    const sheet = await write(page, 400);
    await page.close();
    page = await open();
    expect((await view(page)).sheets).toMatchObject([{ id: sheet, sent: { figures: { kind: 'waiting' } } }]);
    server.down = false;
    await ask(page, 'sendNow');
    await yes(page, 'became', sheet, 'kept');
    expect(server.door.received).toHaveLength(2);
  });

  it('keeps everything over an update of its storage', async () => {
    const blank = await context.newPage();
    await blank.goto(`${server.base}/blank`);
    await blank.waitForFunction(() => 'bare' in globalThis);
    const key = String(await ask(blank, 'makeVersion1', server.door.setup(), STATIONS[0]));
    server.door.know(key);
    await blank.close();
    const page = await open();
    const { enrolment, sheets, lost } = await view(page);
    expect([lost, enrolment?.device.slice(0, 6)]).toEqual([false, 'phone-']);
    expect(sheets).toMatchObject([
      { id: 'draft', pages: [{ id: 'p1', bytes: 7 }], figures: [{ boxes: [1, 2, 'empty'] }], sent: null },
    ]);
    expect(sheets[0]?.pages[0]?.url).toMatch(/^blob:/);
    await ask(page, 'send', 'draft');
    await yes(page, 'became', 'draft', 'kept');
    expect(server.door.received).toHaveLength(2);
  });

  it.each(['indexeddb', 'indexeddb,cache_storage,service_workers', 'indexeddb,local_storage'])(
    'says that its key is gone when the browser cleared %s',
    async (storageTypes) => {
      const page = await enrolled();
      const session = await context.newCDPSession(page);
      await page.goto(`${server.base}/blank`);
      await session.send('Storage.clearDataForOrigin', { origin: server.base, storageTypes });
      await page.close();
      const again = await open();
      expect(await view(again)).toMatchObject({ lost: true, enrolment: null, sheets: [] });
    },
  );

  it('begins anew when the browser closes its storage while it opens', async () => {
    await (await enrolled()).close();
    // All that is read at the first opening breaks off.
    await context.addInitScript(`{
      const whole = IDBDatabase.prototype.transaction;
      let left = 7;
      IDBDatabase.prototype.transaction = function (...given) {
        const made = whole.apply(this, given);
        if (left-- > 0) queueMicrotask(() => made.abort());
        return made;
      };
    }`);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${server.base}/capture/`);
    await yes(page, 'opened');
    expect(await view(page)).toMatchObject({ lost: false, enrolment: { scope: 'u0' } });
    expect(errors).toEqual([]);
  });

  it('is sent by one of two tabs and shown by both; when that one goes, the other sends', async () => {
    const [first, second] = [await enrolled(), await open()];
    const sheet = await write(second, 400);
    await Promise.all([first, second].map((page) => yes(page, 'became', sheet, 'kept')));
    await first.close();
    const next = await write(second, 300);
    await yes(second, 'became', next, 'kept');
    const posts = server.door.asked.filter((line) => line === 'POST figures');
    expect([posts.length, server.door.received.length]).toEqual([2, 4]);
  });

  it('is signed once by two tabs that send it at the same moment', async () => {
    const blank = await context.newPage();
    await blank.goto(`${server.base}/blank`);
    await blank.waitForFunction(() => 'bare' in globalThis);
    server.door.know(String(await ask(blank, 'makeVersion1', server.door.setup(), STATIONS[0])));
    await blank.close();
    const tabs = [await open(), await open()];
    const sent = (await Promise.all(tabs.map((page) => ask(page, 'send', 'draft')))) as { readonly ok: boolean }[];
    expect(sent.filter(({ ok }) => ok)).toHaveLength(1);
    await Promise.all(tabs.map((page) => yes(page, 'became', 'draft', 'kept')));
    expect(server.door.received).toHaveLength(2);
  });

  it('is sent by the service worker when nobody has it open', async () => {
    const page = await enrolled();
    await yes(page, 'installed');
    server.down = true;
    const sheet = await write(page, 400);
    const blank = await context.newPage();
    const session = await context.newCDPSession(blank);
    const registration = new Promise<string>((found) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL.endsWith('/capture/'));
        if (own !== undefined) found(own.registrationId);
      });
    });
    await page.close();
    server.down = false;
    await blank.goto(`${server.base}/blank`);
    await session.send('ServiceWorker.enable');
    const registrationId = await registration;
    // What could not go out waits a little longer each time.
    const tag = 'cotejo-capture-send';
    for (let tries = 0; server.door.received.length < 2 && tries < 20; tries++) {
      await session.send('ServiceWorker.dispatchSyncEvent', {
        origin: server.base,
        registrationId,
        tag,
        lastChance: false,
      });
      await new Promise((later) => setTimeout(later, 500));
    }
    expect(server.door.received).toHaveLength(2);
    const again = await open();
    await yes(again, 'became', sheet, 'kept');
  });

  it('has a newer version wait for the next start', async () => {
    const page = await enrolled();
    await yes(page, 'installed');
    server.workerTail = '\n// another version';
    await ask(page, 'lookForUpdate');
    await until(async () => (await view(page)).update);
    await page.reload();
    await yes(page, 'nothingWaits');
    await yes(page, 'opened');
    let seen: PhoneView | null = null;
    // The page begins anew by itself when the newer worker takes over, which may be while it is asked.
    await until(async () => {
      seen = await view(page).catch(() => null);
      return seen?.update === false;
    });
    expect(seen).toMatchObject({ update: false, enrolment: { scope: 'u0' } });
  });
});
