import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import {
  Browser,
  type Centre,
  ORIGIN,
  openCentre,
  PASSWORD,
  rows,
  signedIn,
  temporaryFolder,
  totpOf,
} from './accounts.test-support.ts';
import { openAccounts } from './accounts.ts';
import { SESSION_MS } from './auth.ts';
import { CODE_LIFE_MS } from './one-time-codes.ts';

const CLIENT = '192.0.2.9';
const NEXT = 'another horse battery';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 9, 20, 12) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

const person = (name: string, password: string | null = PASSWORD) => ({ name, password, demo: false });

describe('the store of accounts', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  it('and its secret are for their owner alone', async () => {
    const { directory } = await openCentre();
    for (const name of ['accounts.sqlite', 'accounts.sqlite-wal', 'keys/accounts.key']) {
      expect(modeOf(join(directory, name))).toBe(0o600);
    }
    expect(modeOf(join(directory, 'keys'))).toBe(0o700);
    expect(readFileSync(join(directory, 'keys/accounts.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('are made so again where somebody opened them', async () => {
    const { accounts, directory } = await openCentre();
    await accounts.close();
    const files = ['accounts.sqlite', 'keys/accounts.key'].map((name) => join(directory, name));
    for (const file of files) chmodSync(file, 0o644);
    await openCentre({ directory });
    expect(files.map(modeOf)).toEqual([0o600, 0o600]);
  });

  it('holds argon2id hashes and nothing to read a password from', async () => {
    const centre = await openCentre();
    await signedIn(centre);
    const [row] = rows(centre.directory, 'SELECT password FROM account');
    expect(row?.['password']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await centre.accounts.close();
    expect(readFileSync(join(centre.directory, 'accounts.sqlite'), 'latin1')).not.toContain(PASSWORD);
  });

  it('opens again with its accounts, and their sessions', async () => {
    const centre = await openCentre();
    const { account, browser } = await signedIn(centre);
    await centre.accounts.close();
    const again = await openCentre({ directory: centre.directory });
    expect(again.accounts.list({ limit: 5 })).toEqual([
      expect.objectContaining({ accountId: account.accountId, pseudonym: account.pseudonym, disabled: false }),
    ]);
    expect(await again.accounts.sessionOf(browser.headers())).toMatchObject({ name: 'ada' });
  });

  it('forgets ended sessions when it opens', async () => {
    const centre = await openCentre();
    await signedIn(centre);
    await centre.accounts.close();
    later(SESSION_MS + 1);
    const { directory } = await openCentre({ directory: centre.directory });
    expect(rows(directory, 'SELECT * FROM session')).toEqual([]);
  });

  it('does not open without the secret it was made with', async () => {
    const centre = await openCentre();
    await signedIn(centre);
    await centre.accounts.close();
    const key = join(centre.directory, 'keys/accounts.key');
    const open = () => openAccounts({ directory: centre.directory, baseUrl: ORIGIN, mode: 'live' });
    rmSync(key);
    expect(await open()).toMatchObject({ ok: false, error: { kind: 'accounts-key-unusable', path: key } });
    writeFileSync(key, 'secret\n');
    expect(await open()).toMatchObject({ ok: false, error: { kind: 'accounts-key-unusable', path: key } });
  });

  it('does not open a file that is none', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'accounts.sqlite'), 'no database, but long enough to be taken for one'.repeat(100));
    const opened = await openAccounts({ directory, baseUrl: ORIGIN, mode: 'live' });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'accounts-unusable' } });
  });

  it.each(['', 'desk.example', 'ftp://desk.example', 'http://desk.example/under/a/path'])(
    'does not open for the address "%s"',
    async (baseUrl) => {
      const opened = await openAccounts({ directory: temporaryFolder(), baseUrl, mode: 'live' });
      expect(opened).toMatchObject({ ok: false, error: { kind: 'base-url-invalid' } });
    },
  );

  it('does not open where the environment would set up better-auth', async () => {
    vi.stubEnv('BETTER_AUTH_TRUSTED_ORIGINS', 'https://evil.example');
    const opened = await openAccounts({ directory: temporaryFolder(), baseUrl: ORIGIN, mode: 'live' });
    expect(opened).toMatchObject({ error: { kind: 'environment-interferes', names: ['BETTER_AUTH_TRUSTED_ORIGINS'] } });
  });
});

