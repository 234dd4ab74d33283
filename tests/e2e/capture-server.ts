import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ModelDoor } from '../../apps/capture/door.test-support.ts';
import { captureFiles } from '../../apps/centre/capture-files.ts';
import type { DeskFile } from '../../apps/centre/desk-server-files.ts';

/** A page of the same origin on which no phone is opened. */
const BLANK = '<!doctype html><title>blank</title><script type="module" src="/bare.js"></script>';
/** What stands in the place of the app's own script, unless a test wants the screens. */
const BARE = new URL('../../apps/capture/bare-phone.test-support.ts', import.meta.url);

/** The app's real files and service worker beside the model door, on a line that a test cuts. */
export class CaptureServer {
  readonly door = new ModelDoor();
  base = '';
  /** No request is answered at all. */
  down = false;
  /** Requests to the door that may still be answered; the others stall. */
  patience = Infinity;
  /** Stands behind the worker's text: another version. */
  workerTail = '';
  readonly #files: ReadonlyMap<string, DeskFile>;
  readonly #server: Server;

  private constructor(files: readonly DeskFile[]) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#server = createServer((request, response) => {
      // A tab that is killed breaks its requests off.
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** With the screens, or with a phone that has none. */
  static async start(screens = false): Promise<CaptureServer> {
    const { files } = await captureFiles();
    const bare = screens ? null : await bareScript();
    const served = files.map((file) =>
      bare !== null && /\/main-[^/]*\.js$/.test(file.path) ? { ...file, bytes: bare, gzipped: gzipSync(bare) } : file,
    );
    const server = new CaptureServer(served);
    await new Promise<void>((listening) => server.#server.listen(0, '127.0.0.1', listening));
    const address = server.#server.address();
    server.base = `http://localhost:${typeof address === 'object' ? address?.port : 0}`;
    return server;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    if (this.down) {
      request.socket.destroy();
      return;
    }
    if (url.startsWith('/api/intake/')) return this.#atTheDoor(request, response);
    if (url === '/blank') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(BLANK);
      return;
    }
    if (url === '/bare.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(await bareScript());
      return;
    }
    const file = this.#files.get(url === '/capture/' ? '/capture/index.html' : url);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const tail = url.endsWith('/worker.js') ? this.workerTail : '';
    const zip = tail === '' && file.gzipped !== undefined;
    const coding = zip ? { 'content-encoding': 'gzip' } : {};
    response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache', ...file.headers, ...coding });
    response.end(zip ? file.gzipped : Buffer.concat([file.bytes, Buffer.from(tail)]));
  }

  async #atTheDoor(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.method !== 'GET' && this.patience-- <= 0) return;
    const path = (request.url ?? '').slice('/api/intake/'.length);
    this.door.now = Date.now() as typeof this.door.now;
    const { status, body } = this.door.answer(request.method ?? '', path, new Uint8Array(Buffer.concat(parts)));
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' });
    response.end(text);
  }
}

async function bareScript(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(BARE)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2020',
    tsconfigRaw: {},
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
