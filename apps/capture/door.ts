import { type Foreign, objectOf, textOf } from './foreign.ts';
import type { PhonePorts } from './ports.ts';

/** What came back of a request: an answer of whatever status, or nothing. */
export type DoorAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: Foreign;
      readonly text: string;
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'silent'; readonly code: 'no-answer' | 'time-out' };

export type DoorRequest = {
  readonly endpoint: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** JSON, or bytes as they are. */
  readonly body?: object | Blob;
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 30_000;

/** One request, which ends by itself: a stalled line is as good as none. */
export async function askDoor(ports: Pick<PhonePorts, 'fetch' | 'later'>, request: DoorRequest): Promise<DoorAnswer> {
  const { endpoint, method, path, body, timeoutMs = TIMEOUT_MS } = request;
  const abort = new AbortController();
  let late = false;
  const end = ports.later(timeoutMs, () => {
    late = true;
    abort.abort();
  });
  const init: RequestInit = { method, signal: abort.signal, credentials: 'omit', cache: 'no-store', redirect: 'error' };
  if (body !== undefined) Object.assign(init, bodyOf(body));
  try {
    const response = await ports.fetch(`${endpoint}/api/intake/${path}`, init);
    const text = await response.text();
    const retryAfterMs = retryAfterOf(response.headers.get('retry-after'));
    return { kind: 'answer', status: response.status, body: jsonOf(text), text, retryAfterMs };
  } catch {
    return { kind: 'silent', code: late ? 'time-out' : 'no-answer' };
  } finally {
    end();
  }
}

/** The code of a refusal; one that no door wrote (a proxy, a hotel's network) has its status for a name. */
export function refusalOf(answer: DoorAnswer): { readonly kind: string; readonly detail: string } {
  if (answer.kind === 'silent') return { kind: 'no-answer', detail: '' };
  const [code, detail] = [textOf(answer.body['code']), textOf(answer.body['detail'])];
  return { kind: code ?? `http-${answer.status}`, detail: detail ?? '' };
}

function bodyOf(body: object | Blob): RequestInit {
  if (body instanceof Blob) return { body, headers: { 'content-type': 'application/octet-stream' } };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function jsonOf(text: string): Foreign {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Seconds; the other form of the field, a date, would need a clock that is right. */
function retryAfterOf(text: string | null): number | null {
  return text !== null && /^[0-9]{1,9}$/.test(text) ? Number(text) * 1000 : null;
}
