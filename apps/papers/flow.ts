import type { Measure } from '../../adapters/paper/fit-text.ts';
import { type PageElement, type PageText, type PrintedPage, pageText } from '../../src/model/printed-page.ts';

/*
 * Text that runs over pages: headings, paragraphs, tables, codes. Lengths are tenths of a millimetre, on A4.
 */

const WIDTH = 2100;
const HEIGHT = 2970;
const LEFT = 150;
export const WIDE = WIDTH - 2 * LEFT;
const TOP = 150;
/** Nothing of the text stands below: the foot does. */
const BOTTOM = 2800;
const FOOT = 2830;
/** What is longer is no single line, and is not measured to see it. */
const WORDS_AT_ONCE = 400;
/** From one baseline to the next, in heights of the capitals. */
const PITCH = 1.75;
const SMALL = 20;
const BODY = 24;
/** What is to be compared and not read. */
const TINY = 14;
/** A table up to this height is not cut. */
const WHOLE_TABLE = 900;
/** Between the rules of a table and its text. */
const PAD = 10;
/** Between a column and the next. */
const GAP = 40;
const GREY = '#999';
const INK = '#111';

type Face = PageText['face'];

export type Column = {
  readonly head: string;
  /** Share of the width. */
  readonly share: number;
  /** Figures stand to the right. */
  readonly right?: boolean;
  readonly face?: Face;
};

/** A row whose cells are broken into lines. */
type Row = {
  readonly columns: readonly Column[];
  readonly lines: readonly (readonly string[])[];
  readonly height: number;
  readonly ruled: boolean;
  readonly tall: number;
};

export type Signature = { readonly name: string; readonly title: string };

/** Builds the pages of one paper in one language. */
export class Flow {
  private readonly measure: Measure;
  private readonly done: PageElement[][] = [[]];
  /** Headings that wait for what they stand above, so that none is alone at the foot of a page. */
  private pending: { readonly height: number; readonly draw: () => void }[] = [];
  private y = TOP;

  constructor(measure: Measure) {
    this.measure = measure;
  }

  /** The title of the paper. */
  title(text: string): void {
    this.lines(text, 44, 'bold');
    this.space(12);
  }

  /** A part of the paper. */
  heading(text: string): void {
    const lines = this.wrap(text, WIDE, 30, 'bold');
    const draw = () => {
      this.space(34);
      this.stack(lines, 30, 'bold');
      this.y += 6;
      this.line(0, WIDE, 4, INK);
      this.y += 24;
    };
    this.pending.push({ height: 64 + lines.length * 30 * PITCH, draw });
  }

  subheading(text: string): void {
    const lines = this.wrap(text, WIDE, 25, 'bold');
    const draw = () => {
      this.space(18);
      this.stack(lines, 25, 'bold');
      this.y += 6;
    };
    this.pending.push({ height: 24 + lines.length * 25 * PITCH, draw });
  }

  /** A word on what stands below it. */
  note(text: string): void {
    const lines = this.wrap(text, WIDE, SMALL, 'plain');
    const draw = () => {
      this.stack(lines, SMALL, 'plain');
      this.y += 8;
    };
    this.pending.push({ height: 8 + lines.length * SMALL * PITCH, draw });
  }

  paragraph(text: string, face: Face = 'plain'): void {
    this.lines(text, BODY, face);
    this.space(10);
  }

  small(text: string, face: Face = 'plain'): void {
    this.lines(text, SMALL, face);
    this.space(8);
  }

  /** Name and value, one below the other. */
  facts(rows: readonly (readonly [name: string, value: string])[]): void {
    const columns = [
      { head: '', share: 0.3, face: 'bold' as const },
      { head: '', share: 0.7 },
    ];
    for (const row of rows) this.row(this.laid(columns, row, BODY, false));
    this.space(10);
  }

