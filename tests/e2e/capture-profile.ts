import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { present } from '../../src/base/assert.ts';
import { CHROMIUM, HEADLESS } from './capture-camera.ts';

/* A phone whose whole browser dies and comes back with what is on its disk. */

export class PhoneProcess {
  readonly context: BrowserContext;
  readonly #child: ChildProcess;
  readonly #browser: Browser;

  private constructor(child: ChildProcess, browser: Browser) {
    this.#child = child;
    this.#browser = browser;
    this.context = present(browser.contexts()[0], 'the context of the profile');
  }

  static async start(profile: string): Promise<PhoneProcess> {
    const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--accept-lang=en-GB'];
    // A group of its own, so that its helpers die with it.
    const child = spawn(CHROMIUM, [...HEADLESS, ...own, 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    const address = new Promise<string>((found, failed) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const [, url] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
        if (url !== undefined) found(url);
      });
      child.once('exit', () => failed(new Error(`the browser ended: ${said}`)));
    });
    return new PhoneProcess(child, await chromium.connectOverCDP(await address));
  }

  /** No chance to put anything in order: as when the battery is taken out, or the system wants the memory. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const ended = once(this.#child, 'exit');
      process.kill(-pid, 'SIGKILL');
      await ended;
    }
    await this.#browser.close().catch(() => undefined);
  }
}
