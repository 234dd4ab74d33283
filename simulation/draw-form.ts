import { assert, present } from '../src/base/assert.ts';
import type { Contest, Election, PollingStation } from '../src/model/election.ts';
import type { ContestId } from '../src/model/ids.ts';
import { printedCode } from '../src/model/sheet-code.ts';
import {
  digitsIn,
  type FormArea,
  type FormBox,
  type SheetForm,
  TENTHS,
  TITLE_HEIGHT,
} from '../src/model/sheet-form.ts';
import { type Box, boxNames, type ContestTally } from '../src/model/votes.ts';
import { figuresInWords } from './figures-in-words.ts';
import {
  drawHand,
  type Hand,
  printText,
  type Rectangle,
  sign,
  writeFigure,
  writeIllegibly,
  writeText,
} from './handwriting.ts';
import { Random } from './random.ts';

/** What became of the paper on its way to the file. */
export type Wear = {
  /** Degrees, clockwise. */
  readonly tilt: number;
  /** Millimetres of table around the paper. */
  readonly margin: number;
  /** 0 (none) to 1 (dark). */
  readonly shadow: number;
  /** Specks of dust and dirt. */
  readonly specks: number;
};

/** One page of a filled form. */
export type FilledForm = {
  readonly form: SheetForm;
  readonly page: number;
  readonly election: Election;
  readonly station: PollingStation;
  readonly place: string;
  /** Contests of the form without a tally here are not voted on at this station: nothing is printed for them. */
  readonly tallies: readonly ContestTally[];
  /** Boxes whose words say another number than their figures. */
  readonly misworded: readonly { readonly contest: ContestId; readonly box: string; readonly value: number }[];
  /** What the jury wrote into the observations, a line each. */
  readonly observations: readonly string[];
  /** Modules of the QR code from the top, true for dark, without their quiet zone. */
  readonly qr: readonly (readonly boolean[])[];
  readonly seed: string;
  readonly wear: Wear;
};

/** How the sheets of a rehearsal look: most scanned, some photographed. */
export function drawWear(seed: string): Wear {
  const random = new Random(`${seed}/wear`);
  const scanned = random.chance(0.6);
  return {
    tilt: scanned ? random.near(-0.8, 0.8) : random.near(-3, 3),
    margin: scanned ? 0 : random.near(3, 12),
    shadow: scanned ? 0 : random.near(0.1, 0.45),
    specks: random.between(5, 60),
  };
}

const MARGIN = 120;

/** The page as an SVG whose units are tenths of a millimetre. One input, one text. */
export function drawForm(filled: FilledForm): string {
  const { form, wear, seed, page } = filled;
  assert(page >= 1 && page <= form.pages, `a page from 1 to ${form.pages}, not ${page}`);
  const random = new Random(`${seed}/page ${page}`);
  // The hand is that of the station: the same on each page.
  const hand = drawHand(new Random(`${seed}/hand`));
  const [w, h, m] = [form.width * TENTHS, form.height * TENTHS, Math.round(wear.margin * TENTHS)];
  const paper =
    printHead(filled) +
    drawQr(filled.qr, { ...form.qr, page }) +
    filled.tallies.map((tally) => drawContest(filled, tally, hand, random)).join('') +
    drawObservations(filled, hand, random) +
    drawFoot(filled, random) +
    drawSpecks(wear.specks, w, h, random);
  const [width, height] = [w + 2 * m, h + 2 * m];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-m} ${-m} ${width} ${height}">` +
    `<defs><linearGradient id="s" x1="0" y1="0" x2="1" y2="1"><stop offset=".35" stop-opacity="0"/>` +
    `<stop offset="1" stop-opacity="${Math.round(wear.shadow * 100) / 100}"/></linearGradient></defs>` +
    `<rect x="${-m}" y="${-m}" width="${width}" height="${height}" fill="${m > 0 ? '#6d5a48' : '#f1f0ec'}"/>` +
    `<g transform="rotate(${Math.round(wear.tilt * 100) / 100} ${w / 2} ${h / 2})" fill="none" stroke-linecap="round" stroke-linejoin="round">` +
    `<rect width="${w}" height="${h}" fill="#fbfaf6" stroke="#cfccc2" stroke-width="3"/>${paper}</g>` +
    `<rect x="${-m}" y="${-m}" width="${width}" height="${height}" fill="url(#s)"/></svg>`
  );
}

