import { describe, expect, it } from 'vitest';
import { sampleForm } from '../../../simulation/sample-form.test-support.ts';
import { present } from '../../../src/base/assert.ts';
import { instant } from '../../../src/base/instant.ts';
import type { Count } from '../../../src/model/ids.ts';
import { boxNames } from '../../../src/model/votes.ts';
import type { SheetView, TypedBox } from '../phone-types.ts';
import { TEXTS } from '../texts.ts';
import { boxesOf, boxLabel, fromText, reviewOf, sumSoFar, withDigit, withoutDigit } from './figures-form.ts';

const { election } = sampleForm();
const contest = present(election.contests[0], 'contest');
const names = boxNames(contest);

function sheetWith(boxes: readonly TypedBox[], registered: number | null = 400): SheetView {
  const station = { id: sampleForm().station.id, table: 1, place: 'X', registered, contests: [contest.id] };
  const figures = [{ contest: contest.id, boxes }];
  return { id: 's', station, startedAt: instant(0), pages: [], figures, sent: null };
}
const counts = (...numbers: number[]) => names.map((_, i) => (numbers[i] ?? 0) as Count);

describe('a box', () => {
  it('takes digits as they are pressed, and leading zeros as on the paper', () => {
    let value: TypedBox = null;
    for (const digit of [0, 0, 5]) value = withDigit(value, digit);
    expect(value).toBe(5);
    expect(withDigit('empty', 7)).toBe(7);
    expect(withDigit(12 as Count, 0)).toBe(120);
  });

  it('does not grow past what a paper has room for', () => {
    expect(withDigit(999_999 as Count, 9)).toBe(999_999);
    expect(fromText('12345678901234567890')).toBe(123456);
  });

  it('is not typed after its last digit is gone, which is not zero', () => {
    expect(withoutDigit(120 as Count)).toBe(12);
    expect(withoutDigit(7 as Count)).toBeNull();
    expect(withoutDigit('empty')).toBeNull();
    expect(fromText('')).toBeNull();
    expect(fromText('0')).toBe(0);
  });

  it('takes of a keyboard only digits', () => {
    expect(fromText('1a2 3')).toBe(123);
  });
});

describe('the boxes of a sheet', () => {
  it('come in the order of the paper, with the names of the paper', () => {
    const boxes = boxesOf(election, sheetWith(counts(1, 2)));
    expect(boxes.map(({ id }) => id)).toEqual(names);
    const first = present(contest.selections[0], 'selection');
    expect(boxLabel(TEXTS.es, present(boxes[0], 'box'))).toEqual({ name: first.party, under: first.name });
    const blank = present(
      boxes.find(({ id }) => id === 'blank'),
      'blank',
    );
    expect(boxLabel(TEXTS.es, blank).name).toBe('Votos en blanco');
    expect(boxLabel(TEXTS.en, blank).name).toBe('Blank votes');
  });

  it('are none while the phone does not know the election', () => {
    expect(boxesOf(null, sheetWith(counts()))).toEqual([]);
  });

  it('are added up without what is empty', () => {
    const boxes = boxesOf(election, sheetWith([10 as Count, 'empty', null, ...counts().slice(3)]));
    expect(sumSoFar(boxes, contest)).toBe(10);
  });
});

describe('the written total of a paper', () => {
  it('is no vote of its own', () => {
    const totalled = { ...contest, controls: ['total'] };
    const changed = { ...election, contests: [totalled] };
    const sheet = sheetWith([...counts(3, 4), 7 as Count]);
    const boxes = boxesOf(changed, sheet);
    expect(boxes.at(-1)?.kind).toBe('control');
    expect(sumSoFar(boxes, totalled)).toBe(7);
  });
});

describe('the review', () => {
  const review = (boxes: readonly TypedBox[], registered?: number | null) => {
    const sheet = sheetWith(boxes, registered);
    return present(reviewOf(election, sheet, boxesOf(election, sheet), 'es')[0], 'review');
  };

  it('says nothing of half a sheet', () => {
    expect(review([500 as Count, null, ...counts().slice(2)]).warnings).toBeNull();
  });

  it('warns in words with its numbers, and is silent where the sums agree', () => {
    expect(review(counts(100, 120, 30)).warnings).toEqual([]);
    expect(review(counts(500, 20)).warnings?.join()).toMatch(/520 votos.*400 personas inscritas/);
  });

  it('does not compare with registered voters that nobody knows', () => {
    expect(review(counts(500, 20), null).warnings).toEqual([]);
  });

  it('adds options and other votes apart', () => {
    const { selections, votes } = review(names.map((_, i) => (i < contest.selections.length ? 10 : 3) as Count));
    expect(selections).toBe(10 * contest.selections.length);
    expect(votes).toBe(selections + 3 * contest.others.length);
  });
});
