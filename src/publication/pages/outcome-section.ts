import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { FinalResult, Outcome } from '../../model/outcome-types.ts';
import { ruleSentence } from '../../model/rule-sentence.ts';
import type { DrawnLot } from '../canvass-data.ts';
import type { BothCounts, Figures } from '../unit-data.ts';
import { cardClass, cardTitle, certificateIn, drawnText } from './certified.ts';
import { scopeOf, sheetsOut, whole } from './figures.ts';
import { fill, html, join, type Markup, NOTHING } from './html.ts';
import { nameOfSelection, type Page } from './page.ts';
import { possibleText, resultText } from './result-text.ts';
import { thresholdOf } from './threshold-text.ts';

/** More outcomes of one kind than this are told together. */
const GROUPED_FROM = 4;

/** The rule in a sentence, and for each count what its figures decide and how far they are from each threshold. */
export function outcomeSection(page: Page, contest: Contest, figures: BothCounts<Figures>): Markup {
  const { texts, language } = page;
  const shown = COUNT_KINDS.filter((count) => figures[count].outcome !== undefined);
  if (shown.length === 0) return NOTHING;
  const rule = ruleSentence(contest.rule, language, (id) => nameOfSelection(contest, id));
  const cards = shown
    .filter((count) => figures[count].counted > 0)
    .map(
      (count) =>
        html`<div class="${cardClass(count, figures[count])}"><h4>${cardTitle(page, count, figures[count])}</h4>${outcomeOfCount(page, contest, count, figures[count])}</div>`,
    );
  return html`<h3>${texts.outcome.title}</h3><p class=rule>${rule}</p><div class=pair>${cards}</div>`;
}

function outcomeOfCount(page: Page, contest: Contest, count: CountKind, b: Figures): Markup {
  if (b.outcome === undefined) return NOTHING;
  const lot = certificateIn(count, b)?.lot;
  return html`${outcomeText(page, contest, count, b.outcome, lot)}${distances(page, contest, count, b)}`;
}

/**
 * Unconditional words for complete counts only: what is open, or settled by arithmetic alone, is said on condition. `lot`: of the
 * certificate, where the board drew one.
 */
export function outcomeText(page: Page, contest: Contest, count: CountKind, outcome: Outcome, lot?: DrawnLot): Markup {
  const { texts } = page;
  if (outcome.kind === 'settled') {
    const drawn = outcome.complete ? drawnText(page, contest, outcome.result, lot) : null;
    const result = drawn ?? resultText(texts, contest, outcome.complete ? 'is' : 'would', outcome.result);
    const sentence = outcome.complete ? texts.outcome.complete[count] : texts.outcome.settled;
    return html`<p class=outcome>${fill(sentence, { result })}</p>`;
  }
  const result = resultText(texts, contest, 'would', outcome.ofTheSheetsIn);
  const possible = possibleList(page, contest, outcome.possible);
  return html`<p class=outcome><b>${texts.outcome.open}</b>${possible}<p>${fill(texts.outcome.openIn, { result })}</p>`;
}

/** Every outcome that is still possible. Early on that is nearly all: then in groups, which leave none out. */
function possibleList(page: Page, contest: Contest, possible: readonly FinalResult[]): Markup {
  const { texts } = page;
  if (possible.length === 0) return NOTHING;
  const wins = possible.filter((r) => r.kind === 'won');
  const pairs = possible.filter((r) => r.kind === 'second-round');
  const others = possible.filter((r) => r.kind !== 'won' && r.kind !== 'second-round');
  const item = (r: FinalResult): Markup => html`<li>${possibleText(texts, contest, r)}`;
  const names = join(
    wins.map((r) => html`<b>${nameOfSelection(contest, r.by)}</b>`),
    ', ',
  );
  const { openWins, openWinsOutright, openMostVotes } = texts.outcome;
  const outright = contest.rule.kind === 'two-round' ? openWinsOutright : openWins;
  const anyWins = contest.seats === null ? outright : openMostVotes;
  const winners = wins.length <= GROUPED_FROM ? wins.map(item) : [html`<li>${fill(anyWins, { names })}`];
  const folded = html`<li><details><summary>${fill(texts.outcome.openPairs, { n: pairs.length })}</summary><ul>${pairs.map(item)}</ul></details>`;
  const seconds = pairs.length <= GROUPED_FROM ? pairs.map(item) : [folded];
  return html` ${texts.outcome.openPossible}</p><ul>${winners}${seconds}${others.map(item)}</ul>`;
}

function distances(page: Page, contest: Contest, count: CountKind, b: Figures): Markup {
  const { texts, language } = page;
  if (b.distances === undefined || b.distances.length === 0) return NOTHING;
  const scope = scopeOf(language, '', count, contest.id);
  const complete = sheetsOut(b) === 0;
  const items = b.distances.map((d) => {
    const words = texts.distances[d.part === 'leadAtLeast' || d.part === 'quorum' ? d.part : 'share'];
    const votes = whole(scope, `distance ${d.condition} ${d.part}`, d.votes);
    const sentence = complete ? (d.holds ? words.held : words.failed) : d.holds ? words.holds : words.fails;
    return html`<li>${fill(sentence, { threshold: thresholdOf(page, contest, d), votes })}`;
  });
  const { outcome } = texts;
  const note =
    contest.rule.kind === 'referendum' ? outcome.noteReferendum : complete ? outcome.noteComplete : outcome.note;
  return html`<h5>${outcome.distances}</h5><ul>${items}</ul><p class=note>${note}</p>`;
}
