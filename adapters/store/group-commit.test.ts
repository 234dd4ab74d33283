import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectOk } from '../../src/base/result.ts';
import type { RecordStore } from '../../src/record/store-port.ts';
import { createFaultyStore, type Fault, type FaultyStore } from './faulty-store.ts';
import { type CommitterOptions, createCommitter, type SetTimer } from './group-commit.ts';
import { createMemoryMedium, createMemoryReader, createMemoryStore } from './memory-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { sampleEvent, sampleEvents } from './store.contract.ts';

/** A timer that the test fires by hand. */
function handTimer() {
  let due: { run: () => void; ms: number } | null = null;
  const setTimer: SetTimer = (run, ms) => {
    const mine = { run, ms };
    due = mine;
    return () => {
      if (due === mine) due = null;
    };
  };
  return {
    setTimer,
    ms: () => due?.ms ?? null,
    fire() {
      const firing = due;
      due = null;
      firing?.run();
    },
  };
}

function committerOver(faults: ReadonlyMap<number, Fault> = new Map(), options: Partial<CommitterOptions> = {}) {
  const timer = handTimer();
  const store = createFaultyStore(createMemoryStore(), faults);
  const committer = createCommitter(store, { maxBatch: 4, maxWaitMs: 5, setTimer: timer.setTimer, ...options });
  return { timer, store, committer };
}

const bodies = (store: RecordStore): readonly number[] =>
  store.readFrom(0, 1000).map((e) => (e.body[0] ?? 0) + 256 * (e.body[3] ?? 0));

