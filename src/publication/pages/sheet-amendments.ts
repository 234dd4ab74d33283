import type { AmendmentData } from '../canvass-data.ts';
import type { SheetData } from '../unit-data.ts';
import { fill, html } from './html.ts';
import { fullTime } from './local-time.ts';
import type { Page } from './page.ts';
import { recordLink } from './record-link.ts';
import { canvassTextsOf } from './texts-canvass.ts';

/** What changed of one station since the definition was fixed. Of a move and of another date the newest: those before are on the board's page. */
export function amendmentsOfSheet(page: Page, sheet: SheetData): string {
  const { amendments = [] } = sheet;
  const newest = amendments.filter(([, , { kind }], i) => {
    const replaced = kind === 'station-moved' || kind === 'date-moved';
    return !replaced || amendments.findLastIndex(([, , other]) => other.kind === kind) === i;
  });
  return newest.map((one) => html`<p class=hint>${sentenceOf(page, sheet, one)}</p>`.markup).join('');
}

function sentenceOf(page: Page, sheet: SheetData, [record, at, change]: AmendmentData) {
  const texts = canvassTextsOf(page.language).amended;
  const time = (instant: number) =>
    html`<time datetime="${new Date(instant).toISOString()}">${fullTime(instant, page.election.timeZone, page.language)}</time>`;
  const parts = { at: time(at), record: recordLink(page, record) };
  switch (change.kind) {
    case 'date-moved':
      return fill(texts['date-moved'], { ...parts, until: time(change.until) });
    case 'station-merged':
      return change.into === sheet.station
        ? fill(texts['taken-in'], { ...parts, station: change.station })
        : fill(texts['station-merged'], { ...parts, into: change.into });
    default:
      return fill(texts[change.kind], parts);
  }
}
