import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bytes, concatBytes, toBase64, utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { createMemoryUploads } from './memory-uploads.ts';
import { openUploadFolder } from './upload-folder.ts';
import {
  decodeRequest,
  describeUploadError,
  encodeRequest,
  UPLOAD_LIFE_MS,
  UPLOAD_REST_MS,
  type UploadLimits,
  type UploadRequest,
  type Uploads,
  uploadIdOf,
} from './uploads.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-uploads-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const newFolder = () => join(mkdtempSync(join(scratch, 'case-')), 'uploads');

const NOW = instant(1_700_000_000_000);
const later = (ms: number) => instant(NOW + ms);
const hash = (bytes: Bytes) => toBase64(nodeCrypto.sha256(bytes));
const PAGES = [utf8('the first page of it'), utf8('and another')];
const LARGE: UploadLimits = { bytes: 1e9, bytesOfDevice: 1e9, bytesOfEach: 0 };

function request(n: number, pages: readonly Bytes[] = PAGES, more: Partial<UploadRequest> = {}): UploadRequest {
  return {
    ...{ station: 's0', matched: 'sender', name: 'x.jpg', device: 'phone-1', sentAt: instant(n) },
    pages: pages.map((page) => ({ sha256: hash(page), bytes: page.length })),
    signature: toBase64(new Uint8Array(64).fill(n)),
    ...more,
  };
}
const idOf = (n: number) => uploadIdOf(nodeCrypto, request(n).signature);

const openFolder = async (folder: string, limits?: UploadLimits) =>
  expectOk(await openUploadFolder(nodeCrypto, folder, limits), 'open');
const KINDS: readonly (readonly [string, (limits?: UploadLimits) => Promise<Uploads>])[] = [
  ['folder', (limits) => openFolder(newFolder(), limits)],
  ['memory', async (limits) => createMemoryUploads(nodeCrypto, limits)],
];

