import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '../../src/base/bytes.ts';
import { instant } from '../../src/base/instant.ts';
import { expectOk } from '../../src/base/result.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { describeInboxError, INBOX_LIMITS, type Inbox, type InboxLimits, type NewScan, scanIdOf } from './inbox.ts';
import { openInboxFolder } from './inbox-folder.ts';
import { createMemoryInbox } from './memory-inbox.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-inbox-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const newFolder = () => join(mkdtempSync(join(scratch, 'case-')), 'inbox');

const hash = (of: string) => toBase64(nodeCrypto.sha256(utf8(of)));
const scan = (n: number, at = 1000 + n, device: string | null = null): NewScan => ({
  name: `scan-${n}.jpg`,
  at: instant(at),
  device,
  pages: [{ original: hash(`page ${n}`), shown: hash(`shown ${n}`) }],
});

const openFolder = async (folder: string, limits?: InboxLimits) =>
  expectOk(await openInboxFolder(nodeCrypto, folder, limits), 'open').inbox;
const KINDS: readonly (readonly [string, (limits?: InboxLimits) => Promise<Inbox>])[] = [
  ['folder', (limits) => openFolder(newFolder(), limits)],
  ['memory', async (limits) => createMemoryInbox(nodeCrypto, limits)],
];

describe.each(KINDS)('inbox: %s', (_, create) => {
  it('keeps a scan and gives it back until it is removed', async () => {
    const inbox = await create();
    const id = expectOk(await inbox.put(scan(1)), 'put');
    expect(inbox.get(id)).toEqual({ ...scan(1), id });
    expect(await inbox.remove(id)).toEqual({ ok: true, value: true });
    expect(inbox.get(id)).toBeNull();
    expect(await inbox.remove(id)).toEqual({ ok: true, value: false });
  });

  it('lists the oldest first, and no more than asked', async () => {
    const inbox = await create();
    for (const n of [3, 1, 2]) await inbox.put(scan(n));
    expect(inbox.list(2)).toMatchObject({ total: 3, scans: [{ name: 'scan-1.jpg' }, { name: 'scan-2.jpg' }] });
    expect(inbox.list(0)).toEqual({ total: 3, scans: [] });
  });

  it('takes the same pages once, in a row or at once, and the first stands', async () => {
    const inbox = await create();
    const many = await Promise.all(Array.from({ length: 8 }, () => inbox.put(scan(1))));
    const again = await inbox.put({ ...scan(1), name: 'another name', at: instant(1) });
    expect(new Set([...many, again].map((r) => expectOk(r, 'put'))).size).toBe(1);
    expect(inbox.list(9)).toMatchObject({ total: 1, scans: [{ name: 'scan-1.jpg', at: 1001 }] });
  });

  it('takes no more than it may, at once or in a row, and the same again even then', async () => {
    const inbox = await create({ most: 2, mostOfDevice: 2 });
    const three = await Promise.all([1, 2, 3].map((n) => inbox.put(scan(n))));
    expect(three.map((r) => r.ok)).toEqual([true, true, false]);
    expect(inbox.refuse(null)).toEqual({ kind: 'inbox-full', most: 2 });
    expect(await inbox.put(scan(4))).toEqual({ ok: false, error: { kind: 'inbox-full', most: 2 } });
    expect((await inbox.put(scan(2))).ok).toBe(true);
    await inbox.remove(expectOk(await inbox.put(scan(1)), 'put'));
    expect(inbox.refuse(null)).toBeNull();
    expect((await inbox.put(scan(4))).ok).toBe(true);
  });

  it('takes no more of a device than it may, at once or in a row, and of others and of nobody’s still', async () => {
    const inbox = await create({ most: 100, mostOfDevice: 2 });
    const of = (n: number) => inbox.put(scan(n, 1000 + n, 'phone-1'));
    const full = { kind: 'device-full', most: 2 };
    const three = await Promise.all([1, 2, 3].map(of));
    expect(three.map((one) => (one.ok ? null : one.error))).toEqual([null, null, full]);
    expect(await of(4)).toEqual({ ok: false, error: full });
    expect([inbox.refuse('phone-1'), inbox.refuse('phone-2'), inbox.refuse(null)]).toEqual([full, null, null]);
    for (const device of ['phone-2', null, null, null]) {
      expect((await inbox.put(scan(10 + inbox.list(0).total, 1000, device))).ok).toBe(true);
    }
    const [first = ''] = inbox.list(9).scans.flatMap(({ id, device }) => (device === 'phone-1' ? [id] : []));
    expect(inbox.get(first)).toMatchObject({ device: 'phone-1' });
    for (const _again of [1, 2]) await inbox.remove(first);
    expect((await of(5)).ok).toBe(true);
    expect((await of(6)).ok).toBe(false);
    expect(INBOX_LIMITS).toEqual({ most: 10_000, mostOfDevice: 20 });
  });

  it.each(['', '../inbox', 'x'.repeat(32), '0'.repeat(31), '__proto__'])('knows no scan %j', async (id) => {
    const inbox = await create();
    expect(inbox.get(id)).toBeNull();
    expect(await inbox.remove(id)).toEqual({ ok: true, value: false });
  });

  it('takes only what is a scan', async () => {
    const inbox = await create();
    for (const wrong of [
      { ...scan(1), pages: [] },
      { ...scan(1), device: '' },
      { ...scan(1), device: '\ud800' },
      { ...scan(1), pages: [{ original: '../../etc/passwd', shown: hash('x') }] },
      { ...scan(1), name: '\ud800' },
      { ...scan(1), pages: [{ original: hash('x'), shown: `${hash('x')}=` }] },
    ]) {
      await expect(inbox.put(wrong)).rejects.toThrow('a scan has');
    }
  });
});

