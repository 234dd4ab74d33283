import { describe, expect, it } from 'vitest';
import { WindowCounts } from './window-counts.ts';

describe('counts within a window', () => {
  it('are by key, and begin again when the window is over', () => {
    const counts = new WindowCounts(100, 10);
    expect([counts.add('a', 0), counts.add('a', 99), counts.add('b', 99)]).toEqual([1, 2, 1]);
    expect([counts.times('a', 99), counts.times('a', 100), counts.times('c', 0)]).toEqual([2, 0, 0]);
    expect([counts.add('a', 100), counts.times('b', 198), counts.times('b', 199)]).toEqual([1, 1, 0]);
  });

  it('hold no more keys than they may, the newest', () => {
    const counts = new WindowCounts(100, 3);
    for (const key of ['a', 'b', 'c', 'a', 'd']) counts.add(key, 0);
    expect([counts.size, counts.times('a', 0), counts.times('d', 0)]).toEqual([3, 0, 1]);
    for (let n = 0; n < 10_000; n++) counts.add(`key ${n}`, n);
    expect(counts.size).toBe(3);
  });
});
