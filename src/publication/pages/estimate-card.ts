import type { Contest } from '../../model/election.ts';
import { isRefusalCode, refusalText } from '../../projection/refusal-text.ts';
import { factsRead } from '../../projection/said.ts';
import type { SaidEstimate, SaidRefusal } from '../../record/index.ts';
import type { EstimateData } from '../estimate-files.ts';
import { isCompletePreliminary, type MadeEstimate, pointOf } from '../estimates.ts';
import { digitsFor, endsOf, millionthsText } from './estimate-numbers.ts';
import { escapeText, fill, html, type Markup, NOTHING, numbered, trusted } from './html.ts';
import { fullTime, zoneText } from './local-time.ts';
import { wholeText } from './number-text.ts';
import { nameOfSelection, type Page } from './page.ts';
import { resultText } from './result-text.ts';
import { type EstimateTexts, estimateTextsOf } from './texts-estimate.ts';

/** The newest estimate of a contest in a frame of its own, with `more` behind what is always said. */
export function estimateCard(page: Page, contest: Contest, data: EstimateData, more: Markup): Markup {
  const t = estimateTextsOf(page.language);
  const { newest } = data;
  const { said } = newest;
  if (said.kind !== 'refused' && isCompletePreliminary(pointOf(newest))) return completeCard(page, contest, data, said);
  const body = said.kind === 'refused' ? refusal(page, t, said) : estimate(page, t, contest, said);
  return html`<div class="card estimated"><p class=estimated-badge>${t.badge}</p>${body}${seenLine(page, t, data)}${more}</div>`;
}

function estimate(page: Page, t: EstimateTexts, contest: Contest, said: SaidEstimate): Markup {
  return html`${leadLine(page, t, contest, said)}${outcomeLine(page, t, contest, said)}${sharesTable(page, t, contest, said)}`;
}

/** Totals and no intervals, in the look of the preliminary count: nothing of it is estimated any more. */
function completeCard(page: Page, contest: Contest, data: EstimateData, said: SaidEstimate): Markup {
  const t = estimateTextsOf(page.language);
  const text = (n: number) => millionthsText(n, 3, page.language);
  const parts = {
    a: html`<b>${nameOfSelection(contest, said.lead.of)}</b>`,
    b: html`<b>${nameOfSelection(contest, said.lead.over)}</b>`,
    lead: html`<b>${text(endsOf(said.lead.points).middle)}</b>`,
  };
  const rows = [...said.options]
    .sort((x, y) => endsOf(y.share).middle - endsOf(x.share).middle)
    .map(({ id, share, votes }) => {
      const own = wholeText(endsOf(votes).middle, page.language);
      return `<tr><th scope=row>${escapeText(nameOfSelection(contest, id))}<td>${text(endsOf(share).middle)}<td>${own}`;
    });
  const { counted, out } = data.came.official;
  const why = counted > 0 && out === 0 ? t.complete.over : t.complete.why;
  const table = html`<table class=intervals><caption class=vh>${t.complete.caption}</caption><thead><tr><th scope=col>${t.shares.option}<th scope=col>%<th scope=col>${page.texts.figures.votes}<tbody>${trusted(rows.join(''))}</table>`;
  return html`<div class="card preliminary"><p class=estimated-badge>${t.complete.badge}</p><p class=outcome>${t.complete.title}</p><p>${why}</p><p class=lead>${fill(t.complete.lead, parts)}</p>${table}${seenLine(page, t, data)}</div>`;
}

function refusal(page: Page, t: EstimateTexts, { code, facts }: SaidRefusal): Markup {
  const why = isRefusalCode(code) ? refusalText(code, factsRead(facts), page.language) : code;
  return html`<p class=outcome>${t.refused}</p><p>${why}</p><p class=note>${t.refusedIs}</p>`;
}

/** The interval before its middle; where it holds both signs, a lead for each. */
export function leadLine(page: Page, t: EstimateTexts, contest: Contest, { lead }: SaidEstimate): Markup {
  const { low, middle, high } = endsOf(lead.points);
  const digits = digitsFor(low, high);
  const text = (n: number): Markup => html`<b>${millionthsText(n, digits, page.language)}</b>`;
  const names = {
    a: html`<b>${nameOfSelection(contest, lead.of)}</b>`,
    b: html`<b>${nameOfSelection(contest, lead.over)}</b>`,
  };
  const both = low < 0 && high > 0;
  const parts = { ...names, low: text(both ? -low : low), high: text(high) };
  const point = fill(t.lead.middle, { middle: millionthsText(middle, digits, page.language) });
  return html`<p class=lead>${fill(both ? t.lead.both : t.lead.one, parts)} <small>${point}</small></p>`;
}

