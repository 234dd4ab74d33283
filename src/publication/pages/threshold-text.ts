import { type Fraction, formatFraction } from '../../base/fraction.ts';
import type { Contest } from '../../model/election.ts';
import type { ThresholdDistance } from '../../model/outcome-types.ts';
import { exactPercent } from '../../model/rule-sentence.ts';
import { fill, html, type Markup, numbered } from './html.ts';
import { nameOfSelection, type Page } from './page.ts';

type Words = { readonly percent: string; readonly fraction: string };

/** A threshold with that of which it is a part; of a referendum also whose votes are held against it. */
export function thresholdOf(page: Page, contest: Contest, distance: ThresholdDistance): Markup {
  const { thresholds } = page.texts;
  const { rule } = contest;
  const base = baseOf(page, contest);
  const yes = rule.kind === 'referendum' ? html`${nameOfSelection(contest, rule.yes)}` : null;
  switch (distance.part) {
    case 'leadAtLeast':
      return thresholdIn(page, thresholds.lead, distance.threshold, base);
    case 'quorum': {
      const quorum = rule.kind === 'referendum' ? rule.quorum : null;
      const isOver = quorum !== null && 'over' in quorum.threshold;
      const words = isOver ? thresholds.quorumOver : thresholds.quorumAtLeast;
      const threshold = thresholdIn(page, words, distance.threshold, base);
      const sentence = quorum?.of === 'approval' ? thresholds.ofOption : thresholds.ofBallots;
      return fill(sentence, { threshold, a: yes });
    }
    default: {
      const words = distance.part === 'shareOver' ? thresholds.over : thresholds.atLeast;
      const threshold = thresholdIn(page, words, distance.threshold, base);
      return yes === null ? threshold : fill(thresholds.forOption, { threshold, a: yes });
    }
  }
}

/** In percent, exact, in the words for it; a fraction whose decimals have no end as such. */
export function thresholdIn(page: Page, words: Words, threshold: Fraction, base: string): Markup {
  const percent = exactPercent(threshold, page.language);
  if (percent === null) return fill(words.fraction, { t: formatFraction(threshold), base });
  const t = numbered(percent === '1' ? 1 : 2, html`${percent}`);
  return fill(words.percent, { t, base });
}

/** Of which votes the shares of a rule are taken, in words. */
export function baseOf(page: Page, contest: Contest): string {
  return 'base' in contest.rule ? page.texts.bases[contest.rule.base] : '';
}
