import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePreview } from './pages-preview.ts';

const CHROMIUM = process.env['COTEJO_CHROMIUM'] ?? '/usr/bin/chromium';
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  json: 'application/json',
};
const PAGES = [
  'index.html',
  'es/index.html',
  'en/index.html',
  'es/verify.html',
  'en/verify.html',
  'es/u/u412.html',
  'en/u/u412.html',
  'es/u/u413.html',
].map((p) => `test/${p}`);
PAGES.push('sent/es/index.html', 'sent/en/u/u412.html');
PAGES.push('canvass/es/index.html', 'canvass/en/u/u2.html', 'canvass/es/board.html', 'canvass/en/board.html');
PAGES.push('estimate/es/index.html', 'estimate/es/estimate.html', 'estimate/en/over.html', 'estimate/es/method.html');
PAGES.push('stop/es/index.html', 'stop/en/index.html', 'end/es/index.html', 'end/en/index.html', 'end/en/u/u1.html');

/** Files that a test puts in the way of those on disk. */
const replaced = new Map<string, string>();

/** A static host that knows nothing of Cotejo. */
function serve(folder: string): Promise<{ readonly server: Server; readonly base: string }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname).slice(1);
    const file = join(folder, path);
    const text = replaced.get(path) ?? (existsSync(file) ? readFileSync(file) : null);
    if (text === null) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[path.split('.').pop() ?? ''] ?? 'text/plain';
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no address');
      resolve({ server, base: `http://127.0.0.1:${address.port}` });
    });
  });
}

/** A checkpoint with a heartbeat of a moment. Nobody verifies it here: the page shows and does not verify. */
function checkpoint(size: number, at: number): string {
  const beat = Buffer.alloc(76);
  beat.writeBigUInt64BE(BigInt(Math.floor(at / 1000)), 4);
  const log = Buffer.alloc(68).toString('base64');
  return `example/log\n${size}\n${Buffer.alloc(32).toString('base64')}\n\n\u2014 example/log ${log}\n\u2014 example/beat ${beat.toString('base64')}\n`;
}

let browser: Browser;
let server: Server;
let base = '';
let folder = '';

