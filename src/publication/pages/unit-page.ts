import type { Election } from '../../model/election.ts';
import type { Language } from '../../model/ids.ts';
import type { CertifiedData } from '../canvass-data.ts';
import type { EstimateData } from '../estimate-files.ts';
import type { ChildData, HistoryData, StateData, UnitData } from '../unit-data.ts';
import { areasTable } from './areas-table.ts';
import { devicesSection } from './at-the-door.ts';
import { withdrawnRemarks } from './certified.ts';
import { countPanels, placeTable } from './count-panels.ts';
import { contestsHere } from './figures.ts';
import { frontContent } from './front-page.ts';
import { fill, html, type Markup, NOTHING } from './html.ts';
import { banner, freshnessElsewhere } from './notices.ts';
import { NOT_CLOSED, onTheirWay } from './on-their-way.ts';
import { outcomeSection } from './outcome-section.ts';
import { electionZone, type Page, pageOf, unitAddress } from './page.ts';
import { documentText, footerLinks, otherLanguage, sourceLinks } from './page-frame.ts';
import { isPlace, sheetsSection } from './sheets-section.ts';
import { stillOut } from './still-out.ts';
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
  /** Places only, where the official count is run from the paper: which certificates a sheet is in. */
  readonly certificates?: readonly CertifiedData[] | undefined;
  /** Front page only, where the definition shows estimates: the newest of each contest. */
  readonly estimates?: ReadonlyMap<string, EstimateData> | undefined;
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

function unitContent(page: Page, input: UnitPageInput): Markup {
  const { texts, language } = page;
  const { unit } = input;
  // By figures alone: this page is not written again when a count opens elsewhere. A replay brings nothing but figures.
  const silent =
    page.election.nature === 'replay'
      ? ({ words: texts.noDataHere, tell: 'nothing', noData: true } as const)
      : ({ words: texts.nothingHere, tell: 'out', noData: false } as const);
  const silence = { preliminary: silent, official: silent };
  const level = html`<p class=runner>${wordFor(texts.levels, unit.level)}</p>${freshnessElsewhere(page)}`;
  const sections = contestsHere(page.election.contests, unit.contests).map(([contest, figures]) => {
    const out = stillOut(page, contest, figures, unit.children, silence);
    const withdrawn = withdrawnRemarks(page, contest.id, input.state);
    const body = isPlace(unit)
      ? html`<h3>${texts.figures.title}</h3>${placeTable(page, contest, figures)}${withdrawn.map((line) => html`<p class=note>${line}</p>`)}`
      : countPanels(page, contest, figures, silence, { preliminary: [], official: withdrawn });
    const areas = areasTable(page, contest, unit, unit.children, 'name');
    // A place shows each sheet with its state: the steps of a handful of them would only repeat that.
    const way = isPlace(unit) ? NOTHING : onTheirWay(page, contest, figures, unit.children, NOT_CLOSED);
    return html`<section><h2>${contest.name[language]}</h2>${out}${way}${body}${outcomeSection(page, contest, figures)}${areas}</section>`;
  });
  const times = html`<p class=note>${fill(texts.times, { zone: electionZone(page) })}</p>`;
  const devices = devicesSection(page, unit, input.places);
  return html`${level}${sections}${isPlace(unit) ? html`${sheetsSection(page, unit, input.certificates ?? [])}${devices}${times}` : devices}`;
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
  return footerLinks(page, [...data, ['data/history.json', texts.footer.history], ...sourceLinks(page)]);
}
