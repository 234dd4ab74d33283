import fastify from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Centre, ORIGIN, openCentre, PASSWORD, rows, signedIn } from './accounts.test-support.ts';
import { fastifyAuth, sessionOnRequest } from './fastify-auth.ts';

let centre: Centre;
beforeEach(async () => {
  centre = await openCentre();
});

async function server() {
  const app = fastify();
  await app.register(fastifyAuth, { accounts: centre.accounts });
  const preHandler = sessionOnRequest(app, centre.accounts);
  app.get('/me', { preHandler }, async (request) => ({ name: request.deskSession?.name ?? null }));
  app.post('/echo', async (request) => request.body);
  return app;
}

const signIn = (headers: Record<string, string> = {}, password = PASSWORD) => ({
  method: 'POST' as const,
  url: '/api/auth/sign-in/username',
  headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
  payload: JSON.stringify({ username: 'ada', password }),
});

describe('the server', () => {
  it('signs in, knows the session in other routes, and signs out', async () => {
    await signedIn(centre);
    const app = await server();
    const answer = await app.inject(signIn());
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));
    expect((await app.inject({ url: '/me', cookies })).json()).toEqual({ name: 'ada' });
    expect((await app.inject({ url: '/me' })).json()).toEqual({ name: null });
    expect((await app.inject({ url: '/api/auth/get-session', cookies })).json().user.name).toBe('ada');
    const headers = { origin: ORIGIN, 'content-type': 'application/json' };
    const out = await app.inject({ method: 'POST', url: '/api/auth/sign-out', headers, payload: '{}', cookies });
    expect(out.statusCode).toBe(200);
    expect((await app.inject({ url: '/me', cookies })).json()).toEqual({ name: null });
  });

  it('refuses a body over 16 kB, one that is no JSON, and other methods', async () => {
    const app = await server();
    expect((await app.inject(signIn({}, 'x'.repeat(17_000)))).statusCode).toBe(413);
    const form = { ...signIn({ 'content-type': 'application/x-www-form-urlencoded' }), payload: 'username=ada' };
    expect((await app.inject(form)).statusCode).toBe(415);
    expect((await app.inject({ method: 'DELETE', url: '/api/auth/get-session' })).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/echo', payload: { a: 1 } })).json()).toEqual({ a: 1 });
  });

  it('takes neither where it is nor who asks from the request', async () => {
    await signedIn(centre);
    const app = await server();
    const foreign = { origin: 'http://evil.example', host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    expect((await app.inject(signIn(foreign))).statusCode).toBe(403);
    const claimed = { 'x-cotejo-client': '203.0.113.5', 'x-forwarded-for': '203.0.113.5' };
    expect((await app.inject({ ...signIn(claimed), remoteAddress: '198.51.100.9' })).statusCode).toBe(200);
    const addresses = rows(centre.directory, 'SELECT ipAddress FROM session').map((row) => row['ipAddress']);
    expect(addresses).toContain('198.51.100.9');
    expect(addresses).not.toContain('203.0.113.5');
  });
});
