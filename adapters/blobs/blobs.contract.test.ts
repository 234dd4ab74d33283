import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { nodeCrypto } from '../crypto/node-crypto.ts';
import { openBlobFolder } from './blob-folder.ts';
import { type Blobs, describeBlobError } from './blobs.ts';
import { createMemoryBlobs } from './memory-blobs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cotejo-blobs-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const newFolder = () => join(mkdtempSync(join(scratch, 'case-')), 'blobs');

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

const KINDS: readonly (readonly [string, () => Blobs])[] = [
  ['folder', () => openBlobFolder(nodeCrypto, newFolder())],
  ['memory', () => createMemoryBlobs(nodeCrypto)],
];

describe.each(KINDS)('blobs: %s', (_, create) => {
  it('names bytes by their hash and gives them back', async () => {
    const blobs = create();
    expect(await blobs.put(utf8('hello'))).toEqual({ ok: true, value: HELLO });
    expect(await blobs.read(HELLO)).toEqual({ ok: true, value: utf8('hello') });
    expect(await blobs.has(HELLO)).toEqual({ ok: true, value: true });
    expect(await blobs.sizeOf(HELLO)).toEqual({ ok: true, value: 5 });
  });

  it('keeps no bytes and many bytes', async () => {
    const blobs = create();
    for (const bytes of [new Uint8Array(), new Uint8Array(3_000_000).fill(7)]) {
      const hash = expectOk(await blobs.put(bytes), 'put');
      expect((await blobs.read(hash)).ok && nodeCrypto.sha256(bytes)).toEqual(nodeCrypto.sha256(bytes));
    }
  });

  it('says that it has not what it was not given', async () => {
    const blobs = create();
    expect(await blobs.read(HELLO)).toEqual({ ok: true, value: null });
    expect(await blobs.has(HELLO)).toEqual({ ok: true, value: false });
    expect(await blobs.sizeOf(HELLO)).toEqual({ ok: true, value: null });
    expect(await blobs.sizeOf('../hello')).toMatchObject({ ok: false, error: { kind: 'bad-blob-name' } });
  });

  it('is changed by the same bytes no more, in a row or at once', async () => {
    const blobs = create();
    const many = await Promise.all(Array.from({ length: 8 }, () => blobs.put(utf8('hello'))));
    expect(new Set(many.map((r) => expectOk(r, 'put')))).toEqual(new Set([HELLO]));
    expect(await blobs.put(utf8('hello'))).toEqual({ ok: true, value: HELLO });
    expect(await blobs.read(HELLO)).toEqual({ ok: true, value: utf8('hello') });
  });

  it('is not changed through what it was given or gave', async () => {
    const blobs = create();
    const bytes = Uint8Array.from(utf8('hello'));
    await blobs.put(bytes);
    bytes.fill(0);
    expectOk(await blobs.read(HELLO), 'read')?.fill(0);
    expect(await blobs.read(HELLO)).toEqual({ ok: true, value: utf8('hello') });
  });

  it.each([
    '',
    '../../etc/passwd',
    HELLO.toUpperCase(),
    HELLO.slice(1),
    `${HELLO}0`,
    `${HELLO}\n`,
    `../${HELLO.slice(3)}`,
  ])('refuses the name %j', async (name) => {
    const blobs = create();
    expect(await blobs.read(name)).toEqual({ ok: false, error: { kind: 'bad-blob-name' } });
    expect(await blobs.has(name)).toEqual({ ok: false, error: { kind: 'bad-blob-name' } });
  });
});

describe('a blob folder', () => {
  it('has a file of its owner under two digits, and no drafts', async () => {
    const folder = newFolder();
    const blobs = openBlobFolder(nodeCrypto, folder);
    await Promise.all([blobs.put(utf8('hello')), blobs.put(utf8('hello'))]);
    expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(['2c', join('2c', HELLO)]);
    expect(statSync(join(folder, '2c', HELLO)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, '2c')).mode & 0o777).toBe(0o700);
  });

  it('leaves the file of the same bytes alone', async () => {
    const folder = newFolder();
    const blobs = openBlobFolder(nodeCrypto, folder);
    await blobs.put(utf8('hello'));
    const before = statSync(join(folder, '2c', HELLO));
    await blobs.put(utf8('hello'));
    expect(statSync(join(folder, '2c', HELLO)).ino).toBe(before.ino);
  });

  it('never gives damaged bytes, and is healed by the right ones', async () => {
    const folder = newFolder();
    const blobs = openBlobFolder(nodeCrypto, folder);
    await blobs.put(utf8('hello'));
    for (const damage of ['hallo', 'hell', '']) {
      writeFileSync(join(folder, '2c', HELLO), damage);
      expect(await blobs.read(HELLO)).toEqual({ ok: false, error: { kind: 'damaged-blob', hash: HELLO } });
    }
    await blobs.put(utf8('hello'));
    expect(readFileSync(join(folder, '2c', HELLO), 'utf8')).toBe('hello');
  });

  it('says what the medium refuses', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, '2c', HELLO), { recursive: true });
    const blobs = openBlobFolder(nodeCrypto, folder);
    for (const outcome of [await blobs.put(utf8('hello')), await blobs.read(HELLO)]) {
      expect(outcome).toMatchObject({ ok: false, error: { kind: 'blobs-unusable' } });
    }
    expect(await blobs.has(HELLO)).toEqual({ ok: true, value: false });
    writeFileSync(join(folder, '48'), 'a file where a folder should be');
    const refused = await blobs.put(utf8('world'));
    expect(refused.ok ? '' : describeBlobError(refused.error)).toMatch(/48.*cannot be used: the system says E/);
  });
});
