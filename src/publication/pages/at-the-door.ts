import { REFUSED_REASONS } from '../../record/index.ts';
import type { DeviceData, StateData, UnitData } from '../unit-data.ts';
import { escapeText, fill, html, join, type Markup, NOTHING, numbered, trusted } from './html.ts';
import { fullTime } from './local-time.ts';
import { wholeText } from './number-text.ts';
import { anchor, type Page, unitAddress } from './page.ts';
import type { UnitPlaces } from './unit-page.ts';

/** Devices that are named; the data of the page has the others. */
const DEVICES_SHOWN = 60;

/**
 * Who may send for the stations of this page. A page depends on its own data alone, so it cannot know whether a page above has
 * devices: it says so where anything was sent here.
 */
export function devicesSection(page: Page, unit: UnitData, places: UnitPlaces | undefined): Markup {
  const { devices = [] } = unit;
  const words = page.texts.capture.devices;
  if (devices.length === 0 && !wasSentTo(unit)) return NOTHING;
  const shown = devices.slice(0, DEVICES_SHOWN).map((one) => html`<li>${deviceText(page, unit, one)}`);
  const more = devices.length - shown.length;
  const rest = more === 0 ? NOTHING : html`<p class=note>${fill(words.more, { n: numbered(more, html`${more}`) })}</p>`;
  const list = shown.length === 0 ? NOTHING : html`<ul>${shown}</ul>${rest}`;
  const title = devices.length === 0 ? words.none : fill(words.title, { n: wholeText(devices.length, page.language) });
  return html`<details><summary>${title}</summary>${list}${pagesAbove(page, unit, places)}</details>`;
}

function wasSentTo({ sheets = [] }: UnitData): boolean {
  return sheets.some(
    ({ papers, readings = [] }) => readings.length > 0 || papers.some(({ device }) => device !== null),
  );
}

function deviceText(page: Page, unit: UnitData, { device, record, at, only, revoked }: DeviceData): Markup {
  const { texts, election, language } = page;
  const words = texts.capture.devices;
  const parts = {
    device: html`<b>${device}</b>`,
    at: fullTime(at, election.timeZone, language),
    record: texts.sheets.record.replace('{n}', String(record)),
    scope: only === null ? words.all : fill(words.one, { station: stationLink(page, unit, only) }),
  };
  const line = fill(words.item, parts);
  if (revoked === null) return line;
  return html`${line} <strong>${fill(words.revoked, { at: fullTime(revoked, election.timeZone, language) })}</strong>`;
}

function stationLink({ texts }: Page, { sheets = [] }: UnitData, station: string): Markup {
  const sheet = sheets.find((one) => one.station === station);
  if (sheet === undefined) return html`${station}`;
  const name = sheet.table === null ? station : fill(texts.sheets.table, { table: sheet.table });
  return html`<a href="#s${anchor(station)}">${name}</a>`;
}

function pagesAbove(page: Page, unit: UnitData, places: UnitPlaces | undefined): Markup {
  const links = unit.path.flatMap(([id, name], i) => {
    if (i > 0 && places !== undefined && places.pageOf(id) !== id) return [];
    const label = i === 0 ? page.election.name[page.language] : name || page.texts.areas.unnamed;
    return [html`<a href="${unitAddress(page, id)}">${label}</a>`];
  });
  if (links.length === 0) return NOTHING;
  return html`<p class=note>${fill(page.texts.capture.devices.above, { pages: join(links, ' · ') })}</p>`;
}

/** What came to the door and became no event, by reason, most often first. */
export function refusedSection(page: Page, { refused }: Pick<StateData, 'refused'>): Markup {
  if (refused === undefined) return NOTHING;
  const words = page.texts.capture.refused;
  const told = REFUSED_REASONS.flatMap((reason) => {
    const times = refused[reason] ?? 0;
    return times === 0 ? [] : [{ reason, times }];
  }).sort((a, b) => b.times - a.times);
  if (told.length === 0) return NOTHING;
  const rows = told.map(
    ({ reason, times }) =>
      `<tr><th scope=row>${escapeText(words.reasons[reason])}<td>${wholeText(times, page.language)}`,
  );
  const sum = told.reduce((total, { times }) => total + times, 0);
  const title = fill(words.title, { n: wholeText(sum, page.language) });
  return html`<details><summary>${title}</summary><p>${words.text}</p><table class=refused><caption class=vh>${words.caption}</caption><thead><tr><th scope=col>${words.reason}<th scope=col>${words.times}<tbody>${trusted(rows.join(''))}</table></details>`;
}
