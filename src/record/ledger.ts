import { assert } from '../base/assert.ts';
import { type Bytes, brieflyJoined, concatBytes } from '../base/bytes.ts';
import { canonicalBytes } from '../base/canonical.ts';
import type { Crypto } from '../base/crypto.ts';
import { type Instant, instant } from '../base/instant.ts';
import type { ContestId, CountKind } from '../model/ids.ts';
import { type EventBody, encodeBody } from './bodies.ts';
import { commitmentOf, SALT_BYTES } from './commitment.ts';
import { type EventClock, type EventHeader, encodeHeader } from './header.ts';
import { officeHeader, sourceKey, takenHeader } from './office-events.ts';
import type { StoredEvent } from './store-port.ts';

/** What is to be recorded, before it has a place, a salt and bytes. */
export type Draft = {
  readonly body: EventBody;
  readonly count?: CountKind;
  readonly contest?: ContestId;
  readonly actor?: string;
  /** What the writer's clock says; the event's instant is never before that of the event it follows. */
  readonly at: Instant;
  readonly clock: EventClock;
  readonly source: string;
  /** See `EventHeader`. */
  readonly generation?: number;
};

/** A sealed event together with what the next one needs to know of it. */
export type SealedEvent = {
  readonly index: number;
  readonly header: EventHeader;
  readonly leafHash: Bytes;
  readonly stored: StoredEvent;
};

const LEAF_PREFIX = Uint8Array.of(0);

/** RFC 6962 section 2.1 leaf hash of a header. */
export function leafHashOf(crypto: Crypto, header: Bytes): Bytes {
  return crypto.sha256(concatBytes(LEAF_PREFIX, header));
}

/** The same of a header's text. */
export function leafHashOfText(crypto: Crypto, text: string): Bytes {
  return crypto.sha256(brieflyJoined(LEAF_PREFIX, text));
}

/**
 * Where the record stands: its size, the last instant, and each source's own chain. It only knows headers, so it can be
 * rebuilt from the log alone.
 */
export class Ledger {
  private readonly crypto: Crypto;
  private readonly sources = new Map<string, { seq: number; prev: Bytes }>();
  size = 0;
  lastAt: Instant | null = null;

  constructor(crypto: Crypto) {
    this.crypto = crypto;
  }

  /** Gives a draft its place: header, commitment and exact bytes. Nothing is kept until `follow`. */
  seal(draft: Draft, salt: Bytes): SealedEvent {
    assert(salt.length === SALT_BYTES, 'a salt has 32 bytes');
    const last = this.sources.get(draft.source);
    const body = canonicalBytes(encodeBody(draft.body));
    const header: EventHeader = {
      kind: draft.body.kind,
      count: draft.count ?? null,
      contest: draft.contest ?? null,
      at: this.lastAt === null ? draft.at : instant(Math.max(draft.at, this.lastAt)),
      clock: draft.clock,
      source: draft.source,
      sourceSeq: last === undefined ? 0 : last.seq + 1,
      sourcePrev: last === undefined ? null : last.prev,
      actor: draft.actor ?? null,
      body: commitmentOf(this.crypto, salt, body),
      ...(draft.generation === undefined ? {} : { generation: draft.generation }),
    };
    const bytes = encodeHeader(header);
    return {
      index: this.size,
      header,
      leafHash: leafHashOf(this.crypto, bytes),
      stored: { header: bytes, salt, body },
    };
  }

  /** Gives an office's event its place here; header, salt and body are the office's own. Nothing is kept until `follow`. */
  take(
    office: { readonly id: string; readonly index: number },
    own: EventHeader,
    event: StoredEvent,
    at: Instant,
  ): SealedEvent {
    const header = takenHeader(own, office, this.lastAt === null ? at : instant(Math.max(at, this.lastAt)));
    const bytes = encodeHeader(header);
    return { index: this.size, header, leafHash: leafHashOf(this.crypto, bytes), stored: { ...event, header: bytes } };
  }

  /** Takes an event that now is in the record. */
  follow(header: EventHeader, leafHash: Bytes): void {
    this.size++;
    this.lastAt = header.at;
    const own = officeHeader(header);
    const prev = own === null ? leafHash : leafHashOf(this.crypto, own);
    this.sources.set(sourceKey(header), { seq: header.sourceSeq, prev });
  }
}
