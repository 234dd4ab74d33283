import { expect, it } from 'vitest';
import { err, ok, type Result } from '../../../src/base/result.ts';
import { ofNewestState } from './of-newest-state.ts';
import type { Trouble } from './trouble.ts';

const BEHIND: Trouble = { status: 409, code: 'not-the-newest-state', detail: 'wait' };
const OTHER: Trouble = { status: 409, code: 'lot-needed', detail: 'draw' };

/** Gives these one after the other, the last for ever. */
function inTurn(...given: readonly Result<string, Trouble>[]) {
  let asked = 0;
  const make = () => Promise.resolve(given[Math.min(asked++, given.length - 1)] as Result<string, Trouble>);
  return { make, asked: () => asked };
}

it('what is of the newest state waits until that is published, and for nothing else', async () => {
  const soon = inTurn(err(BEHIND), err(BEHIND), ok('minutes'));
  expect(await ofNewestState(soon.make)).toEqual(ok('minutes'));
  const other = inTurn(err(BEHIND), err(OTHER), ok('minutes'));
  expect(await ofNewestState(other.make)).toEqual(err(OTHER));
  expect([soon.asked(), other.asked()]).toEqual([3, 2]);
});

it('and not for ever', async () => {
  const never = inTurn(err(BEHIND));
  expect(await ofNewestState(never.make, 300)).toEqual(err(BEHIND));
  expect(never.asked()).toBeGreaterThan(1);
});
