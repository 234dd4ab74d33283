import type { StoredEvent } from '../../src/record/store-port.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The one event that may stand at `index`: writer and checker each make it for themselves, from the number alone. */
export function numberedEvent(index: number): StoredEvent {
  const random = seededRandom(index);
  const byte = (): number => Math.floor(random() * 256);
  // Now and then a body that fills several pages, so that a kill can fall inside one.
  const length = index % 97 === 0 ? 20_000 : Math.floor(random() * 600);
  return {
    header: new TextEncoder().encode(`{"index":${index}}`),
    salt: Uint8Array.from({ length: 32 }, byte),
    body: Uint8Array.from({ length }, byte),
  };
}

export function numberedEvents(from: number, count: number): readonly StoredEvent[] {
  return Array.from({ length: count }, (_, i) => numberedEvent(from + i));
}
