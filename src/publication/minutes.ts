import { assert } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import { canonicalBytes, canonicalText, type Json } from '../base/canonical.ts';
import type { Instant } from '../base/instant.ts';
import type { RunNature } from '../model/election.ts';
import type { LocalizedText } from '../model/ids.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { CertifiedFigures } from '../record/index.ts';
import { standingFor } from './build-unit-data.ts';
import { certifiedFigures } from './certificate-of-state.ts';
import type { MinutesBook } from './minutes-book.ts';
import type { MinutedActs } from './minutes-entries.ts';
import type { PublicView } from './public-view.ts';

/** The published state that papers are of, and the record behind it. */
export type PapersState = {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly at: Instant;
  /** The signed note of the newest checkpoint, whole; null before there is one. */
  readonly checkpoint: string | null;
};

/** Whose papers these are: alike on minutes and acts. */
export type PapersHead = {
  readonly v: 1;
  readonly election: string;
  readonly name: LocalizedText;
  readonly date: string;
  readonly timeZone: string;
  readonly runner: LocalizedText;
  readonly test: boolean;
  readonly nature: RunNature;
  readonly state: PapersState;
};

/** Figures of a contest in the whole record, as the state shows them. */
export type MinutedTotal = {
  readonly contest: string;
  readonly figures: CertifiedFigures;
  /** Canonical text of the outcome. */
  readonly outcome: string;
};

/** What a session's minutes say: docs/spec/official-count.md section 13. */
export type SessionMinutes = PapersHead & {
  readonly kind: 'minutes';
  readonly totals: readonly MinutedTotal[];
} & MinutedActs;

/** Head of the papers of a state. */
export function papersHead({ geography }: PublicView, state: PapersState): PapersHead {
  const { id, name, date, timeZone, runner, nature } = geography.definition.election;
  return {
    ...{ v: 1, election: id, name, date, timeZone, runner: runner.name },
    ...{ test: nature === 'rehearsal', nature, state },
  };
}

/** The minutes of the session that is open at this state; null where none is. The book has taken what the state has. */
export function sessionMinutes(view: PublicView, book: MinutesBook, state: PapersState): SessionMinutes | null {
  assert(book.size >= state.size, 'the book has taken every event of the state');
  const acts = book.session(state.size);
  if (acts === null) return null;
  const { contests } = view.geography.definition.election;
  const totals = contests.map((contest, c): MinutedTotal => {
    const sums = view.tabulation.sums('official', c, 0);
    const { ids, input } = standingFor(view, 'official', c, sums);
    const outcome = outcomeOf(contest.rule, ids, input);
    return {
      contest: contest.id,
      figures: certifiedFigures(view, c, 0, sums),
      outcome: canonicalText(outcome as unknown as Json),
    };
  });
  return { ...papersHead(view, state), kind: 'minutes', ...acts, totals };
}

/** Canonical bytes of the data of a paper. */
export function papersBytes(data: object): Bytes {
  return canonicalBytes(data as unknown as Json);
}