describe('an inbox folder', () => {
  it('holds after a restart what it acknowledged, and no drafts', async () => {
    const folder = newFolder();
    const inbox = await openFolder(folder);
    const kept = await Promise.all([1, 2, 3].map(async (n) => expectOk(await inbox.put(scan(n)), 'put')));
    await inbox.remove(kept[1] ?? '');
    writeFileSync(join(folder, `.${'0'.repeat(24)}.draft`), '{"v":1');
    const opened = expectOk(await openInboxFolder(nodeCrypto, folder), 'open');
    expect(opened.damaged).toEqual([]);
    expect(opened.inbox.list(9)).toEqual({
      total: 2,
      scans: [
        { ...scan(1), id: kept[0] },
        { ...scan(3), id: kept[2] },
      ],
    });
    expect(readdirSync(folder).toSorted()).toEqual([kept[0], kept[2]].map((id) => `${id}.json`).toSorted());
    expect(statSync(join(folder, `${kept[0]}.json`)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('reads after a restart of which device a scan is, and scans that were kept before devices were', async () => {
    const folder = newFolder();
    const inbox = await openFolder(folder);
    const id = expectOk(await inbox.put(scan(1, 1001, 'phone-1')), 'put');
    const [page = { original: '', shown: '' }] = scan(2).pages;
    const old = scanIdOf(nodeCrypto, [page]);
    const pages = `[{"original":"${page.original}","shown":"${page.shown}"}]`;
    writeFileSync(join(folder, `${old}.json`), `{"at":1002,"id":"${old}","name":"scan-2.jpg","pages":${pages},"v":1}`);
    const opened = expectOk(await openInboxFolder(nodeCrypto, folder, { most: 9, mostOfDevice: 1 }), 'open');
    expect(opened).toMatchObject({ damaged: [] });
    expect(opened.inbox.list(9).scans).toEqual([
      { ...scan(1, 1001, 'phone-1'), id },
      { ...scan(2), id: old },
    ]);
    expect(opened.inbox.refuse('phone-1')).toEqual({ kind: 'device-full', most: 1 });
  });

  it('names damaged files, leaves them, and goes on with the others', async () => {
    const folder = newFolder();
    const inbox = await openFolder(folder);
    const [a, b, c] = await Promise.all([1, 2, 3].map(async (n) => expectOk(await inbox.put(scan(n)), 'put')));
    const path = (id: string | undefined) => join(folder, `${id}.json`);
    writeFileSync(path(a), readFileSync(path(a), 'utf8').replace('scan-1', '\\u0073can-1'));
    writeFileSync(path(b), readFileSync(path(b), 'utf8').slice(0, -3));
    writeFileSync(join(folder, `${'0'.repeat(32)}.json`), readFileSync(path(c), 'utf8'));
    const opened = expectOk(await openInboxFolder(nodeCrypto, folder), 'open');
    expect(opened.damaged).toContain(path(a));
    expect(opened.damaged).toContain(path(b));
    expect(opened.damaged).toContain(join(folder, `${'0'.repeat(32)}.json`));
    expect(opened.inbox.list(9).scans).toEqual([{ ...scan(3), id: c }]);
    expect(opened.damaged.every((damaged) => existsSync(damaged))).toBe(true);
  });

  it('says what the medium refuses, and acknowledges nothing', async () => {
    const folder = newFolder();
    const inbox = await openFolder(folder);
    rmSync(folder, { recursive: true });
    const refused = await inbox.put(scan(1));
    expect(refused).toMatchObject({ ok: false, error: { kind: 'inbox-unusable' } });
    expect(inbox.list(9)).toEqual({ total: 0, scans: [] });
    expect(refused.ok ? '' : describeInboxError(refused.error)).toContain('the system says ENOENT');
    mkdirSync(folder);
    expect((await inbox.put(scan(1))).ok).toBe(true);
    writeFileSync(join(scratch, 'a-file'), '');
    expect(await openInboxFolder(nodeCrypto, join(scratch, 'a-file'))).toMatchObject({
      ok: false,
      error: { kind: 'inbox-unusable' },
    });
  });
});
