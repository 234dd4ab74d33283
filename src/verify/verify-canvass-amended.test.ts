import { describe, expect, it } from 'vitest';
import { nodeCrypto, signerFromSeed } from '../../adapters/crypto/node-crypto.ts';
import { begin, CanvassBench } from './fixture-canvass-bench.test-support.ts';
import { bring, count, type Desk, typeIt } from './fixture-canvass-course.test-support.ts';

const bench = new CanvassBench(nodeCrypto, signerFromSeed);
/** So many votes that the station's own voters could not have cast them, and those of two stations could. */
const MANY = [200, 150, 5];
const FEW = [20, 10, 5];

function merge(desk: Desk, registered: number): void {
  desk.add(
    desk.acts.amend({ kind: 'station-merged', station: 's3' as never, into: 's2' as never, registered: registered }),
  );
}

describe('an official sheet of a station that takes in the voters of another', () => {
  it('is agreed with more votes than the definition has voters', () => {
    const found = bench.kinds((desk) => {
      begin(desk);
      merge(desk, 400);
      count(desk, bring(desk, 's2'), MANY);
    });
    expect(found).toEqual([]);
  });

  it('waits where it has more votes than the amendment says', () => {
    const play = (end: (desk: Desk) => void) =>
      bench.kinds((desk) => {
        begin(desk);
        merge(desk, 30);
        end(desk);
      });
    const observed = play((desk) => {
      const s2 = bring(desk, 's2');
      desk.add(desk.acts.observe(s2, ['E201'], typeIt(desk, s2, FEW)));
    });
    expect(observed).toEqual([]);
    expect(play((desk) => count(desk, bring(desk, 's2'), FEW))).toContain('agreed-check-observes');
  });

  it('and one that was read before is held against the voters of then', () => {
    const found = bench.kinds((desk) => {
      begin(desk);
      const s2 = bring(desk, 's2');
      desk.add(desk.acts.observe(s2, ['E201'], typeIt(desk, s2, MANY)));
      merge(desk, 400);
    });
    expect(found).toEqual([]);
  });
});
