import { describe, expect, it } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { HashList } from './hash-list.ts';

const hash = (of: number) => new Uint8Array(32).map((_, i) => (of * 7 + i) & 255);
const NONE = new Uint8Array(32);

function listOf(count: number): HashList {
  const list = new HashList();
  for (let i = 0; i < count; i++) list.append(hash(i));
  return list;
}

describe('a list of hashes', () => {
  it('has each at its place, one by one or many at once', () => {
    const list = listOf(150);
    list.append(concatBytes(...Array.from({ length: 300 }, (_, i) => hash(150 + i))));
    expect(list.size).toBe(450);
    for (let i = 0; i < 450; i++) expect(list.at(i)).toEqual(hash(i));
    expect(list.at(-1)).toBeNull();
    expect(list.at(450)).toBeNull();
    expect(list.between(3, 5)).toEqual(concatBytes(hash(3), hash(4)));
  });

  it('tells whether a hash among others is the one at a place', () => {
    const list = listOf(3);
    const others = concatBytes(hash(9), hash(1), hash(2));
    expect([0, 1, 2].map((i) => list.isAt(i, others, i))).toEqual([false, true, true]);
    for (let at = 0; at < 32; at++) {
      const changed = others.map((byte, i) => (i === 32 + at ? byte ^ 128 : byte));
      expect(list.isAt(1, changed, 1)).toBe(false);
    }
    expect(list.isAt(2, others.subarray(0, 95), 2)).toBe(false);
    expect(list.isAt(3, concatBytes(others, NONE), 3)).toBe(false);
  });

  it('takes zeros for no hash, on both sides', () => {
    const list = new HashList();
    list.append(NONE);
    expect(list.isAt(0, NONE, 0)).toBe(false);
  });
});
