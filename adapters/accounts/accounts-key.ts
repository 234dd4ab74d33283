import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src/base/result.ts';

/*
 * The secret that signs session cookies and seals second factors. Whoever captures it together with the accounts file
 * can act as any account; with the key alone he cannot, because a session must also stand in the file.
 */

export type AccountsKeyError = {
  readonly kind: 'accounts-key-unusable';
  readonly path: string;
  readonly detail: string;
};

/**
 * The secret in `DIRECTORY/keys/accounts.key`; made by the system's generator if `create`, else it must be there: under
 * a new one nobody's second factor would open.
 */
export function openAccountsKey(directory: string, create: boolean): Result<string, AccountsKeyError> {
  const folder = join(directory, 'keys');
  const path = join(folder, 'accounts.key');
  const unusable = (detail: string) => err({ kind: 'accounts-key-unusable', path, detail } as const);
  try {
    const read = readSecret(path);
    if (read !== null)
      return /^[0-9a-f]{64}$/.test(read) ? ok(read) : unusable('it does not hold 32 bytes in hexadecimal');
    if (!create) return unusable('it is missing beside a store with accounts: put the file back from its copy');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const secret = randomBytes(32).toString('hex');
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return ok(secret);
  } catch (cause) {
    return unusable(String((cause as Error).message));
  }
}

function readSecret(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    chmodSync(path, 0o600);
    return text;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
