import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, utf8 } from '../base/bytes.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { act } from './fixture-election.test-support.ts';
import { type Files, memorySource, playToy } from './fixture-publisher.test-support.ts';
import { describeVerdict } from './index.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const flip = (at: number) => (bytes: Bytes) => bytes.map((b, i) => (i === at ? b ^ 1 : b));

describe('a folder that is as it has to be', () => {
  it('is verified with the trust file, in every state of the night', () => {
    expect(describeVerdict(bench.verify(bench.valid))[0]).toMatch(/^VERIFIED/);
    const toy = bench.toy();
    const { zero } = playToy(toy);
    expect(bench.codes(zero)).toEqual([]);
    expect(bench.verify(toy.publish()).kind).toBe('verified');
    toy.add(act.resume());
    toy.add(act.row('s3', [11, 20, 0], 5));
    const last = bench.verify(toy.publish());
    expect(last).toMatchObject({ kind: 'verified', report: { bodiesSealed: 0, sheetsAdded: 6, listed: true } });
  });

  it('keeps sealed what the stop holds back, and says how many', () => {
    expect(bench.verify(bench.valid)).toMatchObject({ kind: 'verified', report: { bodiesSealed: 3, sheetsAdded: 5 } });
  });

  it('is only consistent without a trust file', () => {
    expect(bench.verify(bench.valid, { trust: null }).kind).toBe('consistent');
    expect(bench.verify(bench.valid, { source: memorySource(bench.valid, false) })).toMatchObject({
      report: { listed: false },
    });
  });

  it('tells the age of the heartbeat by the clock of the caller', () => {
    const verdict = bench.verify(bench.valid, { now: 1_767_600_010_000 });
    expect(verdict).toMatchObject({ report: { heartbeatAgeMs: 10_000 } });
    expect(describeVerdict(verdict).join('\n')).toContain('10 s ago');
  });

  it('may keep older partial tiles that are prefixes', () => {
    const bundle = [...bench.valid.keys()].find((p) => p.startsWith('tile/entries/')) ?? '';
    const hashes = bench.valid.get(bundle.replace('entries', '0')) ?? new Uint8Array(0);
    const files = new Map(bench.valid).set('tile/0/000.p/2', hashes.slice(0, 64));
    expect(bench.codes(files)).toEqual([]);
    files.set('tile/0/000.p/2', hashes.slice(32, 96));
    expect(bench.codes(files)).toEqual(['log/old-partial-mismatch tile/0/000.p/2']);
  });
});

