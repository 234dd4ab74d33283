import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind } from '../../model/ids.ts';
import type { BothCounts, Brief, ChildData, UnitData } from '../unit-data.ts';
import { furtherCount, isSilent, leadingTwo, scopeOf, shareCell, wholeCell } from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { countWords, type Page, selectionName, unitAddress } from './page.ts';
import { wordFor } from './texts.ts';

/** Rows of the front page before the rest is folded away. */
const ROWS_SHOWN = 12;

type Row = {
  readonly who: string;
  readonly head: string;
  readonly counts: BothCounts<Brief>;
  readonly sortName: string;
};

/** Progress and the two leading options by area. The front page shows the largest first; other pages all, by name. */
export function areasTable(
  page: Page,
  contest: Contest,
  unit: UnitData,
  areas: readonly ChildData[],
  order: 'largest' | 'name',
): Markup {
  const rows: Row[] = areas.flatMap((area) => {
    const counts = Object.hasOwn(area.contests, contest.id) ? area.contests[contest.id] : undefined;
    if (counts === undefined) return [];
    const name = area.name || page.texts.areas.unnamed;
    const head = `<a href="${unitAddress(page, area.page)}">${escapeText(name)}</a>`;
    return [{ who: area.unit, head, counts, sortName: plainName(name) }];
  });
  if (rows.length === 0) return NOTHING;
  if (order === 'name') rows.sort((a, b) => (a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : 0));
  else rows.sort((a, b) => b.counts.official.expected - a.counts.official.expected);
  const columns = columnsOf(contest, unit);
  const first = order === 'name' ? rows : rows.slice(0, ROWS_SHOWN);
  const rest = rows.slice(first.length);
  const title = areasTitle(page, areas);
  const restTitle = fill(page.texts.areas.rest, { n: rest.length });
  const folded =
    rest.length === 0
      ? NOTHING
      : html`<details><summary>${restTitle}</summary>${tableOf(page, contest, columns, rest, restTitle)}</details>`;
  return html`<h3>${title}</h3>${tableOf(page, contest, columns, first, title)}${folded}`;
}

/** The same by kind of place (urban, rural, abroad): front page only. */
export function settingsTable(page: Page, contest: Contest, unit: UnitData): Markup {
  const rows: Row[] = Object.entries(unit.settings ?? {}).flatMap(([setting, contests]) => {
    const counts = Object.hasOwn(contests, contest.id) ? contests[contest.id] : undefined;
    if (counts === undefined) return [];
    return [
      { who: `setting:${setting}`, head: escapeText(wordFor(page.texts.settings, setting)), counts, sortName: '' },
    ];
  });
  if (rows.length < 2) return NOTHING;
  return html`<h3>${page.texts.areas.bySetting}</h3>${tableOf(page, contest, columnsOf(contest, unit), rows, html`${page.texts.areas.bySetting}`)}`;
}

/** Which counts have columns, and which two selections: the leading ones of the unit in the count that is further on. */
type Columns = { readonly counts: readonly CountKind[]; readonly selections: readonly number[] };

function columnsOf(contest: Contest, unit: UnitData): Columns {
  const figures = unit.contests[contest.id];
  if (figures === undefined) return { counts: COUNT_KINDS, selections: [] };
  const started = COUNT_KINDS.filter((count) => !isSilent(figures[count]));
  const leading = leadingTwo(figures[furtherCount(figures)].votes);
  // In the order of the paper: the table is a table, not a ranking that changes under the reader.
  const selections = leading.filter((i) => i >= 0).sort((a, b) => a - b);
  return { counts: started.length === 0 ? COUNT_KINDS : started, selections };
}

function tableOf(page: Page, contest: Contest, columns: Columns, rows: readonly Row[], title: Markup): Markup {
  const { texts, language } = page;
  const names = columns.selections.map((i) => contest.selections[i]).filter((s) => s !== undefined);
  const span = 2 + names.length;
  const groups = columns.counts.map(
    (c) => html`<th scope=colgroup colspan=${span} class=${c}>${countWords(page, c).short}`,
  );
  const heads = columns.counts.map((c) => {
    const shares = names.map((s) => html`<th scope=col class=${c}>${selectionName(s)}, %`);
    return html`<th scope=col class=${c}>${texts.areas.counted}<th scope=col class=${c}>${texts.areas.countedShare}${shares}`;
  });
  let body = '';
  for (const row of rows) {
    body += `<tr><th scope=row>${row.head}${wholeCell(scopeOf(language, row.who, 'official', contest.id), 'expected', row.counts.official.expected)}`;
    for (const count of columns.counts) body += countCells(page, contest, columns, row, count);
  }
  const caption = fill(texts.areas.caption, { contest: contest.name[language] });
  return html`<div class=wide role=region tabindex=0 aria-label="${title}. ${caption}. ${texts.areas.scroll}"><table class=areas><caption class=vh>${caption}</caption><thead><tr><td><td>${groups}<tr><th scope=col>${texts.areas.area}<th scope=col>${texts.areas.expected}${heads}<tbody>${trusted(body)}</table></div>`;
}

function countCells(page: Page, contest: Contest, columns: Columns, row: Row, count: CountKind): string {
  const b = row.counts[count];
  const scope = scopeOf(page.language, row.who, count, contest.id);
  let cells = wholeCell(scope, 'counted', b.counted) + shareCell(scope, 'countedShare', b.counted, b.expected, 2);
  for (const i of columns.selections) {
    const s = contest.selections[i];
    if (s !== undefined) cells += shareCell(scope, `share ${s.id}`, b.votes[i] ?? 0, b.valid, 3);
  }
  return cells;
}

function areasTitle(page: Page, areas: readonly ChildData[]): Markup {
  const { texts } = page;
  const level = areas[0]?.level;
  if (level === undefined || areas.some((a) => a.level !== level)) return html`${texts.areas.byArea}`;
  return fill(texts.areas.by, { level: wordFor(texts.levels, level) });
}

/** A name to sort by: accents and capitals aside, without asking a locale whose tables differ between runtimes. */
function plainName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
