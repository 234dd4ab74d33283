import type { Contest } from '../../model/election.ts';
import { boxNames } from '../../model/votes.ts';
import type { BoxData, ReadingData, SheetData, SheetVersionData } from '../unit-data.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { fullTime } from './local-time.ts';
import { wholeText } from './number-text.ts';
import { type Page, selectionName } from './page.ts';
import { wordFor } from './texts.ts';

/** What somebody at the station sent, each beside what counts: a third reading of the paper, which counts for nothing. */
export function readingsOf(page: Page, sheet: SheetData): string {
  const { readings = [] } = sheet;
  if (readings.length === 0) return '';
  const words = page.texts.capture;
  const { contests } = page.election;
  const several = Object.keys(sheet.contests).length > 1;
  const items = contests.flatMap((contest) => {
    const of = readings.filter((reading) => reading.contest === contest.id);
    return of.map((reading) => {
      const title = several ? html`<b>${contest.name[page.language]}</b>. ` : NOTHING;
      return html`<li>${title}${readingItem(page, contest, sheet, reading, isNewest(of, reading))}`;
    });
  });
  return html`<h4>${words.title}</h4>${knownByThem(page, sheet)}<ul class=papers>${items}</ul><p class=note>${words.never}</p>`
    .markup;
}

/** Of a sender only the newest figures stand for what he read. */
function isNewest(of: readonly ReadingData[], { record, device }: ReadingData): boolean {
  return !of.some((other) => other.device === device && other.record > record);
}

/** Whether the newest figures of a sender differ from what counts. */
export function hasDifferingReading({ readings = [] }: SheetData): boolean {
  return readings.some((one) => {
    if (one.differs !== true) return false;
    const of = readings.filter((other) => other.contest === one.contest);
    return isNewest(of, one);
  });
}

/** Whether nothing but figures came of this contest. */
export function isAnnounced({ readings = [], papers, contests }: SheetData, contest: string): boolean {
  const cameIn = papers.some(({ count }) => count === 'preliminary') || contests[contest]?.preliminary !== null;
  return !cameIn && readings.some((one) => one.contest === contest);
}

function knownByThem(page: Page, sheet: SheetData): Markup {
  const last = sheet.readings?.at(-1);
  if (last === undefined || !isAnnounced(sheet, last.contest)) return NOTHING;
  return html`<p>${fill(page.texts.capture.only, { at: timeOf(page, last), via: viaOf(page, last) })}</p>`;
}

function timeOf({ election, language }: Page, { at }: ReadingData): string {
  return fullTime(at, election.timeZone, language);
}

function viaOf({ texts }: Page, { via, device }: ReadingData): Markup {
  return fill(texts.capture.via[via], { device: device ?? '' });
}

function readingItem(page: Page, contest: Contest, sheet: SheetData, reading: ReadingData, newest: boolean): Markup {
  const { texts } = page;
  const words = texts.capture;
  const line = fill(words.item, {
    at: timeOf(page, reading),
    via: viaOf(page, reading),
    record: texts.sheets.record.replace('{n}', String(reading.record)),
  });
  const earlier = newest ? NOTHING : html` ${words.earlier}`;
  if (reading.boxes === null) return html`${line} <span class=word>${words.sealed}</span>${earlier}`;
  const verdict = reading.differs === null ? words.nothing : reading.differs ? words.differs : words.alike;
  const table = readingTable(page, contest, sheet, reading, reading.boxes);
  // What differs is shown at once; what is alike would only repeat the table above.
  const isShown = newest && reading.differs === true;
  const open = isShown ? trusted(' open') : NOTHING;
  const said = isShown ? html` <strong>≠ ${verdict}</strong>` : html` ${verdict}`;
  return html`${line}${said}${earlier}<details${open}><summary>${words.caption}</summary>${table}</details>`;
}

function readingTable(
  page: Page,
  contest: Contest,
  sheet: SheetData,
  reading: ReadingData,
  boxes: readonly BoxData[],
): Markup {
  const words = page.texts.capture;
  const version = reading.differs === null ? null : (sheet.contests[contest.id]?.preliminary ?? null);
  const ofSheet = escapeText(`sheet ${sheet.station} p ${contest.id} box`);
  const ofReading = escapeText(`reading ${reading.record} ${contest.id}`);
  // The first box names sheet and contest, the others of the table only themselves (publication.md section 6).
  let named = false;
  let rows = '';
  for (const [i, name] of boxNames(contest).entries()) {
    const selection = contest.selections[i];
    const label = escapeText(selection === undefined ? wordFor(page.texts.boxes, name) : selectionName(selection));
    const id = escapeText(name);
    const differs = version !== null && boxDiffers(boxes, version, i);
    rows += differs
      ? `<tr class=d><th scope=row>${label} <em>≠ ${page.texts.sheets.differs}</em>`
      : `<tr><th scope=row>${label}`;
    if (version !== null) {
      const counted = version.boxes[i] ?? null;
      rows += boxCell(page, counted, named ? `=p ${id}` : `${ofSheet} ${id}`);
      named ||= typeof counted === 'number';
    }
    rows += boxCell(page, boxes[i] ?? null, `${ofReading} ${id}`);
  }
  const counted = version === null ? NOTHING : html`<th scope=col>${words.counted}`;
  return html`<table class=boxes><caption class=vh>${words.caption}</caption><thead><tr><th scope=col>${words.box}${counted}<th scope=col>${words.sent}<tbody>${trusted(rows)}</table>`;
}

/** By READING of docs/spec/publication.md section 5. */
function boxDiffers(boxes: readonly BoxData[], version: SheetVersionData, i: number): boolean {
  const [sent, counted] = [boxes[i], version.boxes[i]];
  if (sent === counted || sent === 'illegible' || counted === 'illegible') return false;
  return version.corrections?.some(([box, says]) => box === i && says === sent) !== true;
}

function boxCell({ texts, language }: Page, box: BoxData, key: string): string {
  if (box === null) return `<td class=word>${texts.sheets.empty}`;
  if (box === 'illegible') return `<td class=word>${texts.sheets.illegible}`;
  return `<td data-f="${key}">${wholeText(box, language)}`;
}
