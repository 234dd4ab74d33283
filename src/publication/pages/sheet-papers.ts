import { picturePath } from '../pictures.ts';
import type { PaperData, SheetData } from '../unit-data.ts';
import { escapeText, fill, html, type Markup } from './html.ts';
import { fullTime } from './local-time.ts';
import { countWords, type Page } from './page.ts';
import { canvassTextsOf } from './texts-canvass.ts';

/** Everything that came in for a station, each with what became of it and its pictures: several where it is disputed. */
export function papersOf(page: Page, sheet: SheetData, name: Markup): string {
  if (sheet.papers.length === 0) return '';
  const items = sheet.papers.map(
    (paper) => html`<li>${paperText(page, sheet, paper)}${pictures(page, sheet, paper, name)}`,
  );
  return html`<h4>${page.texts.desk.papers.title}</h4><ul class=papers>${items}</ul>`.markup;
}

function paperText(page: Page, of: SheetData, paper: PaperData): Markup {
  const { count, sheet, at, state, pages, device } = paper;
  const { texts, election, language } = page;
  const words = texts.desk.papers;
  if (count === 'official' && election.canvass !== null) return paperFromEnvelope(page, of, paper);
  const line = fill(count === 'official' && pages === 0 ? words.envelope : words.item, {
    count: countWords(page, count).short,
    at: fullTime(at, election.timeZone, language),
    record: texts.sheets.record.replace('{n}', String(sheet)),
    state: words.states[state],
  });
  return device === null ? line : html`${line} ${fill(words.device, { device })}`;
}

/** Which paper it is; what became of its contests stands in the table above and in the trail below. */
function paperFromEnvelope(page: Page, of: SheetData, { sheet, at, state, pages }: PaperData): Markup {
  const words = canvassTextsOf(page.language).papers;
  const came = (of.custody ?? []).filter(([, kind]) => kind === 'EnvelopeReceived').map(([record]) => record);
  const repeat = (of.rulings ?? []).find(([, , effect]) => effect === 'repeat')?.[0];
  const isRepeated = repeat !== undefined && sheet > repeat;
  const kind = !came.includes(sheet) ? words.copy : isRepeated ? words.repeated : words.envelope;
  const line = fill(kind, {
    at: fullTime(at, page.election.timeZone, page.language),
    record: page.texts.sheets.record.replace('{n}', String(sheet)),
  });
  const odd = state === 'standing' ? '' : ` ${page.texts.desk.papers.states[state]}`;
  return pages === 0 ? html`${line}${odd}` : html`${line}${odd} ${fill(words.pages, { n: pages })}`;
}

function pictures(page: Page, sheet: SheetData, paper: PaperData, name: Markup): Markup {
  const { texts, election, language, toSite } = page;
  const words = texts.desk.papers;
  if (paper.count === 'official' && paper.pages === 0) return html``;
  // Only a rehearsal may leave a picture out (docs/spec/publication.md section 2, SheetReceived).
  if (paper.pages === 0) return election.nature === 'rehearsal' ? html`<p class=note>${words.notDrawn}</p>` : html``;
  if (paper.pictures.length === 0) return html`<p class=note>${words[whyUnseen(sheet, paper)]}</p>`;
  const at = fullTime(paper.at, election.timeZone, language);
  return html`${paper.pictures.map((hex, i) => {
    const address = escapeText(`${toSite}${picturePath(hex)}`);
    const alt = fill(words.alt, { sheet: name, page: i + 1, pages: paper.pictures.length, at });
    return {
      markup: `<a class=picture href="${address}"><img loading=lazy width=320 src="${address}" alt="${alt.markup}"></a>`,
    };
  })}`;
}

/** Of a withdrawn sheet its place does not tell the reason: the record does. */
function whyUnseen(sheet: SheetData, { count, state }: PaperData): 'notYet' | 'withheld' | 'notYetOrWithheld' {
  if (state === 'withdrawn') return 'notYetOrWithheld';
  const versions = Object.values(sheet.contests).map((both) => both[count]);
  const isNoSheet = versions.some((version) => version?.reasons?.includes('not-a-sheet') === true);
  return state === 'standing' && isNoSheet ? 'withheld' : 'notYet';
}