describe.each(KINDS)('uploads: %s', (_, create) => {
  const begun = async (n = 1, limits?: UploadLimits) => {
    const uploads = await create(limits);
    expectOk(await uploads.begin(request(n), NOW), 'begin');
    return uploads;
  };

  it('take pages in any pieces and give them back whole', async () => {
    const uploads = await begun();
    const id = idOf(1);
    expect(uploads.get(id)).toEqual({ id, request: request(1), have: [0, 0] });
    for (const [page, bytes] of PAGES.entries()) {
      for (let at = 0; at < bytes.length; at += 7) {
        const put = await uploads.put(id, page, at, bytes.slice(at, at + 7), NOW);
        expect(put).toEqual({ ok: true, value: Math.min(at + 7, bytes.length) });
      }
    }
    expect(await uploads.read(id)).toEqual({ ok: true, value: PAGES });
    expect(await uploads.remove(id)).toEqual({ ok: true, value: true });
    expect(uploads.get(id)).toBeNull();
    expect(await uploads.remove(id)).toEqual({ ok: true, value: false });
    expect(await uploads.read(id)).toMatchObject({ ok: false, error: { kind: 'unknown-upload' } });
  });

  it('begin once, in a row or at once, and say what is there', async () => {
    const uploads = await create();
    const many = await Promise.all(Array.from({ length: 5 }, () => uploads.begin(request(1), NOW)));
    expect(new Set(many.map((one) => JSON.stringify(one))).size).toBe(1);
    await uploads.put(idOf(1), 0, 0, utf8('the'), NOW);
    expect(await uploads.begin(request(1), NOW)).toMatchObject({ ok: true, value: { have: [3, 0] } });
    const other = request(1, PAGES, { name: 'y.jpg' });
    expect(await uploads.begin(other, NOW)).toEqual({ ok: false, error: { kind: 'other-request' } });
  });

  it('change nothing by what is there already, add only what is new, and leave no gap', async () => {
    const uploads = await begun();
    const id = idOf(1);
    await uploads.put(id, 0, 0, utf8('the fir'), NOW);
    expect(await uploads.put(id, 0, 0, utf8('XXX'), NOW)).toEqual({ ok: true, value: 7 });
    expect(await uploads.put(id, 0, 4, utf8('XXXst page'), NOW)).toEqual({ ok: true, value: 14 });
    expect(await uploads.put(id, 0, 15, utf8('x'), NOW)).toEqual({ ok: false, error: { kind: 'gap', have: 14 } });
    expect(await uploads.put(id, 0, 14, utf8(' of it'), NOW)).toEqual({ ok: true, value: 20 });
    expect(await uploads.put(id, 1, 0, PAGES[1] ?? utf8(''), NOW)).toMatchObject({ ok: true });
    expect(await uploads.read(id)).toEqual({ ok: true, value: PAGES });
  });

  it('add the same piece once, sent many times at once', async () => {
    const uploads = await begun();
    const bytes = utf8('the first');
    const many = await Promise.all(Array.from({ length: 9 }, () => uploads.put(idOf(1), 0, 0, bytes, NOW)));
    expect(many.every((one) => one.ok && one.value === 9)).toBe(true);
  });

  it('add pieces that overlap, sent at once, one after the other', async () => {
    const uploads = await begun();
    const [whole = utf8('')] = PAGES;
    const lengths = Array.from({ length: whole.length - 2 }, (__, n) => whole.length - 1 - n);
    const many = await Promise.all(lengths.map((n) => uploads.put(idOf(1), 0, 0, whole.slice(0, n), NOW)));
    expect(many).toEqual(lengths.map(() => ({ ok: true, value: whole.length - 1 })));
    expect(uploads.get(idOf(1))?.have).toEqual([whole.length - 1, 0]);
  });

  it('throw away a page with another hash, and take it again', async () => {
    const uploads = await begun();
    const wrong = utf8('The first page of it');
    expect(await uploads.put(idOf(1), 0, 0, wrong, NOW)).toEqual({ ok: true, value: 0 });
    expect(uploads.get(idOf(1))?.have).toEqual([0, 0]);
    expect(await uploads.read(idOf(1))).toEqual({ ok: true, value: null });
    for (const [page, bytes] of PAGES.entries()) await uploads.put(idOf(1), page, 0, bytes, NOW);
    expect(await uploads.read(idOf(1))).toEqual({ ok: true, value: PAGES });
  });

  it.each([
    ['a longer page', 0, 0, 'the first page of it, and more', { kind: 'page-too-long', bytes: 20 }],
    ['a page that is not there', 2, 0, 'x', { kind: 'unknown-page' }],
    ['a page before the first', -1, 0, 'x', { kind: 'unknown-page' }],
  ])('refuse %s', async (__, page, at, text, error) => {
    const uploads = await begun();
    expect(await uploads.put(idOf(1), page, at, utf8(text), NOW)).toEqual({ ok: false, error });
    expect(uploads.get(idOf(1))?.have).toEqual([0, 0]);
  });

  it.each(['', '../x', '0'.repeat(63), '__proto__', '0'.repeat(64)])('know no upload %j', async (id) => {
    const uploads = await begun();
    expect(uploads.get(id)).toBeNull();
    expect(await uploads.put(id, 0, 0, utf8('x'), NOW)).toEqual({ ok: false, error: { kind: 'unknown-upload' } });
    expect(await uploads.remove(id)).toEqual({ ok: true, value: false });
  });

  it('take no more of a device, or of all, than they may, until something ends', async () => {
    const uploads = await create({ bytes: 100, bytesOfDevice: 70, bytesOfEach: 0 });
    expect((await uploads.begin(request(1), NOW)).ok && (await uploads.begin(request(2), NOW)).ok).toBe(true);
    const third = await uploads.begin(request(3), NOW);
    expect(third).toEqual({ ok: false, error: { kind: 'device-full', mostBytes: 70 } });
    const other = (n: number) => request(n, PAGES, { device: 'phone-2' });
    expect((await uploads.begin(other(4), NOW)).ok).toBe(true);
    expect(await uploads.begin(other(5), NOW)).toEqual({ ok: false, error: { kind: 'uploads-full', mostBytes: 100 } });
    // What was begun goes on, and the same again is no more.
    expect((await uploads.begin(request(2), NOW)).ok).toBe(true);
    await uploads.remove(idOf(1));
    expect((await uploads.begin(other(5), NOW)).ok).toBe(true);
    expect((await uploads.begin(request(6, [utf8('x'.repeat(71))]), NOW)).ok).toBe(false);
  });

  it('count more than their pages, and give it back', async () => {
    const uploads = await create({ ...LARGE, bytesOfDevice: 200, bytesOfEach: 99 });
    const tiny = (n: number) => request(n, [utf8('x')]);
    for (let round = 0; round < 3; round++) {
      expect((await uploads.begin(tiny(1), NOW)).ok && (await uploads.begin(tiny(2), NOW)).ok).toBe(true);
      expect(await uploads.begin(tiny(3), NOW)).toMatchObject({ ok: false, error: { kind: 'device-full' } });
      for (const n of [1, 2]) await uploads.remove(idOf(n));
    }
  });

  it('take room, where it is short, from what rested longest, and only from that', async () => {
    const uploads = await create({ bytes: 100, bytesOfDevice: 100, bytesOfEach: 0 });
    for (const n of [1, 2, 3]) expectOk(await uploads.begin(request(n), NOW), 'begin');
    await uploads.put(idOf(1), 0, 0, utf8('the'), later(UPLOAD_REST_MS - 1));
    const other = (n: number) => request(n, PAGES, { device: 'phone-2' });
    expect((await uploads.begin(other(4), later(UPLOAD_REST_MS - 1))).ok).toBe(false);
    expect((await uploads.begin(other(4), later(UPLOAD_REST_MS))).ok).toBe(true);
    expect([1, 2, 3, 4].map((n) => uploads.get(idOf(n)) !== null)).toEqual([true, false, true, true]);
    // Its sender begins again, as soon as there is room.
    expect(await uploads.begin(request(2), later(UPLOAD_REST_MS))).toMatchObject({ ok: true, value: { have: [0, 0] } });
    expect(uploads.get(idOf(3))).toBeNull();
  });

  it('take room, where it is short, first from devices that may send no more, however fresh', async () => {
    const uploads = await create({ bytes: 100, bytesOfDevice: 100, bytesOfEach: 0 });
    const of = (n: number, device: string) => request(n, PAGES, { device });
    expectOk(await uploads.begin(of(1, 'phone-1'), NOW), 'begin');
    for (const n of [2, 3]) expectOk(await uploads.begin(of(n, 'stolen'), NOW), 'begin');
    const at = later(UPLOAD_REST_MS);
    const there = () => [1, 2, 3, 4, 5, 6].filter((n) => uploads.get(idOf(n)) !== null);
    const revoked = (device: string) => device === 'stolen';
    expect((await uploads.begin(of(4, 'phone-4'), at, revoked)).ok).toBe(true);
    expect(there()).toEqual([1, 3, 4]);
    await uploads.put(idOf(3), 0, 0, utf8('the'), at);
    expect((await uploads.begin(of(5, 'phone-5'), at, revoked)).ok).toBe(true);
    expect(there()).toEqual([1, 4, 5]);
    expect((await uploads.begin(of(6, 'phone-6'), NOW, revoked)).ok).toBe(false);
  });

  it('expire after seven days without a byte', async () => {
    const uploads = await begun();
    await uploads.begin(request(2), NOW);
    await uploads.put(idOf(2), 0, 0, utf8('t'), later(1000));
    expect(await uploads.expire(later(UPLOAD_LIFE_MS - 1))).toEqual({ ok: true, value: 0 });
    expect(await uploads.expire(later(UPLOAD_LIFE_MS))).toEqual({ ok: true, value: 1 });
    expect([uploads.get(idOf(1)), uploads.get(idOf(2))?.have]).toEqual([null, [1, 0]]);
  });

  it('take only what is a request', async () => {
    const uploads = await create();
    for (const wrong of [
      request(1, []),
      request(
        1,
        Array.from({ length: 17 }, () => utf8('x')),
      ),
      request(1, PAGES, { signature: 'x' }),
      request(1, PAGES, { name: '\ud800' }),
      request(1, [utf8('')]),
    ]) {
      expect(() => uploads.begin(wrong, NOW)).toThrow('an upload has');
    }
  });
});

