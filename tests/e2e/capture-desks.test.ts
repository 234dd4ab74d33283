import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, toHex, utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { enrolmentCodeBytes, parseEnrolmentCode } from '../../src/model/one-time-code.ts';
import { enrolmentBytes } from '../../src/record/index.ts';
import { RealProcess } from '../cli/real-process.ts';
import { Desk } from './counting-centre-desk.ts';
import { launchBrowser } from './counting-centre-run.ts';

/** Codes for phones, lost phones, and readers that wait, at the desks of a demonstration. */
describe('the desks of those who let phones in', () => {
  let root = '';
  let browser: Browser;
  let run: RealProcess;
  let desks = '';
  let pages = '';

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'cotejo-e2e-capture-'));
    browser = await launchBrowser();
    const size = ['--stations', '300', '--states', '30', '--speed', '4', '--port', '0'];
    run = new RealProcess(['rehearse', '--demo', '--out', join(root, 'run'), ...size]);
    [, desks = ''] = await run.until(/[Dd]esks?[^\n]*(http:\/\/localhost:\d+)/);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.interrupt();
    rmSync(root, { recursive: true, force: true });
  });

  async function sit(name: string, language: 'es' | 'en'): Promise<Desk> {
    const desk = await Desk.open(browser, desks, name, language);
    await desk.page.goto(desks);
    await desk.fill('#in-name', name);
    await desk.fill('#in-password', 'demo-demo-demo');
    await desk.push(desk.t.signIn.go);
    await desk.page.locator('.who', { hasText: name }).waitFor();
    return desk;
  }

  /** A phone without a screen: it makes a key and brings the code. */
  async function enrol(name: string, shown: string) {
    const { election } = (await (await fetch(`${desks}/api/intake/election`)).json()) as { election: string };
    const code = expectOk(parseEnrolmentCode(shown), 'the code on the screen');
    const phone = signerFromSeed(nodeCrypto.sha256(utf8(name)));
    const key = toBase64(phone.publicKey);
    const hash = toHex(nodeCrypto.sha256(enrolmentCodeBytes(code)));
    const signature = toBase64(phone.sign(enrolmentBytes({ election, code: hash, key })));
    const answer = await fetch(`${desks}/api/intake/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, key, signature }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { device: string; only: string };
  }

  /** Shows a code for the first station. */
  async function handOut(desk: Desk, shot: string | null): Promise<string> {
    const { t, page } = desk;
    const { stations } = (await (await fetch(`${desks}/api/intake/election`)).json()) as { stations: string[] };
    const [station = ''] = stations;
    await desk.fill('#find-place', station);
    await desk.push(t.codes.search);
    await page.locator('.places').waitFor();
    await desk.choose(((await page.locator('.places label span').first().textContent()) ?? '').trim());
    if (shot !== null) await desk.examine(shot);
    await desk.push(t.codes.make);
    await page.locator('.code .secret').waitFor();
    return station;
  }

  it('a supervisor hands out a code, and replaces a phone that is lost', async () => {
    const sol = await sit('demo-supervisor-1', 'es');
    const { t, page } = sol;
    await sol.go('codes');
    await page.getByText(t.codes.onPage('1', '1')).waitFor();
    await sol.examine('codes-begun');
    const station = await handOut(sol, 'codes-found');
    const secret = page.locator('.code .secret');
    await sol.examine('codes-shown');
    expect(await page.locator('.code svg path').getAttribute('d')).toMatch(/^M\d+ \d+h\d+v1/);
    const lost = await enrol('lost', (await secret.textContent()) ?? '');
    expect(lost.only).toBe(station);
    await sol.push(t.people.codeDone);
    await sol.go('devices');
    const card = page.locator('article', { hasText: lost.device });
    await sol.confirm(t.devices.replace, card);
    await secret.waitFor();
    await sol.examine('devices-replacement');
    const found = await enrol('found', (await secret.textContent()) ?? '');
    expect(found.only).toBe(station);
    await sol.go('codes');
    await page.getByText(t.codes.replaces(lost.device)).waitFor();
    await sol.examine('codes-used');
    await sol.go('devices');
    await page.locator('article', { hasText: lost.device }).getByText(t.devices.revoked).waitFor();
    await sol.examine('devices-revoked');
    expect(sol.errors).toEqual([]);
  });

  it('an administrator leaves readers waiting, and all else goes on', async () => {
    const ada = await sit('demo-administrator', 'en');
    const { t, page } = ada;
    pages = ((await (await page.request.get(`${desks}/api/centre`)).json()) as { publicUrl: string }).publicUrl;
    const reads = async (path = '/es/index.html') => (await fetch(`${pages}${path}`)).status;
    await expect.poll(() => reads(), { timeout: 60_000 }).toBe(200);
    await ada.go('reading');
    await page.getByText(t.reading.on).waitFor();
    await ada.examine('reading-on');
    await ada.confirm(t.reading.close);
    await page.getByText(t.reading.off).waitFor();
    await ada.examine('reading-off');
    expect(await reads()).toBe(503);
    expect(await reads('/checkpoint')).toBe(503);
    const checkpoint = () => Number(readFileSync(join(root, 'run/public/checkpoint'), 'utf8').split('\n')[1]);
    const before = checkpoint();
    await ada.go('codes');
    await handOut(ada, null);
    await enrol('meanwhile', (await page.locator('.code .secret').textContent()) ?? '');
    await expect.poll(checkpoint, { timeout: 60_000 }).toBeGreaterThan(before);
    expect(await reads()).toBe(503);
    await ada.go('reading');
    await ada.confirm(t.reading.open);
    await page.getByText(t.reading.on).waitFor();
    const front = async () => (await fetch(`${pages}/es/index.html`)).text();
    await expect.poll(front, { timeout: 60_000 }).toContain('cerró las páginas públicas a la lectura');
    expect(ada.errors).toEqual([]);
  });
});