describe('an account', () => {
  let centre: Centre;
  beforeEach(async () => {
    centre = await openCentre();
  });

  it('has a pseudonym that leads back to it, and to nothing else', async () => {
    const { accounts } = centre;
    const ada = expectOk(await accounts.createAccount(person('ada')), 'ada');
    const bob = expectOk(await accounts.createAccount(person('bob')), 'bob');
    expect(ada.pseudonym).toMatch(/^p-[0-9a-hjkmnp-tv-z]{10}$/);
    expect(ada.pseudonym).not.toBe(bob.pseudonym);
    expect(accounts.pseudonymOf(ada.accountId)).toBe(ada.pseudonym);
    expect(accounts.accountOf(ada.pseudonym)).toBe(ada.accountId);
    expect([accounts.pseudonymOf('nobody'), accounts.accountOf('p-0000000000')]).toEqual([null, null]);
    const office = (await openCentre({ namesBegin: 'LP.' })).accounts;
    expect(expectOk(await office.createAccount(person('ada')), 'ada').pseudonym).toMatch(
      /^LP\.p-[0-9a-hjkmnp-tv-z]{10}$/,
    );
    const elsewhere = (await openCentre()).accounts;
    expect(expectOk(await elsewhere.createAccount(person('ada')), 'ada').pseudonym).not.toBe(ada.pseudonym);
  });

  it.each([
    ['ab', 'name-invalid'],
    ['Ada', 'name-invalid'],
    ['ada lovelace', 'name-invalid'],
    ['-ada', 'name-invalid'],
    ["ada'--", 'name-invalid'],
    ['a'.repeat(33), 'name-invalid'],
    ['demo-ada', 'name-reserved'],
  ])('is not named "%s"', async (name, kind) => {
    expect(await centre.accounts.createAccount(person(name))).toMatchObject({ ok: false, error: { kind } });
  });

  it('has a name of its own, also when two are made at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => centre.accounts.createAccount(person('ada'))));
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(made.filter((one) => !one.ok).map((one) => !one.ok && one.error.kind)).toEqual(['name-taken', 'name-taken']);
  });

  it('has a password of 12 to 128 characters', async () => {
    const create = (password: string) => centre.accounts.createAccount(person('ada', password));
    expect(await create('x'.repeat(11))).toMatchObject({ error: { kind: 'password-too-short', least: 12 } });
    expect(await create('x'.repeat(129))).toMatchObject({ error: { kind: 'password-too-long', most: 128 } });
    expect((await create('x'.repeat(12))).ok).toBe(true);
  });

  it('without a password gets a code to set one', async () => {
    const { accounts } = centre;
    const { resetCode, accountId } = expectOk(await accounts.createAccount(person('ada', null)), 'ada');
    const set = await accounts.redeemResetCode(resetCode?.code ?? '', PASSWORD, CLIENT);
    expect(set).toMatchObject({ ok: true, value: { accountId } });
    expect((await new Browser(accounts).signIn('ADA')).status).toBe(200);
  });

  it('that is disabled has no session and gets none', async () => {
    const { accounts, directory } = centre;
    const { account, browser } = await signedIn(centre);
    const code = expectOk(await accounts.issueResetCode(account.accountId), 'a code');
    expect(expectOk(await accounts.disable(account.accountId), 'disabled').disabled).toBe(true);
    expect(await browser.session()).toBeNull();
    expect((await new Browser(accounts).signIn('ada', 'wrong horse battery')).status).toBe(401);
    const answer = await new Browser(accounts).signIn('ada');
    expect([answer.status, answer.body['code']]).toEqual([403, 'account-disabled']);
    expect(rows(directory, 'SELECT * FROM session')).toEqual([]);
    expect(await accounts.issueResetCode(account.accountId)).toEqual({
      ok: false,
      error: { kind: 'account-disabled' },
    });
    expect((await accounts.redeemResetCode(code.code, NEXT, CLIENT)).ok).toBe(false);
    expect(await accounts.disable('nobody')).toEqual({ ok: false, error: { kind: 'account-unknown' } });
  });

  it('is listed by name, a page at a time', async () => {
    for (const name of ['carol', 'ada', 'bob']) expectOk(await centre.accounts.createAccount(person(name)), name);
    const names = (page: { limit: number; after?: string }) => centre.accounts.list(page).map(({ name }) => name);
    expect(names({ limit: 2 })).toEqual(['ada', 'bob']);
    expect(names({ limit: 2, after: 'bob' })).toEqual(['carol']);
    expect(names({ limit: 0 })).toEqual(['ada']);
  });
});

