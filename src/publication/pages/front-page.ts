import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, Figures, StateData } from '../unit-data.ts';
import { areasTable, settingsTable } from './areas-table.ts';
import { devicesSection, refusedSection } from './at-the-door.ts';
import { cardClass, cardTitle, certifiedNote, withdrawnRemarks } from './certified.ts';
import { countPanels, leadLine } from './count-panels.ts';
import { estimateOnFront } from './estimate-page.ts';
import { contestsHere, isSilent } from './figures.ts';
import { fill, html, type Markup, NOTHING } from './html.ts';
import { leadChart } from './lead-chart.ts';
import { dateText } from './local-time.ts';
import { freshness, noticesSection, pastStops, stoppedLine, stoppedNotice } from './notices.ts';
import { type Closed, onTheirWay } from './on-their-way.ts';
import { outcomeSection } from './outcome-section.ts';
import { countWords, type Page, standingOf, unitAddress } from './page.ts';
import { progress, type Silence, stillOut } from './still-out.ts';
import { collationTextsOf } from './texts-collation.ts';
import type { UnitPageInput } from './unit-page.ts';

/** What the front page says, in the order in which it may be read without being misread. */
export function frontContent(page: Page, input: UnitPageInput): Markup {
  const { texts, election, language } = page;
  const { unit, state } = input;
  const here = contestsHere(election.contests, unit.contests);
  // The contest of one area has its page there, and here a line further down; unless that area is everything.
  const most = Math.max(0, ...here.map(([, figures]) => figures.official.expected));
  const isPartial = ([contest, figures]: Here[number]): boolean =>
    contest.electorate?.length === 1 && figures.official.expected < most;
  const whole = here.filter((one) => !isPartial(one));
  const partial = here.filter(isPartial);
  const areas = input.frontier ?? unit.children;
  const runner = fill(standingOf(election) === 'replay' ? texts.replayBy : texts.countBy[election.runner.kind], {
    runner: election.runner.name[language],
  });
  const silence = silenceOf(page, state);
  const { preliminary, official } = state.counts;
  const closed: Closed = { preliminary: preliminary.closed, official: official.closed };
  const top = html`<p class=runner>${runner} · ${fill(texts.electionDate, { date: dateText(election.date, language) })}</p>${freshness(page, state)}${untimed(page, input)}${stoppedLine(page, state)}<p><a href="find.html">${texts.find.link}</a></p>${collationLink(page, input)}`;
  const contests = whole.map(
    ([contest, figures]) =>
      html`<section><h2>${contest.name[language]}</h2>${stillOut(page, contest, figures, areas, silence)}${onTheirWay(page, contest, figures, areas, closed)}${countPanels(page, contest, figures, silence, remarks(page, contest, state))}${outcomeSection(page, contest, figures)}${estimateOnFront(page, contest, input.estimates)}</section>`,
  );
  const more = whole.map(([contest, figures]) => {
    const points =
      input.history !== undefined && Object.hasOwn(input.history, contest.id) ? input.history[contest.id] : undefined;
    const chart = points === undefined ? NOTHING : leadChart(page, contest, figures, points, state);
    const tables = html`${areasTable(page, contest, unit, areas, 'largest')}${settingsTable(page, contest, unit)}`;
    // A second heading of the same name would be noise where there is one contest only.
    const title = whole.length > 1 ? html`<h2>${contest.name[language]}</h2>` : NOTHING;
    return html`<section>${title}${chart}${tables}</section>`;
  });
  return html`${top}${contests}${noticesSection(page, state)}${stoppedNotice(page, state)}${pastStops(page, state)}${more}${partialContests(page, input, partial, silence)}${atTheDoor(page, input)}`;
}

/** The way to the two counts held against each other, once there is something to hold. */
function collationLink({ language }: Page, { unit }: UnitPageInput): Markup {
  const isThere = Object.values(unit.contests).some(({ collation }) => collation !== undefined);
  return isThere ? html`<p><a href="collation.html">${collationTextsOf(language).link}</a></p>` : NOTHING;
}

