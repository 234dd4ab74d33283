import { assert } from '../base/assert.ts';
import type { Contest, ContestSelection, Election, PollingStation } from './election.ts';
import type { LocalizedText } from './ids.ts';
import {
  nearest,
  type PageElement,
  type PageFigures,
  type PagePath,
  type PageQr,
  type PageText,
  pageText,
  rule,
} from './printed-page.ts';
import { encodeSheetCode, printedCode } from './sheet-code.ts';
import {
  digitsIn,
  type FormArea,
  type FormBox,
  type FormMask,
  type SheetForm,
  TENTHS,
  TITLE_HEIGHT,
} from './sheet-form.ts';

/*
 * The printed part of a tally sheet. The paper of a station and the filled sheets of a rehearsal are drawn from this one
 * description, so that what a rehearsal shows is the paper that will be used.
 */

/** One page of one station's form. */
export type FormPage = {
  readonly form: SheetForm;
  /** From 1. */
  readonly page: number;
  readonly election: Election;
  readonly station: PollingStation;
  /** The name of its building. */
  readonly place: string;
};

export type PrintedLine = {
  readonly line: FormBox;
  readonly label: readonly PageText[];
  readonly figures: PageFigures;
};
export type PrintedContest = { readonly title: PageText; readonly lines: readonly PrintedLine[] };
export type PrintedMask = {
  readonly mask: FormMask;
  readonly heading: PageText;
  /** A line for each member of the jury; the office stands beside the first column only. */
  readonly rows: readonly { readonly office: PageText | null; readonly rule: PagePath }[];
};

const MARGIN = 120;
const LABEL_GAP = 30;

/** All that is printed on a page, for a station that votes in these contests. */
export function printedForm(page: FormPage, contests: readonly Contest[]): PageElement[] {
  const lined = contests.flatMap((contest) => {
    const printed = printedContest(page, contest);
    return printed === null ? [] : [printed.title, ...printed.lines.flatMap((l) => [...l.label, l.figures])];
  });
  const foot = printedFoot(page).flatMap(({ heading, rows }) => [
    heading,
    ...rows.flatMap(({ office, rule: line }) => (office === null ? [line] : [office, line])),
  ]);
  return [...printedHead(page), printedQr(page), ...lined, ...printedObservations(page), ...foot];
}

/** What paper this is: of which table, when, which page. */
export function printedHead({ form, page, election, station, place }: FormPage): PageText[] {
  assert(page >= 1 && page <= form.pages, `a page from 1 to ${form.pages}, not ${page}`);
  const { qr } = form;
  const isRight = qr.x > MARGIN + qr.w;
  const x = isRight ? MARGIN : qr.x + qr.w + 40;
  const most = isRight ? qr.x - MARGIN - 40 : form.width * TENTHS - MARGIN - x;
  const line = (y: number, text: { es: string; en: string | null }, height: number) =>
    pageText(text, { x, y }, height, most);
  const table = station.table === null ? station.id : `${station.table} (${station.id})`;
  const registered = (word: string) => (station.registered === null ? '' : ` - ${word}: ${station.registered}`);
  return [
    line(130, { es: 'Acta de escrutinio', en: 'Tally sheet' }, 52),
    line(212, election.name, 30),
    line(
      270,
      {
        es: `Mesa ${table}${registered('Inscritos')}`,
        en: station.registered === null ? 'Table' : 'Table - Registered voters',
      },
      34,
    ),
    line(330, { es: place, en: null }, 26),
    line(
      380,
      { es: `Fecha ${election.date} - Hoja ${page} de ${form.pages}`, en: `Date - Page ${page} of ${form.pages}` },
      26,
    ),
    pageText(
      { es: printedCode({ election: election.id, station: station.id, page }), en: null },
      { x: qr.x, y: qr.y + qr.h + 20 },
      24,
      qr.w,
      // In this face I, l and 1 are three signs: people copy the code by hand.
      { face: 'mono' },
    ),
  ];
}

/** The code of the page: it says which paper this is and proves nothing. */
export function printedQr({ form, page, election, station }: FormPage): PageQr {
  const { x, y, w } = form.qr;
  return { kind: 'qr', text: encodeSheetCode({ election: election.id, station: station.id, page }), x, y, side: w };
}

/** The title and lines of a contest on this page; null if none of them is here. */
export function printedContest({ form, page }: FormPage, contest: Contest): PrintedContest | null {
  const lines = form.boxes.filter((b) => b.contest === contest.id && b.area.page === page);
  const first = lines[0];
  if (first === undefined) return null;
  const { left, right } = sidesOf(form, first.area);
  const at = { x: left, y: first.area.y - TITLE_HEIGHT + 30 };
  const most = (right ?? first.area.x + first.area.w) - left;
  const title = pageText(contest.name, at, 34, most, { room: TITLE_HEIGHT - 34, face: 'bold' });
  return { title, lines: lines.map((line) => printedLine(form, contest, line)) };
}

