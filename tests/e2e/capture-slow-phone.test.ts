import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { filmOf, launchWithCamera } from './capture-camera.ts';
import { photographed } from './capture-odd-phones.ts';
import { People } from './capture-people.ts';
import { Volunteer } from './capture-phone.ts';
import { drawScan, PAPERS } from './counting-centre-election.ts';
import { CentreRun } from './counting-centre-run.ts';

/** What DESIGN calls slow 3G, and a phone with a sixth of this machine's speed. */
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOWER = 6;
const FIRST_LOAD_MOST = 150_000;

/** Bytes are held to their limit. Times are of this machine, whatever else it does: they are said and not judged. */
describe('a cheap phone on a bad line', () => {
  vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });
  let folder = '';
  let browser: Browser;
  let run: CentreRun;
  let phone: Volunteer;
  let code = '';
  const figures = Object.values(PAPERS['201'] ?? {}).flat();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-e2e-slow-'));
    run = await CentreRun.start();
    browser = await launchWithCamera(await filmOf(await drawScan(run.definition, { station: '201' }), folder));
    const people = await People.seat(browser, run, ['sol', 'pia']);
    await people.open();
    ({ code } = await people.handOut('Mercado'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await phone?.shoot('failed');
  });
  afterAll(async () => {
    await browser?.close();
    await run?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('loads in 150 kB, keeps a picture at once, and sends it in the end', async () => {
    phone = await Volunteer.open(browser, run.desks, { name: 'slow' });
    const session = await phone.context.newCDPSession(phone.page);
    const loaded = await bytesOf(session);
    await session.send('Network.emulateNetworkConditions', LINE);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });

    const firstLoad = await msOf(() => phone.start());
    const bytes = loaded();
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_MOST);
    const enrolment = await msOf(() => phone.enrol(code));

    await phone.choose('1');
    await phone.page.locator('#shutter:enabled').waitFor();
    const shutter = await msOf(() => taken(phone, () => phone.tap('#shutter')));
    await phone.fillIn(figures);
    const signed = await msOf(() => phone.sign());
    const sent = await msOf(() => phone.kept());

    await phone.start('#/');
    await phone.choose('2');
    const large = await photographed(await drawScan(run.definition, { station: '202' }), 3000, 12);
    const ofFile = await msOf(() => taken(phone, () => phone.takeFile(large)));
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
    console.log(
      [
        `first load on slow 3G, 6x CPU: ${bytes} bytes, ${seconds(firstLoad)}; enrolled in ${seconds(enrolment)}`,
        `shutter to kept on the phone: ${seconds(shutter)} (asked: 2 s); a picture of 12 megapixels: ${seconds(ofFile)}`,
        `signed and kept in ${seconds(signed)}; figures and picture kept safely ${seconds(sent)} later`,
      ].join('\n'),
    );
    expect(phone.errors).toEqual([]);
  });
});

/** The picture is in the phone's storage, and shown from there. */
async function taken(phone: Volunteer, take: () => Promise<void>): Promise<void> {
  await take();
  await phone.page.locator('.sheet-picture img').waitFor();
}

async function msOf(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** Bytes that came over the line for this page since, headers and compressed bodies. */
async function bytesOf(session: CDPSession): Promise<() => number> {
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => bytes;
}
