import { describe, expect, it, vi } from 'vitest';
import type { EventDraft } from '../../src/entry/acts.ts';
import type { Estimated } from '../run/estimate-reader.ts';
import { type EstimatedCentre, LiveEstimates } from './live-estimates.ts';

/** A centre that keeps what it is told, and an estimator whose work is let go by hand. */
function begin(show: 'on' | 'off', madeUpTo = -1) {
  const told: EventDraft[] = [];
  const asked: number[] = [];
  let letGo: () => void = () => undefined;
  const estimates = { show, notBefore: null, probabilities: false };
  const centre = {
    definition: { election: { estimates } },
    tell: (event: EventDraft) => void told.push(event),
  } as unknown as EstimatedCentre;
  const estimator = {
    estimate: (state: number, onSaid: (estimated: Estimated) => void) => {
      asked.push(state);
      onSaid({ count: 'preliminary', contest: 'c', body: { state } } as unknown as Estimated);
      return new Promise<void>((resolve) => {
        letGo = resolve;
      });
    },
  };
  const made = { has: (_contest: string, state: number) => state <= madeUpTo };
  return { live: new LiveEstimates(centre, estimator, made), told, asked, letGo: () => letGo() };
}

describe('estimates beside a running count', () => {
  it('are recorded as they are made, one state at a time, and of those that waited only the newest', async () => {
    const { live, told, asked, letGo } = begin('on');
    live.published(0);
    live.published(10);
    live.published(11);
    live.published(12);
    expect(asked).toEqual([10]);
    expect(told).toEqual([{ body: { kind: 'EstimateMade', state: 10 }, count: 'preliminary', contest: 'c' }]);
    letGo();
    await vi.waitFor(() => expect(asked).toEqual([10, 12]));
    letGo();
  });

  it('are not recorded again from a state that had them before a restart', () => {
    const { live, asked, told } = begin('on', 10);
    live.published(10);
    expect({ asked, told }).toEqual({ asked: [10], told: [] });
  });

  it('are not made where the definition shows none', () => {
    const { live, asked } = begin('off');
    live.published(10);
    expect(asked).toEqual([]);
  });
});
