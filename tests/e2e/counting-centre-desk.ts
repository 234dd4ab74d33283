import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Language, TEXTS, type Texts } from '../../apps/desk/texts.ts';

/* One person at one desk: everything is done by keyboard. */

const SHOTS = process.env['COTEJO_SHOTS'];
const TABS_MAX = 120;
export const PASSWORD = 'una frase bastante larga';

export class Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly name: string;
  readonly language: Language;
  readonly url: string;
  readonly errors: string[] = [];
  /** Keys pressed since somebody set it to 0. */
  keys = 0;

  private constructor(context: BrowserContext, page: Page, url: string, name: string, language: Language) {
    this.context = context;
    this.page = page;
    this.url = url;
    this.name = name;
    this.language = language;
    page.on('pageerror', (error) => this.errors.push(`${name}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.errors.push(`${name}: ${message.text()}`);
    });
  }

  static async open(browser: Browser, url: string, name: string, language: Language, width = 1280): Promise<Desk> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: language });
    context.setDefaultTimeout(60_000);
    return new Desk(context, await context.newPage(), url, name, language);
  }

  get t(): Texts {
    return TEXTS[this.language];
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }

  async write(text: string): Promise<void> {
    for (const key of text) await this.press(key);
  }

  /** Tab until what is looked for has the focus: what cannot be reached so is lost to whoever has no mouse. */
  async to(target: Locator): Promise<void> {
    const first = target.first();
    await first.waitFor();
    const focused = first.and(this.page.locator(':focus'));
    for (let i = 0; i < TABS_MAX; i++) {
      if ((await focused.count()) > 0) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${this.name}: ${String(target)} is not reached by Tab at ${this.page.url()}`);
  }

  async fill(target: string | Locator, text: string): Promise<void> {
    await this.to(typeof target === 'string' ? this.page.locator(target) : target);
    await this.page.keyboard.insertText(text);
  }

  button(name: string, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  async push(name: string, within: Locator | Page = this.page): Promise<void> {
    await this.to(this.button(name, within));
    await this.press('Enter');
  }

  /** A button that asks back once. */
  async confirm(name: string, within: Locator | Page = this.page): Promise<void> {
    await this.push(name, within);
    await this.push(`${this.t.common.yes}: ${name}`, within);
  }

  async unfold(summary: string, within: Locator | Page = this.page): Promise<Locator> {
    const details = within.locator('details').filter({ has: this.page.locator('summary', { hasText: summary }) });
    await this.to(details.locator('summary'));
    if ((await details.first().getAttribute('open')) === null) await this.press('Enter');
    return details.first();
  }

  async choose(label: string, within: Locator | Page = this.page): Promise<void> {
    const radio = within.getByRole('radio', { name: label, exact: true });
    // A group is one stop of the Tab key; the arrows go through it.
    const group = radio.locator('xpath=ancestor::fieldset').getByRole('radio');
    await group.first().waitFor();
    const any = within.locator('input[type=radio]').and(this.page.locator(':focus'));
    for (let i = 0; i < TABS_MAX && (await any.count()) === 0; i++) await this.page.keyboard.press('Tab');
    await this.page.keyboard.press('Space');
    for (let i = 0; i < 10 && !(await radio.isChecked()); i++) await this.page.keyboard.press('ArrowDown');
    expect(await radio.isChecked()).toBe(true);
  }

  async both(id: string, es: string, en: string, within: Locator | Page = this.page): Promise<void> {
    await this.fill(within.locator(`[id="${id}-es"]`), es);
    await this.fill(within.locator(`[id="${id}-en"]`), en);
  }

  /** Of the first proposal on the screen. */
  async giveReason(es: string, en: string): Promise<void> {
    const first = await this.page.locator('textarea[id^=reason-]').first().getAttribute('id');
    await this.both((first ?? '').replace(/-es$/, ''), es, en);
  }

  async go(hash: string): Promise<void> {
    if (this.page.url() === 'about:blank') await this.page.goto(`${this.url}/#/${hash}`);
    else await this.page.evaluate(`window.location.hash = '#/${hash}'`);
    await this.page.locator('#main h1, #main .sheet-head').first().waitFor();
  }

  /** Sets the password with a one-time code, and signs in with it. */
  async redeem(code: string): Promise<void> {
    await this.page.goto(`${this.url}/#reset`);
    await this.fill('#code', code);
    await this.fill('#new-password', PASSWORD);
    await this.fill('#new-password-again', PASSWORD);
    await this.push(this.t.common.save);
    await this.page.getByText(this.t.signIn.done).waitFor();
    await this.signIn();
  }

  async signIn(): Promise<void> {
    await this.to(this.page.getByRole('link', { name: this.t.signIn.go }));
    await this.press('Enter');
    await this.fill('#in-name', this.name);
    await this.fill('#in-password', PASSWORD);
    await this.push(this.t.signIn.go);
    await this.page.locator('.who', { hasText: this.name }).waitFor();
  }

  /** What axe finds and what sticks out, on both widths and in both languages; what is being done stays as it is. */
  async examine(screen: string): Promise<void> {
    const before = this.page.viewportSize();
    for (const language of [this.language, this.language === 'es' ? 'en' : 'es'] as const) {
      await this.speak(language);
      for (const width of [360, 1280]) {
        await this.page.setViewportSize({ width, height: 900 });
        await examinePage(this.page, `${screen}-${language}-${width}`);
      }
    }
    await this.speak(this.language);
    if (before !== null) await this.page.setViewportSize(before);
  }

  async shoot(name: string): Promise<void> {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }

  /** Not by click: the focus is to stay where it is. */
  private async speak(language: Language): Promise<void> {
    await this.page.evaluate(`document.querySelector('.top button[lang=${language}]')?.click()`);
    await this.page.locator(`html[lang=${language}]`).waitFor();
  }
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function examinePage(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  expect.soft(violations.map((v) => `${name}: ${v.id} ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
  const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect.soft([name, await page.evaluate(over)]).toEqual([name, 0]);
}

/** The public pages as a stranger sees them: on a phone in Spanish, on a wide screen in English. */
export async function examinePublic(browser: Browser, url: string, name: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const path of ['es/index.html', 'en/index.html', 'es/u/u1.html', 'en/u/u1.html']) {
    await page.setViewportSize({ width: path.startsWith('es') ? 360 : 1280, height: 900 });
    await page.goto(`${url}/${path}`);
    await examinePage(page, `public-${name}-${path.replaceAll(/\W/g, '-')}`);
  }
  await context.close();
}
