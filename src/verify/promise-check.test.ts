import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, decodeUtf8, toBase64, utf8 } from '../base/bytes.ts';
import type { Json } from '../base/canonical.ts';
import { expectOk } from '../base/result.ts';
import { type Promised, promiseBytes } from '../record/index.ts';
import { encodeProofFile, LogTree, leafHash, signCheckpoint } from '../tlog/index.ts';
import { Bench } from './fixture-bench.test-support.ts';
import { describePromise, judgePromise, PROMISE_FILE_BYTES_MAX, parseTrust } from './index.ts';

const bench = new Bench(nodeCrypto, signerFromSeed);
const { keys } = bench;
const trusted = { log: keys.log.key, heartbeat: keys.heartbeat.key };

const AT = 1_767_500_000_000;
const DUE = AT + 600_000;
const leaf = (text: string) => leafHash(nodeCrypto, utf8(text));
const hash = (text: string) => toBase64(leaf(text));
const textOf = (bytes: Bytes) => expectOk(decodeUtf8(bytes), 'text');

/** A log of these events, as far as a checkpoint of this size. */
function logOf(events: readonly string[], size = events.length, by = keys) {
  const tree = new LogTree(nodeCrypto);
  for (const event of events) tree.append(leaf(event));
  const head = { origin: by.origin, size, root: tree.rootAt(size) };
  const checkpoint = (ms: number | null) =>
    textOf(signCheckpoint(head, by.log, ms === null ? undefined : { ...by.heartbeat, time: Math.floor(ms / 1000) }));
  const proof = (index: number, ms: number | null = DUE) =>
    textOf(
      encodeProofFile({
        extra: null,
        index,
        proof: tree.inclusionProof(index, size),
        checkpoint: utf8(checkpoint(ms)),
      }),
    );
  return { checkpoint, proof };
}

const PROMISE = {
  origin: keys.origin,
  index: 2,
  leaf: hash('mine'),
  station: 's1',
  message: hash('message'),
  at: AT,
  due: DUE,
} as unknown as Promised;
const HONEST = ['a', 'b', 'mine', 'c', 'd'];

function signed(change: Partial<Promised> = {}, signer = keys.log.signer) {
  const promise = { ...PROMISE, ...change };
  return { v: 1, promise, signature: toBase64(signer.sign(promiseBytes(promise))) };
}
const broken = (beside: object, promise: object = signed()) => ({
  v: 1,
  kind: 'cotejo-broken-promise',
  promise,
  ...beside,
});
const judge = (file: unknown, by = trusted) =>
  judgePromise(nodeCrypto, by, typeof file === 'string' ? utf8(file) : utf8(JSON.stringify(file)));
/** Kind and why, or the field. */
const said = (file: unknown) => {
  const verdict = judge(file);
  return 'why' in verdict
    ? `${verdict.kind} ${verdict.why}`
    : 'field' in verdict
      ? `${verdict.kind} ${verdict.field}`
      : verdict.kind;
};

describe('a promise that was kept', () => {
  it('by a proof of the promised leaf, under any checkpoint of the log that holds it', () => {
    expect(judge({ ...signed(), proof: logOf(HONEST).proof(2) })).toMatchObject({
      kind: 'kept',
      seen: { size: 5, heartbeatAt: DUE },
      promise: { index: 2, station: 's1' },
    });
    expect(judge({ ...signed(), proof: logOf(HONEST, 3).proof(2, null) })).toMatchObject({
      kind: 'kept',
      seen: { size: 3, heartbeatAt: null },
    });
    // Whoever calls it broken and lays the right proof beside it is told so.
    expect(said(broken({ proof: logOf(HONEST).proof(2), leaf: PROMISE.leaf }))).toBe('kept');
    expect(said(JSON.stringify({ ...signed(), proof: logOf(HONEST).proof(2) }, null, 2))).toBe('kept');
  });

  it('is judged by a whole trust file too', () => {
    const toy = bench.toy();
    const trust = expectOk(parseTrust(nodeCrypto, utf8(toy.trustText())), 'trust');
    const file = utf8(JSON.stringify({ ...signed(), proof: logOf(HONEST).proof(2) }));
    expect(judgePromise(nodeCrypto, trust, file).kind).toBe('kept');
    expect(judgePromise(nodeCrypto, { ...trust, origin: 'other' }, file).kind).toBe('not-a-promise');
  });
});

