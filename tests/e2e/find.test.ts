import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealProcess } from '../cli/real-process.ts';

type Place = readonly [page: string, name: string, context: string, stations: readonly string[]];
const LANGUAGES = ['es', 'en'] as const;
const WORDS = {
  es: {
    none: 'No se encontró nada',
    more: 'escriba algo más',
    failed: 'No se pudo bajar',
    sheet: 'Acta',
    without: 'JavaScript',
  },
  en: {
    none: 'Nothing found',
    more: 'write more',
    failed: 'could not be fetched',
    sheet: 'Sheet',
    without: 'JavaScript',
  },
};

/** A voter with a cheap phone, before the pages of a finished run. */
describe('find your station', () => {
  let folder = '';
  let browser: Browser;
  let run: RealProcess;
  let url = '';
  let places: readonly Place[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cotejo-e2e-find-'));
    const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({
      executablePath: process.env['COTEJO_CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-sync', ...quiet],
    });
    const size = ['--stations', '900', '--states', '4', '--speed', 'max'];
    run = new RealProcess(['rehearse', ...size, '--port', '0', '--out', join(folder, 'run')]);
    [, url = ''] = await run.until(/(http:\/\/localhost:\d+)/);
    await run.until(/The page stays up until Ctrl-C/, 110_000);
    const index = (await (await fetch(`${url}/data/find.json`)).json()) as { places: readonly Place[] };
    places = index.places;
  });
  afterAll(async () => {
    await browser?.close();
    await run?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(path: string, width = 360, scripts = true): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 740 }, javaScriptEnabled: scripts });
    const page = await context.newPage();
    await page.goto(`${url}/${path}`);
    return page;
  }
  const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const accented = (): Place => {
    const found = places.find(([, name]) => /[ñáéíóú]/.test(name));
    if (found === undefined) throw new Error('no name with an accent');
    return found;
  };

  it('leads from the front page by the number of a sheet to that sheet', async () => {
    const [unit, name, , stations] = places.at(-1) ?? ['', '', '', []];
    const number = stations.at(-1)?.split(' ').at(-1) ?? '';
    for (const language of LANGUAGES) {
      const page = await open(`${language}/index.html`);
      await page.locator('main a[href="find.html"]').click();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await page.locator('#query').waitFor();
      await page.locator('#query').pressSequentially(number, { delay: 20 });
      const first = page.locator('#found a').first();
      await first.waitFor();
      expect(await first.textContent()).toContain(`${WORDS[language].sheet} ${number}`);
      expect(await first.textContent()).toContain(name);
      expect(asked.filter((path) => path.endsWith('find.json'))).toHaveLength(1);
      await first.click();
      await page.waitForURL(`**/${language}/u/${unit}.html#s${number}`);
      expect(await page.locator('article.sheet:target').count()).toBe(1);
      await page.context().close();
    }
  });

  it('finds a place by words without accents, with the keyboard alone', async () => {
    const [unit, name] = accented();
    for (const language of LANGUAGES) {
      const page = await open(`${language}/find.html`);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.locator('#query').waitFor();
      for (let i = 0; i < 12 && (await page.locator('#query:focus').count()) === 0; i++)
        await page.keyboard.press('Tab');
      await page.keyboard.type(bare(name));
      await page.keyboard.press('Enter');
      await page.locator('#found a:focus').waitFor();
      expect(await page.locator('#found a').first().textContent()).toContain(name);
      const addresses = await page.locator('#found a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
      expect(addresses).toContain(`u/${unit}.html`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/u\/u\d+\.html$/);
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });

  it('says what it did not find, how many it does not show, and when the list does not come', async () => {
    for (const language of LANGUAGES) {
      const page = await open(`${language}/find.html`, 320);
      let broken = true;
      await page.route('**/data/find.json', (route) => (broken ? route.abort() : route.continue()));
      await page.locator('#query').fill('a');
      await page.getByText(WORDS[language].failed).waitFor();
      broken = false;
      await page.locator('#query').fill('zzzz <b>');
      await page.getByText(WORDS[language].none).waitFor();
      expect(await page.locator('#said').textContent()).toContain('zzzz <b>');
      await page.locator('#query').fill('a');
      await page.getByText(WORDS[language].more).waitFor();
      expect(await page.locator('#found a').count()).toBe(30);
      await page.locator('#query').fill('');
      await page.locator('#found a').first().waitFor({ state: 'detached' });
      expect(await page.locator('#said').textContent()).toBe('');
      await page.context().close();
    }
  });

  it('keeps what was found when the count moves on', async () => {
    const page = await open('es/find.html');
    await page.locator('#query').fill('a');
    await page.locator('#found a').first().waitFor();
    let grown = 0;
    await page.route('**/checkpoint', async (route) => {
      const lines = (await (await route.fetch()).text()).split('\n');
      await route.fulfill({ body: [lines[0], Number(lines[1]) + grown, ...lines.slice(2)].join('\n') });
    });
    await page.route('**/data/state.json', async (route) => {
      const state = (await (await route.fetch()).json()) as { size: number };
      await route.fulfill({ json: { ...state, size: state.size + grown } });
    });
    for (grown = 1; grown <= 2; grown++) {
      // live.js looks again when the page comes to the front; it then fetches the page to see whether it changed.
      const again = page.waitForResponse('**/es/find.html');
      await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      await (await again).finished();
      await page.waitForTimeout(200);
      expect(await page.locator('#query').inputValue()).toBe('a');
      expect(await page.locator('#found a').count()).toBe(30);
    }
    await page.context().close();
  });

  it('has no violation that axe can find and nothing beside the screen, empty and with results', async () => {
    for (const language of LANGUAGES) {
      for (const width of [320, 360, 1280]) {
        const page = await open(`${language}/find.html`, width);
        for (const query of ['', 'a', 'zzzz']) {
          await page.locator('#query').fill(query);
          if (query !== '') await page.locator('#said', { hasText: /\d|zzzz/ }).waitFor();
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
          expect(violations.map((v) => `${width} "${query}": ${v.id} ${v.nodes[0]?.html ?? ''}`)).toEqual([]);
          const widths = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
          expect(await page.evaluate(widths)).toBe(false);
          const shots = process.env['COTEJO_SHOTS'];
          if (shots !== undefined) await page.screenshot({ path: join(shots, `${language}-${width}-${query}.png`) });
        }
        await page.context().close();
      }
    }
  });

  it('without scripts says how to get there, and shows no field that does nothing', async () => {
    for (const language of LANGUAGES) {
      const page = await open(`${language}/find.html`, 360, false);
      expect(await page.locator('main').innerText()).toContain(WORDS[language].without);
      expect(await page.locator('#query').isVisible()).toBe(false);
      const shots = process.env['COTEJO_SHOTS'];
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${language}-without.png`) });
      await page.locator('main a').click();
      await page.waitForURL(`**/${language}/index.html`);
      await page.context().close();
    }
  });
});
