import type { Contest } from '../../model/election.ts';
import type { ContestResult, FinalResult } from '../../model/outcome-types.ts';
import { fill, html, join, type Markup } from './html.ts';
import { nameOfSelection } from './page.ts';
import type { Texts } from './texts.ts';
import type { ResultKey } from './texts-outcome.ts';

type Parts = Readonly<Record<string, Markup>>;

/** A result in one of three moods: as a fact (complete counts only), on condition, or as one of several possible. */
export function resultText(texts: Texts, contest: Contest, mood: 'is' | 'would', result: ContestResult): Markup {
  const key: ResultKey = result.kind === 'tie' ? tieKey(contest, result.for) : winKey(contest, result.kind);
  return fill(texts.results[mood][key], partsOf(contest, result));
}

export function possibleText(texts: Texts, contest: Contest, result: FinalResult): Markup {
  return fill(texts.results.could[winKey(contest, result.kind)], partsOf(contest, result));
}

/** Where a second round may follow, winning says that there is none. Where an assembly is filled nobody wins: seats are shared out. */
function winKey<T extends string>(contest: Contest, kind: T): T | 'most-votes' | 'won-outright' {
  if (kind !== 'won') return kind;
  if (contest.seats !== null) return 'most-votes';
  return contest.rule.kind === 'two-round' ? 'won-outright' : kind;
}

/** Where seats are shared out there is no first place: two may be level with most votes. */
function tieKey(contest: Contest, among: Extract<ContestResult, { kind: 'tie' }>['for']): ResultKey {
  return among === 'winner' && contest.seats !== null ? 'tie-most-votes' : `tie-${among}`;
}

function partsOf(contest: Contest, result: ContestResult): Parts {
  const name = (id: string): Markup => html`<b>${nameOfSelection(contest, id)}</b>`;
  switch (result.kind) {
    case 'won':
      return { a: name(result.by) };
    case 'second-round':
      return { a: name(result.between[0]), b: name(result.between[1]) };
    case 'tie':
      return { names: join(result.among.map(name), ', ') };
    default:
      return {};
  }
}
