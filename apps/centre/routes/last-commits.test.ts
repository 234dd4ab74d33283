import { expect, it } from 'vitest';
import { LastCommits } from './last-commits.ts';

it('the same content is done once, and once more when the same work came back', async () => {
  const last = new LastCommits();
  let done = 0;
  let hers = true;
  const commit = () =>
    last.once(
      'val',
      'resolve 7 pres',
      () => hers,
      async () => {
        await Promise.resolve();
        done++;
        return null;
      },
    );
  // While it is on its way the work is hers still: the same answer for both.
  expect(await Promise.all([commit(), commit()])).toEqual([null, null]);
  hers = false;
  expect(await commit()).toBe(null);
  expect(done).toBe(1);
  // Ruled to be typed afresh, two others differed as before, and she reads the same again.
  hers = true;
  expect(await commit()).toBe(null);
  expect(done).toBe(2);
});
