import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { sessionOnRequest } from '../../../adapters/accounts/fastify-auth.ts';
import { assert } from '../../../src/base/assert.ts';
import { networkOf } from '../network-of.ts';
import { isIntake } from './cross-origin.ts';
import type { Access, Desk, DeskApp } from './desk.ts';
import { countedAs } from './intake-codes.ts';
import { NOT_SIGNED_IN, refuse, roleMissing, type Trouble } from './trouble.ts';
import { isWellFormed, NOT_WELL_FORMED } from './well-formed.ts';

/*
 * What every request passes before a route sees it: where it comes from, how many there were, whose it is, and whether that
 * person has one of the roles. What a person may do is decided once more in the act itself (`decide`); here nobody gets as
 * far as having a body read who may not.
 */

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const TOO_MANY = { status: 429, code: 'too-many-requests', detail: 'Too many requests. Wait a little.' };

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** Puts the guard before all routes that are laid after it. Every route has to say who may use it. */
export function layGuard(app: DeskApp, desk: Desk): void {
  app.addHook('onRoute', ({ url, config }) => {
    const ownAccess = url.startsWith('/api/auth/') || !url.startsWith('/api/');
    assert(ownAccess || config?.access !== undefined, `${url} says who may use it`);
  });
  const limiters = limitersOf(app, desk);
  const [asked, polled] = [
    sessionOnRequest(app, desk.accounts),
    sessionOnRequest(app, desk.accounts, { touch: false }),
  ];
  app.addHook('onRequest', async (request, reply) => {
    const foreign = foreignOrigin(request, desk.accounts.origin);
    if (foreign !== null) return refuse(reply, foreign);
    for (const limiter of limiters.ofAddress(request)) if (await isOver(limiter, request, reply)) return reply;
    const access = request.routeOptions.config.access;
    if (access === undefined || access === 'anyone' || isSigned(access)) return;
    const find = request.routeOptions.config.polled === true ? polled : asked;
    await find.call(app, request, reply);
    if (request.deskSession === null) return refuse(reply, NOT_SIGNED_IN);
    if (await isOver(limiters.ofPerson, request, reply)) return reply;
    const { pseudonym } = request.deskSession;
    if (access === 'signed-in' || access.some((role) => desk.centre.state.people.has(pseudonym, role))) return;
    return refuse(reply, roleMissing(access));
  });
}

/** Counts what the door refuses, whoever refused it on the way: who sends nothing good leaves a number, and nothing else. */
export function layRefusals(app: DeskApp, { refused }: Desk): void {
  app.decorateReply('refusedAs', null);
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.config.access !== 'device' || reply.refusedAs === null) return;
    const reason = countedAs(reply.refusedAs);
    if (reason !== null) refused(reason);
  });
}

/** Puts before the schemas what no schema says. */
export function layWellFormed(app: DeskApp): void {
  app.addHook('preValidation', async (request, reply) => {
    if (!isWellFormed(request.body)) return refuse(reply, NOT_WELL_FORMED);
  });
}

function limitersOf(app: DeskApp, { limits }: Desk) {
  const network = (request: FastifyRequest) => networkOf(request.ip);
  const minute = { timeWindow: 60_000, cache: 20_000, keyGenerator: network };
  const all = app.createRateLimit({ ...minute, max: limits.perAddress });
  const strict = app.createRateLimit({ ...minute, max: limits.perAddressStrict });
  const intake = app.createRateLimit({ ...minute, max: limits.intakePerAddress });
  const intakeInAll = app.createRateLimit({ ...minute, max: limits.intakeInAll, keyGenerator: () => 'all' });
  const keyGenerator = (request: FastifyRequest) => request.deskSession?.pseudonym ?? network(request);
  return {
    ofPerson: app.createRateLimit({ ...minute, max: limits.perPerson, keyGenerator }),
    ofAddress: (request: FastifyRequest): readonly Limiter[] => {
      const { routeOptions, url, method } = request;
      // Who is over alone does not use up what is there for all.
      if (isIntake(request)) return [intake, intakeInAll];
      const isStrict = routeOptions.config.strict === true || (method === 'POST' && /^\/api\/auth\/+sign-in/.test(url));
      return isStrict ? [all, strict] : [all];
    },
  };
}

async function isOver(limiter: Limiter, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const seen = await limiter(request);
  if (seen.isAllowed || !seen.isExceeded) return false;
  refuse(reply, { ...TOO_MANY, retryAfterSeconds: Math.max(1, seen.ttlInSeconds) });
  return true;
}

/** Who sends is known by what is signed alone: no session, from whichever page. */
function isSigned(access: Access | undefined): access is 'device' | 'office' {
  return access === 'device' || access === 'office';
}

/** Browsers name the origin of whatever may change something; what a device sends is signed, from whichever page. */
function foreignOrigin(request: FastifyRequest, origin: string): Trouble | null {
  const named = request.headers.origin;
  if (SAFE.has(request.method) || named === origin || isSigned(request.routeOptions.config.access)) return null;
  return { status: 403, code: 'foreign-origin', detail: 'The request does not come from a page of this server.' };
}

/** By code of the framework: what a client did wrong before a route saw it. */
const KNOWN: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'too-large', 'The request is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'unsupported-media-type', 'The content is of a type that is not taken here.'],
  FST_ERR_CTP_INVALID_TYPE: [415, 'unsupported-media-type', 'The content is of a type that is not taken here.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'not-json', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'not-json', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'bad-request', 'The body is not as long as it says.'],
  FST_ERR_BAD_URL: [400, 'bad-address', 'The address cannot be read.'],
  FST_ERR_ASYNC_CONSTRAINT: [400, 'bad-address', 'The address cannot be read.'],
};

/** A problem for whatever a route or the framework threw. What is our fault goes to the log, and says nothing outside. */
export function troubleOf(error: FastifyError, log: (line: string) => void): Trouble {
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error);
  const known = KNOWN[error.code];
  if (known !== undefined) return { status: known[0], code: known[1], detail: known[2] };
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    const code = status === 413 ? 'too-large' : status === 415 ? 'unsupported-media-type' : 'bad-request';
    return { status, code, detail: 'The request cannot be read.' };
  }
  log(`desk: ${error.stack ?? String(error)}`);
  return { status: 500, code: 'internal', detail: 'Something is wrong on this side. It was noted.' };
}

function invalid(
  error: { readonly validation: readonly { instancePath: string; message?: string }[] } & object,
): Trouble {
  const [first] = error.validation;
  const where = 'validationContext' in error ? String(error.validationContext) : 'body';
  const field = `/${where === 'body' ? '' : where}${first?.instancePath ?? ''}`.replace(/\/+/g, '/');
  const detail = `The request is not as it should be: ${first?.message ?? 'unknown'}`.slice(0, 300);
  return { status: 400, code: 'invalid-request', detail, field };
}