function printHead({ form, page, election, station, place }: FilledForm): string {
  const most = form.qr.x - MARGIN - 40;
  const line = (y: number, text: string, height: number) => printText(text, { x: MARGIN, y }, height, most);
  const code = printedCode({ election: election.id, station: station.id, page });
  const table = station.table === null ? station.id : `${station.table} (${station.id})`;
  const registered = station.registered === null ? '' : ` - Inscritos: ${station.registered}`;
  return (
    line(130, 'Acta de escrutinio', 52) +
    line(212, election.name.es, 30) +
    line(270, `Mesa ${table}${registered}`, 34) +
    line(330, place, 26) +
    line(380, `Fecha ${election.date} - Hoja ${page} de ${form.pages}`, 26) +
    printText(code, { x: form.qr.x, y: form.qr.y + form.qr.h + 20 }, 24, form.qr.w)
  );
}

function drawQr(modules: FilledForm['qr'], { x, y, w }: FormArea): string {
  const size = w / modules.length;
  let path = '';
  for (const [row, line] of modules.entries()) {
    for (const [column, dark] of line.entries()) {
      if (dark)
        path += `M${spot(x + column * size)} ${spot(y + row * size)}h${spot(size)}v${spot(size)}h${spot(-size)}z`;
    }
  }
  return `<path d="${path}" fill="#111" shape-rendering="crispEdges"/>`;
}

/** Thousandths: modules must meet without a seam. */
function spot(n: number): number {
  return Math.round(n * 100) / 100;
}

function drawContest(filled: FilledForm, tally: ContestTally, hand: Hand, random: Random): string {
  const contest = present(
    filled.election.contests.find((c) => c.id === tally.contest),
    `contest ${tally.contest}`,
  );
  const names = boxNames(contest);
  const lines = filled.form.boxes.filter((b) => b.contest === contest.id && b.area.page === filled.page);
  const first = lines[0];
  if (first === undefined) return '';
  const at = { x: MARGIN, y: first.area.y - TITLE_HEIGHT + 30 };
  const title = printText(contest.name.es, at, 34, first.area.x + first.area.w - MARGIN);
  const drawn = lines.map((line) => {
    const box = present(tally.boxes[names.indexOf(line.box)], `box ${line.box}`);
    return printLine(filled, contest, line) + fillLine(filled, line, box, hand, random);
  });
  return title + drawn.join('');
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ['blank', 'Votos en blanco'],
  ['null', 'Votos nulos'],
  ['spoilt', 'Votos nulos'],
  ['valid', 'Total de votos válidos'],
  ['total', 'Total de votos'],
  ['voters', 'Total de votantes'],
  ['registered', 'Inscritos'],
]);

function printLine({ form }: FilledForm, contest: Contest, { box, area }: FormBox): string {
  const { x, y, w, h } = area;
  const selection = contest.selections.find((s) => s.id === box);
  const most = x - MARGIN - 30;
  const label =
    selection === undefined
      ? printText(LABELS.get(box) ?? box, { x: MARGIN, y: y + 22 }, 26, most)
      : printText(selection.party || selection.name, { x: MARGIN, y: y + 6 }, 26, most) +
        printText(selection.party === '' ? '' : selection.name, { x: MARGIN, y: y + 44 }, 18, most);
  const cells = digitsIn(area);
  let path = `M${x} ${y}h${w}v${h}h${-w}z`;
  for (let i = 1; i < cells; i++) path += `M${Math.round(x + (i * w) / cells)} ${y}v${h}`;
  path += `M${x + w + 30} ${y + h}H${form.width * TENTHS - MARGIN}`;
  return `${label}<path d="${path}" stroke="#555" stroke-width="3"/>`;
}

