import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import { commitmentOf, decodeBodyLine } from '../record/index.ts';
import { decodeBundle, leafHash } from '../tlog/index.ts';
import { bodyInCanonicalLine, bundleDigestsOf, digestsIn, linesOf } from './file-digests.ts';
import { Bench, edit } from './fixture-bench.test-support.ts';
import { type Files, memorySource } from './fixture-publisher.test-support.ts';
import type { PublicSource } from './public-source.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const BODIES = 'bodies/000.ndjson';
const bundlePath = [...bench.valid.keys()].find((path) => path.startsWith('tile/entries/000')) ?? '';
const width = Number(bundlePath.split('/').at(-1));
const fileOf = (path: string): Bytes => bench.valid.get(path) ?? utf8('');

const hashesIn = (digests: Bytes | null): readonly string[] =>
  digests === null
    ? []
    : Array.from({ length: digests.length / 32 }, (_, i) => toHex(digests.slice(32 * i, 32 * i + 32)));

describe('the hashes in a file of the log', () => {
  it('of a bundle are those of its leaves', () => {
    const leaves = expectOk(decodeBundle(fileOf(bundlePath), width), 'bundle');
    const hashes = leaves.map((leaf) => toHex(leafHash(nodeCrypto, leaf)));
    expect(hashesIn(bundleDigestsOf(digestsIn(nodeCrypto, bundlePath, fileOf(bundlePath)))?.leaves ?? null)).toEqual(
      hashes,
    );
  });

  it('of a body file are the commitments of its lines, and none of what is sealed or not canonical', () => {
    const good = linesOf(fileOf(BODIES)) ?? [];
    const spoilt = good.flatMap((line) => [line, 'null', `${line} `, line.replace('{', '{ '), line.slice(0, -1), '']);
    const hashes = spoilt.map((line) => {
      const decoded = decodeBodyLine(line);
      if (!decoded.ok || decoded.value === null) return '00'.repeat(32);
      const { salt, bodyText, body } = decoded.value;
      expect(bodyInCanonicalLine(line)).toEqual(body);
      return toHex(commitmentOf(nodeCrypto, salt, utf8(bodyText)));
    });
    expect(hashes.filter((hash) => !hash.startsWith('0000'))).toHaveLength(
      good.filter((line) => line !== 'null').length,
    );
    const digests = digestsIn(nodeCrypto, BODIES, utf8(spoilt.map((line) => `${line}\n`).join('')));
    expect(hashesIn(digests)).toEqual(hashes);
  });

  it('of other files, and of files that cannot be taken apart, are none', () => {
    const none = (path: string, bytes: Bytes) => expect(digestsIn(nodeCrypto, path, bytes)).toBeNull();
    none('tile/0/000', fileOf(bundlePath));
    none('tile/entries/000.p/256', fileOf(bundlePath));
    none(bundlePath, fileOf(bundlePath).slice(1));
    none(BODIES, fileOf(BODIES).slice(0, -1));
    none(BODIES, Uint8Array.of(0xff, 0x0a));
    none('data/state.json', fileOf('data/state.json'));
  });
});

/** A source whose files were hashed elsewhere. */
function hashedSource(files: Files): PublicSource & { asked: number } {
  const plain = memorySource(files);
  let path = '';
  const source = {
    asked: 0,
    list: () => plain.list(),
    read: (asked: string) => {
      path = asked;
      return plain.read(asked);
    },
    digests: (bytes: Bytes) => {
      source.asked++;
      return digestsIn(nodeCrypto, path, bytes);
    },
  };
  return source;
}

describe('a record whose hashes come from elsewhere', () => {
  const line = (at: number, change: (line: string) => string): Files =>
    bench.changed(BODIES, (bytes) => {
      const lines = [...(linesOf(bytes) ?? [])];
      lines[at] = change(lines[at] ?? '');
      return utf8(lines.map((one) => `${one}\n`).join(''));
    });
  const edited = (path: string, from: string, to: string): Files => {
    const files = new Map(bench.valid);
    edit(path, from, to)(files);
    return files;
  };
  const flipped = (path: string, at: number) =>
    bench.changed(path, (bytes) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
  it.each<[string, Files]>([
    ['as it is', bench.valid],
    ['a sealed line', line(2, () => 'null')],
    ['a line of another event', line(2, () => (linesOf(fileOf(BODIES)) ?? [])[1] ?? '')],
    ['a line in other spelling', line(2, (text) => text.replace('":', '": '))],
    ['a line with other figures', edited(BODIES, '90,60,5', '90,60,6')],
    ['a line that is none', line(2, () => '{}')],
    ['lines too few', bench.changed(BODIES, (bytes) => bytes.slice(0, bytes.lastIndexOf(10, -2) + 1))],
    ['a body file without its last line end', bench.changed(BODIES, (bytes) => bytes.slice(0, -1))],
    ['no body file', bench.changed(BODIES, () => null)],
    ['an entry changed', flipped(bundlePath, 60)],
    ['a bundle cut short', bench.changed(bundlePath, (bytes) => bytes.slice(0, -1))],
    ['no bundle', bench.changed(bundlePath, () => null)],
    ['a tile changed', flipped(bundlePath.replace('entries', '0'), 60)],
  ])('%s: gets the same verdict', (_, files) => {
    const source = hashedSource(files);
    expect(bench.verify(files, { source })).toEqual(bench.verify(files));
  });

  it('is verified with them', () => {
    const source = hashedSource(bench.valid);
    expect(bench.verify(bench.valid, { source }).kind).toBe('verified');
    expect(source.asked).toBe(2);
  });

  it('is refused where a hash is not that of the header', () => {
    const source = hashedSource(bench.valid);
    const digests = (bytes: Bytes) => source.digests?.(bytes)?.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) ?? null;
    expect(bench.verify(bench.valid, { source: { ...source, digests } }).kind).toBe('failed');
  });
});
