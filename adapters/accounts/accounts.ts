import crypto from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { err, ok, type Result } from '../../src/base/result.ts';
import { type AccountsFile, accountsPathOf, openAccountsFile, type Row } from './accounts-file.ts';
import { openAccountsKey } from './accounts-key.ts';
import type {
  AccountSummary,
  Accounts,
  AccountsError,
  AccountsMode,
  AccountsOptions,
  CreatedAccount,
  CredentialError,
  DeskSession,
  NewAccount,
  TooMany,
} from './accounts-port.ts';
import { RequestLimits } from './attempts.ts';
import { type Auth, type AuthSetting, createAuth, migrate } from './auth.ts';
import { answerRequest } from './auth-requests.ts';
import { checkName, checkPassword, DEMO_PREFIX, hashOfNoPassword } from './credentials.ts';
import { issueCode, type Purpose, randomBase32, useCode } from './one-time-codes.ts';
import { hashPassword } from './password-hash.ts';

/** Without a request of its person for so long, a session ends. */
export const IDLE_MS = 2 * 60 * 60_000;
/** A session's last use is noted this often, not at every request: each note is a sync of the disk. */
const NOTE_MS = 60_000;
/** Wrong guesses at one-time codes per client, which may be a whole centre's address; a code has 80 bits. */
const CODE_GUESSES = { window: 600, max: 10 };

const SUMMARY = `SELECT u.id, u.username, u.pseudonym, u.kind, u.disabled, u.createdAt,
    (u.twoFactorEnabled = 1 OR EXISTS (SELECT 1 FROM passkey p WHERE p.userId = u.id)) AS secondFactor FROM user u`;

/** Opens a run's accounts, and makes their file and secret where there are none. */
export async function openAccounts(options: AccountsOptions): Promise<Result<Accounts, AccountsError>> {
  const origin = originOf(options.baseUrl);
  if (origin === null) {
    return err({ kind: 'base-url-invalid', detail: `"${options.baseUrl}" is no http or https address of a server` });
  }
  const names = Object.keys(process.env).filter((name) => name.startsWith('BETTER_AUTH_'));
  if (names.length > 0) {
    const detail = 'these variables would change secrets, trusted origins or telemetry: unset them';
    return err({ kind: 'environment-interferes', names, detail });
  }
  const path = accountsPathOf(options.directory);
  let file: AccountsFile | null = null;
  try {
    if (typeof crypto.argon2 !== 'function') throw new Error('argon2 needs Node 24.7 or newer');
    file = openAccountsFile(options.directory);
    const opened = await openWith(file, path, origin, options);
    if (!opened.ok) file.close();
    return opened;
  } catch (cause) {
    file?.close();
    return err({ kind: 'accounts-unusable', path, detail: String((cause as Error).message) });
  }
}

async function openWith(
  file: AccountsFile,
  path: string,
  origin: string,
  { directory, mode, namesBegin = '', log = () => {} }: AccountsOptions,
): Promise<Result<Accounts, AccountsError>> {
  const fresh = file.get("SELECT 1 FROM sqlite_schema WHERE name = 'user'") === undefined;
  const create = fresh || file.get('SELECT 1 FROM user') === undefined;
  const secret = openAccountsKey(directory, create);
  if (!secret.ok) return secret;
  const setting: AuthSetting = { file, secret: secret.value, origin, log };
  await migrate(setting);
  const now = new Date().toISOString();
  for (const table of ['session', 'verification']) file.db.prepare(`DELETE FROM ${table} WHERE expiresAt < ?`).run(now);
  const demo = file.all("SELECT username FROM user WHERE kind = 'demo' ORDER BY username LIMIT 5");
  if (mode === 'live' && demo.length > 0) {
    const detail = 'a live count starts with a folder of its own: move this file away, or open it in demo mode';
    const names = demo.map(({ username }) => String(username));
    return err({ kind: 'demo-accounts-in-live-mode', path, names, detail });
  }
  return ok(new OpenAccounts(file, createAuth(setting), origin, mode, namesBegin));
}

function originOf(baseUrl: string): string | null {
  const url = URL.parse(baseUrl);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' ? url.origin : null;
}

class OpenAccounts implements Accounts {
  readonly mode: AccountsMode;
  readonly origin: string;
  readonly #file: AccountsFile;
  readonly #auth: Auth;
  readonly #namesBegin: string;
  readonly #codeGuesses = new RequestLimits();
  #busy = 0;
  #closed = false;

  constructor(file: AccountsFile, auth: Auth, origin: string, mode: AccountsMode, namesBegin: string) {
    this.#file = file;
    this.#auth = auth;
    this.#namesBegin = namesBegin;
    this.origin = origin;
    this.mode = mode;
  }

