import { createHash, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { AccountsFile } from './accounts-file.ts';

/*
 * Codes that are told to a person once and work once: 80 bits of the system's generator, kept as a hash. One lives per
 * purpose; a new one replaces it.
 */

export const CODE_LIFE_MS = 60 * 60_000;
const CHARACTERS = 16;

/** What a code is for: the first administrator, or one account's new password. */
export type Purpose = 'first-administrator' | `reset:${string}`;
export type OneTimeCode = { readonly code: string; readonly expiresAt: number };
export type CodeError = { readonly kind: 'code-wrong' } | { readonly kind: 'code-expired' };

/** Crockford's 32 letters and digits, without the ones that are misread. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** So many random characters of 5 bits each. */
export function randomBase32(characters: number): string {
  return [...randomBytes(characters)].map((byte) => ALPHABET[byte & 31]).join('');
}

/** Makes the purpose's code; the one before it, if any, works no more. */
export async function issueCode(file: AccountsFile, purpose: Purpose): Promise<OneTimeCode> {
  const plain = randomBase32(CHARACTERS);
  const expiresAt = Date.now() + CODE_LIFE_MS;
  await file.atomically(() =>
    file.db
      .prepare('INSERT OR REPLACE INTO one_time_codes(purpose, hash, expires) VALUES (?, ?, ?)')
      .run(purpose, hashOf(plain), expiresAt),
  );
  return { code: (plain.match(/.{4}/g) ?? []).join('-').toUpperCase(), expiresAt };
}

/** Uses the code up, within a transaction of the caller, and tells what it was for. Hyphens and case do not matter. */
export function useCode(
  file: AccountsFile,
  code: string,
  kind: 'first-administrator' | 'reset',
): Result<Purpose, CodeError> {
  const row = file.get('SELECT purpose, expires FROM one_time_codes WHERE hash = ?', hashOf(canonical(code)));
  const purpose = String(row?.['purpose'] ?? '') as Purpose;
  if (row === undefined || purpose.split(':')[0] !== kind) return err({ kind: 'code-wrong' });
  file.db.prepare('DELETE FROM one_time_codes WHERE purpose = ?').run(purpose);
  return Number(row['expires']) > Date.now() ? ok(purpose) : err({ kind: 'code-expired' });
}

/** As Crockford reads what people write: O is 0, I and L are 1. */
function canonical(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
}

function hashOf(plain: string): string {
  return createHash('sha256').update(`cotejo/one-time-code/v1\n${plain}`).digest('hex');
}