function outcomeLine(page: Page, t: EstimateTexts, contest: Contest, { likely }: SaidEstimate): Markup {
  if (likely === null) return html`<p class=outcome>${t.close}</p><p>${t.closeWhy}</p>`;
  return html`<p class=outcome>${fill(t.likely, { result: resultText(page.texts, contest, 'would', likely) })}</p>`;
}

function seenLine(page: Page, t: EstimateTexts, { newest, came }: EstimateData): Markup {
  const { election, language, texts } = page;
  const { stateAt, said, count } = newest;
  if (said.basis === null) return NOTHING;
  const whole = (n: number) => numbered(n, { markup: wholeText(n, language) });
  const parts = {
    at: fullTime(stateAt, election.timeZone, language),
    zone: zoneText(stateAt, election.timeZone, texts.zone),
    in: whole(said.basis.sheetsIn),
    expected: whole(said.basis.expected),
  };
  const older = came[count].counted > said.basis.sheetsIn ? html` ${t.older}` : NOTHING;
  return html`<p class=note>${fill(t.seen, parts)}${older}</p>`;
}

function sharesTable(page: Page, t: EstimateTexts, contest: Contest, said: SaidEstimate): Markup {
  const { language } = page;
  const rows = [...said.options]
    .sort((x, y) => endsOf(y.share).middle - endsOf(x.share).middle)
    .map(({ id, share, votes }) => {
      const { low, middle, high } = endsOf(share);
      const digits = digitsFor(low, high);
      const text = (n: number) => millionthsText(n, digits, language);
      const range = fill(t.shares.to, { low: text(low), high: text(high) }).markup;
      const ends = endsOf(votes);
      const whole = (n: number) => wholeText(n, language);
      const inVotes = fill(t.shares.to, { low: whole(ends.low), high: whole(ends.high) }).markup;
      return `<tr><th scope=row>${escapeText(nameOfSelection(contest, id))}<td>${range}<td>${text(middle)}<td>${inVotes}`;
    });
  const { caption, option, interval, middle, votes } = t.shares;
  return html`<div class=wide role=region tabindex=0 aria-label="${contest.name[language]}: ${t.shares.title}. ${page.texts.areas.scroll}"><table class=intervals><caption class=vh>${caption}</caption><thead><tr><th scope=col>${option}<th scope=col>${interval} (%)<th scope=col>${middle} (%)<th scope=col>${votes}<tbody>${trusted(rows.join(''))}</table></div>`;
}

/** How often each outcome came, where the definition lets it be told; never surer than a complete count can be. */
export function probabilitiesTable(page: Page, contest: Contest, made: MadeEstimate): Markup {
  const { said, draws } = made;
  if (said.kind === 'refused' || said.outcomes === null || said.outcomes.length === 0) return NOTHING;
  if (isCompletePreliminary(pointOf(made))) return NOTHING;
  const { probabilities: t } = estimateTextsOf(page.language);
  const complete = said.basis.sheetsIn === said.basis.expected;
  const rows = said.outcomes.map(({ result, draws: times }) => {
    const word = outOfHundred(times, draws, complete);
    const n = word === 'some' ? String(Math.round((100 * times) / draws)) : '';
    const text = fill(t[word], { n }).markup;
    return `<tr><th scope=row>${resultText(page.texts, contest, 'would', result).markup}<td>${text}`;
  });
  return html`<h4>${t.title}</h4><table class=intervals><caption class=vh>${t.title}</caption><thead><tr><th scope=col>${t.outcome}<th scope=col>${t.of}<tbody>${trusted(rows.join(''))}</table><p class=note>${t.note}</p>`;
}

function outOfHundred(times: number, draws: number, complete: boolean): 'all' | 'nearly' | 'hardly' | 'some' {
  if (times >= draws && complete) return 'all';
  if (100 * times > 99 * draws) return 'nearly';
  return 100 * times < draws ? 'hardly' : 'some';
}