  /** A table with its head repeated on every page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const bold = columns.map((column) => ({ ...column, face: 'bold' as const }));
    const heads = columns.map((column) => column.head);
    const head = this.laid(bold, heads, SMALL, true);
    const body = rows.map((cells) => this.laid(columns, cells, SMALL, true));
    const all = body.reduce((sum, { tall }) => sum + tall, head.tall);
    // A short table stays together, a long one begins with some rows.
    this.need(all <= WHOLE_TABLE ? all : 200);
    this.row(head);
    for (const one of body) {
      if (this.y + one.tall > BOTTOM) {
        this.turn();
        this.row(head);
      }
      this.row(one);
    }
    this.space(16);
  }

  /** A QR code with words beside it. */
  code(text: string, words: readonly string[], { side = 480, spelt = '' } = {}): void {
    const wide = WIDE - side - 80;
    const said = words.map((paragraph) => this.wrap(paragraph, wide, SMALL, 'plain'));
    const letters = spelt === '' ? [] : this.wrap(spelt, wide, TINY, 'mono');
    const beside = (said.flat().length * SMALL + letters.length * TINY) * PITCH + said.length * 14;
    this.need(Math.max(side, beside) + 60);
    const x = LEFT + side + 80;
    const top = this.y + 20;
    this.put({ kind: 'qr', text, x: LEFT + 20, y: top, side });
    let y = top;
    for (const lines of said) {
      for (const line of lines) {
        this.put(textAt(line, x, y, SMALL, wide, 'plain'));
        y += SMALL * PITCH;
      }
      y += 14;
    }
    for (const line of letters) {
      if (line !== '') this.put(textAt(line, x, y, TINY, wide, 'mono'));
      y += TINY * PITCH;
    }
    this.y = Math.max(top + side, y) + 40;
  }

  /** Places to sign by hand, two beside each other. */
  signatures(people: readonly Signature[]): void {
    const half = (WIDE - 80) / 2;
    for (let i = 0; i < people.length; i += 2) {
      this.need(280);
      const top = this.y + 150;
      for (const [k, person] of people.slice(i, i + 2).entries()) {
        const x = LEFT + k * (half + 80);
        this.put(path(`M${x},${top}H${x + half}`, 3, INK));
        this.put(textAt(person.name, x, top + 16, BODY, half, 'bold', 40));
        this.put(textAt(person.title, x, top + 60, SMALL, half, 'plain', 60));
      }
      this.y = top + 130;
    }
  }

  /** The pages, each with its foot and its number. */
  pages(foot: string, numbered: (page: number, of: number) => string, mark: string | null): PrintedPage[] {
    return this.done.map((elements, i) => {
      const number = numbered(i + 1, this.done.length);
      const wide = this.widthOf(number, SMALL, 'plain');
      const below: PageElement[] = [
        path(`M${LEFT},${FOOT}H${LEFT + WIDE}`, 2, GREY),
        textAt(foot, LEFT, FOOT + 20, SMALL, WIDE - wide - 40, 'plain', 60),
        textAt(number, LEFT + WIDE - wide, FOOT + 20, SMALL, wide + 2, 'plain'),
      ];
      return { width: WIDTH, height: HEIGHT, mark, elements: [...elements, ...below] };
    });
  }

  space(height: number): void {
    if (this.y > TOP) this.y += height;
  }

  private lines(text: string, height: number, face: Face): void {
    for (const line of this.wrap(text, WIDE, height, face)) {
      this.need(height * PITCH);
      this.stack([line], height, face);
    }
  }

  private stack(lines: readonly string[], height: number, face: Face): void {
    for (const line of lines) {
      this.put(textAt(line, LEFT, this.y, height, WIDE, face));
      this.y += height * PITCH;
    }
  }

  /** Breaks the cells of a row into their lines. */
  private laid(columns: readonly Column[], cells: readonly string[], height: number, ruled: boolean): Row {
    const lines = columns.map((column, i) => {
      return this.wrap(cells[i] ?? '', column.share * WIDE - GAP, height, column.face ?? 'plain');
    });
    const most = Math.max(1, ...lines.map((cell) => cell.length));
    return { columns, lines, height, ruled, tall: most * height * PITCH + (ruled ? 2 * PAD - 8 : 12) };
  }