function fillLine(filled: FilledForm, line: FormBox, box: Box, hand: Hand, random: Random): string {
  const { area } = line;
  if (box === 'empty') return '';
  const left = area.x + area.w + 40;
  const words: Rectangle = { ...area, x: left, w: filled.form.width * TENTHS - MARGIN - left };
  const small: Hand = { ...hand, size: hand.size * 0.6, pen: hand.pen * 1.1 };
  if (box === 'illegible') {
    const part = { ...words, w: words.w * random.near(0.3, 0.6) };
    return writeIllegibly(area, digitsIn(area), hand, random) + sign(part, hand, random);
  }
  const said = filled.misworded.find((m) => m.contest === line.contest && m.box === line.box)?.value ?? box;
  return writeFigure(box, area, digitsIn(area), hand, random) + writeText(figuresInWords(said), words, small, random);
}

function drawObservations(filled: FilledForm, hand: Hand, random: Random): string {
  const area = filled.form.observations;
  if (area === null || area.page !== filled.page) return '';
  const { x, y, w, h } = area;
  const frame = `<path d="M${x} ${y}h${w}v${h}h${-w}z" stroke="#555" stroke-width="3"/>`;
  const title = printText('Observaciones', { x: x + 14, y: y + 12 }, 20, w);
  const lines = wrapped(filled.observations, 56);
  const each = Math.min(60, (h - 40) / Math.max(1, lines.length));
  return (
    frame +
    title +
    lines
      .map((text, i) => writeText(text, { x: x + 24, y: y + 38 + i * each, w: w - 48, h: each }, hand, random))
      .join('')
  );
}

/** Lines of at most so many letters, broken between words. */
function wrapped(lines: readonly string[], most: number): string[] {
  return lines.flatMap((line) => {
    const out: string[] = [];
    for (const word of line.split(' ')) {
      const last = out.at(-1);
      if (last === undefined || last.length + word.length >= most) out.push(word);
      else out[out.length - 1] = `${last} ${word}`;
    }
    return out;
  });
}

const JURY = ['Presidencia', 'Secretaría', 'Vocal 1', 'Vocal 2'];
const HEADINGS = { identity: 'Documento de identidad', signature: 'Firma' } as const;

/** Each juror writes in a hand of their own. */
function drawFoot({ form, page, seed }: FilledForm, random: Random): string {
  let out = '';
  for (const { what, area } of form.masks) {
    if (area.page !== page) continue;
    const { x, y, w } = area;
    const h = area.h / JURY.length;
    out += printText(HEADINGS[what], { x, y: y - 30 }, 20, w);
    for (const [i, office] of JURY.entries()) {
      const line = { x: x + 12, y: y + i * h + 6, w: w - 24, h: h - 16 };
      const juror = drawHand(new Random(`${seed}/juror ${i}`));
      if (what === 'identity') out += printText(office, { x: MARGIN, y: line.y + h * 0.4 }, 24, x - MARGIN - 20);
      const number = String(random.between(1_000_000, 12_999_999));
      out += what === 'identity' ? writeText(number, line, juror, random) : sign(line, juror, random);
      out += `<path d="M${x} ${Math.round(y + (i + 1) * h)}h${w}" stroke="#555" stroke-width="3"/>`;
    }
  }
  return out;
}

function drawSpecks(count: number, w: number, h: number, random: Random): string {
  let out = '';
  for (let i = 0; i < count; i++) {
    const opacity = random.between(15, 60) / 100;
    out += `<circle cx="${random.below(w)}" cy="${random.below(h)}" r="${random.between(1, 5)}" fill="#333" fill-opacity="${opacity}"/>`;
  }
  return out;
}
