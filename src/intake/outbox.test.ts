import { describe, expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { instant } from '../base/instant.ts';
import {
  CHUNK_BYTES,
  hurry,
  newItem,
  type Outbox,
  type OutboxAnswer,
  type OutboxItem,
  openOutbox,
  planRequests,
  SMALLEST_CHUNK_BYTES,
  takeAnswer,
  type WaitingState,
  withItem,
} from './outbox.ts';

const NOW = instant(1_700_000_000_000);
const HALF = { now: NOW, chance: 0.5 };
const FIGURES = newItem('f', 'figures', []);
const SHEET = newItem('s', 'sheet', [300_000, 100]);

/** Asks once and answers. */
function turn(outbox: Outbox, answer: OutboxAnswer, now = NOW): Outbox {
  const planned = planRequests(outbox, now, 1);
  return takeAnswer(planned.outbox, present(planned.requests[0], 'request'), answer, { now, chance: 0.5 });
}
const first = (outbox: Outbox, now = NOW) => planRequests(outbox, now, 1).requests[0];
const state = (outbox: Outbox, at = 0) => present(outbox.items[at], 'item').state as WaitingState;
const silent: OutboxAnswer = { kind: 'silent', code: 'time-out' };
const wanted = (...have: number[]): OutboxAnswer => ({ kind: 'wanted', upload: 'u', have });

describe('outbox', () => {
  it('asks for figures first, at most so many at a time, and never twice for one message', () => {
    const more = newItem('t', 'sheet', [5]);
    const { outbox, requests, wakeAt } = planRequests(openOutbox([SHEET, more, FIGURES], 1), NOW, 2);
    expect(requests.map(({ item, kind }) => [item, kind])).toEqual([
      ['f', 'figures'],
      ['s', 'announce'],
    ]);
    expect(wakeAt).toBe(null);
    expect(planRequests(outbox, NOW, 2).requests).toEqual([]);
    expect(planRequests(outbox, NOW, 3).requests.map(({ item }) => item)).toEqual(['t']);
  });

  it('cuts what the door lacks into pieces, page after page, and asks at the end', () => {
    let outbox = turn(openOutbox([SHEET], 1), wanted(20_000, 0));
    expect(first(outbox)).toMatchObject({
      kind: 'chunk',
      upload: 'u',
      page: 0,
      from: 20_000,
      to: 20_000 + CHUNK_BYTES,
    });
    outbox = turn(outbox, { kind: 'have', have: 20_000 + CHUNK_BYTES });
    expect(first(outbox)).toMatchObject({ page: 0, from: 20_000 + CHUNK_BYTES, to: 300_000 });
    outbox = turn(outbox, { kind: 'have', have: 300_000 });
    expect(first(outbox)).toMatchObject({ page: 1, from: 0, to: 100 });
    outbox = turn(outbox, { kind: 'have', have: 100 });
    expect(first(outbox)).toMatchObject({ kind: 'announce' });
    outbox = turn(outbox, { kind: 'received', record: 7, at: NOW });
    expect(outbox.items[0]?.state).toEqual({ kind: 'kept', record: 7, at: NOW });
  });

  it('goes back to where a gap begins, and asks the next endpoint what it has', () => {
    let outbox = turn(openOutbox([SHEET], 2), wanted(200_000, 0));
    outbox = turn(outbox, { kind: 'have', have: 50_000 });
    expect(state(outbox)).toMatchObject({
      have: [50_000, 0],
      tries: 1,
      endpoint: 1,
      upload: null,
      trouble: 'unexpected',
    });
    expect(first(outbox)).toBe(undefined);
    expect(first(outbox, instant(NOW + 2000))).toMatchObject({ kind: 'announce', endpoint: 1 });
  });

  it('cuts smaller pieces after silence, and larger ones again after progress', () => {
    let outbox = turn(openOutbox([newItem('s', 'sheet', [9_000_000])], 1), wanted(0));
    const later = (n: number) => instant(NOW + n * 3_600_000);
    for (let i = 1; i < 8; i++) {
      outbox = turn(outbox, silent, later(2 * i));
      outbox = turn(outbox, wanted(0), later(2 * i + 1));
    }
    expect([state(outbox).chunk, state(outbox).tries]).toEqual([SMALLEST_CHUNK_BYTES, 7]);
    outbox = turn(outbox, { kind: 'have', have: 10 }, later(99));
    expect(state(outbox)).toMatchObject({ chunk: 2 * SMALLEST_CHUNK_BYTES, tries: 0, trouble: null });
  });

  it('waits longer for a door that wants all of it again and again', () => {
    let outbox = openOutbox([newItem('s', 'sheet', [10])], 1);
    const waits: number[] = [];
    let now = NOW;
    for (let round = 0; round < 4; round++) {
      outbox = turn(outbox, wanted(0), now);
      outbox = turn(outbox, { kind: 'have', have: 10 }, now);
      outbox = turn(outbox, wanted(0), now);
      const { nextAt } = state(outbox);
      waits.push(present(nextAt, 'wait') - now);
      now = present(nextAt, 'wait');
    }
    expect(waits).toEqual([3000, 6000, 12_000, 24_000]);
  });

  it('takes no answer of another attempt, but believes "received"', () => {
    const planned = planRequests(openOutbox([FIGURES], 1), NOW, 1);
    const old = present(planned.requests[0], 'request');
    const failed = takeAnswer(planned.outbox, old, silent, HALF);
    const refused: OutboxAnswer = { kind: 'refused', code: 'quota', detail: '', retryAfterMs: null };
    expect(takeAnswer(failed, old, refused, HALF)).toEqual(failed);
    const kept = takeAnswer(failed, old, { kind: 'received', record: 1, at: NOW }, HALF);
    expect(kept.items[0]?.state.kind).toBe('kept');
    expect(takeAnswer(kept, old, refused, HALF)).toEqual(kept);
    expect(takeAnswer(kept, old, { kind: 'received', record: 2, at: NOW }, HALF)).toEqual(kept);
  });

  it('is not silenced by a clock that was set back, nor by a proxy that says "next year"', () => {
    const asked: OutboxAnswer = { kind: 'refused', code: 'busy', detail: '', retryAfterMs: 10 ** 10 };
    const outbox = turn(openOutbox([FIGURES], 1), asked);
    expect(state(outbox).nextAt).toBe(NOW + 3_600_000);
    expect(first(outbox, instant(NOW - 86_400_000))).toMatchObject({ kind: 'figures' });
    expect(planRequests(outbox, NOW, 1).wakeAt).toBe(NOW + 3_600_000);
  });

  it('hurries those that had no answer when the line is back, and all when a person asks', () => {
    const busy: OutboxAnswer = { kind: 'refused', code: 'busy', detail: '', retryAfterMs: 60_000 };
    let outbox = turn(openOutbox([FIGURES], 1), busy);
    expect(hurry(outbox, 'unanswered', HALF)).toEqual(outbox);
    expect(first(hurry(outbox, 'all', HALF))).toMatchObject({ kind: 'figures' });
    for (let i = 1; i < 5; i++) outbox = turn(outbox, silent, instant(NOW + i * 3_600_000));
    const back = instant(NOW + 4 * 3_600_000);
    expect(state(hurry(outbox, 'unanswered', { now: back, chance: 0.25 })).nextAt).toBe(back + 500);
  });

  it('after a restart asks anew what is there, and knows nothing as under way', () => {
    const planned = planRequests(turn(openOutbox([SHEET], 3), wanted(9, 9)), NOW, 1);
    const items = JSON.parse(JSON.stringify(planned.outbox.items)) as OutboxItem[];
    expect(first(openOutbox(items, 1))).toMatchObject({ kind: 'announce', endpoint: 0 });
  });

  it('takes a message in once', () => {
    const outbox = withItem(withItem(openOutbox([], 1), FIGURES), FIGURES);
    expect(outbox.items).toEqual([FIGURES]);
  });

  it('takes an answer that does not fit its question for a failure', () => {
    expect(state(turn(openOutbox([SHEET], 1), wanted(1)))).toMatchObject({ trouble: 'unexpected', tries: 1 });
    expect(state(turn(openOutbox([FIGURES], 1), { kind: 'have', have: 1 }))).toMatchObject({ trouble: 'unexpected' });
  });
});
