import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { ok } from '../../src/base/result.ts';
import {
  answerOf,
  type Client,
  enrolPhone,
  PHONE,
  type Running,
  sendSheet,
  startRunning,
  submissionOf,
} from './desk-server.test-support.ts';
import { Phone } from './stations.test-support.ts';

let running: Running;
const start = async (limits = {}) => {
  running = await startRunning({ limits });
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  await enrolPhone(running);
};
beforeEach(() => start());
afterEach(() => running.close());

const send = (form: FormData, key?: string, more?: Record<string, string>) => sendSheet(running.url, form, key, more);
const receipts = () => running.centre.bodies.filter(({ kind }) => kind === 'SheetReceived').length;

describe('the door for sheets', () => {
  it('takes a signed sheet, and gives the same answer under the same key', async () => {
    const page = await samplePicture('jpeg');
    const first = await send(submissionOf('s0', [page]));
    expect(first.status).toBe(201);
    const promise = {
      v: 1,
      promise: expect.objectContaining({ index: 2, station: 's0' }),
      signature: expect.any(String),
    };
    expect(first.body).toEqual({ kind: 'received', station: 's0', sheet: 2, record: 2, fresh: true, promise });
    const again = await send(submissionOf('s0', [page]));
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    const otherKey = await send(submissionOf('s0', [page]), 'key-00002');
    expect([otherKey.status, otherKey.body]).toEqual([200, { ...first.body, fresh: false }]);
    expect(receipts()).toBe(1);
  });

  it('refuses the same key for another sheet, and a key of another device is another key', async () => {
    const [page, other] = [await samplePicture('jpeg'), await samplePicture('png')];
    await send(submissionOf('s0', [page]));
    expect((await send(submissionOf('s1', [page]))).body).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
    expect((await send(submissionOf('s0', [other]))).body).toMatchObject({ code: 'idempotency-key-reused' });
    expect(receipts()).toBe(1);
    // Whoever cannot sign learns nothing of the key, whatever she claims.
    const forged = submissionOf('s0', [page], { device: 'phone-2' });
    expect((await send(forged)).body).toMatchObject({ code: 'unknown-device' });
  });

  it('does the same sheet once, sent twenty times at once', async () => {
    const page = await samplePicture('jpeg');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(submissionOf('s0', [page]))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(receipts()).toBe(1);
  });

  it('opens no picture, and keeps none, of what is refused or there already', async () => {
    const { pictures } = running.door as unknown as { pictures: { keep(): unknown } };
    const opened = vi.spyOn(pictures, 'keep');
    const page = new Uint8Array(100).fill(7);
    expect((await send(submissionOf('nowhere', [page]))).body).toMatchObject({ status: 404, code: 'unknown-station' });
    const sheet = await samplePicture('jpeg');
    await send(submissionOf('s0', [sheet]));
    expect(opened).toHaveBeenCalledTimes(1);
    expect((await send(submissionOf('s0', [sheet]), 'key-00002')).body).toMatchObject({ fresh: false });
    expect(opened).toHaveBeenCalledTimes(1);
  });

  it('keeps a key for nobody whose sheet was refused', async () => {
    const page = await samplePicture('jpeg');
    const forged = submissionOf('s0', [page], { name: 'forged', sentAt: 1 });
    expect((await send(forged)).body).toMatchObject({ code: 'bad-signature' });
    // At once: whoever is first, the key is free for whoever can sign.
    const both = await Promise.all([send(forged), send(submissionOf('s0', [page]))]);
    expect(both[1]?.status).toBe(201);
    expect([403, 422]).toContain(both[0]?.status);
    running.centre.trouble = { kind: 'not-stored', detail: 'x' };
    expect((await send(submissionOf('s1', [page]), 'key-00003')).status).toBe(503);
    running.centre.trouble = null;
    expect((await send(submissionOf('s1', [page]), 'key-00003')).status).toBe(201);
  });

  it.each([
    [undefined, 400],
    ['short', 400],
    ['x'.repeat(129), 400],
    ['with a space', 400],
    ['12345678', 201],
    ['x'.repeat(128), 201],
  ])('with the key %j answers %i', async (key, status) => {
    const form = submissionOf('s0', [await samplePicture('jpeg')]);
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const init = { method: 'POST', body: form, headers };
    const answer = await answerOf(await fetch(`${running.url}/api/intake/sheets`, init));
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(answer.body).toMatchObject({ code: 'malformed', field: '/headers/idempotency-key' });
    }
  });

  it('says what is wrong with a form', async () => {
    const page = await samplePicture('jpeg');
    const form = (change: (form: FormData) => void) => {
      const made = submissionOf('s0', [page]);
      change(made);
      return made;
    };
    const blob = new Blob([Uint8Array.from(page)]);
    const told = async (made: FormData) => {
      const { status, body } = await send(made);
      return [status, body['code'], body['field']];
    };
    expect(await told(form((f) => f.delete('submission')))).toEqual([400, 'malformed', '/submission']);
    expect(await told(form((f) => f.set('submission', '{')))).toEqual([400, 'malformed', '/submission']);
    expect(await told(form((f) => f.set('submission', '{"station":7}')))).toEqual([
      ...[400, 'malformed', '/submission/station'],
    ]);
    expect(await told(form((f) => f.append('submission', '{}')))).toEqual([413, 'too-large', '/page']);
    expect(await told(form((f) => f.set('submission', 'x'.repeat(5000))))).toEqual([413, 'too-large', '/submission']);
    expect(await told(form((f) => f.append('extra', blob, 'x')))).toEqual([400, 'malformed', undefined]);
    expect(await told(form((f) => f.delete('page')))).toEqual([422, 'malformed', '/page']);
    const many = form((f) => Array.from({ length: 16 }, () => f.append('page', blob, 'x')));
    expect(await told(many)).toEqual([413, 'too-large', '/page']);
    expect(await told(submissionOf('s0', [new Uint8Array([1, 2, 3])]))).toMatchObject([
      422,
      expect.any(String),
      '/page/0',
    ]);
    expect(await told(submissionOf('nowhere', [page]))).toEqual([404, 'unknown-station', undefined]);
    const json = await send('{}' as unknown as FormData, undefined, { 'content-type': 'application/json' });
    expect(json.body).toMatchObject({ status: 415 });
    const broken = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await send('--x\r\nnonsense' as unknown as FormData, undefined, broken)).body).toMatchObject({
      status: 400,
    });
    const without = { 'content-type': 'multipart/form-data' };
    expect((await send('x' as unknown as FormData, undefined, without)).status).toBeLessThan(500);
    expect(receipts()).toBe(0);
    expect(running.logged).toEqual([]);
  });

  it('refuses half a character, which could neither be signed nor kept', async () => {
    const page = await samplePicture('jpeg');
    for (const half of [{ station: '\ud800' }, { name: '\ud800', station: null }, { device: '\ud800' }]) {
      const answer = await send(submissionOf(null, [page], half));
      expect(answer.body).toMatchObject({ status: 400, code: 'malformed', field: '/submission' });
    }
    const sol = await running.person('sol', 'supervisor');
    expect((await sol.post('/api/inbox/x', { station: '\ud800' })).body).toMatchObject({ code: 'invalid-request' });
    expect(running.logged).toEqual([]);
  });

  it('refuses a page, and pages together, that are too large, and all that come at once', async () => {
    await running.close();
    await start({ pageBytes: 100_000, sheetBytes: 250_000, arrivingBytes: 1_000_000 });
    const bytes = (n: number) => new Uint8Array(n).fill(7);
    expect((await send(submissionOf('s0', [bytes(100_001)]))).body).toMatchObject({ status: 413, field: '/page/0' });
    const three = [bytes(99_000), bytes(99_000), bytes(99_000)];
    expect((await send(submissionOf('s0', three))).body).toMatchObject({ status: 413, code: 'too-large' });
    await running.close();
    await start({ arrivingBytes: 60_000 });
    expect((await send(submissionOf('s0', [bytes(70_000)]))).body).toMatchObject({ status: 503, code: 'busy' });
    // The room is free again, also after what failed.
    const page = await samplePicture('jpeg');
    for (let n = 0; n < 3; n++) {
      const without = submissionOf('s0', [bytes(50_000)]);
      without.delete('submission');
      expect((await send(without)).body).toMatchObject({ field: '/submission' });
      const many = Array.from({ length: 17 }, () => bytes(3000));
      expect((await send(submissionOf('s0', many))).body).toMatchObject({ status: 413, code: 'too-large' });
    }
    for (let n = 0; n < 5; n++) {
      expect((await send(submissionOf('s0', [bytes(50_000)]), `key-1000${n}`)).status).toBe(422);
    }
    expect((await send(submissionOf('s0', [page]))).status).toBe(201);
  });

  it('ends a sender that sends too slowly or goes away, and its room is free again', async () => {
    await running.close();
    await start({ requestMs: 1000, headersMs: 500, arrivingBytes: 60_000 });
    const port = Number(new URL(running.url).port);
    const told = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += String(data);
      });
      socket.on('close', () => resolve(text));
      const head = 'POST /api/intake/sheets HTTP/1.1\r\nhost: x\r\nidempotency-key: 12345678\r\n';
      socket.write(`${head}content-type: multipart/form-data; boundary=b\r\ncontent-length: 50000\r\n\r\n`);
      socket.write('--b\r\ncontent-disposition: form-data; name="page"; filename="x"\r\n\r\nxxxx');
    });
    expect(told).toContain('408');
    for (let n = 0; n < 4; n++) {
      const socket = connect(port, '127.0.0.1');
      const head = 'POST /api/intake/sheets HTTP/1.1\r\nhost: x\r\nidempotency-key: 12345678\r\n';
      socket.write(`${head}content-type: multipart/form-data; boundary=b\r\ncontent-length: 90000\r\n\r\n`);
      socket.write(`--b\r\ncontent-disposition: form-data; name="page"; filename="x"\r\n\r\n${'x'.repeat(40_000)}`);
      await new Promise((done) => setTimeout(done, 50));
      socket.destroy();
      await new Promise((done) => setTimeout(done, 50));
    }
    expect((await send(submissionOf('s0', [await samplePicture('jpeg')]))).status).toBe(201);
  });
});

