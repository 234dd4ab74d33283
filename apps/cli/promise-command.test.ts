import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, toBase64, utf8 } from '../../src/base/bytes.ts';
import { expectOk } from '../../src/base/result.ts';
import { type Promised, promiseBytes } from '../../src/record/index.ts';
import {
  encodeProofFile,
  formatVkey,
  LogTree,
  leafHash,
  type SignatureType,
  signCheckpoint,
  TYPE_COSIGNATURE,
  TYPE_ED25519,
  verifierKey,
} from '../../src/tlog/index.ts';
import { EXIT } from './exit-codes.ts';
import { promiseCommand } from './promise-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'cotejo-promise-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORIGIN = 'toy.invalid/1';
const keyOf = (name: string, type: SignatureType, seed: number) => {
  const signer = signerFromSeed(new Uint8Array(32).fill(seed));
  return { signer, key: expectOk(verifierKey(nodeCrypto, name, type, signer.publicKey), 'key') };
};
const log = keyOf(ORIGIN, TYPE_ED25519, 1);
const heartbeat = keyOf(`${ORIGIN}/heartbeat`, TYPE_COSIGNATURE, 2);
const write = (name: string, content: string | Bytes) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const vkeys = { log: formatVkey(log.key), heartbeat: formatVkey(heartbeat.key) };
const definition = toBase64(new Uint8Array(32));
const trust = write('trust.json', JSON.stringify({ v: 1, origin: ORIGIN, ...vkeys, definition, witnesses: [] }));

const hash = leafHash(nodeCrypto, utf8('mine'));
const promise = {
  origin: ORIGIN,
  index: 0,
  leaf: toBase64(hash),
  station: 's1',
  message: toBase64(hash),
  at: 0,
  due: 600_000,
} as unknown as Promised;
const signed = { v: 1, promise, signature: toBase64(log.signer.sign(promiseBytes(promise))) };

function run(file: string, by = trust) {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = promiseCommand(file, { trust: by }, { line: (t) => lines.push(t), error: (t) => errors.push(t) });
  return { code, first: lines[0]?.split(':')[0] ?? '', refused: errors.join() };
}

describe('cotejo promise', () => {
  const tree = new LogTree(nodeCrypto);
  const empty = tree.rootAt(0);
  tree.append(hash);
  const one = signCheckpoint({ origin: ORIGIN, size: 1, root: tree.rootAt(1) }, log);
  const proof = new TextDecoder().decode(encodeProofFile({ extra: null, index: 0, proof: [], checkpoint: one }));
  const none = (time: number) =>
    new TextDecoder().decode(signCheckpoint({ origin: ORIGIN, size: 0, root: empty }, log, { ...heartbeat, time }));
  const broken = (time: number) => ({ v: 1, kind: 'cotejo-broken-promise', promise: signed, checkpoint: none(time) });

  it.each([
    [EXIT.ok, 'KEPT', { ...signed, proof }],
    [EXIT.failed, 'BROKEN', broken(601)],
    [EXIT.originNotEstablished, 'NOT YET DUE', broken(600)],
    [EXIT.originNotEstablished, 'NOTHING SHOWN', signed],
    [EXIT.badInput, 'NO PROMISE of this log', { ...signed, promise: { ...promise, index: 1 } }],
    [EXIT.badInput, 'NOT READABLE', { ...signed, v: 2 }],
  ])('ends with %i: %s', (code, first, file) => {
    expect(run(write('file.json', JSON.stringify(file)))).toEqual({ code, first, refused: '' });
  });

  it('refuses what it cannot read, and what is no trust file', () => {
    expect(run(join(folder, 'nowhere'))).toMatchObject({ code: EXIT.badInput, first: '' });
    const file = write('file.json', JSON.stringify({ ...signed, proof }));
    expect(run(file, join(folder, 'nowhere')).code).toBe(EXIT.badInput);
    expect(run(file, file).refused).toContain('is not a trust file');
    expect(run(write('big.json', ' '.repeat(1_048_577))).refused).toContain('too large');
  });
});
