import { decodeUtf8 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { expectOk, ok, type Result } from '../../src/base/result.ts';
import { decodeHeader, leafHashOf, type StoredEvent } from '../../src/record/index.ts';
import { type KeyPair, LogTree, parseCheckpoint, parseNote, signCheckpoint } from '../../src/tlog/index.ts';
import { checkOwnCheckpoint } from '../run/own-checkpoint.ts';
import type { RunError } from '../run/ports.ts';
import { readBody } from '../run/record-keeper.ts';
import { BATCH_BYTES, BATCH_EVENTS, type SentBatch, type SentEvent, sentEvent } from './office-batch.ts';
import { filesNamedBy } from './office-files.ts';

/** An office's own record, opened beside the process that writes it. */
export type OwnLogPorts = {
  readonly crypto: Crypto;
  readonly store: { readFrom(from: number, limit: number): readonly StoredEvent[]; size(): number };
  /** Its public folder. */
  readonly folder: { read(path: string): Uint8Array | null };
  readonly origin: string;
  readonly log: KeyPair;
  readonly heartbeat: KeyPair;
};

const PAGE = 1000;

/** What an office has to send: everything under its newest published checkpoint, in batches that it signs for itself. */
export class OwnLog {
  readonly tree: LogTree;
  private readonly ports: OwnLogPorts;

  constructor(ports: OwnLogPorts) {
    this.ports = ports;
    this.tree = new LogTree(ports.crypto);
  }

  /**
   * Comes up to the newest published checkpoint, and gives how many events it covers. Refuses a store that is behind it or beside
   * it: what is signed for a restored backup would be a second history.
   */
  refresh(): Result<number, RunError> {
    const checked = checkOwnCheckpoint(this.ports, this.tree);
    if (!checked.ok) return checked;
    const bytes = this.ports.folder.read('checkpoint');
    const size = bytes === null ? 0 : sizeOf(bytes);
    while (this.tree.size < size) {
      const events = this.ports.store.readFrom(this.tree.size, Math.min(PAGE, size - this.tree.size));
      for (const { header } of events) this.tree.append(leafHashOf(this.ports.crypto, header));
      if (events.length === 0) throw new Error('assertion failed: the store holds what its checkpoint covers');
    }
    return ok(this.tree.size);
  }

  /** The next events from there on, as many as a batch may have, under a checkpoint of exactly so many. */
  batchFrom(from: number, events = BATCH_EVENTS): SentBatch & { readonly files: readonly string[] } {
    const stored = this.ports.store.readFrom(from, Math.min(events, this.tree.size - from));
    const read = stored.map((event) => {
      const header = expectOk(decodeHeader(event.header), 'a header of our record');
      const body = readBody(header, event);
      return {
        at: header.at,
        sent: sentEvent(event),
        files: body === null ? [] : filesNamedBy(body).map(({ hex }) => hex),
      };
    });
    const chosen = read.slice(0, this.cutOf(read, from));
    const size = from + chosen.length;
    return {
      ...{ from, events: chosen.map(({ sent }) => sent) },
      checkpoint: this.noteAt(size, Math.floor((chosen.at(-1)?.at ?? 0) / 1000)),
      files: [...new Set(chosen.flatMap(({ files }) => files))],
    };
  }

  /** How many of these make a batch. What one act recorded has one instant, and is not torn apart where that can be helped. */
  private cutOf(read: readonly { readonly at: number; readonly sent: SentEvent }[], from: number): number {
    let bytes = 0;
    const over = read.findIndex(({ sent }) => {
      bytes += JSON.stringify(sent).length;
      return bytes > BATCH_BYTES;
    });
    const most = over < 0 ? read.length : Math.max(1, over);
    if (from + most === this.tree.size) return most;
    const last = read[most - 1];
    const cut = read.findLastIndex(({ at }, i) => i < most && at !== last?.at);
    return cut < 0 ? most : cut + 1;
  }

  /**
   * A note over the first `size` events. Its heartbeat is of the instant of the last of them: at that time the log was so long,
   * whatever it is now.
   */
  private noteAt(size: number, time: number): string {
    const { origin, log, heartbeat } = this.ports;
    const bytes = signCheckpoint({ origin, size, root: this.tree.rootAt(size) }, log, { ...heartbeat, time });
    return expectOk(decodeUtf8(bytes), 'a note of ours');
  }

  /** A note over everything, for who has to show it. */
  newestNote(): string {
    const [last] = this.ports.store.readFrom(this.tree.size - 1, 1);
    const header = last === undefined ? null : expectOk(decodeHeader(last.header), 'a header of our record');
    return this.noteAt(this.tree.size, Math.floor((header?.at ?? 0) / 1000));
  }
}

/** How many events a note of ours covers; 0 of what is none. */
function sizeOf(note: Uint8Array): number {
  const parsed = parseNote(note);
  const head = parsed.ok ? parseCheckpoint(parsed.value.text) : null;
  return head?.ok === true ? head.value.size : 0;
}
