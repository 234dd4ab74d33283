import { err, ok, type Result } from '../../src/base/result.ts';

/** What the national record answered, whatever its status. */
export type RecordAnswer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** When it wants to be asked again; 0: it did not say. */
  readonly retryAfterMs: number;
};

/** One question to the national record. An error is a line that does not reach it: a sentence. */
export type AskRecord = (path: string, said?: Said) => Promise<Result<RecordAnswer, string>>;
export type Said =
  | { readonly method: 'POST'; readonly json: unknown }
  | { readonly method: 'PUT'; readonly bytes: Uint8Array };

/** A batch over a bad line takes minutes; a line that is silent for so long is none. */
const WAIT_MS = 180_000;
const ANSWER_MOST = 4_000_000;

/** Asks a counting centre at this address over HTTP. */
export function askRecordAt(url: string, waitMs = WAIT_MS): AskRecord {
  const base = url.replace(/\/+$/, '');
  return async (path, said) => {
    try {
      const answer = await fetch(`${base}${path}`, { ...requestOf(said), signal: AbortSignal.timeout(waitMs) });
      const bytes = await answer.bytes();
      const text = bytes.length > ANSWER_MOST ? '' : new TextDecoder().decode(bytes);
      const after = Number(answer.headers.get('retry-after') ?? 0);
      return ok({ status: answer.status, body: objectOf(text), retryAfterMs: after > 0 ? after * 1000 : 0 });
    } catch (cause) {
      const { message, cause: inner } = cause as Error & { readonly cause?: { readonly code?: unknown } };
      const code = typeof inner?.code === 'string' ? ` (${inner.code})` : '';
      return err(`cannot reach ${base}: ${message}${code}`);
    }
  };
}

function requestOf(said: Said | undefined): RequestInit {
  if (said === undefined) return { method: 'GET' };
  const { method } = said;
  return said.method === 'POST'
    ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(said.json) }
    : { method, headers: { 'content-type': 'application/octet-stream' }, body: Uint8Array.from(said.bytes) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
