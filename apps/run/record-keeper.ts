import { assert, present } from '../../src/base/assert.ts';
import { equalBytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import {
  commitmentOf,
  type Draft,
  decodeBody,
  decodeHeader,
  type EventBody,
  type EventHeader,
  isEventKind,
  Ledger,
  leafHashOf,
  OfficeNumbers,
  type SealedEvent,
  type StoredEvent,
} from '../../src/record/index.ts';
import { LogTree } from '../../src/tlog/index.ts';
import type { RunError, RunPorts } from './ports.ts';

/** `body` names events by national record numbers, also that of an office's event. */
export type TakenEvent = { readonly index: number; readonly header: EventHeader; readonly body: EventBody };

/** Events of an office as its own log has them, in its order and without a gap behind those that were taken in before. */
export type OfficeEvents = {
  readonly office: string;
  /** Number of the first in the office's own record. */
  readonly from: number;
  readonly events: readonly OfficeEvent[];
};
export type OfficeEvent = { readonly header: EventHeader; readonly body: EventBody; readonly stored: StoredEvent };

const BATCH = 1000;
const READ_AHEAD = 2000;

/**
 * Writes the record, or walks along what is already written. A run that starts again does the same acts again: while the
 * store still has events, each act must give the very bytes that lie there; after that, it appends. So recovery and
 * normal working are the same code, and a kill at any point leads to the same record.
 */
export class RecordKeeper {
  readonly ledger: Ledger;
  readonly tree: LogTree;
  private readonly numbers = new OfficeNumbers();
  private readonly ports: RunPorts;
  private readonly onEvent: (event: TakenEvent) => void;
  private stored: number;
  private ahead: { from: number; events: readonly StoredEvent[] } = { from: 0, events: [] };
  private pending: StoredEvent[] = [];

  constructor(ports: RunPorts, onEvent: (event: TakenEvent) => void) {
    this.ports = ports;
    this.onEvent = onEvent;
    this.ledger = new Ledger(ports.crypto);
    this.tree = new LogTree(ports.crypto);
    this.stored = ports.store.size();
  }

  /** True while the store has events that this run has not walked over yet. */
  get following(): boolean {
    return this.ledger.size < this.stored;
  }

  /** Records one event; durable after `flush`. */
  record(draft: Draft): Result<number, RunError> {
    const recorded = this.recordAll([draft]);
    return recorded.ok ? ok(recorded.value - 1) : recorded;
  }

  /**
   * Records what one act decided: all of it goes to the store in one batch, or nothing. Gives the size of the record
   * behind it; durable after `flush`.
   */
  recordAll(drafts: readonly Draft[]): Result<number, RunError> {
    for (const draft of drafts) {
      if (this.following) {
        const again = this.recordAgain(draft);
        if (!again.ok) return again;
        continue;
      }
      const sealed = this.ledger.seal(draft, this.ports.saltOf(this.ledger.size));
      this.append(sealed, draft.body);
    }
    const flushed = this.pending.length < BATCH ? ok(null) : this.flush();
    return flushed.ok ? ok(this.ledger.size) : flushed;
  }

  /**
   * Takes in events of an office verbatim, and `behind` at once after them: one batch in the store, or nothing of it. They have
   * been checked: a body that names what is not there is a bug here. Gives the size of the record behind; durable after `flush`.
   */
  takeOffice({ office, from, events }: OfficeEvents, behind: Draft): Result<number, RunError> {
    assert(!this.following, 'an office is taken in behind the stored record');
    for (const [i, { header, body, stored }] of events.entries()) {
      const sealed = this.ledger.take({ id: office, index: from + i }, header, stored, behind.at);
      this.append(sealed, present(this.numbers.resolve(sealed.header, body), 'what an event of an office names'));
    }
    return this.recordAll([behind]);
  }

  private append({ header, index, leafHash, stored }: SealedEvent, body: EventBody): void {
    this.pending.push(stored);
    this.ledger.follow(header, leafHash);
    this.tree.append(leafHash);
    this.numbers.follow(index, header);
    this.onEvent({ index, header, body });
  }

  /** Header of the next stored event that this run has not walked over yet; null at the end of the store. */
  peek(): Result<EventHeader | null, RunError> {
    if (!this.following) return ok(null);
    const header = decodeHeader(this.eventAt(this.ledger.size).header);
    return header.ok
      ? ok(header.value)
      : err({ kind: 'record-unreadable', index: this.ledger.size, detail: header.error.kind });
  }

  /** Whether the next stored event is exactly this one. */
  isNext(draft: Draft): boolean {
    const sealed = this.ledger.seal(draft, this.ports.saltOf(this.ledger.size));
    return this.following && equalBytes(this.eventAt(this.ledger.size).header, sealed.stored.header);
  }

  /** Walks over the next stored event, whatever it is. */
  followNext(): Result<TakenEvent, RunError> {
    return this.follow(this.eventAt(this.ledger.size));
  }

  /** The next stored event, which has to be of this kind; null when the store ends here. */
  followKind(kind: EventBody['kind']): Result<TakenEvent | null, RunError> {
    if (!this.following) return ok(null);
    const index = this.ledger.size;
    const followed = this.follow(this.eventAt(index));
    if (!followed.ok || followed.value.body.kind === kind) return followed;
    return err({ kind: 'record-diverges', index, found: followed.value.body.kind, expected: kind });
  }

  private recordAgain(draft: Draft): Result<number, RunError> {
    const index = this.ledger.size;
    const event = this.eventAt(index);
    const sealed = this.ledger.seal(draft, this.ports.saltOf(index));
    const followed = this.follow(event);
    if (!followed.ok) return followed;
    if (equalBytes(event.header, sealed.stored.header)) return ok(index);
    return err({ kind: 'record-diverges', index, found: followed.value.body.kind, expected: draft.body.kind });
  }

  /** Makes everything recorded durable. A lost answer is settled by asking the store how far it is. */
  flush(): Result<null, RunError> {
    if (this.pending.length === 0) return ok(null);
    const from = this.ledger.size - this.pending.length;
    const appended = this.ports.store.append(from, this.pending);
    // Crash point: if the process dies here the batch is in the store, unacknowledged; the next start walks over it.
    if (!appended.ok) {
      const arrived = appended.error.kind === 'storage-failed' && this.arrivedAfterAll(from);
      if (!arrived) return err({ kind: 'storage-failed', detail: JSON.stringify(appended.error) });
    }
    this.pending = [];
    return ok(null);
  }

  private arrivedAfterAll(from: number): boolean {
    if (this.ports.store.size() !== from + this.pending.length) return false;
    const there = this.ports.store.readFrom(from, this.pending.length);
    return this.pending.every((event, i) => {
      const stored = there[i];
      return stored !== undefined && equalBytes(stored.header, event.header) && equalBytes(stored.body, event.body);
    });
  }

  private follow(event: StoredEvent): Result<TakenEvent, RunError> {
    const index = this.ledger.size;
    const header = decodeHeader(event.header);
    if (!header.ok) return err({ kind: 'record-unreadable', index, detail: header.error.kind });
    const committed = commitmentOf(this.ports.crypto, event.salt, event.body);
    if (!equalBytes(committed, header.value.body)) {
      return err({ kind: 'record-unreadable', index, detail: 'its header commits to another body' });
    }
    const own = readBody(header.value, event);
    const body = own === null ? null : this.numbers.resolve(header.value, own);
    if (body === null) return err({ kind: 'record-unreadable', index, detail: `body of ${header.value.kind}` });
    const leafHash = leafHashOf(this.ports.crypto, event.header);
    this.ledger.follow(header.value, leafHash);
    this.tree.append(leafHash);
    this.numbers.follow(index, header.value);
    const taken = { index, header: header.value, body };
    this.onEvent(taken);
    return ok(taken);
  }

  private eventAt(index: number): StoredEvent {
    if (index < this.ahead.from || index >= this.ahead.from + this.ahead.events.length) {
      this.ahead = { from: index, events: this.ports.store.readFrom(index, READ_AHEAD) };
    }
    const event = this.ahead.events[index - this.ahead.from];
    if (event === undefined) throw new Error(`assertion failed: the store lost event ${index}`);
    return event;
  }
}

export function readBody(header: EventHeader, event: StoredEvent): EventBody | null {
  if (!isEventKind(header.kind)) return null;
  try {
    const decoded = decodeBody(
      header.kind,
      JSON.parse(new TextDecoder().decode(event.body)) as Record<string, unknown>,
    );
    return decoded.ok ? decoded.value : null;
  } catch {
    return null;
  }
}
