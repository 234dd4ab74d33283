import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PrintedPage } from '../../src/model/printed-page.ts';
import { Flow } from './flow.ts';

// A face whose every sign is as wide: what is laid out does not depend on the fonts.
const measure = (text: string) => text.length * 0.7;

const WORD = fc.oneof(fc.stringMatching(/^[a-zñ]{1,12}$/), fc.stringMatching(/^[A-Za-z0-9+/]{60,200}$/));
const TEXT = fc.array(WORD, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
// So much above that what follows meets the foot of a page.
const LINES = fc.record({
  kind: fc.constant('lines' as const),
  text: fc.integer({ min: 40, max: 52 }).map((n) => '|'.repeat(n)),
});
const PART = fc.oneof(
  fc.record({ kind: fc.constantFrom('heading', 'note', 'paragraph', 'subheading'), text: TEXT }),
  fc.record({ kind: fc.constant('table' as const), rows: fc.array(fc.tuple(TEXT, WORD), { maxLength: 30 }) }),
  fc.record({ kind: fc.constant('code' as const), text: TEXT }),
  LINES,
);

function laid(parts: readonly (typeof PART extends fc.Arbitrary<infer T> ? T : never)[]): readonly PrintedPage[] {
  const paper = new Flow(measure);
  for (const part of parts) {
    if (part.kind === 'table')
      paper.table(
        [
          { head: '%', share: 0.6 },
          { head: '#', share: 0.4, right: true },
        ],
        part.rows,
      );
    else if (part.kind === 'lines') for (const sign of part.text) paper.paragraph(sign);
    else if (part.kind === 'code') paper.code('cotejo', [part.text]);
    else paper[part.kind](part.text);
  }
  paper.paragraph('END');
  return paper.pages('foot', (page, of) => `${page}/${of}`, null);
}

it('a paper holds every word once, inside of its pages, and no heading stands alone at a foot', () => {
  fc.assert(
    fc.property(LINES, PART, fc.array(PART, { maxLength: 6 }), (lines, heading, more) => {
      const parts = [lines, heading, ...more];
      const pages = laid(parts);
      const words = pages.map(({ elements }) => elements.flatMap((e) => (e.kind === 'text' ? [e] : [])));
      for (const { x, height, most, es } of words.flat()) {
        expect(x).toBeGreaterThanOrEqual(150);
        expect(x + measure(es) * height).toBeLessThanOrEqual(1950 + 1);
        expect(measure(es) * height).toBeLessThanOrEqual(most);
      }
      // Its foot is the last two texts of a page.
      const said = words.flatMap((page) => page.slice(0, -2));
      for (const { y, height } of said) expect(y + height).toBeLessThanOrEqual(2801);
      const expected = parts
        .flatMap((p) => (p.kind === 'table' ? p.rows.flat() : [p.text]))
        .join('')
        .replaceAll(' ', '');
      const found = said.map(({ es }) => es).join('');
      const sorted = (text: string) => [...text.replace(/[ %#]/g, '')].toSorted().join('');
      expect(sorted(found)).toBe(sorted(`${expected}END`));
      for (const page of words) expect([30, 25]).not.toContain(page.at(-3)?.height);
    }),
    { numRuns: 40 },
  );
});

it('a word without an end is measured piece by piece', () => {
  const word = 'ab'.repeat(20_000);
  let measured = 0;
  const paper = new Flow((text) => {
    measured += text.length;
    return measure(text);
  });
  paper.paragraph(word);
  const texts = paper
    .pages('', () => '', null)
    .flatMap(({ elements }) => elements.flatMap((e) => (e.kind === 'text' ? [e.es] : [])));
  expect(texts.join('')).toBe(word);
  // What is asked grows with the word, and not with its square.
  expect(measured).toBeLessThan(30 * word.length);
});
