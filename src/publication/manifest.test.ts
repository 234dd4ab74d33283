import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { toBase64, utf8 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { bodyFilePath, encodeBodyFile } from './body-files.ts';
import { Manifest, shardOf, shardPath } from './manifest.ts';

const file = (path: string, text: string) => ({ path, bytes: utf8(text) });
const hashOf = (bytes: Uint8Array) => toBase64(nodeCrypto.sha256(bytes));
const read = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
const encode = (manifest: Manifest) => manifest.encode(7, instant(5), { preliminary: 7, official: 3 });

describe('the shard of a file', () => {
  it.each([
    ['data/u/u0.json', 1],
    ['data/u/u127.json', 1],
    ['data/u/u128.json', 2],
    ['es/u/u128.html', 2],
    ['en/u/u12800.html', 101],
    ['es/index.html', 0],
    ['data/state.json', 0],
    ['definition/units.json', 0],
    ['fr/u/u1.html', 0],
    ['data/u/u1.html.gz', 0],
    ['data/u/x1.json', 0],
  ])('%s is in %i', (path, shard) => {
    expect(shardOf(path)).toBe(shard);
  });

  it('has a path of at least three digits', () => {
    expect([0, 7, 123, 1234].map(shardPath)).toEqual([
      'manifest/000.json',
      'manifest/007.json',
      'manifest/123.json',
      'manifest/1234.json',
    ]);
  });
});

describe('a manifest', () => {
  it('lists every file once, with hash and size, and every shard with its own', () => {
    const manifest = new Manifest(nodeCrypto, true);
    const files = [file('index.html', 'one'), file('data/u/u3.json', 'two!'), file('en/u/u300.html', 'three')];
    for (const f of files) expect(manifest.put(f)).toBe(true);
    const { shards, manifest: own } = encode(manifest);
    expect(shards.map((s) => s.path)).toEqual(['manifest/000.json', 'manifest/001.json', 'manifest/003.json']);
    const listed = Object.assign({}, ...shards.map((s) => read(s.bytes)['files']));
    expect(listed).toEqual(Object.fromEntries(files.map((f) => [f.path, [hashOf(f.bytes), f.bytes.length]])));
    expect(read(own.bytes)).toEqual({
      v: 1,
      test: true,
      size: 7,
      at: 5,
      covers: { preliminary: 7, official: 3 },
      shards: shards.map((s, i) => ({
        path: s.path,
        sha256: hashOf(s.bytes),
        files: 1,
        bytes: files[i]?.bytes.length,
      })),
    });
  });

  it('gives only the shards that changed, and stays over all', () => {
    const manifest = new Manifest(nodeCrypto, true);
    for (const f of [file('index.html', 'one'), file('data/u/u3.json', 'two')]) manifest.put(f);
    const before = encode(manifest);
    expect(encode(manifest)).toEqual({ shards: [], manifest: before.manifest });
    expect(manifest.put(file('index.html', 'one'))).toBe(false);
    expect(encode(manifest)).toEqual({ shards: [], manifest: before.manifest });
    expect(manifest.put(file('data/u/u3.json', 'three'))).toBe(true);
    const after = encode(manifest);
    expect(after.shards.map((s) => s.path)).toEqual(['manifest/001.json']);
    expect(read(after.manifest.bytes)['shards']).toMatchObject([
      { path: 'manifest/000.json', sha256: hashOf(before.shards[0]?.bytes ?? new Uint8Array()) },
      { path: 'manifest/001.json', sha256: hashOf(after.shards[0]?.bytes ?? new Uint8Array()), files: 1, bytes: 5 },
    ]);
  });

  it('is the same bytes whatever the order in which files came', () => {
    const files = Array.from({ length: 300 }, (_, i) => file(`data/u/u${i}.json`, String(i)));
    const [one, two] = [new Manifest(nodeCrypto, true), new Manifest(nodeCrypto, true)];
    for (const f of files) one.put(f);
    for (const f of [...files].reverse()) two.put(f);
    expect(encode(two)).toEqual(encode(one));
  });
});

describe('a body file', () => {
  it('is named as an entry bundle is', () => {
    expect([0, 1, 255, 256, 1234].map(bodyFilePath)).toEqual([
      'bodies/000.ndjson',
      'bodies/001.ndjson',
      'bodies/255.ndjson',
      'bodies/256.ndjson',
      'bodies/x001/234.ndjson',
    ]);
  });

  it('has a line for each event, null for the sealed ones, each with its end', () => {
    const event = (body: string) => ({ header: utf8(''), salt: new Uint8Array(32), body: utf8(body) });
    const asked: number[] = [];
    const bytes = encodeBodyFile([event('{}'), event('{"a":1}'), event('{"b":2}')], 256, (i) => {
      asked.push(i);
      return i !== 257;
    });
    const salt = `"salt":"${'A'.repeat(43)}="`;
    expect(new TextDecoder().decode(bytes)).toBe(`{"body":{},${salt}}\nnull\n{"body":{"b":2},${salt}}\n`);
    expect(asked).toEqual([256, 257, 258]);
  });
});