describe('an uploads folder', () => {
  const half = async (folder: string) => {
    const uploads = await openFolder(folder);
    await uploads.begin(request(1), NOW);
    await uploads.put(idOf(1), 0, 0, utf8('the first page of it'), NOW);
    await uploads.put(idOf(1), 1, 0, utf8('and'), NOW);
  };

  it('goes on after a restart where it was', async () => {
    const folder = newFolder();
    await half(folder);
    const uploads = await openFolder(folder);
    expect(uploads.get(idOf(1))).toEqual({ id: idOf(1), request: request(1), have: [20, 3] });
    expect(await uploads.put(idOf(1), 1, 3, utf8(' another'), NOW)).toEqual({ ok: true, value: 11 });
    expect(await uploads.read(idOf(1))).toEqual({ ok: true, value: PAGES });
    expect(statSync(join(folder, idOf(1), 'page-0')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, idOf(1))).mode & 0o777).toBe(0o700);
    await uploads.remove(idOf(1));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('throws away a page that a power failure tore, also one that was whole', async () => {
    const folder = newFolder();
    await half(folder);
    const path = join(folder, idOf(1), 'page-0');
    // The length was durable and the bytes were not.
    writeFileSync(path, concatBytes(utf8('the first'), new Uint8Array(11)));
    const uploads = await openFolder(folder);
    await uploads.put(idOf(1), 1, 3, utf8(' another'), NOW);
    expect(await uploads.read(idOf(1))).toEqual({ ok: true, value: null });
    expect(uploads.get(idOf(1))?.have).toEqual([0, 11]);
    await uploads.put(idOf(1), 0, 0, PAGES[0] ?? utf8(''), NOW);
    expect(await uploads.read(idOf(1))).toEqual({ ok: true, value: PAGES });
  });

  it('begins again what cannot be read, and a page that is longer than it may be', async () => {
    const folder = newFolder();
    await half(folder);
    appendFileSync(join(folder, idOf(1), 'page-0'), 'and more');
    expect((await openFolder(folder)).get(idOf(1))?.have).toEqual([0, 3]);
    truncateSync(join(folder, idOf(1), 'request.json'), 30);
    const uploads = await openFolder(folder);
    expect(uploads.get(idOf(1))).toBeNull();
    expect(existsSync(join(folder, idOf(1)))).toBe(false);
    expect(await uploads.begin(request(1), NOW)).toMatchObject({ ok: true, value: { have: [0, 0] } });
  });

  it('counts after a restart what was there, and how long it rested', async () => {
    const folder = newFolder();
    await half(folder);
    const limits = { bytes: 40, bytesOfDevice: 40, bytesOfEach: 0 };
    const wall = instant(Date.now());
    const uploads = await openFolder(folder, limits);
    expect((await uploads.begin(request(2), wall)).ok).toBe(false);
    expect(await uploads.expire(wall)).toEqual({ ok: true, value: 0 });
    expect(await uploads.expire(instant(wall + UPLOAD_LIFE_MS + 1000))).toEqual({ ok: true, value: 1 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says what the medium refuses, and holds no room for it', async () => {
    const folder = newFolder();
    const uploads = await openFolder(folder, { ...LARGE, bytesOfDevice: 40 });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const refused = await uploads.begin(request(1), NOW);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'uploads-unusable' } });
    expect(refused.ok ? '' : describeUploadError(refused.error)).toContain('the system says');
    rmSync(folder);
    expect((await uploads.begin(request(1), NOW)).ok).toBe(true);
    writeFileSync(join(scratch, 'a-file'), '');
    expect(await openUploadFolder(nodeCrypto, join(scratch, 'a-file'))).toMatchObject({ ok: false });
  });

  it('leaves nothing behind of an upload that could not be begun', async () => {
    const folder = newFolder();
    const uploads = await openFolder(folder);
    mkdirSync(join(folder, idOf(1), 'request.json', 'in the way'), { recursive: true });
    expect((await uploads.begin(request(1), NOW)).ok).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    expect((await uploads.begin(request(1), NOW)).ok).toBe(true);
  });

  it('reads back only what it writes', () => {
    const text = encodeRequest(request(1));
    expect(decodeRequest(text)).toEqual(request(1));
    for (const wrong of [`${text} `, text.slice(1), '[]', 'null', text.replace('"v":1', '"v":2')]) {
      expect(decodeRequest(wrong)).toBeNull();
    }
  });
});
