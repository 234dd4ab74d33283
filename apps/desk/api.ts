import type { Result } from '../../src/base/result.ts';

/*
 * Requests to the counting centre. Whatever goes wrong is a value with a kind, for which the catalogue has words; nothing
 * is thrown away on the way, so that the screen can keep what was typed and ask again.
 */

export const REQUEST_MS = 10_000;
/** Of a form with pictures. */
const UPLOAD_MS = 60_000;

export type ApiError =
  /** Nobody is signed in, and nobody signed in when asked. */
  | { readonly kind: 'signed-out' }
  /** No answer in time: it may or may not have been done. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'offline' }
  /** An answer that is none of ours. */
  | { readonly kind: 'garbled'; readonly status: number }
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      readonly field: string | null;
      readonly retryAfter: number | null;
    };

export type ApiResult<T> = Result<T, ApiError>;
export type Ask = {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly signIn?: boolean;
  readonly key?: string;
};

export interface Api {
  /** `signIn: false`: do not ask to sign in again, but say that nobody is. `key`: the same one twice is done once. The shape of the answer is the server's word. */
  ask<T>(path: string, how?: Ask): Promise<ApiResult<T>>;
}

export type ApiPorts = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** A signal that aborts after so many milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
  /** Shows the sign-in over the screen; true when the same person is back. */
  readonly signInAgain: () => Promise<boolean>;
};

/** A client that asks to sign in again where a session has ended, and then repeats what it was doing. */
export function apiOver(ports: ApiPorts): Api {
  return {
    async ask<T>(path: string, how: Ask = {}): Promise<ApiResult<T>> {
      const first = await once<T>(ports, path, how);
      if (first.ok || first.error.kind !== 'signed-out' || how.signIn === false) return first;
      return (await ports.signInAgain()) ? once<T>(ports, path, how) : first;
    },
  };
}

async function once<T>(ports: ApiPorts, path: string, { method = 'GET', body, key }: Ask): Promise<ApiResult<T>> {
  // A form carries pictures, and says itself what it is.
  const isForm = typeof FormData !== 'undefined' && body instanceof FormData;
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    signal: ports.timeout(isForm ? UPLOAD_MS : REQUEST_MS),
    headers: {
      accept: 'application/json',
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: isForm ? (body as FormData) : JSON.stringify(body) }),
  };
  try {
    const response = await ports.fetch(path, init);
    const text = await response.text();
    return response.ok ? answerOf<T>(response.status, text) : fail(errorOf(path, response, text));
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    return fail({ kind: name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'offline' });
  }
}

function answerOf<T>(status: number, text: string): ApiResult<T> {
  if (text === '') return { ok: true, value: null as T };
  const value = parsed(text);
  return value === undefined ? fail({ kind: 'garbled', status }) : { ok: true, value: value as T };
}

/** What an answer that is not 2xx says. */
export function errorOf(path: string, response: Pick<Response, 'status' | 'headers'>, text: string): ApiError {
  const { status, headers } = response;
  const body = parsed(text);
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const { code, detail, field } = problem;
  // At the sign-in 401 is a wrong password, and means nothing else.
  if (status === 401 && !path.startsWith('/api/auth/')) return { kind: 'signed-out' };
  if (typeof code !== 'string') return { kind: 'garbled', status };
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return {
    kind: 'problem',
    status,
    code,
    detail: typeof detail === 'string' ? detail : '',
    field: typeof field === 'string' ? field : null,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : null,
  };
}

/** Whether it may have been done although no good answer came: then asking again could meet its own trace. */
export function isUnclear(error: ApiError): boolean {
  if (error.kind === 'timeout' || error.kind === 'offline' || error.kind === 'garbled') return true;
  return error.kind === 'problem' && error.status >= 500;
}

function fail<T>(error: ApiError): ApiResult<T> {
  return { ok: false, error };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
