import { passkey } from '@better-auth/passkey';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor, username } from 'better-auth/plugins';
import type { AccountsFile } from './accounts-file.ts';
import { beginAttempt, forgetAttempts, keyOfUnknownName, RequestLimits } from './attempts.ts';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN, verifyPassword } from './password-hash.ts';

/*
 * better-auth, set up for a counting centre: nobody signs himself up, no mail, no network, no telemetry. Trusted to let
 * in whoever proves to be an account, and nobody else; what the account may do is for the record to say.
 */

export const BASE_PATH = '/api/auth';
/** A session ends this long after the sign-in, whatever happens. */
export const SESSION_MS = 12 * 60 * 60_000;
/** A passkey may be added only so long after a sign-in. */
const FRESH_S = 15 * 60;
/** Says which client a request is from. Whoever hands requests over sets it from the connection (see fastify-auth.ts). */
export const CLIENT_HEADER = 'x-cotejo-client';
/** A code of a second factor is good for 30 s, one step before and one after. */
const TOTP_LIFE_MS = 90_000;

export const NAME_MIN = 3;
export const NAME_MAX = 32;
/** Names of accounts: small letters, digits, and between them dots, hyphens, underscores. */
export const NAME_PATTERN = /^[a-z0-9](?:[a-z0-9._-]{1,30})[a-z0-9]$/;

export type AuthSetting = {
  readonly file: AccountsFile;
  readonly secret: string;
  readonly origin: string;
  /** Receives short sentences without arguments, for the server's own log. */
  readonly log: (line: string) => void;
};

export type Auth = ReturnType<typeof createAuth>;

/** Brings better-auth's own tables up to date. */
export async function migrate(setting: AuthSetting): Promise<void> {
  const { runMigrations } = await getMigrations(optionsOf(setting));
  await runMigrations();
}

/** better-auth over the file of the accounts. */
export function createAuth(setting: AuthSetting) {
  return betterAuth(optionsOf(setting));
}

function optionsOf(setting: AuthSetting) {
  const { file, secret, origin, log } = setting;
  return {
    appName: 'Cotejo',
    baseURL: origin,
    basePath: BASE_PATH,
    // `secrets`, not `secret`: better-auth would prefer one from the environment to the latter.
    secrets: [{ version: 1, value: secret }],
    secret,
    database: file.db,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { log: (level, message) => log(`accounts: ${level}: ${message}`) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      password: { hash: hashPassword, verify: (given) => verifyCounted(file, given) },
    },
    user: {
      additionalFields: {
        kind: { type: 'string', required: true, input: false },
        disabled: { type: 'boolean', required: true, input: false, defaultValue: false, returned: false },
        pseudonym: { type: 'string', required: true, input: false, unique: true, returned: false },
      },
    },
    session: {
      expiresIn: SESSION_MS / 1000,
      disableSessionRefresh: true,
      freshAge: FRESH_S,
      additionalFields: { secondFactor: { type: 'boolean', required: true, input: false, defaultValue: false } },
    },
    rateLimit: rateLimits(),
    advanced: {
      cookiePrefix: 'cotejo',
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true },
      // Said outright: where NODE_ENV is "test", better-auth would leave both checks out.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
    },
    plugins: [
      username({
        minUsernameLength: NAME_MIN,
        maxUsernameLength: NAME_MAX,
        usernameValidator: (name) => NAME_PATTERN.test(name.toLowerCase()),
        displayUsername: false,
      }),
      twoFactor({ issuer: 'Cotejo' }),
      passkeys(origin),
    ],
    hooks: { before: beforeEndpoint(file) },
    databaseHooks: { session: { create: { before: beforeSession(file) } } },
  } satisfies BetterAuthOptions;
}

/** A whole centre may sit behind one address, so that the limits per client are wide; guessing is stopped per account. */
function rateLimits() {
  const limits = new RequestLimits();
  return {
    enabled: true,
    window: 60,
    max: 600,
    customRules: {
      '/sign-in/username': { window: 60, max: 60 },
      '/change-password': { window: 60, max: 20 },
      '/two-factor/*': { window: 60, max: 60 },
      '/passkey/*': { window: 60, max: 120 },
    },
    customStorage: { consume: limits.consume.bind(limits) },
  };
}

