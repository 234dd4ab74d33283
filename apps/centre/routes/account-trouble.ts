import type {
  CredentialError,
  DisabledAccount,
  TooMany,
  UnknownAccount,
} from '../../../adapters/accounts/accounts-port.ts';
import type { CodeError } from '../../../adapters/accounts/one-time-codes.ts';
import type { Trouble } from './trouble.ts';

type AccountError =
  | CredentialError
  | CodeError
  | TooMany
  | UnknownAccount
  | DisabledAccount
  | { readonly kind: 'accounts-exist' | 'demo-in-live-mode' };

/** A problem for what the accounts refuse. */
export function accountTrouble(error: AccountError): Trouble {
  const { kind: code } = error;
  switch (error.kind) {
    case 'name-invalid':
    case 'name-reserved':
      return { status: 422, code, detail: error.detail, field: '/name' };
    case 'name-taken':
      return { status: 409, code, detail: 'Somebody has this name.', field: '/name' };
    case 'password-too-short':
      return { status: 422, code, detail: `A password has at least ${error.least} characters.`, field: '/password' };
    case 'password-too-long':
      return { status: 422, code, detail: `A password has at most ${error.most} characters.`, field: '/password' };
    case 'code-wrong':
      return { status: 403, code, detail: 'This code is not good here, or was used already.', field: '/code' };
    case 'code-expired':
      return { status: 403, code, detail: 'This code is too old. Ask for another one.', field: '/code' };
    case 'too-many-attempts': {
      const retryAfterSeconds = error.retryAfterSeconds;
      return { status: 429, code, detail: 'Too many wrong codes. Wait a little.', retryAfterSeconds };
    }
    case 'account-unknown':
      return { status: 404, code, detail: 'There is no such account.', field: '/account' };
    case 'account-disabled':
      return { status: 409, code, detail: 'This account is disabled.', field: '/account' };
    case 'accounts-exist':
      return { status: 409, code, detail: 'There is an administrator already. Ask there for an account.' };
    case 'demo-in-live-mode':
      return { status: 409, code, detail: 'A live count has no demo accounts.' };
  }
}
