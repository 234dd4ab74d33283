import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, Brief, ChildData, DeskFigures, Figures } from '../unit-data.ts';
import { canvassCard, hasCanvass } from './canvass-panel.ts';
import { type FigureScope, scopeOf, whole, wholeCell } from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, numbered, trusted } from './html.ts';
import { countTitle, type Page, unitAddress } from './page.ts';
import type { DeskTexts } from './texts-desk.ts';

/** Areas that are named; the table of areas has the others. */
const AREAS_SHOWN = 24;

type Row = keyof DeskTexts['rows'];
/** What is not in the total, by reason. */
const REASONS = ['unreceived', 'waiting', 'observed', 'disputed'] as const satisfies readonly Row[];

/** What stations sent that counts for nothing: told where there is any. */
const SENT = ['announced', 'readingsDiffer'] as const satisfies readonly Row[];

/** Which counts are known to be closed: only the front page knows. */
export type Closed = BothCounts<boolean>;
export const NOT_CLOSED: Closed = { preliminary: false, official: false };

/** How far the sheets of an entered count are: received, typed, counted; observed, disputed and late where there are any. */
export function onTheirWay(
  page: Page,
  contest: Contest,
  figures: BothCounts<Figures>,
  areas: readonly ChildData[],
  closed: Closed,
): Markup {
  const cards = COUNT_KINDS.flatMap((count) => {
    const b = figures[count];
    if (count === 'official' && b.canvass !== undefined) {
      return hasCanvass(b) ? [canvassCard(page, contest, b, areas)] : [];
    }
    // Only an entered count receives sheets or figures: of an imported one this part has nothing to say.
    if (b.received === 0 && numberOf(b, 'announced') === 0) return [];
    return [
      html`<div class="card ${count}"><h4>${countTitle(page, count)}</h4>${cardBody(page, contest, count, b, areas, closed[count])}</div>`,
    ];
  });
  if (cards.length === 0) return NOTHING;
  return html`<h3>${page.texts.desk.title}</h3><div class=pair>${cards}</div>`;
}

function cardBody(
  page: Page,
  contest: Contest,
  count: CountKind,
  b: Figures,
  areas: readonly ChildData[],
  closed: boolean,
): Markup {
  const { desk } = page.texts;
  const scope = scopeOf(page.language, '', count, contest.id);
  const steps: Row[] = ['expected', 'received', 'typed', 'counted'];
  const isThere = (row: Row): boolean => numberOf(b, row) > 0;
  const odd: Row[] = (['observed', 'disputed', 'late'] as const).filter(isThere);
  const sent = SENT.filter(isThere);
  const rows: Row[] = closed ? ['expected', 'counted', ...REASONS, 'late', ...sent] : [...steps, ...odd, ...sent];
  const cells = rows.map(
    (row) =>
      `<tr><th scope=row>${escapeText(closed ? shortName(page, row) : desk.rows[row])}${wholeCell(scope, row, numberOf(b, row))}`,
  );
  const caption = fill(desk.caption, { count: countTitle(page, count) });
  const head = html`<thead><tr><th scope=col>${desk.step}<th scope=col>${desk.sheets}<tbody>`;
  const table = html`<table class=steps><caption class=vh>${caption}</caption>${head}${trusted(cells.join(''))}</table>`;
  const out = REASONS.reduce((sum, row) => sum + numberOf(b, row), 0);
  const end = closed
    ? html`<h5>${desk.closed.title}</h5><p>${out === 0 ? desk.closed.nothing : desk.closed.text}</p>`
    : NOTHING;
  const told = numberOf(b, 'counted') + numberOf(b, 'observed') + numberOf(b, 'disputed');
  const between = !closed && numberOf(b, 'typed') > told ? html`<p class=note>${desk.between}</p>` : NOTHING;
  return html`${end}${table}${between}${leftTheTotal(page, scope, b, closed)}${whereTheyAre(page, contest, count, areas, { isShown: isTold(b, closed), columns: [...REASONS, ...sent] })}`;
}

