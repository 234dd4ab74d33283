import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import { Random } from '../../simulation/random.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, expectOk, ok } from '../../src/base/result.ts';
import { formatVkey, parseCheckpoint, parseNote, signCheckpoint } from '../../src/tlog/index.ts';
import { type PublicSource, parseTrust, type Trust, type Verdict, verifyPublic } from '../../src/verify/index.ts';
import { newWorld, open, playOn, publicFiles, publicPath, removeWorlds, stage } from './rehearsed-run.test-support.ts';
import { fixedFiles, renderPage } from './site-files.ts';

/*
 * The real publisher's folder under every kind of hand: an outsider with the trust file names the file, whatever is done to
 * it. Changes are laid over the folder, so that thousands of them cost no disk.
 */
afterAll(removeWorlds);

const STAGED = stage('tampered', 24, 3);
const { definition } = STAGED.rehearsal;
const keys = rehearsalKeys(nodeCrypto, STAGED.seed, definition.election.id);
const world = newWorld();
const opened = open(world, STAGED, { render: renderPage, fixedFiles: fixedFiles(definition.election) });
const ended = await playOn(opened, STAGED);
const folder = expectOk(createFolderSource(publicPath(world)), 'the folder was written');
const paths = expectOk(folder.list(), 'the folder can be listed') ?? [];
const trust = trustOf(opened.run.definition.combined);

function trustOf(definitionHash: string): Trust {
  const { origin, log, heartbeat } = keys;
  const [logKey, heartbeatKey] = [formatVkey(log.key), formatVkey(heartbeat.key)];
  const file = { v: 1, origin, log: logKey, heartbeat: heartbeatKey, definition: definitionHash, witnesses: [] };
  return expectOk(parseTrust(nodeCrypto, new TextEncoder().encode(JSON.stringify(file))), 'a trust file of ours');
}

/** The folder with some files replaced (null: removed). */
function overlaid(changes: Readonly<Record<string, Bytes | null>>): PublicSource {
  return {
    list: () => ok([...new Set([...paths, ...Object.keys(changes)])].filter((path) => changes[path] !== null)),
    read: (path) => {
      const changed = changes[path];
      if (changed === undefined) return folder.read(path);
      return changed === null ? err({ kind: 'not-found', detail: path }) : ok(changed);
    },
  };
}

function verify(changes: Readonly<Record<string, Bytes | null>>): Verdict {
  return verifyPublic({ source: overlaid(changes), trust, crypto: nodeCrypto });
}

/** Whether the verdict fails, and one of its findings is about this file. */
function names(verdict: Verdict, path: string): boolean {
  if (verdict.kind === 'unreadable') return path === 'checkpoint';
  return verdict.kind === 'failed' && verdict.findings.some((finding) => finding.path === path);
}

function bytesOf(path: string): Bytes {
  return expectOk(folder.read(path), path);
}

/** `es/u/u12.html` and `es/u/u13.html` are of one kind. */
function kindOf(path: string): string {
  return path.replaceAll(/\d+/g, '#');
}

/** Partial tiles that newer ones replace may be gone, but what lies there must be right. */
const NEEDED = new Set(Object.keys(publicFiles(world)));
const KINDS = [...Map.groupBy([...paths].sort(), kindOf)].map(
  ([kind, all]) => [kind, all[0] ?? '', all.filter((path) => NEEDED.has(path)).at(-1) ?? ''] as const,
);

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

describe.each(KINDS)('%s', (_kind, first, last) => {
  it('a changed byte, anywhere, is named', () => {
    const random = new Random(`flip ${first}`);
    for (const path of new Set([first, last])) {
      const bytes = bytesOf(path);
      const places = [0, bytes.length - 1, ...Array.from({ length: 6 }, () => random.below(bytes.length))];
      for (const at of places) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
        const verdict = verify({ [path]: changed });
        expect(verdict.kind === 'failed' || verdict.kind === 'unreadable', `${path} byte ${at}`).toBe(true);
        expect(names(verdict, path), `${path} byte ${at}`).toBe(true);
      }
    }
  });

  it('a file that is missing, cut off or longer is named', () => {
    const bytes = bytesOf(last);
    for (const change of [null, bytes.slice(0, -1), new Uint8Array(), Uint8Array.of(...bytes, 10)]) {
      expect(names(verify({ [last]: change }), last), `${last} ${change?.length ?? 'removed'}`).toBe(true);
    }
  });
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
