import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { openRunKeys, type RunKeys } from '../../adapters/keys/key-folder.ts';
import { describeOpenError } from '../../adapters/store/open-error.ts';
import { openSqliteStoreReadOnly } from '../../adapters/store/sqlite-reader.ts';
import { toHex } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { officeOfOrigin } from '../../src/model/office-definition.ts';
import { runFolder } from '../run/open-run.ts';
import { OwnLog } from './own-log.ts';

export type OpenedOwnLog = {
  readonly office: string;
  readonly keys: RunKeys;
  readonly log: OwnLog;
  readonly readPublic: (path: string) => Uint8Array | null;
  /** A picture or paper by the hex of its hash; null: it is not here, or damaged. */
  readonly readFile: (hex: string) => Uint8Array | null;
  readonly close: () => void;
};

/** Opens an office's folder beside the process that may be writing it. Nothing is written. */
export function openOwnLog(directory: string): Result<OpenedOwnLog, string> {
  const keys = openOfficeKeys(directory);
  if (!keys.ok) return keys;
  const store = openSqliteStoreReadOnly(directory);
  if (!store.ok) return err(describeOpenError(store.error));
  const publicFolder = runFolder(directory).public;
  const readPublic = (path: string) => bytesAt(join(publicFolder, path));
  const { office, ...own } = keys.value;
  const log = new OwnLog({ crypto: nodeCrypto, store: store.value, folder: { read: readPublic }, ...own });
  const readFile = (hex: string) => {
    const bytes = bytesAt(join(directory, 'blobs', hex.slice(0, 2), hex));
    return bytes !== null && toHex(nodeCrypto.sha256(bytes)) === hex ? bytes : null;
  };
  return ok({ office, keys: own, log, readPublic, readFile, close: () => store.value.close() });
}

/** The keys of an office's folder, and whose they are. */
export function openOfficeKeys(directory: string): Result<RunKeys & { readonly office: string }, string> {
  const keys = openRunKeys(nodeCrypto, join(directory, 'keys'), { kind: 'live', election: '', create: false });
  if (!keys.ok)
    return err(`cannot use ${keys.error.path}: ${keys.error.detail}. Name the folder of an office's count.`);
  const office = officeOfOrigin(keys.value.origin);
  if (office !== null) return ok({ ...keys.value, office });
  return err(`${directory} is no office's folder: begin one with \`cotejo count FOLDER --office ID\`.`);
}

function bytesAt(path: string): Uint8Array | null {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return null;
  }
}
