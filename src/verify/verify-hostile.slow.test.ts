import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { utf8 } from '../base/bytes.ts';
import { encodeBundle, LogTree, leafHash, signCheckpoint } from '../tlog/index.ts';
import { damaged, randomOf } from './damage.test-support.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { type Files, memorySource, playToy } from './fixture-publisher.test-support.ts';
import { verifyPublic } from './index.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);

/** A folder whose log is signed rightly over these leaves. */
function logOf(leaves: readonly string[]): Files {
  const tree = new LogTree(nodeCrypto);
  for (const leaf of leaves) tree.append(leafHash(nodeCrypto, utf8(leaf)));
  const size = leaves.length;
  const checkpoint = { origin: bench.keys.origin, size, root: tree.rootAt(size) };
  const files: Files = new Map(bench.valid);
  files.set('checkpoint', signCheckpoint(checkpoint, bench.keys.log, { ...bench.keys.heartbeat, time: 1 }));
  files.set(`tile/entries/000.p/${size}`, encodeBundle(leaves.map((leaf) => utf8(leaf))));
  files.set(`tile/0/000.p/${size}`, tree.subtreeHashes(0, 0, size));
  return files;
}

describe('hostile bytes are refused and never end the program', () => {
  const header = '"body":"","clock":"server","kind":"X","source":"s","sourceSeq":0,"v":1}';
  it.each([
    ['a lone surrogate', header.replace('"s"', '"\\ud800"')],
    ['minus zero', `"at":-0,${header}`],
    ['a version that cannot be printed', '"v":{"toString":1,"valueOf":1}}'],
    ['no object', '[]'],
    ['nothing', ''],
  ])('a leaf with %s', (_, rest) => {
    const leaf = rest.startsWith('"') ? `{${rest}` : rest;
    const codes = bench.codes(logOf([leaf.replace('"body":""', `"at":1,"body":"${'A'.repeat(43)}="`)]));
    expect(codes.some((code) => code.startsWith('log/header'))).toBe(true);
  });

  it('a log of absurd size is refused unread', () => {
    const checkpoint = { origin: bench.keys.origin, size: Number.MAX_SAFE_INTEGER, root: new Uint8Array(32) };
    const bytes = signCheckpoint(checkpoint, bench.keys.log, { ...bench.keys.heartbeat, time: 1 });
    expect(bench.verify(new Map([['checkpoint', bytes]]))).toMatchObject({ kind: 'unreadable' });
  });

  it('JSON that is nested deeper than any stack', () => {
    const deep = utf8(`${'['.repeat(500_000)}${']'.repeat(500_000)}`);
    for (const path of ['manifest.json', 'manifest/001.json', 'data/u/u2.json', 'definition/election.json']) {
      expect(bench.verify(bench.changed(path, () => deep)).kind).toBe('failed');
    }
  });

  it('a path that leads out of the folder is never asked for', () => {
    const asked: string[] = [];
    const shard = utf8('{"files":{"../../secret":["",1]}}');
    const source = memorySource(bench.changed('manifest/000.json', () => shard));
    const read = (path: string) => {
      asked.push(path);
      return source.read(path);
    };
    const spy = { ...source, read };
    expect(verifyPublic({ source: spy, trust: null, crypto: nodeCrypto }).kind).toBe('failed');
    expect(asked.filter((path) => path.includes('..'))).toEqual([]);
  });

  it('two thousand random changes, in any file, are all found', () => {
    const random = randomOf(20_261_018);
    const paths = [...bench.valid.keys()];
    for (let i = 0; i < 2000; i++) {
      const path = paths[random(paths.length)] ?? '';
      const how = random(4);
      const files = bench.changed(path, (bytes) => damaged(bytes, random, how));
      expect([path, how, bench.verify(files).kind]).not.toEqual([path, how, 'verified']);
    }
  });

  it('a state in the middle of the night, over and over', () => {
    const toy = bench.toy();
    playToy(toy);
    for (let i = 0; i < 20; i++) expect(bench.verify(toy.publish()).kind).toBe('verified');
  });
});
