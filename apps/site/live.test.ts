import { describe, expect, it } from 'vitest';
import { isFinished, type State } from './live.ts';

const count = (open: boolean, closed: boolean) => ({ mode: open ? 'imported' : null, open, stopped: null, closed });
const state = (preliminary: readonly [boolean, boolean], official: readonly [boolean, boolean]): State => ({
  size: 9,
  at: 0,
  nature: 'replay',
  counts: { preliminary: count(...preliminary), official: count(...official) },
});

describe('a run is finished', () => {
  it('when each count that was opened is closed', () => {
    expect(isFinished(state([true, true], [true, true]))).toBe(true);
    expect(isFinished(state([true, true], [false, false]))).toBe(true);
    expect(isFinished(state([true, true], [true, false]))).toBe(false);
  });

  it('not before anything was opened, nor while nothing is known', () => {
    expect(isFinished(state([false, false], [false, false]))).toBe(false);
    expect(isFinished(null)).toBe(false);
  });
});
