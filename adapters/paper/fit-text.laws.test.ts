import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageText } from '../../src/model/printed-page.ts';
import { fitText, type Measure } from './fit-text.ts';

/** Letters of different widths; bold is wider. */
const measure: Measure = (text, face) =>
  [...text].reduce((sum, letter) => sum + (letter === 'i' || letter === ' ' ? 0.4 : 0.9), 0) *
  (face === 'bold' ? 1.2 : 1);

const words = fc.array(fc.stringMatching(/^[a-zñé]{1,30}$/), { minLength: 1, maxLength: 40 }).map((w) => w.join(' '));
const text = fc
  .record({
    es: words,
    en: fc.option(words),
    height: fc.integer({ min: 10, max: 80 }),
    most: fc.integer({ min: 60, max: 1800 }),
    lines: fc.integer({ min: 1, max: 4 }),
    face: fc.constantFrom('plain' as const, 'bold' as const, 'mono' as const),
  })
  .map(({ es, en, height, most, lines, face }) =>
    pageText({ es, en }, { x: 100, y: 200 }, height, most, { room: height * 1.4 * lines, face }),
  );

describe('a text in its place', () => {
  it('never leaves it, and no word is lost', () => {
    fc.assert(
      fc.property(text, (one) => {
        const runs = fitText(one, measure);
        for (const run of runs) {
          const wide = measure(run.text, one.face) * run.height * run.squeeze;
          expect(run.x).toBeGreaterThanOrEqual(one.x);
          expect(run.x + wide).toBeLessThanOrEqual(one.x + one.most + 0.01);
          expect(run.baseline - run.height).toBeGreaterThanOrEqual(one.y - 0.01);
          expect(run.baseline).toBeLessThanOrEqual(one.y + one.room);
        }
        const first = runs.filter((run) => !run.second).map((run) => run.text);
        expect(first.join(' ')).toBe(one.es);
        const second = runs.filter((run) => run.second).map((run) => run.text);
        expect([[], [one.en]]).toContainEqual(second);
      }),
    );
  });

  it('is printed as large as asked where it fits, with the other language behind it', () => {
    const wide = { ...pageText({ es: 'Votos nulos', en: 'Null votes' }, { x: 0, y: 0 }, 26, 800) };
    expect(fitText(wide, measure).map(({ height, squeeze, second }) => ({ height, squeeze, second }))).toEqual([
      { height: 26, squeeze: 1, second: false },
      { height: 26 * 0.74, squeeze: 1, second: true },
    ]);
    expect(fitText({ ...wide, most: 330 }, measure).map(({ second }) => second)).toEqual([false]);
    expect(fitText({ ...wide, most: 330, room: 80 }, measure).map(({ second }) => second)).toEqual([false, true]);
  });

  it('of nothing is nothing', () => {
    expect(fitText(pageText({ es: '', en: null }, { x: 0, y: 0 }, 20, 100), measure)).toEqual([]);
  });
});