describe('a promise that was broken', () => {
  it('by a checkpoint from behind the due time that does not reach it', () => {
    expect(judge(broken({ checkpoint: logOf(HONEST, 2).checkpoint(DUE + 1000) }))).toMatchObject({
      kind: 'broken-missing',
      seen: { size: 2, heartbeatAt: DUE + 1000 },
    });
  });

  it('by a proof of another leaf under its number', () => {
    const other = logOf(['a', 'b', 'not mine', 'c']);
    expect(judge(broken({ proof: other.proof(2), leaf: hash('not mine') }))).toMatchObject({
      kind: 'broken-other',
      leaf: hash('not mine'),
      seen: { size: 4 },
    });
  });
});

describe('what shows nothing', () => {
  it('a checkpoint of before the due time, or at it', () => {
    for (const at of [AT, DUE - 1000, DUE]) {
      expect(judge(broken({ checkpoint: logOf(HONEST, 2).checkpoint(at) }))).toMatchObject({
        kind: 'not-yet-due',
        seen: { size: 2, heartbeatAt: at },
      });
    }
  });

  it.each<readonly [string, unknown]>([
    ['unproven nothing-beside-it', signed()],
    ['unproven long-enough', broken({ checkpoint: logOf(HONEST, 3).checkpoint(DUE + 1000) })],
    ['unproven no-heartbeat', broken({ checkpoint: logOf(HONEST, 2).checkpoint(null) })],
    ['unproven checkpoint-refused', broken({ checkpoint: logOf(HONEST, 2, bench.keysOf(7)).checkpoint(DUE + 1000) })],
    [
      'unproven checkpoint-refused',
      broken({ checkpoint: logOf(HONEST, 2, bench.keysOf(1, 'other/1')).checkpoint(DUE + 1000) }),
    ],
    [
      'unproven no-heartbeat',
      broken({
        checkpoint: logOf(HONEST, 2, { ...keys, heartbeat: bench.keysOf(7).heartbeat }).checkpoint(DUE + 1000),
      }),
    ],
    [
      'unproven checkpoint-refused',
      broken({
        checkpoint: logOf(HONEST, 2)
          .checkpoint(DUE + 1000)
          .replace('\n2\n', '\n1\n'),
      }),
    ],
    ['unproven proof-refused', { ...signed(), proof: logOf(['a', 'b', 'not mine']).proof(2) }],
    ['unproven proof-refused', { ...signed(), proof: logOf(HONEST).proof(3) }],
    ['unproven proof-refused', { ...signed(), proof: logOf(HONEST, 5, bench.keysOf(7)).proof(2) }],
    ['unproven proof-refused', { ...signed(), proof: 'c2sp.org/tlog-proof@v1' }],
    ['unproven proof-refused', broken({ proof: logOf(HONEST).proof(2), leaf: hash('not mine') })],
    ['unproven proof-refused', broken({ proof: logOf(HONEST).proof(1), leaf: hash('b') })],
  ])('%s', (verdict, file) => {
    expect(said(file)).toBe(verdict);
  });

  it('an inner node of the tree is no leaf', () => {
    const tree = new LogTree(nodeCrypto);
    for (const event of HONEST.slice(0, 4)) tree.append(leaf(event));
    // Hash of events 2 and 3, with the path from there to the root.
    const inner = nodeCrypto.sha256(Uint8Array.of(1, ...leaf('mine'), ...leaf('c')));
    const [, above] = tree.inclusionProof(2, 4);
    const head = { origin: keys.origin, size: 4, root: tree.rootAt(4) };
    const checkpoint = signCheckpoint(head, keys.log);
    const proof = textOf(encodeProofFile({ extra: null, index: 2, proof: above ? [above] : [], checkpoint }));
    expect(said(broken({ proof, leaf: toBase64(inner) }))).toBe('unproven proof-refused');
  });
});

describe('what is no promise of this log', () => {
  it('of another log, by another key, or changed behind the signature', () => {
    const proof = logOf(HONEST).proof(2);
    const other = bench.keysOf(7).log.signer;
    expect(said({ ...signed({ origin: 'other' }), proof })).toBe('not-a-promise other-origin');
    expect(said({ ...signed({}, other), proof })).toBe('not-a-promise bad-signature');
    const changes: readonly object[] = [
      { index: 3 },
      { leaf: hash('c') },
      { station: 's2' },
      { message: hash('x') },
      { at: AT + 1 },
      { due: AT },
    ];
    for (const change of changes) {
      const tampered = { ...signed(), promise: { ...PROMISE, ...change } };
      expect([change, said({ ...tampered, proof })]).toEqual([change, 'not-a-promise bad-signature']);
      expect(said(broken({ checkpoint: logOf(HONEST, 2).checkpoint(DUE + 1000) }, tampered))).toBe(
        'not-a-promise bad-signature',
      );
    }
  });
});

