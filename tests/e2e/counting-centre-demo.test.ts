import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cotejo, RealProcess } from '../cli/real-process.ts';
import { Volunteer } from './capture-phone.ts';
import { Desk } from './counting-centre-desk.ts';
import { launchBrowser } from './counting-centre-run.ts';
import { begin, send } from './counting-centre-typing.ts';

/** Somebody sits down at a desk of a rehearsal, as `npm start -- --demo` invites her to. */
describe('a desk of the demonstration', () => {
  let root = '';
  let browser: Browser;
  let run: RealProcess;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-e2e-demo-'));
    browser = await launchBrowser();
    const size = ['--stations', '300', '--states', '30', '--speed', '2', '--port', '0'];
    run = new RealProcess(['rehearse', '--demo', '--out', join(root, 'run'), ...size]);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.interrupt();
    rmSync(root, { recursive: true, force: true });
  });

  it('has a sheet to type, and says on every screen that nothing of it is real', async () => {
    const [, url = ''] = await run.until(/[Dd]esks?[^\n]*(http:\/\/localhost:\d+)/);
    const desk = await Desk.open(browser, url, 'demo-typist-1', 'en');
    await desk.page.goto(url);
    await desk.fill('#in-name', 'demo-typist-1');
    await desk.fill('#in-password', 'demo-demo-demo');
    await desk.push(desk.t.signIn.go);
    await desk.page.locator('.banner', { hasText: desk.t.shell.test }).waitFor();
    await begin(desk, 'typing');
    await desk.page.locator('.picture img').waitFor();
    await desk.page.locator('#box-0:focus').waitFor();
    await desk.examine('demo-typing');
    const boxes = await desk.page.locator('input.figure').count();
    // Whatever she reads: a colleague types it too, and a difference is for the verifier.
    for (let i = 0; i < boxes; i++) await desk.press('e');
    expect(await send(desk)).toBe(200);
    expect(desk.errors).toEqual([]);
  });

  it('lets a phone in by the address that is printed', async () => {
    const [, server = '', hash = ''] = await run.until(/Phone: (http:\/\/localhost:\d+)\/capture\/(#enrol=\w+)/);
    const phone = await Volunteer.open(browser, server, { language: 'en' });
    await phone.start(hash);
    await phone.said(phone.t.enrol.complete('14'));
    await phone.tap('button[type=submit]');
    await phone.page.locator('#new-sheet').waitFor();
    await phone.said(phone.t.home.scope(phone.t.home.someStations('300')));
    expect(phone.errors).toEqual([]);
  });

  it('is no folder for a real count', async () => {
    await run.interrupt();
    const { code, err, out } = await cotejo('count', 'examples/neighbourhood', '--out', join(root, 'run'));
    expect([code, out]).toEqual([5, '']);
    expect(err).not.toBe('');
  });
});