/** What a wrong file of each sort has to be called. */
const LAYER_OF: readonly (readonly [RegExp, RegExp])[] = [
  [/^checkpoint$/, /^(checkpoint|trust|log)\//],
  [/^tile\//, /^log\//],
  [/^manifest/, /^manifest\//],
  [/^bodies\//, /^body\//],
  [/^definition\//, /^definition\//],
  [/^pictures\//, /^picture\//],
  [/./, /^manifest\/file-(hash|size)/],
];
function layerOf(path: string): RegExp {
  return LAYER_OF.find(([paths]) => paths.test(path))?.[1] ?? /never/;
}

describe('every file of the folder', () => {
  for (const path of bench.valid.keys()) {
    const length = bench.valid.get(path)?.length ?? 0;
    const hit = (files: Files) =>
      bench.findings(files).some((f) => layerOf(path).test(`${f.layer}/${f.kind}`) && f.path === path);

    it(`${path}: a flipped bit is found at any place`, () => {
      for (const at of new Set([0, 1, length >> 2, length >> 1, length - 2, length - 1])) {
        expect([at, hit(bench.changed(path, flip(at)))]).toEqual([at, true]);
      }
    });

    it(`${path}: truncated, longer or gone is found`, () => {
      expect(hit(bench.changed(path, (b) => b.slice(0, -1)))).toBe(true);
      expect(hit(bench.changed(path, (b) => b.slice(0, length >> 1)))).toBe(true);
      expect(hit(bench.changed(path, () => new Uint8Array(0)))).toBe(true);
      expect(hit(bench.changed(path, (b) => new Uint8Array([...b, 10])))).toBe(true);
      const gone = bench.findings(bench.changed(path, () => null));
      expect(gone.some((f) => f.path === path && /^missing/.test(f.kind))).toBe(true);
    });
  }

  it('a file that belongs to nothing is found', () => {
    for (const path of ['extra.txt', 'data/u/u9.json', 'tile/0/001', 'bodies/001.ndjson', 'manifest/002.json']) {
      expect(bench.codes(new Map(bench.valid).set(path, utf8('{}')))).toEqual([`extra-file/not-in-manifest ${path}`]);
    }
  });
});

describe('whose log it is', () => {
  it('another key is named as such, and as consistent with itself', () => {
    const other = bench.published({ keys: bench.keysOf(7) });
    expect(bench.codes(other)).toContain('trust/other-key checkpoint');
    const toy = bench.toy(bench.keysOf(7));
    playToy(toy);
    const theirs = toy.publish();
    expect(bench.codes(theirs)).toEqual(['trust/other-key checkpoint', 'trust/other-keys-declared bodies/000.ndjson']);
    expect(bench.verify(theirs, { trust: null }).kind).toBe('consistent');
  });

  it('another origin and another definition are named', () => {
    const toy = bench.toy(bench.keysOf(1, 'other.invalid/1'));
    playToy(toy);
    expect(bench.codes(toy.publish())).toContain('trust/wrong-origin checkpoint');
    expect(bench.codes(bench.valid, { trust: { ...bench.trust, definition: 'AAAA' } })).toEqual([
      'trust/other-definition',
    ]);
  });

  it('an older checkpoint over newer files does not pass', () => {
    const toy = bench.toy();
    const { zero } = playToy(toy);
    const files = toy.publish();
    const older = bench.codes(new Map(files).set('checkpoint', zero.get('checkpoint') ?? new Uint8Array(0)));
    expect(older.some((code) => code.startsWith('log/missing-file tile/entries/'))).toBe(true);
  });

  it('an older checkpoint of the reader is held against the leaves', () => {
    const toy = bench.toy();
    const since = playToy(toy).zero.get('checkpoint') ?? new Uint8Array(0);
    expect(bench.verify(toy.publish(), { since })).toMatchObject({ kind: 'verified', report: { sinceSize: 5 } });
    const forked = bench.toy(bench.keys);
    forked.add(act.openEntered());
    forked.receive('s4');
    forked.add(act.openImported(4));
    const other = forked.publish();
    expect(bench.codes(other, { since })).toEqual(['log/forked checkpoint']);
    expect(bench.codes(playToy(bench.toy()).zero, { since: bench.valid.get('checkpoint') ?? since })).toEqual([
      'log/rolled-back checkpoint',
    ]);
    expect(bench.codes(bench.valid, { since: utf8('nonsense') })).toEqual(['trust/older-checkpoint-refused']);
  });
});

describe('what cannot be begun, and what is too much', () => {
  it('without a checkpoint or keys nothing is verified', () => {
    expect(bench.verify(new Map())).toMatchObject({ kind: 'unreadable', why: { kind: 'missing-checkpoint' } });
    expect(bench.verify(bench.changed('checkpoint', () => utf8('x')))).toMatchObject({ kind: 'unreadable' });
    const noBodies = bench.changed('bodies/000.ndjson', () => null);
    expect(bench.verify(noBodies, { trust: null })).toMatchObject({ kind: 'unreadable', why: { kind: 'no-keys' } });
  });

  it('keeps a hundred findings and counts the rest; no control character reaches the terminal', () => {
    const files = new Map(bench.valid);
    for (let i = 0; i < 150; i++) files.set(`x${i}\u001b[31m\u202e`, new Uint8Array(0));
    const verdict = bench.verify(files);
    expect(verdict).toMatchObject({ kind: 'failed', findingsTotal: 150 });
    expect(bench.findings(files).length).toBe(100);
    const controls = [...describeVerdict(verdict).join('')].filter((c) => c < ' ' || c === '\u202e');
    expect(controls).toEqual([]);
  });
});
