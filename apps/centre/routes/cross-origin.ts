import type { FastifyInstance, FastifyRequest } from 'fastify';

const INTAKE = '/api/intake/';
/** What a browser may keep of a preflight; some keep it no longer than two hours. */
const MAX_AGE_SECONDS = 86_400;

/** Whether this is about `/api/intake/`, by the route that was found; of what was not found, by its address. */
export function isIntake({ routeOptions, url }: Pick<FastifyRequest, 'routeOptions' | 'url'>): boolean {
  return (routeOptions.url ?? url).startsWith(INTAKE);
}

/**
 * Lets pages of any other origin ask what is under `/api/intake/`, and nothing else here: no cookie goes with it, who sends is
 * known by the signature alone (docs/spec/capture.md section 3). To be laid before the guard.
 */
export function layCrossOrigin(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isIntake(request)) return;
    reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' });
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST, PUT',
        'access-control-allow-headers': 'content-type, idempotency-key',
        'access-control-max-age': String(MAX_AGE_SECONDS),
      })
      .send();
  });
}
