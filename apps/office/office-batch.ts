import { type Bytes, equalBytes, fromBase64, toBase64, utf8 } from '../../src/base/bytes.ts';
import { canonicalBytes } from '../../src/base/canonical.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import type { Instant } from '../../src/base/instant.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import {
  commitmentOf,
  decodeHeader,
  type EventHeader,
  encodeBody,
  leafHashOf,
  SALT_BYTES,
  type StoredEvent,
} from '../../src/record/index.ts';
import { type Checkpoint, nodeHash, openCheckpointExactly } from '../../src/tlog/index.ts';
import { isRightShape } from '../../src/verify/header-shape.ts';
import { type OfficeEvent, readBody } from '../run/record-keeper.ts';
import type { OfficeLog } from './office-logs.ts';

/*
 * What an office sends is checked here against its own log: signature, chain, commitments, root. Nobody is trusted but whoever has
 * the declared key, and he only for his own log. What the events do is asked afterwards (office-door.ts).
 */

/** Events of an office as they travel: exact texts, so that the bytes arrive that it signed. */
export type SentBatch = {
  /** Number of the first event in the office's own record. */
  readonly from: number;
  readonly events: readonly SentEvent[];
  /** Signed note over everything up to the last of them, and no further. */
  readonly checkpoint: string;
};
/** A batch as it is posted. `without`: files (hex) that its events name and that the office itself has lost. */
export type PostedBatch = SentBatch & { readonly without: readonly string[] };
export type SentEvent = { readonly header: string; readonly salt: string; readonly body: string };

/** One batch has no more of either. */
export const BATCH_EVENTS = 500;
export const BATCH_BYTES = 2_000_000;

export type BatchRefusal =
  | { readonly kind: 'keys-unusable' | 'forked' }
  | { readonly kind: 'bad-checkpoint'; readonly detail: string }
  /** The checkpoint is of another number of events than these would make. */
  | { readonly kind: 'checkpoint-of-others'; readonly size: number }
  /** Events are missing before these: so many are here. */
  | { readonly kind: 'gap'; readonly have: number }
  /** What was taken in does not stand at the beginning of what this checkpoint signs. */
  | { readonly kind: 'contradicts'; readonly have: number }
  /** An event is not what the log of an office can hold; `index` is its number there. */
  | { readonly kind: 'bad-event'; readonly index: number; readonly detail: string };

/** What remains of a batch without what was here already; `events` may be none. */
export type ReadBatch = { readonly from: number; readonly events: readonly OfficeEvent[] };

/** Opens a note of the office: both of its keys, strictly. */
function openOfficeNote(crypto: Crypto, log: OfficeLog, note: string): Result<Checkpoint, BatchRefusal> {
  if (log.identity === null) return err({ kind: 'keys-unusable' });
  const opened = openCheckpointExactly(crypto, utf8(note), log.identity);
  return opened.ok ? ok(opened.value.checkpoint) : err({ kind: 'bad-checkpoint', detail: opened.error.kind });
}

/** Reads what an office sent, as what follows on what was taken in from it. Nothing of it is trusted. */
export function readBatch(crypto: Crypto, log: OfficeLog, sent: SentBatch): Result<ReadBatch, BatchRefusal> {
  if (log.forked) return err({ kind: 'forked' });
  const opened = openOfficeNote(crypto, log, sent.checkpoint);
  if (!opened.ok) return opened;
  const { size, root } = opened.value;
  const have = log.size;
  if (size !== sent.from + sent.events.length) return err({ kind: 'checkpoint-of-others', size });
  if (sent.from > have) return err({ kind: 'gap', have });
  const hashes = sent.events.map(({ header }) => leafHashOf(crypto, utf8(header)));
  // What is here already is not looked at: the root says whether it is the beginning of what is signed.
  const fresh = hashes.slice(have - sent.from);
  const after = size <= have ? log.tree.rootAt(size) : rootWith(crypto, log, fresh);
  if (!equalBytes(after, root)) return err({ kind: 'contradicts', have });
  const events = readEvents(crypto, log, sent.events.slice(have - sent.from), fresh);
  return events.ok ? ok({ from: have, events: events.value }) : events;
}

