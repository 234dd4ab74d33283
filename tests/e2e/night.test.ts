import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealProcess } from '../cli/real-process.ts';

/** The real page of a real run in a real browser: what `npm start` shows, while it shows it. */
describe('the page of a running night', () => {
  let folder = '';
  let browser: Browser;
  let run: RealProcess;
  let url = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-e2e-'));
    browser = await chromium.launch({
      executablePath: process.env['COTEJO_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const size = ['--stations', '600', '--states', '60', '--speed', '4'];
    run = new RealProcess(['rehearse', ...size, '--port', '0', '--out', join(folder, 'run')]);
    [, url = ''] = await run.until(/\| (http:\/\/localhost:\d+)/);
  });
  afterAll(async () => {
    await browser?.close();
    await run?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(path: string, width = 1280, scripts = true): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
    const page = await context.newPage();
    await page.goto(`${url}/${path}`);
    return page;
  }

  it('moves by itself, keeps what the reader opened, and shows its age', async () => {
    const page = await open('en/index.html');
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.locator('[data-live-age]', { hasText: 'ago' }).waitFor();
    await page.locator('main details summary').first().click();
    const counted = page.locator('[data-f="size"]').first();
    const before = await counted.textContent();
    await page
      .locator('[data-f="size"]', { hasNotText: before ?? '' })
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await page.locator('main details').first().getAttribute('open')).not.toBeNull();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('can be read with scripts off', async () => {
    const page = await open('es/index.html', 360, false);
    expect(await page.locator('h1').textContent()).toContain('Quelmara');
    expect(await page.locator('[data-f="p president expected"]').first().textContent()).toBe('600');
    await page.context().close();
  });

  it('ends, and every kind of page has no violation that axe can find', async () => {
    await run.until(/The page stays up until Ctrl-C/, 110_000);
    const place = /en\/u\/(u\d+)\.html/.exec(run.out)?.[1] ?? '';
    const board = ['en/board.html', 'es/board.html', 'en/collation.html', 'es/collation.html'];
    for (const path of [
      `es/u/${place}.html`,
      'en/index.html',
      'es/index.html',
      'en/verify.html',
      'index.html',
      ...board,
    ]) {
      for (const width of [360, 1280]) {
        const page = await open(path, width);
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
        expect(violations.map((v) => `${path} ${width}: ${v.id} ${v.nodes[0]?.html ?? ''}`)).toEqual([]);
        const widths = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
        const overflow = await page.evaluate(widths);
        expect(overflow).toBe(false);
        await page.context().close();
      }
    }
  });

  it('leads from the whole to one sheet by links alone', async () => {
    const page = await open('en/index.html');
    for (let depth = 0; depth < 8 && (await page.locator('article.sheet').count()) === 0; depth++) {
      await page.locator('main table tbody a[href*="u"]:visible').first().click();
      await page.waitForLoadState();
    }
    expect(await page.locator('article.sheet').count()).toBeGreaterThan(0);
    await page.locator('article.sheet details summary').first().click();
    expect(await page.locator('article.sheet details ol li').count()).toBeGreaterThan(3);
    await page.context().close();
  });
});
