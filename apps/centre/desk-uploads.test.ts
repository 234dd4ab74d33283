import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { createMemoryInbox } from '../../adapters/inbox/memory-inbox.ts';
import type { Prepared } from '../../adapters/pictures/picture-readers.ts';
import { samplePicture } from '../../adapters/pictures/sample-pictures.test-support.ts';
import { openUploadFolder } from '../../adapters/uploads/upload-folder.ts';
import { type Uploads, uploadIdOf } from '../../adapters/uploads/uploads.ts';
import { type Bytes, concatBytes, toHex } from '../../src/base/bytes.ts';
import { expectOk, ok } from '../../src/base/result.ts';
import {
  type Answer,
  answerOf,
  doorOf,
  enrolPhone,
  freePort,
  type Running,
  sendSheet,
  startRunning,
  submissionOf,
} from './desk-server.test-support.ts';
import { startDeskServer } from './desk-server.ts';
import type { ArrivingPictures } from './intake-pictures.ts';
import { hashOf, Phone, PIECE, promiseIn } from './stations.test-support.ts';

let running: Running;
let phone: Phone;
let jpeg: Bytes;
const start = async (limits = {}) => {
  running = await startRunning({ limits });
  await running.centre.do({ kind: 'open-count', count: 'preliminary', by: 'console' });
  phone = await Phone.enrolled(running, 'phone-a');
  jpeg = await samplePicture('jpeg');
};
beforeEach(() => start());
afterEach(() => running.close());

/** A sound picture with so many bytes more, in comments that say nothing. */
function pictureOf(more: number): Bytes {
  // Behind the first segment.
  const at = 4 + ((jpeg[4] ?? 0) << 8) + (jpeg[5] ?? 0);
  const comments: Bytes[] = [];
  for (let left = more; left > 0; ) {
    const bytes = Math.min(left, 60_000);
    comments.push(Uint8Array.of(0xff, 0xfe, (bytes - 2) >> 8, (bytes - 2) & 255), new Uint8Array(bytes - 4));
    left -= bytes;
  }
  return concatBytes(jpeg.subarray(0, at), ...comments, jpeg.subarray(at));
}
const NO_HASH = `${'A'.repeat(43)}=`;
const receipts = () => running.centre.bodies.filter(({ kind }) => kind === 'SheetReceived').length;
const coded = ({ status, body }: Answer) => [status, body['code']];
const begin = (body: unknown, by = phone) => by.post('/api/intake/uploads', body);