  private row({ columns, lines, height, ruled, tall }: Row): void {
    this.need(tall);
    let x = LEFT;
    for (const [i, column] of columns.entries()) {
      const wide = column.share * WIDE - GAP;
      const face = column.face ?? 'plain';
      for (const [k, line] of (lines[i] ?? []).entries()) {
        const at = column.right === true ? x + wide - Math.min(wide, this.widthOf(line, height, face)) : x;
        this.put(textAt(line, at, this.y + (ruled ? PAD : 0) + k * height * PITCH, height, wide, face));
      }
      x += column.share * WIDE;
    }
    this.y += tall;
    if (ruled) this.line(-3, WIDE, 1.5, GREY);
  }

  /** Broken between words; a word wider than the line is broken too, so that no hash runs off the page. */
  private wrap(text: string, most: number, height: number, face: Face): string[] {
    const lines: string[] = [];
    for (const part of text.split('\n')) {
      const plain = part.trim();
      if (plain.length <= WORDS_AT_ONCE && this.widthOf(plain, height, face) <= most && !/\s\s/.test(plain)) {
        lines.push(plain);
        continue;
      }
      let line = '';
      for (const word of part.split(/\s+/u).filter((w) => w !== '')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (longer.length <= WORDS_AT_ONCE && this.widthOf(longer, height, face) <= most) {
          line = longer;
          continue;
        }
        if (line !== '') lines.push(line);
        line = this.broken(word, most, height, face, lines);
      }
      lines.push(line);
    }
    return lines;
  }

  /** Pushes the full lines of a long word and gives back its rest. */
  private broken(word: string, most: number, height: number, face: Face, lines: string[]): string {
    const signs = [...word];
    let from = 0;
    const cut = (length: number) => signs.slice(from, from + length).join('');
    const fits = (length: number) => this.widthOf(cut(length), height, face) <= most;
    for (;;) {
      // One sign at least, and no more than fit. Sought upwards: what is measured is no longer than two lines, however long the word.
      let [least, over] = [1, 2];
      while (from + over <= signs.length && fits(over)) [least, over] = [over, 2 * over];
      const left = signs.length - from;
      if (over > left) {
        if (left <= 1 || fits(left)) return cut(left);
        over = left;
      }
      while (over - least > 1) {
        const middle = (least + over) >> 1;
        if (fits(middle)) least = middle;
        else over = middle;
      }
      lines.push(cut(least));
      from += least;
    }
  }

  private widthOf(text: string, height: number, face: Face): number {
    return this.measure(text, face) * height;
  }

  /** A rule, so much below where the text stands. */
  private line(below: number, wide: number, width: number, stroke: string): void {
    this.put(path(`M${LEFT},${this.y + below}h${wide}`, width, stroke));
  }

  /** Makes room, on the next page where there is none, and puts the headings that wait above it. */
  private need(height: number): void {
    const above = this.pending.reduce((sum, heading) => sum + heading.height, 0);
    if (this.y + above + height > BOTTOM) this.turn();
    const waiting = this.pending;
    this.pending = [];
    for (const heading of waiting) heading.draw();
  }

  private turn(): void {
    this.done.push([]);
    this.y = TOP;
  }

  private put(element: PageElement): void {
    this.done.at(-1)?.push(element);
  }
}

/** A line that is as wide as it was measured: the little more keeps it from being shrunk by a rounding. */
function textAt(text: string, x: number, y: number, height: number, most: number, face: Face, room?: number): PageText {
  return pageText({ es: text, en: null }, { x, y }, height, most + 1, room === undefined ? { face } : { face, room });
}

function path(d: string, width: number, stroke: string): PageElement {
  return { kind: 'path', path: d, stroke, width, fill: null };
}
