import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { instant } from '../base/instant.ts';
import {
  CHUNK_BYTES,
  FIRST_WAIT_MS,
  hurry,
  LONGEST_ASKED_WAIT_MS,
  LONGEST_WAIT_MS,
  newItem,
  type Outbox,
  type OutboxAnswer,
  type OutboxItem,
  type OutboxRequest,
  openOutbox,
  planRequests,
  takeAnswer,
  waitMs,
} from './outbox.ts';

/** A door as docs/spec/capture.md says it: uploads by endpoint, one record for all. */
class ModelDoor {
  readonly records = new Map<string, number>();
  readonly #uploads = new Map<string, number[]>();
  readonly #items: ReadonlyMap<string, OutboxItem>;

  constructor(items: readonly OutboxItem[]) {
    this.#items = new Map(items.map((item) => [item.id, item]));
  }

  take(request: OutboxRequest): OutboxAnswer {
    const item = present(this.#items.get(request.item), request.item);
    const key = `${request.endpoint} ${request.item}`;
    const have = this.#uploads.get(key) ?? item.pages.map(() => 0);
    this.#uploads.set(key, have);
    if (request.kind === 'chunk') {
      const there = have[request.page] ?? 0;
      if (request.upload === request.item && request.from <= there) have[request.page] = Math.max(there, request.to);
      return { kind: 'have', have: have[request.page] ?? 0 };
    }
    const complete = item.pages.every((bytes, i) => (have[i] ?? 0) >= bytes);
    if (!complete && !this.records.has(item.id)) return { kind: 'wanted', upload: item.id, have: [...have] };
    const record = this.records.get(item.id) ?? this.records.size;
    this.records.set(item.id, record);
    return { kind: 'received', record, at: instant(record) };
  }

  /** A page that does not have its hash, or a folder that was cleared. */
  forget(): void {
    this.#uploads.clear();
  }
}

/** A sender, a door, and all that a network between them may do. */
class Night {
  outbox: Outbox;
  now = instant(1_000_000_000_000);
  readonly door: ModelDoor;
  readonly seen = new Map<string, number>();
  #underWay: OutboxRequest[] = [];
  #answers: { readonly request: OutboxRequest; readonly answer: OutboxAnswer }[] = [];

  constructor(items: readonly OutboxItem[], endpoints: number) {
    this.outbox = openOutbox(items, endpoints);
    this.door = new ModelDoor(items);
  }

  do(step: Step): void {
    const moment = { now: this.now, chance: step.chance };
    switch (step.what) {
      case 'plan': {
        const before = new Set(this.outbox.busy.keys());
        const planned = planRequests(this.outbox, this.now, 1 + (step.at % 3));
        for (const { item } of planned.requests) expect(before.has(item)).toBe(false);
        expect(new Set(planned.requests.map(({ item }) => item)).size).toBe(planned.requests.length);
        this.outbox = planned.outbox;
        this.#underWay.push(...planned.requests);
        return;
      }
      case 'arrive': {
        const request = this.#pick(this.#underWay, step.at);
        if (request !== undefined) this.#answers.push({ request, answer: this.door.take(request) });
        return;
      }
      case 'answer': {
        const told = this.#pick(this.#answers, step.at);
        if (told !== undefined) this.take(told.request, told.answer, step);
        return;
      }
      case 'silence': {
        const request = this.#pick(this.#underWay, step.at);
        if (request !== undefined) this.take(request, { kind: 'silent', code: 'time-out' }, step);
        return;
      }
      case 'busy': {
        const request = this.#pick(this.#underWay, step.at);
        const busy = { kind: 'refused', code: 'busy', detail: '', retryAfterMs: step.at * 1000 } as const;
        if (request !== undefined) this.take(request, busy, step);
        return;
      }
      case 'restart':
        // Answers to the program that ended reach nobody; what it sent may still arrive.
        this.#answers = [];
        this.outbox = openOutbox(JSON.parse(JSON.stringify(this.outbox.items)), this.outbox.endpoints);
        return;
      case 'clock':
        this.now = instant(this.now + (step.at - 20) * 3_600_000);
        return;
      case 'hurry':
        this.outbox = hurry(this.outbox, step.at % 2 === 0 ? 'all' : 'unanswered', moment);
        return;
      case 'forget':
        this.door.forget();
        return;
    }
  }

