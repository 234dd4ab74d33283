import type { Contest, Election } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind, type Language } from '../../model/ids.ts';
import type { BothCounts, ChildData, Figures, HistoryData, StateData, UnitData } from '../unit-data.ts';
import { areasTable, settingsTable } from './areas-table.ts';
import { countPanels, leadLine, placeTable } from './count-panels.ts';
import { contestsHere, isSilent } from './figures.ts';
import { fill, html, type Markup, NOTHING } from './html.ts';
import { leadChart } from './lead-chart.ts';
import { dateText } from './local-time.ts';
import { banner, freshness, freshnessElsewhere, stoppedLine, stoppedNotice } from './notices.ts';
import { outcomeSection } from './outcome-section.ts';
import { documentText, footerLinks, otherLanguage, sourceNotes } from './page-frame.ts';
import { electionZone, type Page, pageOf, standingOf, unitAddress } from './page.ts';
import { isPlace, sheetsSection } from './sheets-section.ts';
import { type Silence, stillOut } from './still-out.ts';
import { wordFor } from './texts.ts';

/** What the tree of units knows and a unit's own data does not. */
export type UnitPlaces = {
  /** The unit whose page a link to this one leads to: itself, or the first below it that has a page. */
  pageOf(unit: string): string;
  nameOf(unit: string): string;
};

export type UnitPageInput = {
  readonly language: Language;
  readonly election: Election;
  readonly unit: UnitData;
  /** Only the front page depends on it: other pages are rewritten only when their own figures change. */
  readonly state: StateData;
  /** Front page only. */
  readonly history?: HistoryData | undefined;
  /** Front page only: the areas to show in place of the root's children, where one child is nearly the whole. */
  readonly frontier?: readonly ChildData[] | undefined;
  readonly places?: UnitPlaces | undefined;
  /** The page is served by a server that announces changes at `live`. Default false. */
  readonly live?: boolean | undefined;
};

/** The page of a unit: the front page for the root, the sheets for a place, figures and areas for all between. */
export function renderUnitPage(input: UnitPageInput): string {
  const { language, election, unit } = input;
  const root = unit.path.length === 0;
  const page = pageOf(language, election, root ? 'language' : 'unit');
  const other = otherLanguage(language);
  const name = root ? election.name[language] : unit.name || page.texts.areas.unnamed;
  const inside = root ? frontContent(page, input) : unitContent(page, input);
  return documentText(page, {
    title: root ? name : `${name} · ${election.name[language]}`,
    breadcrumb: root ? NOTHING : breadcrumb(page, unit, input.places),
    banner: banner(page, unit.nature, unit.test),
    main: html`<main id=main tabindex=-1 data-unit="${unit.unit}"><h1>${name}</h1>${inside}</main>`,
    footer: footer(page, unit, root),
    otherAddress: root ? `../${other}/index.html` : `../../${other}/u/${unit.unit}.html`,
    live: input.live ?? false,
  });
}

function frontContent(page: Page, input: UnitPageInput): Markup {
  const { texts, election, language } = page;
  const { unit, state } = input;
  const here = contestsHere(election.contests, unit.contests);
  // The contest of one area has its page there; here it is a line further down.
  const whole = here.filter(([contest]) => contest.electorate?.length !== 1);
  const partial = here.filter(([contest]) => contest.electorate?.length === 1);
  const areas = input.frontier ?? unit.children;
  const runner = fill(standingOf(election) === 'replay' ? texts.replayBy : texts.countBy[election.runner.kind], {
    runner: election.runner.name[language],
  });
  const silence = bySilence(() => texts.notStarted);
  const top = html`<p class=runner>${runner} · ${fill(texts.electionDate, { date: dateText(election.date, language) })}</p>${freshness(page, state)}${stoppedLine(page, state)}`;
  const contests = whole.map(
    ([contest, figures]) =>
      html`<section><h2>${contest.name[language]}</h2>${stillOut(page, contest, figures, areas, silence)}${countPanels(page, contest, figures, silence, remarks(page, state))}${outcomeSection(page, contest, figures)}</section>`,
  );
  const more = whole.map(([contest, figures]) => {
    const points = input.history !== undefined && Object.hasOwn(input.history, contest.id) ? input.history[contest.id] : undefined;
    const chart = points === undefined ? NOTHING : leadChart(page, contest, figures, points, state);
    const tables = html`${areasTable(page, contest, unit, areas, 'largest')}${settingsTable(page, contest, unit)}`;
    // A second heading of the same name would be noise where there is one contest only.
    const title = whole.length > 1 ? html`<h2>${contest.name[language]}</h2>` : NOTHING;
    return html`<section>${title}${chart}${tables}</section>`;
  });
  return html`${top}${contests}${stoppedNotice(page, state)}${more}${partialContests(page, input, partial)}`;
}

