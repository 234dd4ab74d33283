import { expect, test } from 'vitest';
import { createFaultyStore } from './faulty-store.ts';
import { createMemoryMedium, createMemoryReader, createMemoryStore } from './memory-store.ts';
import { describeStoreContract, sampleEvents } from './store.contract.ts';

describeStoreContract('memory', () => {
  const medium = createMemoryMedium();
  return {
    openWriter: () => createMemoryStore(medium),
    openReader: () => createMemoryReader(medium),
    dispose: () => {},
  };
});

describeStoreContract('faulty, without a fault', () => {
  const medium = createMemoryMedium();
  return {
    openWriter: () => createFaultyStore(createMemoryStore(medium), new Map()),
    openReader: () => createMemoryReader(medium),
    dispose: () => {},
  };
});

test('a medium has one writer at a time', () => {
  const medium = createMemoryMedium();
  const first = createMemoryStore(medium);
  expect(() => createMemoryStore(medium)).toThrow('one writer');
  first.close();
  const second = createMemoryStore(medium);
  first.close();
  expect(() => createMemoryStore(medium)).toThrow('one writer');
  second.close();
});

test('each injected fault does what its name says, on its call only', () => {
  const faults = new Map([
    [1, 'fails'],
    [2, 'stored-but-answer-lost'],
    [3, 'throws'],
  ] as const);
  const store = createFaultyStore(createMemoryStore(), faults);
  expect(store.append(0, sampleEvents(0, 2))).toMatchObject({ ok: false, error: { kind: 'storage-failed' } });
  expect(store.size()).toBe(0);
  expect(store.append(0, sampleEvents(0, 2))).toMatchObject({ ok: false, error: { kind: 'storage-failed' } });
  expect(store.size()).toBe(2);
  expect(() => store.append(2, sampleEvents(2, 1))).toThrow('injected');
  expect(store.size()).toBe(2);
  expect(store.append(2, sampleEvents(2, 1))).toEqual({ ok: true, value: 3 });
  expect(store.calls()).toBe(4);
});
