import { assert, present } from '../src/base/assert.ts';
import type { ContestId } from '../src/model/ids.ts';
import {
  type FormPage,
  printedContest,
  printedFoot,
  printedHead,
  printedObservations,
} from '../src/model/printed-form.ts';
import { figuresPath, type PageText, RULE, RULE_WIDTH } from '../src/model/printed-page.ts';
import { digitsIn, type FormArea, type FormBox, TENTHS } from '../src/model/sheet-form.ts';
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
export type FilledForm = FormPage & {
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

/** The page as an SVG whose units are tenths of a millimetre. One input, one text. */
export function drawForm(filled: FilledForm): string {
  const { form, wear, seed, page } = filled;
  assert(page >= 1 && page <= form.pages, `a page from 1 to ${form.pages}, not ${page}`);
  const random = new Random(`${seed}/page ${page}`);
  // The hand is that of the station: the same on each page.
  const hand = drawHand(new Random(`${seed}/hand`));
  const [w, h, m] = [form.width * TENTHS, form.height * TENTHS, Math.round(wear.margin * TENTHS)];
  const paper =
    printedHead(filled).map(print).join('') +
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

/** In the letters that a pen of strokes has: Spanish, without the second language. */
function print({ es, x, y, height, most }: PageText): string {
  return printText(es, { x, y }, height, most);
}

function printPath(path: string): string {
  return `<path d="${path}" stroke="${RULE}" stroke-width="${RULE_WIDTH}"/>`;
}

function drawContest(filled: FilledForm, tally: ContestTally, hand: Hand, random: Random): string {
  const contest = present(
    filled.election.contests.find((c) => c.id === tally.contest),
    `contest ${tally.contest}`,
  );
  const printed = printedContest(filled, contest);
  if (printed === null) return '';
  const names = boxNames(contest);
  const drawn = printed.lines.map(({ line, label, figures }) => {
    const box = present(tally.boxes[names.indexOf(line.box)], `box ${line.box}`);
    const blank = label.map(print).join('') + printPath(figuresPath(figures));
    return blank + fillLine(filled, line, box, hand, random);
  });
  return print(printed.title) + drawn.join('');
}

/** Words end where their printed line does. */
const WORDS_MARGIN = 120;

function fillLine(filled: FilledForm, line: FormBox, box: Box, hand: Hand, random: Random): string {
  const { area } = line;
  if (box === 'empty') return '';
  const left = area.x + area.w + 40;
  const words: Rectangle = { ...area, x: left, w: filled.form.width * TENTHS - WORDS_MARGIN - left };
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
  const printed = printedObservations(filled).map((e) =>
    e.kind === 'text' ? print(e) : e.kind === 'path' ? printPath(e.path) : '',
  );
  const lines = wrapped(filled.observations, 56);
  const each = Math.min(60, (h - 40) / Math.max(1, lines.length));
  return (
    printed.join('') +
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

/** Each juror writes in a hand of their own. */
function drawFoot(filled: FilledForm, random: Random): string {
  let out = '';
  for (const { mask, heading, rows } of printedFoot(filled)) {
    const { x, y, w } = mask.area;
    const h = mask.area.h / rows.length;
    out += print(heading);
    for (const [i, { office, rule }] of rows.entries()) {
      const line = { x: x + 12, y: y + i * h + 6, w: w - 24, h: h - 16 };
      const juror = drawHand(new Random(`${filled.seed}/juror ${i}`));
      if (office !== null) out += print(office);
      const number = String(random.between(1_000_000, 12_999_999));
      out += mask.what === 'identity' ? writeText(number, line, juror, random) : sign(line, juror, random);
      out += printPath(rule.path);
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
