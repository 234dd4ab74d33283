import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { Accounts, DeskSession } from './accounts-port.ts';
import { BASE_PATH, CLIENT_HEADER } from './auth.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose session the request came with. Null without one, and before `sessionOnRequest` has run. */
    deskSession: DeskSession | null;
  }
}

const BODY_MAX = 16 * 1024;
/** Headers that better-auth acts on or that sessions keep; whatever else a client sends stays outside. */
const HEADERS = ['accept', 'content-type', 'cookie', 'origin', 'referer', 'user-agent'];
const FETCH_METADATA = ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'];

/**
 * Puts `/api/auth/*` on a server. Behind a proxy the server must be made with `trustProxy`, or all clients share one
 * allowance.
 */
export async function fastifyAuth(app: FastifyInstance, { accounts }: { readonly accounts: Accounts }): Promise<void> {
  await app.register(async (scope) => {
    // better-auth reads the body itself; for this scope alone it stays text.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.route({
      method: ['GET', 'POST'],
      url: `${BASE_PATH}/*`,
      bodyLimit: BODY_MAX,
      handler: async (request, reply) => send(reply, await accounts.handler(asFetchRequest(request, accounts.origin))),
    });
  });
}

/** A hook for `preHandler` that puts the session on the request, as `request.deskSession`. */
export function sessionOnRequest(
  app: FastifyInstance,
  accounts: Accounts,
  options: { readonly touch?: boolean } = {},
): preHandlerAsyncHookHandler {
  if (!app.hasRequestDecorator('deskSession')) app.decorateRequest('deskSession', null);
  return async (request) => {
    request.deskSession = await accounts.sessionOf(fetchHeaders(request), options);
  };
}

function asFetchRequest(request: FastifyRequest, origin: string): Request {
  const body = typeof request.body === 'string' ? request.body : null;
  // Never the Host header: whoever sends it would choose what "here" is.
  return new Request(`${origin}${request.url}`, { method: request.method, headers: fetchHeaders(request), body });
}

function fetchHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ [CLIENT_HEADER]: request.ip });
  for (const name of [...HEADERS, ...FETCH_METADATA]) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status);
  response.headers.forEach((value, name) => {
    if (name !== 'set-cookie') reply.header(name, value);
  });
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply.send(await response.text());
}
