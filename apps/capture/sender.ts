import type { Instant } from '../../src/base/instant.ts';
import {
  endAttempt,
  hurry,
  type Outbox,
  type OutboxRequest,
  openOutbox,
  planRequests,
  takeAnswer,
} from '../../src/intake/outbox.ts';
import { FollowUp } from './follow-up.ts';
import { type HandedIn, handIn } from './hand-in.ts';
import type { Kept } from './kept.ts';
import type { PhonePorts } from './ports.ts';
import { endpointsOf } from './setup.ts';
import type { Change, MessageRow, ProofRow } from './stored.ts';

/** Requests under way at a time: one that stalls must not hold the others up. */
const AT_ONCE = 2;
/** The longest sleep: a timer of a sleeping phone, or of one whose clock was set, is late or early. */
const LONGEST_SLEEP_MS = 60_000;
/** When nothing could be written (a full disk), the next try. */
const AFTER_FAULT_MS = 30_000;

/**
 * Drives the outbox over what is kept: asks, writes what came of it down, and only then goes on. What it knows of the messages
 * is in the storage alone, so that ending it at any moment loses nothing.
 */
export class Sender {
  readonly #ports: PhonePorts;
  readonly #kept: Kept;
  readonly #followUp: FollowUp;
  #outbox: Outbox;
  #leading = false;
  #wake: () => void = () => {};
  #idle: () => void = () => {};

  constructor(ports: PhonePorts, kept: Kept) {
    this.#ports = ports;
    this.#kept = kept;
    this.#followUp = new FollowUp(ports, kept);
    this.#outbox = openOutbox([], 1);
  }

  /** From now on this one sends; the others only show. */
  start(): void {
    this.#leading = true;
    void this.#restore().then(() => {
      this.look();
      this.#followUp.start();
    });
  }

  /** Something is new: a message, or somebody who looks. */
  look(): void {
    if (this.#leading) this.#pump();
    this.#followUp.look();
  }

  /** Cuts waiting short. In a tab that does not send, the one that does reads it. */
  hurry(whom: 'all' | 'unanswered'): void {
    const moment = { now: this.#ports.now(), chance: this.#ports.chance() };
    void this.#changeWaiting((alone) => hurry(alone, whom, moment))
      .catch(() => {})
      .then(() => {
        this.#ports.tabs.tell();
        this.look();
      });
  }

  /** Sends until nothing is under way and nothing due, and gives how many messages still wait. For the service worker. */
  async once(): Promise<number> {
    this.#leading = true;
    await this.#restore();
    await new Promise<void>((idle) => {
      this.#idle = idle;
      this.#pump();
    });
    this.#leading = false;
    this.#wake();
    return this.#current().items.filter(({ state }) => state.kind === 'waiting').length;
  }

  /** After a start nothing is under way, and every upload is asked for anew. */
  async #restore(): Promise<void> {
    // The tab that sent before may have gone without a word.
    await this.#kept.reload();
    const { endpoints } = this.#current();
    this.#outbox = openOutbox([], endpoints);
    await this.#changeWaiting(({ items }) => openOutbox(items, endpoints));
  }

  /** Changes every message that waits, each by the row that is there: what is kept, refused or gone stays so. */
  async #changeWaiting(change: (alone: Outbox) => Outbox): Promise<void> {
    const { items, ...rest } = this.#current();
    for (const { id, state } of items) {
      if (state.kind !== 'waiting') continue;
      await this.#kept.update('messages', id, (row) => row && withItem(row, change({ ...rest, items: [row.item] })));
    }
  }

  /** The outbox over the messages as they are kept now; signed before is asked before. */
  #current(): Outbox {
    const endpoints = endpointsOf(this.#ports.origin, this.#kept.get('setup', 'setup')).length;
    const rows = [...this.#kept.all('messages').values()].sort((a, b) => a.message.sentAt - b.message.sentAt);
    return { ...this.#outbox, endpoints, items: rows.map(({ item }) => item) };
  }

  #pump(): void {
    if (!this.#leading) return;
    const now = this.#ports.now();
    const { outbox, requests, wakeAt } = planRequests(this.#current(), now, AT_ONCE);
    this.#outbox = outbox;
    for (const request of requests) void this.#make(request);
    this.#wake();
    if (wakeAt !== null) this.#sleepUntil(wakeAt, now);
    if (outbox.busy.size === 0) this.#idle();
  }

  #sleepUntil(wakeAt: Instant, now: Instant): void {
    const ms = Math.min(LONGEST_SLEEP_MS, Math.max(0, wakeAt - now));
    this.#wake = this.#ports.later(ms, () => this.#pump());
  }

  async #make(request: OutboxRequest): Promise<void> {
    try {
      const row = this.#kept.get('messages', request.item);
      if (row !== null) await this.#keep(request, await handIn(this.#ports, this.#kept, row, request));
    } catch {
      // The storage refused. The door takes the message again, so nothing is lost but the time.
      await new Promise<void>((rested) => this.#ports.later(AFTER_FAULT_MS, rested));
    }
    this.#outbox = endAttempt(this.#outbox, request);
    this.look();
  }

  /** Writes down what came of it. A message that was thrown away meanwhile stays away. */
  async #keep(request: OutboxRequest, { answer, promise, heard }: HandedIn): Promise<void> {
    const now = this.#ports.now();
    const moment = { now, chance: this.#ports.chance() };
    await this.#kept.decide('messages', request.item, ['instants', 'proofs'], (row) => {
      const changes: Change[] = heard ? [{ store: 'instants', key: 'answer', row: now }] : [];
      // Of what is kept already there is a promise, and perhaps its proof: both stay.
      if (row === null || row.item.state.kind === 'kept') return changes;
      const after = withItem(row, takeAnswer({ ...this.#outbox, items: [row.item] }, request, answer, moment));
      changes.push({ store: 'messages', key: request.item, row: after });
      if (promise === null) return changes;
      const proof: ProofRow = { record: promise.promise.index, promise, proof: null, evidence: null, fate: null };
      return [...changes, { store: 'proofs', key: request.item, row: proof }];
    });
    this.#ports.tabs.tell();
  }
}

/** The row with its item as it is in an outbox of that item alone. */
function withItem(row: MessageRow, { items: [item] }: Outbox): MessageRow {
  return item === undefined || item === row.item ? row : { ...row, item };
}