describe('demo accounts', () => {
  it('are made in demo mode alone, and marked everywhere', async () => {
    const live = await openCentre();
    const refused = await live.accounts.createAccount({ name: 'ada', password: PASSWORD, demo: true });
    expect(refused).toEqual({ ok: false, error: { kind: 'demo-in-live-mode' } });

    const demo = await openCentre({ mode: 'demo' });
    const made = expectOk(
      await demo.accounts.createAccount({ name: 'ada', password: PASSWORD, demo: true }),
      'demo-ada',
    );
    expect(made).toMatchObject({ name: 'demo-ada', demo: true });
    expect(demo.accounts.list({ limit: 1 })[0]).toMatchObject({ name: 'demo-ada', demo: true });
    const browser = new Browser(demo.accounts);
    expect((await browser.signIn('demo-ada')).body['user']).toMatchObject({ name: 'demo-ada', kind: 'demo' });
    expect(await browser.session()).toMatchObject({ name: 'demo-ada', demo: true });
  });

  it('keep a store from opening in live mode, though they are disabled', async () => {
    const { accounts, directory } = await openCentre({ mode: 'demo' });
    const made = expectOk(await accounts.createAccount({ name: 'demo-x', password: PASSWORD, demo: true }), 'demo-x');
    await accounts.disable(made.accountId);
    await accounts.close();
    const opened = await openAccounts({ directory, baseUrl: ORIGIN, mode: 'live' });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'demo-accounts-in-live-mode', names: ['demo-x'] } });
    expect((await openCentre({ directory, mode: 'demo' })).accounts.list({ limit: 1 })).toHaveLength(1);
  });
});

describe('the first administrator', () => {
  it('is made with the code, which then works no more', async () => {
    const { accounts, directory } = await openCentre();
    const { code, expiresAt } = expectOk(await accounts.firstAdministratorCode(), 'a code');
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(expiresAt).toBe(Date.now() + CODE_LIFE_MS);
    const stored = JSON.stringify(rows(directory, 'SELECT * FROM one_time_codes'));
    expect(stored.toLowerCase()).not.toContain(code.replaceAll('-', '').toLowerCase());

    // As people copy it.
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const made = expectOk(await accounts.redeemFirstAdministrator(typed, 'ada', PASSWORD, CLIENT), 'ada');
    expect(accounts.accountOf(made.pseudonym)).toBe(made.accountId);
    expect((await new Browser(accounts).signIn('ada')).status).toBe(200);

    const again = await accounts.redeemFirstAdministrator(code, 'eve', PASSWORD, CLIENT);
    expect(again).toEqual({ ok: false, error: { kind: 'accounts-exist' } });
    expect(await accounts.firstAdministratorCode()).toEqual({ ok: false, error: { kind: 'accounts-exist' } });
  });

  it('is one, though two use the code at once', async () => {
    const { accounts } = await openCentre();
    const { code } = expectOk(await accounts.firstAdministratorCode(), 'a code');
    const names = ['ada', 'eve', 'bob'];
    const made = await Promise.all(
      names.map((name) => accounts.redeemFirstAdministrator(code, name, PASSWORD, CLIENT)),
    );
    expect(made.filter(({ ok }) => ok)).toHaveLength(1);
    expect(accounts.list({ limit: 5 })).toHaveLength(1);
  });

  it('is not made with a wrong, an old, or a replaced code', async () => {
    const { accounts } = await openCentre();
    const redeem = (code: string) => accounts.redeemFirstAdministrator(code, 'ada', PASSWORD, CLIENT);
    const first = expectOk(await accounts.firstAdministratorCode(), 'a code').code;
    const second = expectOk(await accounts.firstAdministratorCode(), 'a code').code;
    expect(await redeem('0000-0000-0000-0000')).toEqual({ ok: false, error: { kind: 'code-wrong' } });
    expect(await redeem(first)).toEqual({ ok: false, error: { kind: 'code-wrong' } });
    later(CODE_LIFE_MS);
    expect(await redeem(second)).toEqual({ ok: false, error: { kind: 'code-expired' } });
    expect(accounts.list({ limit: 5 })).toEqual([]);
  });

  it('keeps the code when name or password will not do', async () => {
    const { accounts } = await openCentre();
    const { code } = expectOk(await accounts.firstAdministratorCode(), 'a code');
    expect((await accounts.redeemFirstAdministrator(code, 'A', PASSWORD, CLIENT)).ok).toBe(false);
    expect((await accounts.redeemFirstAdministrator(code, 'ada', 'short', CLIENT)).ok).toBe(false);
    expect((await accounts.redeemFirstAdministrator(code, 'ada', PASSWORD, CLIENT)).ok).toBe(true);
  });

  it('cannot be guessed', async () => {
    const { accounts } = await openCentre();
    const { code } = expectOk(await accounts.firstAdministratorCode(), 'a code');
    const redeem = (client: string) => accounts.redeemFirstAdministrator(code, 'ada', PASSWORD, client);
    for (let i = 0; i < 10; i += 1) await accounts.redeemFirstAdministrator('0', 'ada', PASSWORD, CLIENT);
    expect(await redeem(CLIENT)).toEqual({ ok: false, error: { kind: 'too-many-attempts', retryAfterSeconds: 600 } });
    expect((await redeem('198.51.100.7')).ok).toBe(true);
  });
});

