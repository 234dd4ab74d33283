import { err, ok, type Result } from '../../src/base/result.ts';

/*
 * Requests to a web host that is not trusted: it may send too much, too slowly, for ever, or send us to somebody else. Every
 * one of these has a bound here, counted on what really came and not on what a header announced.
 */

/** What one verification may cost at most. */
export type FetchBounds = {
  readonly requests: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly timeoutMs: number;
  /** Further tries after 429, 503 or a broken connection. */
  readonly retries: number;
  /** The longest wait between tries, whatever Retry-After says. */
  readonly waitMs: number;
};

export const DEFAULT_BOUNDS: FetchBounds = {
  requests: 100_000,
  fileBytes: 64 * 1024 * 1024,
  totalBytes: 2 * 1024 * 1024 * 1024,
  timeoutMs: 20_000,
  retries: 4,
  waitMs: 10_000,
};

/** Why a file could not be fetched. `not-found` is an answer like any other; the rest ends the verification. */
export type FetchError = {
  readonly kind:
    | 'not-found'
    | 'too-many-requests'
    | 'too-large'
    | 'too-much'
    | 'timed-out'
    | 'redirected-elsewhere'
    | 'http-status'
    | 'connection-failed';
  readonly path: string;
  readonly detail: string;
};

const REDIRECTS_MAX = 3;

/** Fetches files below one address, within its bounds. */
export class BoundedFetch {
  private readonly base: URL;
  private readonly bounds: FetchBounds;
  requests = 0;
  bytes = 0;

  constructor(base: URL, bounds: FetchBounds) {
    this.base = base;
    this.bounds = bounds;
  }

  async get(path: string): Promise<Result<Uint8Array, FetchError>> {
    for (let attempt = 0; ; attempt++) {
      const got = await this.once(path);
      if (got.ok || got.error.retryMs === null || attempt >= this.bounds.retries) {
        return got.ok ? got : err({ kind: got.error.kind, path, detail: got.error.detail });
      }
      const wait = Math.max(got.error.retryMs, 250 * 2 ** attempt);
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait, this.bounds.waitMs)));
    }
  }

  private async once(path: string): Promise<Result<Uint8Array, Refusal>> {
    let url = new URL(path, this.base);
    // One clock for the whole answer, its body included: a host that drips is cut off.
    const signal = AbortSignal.timeout(this.bounds.timeoutMs);
    for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
      if (++this.requests > this.bounds.requests) return refuse('too-many-requests', `over ${this.bounds.requests}`);
      try {
        const response = await fetch(url, { redirect: 'manual', signal });
        const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
        if (location === null) return await this.take(response);
        await response.body?.cancel();
        url = new URL(location, url);
        // Another host could be one inside the reader's own network.
        if (url.origin !== this.base.origin) return refuse('redirected-elsewhere', url.origin);
      } catch (cause) {
        const timedOut = signal.aborted;
        return refuse(timedOut ? 'timed-out' : 'connection-failed', detailOf(cause), timedOut ? null : 0);
      }
    }
    return refuse('redirected-elsewhere', `over ${REDIRECTS_MAX} redirects`);
  }

  private async take(response: Response): Promise<Result<Uint8Array, Refusal>> {
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410) return refuse('not-found', String(response.status));
      const busy = response.status === 429 || response.status === 503;
      const seconds = Number(response.headers.get('retry-after') ?? '0');
      return refuse('http-status', String(response.status), busy ? (seconds > 0 ? seconds * 1000 : 0) : null);
    }
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body) {
      length += part.length;
      this.bytes += part.length;
      if (length > this.bounds.fileBytes) return refuse('too-large', `over ${this.bounds.fileBytes} bytes`);
      if (this.bytes > this.bounds.totalBytes) return refuse('too-much', `over ${this.bounds.totalBytes} bytes in all`);
      parts.push(part);
    }
    return ok(joined(parts, length));
  }
}

/** `retryMs`: how long to wait before another try; null when there is no use in one. */
type Refusal = { readonly kind: FetchError['kind']; readonly detail: string; readonly retryMs: number | null };

function refuse(kind: FetchError['kind'], detail: string, retryMs: number | null = null): Result<never, Refusal> {
  return err({ kind, detail, retryMs });
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function detailOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  const inner = cause.cause;
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : cause.name;
}