describe('joining', () => {
  test('concurrent requests share one transaction, in order, each with its own first index', async () => {
    const { timer, store, committer } = committerOver();
    const answers = [sampleEvents(0, 1), sampleEvents(1, 2), sampleEvents(3, 1)].map((e) => committer.append(e));
    expect(store.calls()).toBe(0);
    expect(committer.waiting()).toBe(4);
    timer.fire();
    expect(await Promise.all(answers)).toEqual([0, 1, 3].map((value) => ({ ok: true, value })));
    expect(store.calls()).toBe(1);
    expect(bodies(store)).toEqual([0, 1, 2, 3]);
    expect(committer.position()).toBe(4);
  });

  test('nothing is answered before it is stored', async () => {
    const { timer, store, committer } = committerOver();
    let answered = false;
    const answer = committer.append(sampleEvents(0, 1)).then(() => {
      answered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([answered, store.size()]).toEqual([false, 0]);
    timer.fire();
    expect(store.size()).toBe(1);
    await answer;
  });

  test('a batch waits for joiners, a full one does not, and no request is split', async () => {
    const { timer, store, committer } = committerOver();
    void committer.append(sampleEvents(0, 3));
    expect(timer.ms()).toBe(5);
    void committer.append(sampleEvents(3, 3));
    expect(timer.ms()).toBe(0);
    timer.fire();
    expect(store.size()).toBe(3);
    timer.fire();
    expect(store.size()).toBe(6);
    const long = committer.append(sampleEvents(6, 9));
    timer.fire();
    expect(await long).toEqual({ ok: true, value: 6 });
    expect(store.calls()).toBe(3);
  });

  test('a full queue refuses with a code and takes again when it has room', async () => {
    const { timer, store, committer } = committerOver(new Map(), { maxQueue: 6 });
    const first = [committer.append(sampleEvents(0, 3)), committer.append(sampleEvents(3, 3))];
    expect(await committer.append(sampleEvents(9, 1))).toEqual({ ok: false, error: { kind: 'queue-full', limit: 6 } });
    timer.fire();
    const later = committer.append(sampleEvents(6, 1));
    await committer.drain();
    expect(await Promise.all([...first, later])).toEqual([0, 3, 6].map((value) => ({ ok: true, value })));
    expect(bodies(store)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('close stores what waits, then refuses', async () => {
    const { store, committer } = committerOver();
    const waiting = committer.append(sampleEvents(0, 2));
    await committer.close();
    expect(await waiting).toEqual({ ok: true, value: 0 });
    expect(await committer.append(sampleEvents(2, 1))).toEqual({ ok: false, error: { kind: 'closed' } });
    expect(store.size()).toBe(2);
  });
});

describe('failures', () => {
  test('storage-failed reaches every waiting request, and then it goes on where the store ends', async () => {
    const { timer, store, committer } = committerOver(new Map([[1, 'fails']]));
    const waiting = [0, 3, 6].map((n) => committer.append(sampleEvents(n, 3)));
    timer.fire();
    for (const answer of await Promise.all(waiting)) {
      expect(answer).toMatchObject({ ok: false, error: { kind: 'storage-failed' } });
    }
    expect([store.calls(), store.size(), committer.waiting(), timer.ms()]).toEqual([1, 0, 0, null]);
    const again = committer.append(sampleEvents(0, 1));
    timer.fire();
    expect(await again).toEqual({ ok: true, value: 0 });
  });

  test('a lost answer is found, and nothing is accepted until the owner has read what was stored', async () => {
    const { timer, store, committer } = committerOver(new Map([[2, 'stored-but-answer-lost']]));
    const kept = committer.append(sampleEvents(0, 1));
    timer.fire();
    expect(await kept).toEqual({ ok: true, value: 0 });
    const lost = committer.append(sampleEvents(1, 2));
    timer.fire();
    expect(await lost).toMatchObject({ ok: false, error: { kind: 'storage-failed' } });
    const mismatch = { ok: false, error: { kind: 'size-mismatch', expected: 1, actual: 3 } };
    expect(await committer.append(sampleEvents(1, 2))).toEqual(mismatch);
    expect(await committer.append(sampleEvents(1, 2))).toEqual(mismatch);
    expect(committer.resumeAt(2)).toMatchObject({ ok: false, error: { kind: 'size-mismatch', actual: 3 } });
    expect(store.readFrom(committer.position(), 10)).toEqual(sampleEvents(1, 2));
    expect(committer.resumeAt(3)).toEqual({ ok: true, value: null });
    const next = committer.append(sampleEvents(3, 1));
    timer.fire();
    expect(await next).toEqual({ ok: true, value: 3 });
    expect(bodies(store)).toEqual([0, 1, 2, 3]);
  });

  test('another writer is a size-mismatch for everyone who waits', async () => {
    const { timer, store, committer } = committerOver();
    const waiting = [0, 3].map((n) => committer.append(sampleEvents(n, 3)));
    store.append(0, sampleEvents(90, 1));
    timer.fire();
    const mismatch = { ok: false, error: { kind: 'size-mismatch', expected: 0, actual: 1 } };
    expect(await Promise.all(waiting)).toEqual([mismatch, mismatch]);
    expect(await committer.append(sampleEvents(0, 1))).toEqual(mismatch);
  });

  test('a bug in the store rejects everyone who waits, and the next is accepted', async () => {
    const { timer, committer } = committerOver(new Map([[1, 'throws']]));
    const waiting = [0, 3].map((n) => committer.append(sampleEvents(n, 3)));
    timer.fire();
    for (const settled of await Promise.allSettled(waiting)) expect(settled.status).toBe('rejected');
    const next = committer.append(sampleEvents(0, 1));
    timer.fire();
    expect(await next).toEqual({ ok: true, value: 0 });
  });

  test('a store that has lost acknowledged events is never resumed', async () => {
    const medium = createMemoryMedium();
    const store = createMemoryStore(medium);
    const committer = createCommitter(store, { maxBatch: 4, maxWaitMs: 0 });
    await committer.append(sampleEvents(0, 3));
    medium.events.pop();
    const answer = await committer.append(sampleEvents(3, 1));
    expect(answer).toEqual({ ok: false, error: { kind: 'size-mismatch', expected: 3, actual: 2 } });
    expect(committer.resumeAt(2)).toMatchObject({ ok: false, error: { kind: 'size-mismatch' } });
    expect(createMemoryReader(medium).size()).toBe(2);
  });

  test('while the size cannot be read nothing is accepted', async () => {
    const memory = createMemoryStore();
    let readable = true;
    const store: RecordStore = {
      ...createFaultyStore(memory, new Map([[1, 'fails']])),
      size() {
        if (!readable) throw new Error('I/O error');
        return memory.size();
      },
    };
    const committer = createCommitter(store, { maxBatch: 4, maxWaitMs: 0 });
    await committer.append(sampleEvents(0, 1));
    readable = false;
    expect(await committer.append(sampleEvents(0, 1))).toMatchObject({ error: { kind: 'storage-failed' } });
    readable = true;
    expect(await committer.append(sampleEvents(0, 1))).toEqual({ ok: true, value: 0 });
  });
});

test('over SQLite: a thousand concurrent requests, few transactions, all there after reopening', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cotejo-commit-'));
  const store = expectOk(openSqliteStore(folder), 'opening');
  const counted: FaultyStore = createFaultyStore(store, new Map());
  const committer = createCommitter(counted, { maxBatch: 100, maxWaitMs: 2 });
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => committer.append([sampleEvent(n)])));
  expect(answers).toEqual(answers.map((_, value) => ({ ok: true, value })));
  expect(counted.calls()).toBe(10);
  await committer.close();
  store.close();
  const again = expectOk(openSqliteStore(folder), 'reopening');
  expect(again.readFrom(0, 2000)).toEqual(sampleEvents(0, 1000));
  again.close();
  rmSync(folder, { recursive: true });
});