  take(request: OutboxRequest, answer: OutboxAnswer, { chance }: { readonly chance: number }): void {
    this.outbox = takeAnswer(this.outbox, request, answer, { now: this.now, chance });
    for (const { id, state } of this.outbox.items) {
      if (state.kind !== 'kept') expect(this.seen.has(id)).toBe(false);
      else expect(state.record).toBe(this.seen.get(id) ?? this.door.records.get(id));
      if (state.kind === 'kept') this.seen.set(id, state.record);
    }
  }

  /** The line is good from now on. */
  finish(): void {
    this.outbox = openOutbox(this.outbox.items, this.outbox.endpoints);
    for (let steps = 0; steps < 3000; steps++) {
      const { outbox, requests, wakeAt } = planRequests(this.outbox, this.now, 2);
      this.outbox = outbox;
      if (requests.length === 0 && wakeAt === null) return;
      if (requests.length === 0 && wakeAt !== null) this.now = wakeAt;
      for (const request of requests) this.take(request, this.door.take(request), { chance: 0.5 });
    }
    expect.unreachable('it never ends');
  }

  /** Any of them, and now and then it stays: so it comes twice, and later than others. */
  #pick<T>(of: T[], at: number): T | undefined {
    const index = of.length === 0 ? 0 : at % of.length;
    const picked = of[index];
    if (at % 4 !== 0) of.splice(index, 1);
    return picked;
  }
}

const WHAT = [
  ...['plan', 'plan', 'plan', 'arrive', 'arrive', 'arrive', 'answer', 'answer', 'answer'],
  ...['silence', 'busy', 'restart', 'clock', 'hurry', 'forget'],
] as const;
type Step = { readonly what: string; readonly at: number; readonly chance: number };

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...WHAT),
  at: fc.nat(40),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
});
const pages = fc.array(fc.integer({ min: 1, max: 3 * CHUNK_BYTES }), { minLength: 1, maxLength: 3 });
const items = fc
  .array(fc.option(pages, { nil: null }), { minLength: 1, maxLength: 5 })
  .map((list) => list.map((bytes, i) => newItem(`m${i}`, bytes === null ? 'figures' : 'sheet', bytes ?? [])));

describe('what a phone has to send', () => {
  it('is kept in the end, each once, whatever the line, the clock and the phone do', () => {
    fc.assert(
      fc.property(
        items,
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { maxLength: 120 }),
        (list, endpoints, steps) => {
          const night = new Night(list, endpoints);
          for (const one of steps) {
            night.do(one);
            expect(night.outbox.items.map(({ id }) => id)).toEqual(list.map(({ id }) => id));
          }
          night.finish();
          expect(night.outbox.items.map(({ state }) => state.kind)).toEqual(list.map(() => 'kept'));
          expect(new Set(night.seen.values()).size).toBe(list.length);
          expect([...night.door.records].sort()).toEqual([...night.seen].sort());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is asked for no more once it is refused for good', () => {
    const codes = ['malformed', 'quota', 'bad-signature', 'unknown-device', 'out-of-scope'];
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.array(step, { maxLength: 30 }), (code, steps) => {
        const night = new Night([newItem('m0', 'sheet', [10])], 2);
        const { outbox, requests } = planRequests(night.outbox, night.now, 1);
        night.outbox = outbox;
        night.take(
          present(requests[0], 'request'),
          { kind: 'refused', code, detail: 'd', retryAfterMs: null },
          { chance: 0 },
        );
        for (const one of steps) night.do(one);
        expect(night.outbox.items[0]?.state).toEqual({ kind: 'refused', code, detail: 'd' });
        expect(planRequests(night.outbox, night.now, 9)).toMatchObject({ requests: [], wakeAt: null });
      }),
    );
  });

  it('waits between half and the whole of its time, or as long as the door asks', () => {
    const asked = fc.option(fc.nat(10_000_000_000), { nil: null });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        asked,
        (n, chance, retry) => {
          const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (n - 1));
          const least = Math.min(retry ?? 0, LONGEST_ASKED_WAIT_MS);
          const waited = waitMs(n, chance, retry);
          expect(waited).toBeGreaterThanOrEqual(Math.max(whole / 2, least));
          expect(waited).toBeLessThanOrEqual(Math.max(whole, least));
        },
      ),
    );
  });
});