/** The root that the log would have with these leaves behind its own. */
function rootWith(crypto: Crypto, { tree }: OfficeLog, leaves: readonly Bytes[]): Bytes {
  // Complete subtrees from the left, each smaller than the one before.
  const parts: { height: number; hash: Bytes }[] = [];
  let start = 0;
  for (let height = 52; height >= 0; height--) {
    const width = 2 ** height;
    if (tree.size - start < width) continue;
    parts.push({ height, hash: tree.subtreeHash(height, start / width) });
    start += width;
  }
  for (const leaf of leaves) {
    let [height, hash] = [0, leaf];
    for (let last = parts.at(-1); last?.height === height; last = parts.at(-1)) {
      parts.pop();
      hash = nodeHash(crypto, last.hash, hash);
      height++;
    }
    parts.push({ height, hash });
  }
  const [last, ...before] = parts.reverse();
  if (last === undefined) return tree.rootAt(0);
  return before.reduce((right, { hash }) => nodeHash(crypto, hash, right), last.hash);
}

function readEvents(
  crypto: Crypto,
  log: OfficeLog,
  sent: readonly SentEvent[],
  hashes: readonly Bytes[],
): Result<readonly OfficeEvent[], BatchRefusal> {
  const ends = new Map(log.sources);
  let lastAt = log.lastAt;
  const events: OfficeEvent[] = [];
  for (const [i, event] of sent.entries()) {
    const bad = (detail: string) => err({ kind: 'bad-event' as const, index: log.size + i, detail });
    const read = readEvent(crypto, event);
    if (!read.ok) return bad(read.error);
    const { header } = read.value;
    const wrong = chainFault(header, ends.get(header.source), lastAt);
    if (wrong !== null) return bad(wrong);
    ends.set(header.source, { seq: header.sourceSeq, prev: hashes[i] ?? new Uint8Array() });
    lastAt = header.at;
    events.push(read.value);
  }
  return ok(events);
}

function readEvent(crypto: Crypto, sent: SentEvent): Result<OfficeEvent, string> {
  const salt = fromBase64(sent.salt);
  if (!salt.ok || salt.value.length !== SALT_BYTES) return err('salt');
  const stored: StoredEvent = { header: utf8(sent.header), salt: salt.value, body: utf8(sent.body) };
  const header = decodeHeader(stored.header);
  if (!header.ok) return err(header.error.kind);
  // What a verifier would hold against the record is not taken into it.
  if (!isRightShape(header.value)) return err('header-shape');
  // An office takes nothing in from others.
  if (header.value.office !== undefined) return err('office');
  if (!equalBytes(commitmentOf(crypto, stored.salt, stored.body), header.value.body)) return err('commitment');
  const body = readBody(header.value, stored);
  if (body === null) return err(`body of ${header.value.kind}`);
  if (!equalBytes(canonicalBytes(encodeBody(body)), stored.body)) return err('body-not-canonical');
  return ok({ header: header.value, body, stored });
}

type End = { readonly seq: number; readonly prev: Bytes } | undefined;

function chainFault(header: EventHeader, end: End, lastAt: Instant | null): string | null {
  if (header.sourceSeq !== (end === undefined ? 0 : end.seq + 1)) return 'sourceSeq';
  if (end !== undefined && !(header.sourcePrev !== null && equalBytes(header.sourcePrev, end.prev)))
    return 'sourcePrev';
  return lastAt !== null && header.at < lastAt ? 'at' : null;
}

/** An event as it travels. */
export function sentEvent({ header, salt, body }: StoredEvent): SentEvent {
  const text = (bytes: Bytes) => new TextDecoder().decode(bytes);
  return { header: text(header), salt: toBase64(salt), body: text(body) };
}
