import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { rehearsalKeys } from '../../adapters/keys/key-folder.ts';
import { createFolderSource } from '../../adapters/public-source/folder-source.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { err, expectOk, ok } from '../../src/base/result.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { type PublicSource, parseTrust, type Trust, type Verdict, verifyPublic } from '../../src/verify/index.ts';
import { newWorld, open, playOn, publicFiles, publicPath, stage } from './rehearsed-run.test-support.ts';
import { fixedFiles, renderPage } from './site-files.ts';

/*
 * The real publisher's folder under every kind of hand: an outsider with the trust file names the file, whatever is done to
 * it. Changes are laid over the folder, so that thousands of them cost no disk.
 */
const STAGED = stage('tampered', 24, 3);
export const { definition } = STAGED.rehearsal;
export const keys = rehearsalKeys(nodeCrypto, STAGED.seed, definition.election.id);
export const world = newWorld();
export const opened = open(world, STAGED, { render: renderPage, fixedFiles: fixedFiles(definition.election) });
export const ended = await playOn(opened, STAGED);
const folder = expectOk(createFolderSource(publicPath(world)), 'the folder was written');
const paths = expectOk(folder.list(), 'the folder can be listed') ?? [];
export const trust = trustOf(opened.run.definition.combined);

function trustOf(definitionHash: string): Trust {
  const { origin, log, heartbeat } = keys;
  const [logKey, heartbeatKey] = [formatVkey(log.key), formatVkey(heartbeat.key)];
  const file = { v: 1, origin, log: logKey, heartbeat: heartbeatKey, definition: definitionHash, witnesses: [] };
  return expectOk(parseTrust(nodeCrypto, new TextEncoder().encode(JSON.stringify(file))), 'a trust file of ours');
}

/** The folder with some files replaced (null: removed). */
export function overlaid(changes: Readonly<Record<string, Bytes | null>>): PublicSource {
  return {
    list: () => ok([...new Set([...paths, ...Object.keys(changes)])].filter((path) => changes[path] !== null)),
    read: (path) => {
      const changed = changes[path];
      if (changed === undefined) return folder.read(path);
      return changed === null ? err({ kind: 'not-found', detail: path }) : ok(changed);
    },
  };
}

export function verify(changes: Readonly<Record<string, Bytes | null>>): Verdict {
  return verifyPublic({ source: overlaid(changes), trust, crypto: nodeCrypto });
}

/** Whether the verdict fails, and one of its findings is about this file. */
export function names(verdict: Verdict, path: string): boolean {
  if (verdict.kind === 'unreadable') return path === 'checkpoint';
  return verdict.kind === 'failed' && verdict.findings.some((finding) => finding.path === path);
}

export function bytesOf(path: string): Bytes {
  return expectOk(folder.read(path), path);
}

/** `es/u/u12.html` and `es/u/u13.html` are of one kind. */
function kindOf(path: string): string {
  return path.replaceAll(/\d+/g, '#');
}

/** Partial tiles that newer ones replace may be gone, but what lies there must be right. */
const NEEDED = new Set(Object.keys(publicFiles(world)));
/** Of each kind of file its first and its last: kind, first, last. */
export const KINDS = [...Map.groupBy([...paths].sort(), kindOf)].map(
  ([kind, all]) => [kind, all[0] ?? '', all.filter((path) => NEEDED.has(path)).at(-1) ?? ''] as const,
);
