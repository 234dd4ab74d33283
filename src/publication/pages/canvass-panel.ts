import type { Contest } from '../../model/election.ts';
import type { Brief, ChildData, Figures } from '../unit-data.ts';
import { cardClass, cardTitle } from './certified.ts';
import { scopeOf, sheetsOut, wholeCell } from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, numbered, trusted } from './html.ts';
import { countTitle, type Page, unitAddress } from './page.ts';
import { type CanvassTexts, canvassTextsOf } from './texts-canvass.ts';

type Row = keyof CanvassTexts['rows'];
/** The way of the paper, then what became of the sheets. */
const ROWS = [
  ...['expected', 'received', 'opened', 'stored', 'missing', 'broken', 'typed', 'counted', 'corrected'],
  ...['observed', 'objected', 'recount', 'repeat', 'annulled', 'lost', 'notInstalled', 'merged', 'out'],
] as readonly Row[];
/** Told also where there is none. */
const ALWAYS: ReadonlySet<Row> = new Set(['expected', 'received', 'opened', 'stored', 'typed', 'counted', 'out']);
/** What people have to look at, area by area. */
const OF_AREAS = ['out', 'missing', 'broken', 'observed', 'objected', 'recount', 'repeat', 'annulled'] as const;
/** Areas that are named; the table of areas has the others. */
const AREAS_SHOWN = 24;

/** Where the paper of an official count is and what became of its sheets, from the envelope to the act. */
export function canvassCard(page: Page, contest: Contest, b: Figures, areas: readonly ChildData[]): Markup {
  const texts = canvassTextsOf(page.language);
  const scope = scopeOf(page.language, '', 'official', contest.id);
  const rows = ROWS.filter((row) => ALWAYS.has(row) || numberOf(b, row) > 0);
  const cells = rows.map(
    (row) => `<tr><th scope=row>${escapeText(texts.rows[row])}${wholeCell(scope, row, numberOf(b, row))}`,
  );
  const { desk } = page.texts;
  const caption = fill(desk.caption, { count: countTitle(page, 'official') });
  const head = html`<thead><tr><th scope=col>${desk.step}<th scope=col>${desk.sheets}<tbody>`;
  const board = html`<p><a href="${page.toLanguage}board.html">${texts.board}</a></p>`;
  return html`<div class="${cardClass('official', b)}"><h4>${cardTitle(page, 'official', b)}</h4><table class=steps><caption class=vh>${caption}</caption>${head}${trusted(cells.join(''))}</table>${whereTheyAre(page, contest, areas)}${board}</div>`;
}

/** Whether anything was seen of the paper. */
export function hasCanvass(b: Brief): boolean {
  return b.canvass !== undefined && (b.counted > 0 || Object.values(b.canvass).some((n) => n > 0));
}

function whereTheyAre(page: Page, contest: Contest, areas: readonly ChildData[]): Markup {
  const { desk, areas: words } = page.texts;
  const texts = canvassTextsOf(page.language);
  const here = areas.flatMap((area) => {
    const b = Object.hasOwn(area.contests, contest.id) ? area.contests[contest.id]?.official : undefined;
    return b !== undefined && OF_AREAS.some((row) => numberOf(b, row) > 0) ? [{ area, b }] : [];
  });
  // Of a count that has hardly begun every area has everything out: the table of areas says so already.
  const told = here.some(({ b }) => OF_AREAS.some((row) => row !== 'out' && numberOf(b, row) > 0));
  if (!told) return NOTHING;
  const columns = OF_AREAS.filter((row) => here.some(({ b }) => numberOf(b, row) > 0));
  here.sort((x, y) => urgency(y.b) - urgency(x.b));
  const rows = here.slice(0, AREAS_SHOWN).map(({ area, b }) => {
    const scope = scopeOf(page.language, area.unit, 'official', contest.id);
    const cells = columns.map((row) => wholeCell(scope, row, numberOf(b, row))).join('');
    return `<tr><th scope=row><a href="${unitAddress(page, area.page)}">${escapeText(area.name || words.unnamed)}</a>${cells}`;
  });
  const more = here.length - rows.length;
  const rest =
    more === 0 ? NOTHING : html`<p class=note>${fill(desk.where.more, { n: numbered(more, html`${more}`) })}</p>`;
  const heads = columns.map((row) => html`<th scope=col>${texts.rows[row].split(':')[0] ?? ''}`);
  const caption = fill(desk.where.caption, { count: countTitle(page, 'official') });
  return html`<details><summary>${desk.where.title}</summary><div class=wide role=region tabindex=0 aria-label="${contest.name[page.language]}. ${caption}. ${words.scroll}"><table class=areas><caption class=vh>${caption}</caption><thead><tr><th scope=col>${words.area}${heads}<tbody>${trusted(rows.join(''))}</table></div>${rest}</details>`;
}

/** What the board has to rule on stands first, what is only out last. */
function urgency(b: Brief): number {
  const waits = OF_AREAS.reduce((sum, row) => sum + (row === 'out' ? 0 : numberOf(b, row)), 0);
  return 1e6 * waits + numberOf(b, 'out');
}

function numberOf(b: Brief, row: Row): number {
  switch (row) {
    case 'expected':
    case 'counted':
    case 'received':
      return b[row];
    case 'typed':
    case 'observed':
      return b.desk?.[row] ?? 0;
    case 'out':
      return sheetsOut(b);
    default:
      return b.canvass?.[row] ?? 0;
  }
}
