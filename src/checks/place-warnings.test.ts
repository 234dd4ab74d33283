import { describe, expect, it } from 'vitest';
import type { Count } from '../model/ids.ts';
import { boxesOf, CONTEST, deskWith } from './checks-example.test-support.ts';
import { placeFindings, placeWarnings } from './place-warnings.ts';

const desk = deskWith();
const sheet = (text: string, registered = 300) => ({ registered: registered as Count, boxes: boxesOf(text) });
const warnings = (...texts: readonly (string | null)[]) =>
  placeWarnings({ contest: CONTEST, desk, sheets: texts.map((text) => (text === null ? null : sheet(text))) });

const ONE = '60 30 0 | 5 5 | 90 100 100';

describe('W401: identical figures in stations of one place', () => {
  it.each([
    ['every box of votes', [ONE, ONE], [ONE, '60 30 0 | 6 4 | 90 100 100']],
    ['in any order of the stations, and three of them', [ONE, null, ONE, ONE], [ONE, null]],
    ['totals aside', [ONE, '60 30 0 | 5 5 | 91 100 100'], [ONE, '60 29 1 | 5 5 | 90 100 100']],
    [
      'from 50 votes',
      ['20 20 5 | 5 0 | 45 50 50', '20 20 5 | 5 0 | 45 50 50'],
      ['20 20 5 | 4 0 | - - -', '20 20 5 | 4 0 | - - -'],
    ],
    ['with four boxes above zero', [ONE, ONE], ['60 30 0 | 0 5 | 90 95 95', '60 30 0 | 0 5 | 90 95 95']],
    ['all of them legible and filled in', [ONE, ONE], ['60 30 - | 5 5 | - - -', '60 30 - | 5 5 | - - -']],
    ['all of them legible', [ONE, ONE], ['60 30 ? | 5 5 | - - -', '60 30 ? | 5 5 | - - -']],
    ['not 1 and 23 against 12 and 3', [ONE, ONE], ['1 23 40 | 5 5 | - - -', '12 3 40 | 5 5 | - - -']],
  ])('%s', (_, meets, misses) => {
    expect(warnings(...meets).map((codes) => codes.includes('W401'))).toEqual(meets.map((text) => text !== null));
    expect(warnings(...misses).flat()).not.toContain('W401');
  });

  it('says how many stations and votes', () => {
    const sheets = [sheet(ONE), null, sheet(ONE)];
    const found = { code: 'W401', effect: 'warns', numbers: { stations: 2, votes: 100 } };
    expect(placeFindings({ contest: CONTEST, desk, sheets })).toEqual([[found], [], [found]]);
  });

  it('can be off', () => {
    const off = deskWith({ W401: { effect: 'off' } });
    expect(placeWarnings({ contest: CONTEST, desk: off, sheets: [sheet(ONE), sheet(ONE)] })).toEqual([[], []]);
  });
});

it('the codes of a station ascend, its own and those across stations', () => {
  const crooked = '60 30 0 | 5 - | 91 100 100';
  expect(warnings(ONE, crooked, ONE, null)).toEqual([['W401'], ['E101', 'E102', 'E103', 'W301'], ['W401'], []]);
});

it('without a desk nothing is checked, and a sheet without figures meets nothing', () => {
  expect(placeWarnings({ contest: CONTEST, desk: null, sheets: [sheet(ONE), sheet(ONE)] })).toEqual([[], []]);
  const none = { registered: 0 as Count, boxes: [] };
  expect(placeWarnings({ contest: CONTEST, desk, sheets: [none, none] })).toEqual([[], []]);
});
