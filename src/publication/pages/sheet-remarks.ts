import { checkTexts } from '../../checks/index.ts';
import { deskRulesOf } from '../../model/desk-defaults.ts';
import type { Contest } from '../../model/election.ts';
import type { CountKind } from '../../model/ids.ts';
import { boxNames } from '../../model/votes.ts';
import type { BothCounts, BoxData, SheetData, SheetVersionData } from '../unit-data.ts';
import { escapeText, fill, html, type Markup, numbered, trusted } from './html.ts';
import { fullTime } from './local-time.ts';
import { wholeText } from './number-text.ts';
import { countLetter, countWords, type Page, selectionName } from './page.ts';
import { isAnnounced } from './sheet-readings.ts';
import { wordFor } from './texts.ts';
import { canvassTextsOf } from './texts-canvass.ts';

/** Where one contest of a sheet is: counted, or why not, and how far it is when nobody has decided anything. */
export function statusText(
  page: Page,
  contest: Contest,
  sheet: SheetData,
  count: CountKind,
  version: SheetVersionData | null,
): string {
  const { texts } = page;
  const papers = sheet.papers.filter((paper) => paper.count === count);
  if (version === null) {
    // A replay awaits nothing: what its files do not have is not there.
    if (page.election.nature === 'replay') return texts.sheets.noData;
    if (count === 'preliminary' && isAnnounced(sheet, contest.id)) return texts.capture.announced;
    if (papers.length === 0) return wordFor(texts.statuses, 'none');
    const stands = papers.find(({ state }) => state === 'standing' || state === 'received');
    if (stands === undefined) return texts.desk.noneStands;
    return texts.desk.progress[stands.contests[contest.id] ?? 'received'];
  }
  const words = count === 'official' && page.election.canvass !== null ? canvassStatus(page, version) : null;
  if (words !== null) return words;
  if (version.status === 'counted') return wordFor(texts.statuses, 'counted');
  const { versions } = texts.desk;
  if (papers.length > 0 && version.status === 'observed') return versions.observed;
  if (papers.length > 0 && version.status === 'disputed')
    return version.boxes.length > 0 ? versions.disputed : versions.disputedEmpty;
  return texts.sheets.notCounted.replace('{reason}', () => wordFor(texts.statuses, version.status));
}

/** Of an official count from the paper: what a counted sheet rests on, and where the others ended or wait. */
function canvassStatus({ texts, language }: Page, version: SheetVersionData): string | null {
  const { versions, basis, corrected } = canvassTextsOf(language);
  if (version.status !== 'counted') return versions[version.status] ?? null;
  const counted = version.basis === undefined ? wordFor(texts.statuses, 'counted') : basis[version.basis];
  return version.corrected === true ? `${counted}; ${corrected}` : counted;
}

/** When the polls of the repeated vote of one contest close; nothing where it is not repeated. */
function repeatedUntil(page: Page, contest: Contest, sheet: SheetData): string {
  const newest = sheet.rulings?.findLast(([, of, effect]) => of === contest.id && effect === 'repeat')?.[6] ?? null;
  if (newest === null) return '';
  const at = fullTime(newest, page.election.timeZone, page.language);
  return `<p class=hint>${fill(canvassTextsOf(page.language).until, { at }).markup}</p>`;
}

/** Beside the figures of a sheet: why it is observed, what the jury corrected, what the checks found. */
export function remarksOf(
  page: Page,
  contest: Contest,
  sheet: SheetData,
  versions: BothCounts<SheetVersionData | null>,
  columns: readonly CountKind[],
): string {
  let out = '';
  for (const count of columns) {
    const version = versions[count];
    if (version === null) continue;
    const { reasons = [], warnings = [], observations = [], corrections = [] } = version;
    const { desk } = page.texts;
    const words = { count: countWords(page, count).short };
    if (version.status === 'repeat') out += repeatedUntil(page, contest, sheet);
    if (version.objections !== undefined) {
      const n = numbered(version.objections, html`${version.objections}`);
      out += `<p class=hint>${words.count}: ${fill(canvassTextsOf(page.language).objections, { n }).markup}.</p>`;
    }
    if (reasons.length > 0) {
      out += `<p class=hint>${fill(desk.reasons, { ...words, reasons: listOf(page, reasons) }).markup}</p>`;
    }
    const seen = observations.filter((code) => !reasons.includes(code));
    if (seen.length > 0) out += `<p>${fill(desk.observations, { ...words, codes: listOf(page, seen) }).markup}</p>`;
    for (const correction of corrections) {
      out += `<p>${correctionText(page, contest, sheet, count, correction).markup}</p>`;
    }
    if (corrections.length > 0) out += `<p class=note>${desk.counts[deskRulesOf(page.election).corrections]}</p>`;
    if (warnings.length > 0) {
      out += `<p class=hint>${fill(desk.warnings, { ...words, warnings: listOf(page, warnings) }).markup}</p>`;
    }
  }
  return out;
}

function listOf(page: Page, codes: readonly string[]): string {
  return codes.map((code) => codeText(page, code)).join('; ');
}

/** An observation or a check in words; a code that is not known stays a code. */
export function codeText({ texts, language }: Page, code: string): string {
  if (Object.hasOwn(checkTexts, code)) return checkTexts[code as keyof typeof checkTexts][language];
  return wordFor(texts.desk.codes, code);
}

function correctionText(
  page: Page,
  contest: Contest,
  sheet: SheetData,
  count: CountKind,
  [at, says, corrected]: readonly [number, BoxData, number],
): Markup {
  const name = boxNames(contest)[at] ?? '';
  const selection = contest.selections[at];
  const box = selection === undefined ? wordFor(page.texts.boxes, name) : selectionName(selection);
  const words = `sheet ${escapeText(sheet.station)} ${countLetter(count)} ${escapeText(contest.id)}`;
  const number = (key: string, n: number): Markup =>
    trusted(`<b data-f="${words} ${key} ${escapeText(name)}">${wholeText(n, page.language)}</b>`);
  const { empty, illegible } = page.texts.sheets;
  return fill(page.texts.desk.corrected, {
    count: countWords(page, count).short,
    box,
    says: typeof says === 'number' ? number('says', says) : html`${says === null ? empty : illegible}`,
    corrected: number('corrected', corrected),
  });
}
