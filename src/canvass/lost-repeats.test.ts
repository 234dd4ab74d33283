import { describe, expect, it } from 'vitest';
import { instant } from '../base/instant.ts';
import { GOV, PRES, read, station, words } from '../entry/centre-example.test-support.ts';
import {
  CARRIERS,
  canvassDefinition,
  commit,
  OfficialCentre,
  opening,
  ruling,
  scan,
  VOTE,
} from './canvass-example.test-support.ts';

const HOUR = 3_600_000;
const WHY = words('why');

/** A counted sheet whose vote of president is to be repeated, and the polls of that closed. */
function repeated(scans = false) {
  const centre = OfficialCentre.open(canvassDefinition({ scans }));
  const first = centre.agreed(read([1, 2, 3]));
  centre.session();
  centre.do(ruling(first, 'repeat', { until: instant(centre.at + HOUR) }));
  centre.at = instant(centre.at + 2 * HOUR);
  const withdraw = (sheet: number) =>
    centre.do({ kind: 'withdraw-sheet', sheet, code: 'other', by: ['sol', 'sam'], reason: WHY });
  return { centre, first, withdraw };
}

describe('a repeated vote that the board says is lost', () => {
  it('is typed from no paper of the first vote that comes anew', () => {
    const { centre, first, withdraw } = repeated();
    centre.do({ kind: 'miss-envelope', station: station('s0'), by: CARRIERS, reason: WHY });
    centre.do(ruling(null, 'lost'));
    withdraw(first);
    const anew = centre.sheet();
    expect(centre.refuse(commit(anew, 'tia', read([4, 4, 4])))).toMatchObject({ kind: 'not-waiting' });
    expect(centre.word()).toBe('lost');
    // In the other contest nothing was repeated: the paper that came anew is read.
    centre.type(anew, read([5, 6]), GOV);
    expect(centre.word(0, 1)).toBe('counted');
  });

  it('is typed from no copy', () => {
    const { centre } = repeated();
    centre.do(opening(centre.envelope(), 'nothing'));
    centre.do(ruling(null, 'lost'));
    const copy = { kind: 'admit-copy', station: station('s0'), holder: WHY, ...VOTE } as const;
    expect(centre.refuse(copy)).toMatchObject({ kind: 'already-received-envelope' });
    expect(centre.word()).toBe('lost');
  });

  it('waits for no other sheet when its own is taken out', () => {
    const { centre, withdraw } = repeated(true);
    const again = centre.envelope();
    centre.do(opening(again));
    centre.do(scan(again));
    centre.type(again, read([9, 9, 9]), PRES, ['tom', 'tia']);
    centre.do(ruling(again, 'recount'));
    centre.do(ruling(null, 'lost'));
    withdraw(again);
    expect([centre.word(), centre.centre.repeats.pending(0)]).toEqual(['lost', null]);
  });
});

it('two contests repeated one behind the other have a sheet each', () => {
  const { centre, first } = repeated();
  centre.type(first, read([5, 6]), GOV);
  const second = centre.envelope();
  centre.do(opening(second));
  centre.type(second, read([9, 9, 9]), PRES, ['tom', 'tia']);
  centre.do(ruling(first, 'repeat', { contest: GOV, until: instant(centre.at + HOUR) }));
  centre.at = instant(centre.at + 2 * HOUR);
  const third = centre.envelope();
  const { repeats } = centre.centre;
  expect([repeats.contestsOf(second), repeats.contestsOf(third)]).toEqual([[0], [1]]);
  expect([centre.word(), centre.word(0, 1)]).toEqual(['counted', 'open sealed']);
});
