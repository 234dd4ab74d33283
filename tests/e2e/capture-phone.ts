import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Language, TEXTS, type Texts } from '../../apps/capture/texts.ts';
import type { Bytes } from '../../src/base/bytes.ts';

/* Somebody at a polling station with the app on a phone: everything is done by thumb. */

const SHOTS = process.env['COTEJO_SHOTS'];
/** Every part of what the phone keeps, as a script of the page reads it. */
const ROWS_OF = (store: string) => `new Promise((done, failed) => {
  const asked = indexedDB.open('cotejo-capture');
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const rows = asked.result.transaction('${store}').objectStore('${store}').getAll();
    rows.onsuccess = () => { asked.result.close(); done(rows.result); };
  };
})`;

export const PHONE = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
} as const satisfies BrowserContextOptions;

export class Volunteer {
  readonly context: BrowserContext;
  readonly url: string;
  readonly name: string;
  readonly language: Language;
  readonly errors: string[] = [];
  readonly touch: boolean;
  page: Page;

  private constructor(
    context: BrowserContext,
    page: Page,
    url: string,
    { name, language, touch }: Required<Omit<Opening, 'prepare'>>,
  ) {
    this.context = context;
    this.page = page;
    this.url = url;
    this.name = name;
    this.language = language;
    this.touch = touch;
  }

  /** A phone that never saw the app. `prepare`: scripts that run before those of the page. */
  static async open(
    browser: Browser,
    url: string,
    { name = 'phone', language = 'es', prepare = [] as readonly string[] }: Opening = {},
  ): Promise<Volunteer> {
    const context = await browser.newContext({ ...PHONE, locale: language === 'es' ? 'es-BO' : 'en-GB' });
    for (const content of prepare) await context.addInitScript({ content });
    return Volunteer.in(context, url, { name, language, touch: true });
  }

  /** In a browser that is there already. */
  static async in(
    context: BrowserContext,
    url: string,
    { name = 'phone', language = 'es', touch = false }: Opening = {},
  ) {
    context.setDefaultTimeout(60_000);
    const volunteer = new Volunteer(context, await context.newPage(), url, { name, language, touch });
    volunteer.listen();
    return volunteer;
  }

  get t(): Texts {
    return TEXTS[this.language];
  }

  /** Errors that what was just done to the browser explains. */
  forget(expected: RegExp): void {
    const others = this.errors.filter((error) => !expected.test(error));
    this.errors.splice(0, this.errors.length, ...others);
  }

