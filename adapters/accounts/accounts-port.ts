import type { Result } from '../../src/base/result.ts';
import type { AccountsKeyError } from './accounts-key.ts';
import type { CodeError, OneTimeCode } from './one-time-codes.ts';

/*
 * What the rest of the counting centre sees of accounts. A pseudonym is the only word of an account that may enter the
 * record; who is behind it stands in the accounts' file alone.
 */

export type AccountsMode = 'live' | 'demo';

export type AccountsOptions = {
  /** The run's folder: the accounts are `accounts.sqlite` in it, their secret is `keys/accounts.key`. */
  readonly directory: string;
  /** Where browsers find the desk, e.g. `https://desk.example.org`. With https, cookies are Secure. */
  readonly baseUrl: string;
  readonly mode: AccountsMode;
  /** What every pseudonym begins with: the people of an office are told from those of others by it. */
  readonly namesBegin?: string;
  /** The server's own log. It never receives a password, a code or a token. */
  readonly log?: (line: string) => void;
};

export type AccountsError =
  | {
      readonly kind: 'demo-accounts-in-live-mode';
      readonly path: string;
      readonly names: readonly string[];
      readonly detail: string;
    }
  | { readonly kind: 'accounts-unusable'; readonly path: string; readonly detail: string }
  | AccountsKeyError
  | { readonly kind: 'base-url-invalid'; readonly detail: string }
  | { readonly kind: 'environment-interferes'; readonly names: readonly string[]; readonly detail: string };

export type DeskSession = {
  readonly accountId: string;
  readonly name: string;
  readonly pseudonym: string;
  readonly demo: boolean;
  /** Whether this very session was proven with a second factor (a code, or a passkey that checks its person). */
  readonly secondFactor: boolean;
  readonly signedInAt: number;
};

export type AccountSummary = {
  readonly accountId: string;
  readonly name: string;
  readonly pseudonym: string;
  readonly demo: boolean;
  readonly disabled: boolean;
  /** Whether it has a second factor to sign in with. */
  readonly secondFactor: boolean;
  readonly createdAt: number;
};

export type CredentialError =
  | { readonly kind: 'name-invalid'; readonly detail: string }
  | { readonly kind: 'name-reserved'; readonly detail: string }
  | { readonly kind: 'name-taken' }
  | { readonly kind: 'password-too-short'; readonly least: number }
  | { readonly kind: 'password-too-long'; readonly most: number };
export type UnknownAccount = { readonly kind: 'account-unknown' };
export type DisabledAccount = { readonly kind: 'account-disabled' };
export type TooMany = { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

export type NewAccount = {
  readonly name: string;
  /** Null: the account gets a one-time code instead, with which its person sets a password. */
  readonly password: string | null;
  readonly demo: boolean;
};
export type CreatedAccount = {
  readonly accountId: string;
  readonly name: string;
  readonly pseudonym: string;
  readonly demo: boolean;
  readonly resetCode: OneTimeCode | null;
};

/** For the record, in public: somebody at the machine, not an administrator, opened a way into an account. */
export type RecoveryFact = {
  readonly kind: 'account-recovery-issued';
  readonly pseudonym: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
};

export interface Accounts {
  readonly mode: AccountsMode;
  readonly origin: string;
  /** Answers requests under `/api/auth/`. The client's address must stand in the header `x-cotejo-client`. */
  handler(request: Request): Promise<Response>;
  /** Whose session the cookie is, or null. `touch: false` for what a page asks by itself, which is no sign of a person. */
  sessionOf(headers: Headers, options?: { readonly touch?: boolean }): Promise<DeskSession | null>;

  /** Makes an account; asking whether the caller is an administrator is the caller's. */
  createAccount(
    account: NewAccount,
  ): Promise<Result<CreatedAccount, CredentialError | { readonly kind: 'demo-in-live-mode' }>>;
  /** Accounts by name, at most `limit` (1 to 1000), after the name `after`. */
  list(page: { readonly limit: number; readonly after?: string }): readonly AccountSummary[];
  /** Ends the account's sessions and lets it in no more. */
  disable(accountId: string): Promise<Result<AccountSummary, UnknownAccount>>;
  pseudonymOf(accountId: string): string | null;
  accountOf(pseudonym: string): string | null;
  /** Whether nobody can come in as this person any more: the account is disabled, or there is none. */
  isShut(pseudonym: string): boolean;

  /** While there is no account at all: the code that makes the first one. The code before it works no more. */
  firstAdministratorCode(): Promise<Result<OneTimeCode, { readonly kind: 'accounts-exist' }>>;
  /** `client`: whom guesses are counted for (an address). The caller grants the role in the record. */
  redeemFirstAdministrator(
    code: string,
    name: string,
    password: string,
    client: string,
  ): Promise<Result<CreatedAccount, CredentialError | CodeError | TooMany | { readonly kind: 'accounts-exist' }>>;

  /** For an administrator: the code with which a person who lost the way in sets a new password. */
  issueResetCode(accountId: string): Promise<Result<OneTimeCode, UnknownAccount | DisabledAccount>>;
  /** For the operator at the machine, when the only administrator is lost. The fact must go on public record. */
  issueRecoveryCode(
    name: string,
  ): Promise<Result<OneTimeCode & { readonly fact: RecoveryFact }, UnknownAccount | DisabledAccount>>;
  /** Sets the password, ends every session of the account, and removes its second factor and passkeys. */
  redeemResetCode(
    code: string,
    newPassword: string,
    client: string,
  ): Promise<Result<AccountSummary, CredentialError | CodeError | TooMany | DisabledAccount>>;

  close(): Promise<void>;
}
