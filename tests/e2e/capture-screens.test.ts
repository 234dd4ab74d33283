import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../adapters/pictures/sharp-limits.ts';
import { present } from '../../src/base/assert.ts';
import { enrolmentCode } from '../../src/model/one-time-code.ts';
import { type CapturePreview, capturePreview } from './capture-preview.ts';
import { CAPTURE_STATES, showState } from './capture-states.ts';

const AXE = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const QUIET = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const CODE = present(
  Array.from({ length: 40 }, (_, n) => enrolmentCode(Uint8Array.from({ length: 13 }, (__, i) => 3 * i + n))).find(
    (code) => code !== null && !code.startsWith('9'),
  ),
  'code',
);

/** What is smaller than a thumb needs: 48 px to each side. Links within a sentence are none of these. */
const SMALL = `[...document.querySelectorAll('a, button, input, summary')]
  .filter((e) => !e.classList.contains('skip'))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([, r]) => r.width > 0 && (r.width < 47.5 || r.height < 47.5))
  .map(([e, r]) => e.outerHTML.slice(0, 90) + ' ' + r.width + 'x' + r.height)`;
const BESIDE = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

describe('the screens of the phone', () => {
  let browser: Browser;
  let preview: CapturePreview;
  let photo = '';
  let other = '';
  const errors: string[] = [];

  beforeAll(async () => {
    preview = await capturePreview();
    const jpeg = await preview.photograph(0);
    photo = join(preview.folder, 'photo.jpg');
    other = join(preview.folder, 'other.jpg');
    writeFileSync(photo, jpeg);
    writeFileSync(other, await preview.photograph(3));
    // What the made-up camera sees, as a film of one picture.
    const camera = join(preview.folder, 'camera.mjpeg');
    const frame = await sharp(jpeg).resize(1080, 1440, { fit: 'cover' }).jpeg({ quality: 90 }).toBuffer();
    writeFileSync(camera, Buffer.concat([frame, frame]));
    const seeing = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    browser = await chromium.launch({
      executablePath: process.env['COTEJO_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-sync',
        ...QUIET,
        ...seeing,
        `--use-file-for-fake-video-capture=${camera}`,
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
  });

  async function open(options: BrowserContextOptions = {}, hash = '', script = ''): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'es-BO', ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    if (script !== '') await page.addInitScript(script);
    await page.goto(preview.url + hash);
    await page.locator('h1').waitFor({ state: 'attached' });
    return page;
  }
  const calls = (page: Page) => page.evaluate('window.cotejo.calls') as Promise<string[]>;
  const focused = (page: Page, selector: string) => page.locator(`${selector}:focus, ${selector}:focus-within`).count();

  /**
   * As somebody without a pointer gets there. A headless browser on a busy machine may let a Tab go to its own window: then it is
   * enough that the element stands in the order of Tab.
   */
  async function tabTo(page: Page, selector: string): Promise<void> {
    const wanted = page.locator(selector).first();
    await wanted.waitFor();
    for (let i = 0; i < 60 && (await focused(page, selector)) === 0; i++) await page.keyboard.press('Tab');
    if ((await focused(page, selector)) > 0) return;
    expect(await wanted.evaluate((e) => (e as unknown as { tabIndex: number }).tabIndex), selector).toBe(0);
    await wanted.focus();
    expect(await focused(page, selector), selector).toBeGreaterThan(0);
  }

  it('lead with the keyboard alone from the code to the signed sheet', async () => {
    const page = await open();
    await tabTo(page, 'a.key.main');
    await page.keyboard.press('Enter');
    await tabTo(page, '#code');
    await page.keyboard.type(CODE.toLowerCase());
    await page.keyboard.press('Enter');
    await tabTo(page, '#new-sheet');
    await page.keyboard.press('Enter');
    await tabTo(page, '#search');
    const first = present(preview.stations[0], 'station');
    await page.keyboard.type(first.id);
    await tabTo(page, '.key.row');
    await page.keyboard.press('Enter');
    await tabTo(page, '#confirm');
    await page.keyboard.press('Enter');
    await tabTo(page, '#from-file');
    // The window that Enter opens here is the browser's own.
    await page.locator('#from-file').first().setInputFiles(photo);
    await page.locator('.sheet-picture img').waitFor();
    await tabTo(page, '#good');
    await page.keyboard.press('Enter');
    await page.locator('#figure:focus').waitFor();
    const boxes = present(preview.truth.get(first.id)?.[0], 'tally').boxes;
    for (const [at, box] of boxes.entries()) {
      await page.keyboard.type(at === 1 ? 'v' : String(box));
      await page.keyboard.press('Enter');
    }
    await tabTo(page, '#good');
    await page.keyboard.press('Enter');
    await tabTo(page, '#sign');
    await page.keyboard.press('Enter');
    await page.locator('.message').first().waitFor();
    const made = await calls(page);
    expect(made[0]).toBe('askPersistence');
    expect(made[1]).toBe(`enrol ${CODE}`);
    expect(made.at(-1)).toMatch(/^send /);
    const written = (await page.evaluate('window.cotejo.phone.view.sheets[0].figures[0].boxes')) as unknown[];
    expect(written).toEqual(boxes.map((box, at) => (at === 1 ? 'empty' : box)));
    expect(await page.locator('main').innerText()).toContain('En este teléfono');
    await page.context().close();
  });

  it('scan the sheet, say that it is seen well, take it, and close the camera behind them', async () => {
    const watch = `const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      window.streams = [];
      navigator.mediaDevices.getUserMedia = async (c) => { const s = await ask(c); window.streams.push(s); return s; };`;
    const page = await open({ permissions: ['camera'] }, '', watch);
    const live = () =>
      page.evaluate(`window.streams.filter((s) => s.getTracks().some((t) => t.readyState === 'live')).length`);
    await page.evaluate(`window.cotejo.phone.enrol(${JSON.stringify(CODE)})`);
    await page.locator('#new-sheet').click();
    await page.locator('#scan').click();
    await page.locator('#confirm').waitFor();
    expect(await page.locator('main').innerText()).toContain(present(preview.stations[0], 'station').id);
    expect(await live()).toBe(0);
    await page.locator('#confirm').click();
    await page.getByText('Se ve bien').waitFor();
    expect(await live()).toBe(1);
    const hide = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
      );
    await hide(true);
    expect(await live()).toBe(0);
    await hide(false);
    await page.locator('#shutter:not([disabled])').waitFor();
    expect(await live()).toBe(1);
    await page.locator('#shutter').click();
    await page.locator('.sheet-picture img').waitFor();
    expect(await live()).toBe(0);
    const [width, height] = (await page.evaluate(
      `(async () => { const i = document.querySelector('.sheet-picture img'); await i.decode(); return [i.naturalWidth, i.naturalHeight]; })()`,
    )) as [number, number];
    expect([width, height]).toEqual([1080, 1440]);
    expect(await page.locator('.notice').count()).toBe(0);
    await page.context().close();
  });

  it('say when the picture is of another station, and put a new one in its place', async () => {
    const page = await open();
    await page.evaluate(`window.cotejo.phone.enrol(${JSON.stringify(CODE)})`);
    await page.evaluate(`window.cotejo.phone.start(window.cotejo.phone.view.enrolment.stations[0])`);
    await page.evaluate(`location.hash = '#/sheet/s1/photo'`);
    await page.locator('#from-file').setInputFiles(other);
    await page.locator('.notice.warn').waitFor();
    expect(await page.locator('.notice.warn').innerText()).toContain(present(preview.stations[3], 'station').id);
    await page.locator('#retake').click();
    await page.locator('#from-file').setInputFiles(photo);
    await page.locator('#good.main').waitFor();
    await page.waitForTimeout(300);
    expect(await page.locator('.notice.warn').count()).toBe(0);
    expect(await page.evaluate('window.cotejo.phone.view.sheets[0].pages.length')).toBe(1);
    await page.context().close();
  });

  it('lose nothing by going back, nor by another language', async () => {
    const page = await open();
    await page.evaluate(`window.cotejo.phone.enrol(${JSON.stringify(CODE)})`);
    await page.evaluate(`window.cotejo.phone.start(window.cotejo.phone.view.enrolment.stations[0])`);
    await page.evaluate(`location.hash = '#/sheet/s1'`);
    await page.locator('.steps a').nth(1).click();
    await page.locator('#figure').waitFor();
    for (const digit of ['1', '2', '0']) await page.locator('.digit', { hasText: digit }).first().click();
    await page.locator('#next').click();
    await page.locator('#empty').click();
    await page.goBack();
    await page.locator('.steps').waitFor();
    expect(await page.locator('.steps').innerText()).toContain('2 de 11');
    await page.locator('#language').click();
    expect(await page.locator('.steps').innerText()).toContain('2 of 11');
    await page.locator('.steps a').nth(1).click();
    await page.locator('#before').click();
    expect(await page.locator('#figure-state').innerText()).toBe('empty on the paper');
    await page.locator('#before').click();
    expect(await page.locator('#figure').inputValue()).toBe('120');
    await page.locator('.digit[aria-label]').click();
    expect(await page.locator('#figure').inputValue()).toBe('12');
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.context().close();
  });

  it('go on with a file where there is no camera', async () => {
    const none = `navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };`;
    const page = await open({}, '', none);
    await page.evaluate(`window.cotejo.phone.enrol(${JSON.stringify(CODE)})`);
    await page.evaluate(`window.cotejo.phone.start(window.cotejo.phone.view.enrolment.stations[0])`);
    await page.evaluate(`location.hash = '#/sheet/s1/photo'`);
    await page.locator('.notice.warn').waitFor();
    expect(await page.locator('#from-file:visible').count()).toBe(1);
    await page.locator('#camera-app:visible').setInputFiles(photo);
    await page.locator('.sheet-picture img').waitFor();
    await page.evaluate(`location.hash = '#/station'`);
    await page.locator('#scan').click();
    await page.getByText('Escriba el código a mano').waitFor();
    await page.locator('#by-hand').click();
    await page.locator('#station-code').waitFor();
    await page.context().close();
  });

  it.each([
    ['es', 360, 'light'],
    ['en', 320, 'dark'],
    ['es', 1280, 'dark'],
    ['en', 1280, 'light'],
  ] as const)(
    'have in every state nothing that axe finds, nothing small, nothing beside the screen: %s %i %s',
    async (language, width, colorScheme) => {
      const page = await open({
        viewport: { width, height: width === 320 ? 568 : 740 },
        locale: language,
        colorScheme,
        permissions: ['camera'],
      });
      const shots = process.env['COTEJO_SHOTS'];
      const folder = shots === undefined ? null : join(shots, `${language}-${width}-${colorScheme}`);
      if (folder !== null) mkdirSync(folder, { recursive: true });
      const found: string[] = [];
      for (const state of CAPTURE_STATES) {
        await showState(page, preview, state);
        const { violations } = await new AxeBuilder({ page }).withTags(AXE).analyze();
        found.push(...violations.map((v) => `${state.name}: ${v.id} ${v.nodes[0]?.html ?? ''}`));
        found.push(...((await page.evaluate(SMALL)) as string[]).map((small) => `${state.name}: ${small}`));
        if (await page.evaluate(BESIDE)) found.push(`${state.name}: beside the screen`);
        if (folder !== null) await page.screenshot({ path: join(folder, `${state.name}.png`), fullPage: true });
      }
      expect(found).toEqual([]);
      await page.context().close();
    },
  );

  it('have room for letters of twice the size', async () => {
    const page = await open({ permissions: ['camera'] });
    await page.addStyleTag({ content: 'html { font-size: 212.5% !important; }' });
    const found: string[] = [];
    for (const state of CAPTURE_STATES) {
      await showState(page, preview, state);
      if (await page.evaluate(BESIDE)) found.push(state.name);
      const shots = process.env['COTEJO_SHOTS'];
      if (shots === undefined) continue;
      mkdirSync(join(shots, 'twice'), { recursive: true });
      await page.screenshot({ path: join(shots, 'twice', `${state.name}.png`), fullPage: true });
    }
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('met no error on the way', () => {
    expect(errors).toEqual([]);
  });
});
