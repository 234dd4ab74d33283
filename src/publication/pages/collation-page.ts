import type { Contest, Election } from '../../model/election.ts';
import type { Language } from '../../model/ids.ts';
import { COLLATION_CLASSES, COLLATION_REASONS, type CollationData } from '../collation.ts';
import type { ChildData, StateData, UnitData } from '../unit-data.ts';
import { differingSheets, oneWayPlaces } from './collation-lists.ts';
import { type CollatedContest, collationCell, collationFigure } from './collation-parts.ts';
import { scopeOf, shareCell, wholeCell } from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { banner, freshness } from './notices.ts';
import { percentText } from './number-text.ts';
import { nameOfSelection, type Page, pageOf, selectionName, unitAddress } from './page.ts';
import { documentText, footerLinks, otherLanguage, upToFront } from './page-frame.ts';
import { resultText } from './result-text.ts';
import { wordFor } from './texts.ts';
import { type CollationTexts, collationTextsOf } from './texts-collation.ts';

/** Areas before the rest is folded away. */
const AREAS_SHOWN = 12;

export type CollationPageInput = {
  readonly language: Language;
  readonly election: Election;
  readonly root: UnitData;
  readonly state: StateData;
  /** The areas to compare. */
  readonly areas: readonly ChildData[];
  /** Contests in which sheets of both counts are counted. */
  readonly contests: readonly CollatedContest[];
};

/** `<language>/collation.html`: the two counts held against each other, sheet by sheet. */
export function renderCollationPage(input: CollationPageInput): string {
  const { language, election, root } = input;
  const page = pageOf(language, election, 'language');
  const t = collationTextsOf(language);
  const body =
    input.contests.length === 0
      ? html`<p>${t.nothing}</p>`
      : html`${input.contests.map((one, i) => contestSection(page, t, input, one, i === 0))}${downloads(t)}`;
  const main = html`<main id=main tabindex=-1 data-unit="${root.unit}"><h1>${t.title}</h1>${freshness(page, input.state)}<p class=intro>${t.intro}</p>${body}</main>`;
  return documentText(page, {
    title: `${t.title} · ${election.name[language]}`,
    breadcrumb: upToFront(page),
    banner: banner(page, root.nature, root.test),
    main,
    footer: footerLinks(page, [
      ['data/collation.json', t.downloads.json],
      ['data/collation.csv', t.downloads.csv],
    ]),
    otherAddress: `../${otherLanguage(language)}/collation.html`,
    live: true,
  });
}

function contestSection(
  page: Page,
  t: CollationTexts,
  input: CollationPageInput,
  one: CollatedContest,
  first: boolean,
): Markup {
  const { contest } = one;
  return html`<section><h2>${contest.name[page.language]}</h2>${summary(page, t, one)}${effect(page, t, one)}<div class=pair>${classTable(page, t, one)}${reasonTable(page, t, one)}</div>${netTable(page, t, one, input.root)}${first ? usualSection(t) : NOTHING}${differingSheets(page, t, one)}${oneWayPlaces(page, t, one)}${byArea(page, t, one, input.areas)}</section>`;
}

function figureOf(page: Page, contest: Contest, name: string, n: number): Markup {
  return collationFigure(page, 'u0', contest.id, name, n);
}

function summary(page: Page, t: CollationTexts, { contest, data }: CollatedContest): Markup {
  const { equal, differs } = data.totals;
  const both = equal + differs;
  if (both === 0) return NOTHING;
  const share = trusted(
    `<b data-f="collation u0 ${escapeText(contest.id)} differsShare">${percentText(differs, both, 2, page.language)}</b>`,
  );
  const parts = {
    both: figureOf(page, contest, 'both', both),
    differs: figureOf(page, contest, 'differs', differs),
    share,
  };
  return html`<p class=lead>${fill(t.summary, parts)}</p>`;
}

