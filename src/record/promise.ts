import { type Bytes, concatBytes, utf8 } from '../base/bytes.ts';
import { canonicalBytes } from '../base/canonical.ts';
import type { Instant } from '../base/instant.ts';

const DOMAIN = utf8('cotejo/promise/v1\n');

/**
 * What the log promises a sender at once, before any checkpoint covers it: this event, at this place, in every checkpoint
 * from `due` on. All hashes in base64.
 */
export type Promised = {
  /** Of the log; its key signs the promise. */
  readonly origin: string;
  readonly index: number;
  /** Leaf hash of the event's header. */
  readonly leaf: string;
  readonly station: string;
  /** SHA-256 of what the device signed (`submissionBytes`, `figuresBytes`). */
  readonly message: string;
  /** Instant of the event. */
  readonly at: Instant;
  readonly due: Instant;
};

/** A promise as the sender keeps it, and as anyone may publish it when it is broken. */
export type SignedPromise = { readonly v: 1; readonly promise: Promised; readonly signature: string };

/** How long the log gives itself: much longer than a tick, so that a broken promise is no hiccup. */
export const PROMISE_MS = 600_000;

/** What the log's key signs (Ed25519). A checkpoint begins with the log's origin, never with this line. */
export function promiseBytes(promise: Promised): Bytes {
  const { origin, index, leaf, station, message, at, due } = promise;
  return concatBytes(DOMAIN, canonicalBytes({ origin, index, leaf, station, message, at, due }));
}