describe('a sheet in pieces', () => {
  it('is wanted, taken page after page, and received with a promise; the same again is received again', async () => {
    const pages = [pictureOf(600_000), jpeg];
    const body = phone.upload('s0', pages);
    const wanted = await begin(body);
    const upload = uploadIdOf(nodeCrypto, body.signature);
    expect([wanted.status, wanted.body]).toEqual([200, { kind: 'wanted', upload, pages: [{ have: 0 }, { have: 0 }] }]);
    expect((await begin(body)).body).toEqual(wanted.body);
    const done = await phone.uploaded(body, pages);
    expect([done.status, done.body]).toMatchObject([201, { kind: 'received', station: 's0', record: 2, fresh: true }]);
    const { promise } = promiseIn(done);
    expect(promise).toMatchObject({
      index: 2,
      station: 's0',
      message: hashOf(phone.sheetMessage('s0', pages, body.sentAt)),
    });
    const again = await begin(body);
    expect([again.status, again.body]).toEqual([200, { ...done.body, fresh: false }]);
    expect((await phone.piece(upload, 0, 0, jpeg)).status).toBe(404);
    expect(receipts()).toBe(1);
    expect(running.centre.bodies[2]).toMatchObject({ kind: 'SheetReceived', device: 'phone-a', matched: 'sender' });
  });

  it('goes on wherever it was cut, also in the middle of a piece, and over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cotejo-cut-'));
    let uploads = expectOk(await openUploadFolder(nodeCrypto, folder), 'uploads');
    const open = async () => {
      const { centre, accounts } = running;
      const port = await freePort();
      const own = { centre, door: doorOf(centre, { uploads }), accounts, host: '127.0.0.1', port, publicUrl: null };
      return expectOk(await startDeskServer({ ...own, deskFiles: [] }), 'server');
    };
    let server = await open();
    try {
      const page = pictureOf(2 * PIECE + 1000);
      const body = phone.upload('s0', [page]);
      const cuts = [100, PIECE - 1, PIECE, PIECE + 77, 2 * PIECE, page.length - 1, page.length];
      for (let at = 0; at < page.length; ) {
        const sender = await reached(server.url);
        const answer = await sender.post('/api/intake/uploads', body);
        expect(answer.body).toMatchObject({ kind: 'wanted', pages: [{ have: at }] });
        const next = cuts.shift() ?? page.length;
        // The answer is lost, and the piece is sent once more, from before its beginning.
        for (const from of [at, Math.max(0, at - 50)]) {
          const piece = page.subarray(from, Math.min(next, from + PIECE));
          expect((await sender.piece(String(answer.body['upload']), 0, from, piece)).status).toBe(200);
        }
        at = Number((await sender.piece(String(answer.body['upload']), 0, 0, page.subarray(0, 1))).body['have']);
        await server.close();
        uploads = expectOk(await openUploadFolder(nodeCrypto, folder), 'uploads');
        server = await open();
      }
      const sender = await reached(server.url);
      expect((await sender.post('/api/intake/uploads', body)).body).toMatchObject({ kind: 'received', fresh: true });
      expect(receipts()).toBe(1);
      expect(uploads.get(uploadIdOf(nodeCrypto, body.signature))).toBeNull();
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is received where the answer was lost and the upload lies there still', async () => {
    const body = phone.upload('s0', [jpeg]);
    await phone.uploaded(body, [jpeg]);
    const { uploads } = doorParts();
    await uploads.begin(body as never, running.centre.at);
    expect((await begin(body)).body).toMatchObject({ kind: 'received', fresh: false });
    expect(uploads.get(uploadIdOf(nodeCrypto, body.signature))).toBeNull();
  });

  it('is one receipt, asked for many times at once', async () => {
    const body = phone.upload('s0', [jpeg]);
    const { upload } = (await begin(body)).body as { upload: string };
    await phone.piece(upload, 0, 0, jpeg);
    const { pictures } = running.door as unknown as { pictures: { keep(): unknown } };
    const opened = vi.spyOn(pictures, 'keep');
    const answers = await Promise.all(Array.from({ length: 10 }, () => begin(body)));
    expect(opened).toHaveBeenCalledTimes(1);
    expect(new Set(answers.map(({ body: { promise } }) => JSON.stringify(promise))).size).toBe(1);
    expect(receipts()).toBe(1);
  });

  it('is thrown away page by page where its bytes are not those that were signed', async () => {
    const body = phone.upload('s0', [jpeg]);
    const { upload } = (await begin(body)).body as { upload: string };
    const other = jpeg.with(jpeg.length - 1, 0);
    expect((await phone.piece(upload, 0, 0, other)).body).toEqual({ have: 0 });
    expect((await begin(body)).body).toMatchObject({ kind: 'wanted', pages: [{ have: 0 }] });
    expect((await phone.uploaded(body, [jpeg])).body).toMatchObject({ kind: 'received' });
  });

  it('has no gaps and no more than was said', async () => {
    const body = phone.upload('s0', [jpeg]);
    const { upload } = (await begin(body)).body as { upload: string };
    await phone.piece(upload, 0, 0, jpeg.subarray(0, 100));
    const gap = await phone.piece(upload, 0, 101, jpeg.subarray(101));
    expect([gap.status, gap.body]).toMatchObject([409, { code: 'gap', have: 100 }]);
    expect(coded(await phone.piece(upload, 0, 100, concatBytes(jpeg.subarray(100), jpeg)))).toEqual([413, 'too-large']);
    expect(coded(await phone.piece(upload, 1, 0, jpeg))).toEqual([422, 'malformed']);
    expect(coded(await phone.piece(upload, 0, 0, new Uint8Array(PIECE + 1)))).toEqual([413, 'too-large']);
    for (const at of ['', '-1', '1.5', '00', '1e3', '9999999999']) {
      expect(coded(await phone.piece(upload, 0, at, jpeg))).toEqual([400, 'malformed']);
    }
    const headers = { 'content-type': 'text/plain' };
    const init = { method: 'PUT', body: 'x', headers };
    const text = await answerOf(await fetch(`${running.url}/api/intake/uploads/${upload}/0?at=100`, init));
    expect(coded(text)).toEqual([415, 'malformed']);
    expect((await begin(body)).body).toMatchObject({ pages: [{ have: 100 }] });
  });

  it('nobody adds to whose name he does not know', async () => {
    const body = phone.upload('s0', [jpeg]);
    const { upload } = (await begin(body)).body as { upload: string };
    const other = await Phone.enrolled(running, 'phone-b');
    for (const guess of [
      `0${upload.slice(1)}`,
      upload.toUpperCase(),
      'f'.repeat(64),
      'x',
      '..%2f..',
      upload.slice(1),
    ]) {
      const put = await other.piece(guess, 0, 0, jpeg);
      if (guess !== upload) expect([400, 404]).toContain(put.status);
    }
    // Who begins under another's signature did not sign that.
    const stolen = { ...other.upload('s0', [jpeg]), signature: body.signature };
    expect(coded(await begin(stolen, other))).toEqual([403, 'bad-signature']);
    expect((await begin(body)).body).toMatchObject({ pages: [{ have: 0 }] });
  });

  it.each([
    ['no page', (b: object) => ({ ...b, pages: [] }), 400, 'malformed'],
    [
      '17 pages',
      (b: object) => ({
        ...b,
        pages: Array.from({ length: 17 }, () => ({ sha256: NO_HASH, bytes: 1 })),
      }),
      400,
      'malformed',
    ],
    ['a page without bytes', (b: object) => ({ ...b, pages: [{ sha256: NO_HASH, bytes: 0 }] }), 400, 'malformed'],
    ['a hash that is none', (b: object) => ({ ...b, pages: [{ sha256: 'A'.repeat(44), bytes: 5 }] }), 400, 'malformed'],
    [
      'a page that is too long',
      (b: object) => ({ ...b, pages: [{ sha256: NO_HASH, bytes: 15_000_001 }] }),
      413,
      'too-large',
    ],
    [
      'pages that are too long together',
      (b: object) => ({
        ...b,
        pages: Array.from({ length: 3 }, () => ({ sha256: NO_HASH, bytes: 14_000_000 })),
      }),
      413,
      'too-large',
    ],
    ['another station', (b: object) => ({ ...b, station: 's1' }), 403, 'bad-signature'],
    ['another time', (b: object) => ({ ...b, sentAt: 5 }), 403, 'bad-signature'],
    ['an unknown device', (b: object) => ({ ...b, device: 'phone-z' }), 404, 'unknown-device'],
    ['half a character', (b: object) => ({ ...b, name: '\ud800' }), 400, 'malformed'],
  ])('is refused before a byte is kept: %s', async (_, change, status, code) => {
    const body = change(phone.upload('s0', [jpeg]));
    expect(coded(await begin(body))).toEqual([status, code]);
    expect(running.logged).toEqual([]);
  });

  it('is refused for stations that are not there, or not the device’s, or as often as one device may', async () => {
    const south = await Phone.enrolled(running, 'phone-s', 'u2');
    expect(coded(await begin(south.upload('s0', [jpeg]), south))).toEqual([403, 'out-of-scope']);
    expect(coded(await begin(phone.upload('nowhere', [jpeg])))).toEqual([404, 'unknown-station']);
    for (let n = 0; n < 8; n++) {
      const page = pictureOf(100 + n);
      expect((await phone.uploaded(phone.upload('s0', [page]), [page])).status).toBe(201);
    }
    expect(coded(await begin(phone.upload('s0', [pictureOf(99)])))).toEqual([403, 'quota']);
    expect((await begin(phone.upload('s1', [jpeg]))).body).toMatchObject({ kind: 'wanted' });
  });

  it('of a device revoked in between is not received, and takes no more bytes', async () => {
    const body = phone.upload('s0', [jpeg]);
    const { upload } = (await begin(body)).body as { upload: string };
    await phone.piece(upload, 0, 0, jpeg.subarray(0, 100));
    await running.centre.do({ kind: 'grant-role', person: 'ada', role: 'administrator', by: 'console' });
    await running.centre.do({ kind: 'revoke-device', device: 'phone-a', by: 'ada' });
    expect(coded(await phone.piece(upload, 0, 100, jpeg.subarray(100)))).toEqual([404, 'unknown-device']);
    expect(coded(await begin(body))).toEqual([404, 'unknown-device']);
    expect(receipts()).toBe(0);
  });

  it('of no picture is refused for good, and its room is free', async () => {
    const page = new Uint8Array(1000).fill(7);
    const body = phone.upload('s0', [page]);
    expect(coded(await phone.uploaded(body, [page]))).toEqual([422, 'bad-picture']);
    expect(doorParts().uploads.get(uploadIdOf(nodeCrypto, body.signature))).toBeNull();
  });

  it('waits for a store that refuses, and needs not be sent again', async () => {
    const body = phone.upload('s0', [jpeg]);
    const { upload } = (await begin(body)).body as { upload: string };
    await phone.piece(upload, 0, 0, jpeg);
    running.centre.trouble = { kind: 'not-stored', detail: 'x' };
    const refused = await begin(body);
    expect([refused.status, refused.body['code'], refused.headers.get('retry-after')]).toEqual([
      503,
      'not-stored',
      '5',
    ]);
    running.centre.trouble = null;
    expect((await begin(body)).body).toMatchObject({ kind: 'received', fresh: true });
  });

  it('of no station that anybody can tell waits at a desk, and is not sent twice', async () => {
    const body = phone.upload(null, [jpeg]);
    const left = await phone.uploaded(body, [jpeg]);
    expect(left.body).toEqual({ kind: 'unmatched', id: expect.any(String) });
    expect((await begin(body)).body).toEqual(left.body);
    expect(running.door.unmatched(9).total).toBe(1);
  });
});

