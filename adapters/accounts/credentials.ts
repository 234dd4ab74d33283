import { randomBytes } from 'node:crypto';
import type { CredentialError } from './accounts-port.ts';
import { NAME_MAX, NAME_MIN, NAME_PATTERN } from './auth.ts';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from './password-hash.ts';

/** What the names of demo accounts begin with, and no other's. */
export const DEMO_PREFIX = 'demo-';

/** What is wrong with a name for a new account, or null. */
export function checkName(name: string, demo: boolean): CredentialError | null {
  if (!NAME_PATTERN.test(name)) {
    const detail = `${NAME_MIN} to ${NAME_MAX} characters: a to z, 0 to 9, and between them "." "-" "_"`;
    return { kind: 'name-invalid', detail };
  }
  if (!demo && name.startsWith(DEMO_PREFIX)) {
    return { kind: 'name-reserved', detail: `"${DEMO_PREFIX}" marks accounts of a demonstration` };
  }
  return null;
}

/** What is wrong with a password, or null. */
export function checkPassword(password: string): CredentialError | null {
  if (password.length < PASSWORD_MIN) return { kind: 'password-too-short', least: PASSWORD_MIN };
  if (password.length > PASSWORD_MAX) return { kind: 'password-too-long', most: PASSWORD_MAX };
  return null;
}

/** For an account whose person has not set one yet: signing in to it takes as long, and fails as any other. */
export function hashOfNoPassword(): Promise<string> {
  return hashPassword(randomBytes(32).toString('hex'));
}