describe('a lost account', () => {
  it('comes back with a code of an administrator: new password, no session, no second factor', async () => {
    const centre = await openCentre();
    const { accounts, directory } = centre;
    const { account, browser } = await signedIn(centre);
    const { body } = await browser.post('/two-factor/enable', { password: PASSWORD });
    await browser.post('/two-factor/verify-totp', { code: totpOf(body['totpURI']) });
    const halfWay = new Browser(accounts);
    await halfWay.signIn('ada');

    const { code } = expectOk(await accounts.issueResetCode(account.accountId), 'a code');
    expect(await browser.session()).not.toBeNull();
    expect(await accounts.redeemResetCode(code, 'short', CLIENT)).toMatchObject({
      error: { kind: 'password-too-short' },
    });
    const reset = expectOk(await accounts.redeemResetCode(code, NEXT, CLIENT), 'reset');
    expect(reset).toMatchObject({ accountId: account.accountId, pseudonym: account.pseudonym, secondFactor: false });
    expect(rows(directory, 'SELECT id FROM session UNION SELECT id FROM twoFactor')).toEqual([]);
    expect(await browser.session()).toBeNull();
    expect((await halfWay.post('/two-factor/verify-totp', { code: totpOf(body['totpURI']) })).status).toBe(401);
    expect((await new Browser(accounts).signIn('ada')).status).toBe(401);
    const after = new Browser(accounts);
    await after.signIn('ada', NEXT);
    expect(await after.session()).toMatchObject({ name: 'ada', secondFactor: false });
    expect(await accounts.redeemResetCode(code, NEXT, CLIENT)).toEqual({ ok: false, error: { kind: 'code-wrong' } });
  });

  it('does not come back with an old code, a code for something else, or for nobody', async () => {
    const { accounts } = await openCentre();
    const first = expectOk(await accounts.firstAdministratorCode(), 'a code').code;
    const { accountId } = expectOk(await accounts.createAccount(person('ada')), 'ada');
    expect(await accounts.redeemResetCode(first, NEXT, CLIENT)).toEqual({ ok: false, error: { kind: 'code-wrong' } });
    const { code } = expectOk(await accounts.issueResetCode(accountId), 'a code');
    later(CODE_LIFE_MS);
    expect(await accounts.redeemResetCode(code, NEXT, CLIENT)).toEqual({ ok: false, error: { kind: 'code-expired' } });
    expect(await accounts.issueResetCode('nobody')).toEqual({ ok: false, error: { kind: 'account-unknown' } });
  });

  it('of the only administrator comes back from the machine, with a fact for the public record', async () => {
    const centre = await openCentre();
    const { account } = await signedIn(centre);
    // The command line opens the store beside the server.
    const operator = (await openCentre({ directory: centre.directory })).accounts;
    const { code, fact } = expectOk(await operator.issueRecoveryCode('ada'), 'a code');
    expect(fact).toEqual({
      ...{ kind: 'account-recovery-issued', pseudonym: account.pseudonym },
      ...{ issuedAt: Date.now(), expiresAt: Date.now() + CODE_LIFE_MS },
    });
    expect(JSON.stringify(fact)).not.toContain('ada');
    expect((await centre.accounts.redeemResetCode(code, NEXT, CLIENT)).ok).toBe(true);
    expect(await operator.issueRecoveryCode('nobody')).toEqual({ ok: false, error: { kind: 'account-unknown' } });
  });

  it('locked out by guesses is let in again', async () => {
    const centre = await openCentre();
    const { account } = await signedIn(centre);
    const browser = new Browser(centre.accounts);
    for (let i = 0; i < 6; i += 1) await browser.signIn('ada', 'wrong horse battery');
    const { code } = expectOk(await centre.accounts.issueResetCode(account.accountId), 'a code');
    expectOk(await centre.accounts.redeemResetCode(code, NEXT, CLIENT), 'reset');
    expect((await browser.signIn('ada', NEXT)).status).toBe(200);
  });
});
