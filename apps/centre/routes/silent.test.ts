import { describe, expect, it } from 'vitest';
import { Centre } from '../../../src/entry/centre-example.test-support.ts';
import { silentOf } from './silent.ts';

describe('stations that nothing came from', () => {
  it('are listed up to a limit, and counted area by area', () => {
    const centre = Centre.open();
    centre.receive('s1', 1);
    const all = silentOf(centre.state, 1, undefined);
    expect(all.total).toBe(2);
    expect(all.stations.map(({ station }) => station)).toEqual(['s0']);
    expect(all.areas.map(({ unit, silent }) => [unit, silent])).toEqual([
      ['u1', 1],
      ['u2', 1],
    ]);
  });

  it('are found below one area alone, and in none that does not exist', () => {
    const { state } = Centre.open();
    for (const { unit, silent } of silentOf(state, 9, undefined).areas) {
      const below = silentOf(state, 9, unit);
      expect([below.total, below.stations.length]).toEqual([silent, silent]);
    }
    expect(silentOf(state, 9, 'nowhere')).toEqual({ total: 0, areas: [], stations: [] });
  });
});
