import type { Contest } from '../../src/model/election.ts';
import { percentText } from '../../src/publication/pages/number-text.ts';
import { selectionName } from '../../src/publication/pages/page.ts';
import { textsOf, wordFor } from '../../src/publication/pages/texts.ts';
import type { CertifiedFigures } from '../../src/record/index.ts';
import type { Column } from './flow.ts';
import type { Sheet } from './paper-frame.ts';

type Seats = readonly (readonly [selection: string, seats: number])[] | null;

/** Votes of every option with its share, and the sums below. */
export function figuresPart(sheet: Sheet, contest: Contest, figures: CertifiedFigures, seats: Seats): void {
  const { flow, language, whole } = sheet;
  const texts = sheet.texts.figures;
  const columns: Column[] = [
    { head: texts.option, share: seats === null ? 0.6 : 0.5 },
    { head: texts.votes, share: 0.2, right: true },
    { head: texts.share, share: 0.2, right: true },
    ...(seats === null ? [] : [{ head: texts.seats, share: 0.1, right: true }]),
  ];
  const share = (votes: number) => (figures.valid === 0 ? '' : percentText(votes, figures.valid, 3, language));
  const seatsOf = (id: string) => (seats === null ? [] : [whole(seats.find(([one]) => one === id)?.[1] ?? 0)]);
  const blank = seats === null ? [] : [''];
  const named = figures.votes.reduce((sum, votes) => sum + votes, 0);
  const unlisted = figures.valid - named;
  const { boxes } = textsOf(language);
  flow.table(columns, [
    ...contest.selections.map((selection, i) => {
      const votes = figures.votes[i] ?? 0;
      const party = selection.name !== '' && selection.party !== '' ? ` (${selection.party})` : '';
      return [`${selectionName(selection)}${party}`, whole(votes), share(votes), ...seatsOf(selection.id)];
    }),
    ...(unlisted > 0 ? [[texts.notNamed, whole(unlisted), share(unlisted), ...blank]] : []),
    [texts.valid, whole(figures.valid), share(figures.valid), ...blank],
    ...contest.others.map((other, i) => [wordFor(boxes, other), whole(figures.others[i] ?? 0), '', ...blank]),
    [texts.cast, whole(figures.cast), '', ...blank],
    [texts.registered, figures.registered === null ? texts.unknown : whole(figures.registered), '', ...blank],
  ]);
}

/** Where the sheets ended, as numbers. */
export function endsPart({ flow, texts, whole }: Sheet, figures: CertifiedFigures): void {
  const { sheet, number, ends } = texts.figures;
  const rows = (['expected', 'counted', 'annulled', 'notInstalled', 'lost', 'open'] as const).map((end) => {
    return [ends[end], whole(figures[end])];
  });
  flow.table(
    [
      { head: sheet, share: 0.7 },
      { head: number, share: 0.3, right: true },
    ],
    rows,
  );
}