describe('one station', () => {
  it('of which two phones send other pictures is disputed, and both are promised', async () => {
    const other = await Phone.enrolled(running, 'phone-b', 'u1');
    const page = pictureOf(50);
    const both = [
      await phone.uploaded(phone.upload('s0', [jpeg]), [jpeg]),
      await other.uploaded(other.upload('s0', [page]), [page]),
    ];
    expect(both.map((one) => promiseIn(one).promise.index)).toEqual([3, 4]);
    expect(running.centre.bodies.at(-1)).toMatchObject({ kind: 'SheetDisputed', sheets: [3, 4] });
  });

  it('of which the same pictures come over two channels has one sheet, and each sender a promise of it', async () => {
    await enrolPhone(running);
    const body = phone.upload('s0', [jpeg]);
    await begin(body);
    const whole = await sendSheet(running.url, submissionOf('s0', [jpeg]));
    expect(whole.body).toMatchObject({ kind: 'received', fresh: true });
    const other = await begin(body);
    expect(other.body).toMatchObject({ kind: 'received', fresh: false, record: whole.body['record'] });
    const [first, second] = [promiseIn(whole).promise, promiseIn(other).promise];
    expect(second).toMatchObject({ index: first.index, leaf: first.leaf, at: first.at, due: first.due });
    expect(second.message).toBe(hashOf(phone.sheetMessage('s0', [jpeg], body.sentAt)));
    expect(receipts()).toBe(1);
  });

  it('whose sheet comes after the close is late, and kept safely', async () => {
    await running.centre.do({ kind: 'close-count', count: 'preliminary', by: 'console' });
    const done = await phone.uploaded(phone.upload('s0', [jpeg]), [jpeg]);
    expect(done.status).toBe(201);
    const sheet = running.centre.state.papers.sheet(promiseIn(done).promise.index);
    expect(sheet?.state).toEqual({ kind: 'late' });
  });

  it('has a promise for a sheet in one request, with the same bytes every time', async () => {
    await enrolPhone(running);
    const first = await sendSheet(running.url, submissionOf('s0', [jpeg]), 'key-00001');
    const again = await sendSheet(running.url, submissionOf('s0', [jpeg]), 'key-00002');
    expect(JSON.stringify(promiseIn(again))).toBe(JSON.stringify(promiseIn(first)));
  });
});

