import type { Contest, Election } from '../../model/election.ts';
import { estimatesShown } from '../../model/estimate-rules.ts';
import type { Language } from '../../model/ids.ts';
import type { EstimateData } from '../estimate-files.ts';
import { isCompletePreliminary, pointOf } from '../estimates.ts';
import type { StateData } from '../unit-data.ts';
import { estimateBasis } from './estimate-basis.ts';
import { estimateCard, probabilitiesTable } from './estimate-card.ts';
import { cameLead, estimateHistory, pairOf } from './estimate-chart.ts';
import { digitsFor, endsOf, millionthsText } from './estimate-numbers.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { fullTime, zoneText } from './local-time.ts';
import { banner, freshness } from './notices.ts';
import { nameOfSelection, type Page, pageOf } from './page.ts';
import { documentText, footerLinks, otherLanguage, upToFront } from './page-frame.ts';
import { type EstimateTexts, estimateTextsOf } from './texts-estimate.ts';

export type EstimatePageInput = {
  readonly language: Language;
  readonly election: Election;
  readonly state: StateData;
  readonly estimates: ReadonlyMap<string, EstimateData>;
};

/** `<language>/estimate.html`: what is estimated, what it rests on, and all that was said before against what came. */
export function renderEstimatePage({ language, election, state, estimates }: EstimatePageInput): string {
  const page = pageOf(language, election, 'language');
  const t = estimateTextsOf(language);
  const sections = election.contests.map((contest) => {
    const data = estimates.get(contest.id);
    return data === undefined ? NOTHING : contestSection(page, t, contest, data);
  });
  const body = estimates.size === 0 ? nothingYet(page, t) : html`${sections}`;
  const main = html`<main id=main tabindex=-1><h1>${t.pageTitle}</h1>${freshness(page, state)}<p class=intro>${t.intro}</p><p><a href="method.html">${t.method}</a></p>${body}${again(t)}</main>`;
  return documentText(page, {
    title: `${t.pageTitle} · ${election.name[language]}`,
    breadcrumb: upToFront(page),
    banner: banner(page, state.nature, state.test),
    main,
    footer: footerLinks(page, [
      ['data/estimate.json', t.files.newest],
      ['data/estimates.json', t.files.all],
    ]),
    otherAddress: `../${otherLanguage(language)}/estimate.html`,
    live: true,
  });
}

/** What the front page says of a contest: the interval, the outcome or its absence, and the way to the rest. */
export function estimateOnFront(
  page: Page,
  contest: Contest,
  estimates: ReadonlyMap<string, EstimateData> | undefined,
): Markup {
  if (estimates === undefined) return NOTHING;
  const t = estimateTextsOf(page.language);
  const data = estimates.get(contest.id);
  if (data !== undefined && isOver(contest, data)) {
    return html`<h3>${t.title}</h3><p>${t.final.front} <a href="estimate.html">${t.final.link}</a></p>`;
  }
  const link = html`<p><a href="estimate.html">${t.link}</a></p>`;
  const body =
    data === undefined
      ? html`${nothingYet(page, t)}${link}`
      : estimateCard(page, contest, data, html`${probabilitiesTable(page, contest, data.newest)}${link}`);
  return html`<h3>${t.title}</h3>${body}`;
}

function nothingYet(page: Page, t: EstimateTexts): Markup {
  const { election, language, texts } = page;
  const notBefore = estimatesShown(election)?.notBefore ?? null;
  if (notBefore === null) return html`<p>${t.none}</p>`;
  const parts = {
    at: fullTime(notBefore, election.timeZone, language),
    zone: zoneText(notBefore, election.timeZone, texts.zone),
  };
  return html`<p>${t.none} ${fill(t.notBefore, parts)}</p>`;
}

function contestSection(page: Page, t: EstimateTexts, contest: Contest, data: EstimateData): Markup {
  const { newest } = data;
  const card = estimateCard(page, contest, data, probabilitiesTable(page, contest, newest));
  const heading = html`<h3>${isOver(contest, data) ? t.final.last : t.title}</h3>`;
  return html`<section><h2>${contest.name[page.language]}</h2>${againstWhatCame(page, t, contest, data)}${heading}${card}${estimateHistory(page, contest, data)}${estimateBasis(page, contest, newest)}</section>`;
}

/** Whether the official count is complete, so that what was estimated can be held against it. */
function isOver(contest: Contest, data: EstimateData): boolean {
  const pair = pairOf(data);
  return pair !== null && cameLead(contest, data, pair) !== null;
}

/** When the official count is complete, each share beside the last interval of it. */
function againstWhatCame(page: Page, t: EstimateTexts, contest: Contest, data: EstimateData): Markup {
  const { said } = data.newest;
  if (said.kind === 'refused' || !isOver(contest, data)) return NOTHING;
  const { votes, valid } = data.came.official;
  const isTotal = isCompletePreliminary(pointOf(data.newest));
  const base = said.base === 'total' ? valid : votes.reduce((a, b) => a + b, 0);
  const rows = said.options.map(({ id, share }) => {
    const { low, high } = endsOf(share);
    const digits = digitsFor(low, high);
    const own = votes[contest.selections.findIndex((s) => s.id === id)] ?? 0;
    const text = (n: number) => millionthsText(n, digits, page.language);
    const range = isTotal ? text(low) : fill(t.shares.to, { low: text(low), high: text(high) }).markup;
    const came = millionthsText(Math.round((own * 1e6) / base), 3, page.language);
    return `<tr><th scope=row>${escapeText(nameOfSelection(contest, id))}<td>${came}<td>${range}`;
  });
  return html`<h3>${t.final.title}</h3><p>${t.final.text}</p><table class=intervals><caption class=vh>${t.final.title}</caption><thead><tr><th scope=col>${t.shares.option}<th scope=col>${t.final.came} (%)<th scope=col>${isTotal ? t.complete.badge : t.final.said}<tbody>${trusted(rows.join(''))}</table>`;
}

function again(t: EstimateTexts): Markup {
  const { title, text, command } = t.again;
  return html`<section><h2>${title}</h2><p>${text}</p><pre role=region tabindex=0 aria-label="${title}"><code>${command}</code></pre><ul><li><a href="../data/estimate.json">${t.files.newest}</a><li><a href="../data/estimates.json">${t.files.all}</a></ul></section>`;
}