/** What a box is called that is no selection. */
const LABELS: ReadonlyMap<string, LocalizedText> = new Map([
  ['blank', { es: 'Votos en blanco', en: 'Blank votes' }],
  ['null', { es: 'Votos nulos', en: 'Null votes' }],
  ['spoilt', { es: 'Votos nulos', en: 'Spoilt votes' }],
  ['valid', { es: 'Total de votos válidos', en: 'Total valid votes' }],
  ['total', { es: 'Total de votos', en: 'Total votes' }],
  ['voters', { es: 'Total de votantes', en: 'Total voters' }],
  ['registered', { es: 'Inscritos', en: 'Registered' }],
]);

function printedLine(form: SheetForm, contest: Contest, line: FormBox): PrintedLine {
  const { box, area } = line;
  const { left, right } = sidesOf(form, area);
  const selection = contest.selections.find((s) => s.id === box);
  // Between boxes that touch there is no room: better no label than one that runs into a box.
  const most = Math.max(1, area.x - left - LABEL_GAP);
  const words = right === null ? null : { from: area.x + area.w + 30, to: right };
  return {
    line,
    label: selection === undefined ? otherLabel(box, left, area, most) : selectionLabel(selection, left, area, most),
    figures: { kind: 'figures', contest: contest.id, box, area, cells: digitsIn(area), words },
  };
}

function otherLabel(box: string, x: number, { y, h }: FormArea, most: number): PageText[] {
  return [pageText(LABELS.get(box) ?? { es: box, en: null }, { x, y: y + 22 }, 26, most, { room: h - 12 })];
}

function selectionLabel({ name, party }: ContestSelection, x: number, { y, h }: FormArea, most: number): PageText[] {
  if (party === '' || name === '')
    return [pageText({ es: party || name, en: null }, { x, y: y + 22 }, 26, most, { room: h - 12 })];
  return [
    pageText({ es: party, en: null }, { x, y: y + 6 }, 26, most),
    pageText({ es: name, en: null }, { x, y: y + 44 }, 18, most, { room: 38 }),
  ];
}

/**
 * Between what a line may be printed: the margins of the page, or the boxes beside it where the paper has columns. There, no
 * line for words is drawn: nobody can say how wide the label of the next column is.
 */
function sidesOf(form: SheetForm, area: FormArea): { readonly left: number; readonly right: number | null } {
  const beside = form.boxes.filter(
    ({ area: a }) => a.page === area.page && a.x !== area.x && a.y < area.y + area.h && area.y < a.y + a.h,
  );
  const left = beside.filter((b) => b.area.x < area.x).map((b) => b.area.x + b.area.w + LABEL_GAP);
  const isLast = beside.every((b) => b.area.x < area.x);
  const edge = form.width * TENTHS - MARGIN;
  const right = isLast && edge > area.x + area.w + LABEL_GAP ? edge : null;
  return { left: Math.min(Math.max(MARGIN, ...left), area.x), right };
}

/** Frame and title of the observations, where this page has them. */
export function printedObservations({ form, page }: FormPage): PageElement[] {
  const area = form.observations;
  if (area === null || area.page !== page) return [];
  const { x, y, w, h } = area;
  return [
    rule(`M${x} ${y}h${w}v${h}h${-w}z`),
    pageText({ es: 'Observaciones', en: 'Remarks' }, { x: x + 14, y: y + 12 }, 20, w - 28),
  ];
}

/** Who sits at the table, in the order of the lines. */
export const JURY: readonly LocalizedText[] = [
  { es: 'Presidencia', en: 'Chair' },
  { es: 'Secretaría', en: 'Secretary' },
  { es: 'Vocal 1', en: 'Member 1' },
  { es: 'Vocal 2', en: 'Member 2' },
];
const HEADINGS = {
  identity: { es: 'Documento de identidad', en: 'Identity document' },
  signature: { es: 'Firma', en: 'Signature' },
} as const;

/** What stands around the masked parts of this page: they are written by the jury and never shown. */
export function printedFoot({ form, page }: FormPage): PrintedMask[] {
  return form.masks
    .filter(({ area }) => area.page === page)
    .map((mask) => {
      const { x, y, w } = mask.area;
      const h = mask.area.h / JURY.length;
      const withOffice = mask.what === 'identity' && x > MARGIN + 20;
      const rows = JURY.map((office, i) => ({
        office: withOffice ? pageText(office, { x: MARGIN, y: y + i * h + 6 + h * 0.4 }, 24, x - MARGIN - 20) : null,
        rule: rule(`M${x} ${nearest(y + (i + 1) * h)}h${w}`),
      }));
      return { mask, heading: pageText(HEADINGS[mask.what], { x, y: y - 30 }, 20, w), rows };
    });
}
