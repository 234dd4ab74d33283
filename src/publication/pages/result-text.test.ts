import { describe, expect, it } from 'vitest';
import { littleDefinition } from '../../entry/centre-example.test-support.ts';
import type { Contest } from '../../model/election.ts';
import { LANGUAGES, type SelectionId } from '../../model/ids.ts';
import { possibleText, resultText } from './result-text.ts';
import { textsOf } from './texts.ts';

describe('a result in words', () => {
  const plain = littleDefinition().election.contests[0] as Contest;
  const by = (plain.selections[0] as { readonly id: SelectionId }).id;
  const won = { kind: 'won', by } as const;
  const said = (contest: Contest) =>
    LANGUAGES.flatMap((language) => {
      const texts = textsOf(language);
      const moods = (['is', 'would'] as const).map((mood) => resultText(texts, contest, mood, won));
      return [...moods, possibleText(texts, contest, won)].map(({ markup }) => markup);
    });

  it('of a contest that fills an assembly has no winner: it says who has the most votes', () => {
    const seats = { seats: 5, method: 'dhondt', threshold: null } as unknown as NonNullable<Contest['seats']>;
    for (const text of said({ ...plain, rule: { kind: 'plurality' }, seats })) {
      expect(text).toMatch(/most votes|más votos/);
      expect(text).not.toMatch(/won|win|ganó|ganaría|gane/);
    }
    for (const text of said({ ...plain, rule: { kind: 'plurality' }, seats: null })) {
      expect(text).toMatch(/won|win|ganó|ganaría|gane/);
    }
  });

  it('has no first place where seats are shared out: two are level', () => {
    const seats = { seats: 5, method: 'dhondt', threshold: null } as unknown as NonNullable<Contest['seats']>;
    const tie = { kind: 'tie', for: 'winner', among: [by, by] } as const;
    for (const language of LANGUAGES) {
      for (const mood of ['is', 'would'] as const) {
        const said = (of: Contest) => resultText(textsOf(language), of, mood, tie).markup;
        expect(said({ ...plain, seats })).toMatch(/level, with more votes|con más votos/);
        expect(said({ ...plain, seats })).not.toMatch(/first place|primer lugar|settles|resuelve/);
        expect(said({ ...plain, seats: null })).toMatch(/first place|primer lugar/);
      }
    }
  });
});
