import { expect, test } from 'vitest';
import { present } from '../src/base/assert.ts';
import { generateElection } from './generate-election.ts';
import { drawGenericTruth } from './generic-votes.ts';

test('votes for whatever contests there are: the same again, within the voters, their totals written right', () => {
  const { definition } = generateElection({ seed: 'generic', stations: 60 });
  const [president, governor] = definition.election.contests;
  const contests = [
    { ...present(president, 'a contest'), controls: ['voters', 'valid', 'spare'] },
    present(governor, 'a contest'),
  ];
  const changed = { ...definition, election: { ...definition.election, contests } };
  const truth = drawGenericTruth(changed, 'x');
  expect(drawGenericTruth(changed, 'x')).toEqual(truth);
  expect(drawGenericTruth(changed, 'y')).not.toEqual(truth);
  const first = present(truth.get(contests[0]?.id ?? ('' as never)), 'its tallies');
  expect(first.size).toBe(60);
  for (const { id, registered } of definition.stations) {
    const boxes = (first.get(id)?.boxes ?? []).map(Number);
    const votes = boxes.slice(0, -3);
    const cast = votes.reduce((a, b) => a + b, 0);
    expect(cast).toBeLessThanOrEqual(registered ?? 0);
    expect(boxes.slice(-3)).toEqual([cast, cast - votes.slice(-2).reduce((a, b) => a + b, 0), cast]);
  }
  expect(truth.get(contests[1]?.id ?? ('' as never))?.size).toBeLessThan(60);
});
