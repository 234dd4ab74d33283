import { ReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { renderNotFound } from '../../src/publication/pages/index.ts';
import { CLOSED_PAGE, CLOSED_RETRY_SECONDS } from './closed-page.ts';

/*
 * Serves the public folder and nothing else of a run: it has no key, reads no store and writes nothing. Whoever captures it
 * can show old or false bytes to a reader who only looks; a verifier with the trust file sees it.
 */

export type ServerOptions = {
  readonly publicDirectory: string;
  readonly host: string;
  /** The first port to try; with `nextPorts` the following ones too. */
  readonly port: number;
  readonly nextPorts: number;
  /** Whether readers are answered from the start; they are unless this is false. */
  readonly reading?: boolean;
};

export type RunningServer = { readonly url: string; readonly close: () => Promise<void> };
/** A server of public pages can leave its readers waiting while all else goes on. */
export type PublicServer = RunningServer & {
  readonly reading: { readonly isOn: boolean; set(on: boolean): Promise<void> };
};
export type ServerError = { readonly kind: 'port-in-use' | 'cannot-listen'; readonly detail: string };

/** How the address is told to a person. */
const HOST_NAMES: Readonly<Record<string, string>> = { '127.0.0.1': 'localhost', '::1': 'localhost' };

/** One look at one file: so often that the pause is no part of what a reader waits for. */
const WATCH_MS = 50;
const HEARTBEAT_MS = 15_000;
/** Beyond these a reader is told to come back later: they poll the checkpoint anyway. */
const LISTENERS_MAX = 10_000;

/** Only what is published; a page of another origin may read the data, but nothing runs that we did not send. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'access-control-allow-origin': '*',
};

const TYPES: Readonly<Record<string, string>> = {
  '.ndjson': 'application/x-ndjson; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpg': 'image/jpeg',
};

export async function startPublicServer(
  options: ServerOptions,
): Promise<{ ok: true; value: PublicServer } | { ok: false; error: ServerError }> {
  const app = Fastify({
    logger: false,
    bodyLimit: 1024,
    connectionTimeout: 60_000,
    requestTimeout: 20_000,
    forceCloseConnections: true,
  });
  const live = new LiveReaders(options.publicDirectory);
  const reading = new Reading(live, options.reading ?? true);
  layClosed(app, reading);
  await layRoutes(app, resolve(options.publicDirectory), live);
  for (let port = options.port; ; port++) {
    try {
      await app.listen({ port, host: options.host });
      break;
    } catch (cause) {
      const inUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (inUse && port < options.port + options.nextPorts) continue;
      const detail = (cause as Error).message;
      return { ok: false, error: { kind: inUse ? 'port-in-use' : 'cannot-listen', detail } };
    }
  }
  live.start();
  const address = app.server.address() as AddressInfo;
  return {
    ok: true,
    value: {
      url: `http://${HOST_NAMES[options.host] ?? options.host}:${address.port}`,
      reading,
      close: async () => {
        live.stop();
        await app.close();
      },
    },
  };
}

/** Before anything looks at a file: a reader who is turned away costs next to nothing. */
function layClosed(app: FastifyInstance, reading: Reading): void {
  app.addHook('onRequest', async (_request, reply) => {
    if (reading.isOn) return;
    return reply
      .code(503)
      .headers({ ...SECURITY_HEADERS, 'retry-after': String(CLOSED_RETRY_SECONDS), 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(CLOSED_PAGE);
  });
}

async function layRoutes(app: FastifyInstance, root: string, live: LiveReaders): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
  // The library asks for a file's size and opens it afterwards. Between the two a state may put a newer one in its place, of
  // which a reader would get as many bytes as the old one had: what goes out is read whole from one opening.
  app.addHook('onSend', async (_request, reply, payload) => {
    if (reply.statusCode !== 200 || !(payload instanceof ReadStream)) return payload;
    const path = String(payload.path);
    payload.destroy();
    const bytes = await readFile(path);
    reply.header('content-length', bytes.length);
    return bytes;
  });
  // Tiles are hashes. One that happens to begin like a gzip file is taken for one by the compression, and would go out as it
  // is under a header that says otherwise.
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/tile/')) request.headers['x-no-compression'] = '1';
  });
  await app.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] });
  app.get('/live', { exposeHeadRoute: false }, (_request, reply) => live.add(reply));
  await app.register(fastifyStatic, {
    root,
    index: ['index.html'],
    dotfiles: 'deny',
    redirect: true,
    etag: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const type = TYPES[path.slice(path.lastIndexOf('.'))];
      reply.header(
        'content-type',
        type ?? (/[\\/]tile[\\/]/.test(path) ? 'application/octet-stream' : 'text/plain; charset=utf-8'),
      );
      // Full tiles never change (C2SP tlog-tiles); everything else may, at any state.
      const forever = /[\\/]tile[\\/]/.test(path) && !/\.p[\\/]/.test(path);
      // A picture lies under its hash and never changes; it may be withheld, so nobody is told to keep it for ever.
      const kept = path.endsWith('.jpg') ? 'public, max-age=86400' : 'no-cache';
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : kept);
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return reply
        .code(405)
        .header('allow', 'GET, HEAD')
        .type('text/plain; charset=utf-8')
        .send('Only GET and HEAD.\n');
    }
    const language = request.url.startsWith('/en/') ? 'en' : 'es';
    return reply.code(404).type('text/html; charset=utf-8').send(renderNotFound(language));
  });
}

class Reading {
  isOn: boolean;
  private readonly live: LiveReaders;

  constructor(live: LiveReaders, isOn: boolean) {
    this.live = live;
    this.isOn = isOn;
  }

  async set(on: boolean): Promise<void> {
    this.isOn = on;
    if (!on) this.live.hangUp();
  }
}

/** Readers that wait for news over server-sent events. A message only says that there is a newer checkpoint. */
class LiveReaders {
  private readonly checkpoint: string;
  private readonly replies = new Set<FastifyReply>();
  private readonly timers: NodeJS.Timeout[] = [];
  private seen = '';

  constructor(publicDirectory: string) {
    this.checkpoint = `${publicDirectory}/checkpoint`;
  }

  add(reply: FastifyReply): void {
    if (this.replies.size >= LISTENERS_MAX) {
      void reply.code(503).header('retry-after', '30').send('too many listeners; poll the checkpoint instead\n');
      return;
    }
    reply.hijack();
    reply.raw.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    reply.raw.write('retry: 5000\n\n');
    this.replies.add(reply);
    reply.raw.on('close', () => this.replies.delete(reply));
  }

  start(): void {
    this.seen = this.stamp();
    this.timers.push(setInterval(() => this.look(), WATCH_MS));
    this.timers.push(setInterval(() => this.send(': still here\n\n'), HEARTBEAT_MS));
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.hangUp();
  }

  /** Ends every conversation; browsers come back by themselves. */
  hangUp(): void {
    for (const reply of this.replies) reply.raw.end();
  }

  private look(): void {
    const stamp = this.stamp();
    if (stamp === this.seen) return;
    this.seen = stamp;
    this.send('data: checkpoint\n\n');
  }

  private send(text: string): void {
    for (const reply of this.replies) reply.raw.write(text);
  }

  /** Changes whenever the checkpoint file is replaced. A folder that cannot be read just has no news. */
  private stamp(): string {
    try {
      const stat = statSync(this.checkpoint);
      return `${stat.mtimeMs} ${stat.ino}`;
    } catch {
      return '';
    }
  }
}
