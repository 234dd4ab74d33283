import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Bytes } from '../../src/base/bytes.ts';

/** A file of the desk's screens, held in memory: no path of a request ever reaches a disk. */
export type DeskFile = {
  readonly path: string;
  readonly bytes: Bytes;
  readonly type: string;
  /** In place of those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The same bytes for those who take gzip. */
  readonly gzipped?: Bytes;
};

/** Serves the desk's screens; `index.html` also as the folder that it stands in. */
export function layDeskFiles(app: FastifyInstance, files: readonly DeskFile[]): void {
  for (const { path, bytes, type, headers = {}, gzipped } of files) {
    const body = Buffer.from(bytes);
    const small = gzipped && Buffer.from(gzipped);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const full = path.startsWith('/') ? path : `/${path}`;
    for (const url of full.endsWith('/index.html') ? [full, full.slice(0, -'index.html'.length)] : [full]) {
      app.get(url, { schema: { hide: true } }, (request, reply) => {
        reply.headers({ 'cache-control': 'no-cache', ...headers }).header('etag', etag);
        if (small !== undefined) reply.header('vary', 'accept-encoding');
        if (request.headers['if-none-match'] === etag) return reply.code(304).send();
        const takesGzip = small !== undefined && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
        if (takesGzip) return reply.header('content-encoding', 'gzip').type(type).send(small);
        return reply.type(type).send(body);
      });
    }
  }
}
