import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import type { RunKeys } from '../../adapters/keys/key-folder.ts';
import { PublicFolder } from '../../adapters/public-folder/public-folder.ts';
import { describeOpenError } from '../../adapters/store/open-error.ts';
import { openSqliteStore } from '../../adapters/store/sqlite-store.ts';
import { toHex } from '../../src/base/bytes.ts';
import { canonicalText } from '../../src/base/canonical.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { ElectionDefinition } from '../../src/model/election.ts';
import { formatVkey } from '../../src/tlog/index.ts';
import { ElectionRun } from './election-run.ts';
import type { RunPorts } from './ports.ts';
import { type Promiser, promiserOf } from './promiser.ts';
import { type ProveRecord, proveRecord } from './prove-record.ts';
import { fixedFiles, renderPage } from './site-files.ts';

/** Where everything of a run lies (DESIGN section 7): `serve` exposes `public` only. */
export type RunFolder = { readonly directory: string; readonly public: string; readonly trust: string };

export type OpenedRun = {
  readonly run: ElectionRun;
  readonly folder: RunFolder;
  readonly store: RunPorts['store'];
  /** Names under which the log and its heartbeat sign, with their public keys: what a sender checks promises by. */
  readonly signers: { readonly origin: string; readonly log: string; readonly heartbeat: string };
  readonly promiser: Promiser;
  readonly prove: ProveRecord;
  readonly writeTrust: () => void;
  readonly close: () => void;
};

const ACCOUNTS_KEY = 'accounts.key';

export function runFolder(directory: string): RunFolder {
  return { directory, public: join(directory, 'public'), trust: join(directory, 'trust.json') };
}

/**
 * Removes a rehearsal, and nothing else: a folder without a run's store is left alone, one that another process writes is
 * refused, and so is one with keys, which a rehearsal has not and which nobody could make again.
 */
export function removeRehearsal(directory: string): Result<null, string> {
  if (!existsSync(join(directory, 'store.sqlite'))) {
    const foreign = ['public', 'keys', 'trust.json'].find((name) => existsSync(join(directory, name)));
    if (foreign === undefined) return ok(null);
    return err(`--fresh removes nothing here: ${directory} holds ${foreign} and no rehearsal. Choose another folder.`);
  }
  // Desks of a rehearsal have accounts, whose secret lies there alone.
  const keys = existsSync(join(directory, 'keys')) ? readdirSync(join(directory, 'keys')) : [];
  if (keys.some((name) => name !== ACCOUNTS_KEY)) {
    return err(
      `--fresh removes rehearsals only: ${directory} holds keys, so it is another run. Choose another folder.`,
    );
  }
  const store = openSqliteStore(directory, { create: false });
  if (!store.ok) return err(describeOpenError(store.error));
  for (const name of [
    'public',
    'staging',
    'blobs',
    'inbox',
    'uploads',
    'keys',
    'accounts.sqlite',
    'accounts.sqlite-wal',
    'accounts.sqlite-shm',
    'trust.json',
    'store.sqlite',
    'store.sqlite-wal',
    'store.sqlite-shm',
  ]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  // Only now may another process take the folder: the lock goes last.
  store.value.close();
  for (const suffix of ['-wal', '-shm', '.lock', '.owner']) {
    rmSync(join(directory, `store.sqlite${suffix}`), { force: true });
  }
  return ok(null);
}

/** Opens DIR for running this election; a second process is refused. `live`: heartbeats carry the machine's time. */
export function openRun(
  directory: string,
  definition: ElectionDefinition,
  keys: RunKeys,
  live: boolean,
): Result<OpenedRun, string> {
  const folder = runFolder(directory);
  try {
    mkdirSync(join(directory, 'blobs'), { recursive: true });
  } catch (cause) {
    return err(`cannot make ${directory}: ${(cause as Error).message}. Choose a folder that you may write.`);
  }
  const store = openSqliteStore(directory);
  if (!store.ok) return err(describeOpenError(store.error));
  const publicFolder = new PublicFolder(folder.public, join(directory, 'staging'));
  const prepared = publicFolder.prepare();
  if (!prepared.ok) {
    store.value.close();
    return err(`cannot write ${prepared.error.path}: ${prepared.error.detail}. Check permissions and free space.`);
  }
  const run = new ElectionRun(definition, {
    crypto: nodeCrypto,
    store: store.value,
    folder: publicFolder,
    origin: keys.origin,
    log: keys.log,
    heartbeat: keys.heartbeat,
    saltOf: keys.saltOf,
    readPicture: (hex) => readPicture(join(directory, 'blobs', hex.slice(0, 2), hex), hex),
    unixSeconds: (lastAt: Instant) => Math.floor((live ? Date.now() : lastAt) / 1000),
    renderUnitPage: renderPage,
    fixedFiles: fixedFiles(definition.election),
  });
  return ok({
    run,
    folder,
    store: store.value,
    signers: { origin: keys.origin, log: formatVkey(keys.log.key), heartbeat: formatVkey(keys.heartbeat.key) },
    promiser: promiserOf(nodeCrypto, keys),
    prove: proveRecord(run.keeper.tree, publicFolder),
    writeTrust: () => writeTrust(folder.trust, keys, run.definition.combined),
    close: () => {
      publicFolder.close();
      store.value.close();
    },
  });
}

function readPicture(path: string, hex: string): Uint8Array | null {
  try {
    const bytes = new Uint8Array(readFileSync(path));
    return toHex(nodeCrypto.sha256(bytes)) === hex ? bytes : null;
  } catch {
    return null;
  }
}

/** The trust file: what a verifier starts from. In a real election it is printed on the zero act and published elsewhere. */
function writeTrust(path: string, keys: RunKeys, definition: string): void {
  const trust = {
    v: 1,
    origin: keys.origin,
    log: formatVkey(keys.log.key),
    heartbeat: formatVkey(keys.heartbeat.key),
    definition,
    witnesses: [],
  };
  writeFileSync(path, `${canonicalText(trust)}\n`);
}
