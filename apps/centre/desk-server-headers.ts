import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { PROBLEM_TYPE, problemOf, type Trouble } from './routes/trouble.ts';

/** Nothing runs or is shown in a desk that this server did not send, and no other page can hold a desk. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`: browsers then send the origin "null" with a form.
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** Puts the headers on every answer; those of the API are kept by nobody on the way. */
export function layHeaders(app: Pick<FastifyInstance, 'addHook'>, origin: string): void {
  const secure = origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {};
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, ...secure, 'cache-control': 'no-store' });
  });
}

const BROKEN: Readonly<Record<string, Trouble>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'too-slow', detail: 'The request did not come in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers-too-large', detail: 'The headers of the request are too large.' },
};
const UNREADABLE: Trouble = { status: 400, code: 'bad-request', detail: 'The request cannot be read.' };

/** What is no HTTP request at all, or never became one, has an answer too. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const trouble = BROKEN[error.code ?? ''] ?? UNREADABLE;
  const body = JSON.stringify(problemOf(trouble));
  const head = [
    `HTTP/1.1 ${trouble.status} ${STATUS_CODES[trouble.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
