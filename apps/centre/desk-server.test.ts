import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { type Client, type Running, startRunning } from './desk-server.test-support.ts';
import { startDeskServer } from './desk-server.ts';

let running: Running;
let typist: Client;
beforeAll(async () => {
  const deskFiles = [
    { path: '/index.html', bytes: utf8('<!doctype html><title>Desk</title>'), type: 'text/html; charset=utf-8' },
    { path: '/desk.js', bytes: utf8('0'), type: 'text/javascript; charset=utf-8' },
  ];
  running = await startRunning({ deskFiles, publicUrl: 'https://results.example' });
  typist = await running.person('tia', 'typist');
});
afterAll(() => running.close());

describe('a desk server', () => {
  it('says who and where one is', async () => {
    expect((await typist.get('/api/me')).body).toEqual({
      ...{ name: 'tia', pseudonym: typist.pseudonym, roles: ['typist'], demo: false, secondFactor: false },
    });
    const { body } = await typist.get('/api/centre');
    expect(body).toMatchObject({ publicUrl: 'https://results.example', election: { id: 'little', test: true } });
    expect(body['contests']).toMatchObject([{ id: 'pres', boxes: [{ id: 'A' }, { id: 'B' }, { kind: 'other' }] }, {}]);
  });

  it('serves the screens, with a tag, and nothing beside them', async () => {
    const front = await running.stranger.get('/');
    expect(front.text).toContain('Desk');
    expect(front.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(front.headers.get('cache-control')).toBe('no-cache');
    const again = await running.stranger.ask('GET', '/', undefined, {
      'if-none-match': front.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
    for (const path of ['/accounts.sqlite', '/../keys/accounts.key', '/%2e%2e/keys', '/desk.js/']) {
      expect((await running.stranger.get(path)).status).toBe(404);
    }
  });

  it('has the headers of an interface that nobody keeps, frames or shares', async () => {
    for (const answer of [
      await typist.get('/api/me'),
      await typist.get('/api/nothing'),
      await running.stranger.get('/api/me'),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('etag')).toBeNull();
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it.each([
    ['GET', '/api/nothing', undefined, 404, 'not-found'],
    ['GET', '/api/entries', undefined, 405, 'method-not-allowed'],
    ['DELETE', '/api/people', undefined, 405, 'method-not-allowed'],
    ['GET', '/api/%zz', undefined, 400, 'bad-address'],
    ['POST', '/api/work', '{', 400, 'not-json'],
    ['POST', '/api/work', '', 400, 'not-json'],
    ['POST', '/api/work', { kind: 'other' }, 400, 'invalid-request'],
    ['POST', '/api/work', { kind: 'entry', x: 'y'.repeat(70_000) }, 413, 'too-large'],
  ])('answers %s %s %# with a problem', async (method, path, body, status, code) => {
    const answer = await typist.ask(method, path, body);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'about:blank', status, code });
    expect(answer.status).toBe(status);
  });

  it('says which field is wrong, and which methods there are', async () => {
    expect((await typist.post('/api/work', { kind: 'other' })).body['field']).toBe('/kind');
    const entry = { sheet: 1, contest: 'pres', boxes: [1, -1, 1], corrections: [], observations: [] };
    expect((await typist.post('/api/entries', entry)).body['field']).toBe('/boxes/1');
    expect((await typist.get('/api/entries')).headers.get('allow')).toBe('POST');
    const typed = await typist.ask('POST', '/api/work', 'kind=entry', { 'content-type': 'text/plain' });
    expect(typed.body).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('asks for a session, a role, and its own origin, before it reads anything', async () => {
    expect((await running.stranger.get('/api/me')).body).toMatchObject({ status: 401, code: 'not-signed-in' });
    expect((await running.stranger.post('/api/work', '{')).body).toMatchObject({ code: 'not-signed-in' });
    expect((await typist.post('/api/people', '{')).body).toMatchObject({ status: 403, code: 'role-missing' });
    for (const origin of ['http://evil.example', 'null', `${running.url}.evil.example`]) {
      const foreign = await typist.ask('POST', '/api/work', { kind: 'entry' }, { origin });
      expect(foreign.body).toMatchObject({ status: 403, code: 'foreign-origin' });
    }
    const none = await fetch(`${running.url}/api/work`, { method: 'POST', headers: { cookie: typist.cookies } });
    expect(none.status).toBe(403);
  });

  it('sets cookies that no script and no other site has', async () => {
    const answer = await typist.signIn('tia');
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/HttpOnly;.*SameSite=Strict/i);
    expect(answer.headers.getSetCookie().length).toBeGreaterThan(0);
  });

  it('tells itself as OpenAPI 3.1, every route with a problem', async () => {
    const { body } = await running.stranger.get('/api/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const paths = body['paths'] as Record<string, Record<string, { responses: Record<string, unknown> }>>;
    expect(Object.keys(paths)).toContain('/api/intake/sheets');
    expect(Object.keys(paths).length).toBeGreaterThan(28);
    for (const [path, methods] of Object.entries(paths)) {
      expect(path).toMatch(/^\/api\/[a-z./-]+(\{[a-z]+\}[a-z/]*)*$/);
      for (const { responses } of Object.values(methods)) expect(Object.keys(responses)).toContain('4xx'.toUpperCase());
    }
  });

  it('keeps to itself what is its own fault, and lives', async () => {
    const sol = await running.person('sol', 'supervisor');
    const { centre } = running;
    const original = centre.picture.bind(centre);
    centre.picture = async () => {
      throw new Error('secret at /secret/path');
    };
    const answer = await sol.get('/api/pictures/0/0');
    expect(answer.body).toMatchObject({ status: 500, code: 'internal' });
    expect(answer.text).not.toContain('secret');
    expect(running.logged.splice(0)).toEqual([expect.stringContaining('secret at')]);
    centre.picture = original;
    expect((await sol.get('/api/pictures/0/0')).status).toBe(404);
  });

  it('says why it cannot listen', async () => {
    const { centre, door, accounts } = running;
    const port = Number(new URL(running.url).port);
    const same = { centre, door, accounts, host: '127.0.0.1', port, publicUrl: null, deskFiles: [] };
    expect(await startDeskServer(same)).toMatchObject({
      ok: false,
      error: { kind: 'port-in-use' },
    });
    expect(await startDeskServer({ ...same, host: '203.0.113.1' })).toMatchObject({
      ...{ ok: false, error: { kind: 'cannot-listen' } },
    });
  });
});
