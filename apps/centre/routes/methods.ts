import type { FastifyInstance } from 'fastify';
import { refuse } from './trouble.ts';

/** Tells an address that is not there from one that is there for other methods. */
export function layMethods(app: FastifyInstance): void {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = new RegExp(
      `^${url
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:\w+/g, '[^/]+')
        .replace(/\*$/, '.*')}$`,
    );
    routes.push({ pattern, methods: [method].flat() });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const here = new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods));
    if (here.size === 0 || here.has(request.method)) {
      return refuse(reply, { status: 404, code: 'not-found', detail: 'There is no such page.' });
    }
    reply.header('allow', [...here].toSorted().join(', '));
    return refuse(reply, {
      status: 405,
      code: 'method-not-allowed',
      detail: 'This address is there for other methods.',
    });
  });
}
