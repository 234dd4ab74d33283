import { describe, expect, it } from 'vitest';
import { signerFromSeed } from '../../adapters/crypto/noble-crypto.ts';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, utf8 } from '../base/bytes.ts';
import { expectOk } from '../base/result.ts';
import {
  encodeBundle,
  type FsckProblem,
  fsck,
  LogTree,
  leafHash,
  newTiles,
  signCheckpoint,
  type TileSource,
  TYPE_ED25519,
  tileBytes,
  tilePath,
  verifierKey,
} from './index.ts';

const ORIGIN = 'example.com/log';
const signer = signerFromSeed(new Uint8Array(32).fill(4));
const key = expectOk(verifierKey(nodeCrypto, ORIGIN, TYPE_ED25519, signer.publicKey), 'a good name');
const log = { origin: ORIGIN, logKey: key, cosigners: [] };

function leaf(index: number): Bytes {
  return utf8(`leaf ${index}`);
}

/** The files of a log that published at each of these sizes, and never cleared an old partial away. */
function published(...sizes: number[]): Map<string, Bytes> {
  const files = new Map<string, Bytes>();
  const tree = new LogTree(nodeCrypto);
  let before = 0;
  for (const size of sizes) {
    while (tree.size < size) tree.append(leafHash(nodeCrypto, leaf(tree.size)));
    for (const tile of newTiles(before, size)) {
      const entries = () => Array.from({ length: tile.width }, (_, i) => leaf(tile.index * 256 + i));
      files.set(tilePath(tile), tile.level === 'entries' ? encodeBundle(entries()) : tileBytes(tree, tile));
    }
    files.set('checkpoint', signCheckpoint({ origin: ORIGIN, size, root: tree.rootAt(size) }, { key, signer }));
    before = size;
  }
  return files;
}

function sourceOf(files: ReadonlyMap<string, Bytes>): TileSource {
  return { read: (path) => files.get(path) ?? null };
}

function check(files: ReadonlyMap<string, Bytes>): readonly FsckProblem[] {
  return fsck(nodeCrypto, sourceOf(files), log).problems;
}

/** Kind and path of each problem of the log after one file of it was changed. */
function problemsAfter(
  files: ReadonlyMap<string, Bytes>,
  path: string,
  change: (bytes: Bytes) => Bytes | null,
): string[] {
  const copy = new Map(files);
  const original = copy.get(path);
  if (original === undefined) throw new Error(`there is no ${path}`);
  const changed = change(original);
  if (changed === null) copy.delete(path);
  else copy.set(path, changed);
  return check(copy).map((problem) => `${problem.kind} ${problem.path}`);
}

const flip = (at: number) => (bytes: Bytes) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
const remove = () => null;
const cut = (bytes: Bytes) => bytes.subarray(0, -1);
const lengthen = (bytes: Bytes) => Uint8Array.from([...bytes, 0]);