/** What the state of the record adds to the heading of each count: how it was typed, whether it is closed. */
function remarks(page: Page, state: StateData): Readonly<Record<CountKind, readonly string[]>> {
  const of = (count: CountKind): readonly string[] => {
    const { mode, closed } = state.counts[count];
    return [...(mode === null ? [] : [page.texts.modes[mode]]), ...(closed ? [page.texts.closed] : [])];
  };
  return { preliminary: of('preliminary'), official: of('official') };
}

function bySilence(of: (count: CountKind) => string): Silence {
  return { preliminary: of('preliminary'), official: of('official') };
}

type Here = readonly (readonly [Contest, BothCounts<Figures>])[];

/** Contests of a part of the territory: how far they are, and where their figures stand. */
function partialContests(page: Page, input: UnitPageInput, partial: Here): Markup {
  const { texts, language } = page;
  if (partial.length === 0) return NOTHING;
  const sections = partial.map(([contest, figures]) => {
    const unit = contest.electorate?.[0] ?? '';
    const child = (input.frontier ?? []).concat(input.unit.children).find((c) => c.unit === unit);
    const name = child?.name ?? input.places?.nameOf(unit) ?? contest.name[language];
    const target = child?.page ?? input.places?.pageOf(unit) ?? unit;
    const link = html`<p><a href="${unitAddress(page, target)}">${fill(texts.partial.see, { name })}</a></p>`;
    return html`<h3>${contest.name[language]}</h3>${briefLines(page, contest, figures)}${link}`;
  });
  return html`<section><h2>${texts.partial.title}</h2>${sections}</section>`;
}

function briefLines(page: Page, contest: Contest, figures: BothCounts<Figures>): Markup {
  const silence = bySilence(() => page.texts.notStarted);
  const out = stillOut(page, contest, figures, [], silence, 'brief');
  const leads = COUNT_KINDS.filter((c) => !isSilent(figures[c])).map((c) => leadLine(page, contest, c, figures[c]));
  return leads.length === 0 ? out : out;
}

function unitContent(page: Page, input: UnitPageInput): Markup {
  const { texts, language } = page;
  const { unit } = input;
  const silence = bySilence(() => texts.nothingHere);
  const level = html`<p class=runner>${wordFor(texts.levels, unit.level)}</p>${freshnessElsewhere(page)}`;
  const sections = contestsHere(page.election.contests, unit.contests).map(([contest, figures]) => {
    const out = stillOut(page, contest, figures, unit.children, silence);
    const body = isPlace(unit)
      ? html`<h3>${texts.figures.title}</h3>${placeTable(page, contest, figures)}`
      : countPanels(page, contest, figures, silence, { preliminary: [], official: [] });
    const areas = areasTable(page, contest, unit, unit.children, 'name');
    return html`<section><h2>${contest.name[language]}</h2>${out}${body}${outcomeSection(page, contest, figures)}${areas}</section>`;
  });
  const times = html`<p class=note>${fill(texts.times, { zone: electionZone(page) })}</p>`;
  return html`${level}${sections}${isPlace(unit) ? html`${sheetsSection(page, unit.sheets)}${times}` : NOTHING}`;
}

/** The way up. Units without a page of their own, because they have one child only, are named and not linked. */
function breadcrumb(page: Page, unit: UnitData, places: UnitPlaces | undefined): Markup {
  const items = unit.path.map(([id, name], i) => {
    if (i === 0) return html`<li><a href="../index.html">${page.election.name[page.language]}</a>`;
    const label = name || page.texts.areas.unnamed;
    const linked = places === undefined || places.pageOf(id) === id;
    return linked ? html`<li><a href="${unitAddress(page, id)}">${label}</a>` : html`<li>${label}`;
  });
  return html`<nav aria-label="${page.texts.breadcrumb}"><ol>${items}</ol></nav>`;
}

function footer(page: Page, unit: UnitData, root: boolean): Markup {
  const { texts } = page;
  const data = [[`data/u/${unit.unit}.json`, texts.footer.data] as const];
  if (!root) return footerLinks(page, data);
  return html`${footerLinks(page, [...data, ['data/history.json', texts.footer.history]])}${sourceNotes(page)}`;
}