beforeAll(async () => {
  folder = writePreview();
  ({ server, base } = await serve(folder));
  browser = await chromium.launch({
    executablePath: CHROMIUM,
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
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  if (folder !== '') rmSync(folder, { recursive: true });
});

async function withPage(
  path: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    await page.goto(`${base}/${path}`);
    await use(page);
  } finally {
    await context.close();
  }
}

const size = (width: number): BrowserContextOptions => ({ viewport: { width, height: 900 } });

// Run in the browser, as text: the compiler zone of the tests does not know a document.
const OPEN_ALL = `for (const e of document.querySelectorAll('details')) e.open = true`;
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const TAB_STOPS = `[...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((e) => e.checkVisibility()).length`;
const FOCUSED = `(() => {
  const e = document.activeElement;
  return [e.tagName, e.getAttribute('href') ?? '', getComputedStyle(e).outlineStyle].join(' ');
})()`;

describe('accessibility', () => {
  for (const path of PAGES) {
    it(`axe finds nothing on ${path}`, async () => {
      // Two of the four: contrast does not depend on the width, and structure does not on the colours.
      for (const [width, colorScheme] of [
        [360, 'light'],
        [1280, 'dark'],
      ] as const) {
        await withPage(path, { ...size(width), colorScheme }, async (page) => {
          await page.evaluate(OPEN_ALL);
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
          expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
        });
      }
    });
  }

  it('no page scrolls sideways at 320 px, nor at 640 px and twice the text', async () => {
    for (const path of PAGES) {
      for (const width of [320, 640]) {
        await withPage(path, { ...size(width), bypassCSP: true }, async (page) => {
          if (width === 640) await page.addStyleTag({ content: 'html { font-size: 200% !important; }' });
          await page.evaluate(OPEN_ALL);
          const over = await page.evaluate(OVERFLOW);
          expect([path, width, over]).toEqual([path, width, 0]);
        });
      }
    }
  });

  it('the keyboard reaches every link, summary and wide table, first of all the way past the header', async () => {
    for (const path of ['test/es/u/u412.html', 'end/en/index.html']) {
      await withPage(path, { ...size(1280), javaScriptEnabled: true }, async (page) => {
        const expected = Number(await page.evaluate(TAB_STOPS));
        const reached: string[] = [];
        for (let i = 0; i < expected; i++) {
          await page.keyboard.press('Tab');
          reached.push(String(await page.evaluate(FOCUSED)));
        }
        expect(reached[0]).toBe('A #main solid');
        expect(reached.filter((r) => r.startsWith('BODY') || !r.endsWith('solid'))).toEqual([]);
      });
    }
  });
});

describe('without scripts', () => {
  it('every page can be read, and names no figure that a script would have to fill', async () => {
    for (const path of PAGES) {
      await withPage(path, { ...size(360), javaScriptEnabled: false }, async (page) => {
        const text = await page.locator('body').innerText();
        expect(text.length).toBeGreaterThan(40);
        expect(text).not.toMatch(/[{}]|undefined|NaN|\[object/);
        expect(await page.locator('h1').count()).toBe(1);
      });
    }
  });
});

describe('live', () => {
  const EMPTY_ALERTS = '#live p:not(.said)';

  it('asks nothing of other hosts, and breaks no rule of its own policy', async () => {
    const complaints: string[] = [];
    const context = await browser.newContext(size(1280));
    const page = await context.newPage();
    page.on('request', (r) => r.url().startsWith(base) || r.url().startsWith('data:') || complaints.push(r.url()));
    page.on('pageerror', (e) => complaints.push(e.message));
    page.on('console', (m) => /policy/i.test(m.text()) && complaints.push(m.text()));
    replaced.set('end/checkpoint', checkpoint(67_369, Date.now()));
    await page.goto(`${base}/end/es/index.html`);
    await page.waitForTimeout(500);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('shows the age of the heartbeat, and warns when it is over a minute or in the future', async () => {
    for (const [ahead, pattern] of [
      [-5_000, null],
      [-130_000, /no da señal desde hace 2 min/],
      [300_000, /reloj de este aparato/],
    ] as const) {
      replaced.set('stop/checkpoint', checkpoint(28_981, Date.now() + ahead));
      await withPage('stop/es/index.html', size(360), async (page) => {
        await page.waitForSelector('[data-live-age]:not(:empty)');
        const alerts = await page.locator(EMPTY_ALERTS).allInnerTexts();
        if (pattern === null) expect(alerts).toEqual([]);
        else expect(alerts.join(' ')).toMatch(pattern);
      });
    }
  });

  it('raises no alarm over a replay that has ended, however long ago', async () => {
    replaced.set('end/checkpoint', checkpoint(67_369, Date.now() - 30 * 86_400_000));
    for (const [path, words] of [
      ['end/es/index.html', 'La reproducción terminó. Última señal firmada: '],
      ['end/en/u/u1.html', 'The replay has ended. Last signed sign of life: '],
    ] as const) {
      await withPage(path, size(360), async (page) => {
        await page.waitForSelector('[data-live-age]:not(:empty)');
        expect(await page.locator('[data-live-age]').innerText()).toContain(words);
        expect(await page.locator(EMPTY_ALERTS).allInnerTexts()).toEqual([]);
      });
    }
  });

  it('tells a page of a place the state and a stop, which it does not carry itself', async () => {
    replaced.set('stop/checkpoint', checkpoint(28_981, Date.now()));
    await withPage('stop/en/u/u1.html', size(1280), async (page) => {
      await page.waitForSelector('#live p');
      expect(await page.locator(EMPTY_ALERTS).allInnerTexts()).toEqual([
        expect.stringMatching(/Publication of the preliminary count has been stopped since 20 Oct 2019, 19:40:57/),
      ]);
      expect(await page.locator('[data-live-state]').innerText()).toContain('28,981 events');
    });
  });

  it('swaps the main element when the state has grown, and keeps place, focus and what was open', async () => {
    replaced.set('end/checkpoint', checkpoint(67_369, Date.now()));
    await withPage('end/es/index.html', size(1280), async (page) => {
      await page.waitForSelector('[data-live-age]:not(:empty)');
      await page.locator('details summary').first().click();
      await page.locator('a[href="u/u36.html"]').last().focus();
      const before = await page.evaluate('window.scrollY');
      const old = await (await page.request.get(`${base}/end/es/index.html`)).text();
      const state = JSON.parse(await (await page.request.get(`${base}/end/data/state.json`)).text()) as object;
      replaced.set('end/es/index.html', old.replace('>2.889.359<', '>2.889.360<'));
      replaced.set('end/data/state.json', JSON.stringify({ ...state, size: 67_400 }));
      replaced.set('end/checkpoint', checkpoint(67_401, Date.now()));
      await page.waitForSelector('text=2.889.360', { timeout: 15_000 });
      expect(await page.locator('details').first().getAttribute('open')).toBe('');
      expect(await page.evaluate(`document.activeElement?.getAttribute('href')`)).toBe('u/u36.html');
      expect(await page.evaluate('window.scrollY')).toBe(before);
    });
    replaced.clear();
  });
});
