import type { Api, ApiError, ApiResult } from './api.ts';

/* Passkeys by what the browser itself has; better-auth speaks the JSON forms of WebAuthn. */

type PublicKeyStatics = typeof PublicKeyCredential & {
  parseRequestOptionsFromJSON?: (json: unknown) => PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON?: (json: unknown) => PublicKeyCredentialCreationOptions;
};

/** Whether this browser can sign in with a passkey. */
export function hasPasskeys(): boolean {
  return 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

/** Signs in with a passkey; null: the person or the device said no. */
export async function signInWithPasskey(api: Api): Promise<ApiError | 'cancelled' | null> {
  const options = await api.ask<unknown>('/api/auth/passkey/generate-authenticate-options', { signIn: false });
  if (!options.ok) return options.error;
  const statics = PublicKeyCredential as PublicKeyStatics;
  const publicKey = statics.parseRequestOptionsFromJSON?.(options.value);
  const credential = await asked(() => navigator.credentials.get(publicKey === undefined ? {} : { publicKey }));
  if (credential === null) return 'cancelled';
  return errorIn(await post(api, '/api/auth/passkey/verify-authentication', { response: credential }));
}

/** Adds a passkey to the account of this session. */
export async function addPasskey(api: Api): Promise<ApiError | 'cancelled' | null> {
  const options = await api.ask<unknown>('/api/auth/passkey/generate-register-options');
  if (!options.ok) return options.error;
  const statics = PublicKeyCredential as PublicKeyStatics;
  const publicKey = statics.parseCreationOptionsFromJSON?.(options.value);
  const credential = await asked(() => navigator.credentials.create(publicKey === undefined ? {} : { publicKey }));
  if (credential === null) return 'cancelled';
  return errorIn(await post(api, '/api/auth/passkey/verify-registration', { response: credential, name: 'Cotejo' }));
}

async function asked(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    return credential === null ? null : (credential as PublicKeyCredential).toJSON();
  } catch {
    return null;
  }
}

function post(api: Api, path: string, body: unknown): Promise<ApiResult<unknown>> {
  return api.ask<unknown>(path, { method: 'POST', body, signIn: false });
}

function errorIn(result: ApiResult<unknown>): ApiError | null {
  return result.ok ? null : result.error;
}
