import { describe, expect, test } from 'vitest';
import { planFaultyNight } from './faulty-night.ts';
import { generateElection } from './generate-election.ts';
import type { NightAct } from './night-act.ts';
import { playNight } from './play-night.ts';

describe('a night of faults', () => {
  const rehearsal = generateElection({ seed: 'faulty', stations: 200 });
  const night = planFaultyNight(rehearsal, 'faulty');

  test('has the acts of its plan, neighbours in another order, and still no cause after its effect', () => {
    const text = (acts: Iterable<NightAct>) => [...acts].map((act) => JSON.stringify(act));
    expect(text(night.acts).sort()).toEqual(text(night.plan.acts()).sort());
    expect(text(night.acts)).not.toEqual(text(night.plan.acts()));
    expect(night.acts.some((act, i) => act.at < (night.acts[i - 1]?.at ?? 0))).toBe(true);
    const acts = () => night.acts.values() as Generator<NightAct, void>;
    expect(playNight({ ...night.plan, acts }).faults).toEqual([]);
  });

  test('has scanners whose clocks are wrong, the same each time they are asked', () => {
    const at = night.plan.pollsClose;
    const wrong = rehearsal.definition.stations.filter(({ id }) => night.clockOf(id, at) !== at);
    expect(wrong.length).toBeGreaterThan(40);
    expect(wrong.length).toBeLessThan(100);
    for (const { id } of wrong) expect(night.clockOf(id, at)).toBe(night.clockOf(id, at));
    expect(wrong.some(({ id }) => night.clockOf(id, at) < at)).toBe(true);
  });
});
