import type { AddressInfo } from 'node:net';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyError } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Accounts } from '../../adapters/accounts/accounts-port.ts';
import { fastifyAuth } from '../../adapters/accounts/fastify-auth.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { RefusedReason } from '../../src/record/index.ts';
import type { OfficeDoor } from '../office/office-door.ts';
import { Boards } from './board.ts';
import { CanvassLists } from './canvass-lists.ts';
import type { CaptureParts } from './capture-parts.ts';
import type { CountingCentre, IntakeBooks, IntakeDoor } from './centre-types.ts';
import { CertificateDrafts } from './certificate-drafts.ts';
import { type DeskFile, layDeskFiles } from './desk-server-files.ts';
import { answerBrokenRequest, layHeaders } from './desk-server-headers.ts';
import { layOpenApi } from './desk-server-openapi.ts';
import type { OfficialPapers } from './official-papers.ts';
import { layCrossOrigin } from './routes/cross-origin.ts';
import type { Desk, DeskApp } from './routes/desk.ts';
import { layGuard, layRefusals, layWellFormed, troubleOf } from './routes/guard.ts';
import { layRoutes } from './routes/index.ts';
import { DESK_LIMITS, type DeskLimits } from './routes/limits.ts';
import { layMethods } from './routes/methods.ts';
import { Proposals } from './routes/proposal-list.ts';
import { refuse } from './routes/trouble.ts';

/*
 * The HTTP interface of the counting centre. It is where strangers, devices and people under roles meet the record: all
 * that comes in is parsed by api-schemas.ts, all that goes out is written by them, and what an act may do is decided behind
 * it (`decide`). It trusts the accounts for who somebody is and the record for what she may do.
 */

export type DeskServerOptions = {
  readonly centre: CountingCentre;
  readonly door: IntakeDoor;
  readonly accounts: Accounts;
  readonly host: string;
  readonly port: number;
  /** Address of the public pages, for the desks to link to. */
  readonly publicUrl: string | null;
  readonly deskFiles: readonly DeskFile[];
  /** What senders may ask for later; without, nobody sends from stations. */
  readonly books?: IntakeBooks;
  /** Further addresses of the door, for phones to try. */
  readonly endpoints?: readonly string[];
  /** Told of every refusal at the door. */
  readonly refused?: (reason: RefusedReason) => void;
  /** Where offices hand in what they recorded; without, none do. */
  readonly offices?: OfficeDoor | null;
  /** Phones and SMS; without, none are let in. */
  readonly capture?: CaptureParts | null;
  /** Minutes and certificates of an official count; without, none are made. */
  readonly papers?: OfficialPapers | null;
  readonly limits?: Partial<DeskLimits>;
  /** Proxies in front whose word on a client's address is taken. */
  readonly trustProxy?: boolean | string | readonly string[];
  /** Milliseconds that only grow: for proposals, which lapse by the wall clock. */
  readonly clock?: () => number;
  /** The server's own log: sentences about our faults, never what a person sent. */
  readonly log?: (line: string) => void;
};

export type DeskServer = { readonly url: string; readonly close: () => Promise<void> };
export type DeskServerError = { readonly kind: 'port-in-use' | 'cannot-listen'; readonly detail: string };

/** How the address is told to a person. */
const HOST_NAMES: Readonly<Record<string, string>> = { '127.0.0.1': 'localhost', '::1': 'localhost' };
const IDLE_MS = 60_000;
const CHECK_MS = 5_000;

/** Starts the interface of the desks. Browsers have to come by `accounts.origin`; requests of other origins are refused. */
export async function startDeskServer(options: DeskServerOptions): Promise<Result<DeskServer, DeskServerError>> {
  const app = await buildDeskApp(options);
  try {
    await app.listen({ port: options.port, host: options.host });
  } catch (cause) {
    const inUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    await app.close();
    return err({ kind: inUse ? 'port-in-use' : 'cannot-listen', detail: (cause as Error).message });
  }
  const { port } = app.server.address() as AddressInfo;
  return ok({ url: `http://${HOST_NAMES[options.host] ?? options.host}:${port}`, close: () => app.close() });
}

async function buildDeskApp(options: DeskServerOptions): Promise<DeskApp> {
  const limits: DeskLimits = { ...DESK_LIMITS, ...options.limits };
  const { trustProxy = false, log = () => {} } = options;
  const app: DeskApp = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    connectionTimeout: IDLE_MS,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: 10_000,
    http: {
      headersTimeout: limits.headersMs,
      maxHeaderSize: 16_384,
      // Node looks for slow senders only so often.
      connectionsCheckingInterval: Math.min(CHECK_MS, limits.headersMs),
    },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    forceCloseConnections: true,
    trustProxy: typeof trustProxy === 'object' ? [...trustProxy] : trustProxy,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, _request, reply) => {
      refuse(reply, troubleOf(error, log));
    },
  }).withTypeProvider<ZodTypeProvider>();
  // A page of another site can send text without asking first.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: FastifyError, _request, reply) => refuse(reply, troubleOf(error, log)));
  layHeaders(app, options.accounts.origin);
  layCrossOrigin(app);
  await app.register(rateLimit, { global: false, cache: 20_000 });
  await app.register(multipart);
  await layOpenApi(app);
  layMethods(app);
  const desk = deskOf(options, limits);
  layRefusals(app, desk);
  layGuard(app, desk);
  await app.register(fastifyAuth, { accounts: options.accounts });
  await app.register(async (scope) => {
    layWellFormed(scope as DeskApp);
    layRoutes(scope as DeskApp, desk);
  });
  layDeskFiles(app, options.deskFiles);
  return app;
}

function deskOf(options: DeskServerOptions, limits: DeskLimits): Desk {
  const { centre, door, accounts, publicUrl, capture = null, clock = () => performance.now() } = options;
  const {
    books = null,
    endpoints = [],
    papers = null,
    offices = null,
    refused = () => undefined,
    log = () => {},
  } = options;
  const proposals = new Proposals(clock);
  return {
    ...{ centre, door, books, endpoints, papers, offices, refused, log },
    lists: new CanvassLists(centre, clock),
    drafts: new CertificateDrafts(),
    accounts,
    publicUrl,
    proposals,
    limits,
    capture,
    boards: new Boards(centre, { door, proposals, clock }),
  };
}
