import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, Brief, ChildData, Figures } from '../unit-data.ts';
import { cardClass, cardTitle, certifiedNote } from './certified.ts';
import { bar, type FigureScope, figure, isSilent, registeredOut, scopeOf, sheetsOut, whole } from './figures.ts';
import { fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { percentText, wholeText } from './number-text.ts';
import { type Page, unitAddress } from './page.ts';

const AREAS_SHOWN = 3;

/** What stands in place of the figures of a count of which nothing has been seen here. */
export type Silence = Readonly<
  Record<
    CountKind,
    {
      readonly words: string;
      /** What of its sheets is told all the same: nothing, how many are out, or as much as of any other count. */
      readonly tell: 'nothing' | 'out' | 'all';
      /** There is no such count, as far as is known. */
      readonly noData: boolean;
    }
  >
>;

/** How much is in and what is out of each count, where it lies and what it does to the outcome. Before any vote. */
export function stillOut(
  page: Page,
  contest: Contest,
  figures: BothCounts<Figures>,
  areas: readonly ChildData[],
  silence: Silence,
): Markup {
  const cards = COUNT_KINDS.map((count) => {
    const b = figures[count];
    const { words, tell } = silence[count];
    const out = tell === 'out' ? missing(page, scopeOf(page.language, '', count, contest.id), b) : NOTHING;
    const body =
      isSilent(b) && tell !== 'all' ? html`<p>${words}</p>${out}` : outOfCount(page, contest, count, b, areas);
    return html`<div class="${cardClass(count, b)}"><h4>${cardTitle(page, count, b)}</h4>${certifiedNote(page, count, b)}${body}</div>`;
  });
  return html`<h3>${page.texts.out.title}</h3><div class=pair>${cards}</div>`;
}

function outOfCount(page: Page, contest: Contest, count: CountKind, b: Figures, areas: readonly ChildData[]): Markup {
  const scope = scopeOf(page.language, '', count, contest.id);
  return html`${progress(page, contest, count, b)}${missing(page, scope, b)}${notCounted(page, scope, b)}${whereItLies(page, contest, count, areas)}${effect(page, b)}`;
}

/** Counted of expected, in figures and as a bar. */
export function progress(page: Page, contest: Contest, count: CountKind, b: Brief): Markup {
  const { texts, language } = page;
  const scope = scopeOf(language, '', count, contest.id);
  const counted = fill(texts.out.counted, {
    counted: whole(scope, 'counted', b.counted),
    expected: whole(scope, 'expected', b.expected),
    share:
      b.expected === 0
        ? texts.figures.none
        : figure(scope, 'countedShare', percentText(b.counted, b.expected, 2, language)),
  });
  return html`<p>${counted}</p>${trusted(bar(b.counted, b.expected))}`;
}

function missing(page: Page, scope: FigureScope, b: Figures): Markup {
  const { texts } = page;
  if (sheetsOut(b) === 0) return html`<p>${texts.out.complete}</p>`;
  const parts = {
    out: whole(scope, 'out', sheetsOut(b)),
    registered: whole(scope, 'registeredOut', registeredOut(b)),
    unknown: whole(scope, 'registeredUnknown', b.registeredUnknown),
  };
  return html`<p class=missing>${fill(b.registeredUnknown > 0 ? texts.out.missingUnknown : texts.out.missing, parts)}</p>`;
}

function notCounted(page: Page, scope: FigureScope, b: Figures): Markup {
  if (b.notCounted === 0) return NOTHING;
  const parts = { notCounted: whole(scope, 'notCounted', b.notCounted), void: whole(scope, 'void', b.void) };
  return html`<p>${fill(page.texts.out.notCounted, parts)}</p>`;
}

/** The areas with most registered voters out, largest first. */
function whereItLies(page: Page, contest: Contest, count: CountKind, areas: readonly ChildData[]): Markup {
  const here = areas.flatMap((area) => {
    const brief = Object.hasOwn(area.contests, contest.id) ? area.contests[contest.id]?.[count] : undefined;
    return brief !== undefined && registeredOut(brief) > 0 ? [{ area, out: registeredOut(brief) }] : [];
  });
  if (here.length < 2) return NOTHING;
  const largest = here.sort((x, y) => y.out - x.out).slice(0, AREAS_SHOWN);
  const rows = largest.map(({ area, out }) => {
    const name = html`<a href="${unitAddress(page, area.page)}">${area.name || page.texts.areas.unnamed}</a>`;
    const scope = scopeOf(page.language, area.unit, count, contest.id);
    const registered = figure(scope, 'registeredOut', wholeText(out, page.language));
    return html`<li>${fill(page.texts.out.whereRow, { name, registered })}`;
  });
  return html`<p>${page.texts.out.where}</p><ul class=where>${rows}</ul>`;
}

function effect(page: Page, b: Figures): Markup {
  if (b.outcome === undefined || sheetsOut(b) === 0) return NOTHING;
  const { open, settled } = page.texts.out;
  return html`<p class=effect>${b.outcome.kind === 'open' ? open : settled}</p>`;
}
