import type { Contest } from '../../model/election.ts';
import type { CountKind } from '../../model/ids.ts';
import type { ContestResult } from '../../model/outcome-types.ts';
import type { CertificateData, DrawnLot } from '../canvass-data.ts';
import type { Figures, StateData } from '../unit-data.ts';
import { scopeOf, wholeCell } from './figures.ts';
import { escapeText, fill, html, join, type Markup, NOTHING, trusted } from './html.ts';
import { fullTime } from './local-time.ts';
import { countTitle, nameOfSelection, type Page, standingOf } from './page.ts';
import { recordLink } from './record-link.ts';
import { canvassTextsOf } from './texts-canvass.ts';

/** Preliminary, official and certified are kinds of figure of their own: each has its words and its look. */
export function certificateIn(count: CountKind, b: Figures): CertificateData | null {
  return count === 'official' ? (b.certificate ?? null) : null;
}

/** The heading of a count's card: of certified figures that they are certified, wholly or in part. */
export function cardTitle(page: Page, count: CountKind, b: Figures): Markup {
  const certificate = certificateIn(count, b);
  if (certificate === null) return countTitle(page, count);
  const { title } = canvassTextsOf(page.language).certified;
  const runner = page.election.runner.name[page.language];
  if (certificate.partial !== null) return fill(title.partial, { runner });
  return fill(standingOf(page.election) === 'other' ? title.other : title.own, { runner });
}

/** The classes of a count's card. */
export function cardClass(count: CountKind, b: Figures): string {
  return certificateIn(count, b) === null ? `card ${count}` : `card ${count} certified`;
}

/** When it was certified, under which number of the record, and that something was open, if so. */
export function certifiedNote(page: Page, count: CountKind, b: Figures): Markup {
  const certificate = certificateIn(count, b);
  if (certificate === null) return NOTHING;
  const { certified } = canvassTextsOf(page.language);
  const { record, at, partial } = certificate;
  const line = fill(certified.line, {
    at: fullTime(at, page.election.timeZone, page.language),
    record: recordLink(page, record),
  });
  const link = html` <a href="${page.toLanguage}board.html#c${record}">${certified.papers}</a>.`;
  const open =
    partial === null ? NOTHING : html`<p class=hint>${fill(certified.partial, { reason: partial[page.language] })}</p>`;
  return html`<p class=seal>${line}${link}</p>${open}`;
}

/** The seats of a certificate, where the contest fills an assembly: of the selections that have any. */
export function seatsTable(page: Page, contest: Contest, count: CountKind, b: Figures): Markup {
  const { seats, lot } = certificateIn(count, b) ?? {};
  if (seats === undefined) return NOTHING;
  const { certified } = canvassTextsOf(page.language);
  const { caption, option, n } = certified.seats;
  const scope = scopeOf(page.language, '', count, contest.id);
  const rows = seats.map(
    ([id, of]) => `<tr><th scope=row>${escapeText(nameOfSelection(contest, id))}${wholeCell(scope, `seats ${id}`, of)}`,
  );
  return html`<table class=seats><caption>${caption}</caption><thead><tr><th scope=col>${option}<th scope=col>${n}<tbody>${trusted(rows.join(''))}</table>${lot === undefined ? NOTHING : html`<p class=note>${fill(certified.lot, lotParts(page, contest, lot))}</p>`}`;
}

/** How equal votes were settled, in place of the words that law or lot will settle them; null: not by a lot of the board. */
export function drawnText(
  page: Page,
  contest: Contest,
  result: ContestResult,
  lot: DrawnLot | undefined,
): Markup | null {
  if (result.kind !== 'tie' || contest.seats !== null || lot === undefined) return null;
  const { among } = result;
  if (!among.every((id) => lot.order.includes(id))) return null;
  const names = join(
    among.map((id) => html`<b>${nameOfSelection(contest, id)}</b>`),
    ', ',
  );
  // Others may have been drawn with them, before their figures changed.
  const order = lot.order.filter((id) => among.some((one) => one === id));
  const { tie } = canvassTextsOf(page.language).certified;
  return fill(tie[result.for], { names, ...lotParts(page, contest, { ...lot, order }) });
}

function lotParts(page: Page, contest: Contest, { record, order }: DrawnLot) {
  return {
    record: recordLink(page, record),
    order: join(
      order.map((id) => html`${nameOfSelection(contest, id)}`),
      ', ',
    ),
  };
}

/** Of each selection of a contest that withdrew, what its votes are: said beside the figures that they are not in. */
export function withdrawnRemarks(page: Page, contest: string, { canvass }: StateData): readonly string[] {
  const definition = page.election.contests.find(({ id }) => id === contest);
  if (canvass === undefined || definition === undefined) return [];
  const texts = canvassTextsOf(page.language).withdrawn;
  return canvass.amendments.flatMap(([, , change]) => {
    if (change.kind !== 'candidate-withdrawn' || change.contest !== contest) return [];
    return [texts[change.votes].replace('{names}', () => nameOfSelection(definition, change.selection))];
  });
}