/** What the differences do to the lead, and whether the rule would give another answer. */
function effect(page: Page, t: CollationTexts, { contest, data }: CollatedContest): Markup {
  const { leaders, direction, result, totals } = data;
  if (totals.differs === 0) return NOTHING;
  const names = leaderNames(contest, leaders);
  const lead = leadOf(contest, leaders, totals);
  const votes = collationFigure(page, 'u0', contest.id, 'leadSize', Math.abs(lead));
  const sentence = fill(lead > 0 ? t.lead.up : lead < 0 ? t.lead.down : t.lead.none, { votes, ...names });
  const ways = fill(t.lead.ways, {
    more: figureOf(page, contest, 'more', direction.more[0]),
    moreVotes: figureOf(page, contest, 'moreVotes', direction.more[1]),
    less: figureOf(page, contest, 'less', direction.less[0]),
    lessVotes: figureOf(page, contest, 'lessVotes', direction.less[1]),
    same: figureOf(page, contest, 'same', direction.same),
  });
  return html`<p class=effect>${sentence}</p><p>${ways}</p>${ruleText(page, t, contest, result)}`;
}

function ruleText(page: Page, t: CollationTexts, contest: Contest, result: CollatedContest['data']['result']): Markup {
  if (result === null) return NOTHING;
  const isSame = JSON.stringify(result.official) === JSON.stringify(result.swapped);
  const rule = fill(isSame ? t.rule.same : t.rule.other, {
    result: resultText(page.texts, contest, 'would', result.official),
    swapped: resultText(page.texts, contest, 'would', result.swapped),
  });
  return html`<p>${rule} <span class=note>${t.rule.note}</span></p>`;
}

function leadOf(contest: Contest, [a, b]: readonly [string, string | null], { net }: CollationData): number {
  const at = (id: string | null): number => net[contest.selections.findIndex((s) => s.id === id)] ?? 0;
  return at(a) - at(b);
}

/** The two whose lead is meant, as markup for sentences. */
export function leaderNames(contest: Contest, [a, b]: readonly [string, string | null]): { a: Markup; b: Markup } {
  return {
    a: html`<b>${nameOfSelection(contest, a)}</b>`,
    b: html`<b>${b === null ? '' : nameOfSelection(contest, b)}</b>`,
  };
}

function classTable(page: Page, t: CollationTexts, { contest, data }: CollatedContest): Markup {
  const rows = COLLATION_CLASSES.map(
    (name) =>
      `<tr><th scope=row>${escapeText(t.classes[name])}${collationCell(page, 'u0', contest.id, name, data.totals[name])}`,
  );
  return html`<div><h3>${t.totals}</h3><table><caption class=vh>${t.totalsCaption}</caption><thead><tr><th scope=col>${t.className}<th scope=col>${t.sheets}<tbody>${trusted(rows.join(''))}</table></div>`;
}

function reasonTable(page: Page, t: CollationTexts, { contest, data }: CollatedContest): Markup {
  if (data.totals.differs === 0) return NOTHING;
  const rows = [...COLLATION_REASONS, 'none' as const]
    .filter((reason) => reason === 'none' || data.reasons[reason] > 0)
    .map(
      (reason) =>
        `<tr><th scope=row>${escapeText(t.reasons[reason])}${collationCell(page, 'u0', contest.id, `reason ${reason}`, data.reasons[reason])}`,
    );
  return html`<div><h3>${t.reasonsTitle}</h3><table><caption class=vh>${t.reasonsTitle}</caption><thead><tr><th scope=col>${t.reason}<th scope=col>${t.sheets}<tbody>${trusted(rows.join(''))}</table></div>`;
}

