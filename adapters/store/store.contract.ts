import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecordStore, StoredEvent } from '../../src/record/store-port.ts';
import type { RecordReader } from './record-reader.ts';

/** One place where events lie, opened and reopened by the contract; `dispose` removes it. */
export type StoreUnderTest = {
  openWriter(): RecordStore;
  openReader(): RecordReader;
  dispose(): void;
};

/** An event whose three parts tell it apart from every other. */
export function sampleEvent(n: number, body: Uint8Array = Uint8Array.of(n & 255, 0, 255, n >> 8)): StoredEvent {
  return { header: new TextEncoder().encode(`{"n":${n}}`), salt: new Uint8Array(32).fill(n & 255), body };
}

/** `count` sample events, numbered from `from`. */
export function sampleEvents(from: number, count: number): readonly StoredEvent[] {
  return Array.from({ length: count }, (_, i) => sampleEvent(from + i));
}

/** What every store keeps, whatever its medium: run by the tests of each adapter and of each later one. */
export function describeStoreContract(name: string, make: () => StoreUnderTest): void {
  describe(`store contract: ${name}`, () => {
    let place: StoreUnderTest;
    let store: RecordStore;
    beforeEach(() => {
      place = make();
      store = place.openWriter();
    });
    afterEach(() => {
      store.close();
      place.dispose();
    });
    const reopen = (): void => {
      store.close();
      store = place.openWriter();
    };

    describeWriting(() => store, reopen);
    describeReading(
      () => store,
      () => place,
      reopen,
    );
  });
}

function describeWriting(store: () => RecordStore, reopen: () => void): void {
  test('a new store is empty', () => {
    expect(store().size()).toBe(0);
    expect(store().readFrom(0, 10)).toEqual([]);
    expect(store().readMeta('anything')).toBeNull();
  });

  test('an append answers the new size, and what it stored is read back in order', () => {
    expect(store().append(0, sampleEvents(0, 3))).toEqual({ ok: true, value: 3 });
    expect(store().append(3, sampleEvents(3, 2))).toEqual({ ok: true, value: 5 });
    expect(store().size()).toBe(5);
    expect(store().readFrom(0, 100)).toEqual(sampleEvents(0, 5));
    expect(store().readFrom(1, 3)).toEqual(sampleEvents(1, 3));
  });

  test('an empty batch changes nothing, at the right size only', () => {
    expect(store().append(0, [])).toEqual({ ok: true, value: 0 });
    expect(store().append(1, [])).toMatchObject({ ok: false, error: { kind: 'size-mismatch' } });
    expect(store().size()).toBe(0);
  });

  test('a wrong expected size is refused with the real one, and changes nothing', () => {
    store().append(0, sampleEvents(0, 3));
    for (const expected of [0, 2, 4]) {
      const answer = store().append(expected, sampleEvents(7, 2));
      expect(answer).toEqual({ ok: false, error: { kind: 'size-mismatch', expected, actual: 3 } });
    }
    expect(store().readFrom(0, 10)).toEqual(sampleEvents(0, 3));
    expect(store().append(3, sampleEvents(3, 1)).ok).toBe(true);
  });

  test('a batch with one unfit event leaves none of it', () => {
    store().append(0, sampleEvents(0, 2));
    const unfit = { ...sampleEvent(3), salt: new Uint8Array(31) };
    expect(() => store().append(2, [sampleEvent(2), unfit])).toThrow('32 bytes');
    expect(store().size()).toBe(2);
    expect(store().readFrom(0, 10)).toEqual(sampleEvents(0, 2));
    expect(store().append(2, sampleEvents(2, 1)).ok).toBe(true);
  });

  test('bytes come back exactly: empty, NUL, all values, 60 kB', () => {
    const bodies = [
      new Uint8Array(0),
      new Uint8Array(5),
      Uint8Array.from({ length: 256 }, (_, i) => i),
      Uint8Array.from({ length: 60_000 }, (_, i) => (i * 31) & 255),
    ];
    const events = bodies.map((body, i) => sampleEvent(i, body));
    expect(store().append(0, events).ok).toBe(true);
    expect(store().readFrom(0, 4)).toEqual(events);
    reopen();
    expect(store().readFrom(0, 4)).toEqual(events);
  });

  test('part of a larger buffer is stored as that part, and not changed with it later', () => {
    const buffer = Uint8Array.of(9, 1, 2, 3, 9);
    store().append(0, [sampleEvent(0, buffer.subarray(1, 4))]);
    buffer.fill(7);
    store().readFrom(0, 1)[0]?.body.fill(8);
    expect(store().readFrom(0, 1)[0]?.body).toEqual(Uint8Array.of(1, 2, 3));
  });
}