/** Without what is still to happen to such sheets: after the close nothing more does. */
function shortName(page: Page, row: Row): string {
  return page.texts.desk.rows[row].split(':')[0] ?? '';
}

function leftTheTotal(page: Page, scope: FigureScope, b: Brief, closed: boolean): Markup {
  const votes = b.desk?.disputedValid ?? 0;
  const { desk } = page.texts;
  if (votes === 0) return NOTHING;
  return html`<p class=hint>${fill(closed ? desk.closed.left : desk.left, { votes: whole(scope, 'disputedValid', votes) })}</p>`;
}

/** Early on nearly everything is not received, and the way to it is the table of areas. */
function isTold(b: Brief, closed: boolean): (area: Brief) => boolean {
  const few = closed || 2 * numberOf(b, 'unreceived') < b.expected;
  const rows: readonly Row[] = [...(few ? REASONS : REASONS.filter((row) => row !== 'unreceived')), ...SENT];
  return (area) => rows.some((row) => numberOf(area, row) > 0);
}

function whereTheyAre(
  page: Page,
  contest: Contest,
  count: CountKind,
  areas: readonly ChildData[],
  { isShown, columns }: { readonly isShown: (area: Brief) => boolean; readonly columns: readonly Row[] },
): Markup {
  const { desk } = page.texts;
  const here = areas.flatMap((area) => {
    const b = Object.hasOwn(area.contests, contest.id) ? area.contests[contest.id]?.[count] : undefined;
    return b !== undefined && isShown(b) ? [{ area, b }] : [];
  });
  if (here.length === 0) return NOTHING;
  here.sort((x, y) => urgency(y.b) - urgency(x.b));
  const rows = here.slice(0, AREAS_SHOWN).map(({ area, b }) => {
    const scope = scopeOf(page.language, area.unit, count, contest.id);
    const name = escapeText(area.name || page.texts.areas.unnamed);
    const cells = columns.map((row) => wholeCell(scope, row, numberOf(b, row))).join('');
    return `<tr><th scope=row><a href="${unitAddress(page, area.page)}">${name}</a>${cells}`;
  });
  const more = here.length - rows.length;
  const heads = columns.map((row) => html`<th scope=col>${shortName(page, row)}`);
  const caption = fill(desk.where.caption, { count: countTitle(page, count) });
  const rest =
    more === 0 ? NOTHING : html`<p class=note>${fill(desk.where.more, { n: numbered(more, html`${more}`) })}</p>`;
  return html`<details><summary>${desk.where.title}</summary><div class=wide role=region tabindex=0 aria-label="${contest.name[page.language]}. ${caption}. ${page.texts.areas.scroll}"><table class=areas><caption class=vh>${caption}</caption><thead><tr><th scope=col>${page.texts.areas.area}${heads}<tbody>${trusted(rows.join(''))}</table></div>${rest}</details>`;
}

/** What people have to decide stands first, what never came last. */
function urgency(b: Brief): number {
  return (
    1e12 * (numberOf(b, 'disputed') + numberOf(b, 'observed') + numberOf(b, 'readingsDiffer')) +
    1e6 * numberOf(b, 'waiting') +
    numberOf(b, 'unreceived')
  );
}

const NO_DESK: DeskFigures = { typed: 0, observed: 0, disputed: 0, disputedValid: 0, late: 0 };

function numberOf(b: Brief, row: Row): number {
  const { typed, observed, disputed, late, announced = 0, readingsDiffer = 0 } = b.desk ?? NO_DESK;
  const { expected, received, counted } = b;
  const numbers: Readonly<Record<Row, number>> = {
    ...{ expected, received, counted, typed, observed, disputed, late, announced, readingsDiffer },
    unreceived: expected - received,
    waiting: received - counted - observed - disputed,
  };
  return numbers[row];
}
