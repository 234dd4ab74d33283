import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { fromHex, toHex } from '../../src/base/bytes.ts';
import type { Signer } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { signerFromSeed } from '../crypto/node-crypto.ts';

/*
 * The key of a person who certifies results: 32 bytes in hexadecimal, in a file that only she reads, on a machine of hers. The count
 * never sees it: it takes signatures.
 */

export type CertifierKeyError = {
  readonly kind: 'key-exists' | 'key-not-written' | 'key-open-to-others' | 'key-unreadable' | 'not-a-key';
  readonly path: string;
  readonly detail: string;
};

const SEED_BYTES = 32;
/** Longer is no key file. */
const MOST_BYTES = 200;
const OTHERS = 0o077;

/** One sentence for a person: what, where, what to do. */
export function describeCertifierKeyError({ kind, path, detail }: CertifierKeyError): string {
  switch (kind) {
    case 'key-exists':
      return `${path} is there already, and a key is never replaced. Choose another name.`;
    case 'key-not-written':
      return `cannot write ${path}: ${detail}. Check the folder, its permissions and the free space.`;
    case 'key-open-to-others':
      return `others may read ${path} (mode ${detail}). Take that from them (chmod 600), and think whether somebody has read it.`;
    case 'key-unreadable':
      return `cannot read ${path}: ${detail}.`;
    case 'not-a-key':
      return `${path} is no key of \`cotejo certify key\`: it has to hold 32 bytes in hexadecimal.`;
  }
}

/** Makes a key by the system's generator, durably, mode 0600. A file that is there is never touched. */
export function makeCertifierKey(path: string): Result<Signer, CertifierKeyError> {
  const seed = new Uint8Array(randomBytes(SEED_BYTES));
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, `${toHex(seed)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const code = codeOf(cause);
    return err({ kind: code === 'EEXIST' ? 'key-exists' : 'key-not-written', path, detail: `the system says ${code}` });
  }
  return ok(signerFromSeed(seed));
}

/** Reads a key back. One that others may read is refused: nobody knows who has it. */
export function readCertifierKey(path: string): Result<Signer, CertifierKeyError> {
  try {
    const { mode, size } = statSync(path);
    if ((mode & OTHERS) !== 0) {
      return err({ kind: 'key-open-to-others', path, detail: (mode & 0o777).toString(8) });
    }
    const seed = size <= MOST_BYTES ? fromHex(readFileSync(path, 'utf8').trim()) : null;
    if (seed === null || !seed.ok || seed.value.length !== SEED_BYTES) {
      return err({ kind: 'not-a-key', path, detail: '' });
    }
    return ok(signerFromSeed(seed.value));
  } catch (cause) {
    return err({ kind: 'key-unreadable', path, detail: `the system says ${codeOf(cause)}` });
  }
}

/** What the system refused; anything else is a bug and goes on. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
  return String(cause.code);
}