/** Who may send for the whole, and what was not taken: where there is any. */
function atTheDoor(page: Page, { unit, state, places }: UnitPageInput): Markup {
  const [devices, refused] = [devicesSection(page, unit, places), refusedSection(page, state)];
  if (devices === NOTHING && refused === NOTHING) return NOTHING;
  return html`<section><h2>${page.texts.capture.arrival}</h2>${devices}${refused}</section>`;
}

/** What the state of the record adds to the heading of each count: how it was typed, whether it is closed. */
function remarks(page: Page, contest: Contest, state: StateData): Readonly<Record<CountKind, readonly string[]>> {
  const of = (count: CountKind): readonly string[] => {
    const { mode, closed } = state.counts[count];
    const own = count === 'official' ? withdrawnRemarks(page, contest.id, state) : [];
    return [...(mode === null ? [] : [page.texts.modes[mode]]), ...(closed ? [page.texts.closed] : []), ...own];
  };
  return { preliminary: of('preliminary'), official: of('official') };
}

/** What is said of a count of which nothing has been seen: that it has no data, has not started, or is open and waits. */
function silenceOf(page: Page, state: StateData): Silence {
  const of = (count: CountKind): Silence[CountKind] => {
    const { mode, open } = state.counts[count];
    if (open) return { words: page.texts.noneCounted, tell: 'all', noData: false };
    const noData = mode === null && page.election.nature === 'replay';
    return { words: noData ? page.texts.noData : page.texts.notStarted, tell: 'nothing', noData };
  };
  return { preliminary: of('preliminary'), official: of('official') };
}

/** Of an imported count whose sheets have no times there is no curve, and no moment of which its figures would be. */
function untimed(page: Page, { state, unit, history }: UnitPageInput): Markup {
  if (history === undefined) return NOTHING;
  const lines = COUNT_KINDS.filter((count) => {
    if (state.counts[count].mode !== 'imported') return false;
    const seen = Object.values(unit.contests).some((c) => c[count].counted + c[count].notCounted > 0);
    return seen && Object.values(history).every((c) => c[count].length === 0);
  }).map((count) => html`<p class=note>${fill(page.texts.fresh.untimed, { count: countWords(page, count).name })}</p>`);
  return html`${lines}`;
}

type Here = readonly (readonly [Contest, BothCounts<Figures>])[];

/** Contests of a part of the territory: how far they are, and where their figures stand. */
function partialContests(page: Page, input: UnitPageInput, partial: Here, silence: Silence): Markup {
  const { texts, language } = page;
  if (partial.length === 0) return NOTHING;
  const sections = partial.map(([contest, figures]) => {
    const unit = contest.electorate?.[0] ?? '';
    const child = (input.frontier ?? []).concat(input.unit.children).find((c) => c.unit === unit);
    const name = child?.name ?? input.places?.nameOf(unit) ?? contest.name[language];
    const target = child?.page ?? input.places?.pageOf(unit) ?? unit;
    const link = html`<p><a href="${unitAddress(page, target)}">${fill(texts.partial.see, { name })}</a></p>`;
    return html`<h3>${contest.name[language]}</h3>${briefCards(page, contest, figures, silence)}${link}`;
  });
  return html`<section><h2>${texts.partial.title}</h2>${sections}</section>`;
}

/** How far a count is and who is ahead: the rest stands on the page of the area. */
function briefCards(page: Page, contest: Contest, figures: BothCounts<Figures>, silence: Silence): Markup {
  const cards = COUNT_KINDS.map((count) => {
    const b = figures[count];
    const { words, tell } = silence[count];
    const body =
      isSilent(b) && tell !== 'all'
        ? html`<p>${words}</p>`
        : html`${progress(page, contest, count, b)}${leadLine(page, contest, count, b)}`;
    return html`<div class="${cardClass(count, b)}"><h4>${cardTitle(page, count, b)}</h4>${certifiedNote(page, count, b)}${body}</div>`;
  });
  return html`<div class=pair>${cards}</div>`;
}
