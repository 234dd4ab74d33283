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
    const before = this.#current();
    const after = hurry(before, whom, moment);
    const changes = after.items.flatMap((item, i) => (item === before.items[i] ? [] : this.#changeOf(item)));
    void this.#kept.write(changes).then(() => {
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
    const rows = [...this.#kept.all('messages').values()];
    const endpoints = endpointsOf(this.#ports.origin, this.#kept.get('setup', 'setup')).length;
    this.#outbox = openOutbox(
      rows.map(({ item }) => item),
      endpoints,
    );
    const changes = this.#outbox.items.flatMap((item, i) => (item === rows[i]?.item ? [] : this.#changeOf(item)));
    await this.#kept.write(changes);
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
    const after = takeAnswer(this.#current(), request, answer, { now, chance: this.#ports.chance() });
    const item = after.items.find(({ id }) => id === request.item);
    if (item === undefined) return;
    const changes: Change[] = [...this.#changeOf(item)];
    if (heard) changes.push({ store: 'instants', key: 'answer', row: now });
    if (promise !== null) {
      const row: ProofRow = { record: promise.promise.index, promise, proof: null, evidence: null, fate: null };
      changes.push({ store: 'proofs', key: item.id, row });
    }
    await this.#kept.write(changes);
    this.#ports.tabs.tell();
  }

  #changeOf(item: MessageRow['item']): readonly Change[] {
    const row = this.#kept.get('messages', item.id);
    return row === null ? [] : [{ store: 'messages', key: item.id, row: { ...row, item } }];
  }
}
