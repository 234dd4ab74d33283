import { describe, expect, it } from 'vitest';
import { fraction } from '../base/fraction.ts';
import type { SelectionId } from './ids.ts';
import type { Rule } from './rule.ts';
import { exactPercent, ruleSentence } from './rule-sentence.ts';

const bolivia: Rule = {
  kind: 'two-round',
  base: 'valid',
  outright: [{ shareOver: fraction(1, 2) }, { shareAtLeast: fraction(2, 5), leadAtLeast: fraction(1, 10) }],
};

const yes = 'yes' as SelectionId;
const referendum = (
  quorum: Extract<Rule, { kind: 'referendum' }>['quorum'],
  base: 'valid' | 'all' = 'valid',
): Rule => ({
  kind: 'referendum',
  base,
  yes,
  approve: { shareOver: fraction(1, 2) },
  quorum,
});

function sentences(rule: Rule): readonly [string, string] {
  return [ruleSentence(rule, 'en', () => 'Yes'), ruleSentence(rule, 'es', () => 'Sí')];
}

describe('ruleSentence', () => {
  it('says the rule of Bolivia 2019', () => {
    expect(sentences(bolivia)).toEqual([
      'Wins outright with more than 50 % of the valid votes, or with at least 40 % of the valid votes and a lead of at least 10 points over the next; otherwise the two with most votes go to a second round.',
      'Gana en primera vuelta quien obtenga más del 50 % de los votos válidos, o bien al menos el 40 % de los votos válidos y una ventaja de al menos 10 puntos sobre el siguiente; de lo contrario, los dos con más votos van a una segunda vuelta.',
    ]);
  });

  it('says plurality, majority and runoff', () => {
    expect(sentences({ kind: 'plurality' })).toEqual(['Whoever has most votes wins.', 'Gana quien tenga más votos.']);
    expect(sentences({ kind: 'majority', base: 'all' })).toEqual([
      'Wins with more than 50 % of all ballots (blank and null included); otherwise nobody does.',
      'Gana quien obtenga más del 50 % de todos los votos emitidos (incluidos blancos y nulos); de lo contrario no gana nadie.',
    ]);
    expect(sentences({ kind: 'runoff' })).toEqual([
      'Of the two, whoever has most votes wins.',
      'De los dos, gana quien tenga más votos.',
    ]);
  });

  it('says a referendum with its quorum', () => {
    expect(sentences(referendum(null))).toEqual([
      'Approved if “Yes” has more than 50 % of the valid votes.',
      'Se aprueba si «Sí» obtiene más del 50 % de los votos válidos.',
    ]);
    expect(sentences(referendum({ of: 'turnout', threshold: { atLeast: fraction(2, 5) } }))).toEqual([
      'Approved if “Yes” has more than 50 % of the valid votes and at least 40 % of the registered voters take part.',
      'Se aprueba si «Sí» obtiene más del 50 % de los votos válidos y participa al menos el 40 % de los inscritos.',
    ]);
    expect(sentences(referendum({ of: 'approval', threshold: { over: fraction(1, 3) } }))).toEqual([
      'Approved if “Yes” has more than 50 % of the valid votes and more than 1/3 of the registered voters vote for it.',
      'Se aprueba si «Sí» obtiene más del 50 % de los votos válidos y vota a favor más de 1/3 de los inscritos.',
    ]);
  });

  it('says of what a lead is taken where no share says it', () => {
    const lead = (num: number, den: number): Rule => ({
      kind: 'two-round',
      base: 'valid',
      outright: [{ leadAtLeast: fraction(num, den) }],
    });
    expect(sentences(lead(1, 100))[0]).toContain('a lead of at least 1 point of the valid votes over the next');
    expect(sentences(lead(1, 100))[1]).toContain('una ventaja de al menos 1 punto de los votos válidos sobre');
    expect(sentences(lead(1, 3))[0]).toContain('a lead of at least 1/3 of the valid votes over the next');
  });
});

describe('exactPercent', () => {
  it.each([
    [1, 2, '50', '50'],
    [1, 8, '12.5', '12,5'],
    [3, 6, '50', '50'],
    [21, 30, '70', '70'],
    [0, 7, '0', '0'],
    [1, 1, '100', '100'],
    [123_456_789, 1_000_000_000, '12.3456789', '12,3456789'],
    [1, 2 ** 29, '0.000000186264514923095703125', '0,000000186264514923095703125'],
  ])('%i/%i', (num, den, en, es) => {
    expect(exactPercent(fraction(num, den), 'en')).toBe(en);
    expect(exactPercent(fraction(num, den), 'es')).toBe(es);
  });

  it('has no decimals for thirds and sevenths', () => {
    expect(exactPercent(fraction(1, 3), 'en')).toBeNull();
    expect(exactPercent(fraction(2, 7), 'es')).toBeNull();
    expect(exactPercent(fraction(1, 999_999_999), 'en')).toBeNull();
  });
});