  async handler(request: Request): Promise<Response> {
    this.#busy += 1;
    try {
      return await answerRequest(request, this.origin, async () => {
        // better-auth knows of no idle sessions and no disabled accounts: those end before it is asked.
        if (request.headers.has('cookie')) await this.#session(request.headers, false);
        return this.#auth.handler(request);
      });
    } finally {
      this.#busy -= 1;
    }
  }

  async sessionOf(headers: Headers, { touch = true } = {}): Promise<DeskSession | null> {
    if (!headers.has('cookie')) return null;
    this.#busy += 1;
    try {
      return await this.#session(headers, touch);
    } finally {
      this.#busy -= 1;
    }
  }

  async #session(headers: Headers, touch: boolean): Promise<DeskSession | null> {
    const found = await this.#auth.api.getSession({ headers });
    if (found === null) return null;
    const { id, userId, createdAt, updatedAt, secondFactor } = found.session;
    const account = this.#summary('u.id = ?', userId);
    const idle = Date.now() - updatedAt.getTime();
    if (account === null || account.disabled || idle >= IDLE_MS) {
      await this.#file.atomically(() => this.#file.db.prepare('DELETE FROM session WHERE id = ?').run(id));
      return null;
    }
    if (touch && idle >= NOTE_MS) {
      const now = new Date().toISOString();
      await this.#file.atomically(() =>
        this.#file.db.prepare('UPDATE session SET updatedAt = ? WHERE id = ?').run(now, id),
      );
    }
    const { accountId, name, pseudonym, demo } = account;
    return { accountId, name, pseudonym, demo, secondFactor, signedInAt: createdAt.getTime() };
  }

  async createAccount({ name, password, demo }: NewAccount): ReturnType<Accounts['createAccount']> {
    if (demo && this.mode === 'live') return err({ kind: 'demo-in-live-mode' });
    const full = demo && !name.startsWith(DEMO_PREFIX) ? `${DEMO_PREFIX}${name}` : name;
    const checked = checkName(full, demo) ?? (password === null ? null : checkPassword(password));
    if (checked !== null) return err(checked);
    const hash = password === null ? await hashOfNoPassword() : await hashPassword(password);
    const created = await this.#insert(full, hash, demo);
    if (!created.ok || password !== null) return created;
    const resetCode = await issueCode(this.#file, `reset:${created.value.accountId}`);
    return ok({ ...created.value, resetCode });
  }

  /**
   * By hand, in better-auth's columns: its own transactions wait for ever here, because the hook that checks a user name
   * asks for the connection that the transaction holds.
   */
  async #insert(name: string, hash: string, demo: boolean): Promise<Result<CreatedAccount, CredentialError>> {
    const accountId = randomBase32(32);
    const pseudonym = `${this.#namesBegin}p-${randomBase32(10)}`;
    const now = new Date().toISOString();
    const user = {
      ...{ id: accountId, name, username: name, kind: demo ? 'demo' : 'person', disabled: 0, pseudonym },
      // better-auth wants an address for everybody; ".invalid" can receive none.
      ...{ email: `${name}@desk.invalid`, emailVerified: 1, twoFactorEnabled: 0, createdAt: now, updatedAt: now },
    };
    const account = { id: randomBase32(32), accountId, userId: accountId, providerId: 'credential', password: hash };
    return this.#file.atomically(() => {
      if (this.#summary('u.username = ?', name) !== null) return err({ kind: 'name-taken' });
      this.#file.insert('user', user);
      this.#file.insert('account', { ...account, createdAt: now, updatedAt: now });
      return ok({ accountId, name, pseudonym, demo, resetCode: null });
    });
  }

  list({ limit, after = '' }: { readonly limit: number; readonly after?: string }): readonly AccountSummary[] {
    const most = Math.min(Math.max(Math.trunc(limit), 1), 1000);
    return this.#file.all(`${SUMMARY} WHERE u.username > ? ORDER BY u.username LIMIT ?`, after, most).map(summaryOf);
  }

  async disable(accountId: string): ReturnType<Accounts['disable']> {
    const { db } = this.#file;
    await this.#file.atomically(() => {
      db.prepare('UPDATE user SET disabled = 1 WHERE id = ?').run(accountId);
      db.prepare('DELETE FROM one_time_codes WHERE purpose = ?').run(`reset:${accountId}`);
      this.#endSessions(accountId);
    });
    const account = this.#summary('u.id = ?', accountId);
    return account === null ? err({ kind: 'account-unknown' }) : ok(account);
  }

  pseudonymOf(accountId: string): string | null {
    return this.#summary('u.id = ?', accountId)?.pseudonym ?? null;
  }

  accountOf(pseudonym: string): string | null {
    return this.#summary('u.pseudonym = ?', pseudonym)?.accountId ?? null;
  }

  isShut(pseudonym: string): boolean {
    return this.#summary('u.pseudonym = ?', pseudonym)?.disabled !== false;
  }

  async firstAdministratorCode(): ReturnType<Accounts['firstAdministratorCode']> {
    if (this.#hasAccounts()) return err({ kind: 'accounts-exist' });
    return ok(await issueCode(this.#file, 'first-administrator'));
  }

  async redeemFirstAdministrator(
    code: string,
    name: string,
    password: string,
    client: string,
  ): ReturnType<Accounts['redeemFirstAdministrator']> {
    const tooMany = this.#countGuess(client);
    if (tooMany !== null) return err(tooMany);
    const checked = checkName(name, false) ?? checkPassword(password);
    if (checked !== null) return err(checked);
    const hash = await hashPassword(password);
    const used = await this.#file.atomically(() =>
      this.#hasAccounts() ? err({ kind: 'accounts-exist' } as const) : useCode(this.#file, code, 'first-administrator'),
    );
    if (!used.ok) return used;
    this.#codeGuesses.giveBack(client);
    return this.#insert(name, hash, false);
  }

  async issueResetCode(accountId: string): ReturnType<Accounts['issueResetCode']> {
    const account = this.#summary('u.id = ?', accountId);
    if (account === null) return err({ kind: 'account-unknown' });
    if (account.disabled) return err({ kind: 'account-disabled' });
    return ok(await issueCode(this.#file, `reset:${accountId}`));
  }

  async issueRecoveryCode(name: string): ReturnType<Accounts['issueRecoveryCode']> {
    const account = this.#summary('u.username = ?', name);
    if (account === null) return err({ kind: 'account-unknown' });
    const issued = await this.issueResetCode(account.accountId);
    if (!issued.ok) return issued;
    const { expiresAt } = issued.value;
    const fact = {
      kind: 'account-recovery-issued',
      pseudonym: account.pseudonym,
      issuedAt: Date.now(),
      expiresAt,
    } as const;
    return ok({ ...issued.value, fact });
  }

  async redeemResetCode(code: string, newPassword: string, client: string): ReturnType<Accounts['redeemResetCode']> {
    const tooMany = this.#countGuess(client);
    if (tooMany !== null) return err(tooMany);
    const checked = checkPassword(newPassword);
    if (checked !== null) return err(checked);
    const hash = await hashPassword(newPassword);
    const done = await this.#file.atomically(() => {
      const used = useCode(this.#file, code, 'reset');
      return used.ok ? this.#reset(used.value, hash) : used;
    });
    if (done.ok) this.#codeGuesses.giveBack(client);
    return done;
  }

  #reset(purpose: Purpose, hash: string): Result<AccountSummary, { readonly kind: 'account-disabled' }> {
    const { db } = this.#file;
    const accountId = purpose.slice('reset:'.length);
    if (this.#summary('u.id = ? AND u.disabled = 0', accountId) === null) return err({ kind: 'account-disabled' });
    db.prepare("UPDATE account SET password = ? WHERE userId = ? AND providerId = 'credential'").run(hash, accountId);
    db.prepare('UPDATE user SET twoFactorEnabled = 0 WHERE id = ?').run(accountId);
    db.prepare('DELETE FROM twoFactor WHERE userId = ?').run(accountId);
    db.prepare('DELETE FROM passkey WHERE userId = ?').run(accountId);
    db.prepare('DELETE FROM attempts WHERE key = ?').run(accountId);
    this.#endSessions(accountId);
    const account = this.#summary('u.id = ?', accountId);
    return account === null ? err({ kind: 'account-disabled' }) : ok(account);
  }

  #endSessions(accountId: string): void {
    this.#file.db.prepare('DELETE FROM session WHERE userId = ?').run(accountId);
    // Sign-ins that wait for their second factor.
    this.#file.db.prepare('DELETE FROM verification WHERE value = ?').run(accountId);
  }

  #countGuess(client: string): TooMany | null {
    const { allowed, retryAfter } = this.#codeGuesses.take(client, CODE_GUESSES);
    return allowed ? null : { kind: 'too-many-attempts', retryAfterSeconds: retryAfter ?? CODE_GUESSES.window };
  }

  #hasAccounts(): boolean {
    return this.#file.get('SELECT 1 FROM user') !== undefined;
  }

  #summary(where: string, value: string): AccountSummary | null {
    const row = this.#file.get(`${SUMMARY} WHERE ${where}`, value);
    return row === undefined ? null : summaryOf(row);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    while (this.#busy > 0) await nextTurn();
    this.#file.close();
  }
}

function summaryOf(row: Row): AccountSummary {
  return {
    accountId: String(row['id']),
    name: String(row['username']),
    pseudonym: String(row['pseudonym']),
    demo: row['kind'] === 'demo',
    disabled: row['disabled'] !== 0,
    secondFactor: row['secondFactor'] === 1,
    createdAt: Date.parse(String(row['createdAt'])),
  };
}
