import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import { Browser, type Centre, ORIGIN, openCentre, PASSWORD, rows, signedIn, totpOf } from './accounts.test-support.ts';
import { IDLE_MS } from './accounts.ts';
import { FREE_FAILURES, LONGEST_MS } from './attempts.ts';
import { SESSION_MS } from './auth.ts';

const START = Date.UTC(2030, 9, 20, 12);
const MINUTE = 60_000;

let centre: Centre;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  centre = await openCentre();
});
afterEach(() => {
  vi.useRealTimers();
});

function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

const WRONG = 'wrong horse battery';

describe('signing in', () => {
  it('gives a session under the pseudonym, and no token to scripts', async () => {
    const { account, browser } = await signedIn(centre);
    expect(await browser.session()).toEqual({
      ...{ accountId: account.accountId, name: 'ada', pseudonym: account.pseudonym },
      ...{ demo: false, secondFactor: false, signedInAt: START },
    });
    const token = String(rows(centre.directory, 'SELECT token FROM session')[0]?.['token']);
    for (const answer of [await browser.signIn('ada'), await browser.get('/get-session')]) {
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toContain(token);
      expect(JSON.stringify(answer.body)).not.toMatch(/"token"|pseudonym|password/);
    }
  });

  it('sets one cookie, out of reach of scripts and of other sites', async () => {
    const { browser } = await signedIn(centre);
    const [cookie, ...more] = (await browser.signIn('ada')).response.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^cotejo\.session_token=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('with https, sends the cookie over https alone', async () => {
    const secure = await openCentre({ baseUrl: 'https://desk.example' });
    const { browser } = await signedIn(secure);
    const [cookie] = (await browser.signIn('ada')).response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-cotejo\.session_token=.*; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('says the same of a wrong password, of a name nobody has, and of one without a password', async () => {
    await signedIn(centre);
    expectOk(await centre.accounts.createAccount({ name: 'grace', password: null, demo: false }), 'grace');
    const browser = new Browser(centre.accounts);
    const answers = [await browser.signIn('ada', WRONG), await browser.signIn('nobody'), await browser.signIn('grace')];
    for (const { status, body } of answers) {
      expect([status, body['code']]).toEqual([401, 'invalid-username-or-password']);
    }
    expect(await browser.session()).toBeNull();
  });

  it.each([
    ['of nothing', () => ''],
    ['of a made-up token', () => 'cotejo.session_token=abc.def'],
    ['of the token without its signature', (token: string) => `cotejo.session_token=${token}`],
    [
      'whose signature is of another token',
      (token: string, signature: string) => `cotejo.session_token=x${token}.${signature}`,
    ],
  ])('is not replaced by a cookie %s', async (_, cookieOf) => {
    const { browser } = await signedIn(centre);
    const [token = '', signature = ''] = [...browser.cookies.values()].join('').split('.');
    expect(await centre.accounts.sessionOf(new Headers({ cookie: cookieOf(token, signature) }))).toBeNull();
  });

  it('ends with signing out, on the server too', async () => {
    const { browser } = await signedIn(centre);
    const cookies = browser.headers();
    expect((await browser.post('/sign-out')).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    expect(await centre.accounts.sessionOf(cookies)).toBeNull();
    expect(rows(centre.directory, 'SELECT * FROM session')).toEqual([]);
  });

  it('writes no password, token, code or secret into the log or onto the console', async () => {
    const outputs = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => vi.spyOn(console, name));
    const { browser } = await signedIn(centre);
    await browser.signIn('ada', WRONG);
    await browser.signIn('nobody', WRONG);
    const { body } = await browser.post('/two-factor/enable', { password: PASSWORD });
    await browser.post('/two-factor/verify-totp', { code: '000000' });
    const tokens = rows(centre.directory, 'SELECT token FROM session').map((row) => String(row['token']));
    const secret = new URL(String(body['totpURI'])).searchParams.get('secret') ?? '-';
    const written = centre.lines.join('\n');
    for (const word of [PASSWORD, WRONG, secret, ...tokens, ...(body['backupCodes'] as string[])]) {
      expect(written).not.toContain(word);
    }
    for (const output of outputs) {
      expect(output).not.toHaveBeenCalled();
      output.mockRestore();
    }
  });
});

describe('a session', () => {
  it('ends without a request for two hours', async () => {
    const { browser } = await signedIn(centre);
    later(IDLE_MS - 1);
    expect(await browser.session()).not.toBeNull();
    later(IDLE_MS - 1);
    expect(await browser.session()).not.toBeNull();
    later(IDLE_MS);
    expect(await browser.session()).toBeNull();
    expect(rows(centre.directory, 'SELECT * FROM session')).toEqual([]);
  });

  it('is not kept up by what a page asks by itself, nor by better-auth', async () => {
    const { browser } = await signedIn(centre);
    for (let i = 0; i < 3; i += 1) {
      later(IDLE_MS / 3);
      await browser.session({ touch: false });
      await browser.get('/get-session');
    }
    expect((await browser.post('/change-password', { currentPassword: PASSWORD, newPassword: WRONG })).status).toBe(
      401,
    );
    expect(await browser.session()).toBeNull();
  });

  it('ends twelve hours after the sign-in, whatever happens', async () => {
    const { browser } = await signedIn(centre);
    for (let spent = 0; spent < SESSION_MS - 60 * MINUTE; spent += 60 * MINUTE) {
      later(60 * MINUTE);
      expect(await browser.session()).not.toBeNull();
    }
    later(60 * MINUTE + 1);
    expect(await browser.session()).toBeNull();
  });

  it('lasts no longer when the browser asks not to be remembered', async () => {
    await signedIn(centre);
    const browser = new Browser(centre.accounts);
    await browser.post('/sign-in/username', { username: 'ada', password: PASSWORD, rememberMe: false });
    const [row] = rows(centre.directory, 'SELECT max(expiresAt) AS last FROM session');
    expect(row?.['last']).toBe(new Date(START + SESSION_MS).toISOString());
  });

  it('ends when another one changes the password', async () => {
    const { browser } = await signedIn(centre);
    const other = new Browser(centre.accounts);
    await other.signIn('ada');
    const change = { currentPassword: PASSWORD, newPassword: 'another horse battery', revokeOtherSessions: false };
    expect((await browser.post('/change-password', change)).status).toBe(200);
    expect(await browser.session()).not.toBeNull();
    expect(await other.session()).toBeNull();
    expect((await other.signIn('ada')).status).toBe(401);
    expect((await other.signIn('ada', 'another horse battery')).status).toBe(200);
  });

  it('cannot set a password that is too short', async () => {
    const { browser } = await signedIn(centre);
    const { status, body } = await browser.post('/change-password', {
      currentPassword: PASSWORD,
      newPassword: 'short',
    });
    expect([status, body['code']]).toEqual([400, 'password-too-short']);
  });
});

describe('guessing', () => {
  const fail = async (times: number, name = 'ada') => {
    const browser = new Browser(centre.accounts);
    const codes = [];
    for (let i = 0; i < times; i += 1) codes.push((await browser.signIn(name, WRONG)).body['code']);
    return codes;
  };

  it('locks the account out for a while, from any client, then longer, and never for good', async () => {
    await signedIn(centre);
    expect(await fail(FREE_FAILURES + 1)).toEqual([
      ...Array(FREE_FAILURES).fill('invalid-username-or-password'),
      'account-temporarily-locked',
    ]);
    const elsewhere = new Browser(centre.accounts, '198.51.100.7');
    const locked = await elsewhere.signIn('ada');
    expect([locked.status, locked.response.headers.get('retry-after')]).toEqual([429, '30']);
    later(30_000);
    expect(await fail(2)).toEqual(['invalid-username-or-password', 'account-temporarily-locked']);
    later(30_000);
    expect((await elsewhere.signIn('ada')).status).toBe(429);
    later(30_000);
    expect((await elsewhere.signIn('ada')).status).toBe(200);
    expect(await fail(1)).toEqual(['invalid-username-or-password']);
    expect((await elsewhere.signIn('ada')).status).toBe(200);
  });

  it('never locks out for longer than a quarter of an hour', async () => {
    await signedIn(centre);
    for (let i = 0; i < 20; i += 1) {
      await fail(1);
      later(LONGEST_MS);
    }
    expect((await new Browser(centre.accounts).signIn('ada')).status).toBe(200);
  });

  it('gains nothing by many guesses at once', async () => {
    await signedIn(centre);
    const browsers = Array.from({ length: 20 }, (_, i) => new Browser(centre.accounts, `192.0.2.${i}`));
    const answers = await Promise.all(browsers.map((browser) => browser.signIn('ada', WRONG)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(FREE_FAILURES);
  });

  it('goes on being counted after a restart', async () => {
    await signedIn(centre);
    await fail(FREE_FAILURES);
    await centre.accounts.close();
    centre = await openCentre({ directory: centre.directory });
    expect(await fail(1)).toEqual(['account-temporarily-locked']);
  });

  it('does not tell which names exist', async () => {
    expect(await fail(FREE_FAILURES + 1, 'nobody')).toEqual([
      ...Array(FREE_FAILURES).fill('invalid-username-or-password'),
      'account-temporarily-locked',
    ]);
  });

  it('with a stolen session is counted too', async () => {
    const { browser } = await signedIn(centre);
    const codes = [];
    for (let i = 0; i <= FREE_FAILURES; i += 1) {
      codes.push((await browser.post('/two-factor/enable', { password: WRONG })).body['code']);
    }
    expect(codes.at(0)).toBe('invalid-password');
    expect(codes.at(-1)).toBe('account-temporarily-locked');
  });

  it('is limited for a client over all names', async () => {
    const browser = new Browser(centre.accounts);
    const status = async (name: string) => (await browser.signIn(name, WRONG)).status;
    const statuses = [];
    for (let i = 0; i < 61; i += 1) statuses.push(await status(`name-${i}`));
    expect(statuses.indexOf(429)).toBe(60);
    expect((await new Browser(centre.accounts, '198.51.100.7').signIn('another', WRONG)).status).toBe(401);
    later(MINUTE);
    expect(await status('one-more')).toBe(401);
  });
});

describe('from outside', () => {
  it.each([
    ['POST', '/sign-up/email'],
    ['POST', '/sign-in/email'],
    ['POST', '/sign-in/social'],
    ['POST', '/request-password-reset'],
    ['POST', '/reset-password'],
    ['POST', '/update-user'],
    ['POST', '/delete-user'],
    ['POST', '/change-email'],
    ['POST', '/is-username-available'],
    ['GET', '/list-sessions'],
    ['GET', '/ok'],
    ['GET', '/sign-in/username'],
    ['GET', '/..%2fsign-up/email'],
  ])('%s %s is not there', async (method, path) => {
    const browser = new Browser(centre.accounts);
    const body = { email: 'eve@example.org', name: 'eve', username: 'eve', password: PASSWORD };
    const { status } = await (method === 'POST' ? browser.post(path, body) : browser.get(path));
    expect(status).toBe(404);
    expect(centre.accounts.list({ limit: 10 })).toEqual([]);
  });

  it.each([
    ['another site', 'https://evil.example'],
    ['another port', `${ORIGIN}:8080`],
    ['a page without origin', 'null'],
    ['no page', null],
  ])('a request of %s is refused, signed in or not', async (_, origin) => {
    const { browser } = await signedIn(centre);
    for (const from of [browser, new Browser(centre.accounts)]) {
      const { status, body } = await from.post('/sign-in/username', { username: 'ada', password: PASSWORD }, origin);
      expect([status, body['code']]).toEqual([403, 'foreign-origin']);
    }
    expect((await browser.post('/sign-out', {}, origin)).status).toBe(403);
    expect(await browser.session()).not.toBeNull();
  });

  it('a body that is no JSON, or of a wrong shape, is refused', async () => {
    const send = (body: string) =>
      centre.accounts.handler(
        new Request(`${ORIGIN}/api/auth/sign-in/username`, {
          ...{ method: 'POST', body, headers: { origin: ORIGIN, 'content-type': 'application/json' } },
        }),
      );
    for (const body of ['{', '[]', 'null', '{"username":{},"password":1}', '{"username":["ada"]}']) {
      const answer = await send(body);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });
});

describe('a second factor', () => {
  const enrol = async () => {
    const { account, browser } = await signedIn(centre);
    const { body } = await browser.post('/two-factor/enable', { password: PASSWORD });
    const answer = await browser.post('/two-factor/verify-totp', { code: totpOf(body['totpURI']) });
    return { account, browser, answer, uri: body['totpURI'], backupCodes: body['backupCodes'] as string[] };
  };
  const half = async () => {
    const browser = new Browser(centre.accounts);
    return { browser, answer: await browser.signIn('ada') };
  };

  it('is enrolled with the password and a first code', async () => {
    const { browser } = await signedIn(centre);
    expect((await browser.post('/two-factor/enable', { password: WRONG })).status).toBe(400);
    await browser.post('/two-factor/enable', { password: PASSWORD });
    expect((await browser.session())?.secondFactor).toBe(false);
    expect((await half()).answer.body).not.toHaveProperty('twoFactorRedirect');
    expect((await browser.post('/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
    const enrolled = await (async () => {
      const { body } = await browser.post('/two-factor/enable', { password: PASSWORD });
      return browser.post('/two-factor/verify-totp', { code: totpOf(body['totpURI']) });
    })();
    expect(enrolled.status).toBe(200);
    expect((await browser.session())?.secondFactor).toBe(true);
    expect(centre.accounts.list({ limit: 1 })[0]?.secondFactor).toBe(true);
  });

  it('is asked for at the next sign-in, which is no session before', async () => {
    const { uri } = await enrol();
    later(MINUTE);
    const { browser, answer } = await half();
    expect(answer.body).toEqual({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
    expect(await browser.session()).toBeNull();
    expect((await browser.get('/passkey/generate-register-options')).status).toBe(401);
    expect((await browser.post('/two-factor/verify-totp', { code: '000000' })).body['code']).toBe('invalid-code');
    expect(await browser.session()).toBeNull();
    expect((await browser.post('/two-factor/verify-totp', { code: totpOf(uri) })).status).toBe(200);
    expect((await browser.session())?.secondFactor).toBe(true);
  });

  it('excuses no device, though the browser asks', async () => {
    const { uri } = await enrol();
    later(MINUTE);
    const { browser } = await half();
    await browser.post('/two-factor/verify-totp', { code: totpOf(uri), trustDevice: true });
    await browser.post('/sign-out');
    expect([...browser.cookies.keys()].filter((name) => name.includes('trust'))).toEqual([]);
    expect((await browser.signIn('ada')).body['twoFactorRedirect']).toBe(true);
  });

  it('takes no code twice', async () => {
    const { uri } = await enrol();
    later(MINUTE);
    const code = totpOf(uri);
    expect((await (await half()).browser.post('/two-factor/verify-totp', { code })).status).toBe(200);
    const again = (await half()).browser;
    expect((await again.post('/two-factor/verify-totp', { code })).body['code']).toBe('code-already-used');
    expect(await again.session()).toBeNull();
  });

  it('may be a backup code, once', async () => {
    const { backupCodes } = await enrol();
    const [code] = backupCodes;
    const first = (await half()).browser;
    expect((await first.post('/two-factor/verify-backup-code', { code })).status).toBe(200);
    expect((await first.session())?.secondFactor).toBe(true);
    const second = (await half()).browser;
    expect((await second.post('/two-factor/verify-backup-code', { code })).status).toBe(401);
    expect(await second.session()).toBeNull();
  });

  it('cannot be guessed: the account is locked for a while', async () => {
    await enrol();
    const codes = [];
    for (let i = 0; i < 4; i += 1) {
      const { browser } = await half();
      for (let j = 0; j < 4; j += 1) {
        codes.push((await browser.post('/two-factor/verify-totp', { code: '000000' })).body['code']);
      }
    }
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('invalid-code'));
    expect(codes.at(-1)).toBe('account-temporarily-locked');
  });

  it('stays proven when the password changes, and is gone when it is removed', async () => {
    const { browser } = await enrol();
    await browser.post('/change-password', { currentPassword: PASSWORD, newPassword: 'another horse battery' });
    expect((await browser.session())?.secondFactor).toBe(true);
    expect((await browser.post('/two-factor/disable', { password: 'another horse battery' })).status).toBe(200);
    expect((await browser.session())?.secondFactor).toBe(false);
  });

  it('works for a whole shift that signs in at once', async () => {
    const shift = Array.from({ length: 12 }, (_, i) => `typist-${i}`);
    const uris = await Promise.all(
      shift.map(async (name) => {
        const { browser } = await signedIn(centre, name);
        const { body } = await browser.post('/two-factor/enable', { password: PASSWORD });
        await browser.post('/two-factor/verify-totp', { code: totpOf(body['totpURI']) });
        return body['totpURI'];
      }),
    );
    later(MINUTE);
    const sessions = await Promise.all(
      shift.map(async (name, i) => {
        const browser = new Browser(centre.accounts);
        await browser.signIn(name);
        await browser.post('/two-factor/verify-totp', { code: totpOf(uris[i]) });
        return browser.session();
      }),
    );
    expect(sessions.map((session) => [session?.name, session?.secondFactor])).toEqual(shift.map((n) => [n, true]));
  });

  it('stands in the file sealed', async () => {
    const { uri, backupCodes } = await enrol();
    const all = JSON.stringify(rows(centre.directory, 'SELECT * FROM twoFactor'));
    const secret = new URL(String(uri)).searchParams.get('secret') ?? '-';
    expect(all).not.toContain(secret);
    for (const code of backupCodes) expect(all).not.toContain(code);
  });
});
