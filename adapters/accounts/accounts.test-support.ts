import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { openAccounts } from './accounts.ts';
import { accountsPathOf } from './accounts-file.ts';
import type { Accounts, AccountsMode } from './accounts-port.ts';

/* A counting centre's accounts in a folder of their own, and a browser that keeps cookies. */

export const ORIGIN = 'http://desk.example';
export const PASSWORD = 'correct horse battery';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-accounts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Centre = { readonly accounts: Accounts; readonly directory: string; readonly lines: string[] };

export async function openCentre(
  options: {
    readonly directory?: string;
    readonly mode?: AccountsMode;
    readonly baseUrl?: string;
    readonly namesBegin?: string;
  } = {},
): Promise<Centre> {
  const directory = options.directory ?? temporaryFolder();
  const lines: string[] = [];
  const { mode = 'live', baseUrl = ORIGIN, namesBegin = '' } = options;
  const opened = await openAccounts({ directory, baseUrl, mode, namesBegin, log: (line) => lines.push(line) });
  const accounts = expectOk(opened, 'the accounts open');
  onTestFinished(() => accounts.close());
  return { accounts, directory, lines };
}

/** What stands in the file, read beside the program. */
export function rows(directory: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(accountsPathOf(directory), { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

export type Answer = { readonly status: number; readonly body: Record<string, unknown>; readonly response: Response };

export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #accounts: Accounts;
  readonly #client: string;

  constructor(accounts: Accounts, client = '192.0.2.1') {
    this.#accounts = accounts;
    this.#client = client;
  }

  headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Headers({ 'x-cotejo-client': this.#client, ...(cookie === '' ? {} : { cookie }) });
  }

  post(path: string, body: unknown = {}, origin: string | null = this.#accounts.origin): Promise<Answer> {
    const headers = this.headers();
    headers.set('content-type', 'application/json');
    if (origin !== null) headers.set('origin', origin);
    return this.#send(new Request(this.#url(path), { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  get(path: string): Promise<Answer> {
    return this.#send(new Request(this.#url(path), { headers: this.headers() }));
  }

  signIn(username: string, password = PASSWORD): Promise<Answer> {
    return this.post('/sign-in/username', { username, password });
  }

  session(options?: { readonly touch?: boolean }) {
    return this.#accounts.sessionOf(this.headers(), options);
  }

  #url(path: string): string {
    return `${this.#accounts.origin}/api/auth${path}`;
  }

  async #send(request: Request): Promise<Answer> {
    const response = await this.#accounts.handler(request);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text === '' ? '{}' : text), response };
  }
}

/** An account and a browser signed in to it. */
export async function signedIn({ accounts }: Centre, name = 'ada') {
  const account = expectOk(await accounts.createAccount({ name, password: PASSWORD, demo: false }), name);
  const browser = new Browser(accounts);
  await browser.signIn(name);
  return { account, browser };
}

/** The code that a telephone shows now (RFC 6238). */
export function totpOf(uri: unknown, at = Date.now()): string {
  const secret = new URL(String(uri)).searchParams.get('secret') ?? '';
  const bits = [...secret]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
