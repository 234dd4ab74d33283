import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/base/instant.ts';
import { refusedReason } from '../../src/entry/door-refusal.ts';
import type { Box } from '../../src/model/votes.ts';
import { answerOf, KEYS, PASSWORD, type Running, startRunning } from './desk-server.test-support.ts';
import { TELL_MS } from './door-refusals.ts';
import { countedAs, intakeCodeOf } from './routes/intake-codes.ts';
import { Phone } from './stations.test-support.ts';

let running: Running;
let phone: Phone;
const start = async (more: Parameters<typeof startRunning>[0] = {}) => {
  running = await startRunning(more);
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  phone = await Phone.enrolled(running, 'phone-a');
};
beforeEach(() => start());
afterEach(() => running.close());

const figures = (more = {}) => phone.figures('s0', { pres: [1, 2, 3] as unknown as readonly Box[] }, more).body;
const announce = (body: unknown) => phone.post('/api/intake/figures', body);
const told = () => running.centre.bodies.flatMap((body) => (body.kind === 'ArrivalsRefused' ? body.minutes : []));

describe('what a phone reads first', () => {
  it('is the election as it is defined, the log, and where else to send; the same for everybody but for the time', async () => {
    await running.close();
    await start({ endpoints: ['https://other.example'], publicUrl: 'https://pages.example' });
    const { status, body, headers } = await running.stranger.get('/api/intake/setup');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      v: 1,
      election: expect.objectContaining({ v: 1, id: 'little', contests: expect.any(Array), desk: expect.any(Object) }),
      origin: KEYS.origin,
      log: expect.stringContaining(KEYS.origin),
      heartbeat: expect.stringContaining('/heartbeat'),
      endpoints: ['https://other.example'],
      pages: 'https://pages.example',
      stations: 3,
      now: running.centre.at,
    });
    await announce(figures());
    const later = (await running.stranger.get('/api/intake/setup')).body;
    expect(later).toEqual({ ...body, now: running.centre.at });
    expect(later['now']).not.toBe(body['now']);
  });

  it('is one station, for whoever types its code', async () => {
    expect((await running.stranger.get('/api/intake/stations/s2')).body).toEqual({
      ...{ id: 's2', table: 1, place: 'South', registered: 300, contests: ['pres'] },
    });
    expect((await running.stranger.get('/api/intake/stations/s0')).body['contests']).toEqual(['pres', 'gov']);
    expect((await running.stranger.get('/api/intake/stations/s9')).body).toMatchObject({ code: 'unknown-station' });
  });
});

describe('what became of it', () => {
  it('is asked by record numbers, at most fifty', async () => {
    await running.close();
    const fate = { station: 's0', state: 'standing', typed: true, published: true, page: 'es/u/u1.html' } as const;
    const books = {
      signers: { origin: 'x', log: 'y', heartbeat: 'z' },
      prove: () => null,
      fateOf: (record: number) => (record < 3 ? null : { record, ...fate }),
    };
    await start({ books });
    const ask = (records: string) => running.stranger.get(`/api/intake/fates?records=${records}`);
    expect(JSON.parse((await ask('1,7,3')).text)).toEqual([
      { record: 7, ...fate },
      { record: 3, ...fate },
    ]);
    expect((await ask(Array.from({ length: 50 }, (_, n) => n).join(','))).status).toBe(200);
    for (const wrong of ['', 'x', '1,', '-1', '1.5', Array.from({ length: 51 }, (_, n) => n).join(',')]) {
      expect((await ask(wrong)).status).toBe(400);
    }
  });

  it('and all else that stations ask is described', async () => {
    const { paths } = (await running.stranger.get('/api/openapi.json')).body as {
      paths: Record<string, Record<string, { requestBody?: { content: Record<string, unknown> } }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      path.startsWith('/api/intake/') ? Object.keys(methods).map((method) => `${method} ${path}`) : [],
    );
    expect(described).toEqual(
      expect.arrayContaining([
        'get /api/intake/setup',
        'get /api/intake/stations/{id}',
        'post /api/intake/figures',
        'post /api/intake/uploads',
        'put /api/intake/uploads/{upload}/{page}',
        'get /api/intake/proofs/{record}',
        'get /api/intake/fates',
      ]),
    );
    const { requestBody } = paths['/api/intake/uploads/{upload}/{page}']?.['put'] ?? {};
    expect(Object.keys(requestBody?.content ?? {})).toEqual(['application/octet-stream']);
  });
});