  private listen(): void {
    const note = (text: string) => this.errors.push(`${this.name}: ${text}`);
    this.page.on('pageerror', (error) => note(error.message));
    this.page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) note(message.text());
    });
  }

  /** The app, at its start or at the place that the address names. */
  async start(hash = ''): Promise<void> {
    await this.page.goto(`${this.url}/capture/${hash}`);
    await this.page.locator('h1').waitFor();
  }

  /** Closes the app and opens it again, as after hours in a pocket. */
  async reopen(): Promise<void> {
    await this.page.close();
    this.page = await this.context.newPage();
    this.listen();
    await this.start();
  }

  tap(target: string | Locator): Promise<void> {
    const first = (typeof target === 'string' ? this.page.locator(target) : target).first();
    // A browser that Playwright did not start has no touch: there it is a mouse.
    return this.touch ? first.tap() : first.click();
  }

  /** Until the browser has the whole app, and the reader of QR codes, for the time without a network. */
  async installed(): Promise<void> {
    await this.page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    const there = `caches.keys().then(async (names) => {
      const own = names.find((name) => name.startsWith('cotejo-app-'));
      const kept = own === undefined ? [] : await (await caches.open(own)).keys();
      return kept.some(({ url }) => url.endsWith('.wasm'));
    })`;
    await expect.poll(() => this.page.evaluate(there), { timeout: 60_000 }).toBe(true);
  }

  async enrol(code: string): Promise<void> {
    await this.start('#/enrol');
    await this.page.locator('#code').fill(code);
    await this.tap('button[type=submit]');
    await this.page.locator('#new-sheet').waitFor();
  }

  /** Begins a sheet of a station of the list; the camera opens. */
  async choose(table: string): Promise<void> {
    await this.tap('#new-sheet');
    await this.tap(this.page.getByRole('button', { name: this.t.station.name(table) }));
    await this.tap('#confirm');
    await this.page.locator('.photo').waitFor();
  }

  /** A picture that is on the phone already. */
  async takeFile(picture: Bytes, name = 'sheet.jpg'): Promise<void> {
    const file = { name, mimeType: 'image/jpeg', buffer: Buffer.from(picture) };
    await this.page.locator('#from-file').first().setInputFiles(file);
    await this.page.locator('.sheet-picture img').waitFor();
  }

  /** The figures on the keys of glass, in the order of the paper, until all are looked over. */
  async type(figures: readonly number[]): Promise<void> {
    for (const figure of figures) await this.typeOne(figure);
    await this.page.locator('ul.figures').first().waitFor();
  }

  async typeOne(figure: number): Promise<void> {
    for (const digit of String(figure)) await this.tap(this.page.locator('.pad').getByText(digit, { exact: true }));
    await this.tap('#next');
  }

  /** From the picture, which is good, over the figures to what will be signed. */
  async fillIn(figures: readonly number[]): Promise<void> {
    await this.tap('#good');
    await this.type(figures);
    await this.tap('#good');
    await this.page.locator('#sign').waitFor();
  }

  /** No picture: from the camera that was opened on to what will be signed. */
  async fillInOnly(figures: readonly number[]): Promise<void> {
    await this.tap(this.page.getByText(this.t.photo.figuresFirst));
    await this.type(figures);
    await this.tap('#good');
    await this.page.locator('#sign').waitFor();
  }

  async sign(): Promise<void> {
    await this.tap('#sign');
    await this.page.locator('.message').first().waitFor();
  }

  /** The page of the sheet that was begun last. */
  async look(table: string): Promise<void> {
    if (!/#\/?$/.test(this.page.url()) && /#/.test(this.page.url())) await this.page.goto(`${this.url}/capture/#/`);
    await this.tap(this.page.locator('a.card', { hasText: this.t.station.name(table) }));
    await this.page.locator('.message, .steps').first().waitFor();
  }

  /** How often a sentence stands on the screen. */
  async said(text: string, times = 1): Promise<void> {
    const found = this.page.locator('main').getByText(text);
    await found.nth(times - 1).waitFor();
  }

  /** Which of the two messages of a sheet are in the record. */
  async kept(which: readonly ('sheet' | 'figures')[] = ['sheet', 'figures']): Promise<void> {
    for (const message of which) await this.message(message).locator('.line.good').first().waitFor();
  }

  async proved(which: readonly ('sheet' | 'figures')[] = ['sheet', 'figures']): Promise<void> {
    for (const message of which) await this.message(message).getByText(this.t.sent.proofs.proved).waitFor();
  }

  message(which: 'sheet' | 'figures'): Locator {
    return this.page.locator('.message').nth(which === 'sheet' ? 0 : 1);
  }

  /** The phone's own name, as its start shows it. */
  async device(): Promise<string> {
    return ((await this.page.locator('.own .mono').textContent()) ?? '').trim();
  }

  /** A file that the app saves. */
  async save(label: string): Promise<string> {
    const saving = this.page.waitForEvent('download');
    await this.tap(this.page.getByRole('button', { name: label }));
    return (await saving).path();
  }

  rows<T>(store: string): Promise<readonly T[]> {
    return this.page.evaluate(ROWS_OF(store)) as Promise<readonly T[]>;
  }

  async shoot(name: string): Promise<void> {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SHOTS, `${this.name}-${name}.png`), fullPage: true });
  }
}

type Opening = {
  readonly name?: string;
  readonly language?: Language;
  readonly prepare?: readonly string[];
  readonly touch?: boolean;
};