describe('many at once', () => {
  it('a bulk of one device keeps nobody else waiting', async () => {
    const { centre } = running;
    const bulk = await Phone.enrolled(running, 'scanner');
    const inbox = createMemoryInbox(nodeCrypto, { most: 1000, mostOfDevice: 1000 });
    const door = doorOf(centre, { inbox, pictures: { prepare: prepareAfterAWhile, close: async () => {} } });
    const received: string[] = [];
    const send = async (who: Phone, station: string | null, n: number) => {
      const pages = [Uint8Array.of(n)];
      const { pages: _, matched: __, device, sentAt, signature, name } = who.upload(station, pages);
      const matched = station === null ? 'qr' : 'sender';
      const taken = await door.take({ station, matched, name, pages, signed: { device, sentAt, signature }, by: null });
      received.push(expectOk(taken, device).kind === 'received' ? 'one' : 'bulk');
    };
    const all = Array.from({ length: 200 }, (_, n) => send(bulk, null, n));
    await Promise.all([...all, send(phone, 's0', 0)]);
    expect(received).toHaveLength(201);
    // Six were begun before it came, and of those that wait one more had the turn before it.
    expect(received.indexOf('one')).toBeLessThan(20);
  });

  it('is told to come again, with a time, when too much waits', async () => {
    const { keep } = slowPictures();
    const many = await Promise.all(Array.from({ length: 300 }, (_, n) => keep('scanner', n)));
    expect(many.filter(({ ok }) => ok)).toHaveLength(6 + 256);
    expect(many.at(-1)).toMatchObject({ ok: false, error: { kind: 'busy' } });
  });
});

function doorParts(): { readonly uploads: Uploads } {
  return (running.door as unknown as { uploads: { parts: { uploads: Uploads } } }).uploads.parts;
}

/** As if a picture had been read, in a turn of its own. */
async function prepareAfterAWhile(bytes: Bytes): Promise<Prepared> {
  await new Promise((resolve) => setImmediate(resolve));
  const copy = { sha256: toHex(nodeCrypto.sha256(bytes)), bytes: bytes.length, width: 1, height: 1 };
  return ok({ original: { ...copy, format: 'jpeg' }, shown: { ...copy, bytes }, qr: null, code: null, aligned: true });
}

/** The same phone, over another address of the door. */
async function reached(url: string): Promise<Phone> {
  return new Phone(url, phone.device);
}

function slowPictures() {
  const { pictures } = running.door as unknown as {
    pictures: { keep(arriving: ArrivingPictures): Promise<{ ok: boolean }> };
  };
  const pages = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return ok([]);
  };
  const early = async () => null;
  const settle = async () => ok({ kind: 'unmatched', id: 'x' } as const);
  return {
    keep: (sender: string, n: number) => pictures.keep({ sender, name: `${n}.jpg`, bound: null, pages, early, settle }),
  };
}