describe('scans that nobody could match', () => {
  it('wait in the inbox, with their picture, until a supervisor says of which station they are', async () => {
    const sol: Client = await running.person('sol', 'supervisor');
    const tia: Client = await running.person('tia', 'typist');
    const page = await samplePicture('jpeg');
    const left = await send(submissionOf(null, [page]));
    expect(left).toMatchObject({ status: 201, body: { kind: 'unmatched' } });
    const { id } = left.body;
    const listed = (await sol.get('/api/inbox')).body;
    expect(listed).toMatchObject({ total: 1, scans: [{ id, name: 'x.jpg', pictures: [`/api/inbox/${id}/0`] }] });
    expect((await sol.get(`/api/inbox/${id}/0`)).headers.get('content-type')).toMatch(/^image\//);
    expect((await sol.get(`/api/inbox/${id}/1`)).status).toBe(404);
    expect((await tia.get('/api/inbox')).status).toBe(403);
    expect((await tia.get(`/api/inbox/${id}/0`)).status).toBe(403);
    expect((await sol.post(`/api/inbox/${id}`, { station: 'nowhere' })).body).toMatchObject({
      code: 'unknown-station',
    });
    const assigned = await sol.post(`/api/inbox/${id}`, { station: 's1' });
    expect(assigned.body).toMatchObject({ station: 's1', fresh: true });
    expect(running.centre.bodies.at(-1)).toMatchObject({ kind: 'SheetReceived', matched: 'desk', device: null });
    expect((await sol.post(`/api/inbox/${id}`, { station: 's1' })).status).toBe(404);
    expect((await sol.get('/api/board')).body['inbox']).toEqual({ waiting: 0, oldest: null });
  });

  it('of a device are shown with it, and become the paper of none but its stations', async () => {
    const sol = await running.person('sol', 'supervisor');
    const south = await Phone.enrolled(running, 'phone-s', 'u2');
    const jpeg = await samplePicture('jpeg');
    const { id } = (await south.uploaded(south.upload(null, [jpeg]), [jpeg])).body as { id: string };
    expect((await sol.get('/api/inbox')).body).toMatchObject({ scans: [{ id, device: 'phone-s' }] });
    const refused = await sol.post(`/api/inbox/${id}`, { station: 's0' });
    expect([refused.status, refused.body['code']]).toEqual([403, 'device-out-of-scope']);
    expect(receipts()).toBe(0);
    // Its own stations stay its own when it is revoked.
    await running.centre.do({ kind: 'grant-role', person: 'ada', role: 'administrator', by: 'console' });
    await running.centre.do({ kind: 'revoke-device', device: 'phone-s', by: 'ada' });
    expect((await sol.post(`/api/inbox/${id}`, { station: 's0' })).body).toMatchObject({ code: 'device-out-of-scope' });
    expect((await sol.post(`/api/inbox/${id}`, { station: 's2' })).body).toMatchObject({ station: 's2', fresh: true });
  });

  it('that were handed in at this machine have no device, and may be of any station', async () => {
    const sol = await running.person('sol', 'supervisor');
    const [jpeg, png] = [await samplePicture('jpeg'), await samplePicture('png')];
    for (const [n, pages] of [[jpeg], [png]].entries()) {
      const own = { station: null, matched: 'name', name: `${n}.jpg`, pages, signed: null, by: 'console' } as const;
      expect(await running.door.take(own)).toMatchObject({ ok: true, value: { kind: 'unmatched' } });
    }
    const { scans } = (await sol.get('/api/inbox')).body as { scans: { id: string; device: null }[] };
    expect(scans.map(({ device }) => device)).toEqual([null, null]);
    expect((await sol.post(`/api/inbox/${scans[0]?.id}`, { station: 's0' })).body).toMatchObject({ fresh: true });
  });

  it('are the paper of one station, also where two say at the same time of which', async () => {
    const { id } = (await send(submissionOf(null, [await samplePicture('jpeg')]))).body as { id: string };
    const people = [await running.person('sol', 'supervisor'), await running.person('sam', 'supervisor')];
    const said = await Promise.all(people.map(({ pseudonym }, i) => running.door.assign(id, `s${i}`, pseudonym)));
    expect(said).toMatchObject([{ ok: true }, { ok: false, error: { kind: 'unknown-scan' } }]);
    expect(receipts()).toBe(1);
  });
});

describe('what a device reads first', () => {
  it('is the paper and the stations, for anyone', async () => {
    const { status, body } = await running.stranger.get('/api/intake/election');
    expect(status).toBe(200);
    expect(body).toMatchObject({ election: 'little', stations: ['s0', 's1', 's2'], form: expect.any(Object) });
  });

  it('a device sends with no origin, or from a page of any other', async () => {
    const form = submissionOf('s0', [await samplePicture('jpeg')]);
    expect((await send(form, undefined, { origin: 'http://phone.example' })).status).toBe(201);
  });

  it('a revoked device sends nothing', async () => {
    const page = await samplePicture('jpeg');
    const ada = await running.person('ada', 'administrator');
    expect((await ada.post('/api/devices/revoke', { device: PHONE.device })).status).toBe(200);
    expect((await send(submissionOf('s0', [page]))).body).toMatchObject({ code: 'unknown-device' });
    expect((await ada.get('/api/devices')).body).toMatchObject({ devices: [{ device: 'phone-1', revoked: true }] });
    expect(ok(receipts())).toEqual(ok(0));
  });
});