describe('fsck', () => {
  const files = published(3, 200, 300, 520, 530);

  it('finds nothing wrong with a right log, and hands each leaf over once and in order', () => {
    const leaves: Bytes[] = [];
    const onLeaf = (index: number, bytes: Bytes, hash: Bytes) => {
      expect(index).toBe(leaves.length);
      expect(hash).toEqual(leafHash(nodeCrypto, bytes));
      leaves.push(bytes);
    };
    const report = fsck(nodeCrypto, sourceOf(files), log, onLeaf);
    expect(report).toMatchObject({ checkpoint: { size: 530 }, problems: [] });
    expect(leaves).toEqual(Array.from({ length: 530 }, (_, i) => leaf(i)));
  });

  it('finds nothing wrong with an empty log', () => {
    expect(check(published(0))).toEqual([]);
  });

  it('names the one file that is wrong, missing, too short or too long', () => {
    const bundle = 'tile/entries/001';
    expect(problemsAfter(files, bundle, flip(5))).toEqual([`leaf-mismatch ${bundle}`]);
    expect(problemsAfter(files, bundle, remove)).toEqual([`missing-file ${bundle}`]);
    expect(problemsAfter(files, bundle, cut)).toEqual([`bad-bundle ${bundle}`]);
    expect(problemsAfter(files, bundle, lengthen)).toEqual([`bad-bundle ${bundle}`]);
    for (const tile of ['tile/0/000', 'tile/0/002.p/18', 'tile/1/000.p/2']) {
      expect(problemsAfter(files, tile, flip(5))).toEqual([`tile-mismatch ${tile}`]);
      expect(problemsAfter(files, tile, remove)).toEqual([`missing-file ${tile}`]);
      expect(problemsAfter(files, tile, cut)).toEqual([`tile-mismatch ${tile}`]);
      expect(problemsAfter(files, tile, lengthen)).toEqual([`tile-mismatch ${tile}`]);
    }
  });

  it('compares old partials of an unfinished tile, and needs none of them', () => {
    for (const path of ['tile/entries/002.p/8', 'tile/0/002.p/8', 'tile/1/000.p/1']) {
      expect(problemsAfter(files, path, flip(5))).toEqual([`old-partial-mismatch ${path}`]);
      expect(problemsAfter(files, path, cut)).toEqual([`old-partial-mismatch ${path}`]);
      expect(problemsAfter(files, path, lengthen)).toEqual([`old-partial-mismatch ${path}`]);
      expect(problemsAfter(files, path, remove)).toEqual([]);
    }
    expect(problemsAfter(files, 'tile/0/000.p/3', flip(0))).toEqual([]); // the full tile is there: nobody reads this one
  });

  it('says that nothing can be derived without both bundle and tile', () => {
    const copy = new Map(files);
    copy.delete('tile/0/001');
    expect(problemsAfter(copy, 'tile/entries/001', cut)).toEqual([
      'bad-bundle tile/entries/001',
      'missing-file tile/0/001',
      'not-derivable tile/entries/001',
    ]);
  });

  it('finds that bundles and tiles which agree with one another are not those of the checkpoint', () => {
    const other = new Map([...published(3, 200, 300, 520, 531), ['checkpoint', files.get('checkpoint') ?? utf8('')]]);
    const longer = new Map([...other, ...[...files].filter(([path]) => path.startsWith('tile/1'))]);
    expect(check(longer).map((problem) => problem.kind)).toContain('missing-file');
    const forged = new Map(files);
    const bundle = encodeBundle(Array.from({ length: 256 }, (_, i) => leaf(i === 7 ? 8 : i)));
    const tree = new LogTree(nodeCrypto);
    for (let i = 0; i < 256; i++) tree.append(leafHash(nodeCrypto, leaf(i === 7 ? 8 : i)));
    forged.set('tile/entries/000', bundle);
    forged.set('tile/0/000', tileBytes(tree, { level: 0, index: 0, width: 256 }));
    const problems = check(forged).map((problem) => `${problem.kind} ${problem.path}`);
    expect(problems).toContain('root-mismatch checkpoint');
  });

  it('refuses a checkpoint that is missing, changed or signed with a line too many', () => {
    expect(problemsAfter(files, 'checkpoint', remove)).toEqual(['missing-file checkpoint']);
    expect(problemsAfter(files, 'checkpoint', flip(20))).toEqual(['bad-checkpoint checkpoint']);
    const twice = (bytes: Bytes) => {
      const text = new TextDecoder().decode(bytes);
      return utf8(text + text.slice(text.indexOf('\u2014')));
    };
    expect(problemsAfter(files, 'checkpoint', twice)).toEqual(['bad-checkpoint checkpoint']);
  });

  it('reads a log of 300 bundles in a small part of the test time limit', () => {
    const large = published(76_800);
    const start = performance.now();
    expect(check(large)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(3_000); // about 0.3 s on two idle cores; a bound that holds on busy ones
  });
});
