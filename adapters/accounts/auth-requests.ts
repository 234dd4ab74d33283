import { BASE_PATH } from './auth.ts';

/*
 * What browsers may ask of better-auth, and what they get to see: a list of what is offered, because the library has
 * more (sign-up, links by mail, lists of session tokens) than a counting centre wants.
 */

const OFFERED: ReadonlySet<string> = new Set([
  'POST /sign-in/username',
  'POST /sign-out',
  'GET /get-session',
  'POST /change-password',
  'POST /two-factor/enable',
  'POST /two-factor/disable',
  'POST /two-factor/verify-totp',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/generate-backup-codes',
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
  'GET /passkey/generate-authenticate-options',
  'POST /passkey/verify-authentication',
  'GET /passkey/list-user-passkeys',
  'POST /passkey/delete-passkey',
]);

/** Refuses what is not offered or comes from another site, and answers in the house's form. */
export async function answerRequest(request: Request, origin: string, ask: () => Promise<Response>): Promise<Response> {
  const { pathname } = new URL(request.url);
  const path = pathname.startsWith(`${BASE_PATH}/`) ? pathname.slice(BASE_PATH.length) : '';
  if (!OFFERED.has(`${request.method} ${path}`)) return problem(404, 'not-found', 'There is no such page.');
  // Browsers name the origin of every POST; better-auth would do without where there is no cookie.
  if (request.method !== 'GET' && request.headers.get('origin') !== origin) {
    return problem(403, 'foreign-origin', 'The request does not come from a page of this server.');
  }
  return inHouseForm(await ask());
}

async function inHouseForm(answer: Response): Promise<Response> {
  const text = await answer.text();
  const body = parseJson(text);
  if (answer.status >= 400) {
    const [code, detail] = [textOf(body, 'code'), textOf(body, 'message')];
    const kind = code?.toLowerCase().replaceAll('_', '-') ?? (answer.status === 429 ? 'too-many-requests' : 'refused');
    return problem(answer.status, kind, detail ?? 'The request was refused.', answer.headers);
  }
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  headers.set('cache-control', 'no-store');
  return new Response(text === '' ? null : JSON.stringify(withoutTokens(body)), { status: answer.status, headers });
}

/** A script in the page has no use for the session's token: the cookie is out of its reach, and so is this. */
function withoutTokens(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const { token: _, session, ...rest } = body;
  if (!isRecord(session)) return session === undefined ? rest : { ...rest, session };
  const { token: __, ipAddress: ___, userAgent: ____, ...seen } = session;
  return { ...rest, session: seen };
}

function problem(status: number, code: string, detail: string, from?: Headers): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  for (const cookie of from?.getSetCookie() ?? []) headers.append('set-cookie', cookie);
  const retryAfter = from?.get('x-retry-after');
  if (retryAfter) headers.set('retry-after', retryAfter);
  return new Response(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }), { status, headers });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(body: unknown, field: string): string | null {
  const value = isRecord(body) ? body[field] : null;
  return typeof value === 'string' ? value : null;
}