describe('pages of other origins', () => {
  const ask = async (method: string, path: string, headers = {}) =>
    answerOf(
      await fetch(`${running.url}${path}`, { method, headers: { origin: 'https://phone.example', ...headers } }),
    );

  it('may ask what is under /api/intake/, without cookies, whatever the answer', async () => {
    for (const path of [
      '/api/intake/setup',
      '/api/intake/stations/s9',
      '/api/intake/nothing',
      '/api/intake/proofs/x',
    ]) {
      const { headers } = await ask('GET', path);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
    for (const body of ['{', '{}', 'x'.repeat(100_000)]) {
      const headers = { origin: 'https://phone.example', 'content-type': 'application/json' };
      const answer = await fetch(`${running.url}/api/intake/figures`, { method: 'POST', body, headers });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it('ask first whether they may, and remember it', async () => {
    const preflight = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' };
    const { status, headers, text } = await ask('OPTIONS', '/api/intake/uploads/x/0', preflight);
    expect([status, text]).toEqual([204, '']);
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST, PUT');
    expect(headers.get('access-control-allow-headers')).toBe('content-type, idempotency-key');
    expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(3600);
  });

  it('get nothing else of the desks', async () => {
    const paths = [
      '/api/me',
      '/api/centre',
      '/api/openapi.json',
      '/api/auth/get-session',
      '/',
      '/api/intake',
      '/api/intakes/x',
    ];
    for (const path of [...paths, '/api/work', '/api/intake/../me', '/api/intake%2f..%2fme']) {
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const { headers } = await ask(method, path);
        if (new URL(path, running.url).pathname.startsWith('/api/intake/')) continue;
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-methods')).toBeNull();
      }
    }
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers: { ...headers, origin: 'https://phone.example' } };
    const signIn = { ...init, body: JSON.stringify({ username: 'x', password: PASSWORD }) };
    expect((await fetch(`${running.url}/api/auth/sign-in/username`, signIn)).status).toBe(403);
  });
});

describe('what is refused', () => {
  it('is told by minute and reason, once, and is no event of its own', async () => {
    const { centre, refusals } = running;
    const size = () => centre.bodies.length;
    const before = size();
    await announce(figures({ sentAt: 1 }));
    await announce(figures({ sentAt: 2 }));
    await announce('{');
    await announce({ ...figures(), figures: 'x'.repeat(70_000) });
    await phone.post('/api/intake/uploads', {});
    await phone.post('/api/intake/sheets', {});
    await phone.piece('0'.repeat(64), 0, 0, new Uint8Array(3));
    // Neither an answer that goes on nor a question is a refusal.
    await running.stranger.get('/api/intake/proofs/1');
    await running.stranger.get('/api/intake/stations/s9');
    expect(size()).toBe(before);
    await refusals.tell();
    await refusals.tell();
    expect(size()).toBe(before + 1);
    const times = new Map<string, number>();
    for (const [minute, reason, n] of told()) {
      expect(minute % 60_000).toBe(0);
      times.set(reason, (times.get(reason) ?? 0) + n);
    }
    expect(Object.fromEntries(times)).toEqual({ 'bad-signature': 2, malformed: 4, 'too-large': 1 });
  });

  it('is told every five minutes, and is kept while the store refuses', async () => {
    const { centre, refusals } = running;
    refusals.tick(instant(1000));
    refusals.count('quota');
    refusals.tick(instant(1000 + TELL_MS - 1));
    expect(told()).toEqual([]);
    centre.trouble = { kind: 'not-stored', detail: 'x' };
    refusals.tick(instant(1000 + TELL_MS));
    await new Promise((resolve) => setImmediate(resolve));
    refusals.count('quota');
    centre.trouble = null;
    expect(told()).toEqual([]);
    await refusals.tell();
    expect(told().map(([, reason, n]) => [reason, n])).toEqual([
      ['quota', 1],
      ['quota', 1],
    ]);
  });

  it('is also what comes too often: of one address, and of all', async () => {
    await running.close();
    await start({ limits: { intakePerAddress: 3 } });
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await announce(figures()));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429]);
    const last = answers.at(-1);
    expect([last?.body['code'], Number(last?.headers.get('retry-after')) > 0]).toEqual(['too-many', true]);
    // The desks are asked as before.
    expect((await running.stranger.get('/api/openapi.json')).status).toBe(200);
    await running.refusals.tell();
    expect(told()).toEqual([[expect.any(Number), 'too-many', 2]]);
    await running.close();
    await start({ limits: { intakeInAll: 2 } });
    await announce(figures());
    await announce(figures());
    expect((await announce(figures())).body['code']).toBe('too-many');
  });

  it('has a code of the contract, and is counted as the machine counts it', () => {
    for (const kind of [
      'bad-picture',
      'bad-signature',
      'busy',
      'gap',
      'malformed',
      'not-stored',
      'quota',
      'too-large',
    ] as const) {
      expect(intakeCodeOf(kind, 400)).toBe(kind);
      expect(countedAs(kind)).toBe(refusedReason(kind));
    }
    expect(intakeCodeOf('invalid-request', 400)).toBe('malformed');
    expect(intakeCodeOf('anything', 413)).toBe('too-large');
    expect(intakeCodeOf('anything', 500)).toBe('internal');
    expect([countedAs('internal'), countedAs('unknown-upload')]).toEqual([null, 'malformed']);
  });
});
