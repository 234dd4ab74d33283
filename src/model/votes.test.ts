import { describe, expect, it } from 'vitest';
import type { Contest } from './election.ts';
import { type Box, boxNames, castBallots, validVotes, votesIn } from './votes.ts';

function contest(controls: readonly string[], others: readonly string[] = ['blank', 'null']): Contest {
  return { selections: [{ id: 'A' }, { id: 'B' }], others, controls } as unknown as Contest;
}
const boxes = (...list: (number | 'empty' | 'illegible')[]) => list as Box[];

describe('valid votes of a sheet', () => {
  it.each<[string, Contest, Box[], number]>([
    ['no controls: the sum of the selections', contest([]), boxes(10, 20, 3, 4), 30],
    ['empty and illegible add nothing', contest([]), boxes(10, 'empty', 'illegible', 4), 10],
    ['control valid, equal', contest(['valid']), boxes(10, 20, 3, 4, 30), 30],
    ['control valid, more: selections that the source does not name', contest(['valid']), boxes(10, 20, 3, 4, 37), 37],
    ['control valid, less: the votes that stand there', contest(['valid']), boxes(10, 20, 3, 4, 29), 30],
    ['control valid, empty', contest(['valid']), boxes(10, 20, 3, 4, 'empty'), 30],
    ['control valid, illegible', contest(['valid']), boxes(10, 20, 3, 4, 'illegible'), 30],
    ['control total less the others', contest(['total']), boxes(10, 20, 3, 4, 40), 33],
    ['control total less the others, fewer than the sum', contest(['total']), boxes(10, 20, 3, 4, 31), 30],
    ['control total below the others', contest(['total']), boxes(0, 0, 3, 4, 2), 0],
    ['control total, an other empty', contest(['total']), boxes(10, 20, 'empty', 4, 40), 36],
    ['control total, itself empty', contest(['total']), boxes(10, 20, 3, 4, 'empty'), 30],
    ['valid goes before total, whichever stands first', contest(['total', 'valid']), boxes(1, 2, 3, 4, 99, 5), 5],
    ['a control that is neither says nothing', contest(['voters']), boxes(10, 20, 3, 4, 99), 30],
    [
      'the control is found behind others of its kind',
      contest(['voters', 'total'], ['blank']),
      boxes(1, 2, 3, 99, 9),
      6,
    ],
    ['boxes that are missing add nothing', contest(['valid']), boxes(10), 10],
  ])('%s', (_, definition, list, valid) => {
    expect(validVotes(definition, list)).toBe(valid);
  });
});

describe('ballots in the box', () => {
  it.each<[string, Contest, Box[], number]>([
    ['no controls: valid votes and others', contest([]), boxes(10, 20, 3, 4), 37],
    ['a control valid goes in', contest(['valid']), boxes(10, 20, 3, 4, 37), 44],
    ['total, more than is counted out', contest(['total']), boxes(10, 20, 3, 4, 40), 40],
    ['total, less', contest(['total']), boxes(10, 20, 3, 4, 30), 37],
    ['voters, more than total', contest(['voters', 'total']), boxes(10, 20, 3, 4, 50, 40), 50],
    ['voters, empty', contest(['voters']), boxes(10, 20, 3, 'illegible', 'empty'), 33],
    ['valid is no number of ballots', contest(['voters', 'valid']), boxes(1, 1, 1, 1, 3, 90), 92],
  ])('%s', (_, definition, list, cast) => {
    expect(castBallots(definition, list)).toBe(cast);
  });
});

it('votes are read from a number alone', () => {
  expect([votesIn(7 as Box), votesIn('empty'), votesIn('illegible'), votesIn(undefined)]).toEqual([7, 0, 0, 0]);
});

it('boxes stand in the order of the paper: selections, others, controls', () => {
  expect(boxNames(contest(['voters', 'valid']))).toEqual(['A', 'B', 'blank', 'null', 'voters', 'valid']);
});
