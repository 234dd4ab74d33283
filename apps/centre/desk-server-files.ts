import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Bytes } from '../../src/base/bytes.ts';

/** A file of the desk's screens, held in memory: no path of a request ever reaches a disk. */
export type DeskFile = { readonly path: string; readonly bytes: Bytes; readonly type: string };

/** Serves the desk's screens; `/index.html` also as `/`. */
export function layDeskFiles(app: FastifyInstance, files: readonly DeskFile[]): void {
  for (const { path, bytes, type } of files) {
    const body = Buffer.from(bytes);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const full = path.startsWith('/') ? path : `/${path}`;
    for (const url of full === '/index.html' ? [full, '/'] : [full]) {
      app.get(url, { schema: { hide: true } }, (request, reply) => {
        reply.header('cache-control', 'no-cache').header('etag', etag);
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        return reply.type(type).send(body);
      });
    }
  }
}
