import { describe, expect, it } from 'vitest';
import { noteText } from './note-text.ts';
import { type AnyRefusalCode, refusalText } from './refusal-text.ts';

const CODES: { readonly [code in AnyRefusalCode]: true } = {
  'no-sheets': true,
  'no-geography': true,
  'too-few-options': true,
  'too-many-options': true,
  'too-few-sheets': true,
  'roll-silent': true,
  'too-wide': true,
  'votes-unknown': true,
  'selected-kind-of-vote': true,
  'fit-failed': true,
  'no-count': true,
  'no-instants': true,
  'option-without-figures': true,
};

describe('a refusal in plain words', () => {
  it.each(Object.keys(CODES) as AnyRefusalCode[])(
    '%s is a sentence in both languages, with and without figures',
    (code) => {
      for (const language of ['es', 'en'] as const) {
        for (const facts of [{}, { silentRoll: 0.42, lead80: 0.13, options: 24, sheetsIn: 7, count: 'official' }]) {
          expect(refusalText(code, facts, language)).toMatch(/^[A-ZÁÉÍÓÚ].*\.$/);
          expect(refusalText(code, facts, language)).not.toMatch(/undefined|null|NaN| {2}/);
        }
      }
    },
  );

  it('gives the figures behind it', () => {
    expect(refusalText('roll-silent', { silentRoll: 0.42 }, 'en')).toContain('42 % of the registered voters');
    expect(refusalText('too-wide', { width: 0.131 }, 'es')).toContain('(13,1 puntos)');
  });
});

describe('a note', () => {
  it('has words, and a code nobody wrote words for is still shown', () => {
    expect(noteText({ code: 'registered-zero', facts: { stations: 60 } }, 'en')).toContain('60 stations');
    const fell = { code: 'total-fell', facts: { count: 2, area: 'North', at: 0 } };
    expect(noteText(fell, 'en')).toBe('totals that fell: 2 times (first: North, 1970-01-01T00:00:00Z)');
    expect(noteText({ ...fell, facts: { count: 2, area: '', at: 0 } }, 'es')).toContain('(primera: 1970');
    expect(noteText({ code: 'new-thing', facts: { n: 3 } }, 'es')).toBe('new-thing, n 3');
    expect(noteText({ code: 'seen-all', facts: {} }, 'en')).toBeNull();
  });
});