describe('what is no file of a promise', () => {
  const checkpoint = logOf(HONEST, 2).checkpoint(DUE + 1000);
  const promiseWith = (change: { readonly [key: string]: Json }) => ({
    ...signed(),
    promise: { ...PROMISE, ...change },
  });
  it.each<readonly [string, unknown]>([
    ['', 'nonsense'],
    ['', '[]'],
    ['', 'null'],
    ['', '['.repeat(100_000)],
    ['', ' '.repeat(PROMISE_FILE_BYTES_MAX) + JSON.stringify(signed())],
    ['', { ...signed(), more: 1 }],
    ['', { promise: PROMISE, signature: signed().signature }],
    ['v', { ...signed(), v: 2 }],
    ['promise', { ...signed(), promise: [] }],
    ['promise', promiseWith({ more: 1 })],
    ['promise.origin', promiseWith({ origin: '' })],
    ['promise.index', promiseWith({ index: -1 })],
    ['promise.index', promiseWith({ index: 1.5 })],
    ['promise.leaf', promiseWith({ leaf: 'AAAA' })],
    ['promise.leaf', promiseWith({ leaf: PROMISE.leaf.replace('=', '') })],
    ['promise.station', promiseWith({ station: '\ud800' })],
    ['promise.message', promiseWith({ message: 7 })],
    ['promise.at', promiseWith({ at: 9e15 })],
    // Ten minutes and no more: signed or not.
    ['promise.due', promiseWith({ due: AT + 600_001 })],
    ['promise.due', promiseWith({ due: '1' })],
    ['signature', { ...signed(), signature: `${signed().signature} ` }],
    ['signature', { ...signed(), signature: 'AAAA' }],
    ['proof', { ...signed(), proof: null }],
    ['kind', { ...broken({ checkpoint }), kind: 'broken' }],
    ['v', { ...broken({ checkpoint }), v: 2 }],
    ['promise', broken({ checkpoint }, [])],
    ['promise.', broken({ checkpoint }, { ...signed(), more: 1 })],
    ['promise.promise.index', broken({ checkpoint }, promiseWith({ index: '2' }))],
    ['', broken({})],
    ['', broken({ checkpoint, leaf: PROMISE.leaf })],
    ['', broken({ proof: 'x' })],
    ['checkpoint', broken({ checkpoint: 1 })],
    ['proof', broken({ proof: '', leaf: PROMISE.leaf })],
    ['leaf', broken({ proof: 'x', leaf: 'x' })],
  ])('%s', (field, file) => {
    expect(said(file)).toBe(`malformed ${field}`);
  });

  it('bytes that are no text', () => {
    expect(judgePromise(nodeCrypto, trusted, Uint8Array.of(0xff)).kind).toBe('malformed');
  });
});

describe('in plain words', () => {
  const lines = (file: unknown) => describePromise(judge(file)).join('\n');
  it('says what was promised and what was seen', () => {
    const missing = lines(broken({ checkpoint: logOf(HONEST, 2).checkpoint(DUE + 1000) }));
    expect(missing).toMatch(/^BROKEN: .*does not reach/);
    expect(missing).toContain('Promised: event 2 of the log, for station s1');
    expect(missing).toContain('due 2026-01-04T04:23:20.000Z');
    expect(missing).toContain('Seen: a checkpoint of 2 events, heartbeat 2026-01-04T04:23:21.000Z.');
    expect(lines({ ...signed(), proof: logOf(HONEST).proof(2, null) })).toMatch(/^KEPT: [\s\S]*heartbeat unknown/);
    expect(lines(broken({ proof: logOf(['a', 'b', 'x']).proof(2), leaf: hash('x') }))).toContain(
      `There is: leaf ${hash('x')}`,
    );
    expect(lines(broken({ checkpoint: logOf(HONEST, 2).checkpoint(AT) }))).toMatch(/^NOT YET DUE/);
    expect(lines(signed())).toMatch(/^NOTHING SHOWN: [\s\S]*Nothing lies beside it/);
    expect(lines(signed({ origin: 'x' }))).toMatch(/^NO PROMISE of this log: it names another log/);
    expect(lines(signed({}, bench.keysOf(7).log.signer))).toMatch(/^NO PROMISE of this log: the signature/);
    expect(lines({ ...signed(), v: 2 })).toBe('NOT READABLE: this is no file of a promise (v).');
    expect(lines('x')).toBe('NOT READABLE: this is no file of a promise.');
  });

  it('without moving the cursor of a terminal', () => {
    expect(lines(signed({ station: 's\u001b[31m1' as never }))).not.toContain('\u001b');
  });
});
