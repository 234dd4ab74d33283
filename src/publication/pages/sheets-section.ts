import type { Contest } from '../../model/election.ts';
import { COUNT_KINDS, type CountKind, type Language } from '../../model/ids.ts';
import { boxNames } from '../../model/votes.ts';
import type { CertifiedData } from '../canvass-data.ts';
import type { BothCounts, Figures, HistoryItem, SheetData, SheetVersionData, UnitData } from '../unit-data.ts';
import { collationOfSheet } from './collation-sheet.ts';
import { contestsHere, isSilent } from './figures.ts';
import { escapeText, fill, html, type Markup, NOTHING, numbered, trusted } from './html.ts';
import { fullTime } from './local-time.ts';
import { wholeText } from './number-text.ts';
import { anchor, countLetter, countWords, type Page, selectionName } from './page.ts';
import { bodiesPath } from './record-link.ts';
import { amendmentsOfSheet } from './sheet-amendments.ts';
import { papersOf } from './sheet-papers.ts';
import { hasDifferingReading, readingsOf } from './sheet-readings.ts';
import { remarksOf, statusText } from './sheet-remarks.ts';
import { trailOf } from './sheet-trail.ts';
import { wordFor } from './texts.ts';

/** Figures of such a version left the total, or never were in it, and stay to be seen. */
const STRUCK: ReadonlySet<string> = new Set(['disputed', 'annulled', 'objected', 'recount', 'repeat']);

type Box = number | null | 'illegible';
/** The parts of a row that do not depend on the sheet, made once for each contest and language. */
type RowParts = { readonly head: string; readonly cells: BothCounts<BoxKeys> };
/** The name of a box as a figure: behind the sheet's, or alone where the sheet is named already. */
type BoxKeys = { readonly full: string; readonly short: string };

type Place = UnitData & { readonly sheets: readonly SheetData[] };
/** The counts that have a column in the tables of a contest. */
type Columns = ReadonlyMap<string, readonly CountKind[]>;

/** Every sheet of a place, both counts' boxes side by side. */
export function sheetsSection(page: Page, unit: Place, acts: readonly CertifiedData[]): Markup {
  const { texts } = page;
  const { sheets } = unit;
  const columns = columnsOf(page, unit);
  let out = '';
  const differing: SheetData[] = [];
  for (const sheet of sheets) {
    const before = differing.length;
    out += sheetCard(page, unit, acts, sheet, columns, () => {
      if (differing.length === before) differing.push(sheet);
    });
  }
  const list = html`${linksTo(page, texts.sheets.differing, differing)}${linksTo(page, texts.capture.differing, sheets.filter(hasDifferingReading))}`;
  return html`<section><h2>${texts.sheets.title}</h2>${list}<div class=sheets>${trusted(out)}</div></section>`;
}

function linksTo(page: Page, words: string, sheets: readonly SheetData[]): Markup {
  if (sheets.length === 0) return NOTHING;
  const links = sheets.map((s) => html`<li><a href="#s${anchor(s.station)}">${sheetName(page, s)}</a>`);
  return html`<p>${words}</p><ul class=where>${links}</ul>`;
}

/** A replay has no column for a count that it has no data of here; else both have one, whatever is in them. */
function columnsOf(page: Page, unit: Place): Columns {
  const here = contestsHere(page.election.contests, unit.contests);
  const isShown = (b: Figures): boolean => page.election.nature !== 'replay' || !isSilent(b);
  return new Map(here.map(([{ id }, figures]) => [id, COUNT_KINDS.filter((c) => isShown(figures[c]))]));
}

function sheetName(page: Page, sheet: SheetData): Markup {
  const { sheets } = page.texts;
  return sheet.table === null
    ? fill(sheets.sheet, { station: sheet.station })
    : fill(sheets.table, { table: sheet.table });
}

function sheetCard(
  page: Page,
  unit: Place,
  acts: readonly CertifiedData[],
  sheet: SheetData,
  columns: Columns,
  differs: () => void,
): string {
  const { texts, language } = page;
  const about = [
    ...(sheet.table === null ? [] : [fill(texts.sheets.code, { station: sheet.station }).markup]),
    sheet.registered === null
      ? escapeText(texts.sheets.registeredUnknown)
      : fill(texts.sheets.registered, { n: numbered(sheet.registered, html`${wholeText(sheet.registered, language)}`) })
          .markup,
    ...(sheet.setting === null ? [] : [escapeText(wordFor(texts.settings, sheet.setting).toLowerCase())]),
  ];
  const here = contestsHere(page.election.contests, sheet.contests);
  let out = `<article class=sheet id="s${escapeText(sheet.station)}"><h3>${sheetName(page, sheet).markup}</h3><p class=note>${about.join(' · ')}</p>${amendmentsOfSheet(page, sheet)}`;
  for (const [contest, versions] of here) {
    if (here.length > 1) out += `<h4>${escapeText(contest.name[language])}</h4>`;
    out += sheetTable(page, contest, sheet, versions, columns.get(contest.id) ?? COUNT_KINDS, differs);
    out += collationOfSheet(page, contest, sheet, sheetName(page, sheet));
  }
  return `${out}${papersOf(page, sheet, sheetName(page, sheet))}${readingsOf(page, sheet)}${historyOf(page, unit, acts, sheet)}</article>`;
}