function describeReading(store: () => RecordStore, place: () => StoreUnderTest, reopen: () => void): void {
  test('events and meta are there after reopening, and appending goes on', () => {
    store().append(0, sampleEvents(0, 3));
    store().writeMeta('definition', 'abc');
    reopen();
    expect(store().size()).toBe(3);
    expect(store().readMeta('definition')).toBe('abc');
    expect(store().append(3, sampleEvents(3, 1))).toEqual({ ok: true, value: 4 });
    expect(store().readFrom(0, 10)).toEqual(sampleEvents(0, 4));
  });

  test('a meta value is replaced as a whole, and may be any text', () => {
    store().writeMeta('tick', '1000');
    store().writeMeta('tick', '');
    store().writeMeta('Año "ñ"', 'línea\n2');
    expect(store().readMeta('tick')).toBe('');
    expect(store().readMeta('Año "ñ"')).toBe('línea\n2');
    expect(store().readMeta('TICK')).toBeNull();
  });

  test('reading past the end, or nothing, gives nothing', () => {
    store().append(0, sampleEvents(0, 3));
    expect(store().readFrom(3, 10)).toEqual([]);
    expect(store().readFrom(1_000_000, 10)).toEqual([]);
    expect(store().readFrom(0, 0)).toEqual([]);
    expect(store().readFrom(2, 10)).toEqual(sampleEvents(2, 1));
    expect(() => store().readFrom(-1, 1)).toThrow('count');
    expect(() => store().readFrom(0, 1.5)).toThrow('count');
  });

  test('a limit above the internal page gives everything asked for', () => {
    store().append(0, sampleEvents(0, 9_000));
    expect(store().readFrom(0, 100_000)).toHaveLength(9_000);
    expect(store().readFrom(10, 8_500)).toEqual(sampleEvents(10, 8_500));
  });

  test('two readers beside the writer see each commit, and do not hinder it', () => {
    store().append(0, sampleEvents(0, 2));
    store().writeMeta('seed', '7');
    const readers = [place().openReader(), place().openReader()];
    for (const reader of readers) expect(reader.size()).toBe(2);
    expect(store().append(2, sampleEvents(2, 3)).ok).toBe(true);
    for (const reader of readers) {
      expect(reader.size()).toBe(5);
      expect(reader.readFrom(1, 10)).toEqual(sampleEvents(1, 4));
      expect(reader.readMeta('seed')).toBe('7');
      reader.close();
      expect(() => reader.size()).toThrow('open');
    }
    expect(store().append(5, sampleEvents(5, 1)).ok).toBe(true);
  });

  test('after close every call throws, and closing again does nothing', () => {
    store().close();
    expect(() => store().size()).toThrow('open');
    expect(() => store().append(0, sampleEvents(0, 1))).toThrow('open');
    expect(() => store().readFrom(0, 1)).toThrow('open');
    expect(() => store().readMeta('a')).toThrow('open');
    expect(() => store().writeMeta('a', 'b')).toThrow('open');
    expect(() => store().close()).not.toThrow();
  });
}