function netTable(page: Page, t: CollationTexts, { contest, data }: CollatedContest, root: UnitData): Markup {
  const official = root.contests[contest.id]?.official;
  if (official === undefined || data.totals.differs === 0) return NOTHING;
  const scope = scopeOf(page.language, '', 'official', contest.id);
  const net = (id: string, i: number): string =>
    collationCell(page, 'u0', contest.id, `net ${id}`, data.totals.net[i] ?? 0, 'signed');
  let rows = '';
  contest.selections.forEach((s, i) => {
    rows += `<tr><th scope=row>${escapeText(selectionName(s))}${wholeCell(scope, `votes ${s.id}`, official.votes[i] ?? 0)}${net(s.id, i)}`;
  });
  contest.others.forEach((id, i) => {
    const at = contest.selections.length + i;
    rows += `<tr><th scope=row>${escapeText(wordFor(page.texts.boxes, id))}${wholeCell(scope, `other ${id}`, official.others[i] ?? 0)}${net(id, at)}`;
  });
  return html`<h3>${t.net.title}</h3><p>${t.net.text}</p><table class=votes><caption class=vh>${t.net.caption}</caption><thead><tr><th scope=col>${t.net.option}<th scope=col class=official>${t.net.official}<th scope=col>${t.net.net}<tbody>${trusted(rows)}</table>`;
}

/** The areas with most sheets that differ first. */
function byArea(
  page: Page,
  t: CollationTexts,
  { contest, data }: CollatedContest,
  areas: readonly ChildData[],
): Markup {
  const { texts } = page;
  const here = areas.flatMap((area) => {
    const collation = area.contests[contest.id]?.collation;
    return collation === undefined ? [] : [{ area, collation }];
  });
  if (here.length < 2) return NOTHING;
  here.sort((a, b) => b.collation.differs - a.collation.differs);
  const rows = here.map(({ area, collation }) => areaRow(page, contest, area, collation, data.leaders));
  const heads = html`<th scope=col>${texts.areas.area}<th scope=col>${t.both}<th scope=col>${t.differ}<th scope=col>${t.share}<th scope=col>${t.annulledShort}<th scope=col>${fill(t.leadChange, leaderNames(contest, data.leaders))}`;
  const table = (label: Markup, body: readonly string[]): Markup =>
    html`<div class=wide role=region tabindex=0 aria-label="${label}. ${texts.areas.scroll}"><table class=areas><caption class=vh>${label}</caption><thead><tr>${heads}<tbody>${trusted(body.join(''))}</table></div>`;
  const [first, rest] = [rows.slice(0, AREAS_SHOWN), rows.slice(AREAS_SHOWN)];
  const restTitle = fill(t.restOfPlaces, { n: rest.length });
  const folded =
    rest.length === 0 ? NOTHING : html`<details><summary>${restTitle}</summary>${table(restTitle, rest)}</details>`;
  return html`<h3>${t.byPlace}</h3>${table(html`${t.byPlace}`, first)}${folded}`;
}

function areaRow(
  page: Page,
  contest: Contest,
  area: ChildData,
  collation: CollationData,
  leaders: readonly [string, string | null],
): string {
  const both = collation.equal + collation.differs;
  const scope = { language: page.language, words: `collation ${escapeText(area.unit)} ${escapeText(contest.id)} ` };
  const name = escapeText(area.name || page.texts.areas.unnamed);
  return (
    `<tr><th scope=row><a href="${unitAddress(page, area.page)}">${name}</a>` +
    collationCell(page, area.unit, contest.id, 'both', both) +
    collationCell(page, area.unit, contest.id, 'differs', collation.differs) +
    shareCell(scope, 'differsShare', collation.differs, both, 2) +
    collationCell(page, area.unit, contest.id, 'annulled', collation.annulled) +
    collationCell(page, area.unit, contest.id, 'lead', leadOf(contest, leaders, collation), 'signed')
  );
}

function usualSection(t: CollationTexts): Markup {
  const { title, text, items, note } = t.usual;
  return html`<h3>${title}</h3><p>${text}</p><ul>${items.map((item) => html`<li>${item}`)}</ul><p class=note>${note}</p>`;
}

function downloads(t: CollationTexts): Markup {
  const { title, json, csv } = t.downloads;
  return html`<section><h2>${title}</h2><ul><li><a href="../data/collation.csv">${csv}</a><li><a href="../data/collation.json">${json}</a></ul></section>`;
}