function sheetTable(
  page: Page,
  contest: Contest,
  sheet: SheetData,
  versions: BothCounts<SheetVersionData | null>,
  columns: readonly CountKind[],
  differs: () => void,
): string {
  const { texts, language } = page;
  const { preliminary, official } = versions;
  if (columns.length === 0) return `<p>${escapeText(texts.sheets.noData)}</p>`;
  const statuses = columns.map(
    (c) =>
      `<th scope=col class=${c}>${escapeText(countWords(page, c).short)}<small>${escapeText(statusText(page, contest, sheet, c, versions[c]))}</small>`,
  );
  let out = `<table class=boxes><caption class=vh>${escapeText(texts.sheets.caption)}</caption><thead><tr><td>${statuses.join('')}<tbody>`;
  const remarks = remarksOf(page, contest, sheet, versions, columns);
  if (!hasFigures(preliminary) && !hasFigures(official)) return `${out}</table>${remarks}`;
  const parts = rowParts(contest, language, texts.boxes);
  // The first box names sheet and contest, the others of the table only themselves (publication.md section 6).
  let named = false;
  const station = escapeText(sheet.station);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part === undefined) continue;
    const different = isCompared(preliminary) && isCompared(official) && preliminary.boxes[i] !== official.boxes[i];
    // Written totals are shown beside the votes; a sheet on which only they differ has the same votes.
    if (different && i < contest.selections.length + contest.others.length) differs();
    out += different ? `<tr class=d>${part.head} <em>≠ ${texts.sheets.differs}</em>` : `<tr>${part.head}`;
    for (const count of columns) {
      const { full, short } = part.cells[count];
      out += boxCell(page, versions[count], i, named ? short : `sheet ${station}${full}`);
      named ||= typeof versions[count]?.boxes[i] === 'number';
    }
  }
  const tooMany = COUNT_KINDS.some((c) => holdsMoreThan(contest, versions[c], sheet.registered));
  return `${out}</table>${remarks}${tooMany ? `<p class=hint>${escapeText(texts.sheets.tooMany)}</p>` : ''}`;
}

function boxCell(page: Page, version: SheetVersionData | null, i: number, key: string): string {
  const { sheets } = page.texts;
  if (!hasFigures(version)) return '<td>—';
  const box: Box = version.boxes[i] ?? null;
  // Words and not zeros: an empty box adds nothing, but nobody wrote 0 in it.
  if (box === null) return `<td class=word>${sheets.empty}`;
  if (box === 'illegible') return `<td class=word>${sheets.illegible}`;
  // Figures that left the total are struck through, and the head of the column says so in words.
  const gone = STRUCK.has(version.status) ? ' class=gone' : '';
  return `<td${gone} data-f="${key}">${wholeText(box, page.language)}`;
}

/** Of an observed sheet that nobody can read, and of one disputed before it was counted, there are none. */
function hasFigures(version: SheetVersionData | null): version is SheetVersionData {
  return version !== null && version.boxes.length > 0;
}

/** Against what left the total nothing is compared. */
function isCompared(version: SheetVersionData | null): version is SheetVersionData {
  return hasFigures(version) && !STRUCK.has(version.status);
}

function holdsMoreThan(contest: Contest, version: SheetVersionData | null, registered: number | null): boolean {
  if (version === null || registered === null) return false;
  let total = 0;
  for (let i = 0; i < contest.selections.length + contest.others.length; i++) {
    const box = version.boxes[i];
    if (typeof box === 'number') total += box;
  }
  return total > registered;
}

/** Of an official count from the paper its own steps stand apart, each with what it says. */
function historyOf(page: Page, unit: Place, acts: readonly CertifiedData[], sheet: SheetData): string {
  const { texts, election } = page;
  const trail = election.canvass === null ? '' : trailOf(page, unit, sheet, acts);
  const items = sheet.history.filter(([count]) => election.canvass === null || count !== 'official');
  if (items.length === 0) return trail;
  let list = '';
  for (const item of items) list += historyItem(page, item);
  return `${trail}<details><summary>${escapeText(texts.sheets.history)}</summary><ol>${list}</ol></details>`;
}

function historyItem(page: Page, [count, , record, kind, at]: HistoryItem): string {
  const { texts, election, language, toSite } = page;
  const word = Object.hasOwn(texts.kinds, kind) ? (texts.kinds[kind] ?? kind) : kind;
  const when = at === null ? escapeText(texts.sheets.noTime) : fullTime(at, election.timeZone, language);
  const link = `<a href="${toSite}${bodiesPath(record)}">${texts.sheets.record.replace('{n}', String(record))}</a>`;
  return `<li>${when}: ${countWords(page, count).short}, ${escapeText(word)} (${link})`;
}

// A place page is some two hundred boxes, and there are ten thousand such pages: names are escaped once a contest.
const known = new WeakMap<Contest, Map<Language, readonly RowParts[]>>();

function rowParts(contest: Contest, language: Language, words: Readonly<Record<string, string>>): readonly RowParts[] {
  const byLanguage = known.get(contest) ?? new Map<Language, readonly RowParts[]>();
  known.set(contest, byLanguage);
  const made = byLanguage.get(language) ?? makeRowParts(contest, words);
  byLanguage.set(language, made);
  return made;
}

function makeRowParts(contest: Contest, words: Readonly<Record<string, string>>): readonly RowParts[] {
  const keys = (count: CountKind, box: string): BoxKeys => ({
    full: ` ${countLetter(count)} ${escapeText(contest.id)} box ${escapeText(box)}`,
    short: `=${countLetter(count)} ${escapeText(box)}`,
  });
  return boxNames(contest).map((box, i) => {
    const selection = contest.selections[i];
    const label = selection === undefined ? wordFor(words, box) : selectionName(selection);
    const head = `<th scope=row>${escapeText(label)}`;
    return { head, cells: { preliminary: keys('preliminary', box), official: keys('official', box) } };
  });
}

/** Whether the unit is a place with sheets of its own. */
export function isPlace(unit: UnitData): unit is Place {
  return unit.sheets !== undefined;
}