/** A passkey stands for both factors, so the device must have checked its person. */
function passkeys(origin: string) {
  const demand = (userVerified: boolean | undefined) => {
    if (userVerified === true) return;
    throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED', message: 'The device did not check its user.' });
  };
  return passkey({
    rpID: new URL(origin).hostname,
    rpName: 'Cotejo',
    origin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      afterVerification: async ({ verification }) => demand(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: async ({ verification }) => demand(verification.authenticationInfo.userVerified),
    },
  });
}

/** Every check of a password comes here, whichever page asks, and is counted for the account whose hash it is. */
async function verifyCounted(file: AccountsFile, given: { hash: string; password: string }): Promise<boolean> {
  const owner = file.get('SELECT userId FROM account WHERE password = ?', given.hash);
  const key = String(owner?.['userId']);
  await demandAttempt(file, key);
  const right = await verifyPassword(given.hash, given.password);
  if (right) await forgetAttempts(file, key);
  return right;
}

async function demandAttempt(file: AccountsFile, key: string): Promise<void> {
  const wait = await beginAttempt(file, key);
  if (wait === 0) return;
  const seconds = String(Math.ceil(wait / 1000));
  throw new APIError(
    'TOO_MANY_REQUESTS',
    { code: 'ACCOUNT_TEMPORARILY_LOCKED', message: `Too many wrong passwords. Try again in ${seconds} s.` },
    { 'X-Retry-After': seconds },
  );
}

function beforeEndpoint(file: AccountsFile) {
  return createAuthMiddleware(async (ctx) => {
    const body: unknown = ctx.body;
    if (typeof body !== 'object' || body === null) return;
    const name = 'username' in body ? body.username : undefined;
    if (ctx.path === '/sign-in/username' && typeof name === 'string') {
      const known = file.get('SELECT 1 FROM user WHERE username = ?', name.toLowerCase());
      if (known === undefined) await demandAttempt(file, keyOfUnknownName(name.toLowerCase()));
    }
    // A changed password ends the other sessions; and no device is ever excused from the second factor.
    if (ctx.path === '/change-password') return { context: { body: { ...body, revokeOtherSessions: true } } };
    if ('trustDevice' in body) return { context: { body: { ...body, trustDevice: false } } };
    return;
  });
}

type EndpointContext = {
  readonly path?: string;
  readonly body?: unknown;
  readonly context: { readonly session: { readonly session: Record<string, unknown> } | null };
};

function beforeSession(file: AccountsFile) {
  const usedCodes = new Map<string, { readonly code: string; readonly at: number }>();
  return async (session: { userId: string }, ctx: EndpointContext | null) => {
    const account = file.get('SELECT disabled FROM user WHERE id = ?', session.userId);
    if (account?.['disabled'] !== 0) {
      throw new APIError('FORBIDDEN', { code: 'ACCOUNT_DISABLED', message: 'This account is disabled.' });
    }
    if (ctx?.path === '/two-factor/verify-totp') demandUnusedCode(usedCodes, session.userId, ctx.body);
    const data = { ...session, expiresAt: new Date(Date.now() + SESSION_MS), secondFactor: secondFactorOf(ctx) };
    return { data };
  };
}

/** Whether the session to be made rests on two factors. */
function secondFactorOf(ctx: EndpointContext | null): boolean {
  const path = ctx?.path ?? '';
  if (path === '/change-password') return ctx?.context.session?.session['secondFactor'] === true;
  return ['/two-factor/verify-totp', '/two-factor/verify-backup-code', '/passkey/verify-authentication'].includes(path);
}

/** Who looks over a shoulder must not be able to use the same code again (RFC 6238, 5.2). */
function demandUnusedCode(
  used: Map<string, { readonly code: string; readonly at: number }>,
  id: string,
  body: unknown,
) {
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  const last = used.get(id);
  if (last !== undefined && last.code === code && Date.now() - last.at < TOTP_LIFE_MS) {
    throw new APIError('UNAUTHORIZED', { code: 'CODE_ALREADY_USED', message: 'Wait for the next code.' });
  }
  used.set(id, { code, at: Date.now() });
}
