import type { Contest } from '../../model/election.ts';
import type { BoxDifference } from '../collation.ts';
import {
  boxLabel,
  boxWord,
  type CollatedContest,
  type CollatedSheet,
  collationCell,
  reasonText,
  signedText,
} from './collation-parts.ts';
import { escapeText, fill, html, type Markup, NOTHING, trusted } from './html.ts';
import { wholeText } from './number-text.ts';
import { anchor, nameOfSelection, type Page, unitAddress } from './page.ts';
import type { CollationTexts } from './texts-collation.ts';

/** Rows before the rest is folded away. */
const ROWS_SHOWN = 10;

/** The sheets that differ most, each with what differs, what that does to the lead, and the reason in the record. */
export function differingSheets(page: Page, t: CollationTexts, { contest, data, sheets }: CollatedContest): Markup {
  if (sheets.length === 0) return NOTHING;
  const rows = sheets.map((sheet) => sheetRow(page, t, contest, sheet));
  const all = data.totals.differs;
  const shown = trusted(wholeText(sheets.length, page.language));
  const more =
    all > sheets.length
      ? html`<p class=note>${fill(t.downloads.more, { shown, all: html`<b data-f="collation u0 ${contest.id} differs">${trusted(wholeText(all, page.language))}</b>` })}</p>`
      : NOTHING;
  const [first, rest] = [rows.slice(0, ROWS_SHOWN), rows.slice(ROWS_SHOWN)];
  const heads = html`<th scope=col>${t.sheet}<th scope=col>${t.boxes}<th scope=col>${t.change}<th scope=col>${leadHead(t, contest, data)}<th scope=col>${t.reason}`;
  const table = (label: Markup, body: readonly string[]): Markup =>
    html`<div class=wide role=region tabindex=0 aria-label="${label}. ${page.texts.areas.scroll}"><table class=collated><caption class=vh>${label}</caption><thead><tr>${heads}<tbody>${trusted(body.join(''))}</table></div>`;
  const restTitle = fill(t.rest, { n: rest.length });
  const folded =
    rest.length === 0 ? NOTHING : html`<details><summary>${restTitle}</summary>${table(restTitle, rest)}</details>`;
  return html`<h3>${t.largest}</h3><p>${t.largestText}</p>${more}${table(html`${t.largest}`, first)}${folded}`;
}

function leadHead(t: CollationTexts, contest: Contest, { leaders: [a, b] }: CollatedContest['data']): Markup {
  return fill(t.leadChange, { a: nameOfSelection(contest, a), b: b === null ? '' : nameOfSelection(contest, b) });
}

function sheetRow(page: Page, t: CollationTexts, contest: Contest, sheet: CollatedSheet): string {
  const { station, table, unit, name, change, lead, reason, boxes } = sheet;
  const label = table === null ? escapeText(station) : fill(t.table, { table }).markup;
  const link = `<a href="${unitAddress(page, unit)}#s${anchor(station)}">${label}</a>`;
  const place = `<small>${escapeText(name || page.texts.areas.unnamed)} · ${escapeText(station)}</small>`;
  const key = `differing ${escapeText(station)} ${escapeText(contest.id)}`;
  const items = boxes.map((box) => boxItem(page, t, contest, key, box)).join('; ');
  return (
    `<tr><th scope=row>${link} ${place}<td class=changes>${items}` +
    `<td data-f="${key} change">${wholeText(change, page.language)}` +
    `<td data-f="${key} lead">${signedText(lead, page.language)}` +
    `<td class=why>${escapeText(reasonText(page.language, reason))}`
  );
}

function boxItem(
  page: Page,
  t: CollationTexts,
  contest: Contest,
  key: string,
  [box, before, after]: BoxDifference,
): string {
  const id = escapeText([...contest.selections.map((s) => s.id as string), ...contest.others][box] ?? '');
  const say = (count: 'p' | 'o', value: BoxDifference[1]): string =>
    typeof value === 'number'
      ? `<b data-f="${key} ${count} ${id}">${wholeText(value, page.language)}</b>`
      : `<i>${escapeText(boxWord(page, value))}</i>`;
  const arrow = `<span aria-hidden=true>→</span><span class=vh> ${escapeText(t.arrow)} </span>`;
  return `${escapeText(boxLabel(page, contest, box))}: <span class=one>${say('p', before)} ${arrow} ${say('o', after)}</span>`;
}

/** Places with several differences, all in one direction. */
export function oneWayPlaces(page: Page, t: CollationTexts, { contest, data, oneWay }: CollatedContest): Markup {
  const [a, b] = data.leaders;
  if (data.totals.differs === 0 || b === null) return NOTHING;
  const names = { a: html`<b>${nameOfSelection(contest, a)}</b>`, b: html`<b>${nameOfSelection(contest, b)}</b>` };
  const intro = html`<h3>${t.oneWay.title}</h3><p>${fill(t.oneWay.text, names)}</p>`;
  if (oneWay.length === 0) return html`${intro}<p>${t.oneWay.none}</p>`;
  const rows = oneWay.map(
    ({ unit, name, differs, lead }) =>
      `<tr><th scope=row><a href="${unitAddress(page, unit)}">${escapeText(name || page.texts.areas.unnamed)}</a>` +
      collationCell(page, unit, contest.id, 'differs', differs) +
      collationCell(page, unit, contest.id, 'lead', lead, 'signed'),
  );
  const heads = html`<th scope=col>${t.place}<th scope=col>${t.sheets}<th scope=col>${leadHead(t, contest, data)}`;
  return html`${intro}<table><caption class=vh>${t.oneWay.title}</caption><thead><tr>${heads}<tbody>${trusted(rows.join(''))}</table>`;
}
