import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { Random } from '../../simulation/random.ts';
import { expectOk } from '../../src/base/result.ts';
import { parseCheckpoint, parseNote, signCheckpoint } from '../../src/tlog/index.ts';
import { verifyPublic } from '../../src/verify/index.ts';
import { publicPath, removeWorlds } from './rehearsed-run.test-support.ts';
import {
  bytesOf,
  definition,
  ended,
  KINDS,
  keys,
  names,
  opened,
  overlaid,
  trust,
  verify,
  world,
} from './tampered.test-support.ts';

afterAll(removeWorlds);

describe('an untouched folder', () => {
  it('was written to the end, has every kind of file, and verifies', () => {
    expect(ended).toBe('to the end');
    expect(verify({}).kind).toBe('verified');
    const kinds = KINDS.map(([kind]) => kind).join('\n');
    for (const one of [
      'checkpoint',
      'manifest.json',
      'manifest/#.json',
      'data/u/u#.json',
      'es/u/u#.html',
      'en/index.html',
    ]) {
      expect(kinds).toContain(one);
    }
    expect(kinds).toMatch(/^bodies\/#\.ndjson$/m);
    expect(kinds).toMatch(/^tile\/#\/#/m);
    expect(kinds).toMatch(/^tile\/entries\/#/m);
  });
});

/* One change of each kind here; more places, first and last files, and cuts are tried by tampered.slow.test.ts. */
const [even, odd] = [0, 1].map((half) => KINDS.filter((_, i) => i % 2 === half));

it.each(even ?? [])('%s: a changed byte is named', (_kind, first) => {
  const random = new Random(`flip ${first}`);
  const changed = bytesOf(first).slice();
  const at = random.below(changed.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  expect(names(verify({ [first]: changed }), first), `${first} byte ${at}`).toBe(true);
});

it.each(odd ?? [])('%s: a file that is missing is named', (_kind, _first, last) => {
  expect(names(verify({ [last]: null }), last), `${last} removed`).toBe(true);
});

describe('the folder as a whole', () => {
  it.each([
    'extra.html',
    'es/u/u999999.html',
    'data/extra.json',
    'bodies/999.ndjson',
    'tile/entries/999',
    'manifest/999.json',
  ])('a file that belongs to nothing is named: %s', (path) => {
    expect(names(verify({ [path]: new TextEncoder().encode('{}') }), path)).toBe(true);
  });

  it('an older checkpoint, and one by another key, fail', () => {
    const bytes = readFileSync(join(publicPath(world), 'checkpoint'));
    const text = expectOk(parseNote(bytes), 'our own note').text;
    const checkpoint = expectOk(parseCheckpoint(text), 'our own checkpoint');
    const heartbeat = { ...keys.heartbeat, time: 1 };
    const size = checkpoint.size - 1;
    const older = { ...checkpoint, size, root: opened.run.keeper.tree.rootAt(size) };
    expect(verify({ checkpoint: signCheckpoint(older, keys.log, heartbeat) }).kind).toBe('failed');
    const other = rehearsalKeys(nodeCrypto, 'another seed', definition.election.id);
    const renamed = { key: { ...other.log.key, name: keys.log.key.name }, signer: other.log.signer };
    const verdict = verify({ checkpoint: signCheckpoint(checkpoint, renamed, heartbeat) });
    expect(names(verdict, 'checkpoint')).toBe(true);
  });

  it('another election under its own good signatures is not the one of the trust file', () => {
    const verdict = verifyPublic({
      source: overlaid({}),
      trust: { ...trust, definition: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
      crypto: nodeCrypto,
    });
    expect(verdict.kind === 'failed' && verdict.byLayer.has('trust')).toBe(true);
  });
});
