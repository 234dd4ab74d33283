import type { Bytes } from '../base/bytes.ts';

/** The bytes with one changed, an end cut off, one put in or some taken out, at any place: `how` from 0 to 3, else drawn. */
export function damaged(bytes: Bytes, random: (below: number) => number, how = random(4)): Bytes {
  const at = random(bytes.length);
  switch (how) {
    case 0:
      return bytes.map((b, i) => (i === at ? (b + 1 + random(255)) & 255 : b));
    case 1:
      return bytes.slice(0, at);
    case 2:
      return new Uint8Array([...bytes.slice(0, at), random(256), ...bytes.slice(at)]);
    default:
      return new Uint8Array([...bytes.slice(0, at), ...bytes.slice(at + 1 + random(20))]);
  }
}

/** A small generator with a fixed seed (mulberry32): the same damage on every machine. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
