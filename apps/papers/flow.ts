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
/** From one baseline to the next, in heights of the capitals. */
const PITCH = 1.75;
const SMALL = 20;
const BODY = 24;
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

export type Signature = { readonly name: string; readonly title: string };

/** Builds the pages of one paper in one language. */
export class Flow {
  private readonly measure: Measure;
  private readonly done: PageElement[][] = [[]];
  private y = TOP;

  constructor(measure: Measure) {
    this.measure = measure;
  }

  /** The title of the paper. */
  title(text: string): void {
    this.lines(text, 44, 'bold');
    this.space(12);
  }

  /** A part of the paper. It never stands alone at the foot of a page. */
  heading(text: string): void {
    this.space(34);
    this.need(240);
    this.lines(text, 30, 'bold');
    this.space(6);
    this.line(0, 0, WIDE, 4, INK);
    this.space(22);
  }

  subheading(text: string): void {
    this.space(14);
    this.need(160);
    this.lines(text, 25, 'bold');
    this.space(4);
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
    for (const row of rows) this.row(columns, row, BODY, false);
    this.space(10);
  }

  /** A table with its head repeated on every page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const head = () => {
      this.row(
        columns.map((column) => ({ ...column, face: 'bold' })),
        columns.map((column) => column.head),
        SMALL,
        true,
      );
    };
    this.need(150);
    head();
    for (const cells of rows) {
      if (this.y + this.heightOf(columns, cells, SMALL) > BOTTOM) {
        this.turn();
        head();
      }
      this.row(columns, cells, SMALL, true);
    }
    this.space(16);
  }

  /** A QR code with words beside it. */
  code(text: string, words: readonly string[], side = 480): void {
    this.need(side + 60);
    const x = LEFT + side + 60;
    const top = this.y + 20;
    this.put({ kind: 'qr', text, x: LEFT + 20, y: top, side });
    let y = top;
    for (const paragraph of words) {
      for (const line of this.wrap(paragraph, WIDE - side - 60, SMALL, 'plain')) {
        this.put(textAt(line, x, y, SMALL, WIDE - side - 60, 'plain'));
        y += SMALL * PITCH;
      }
      y += 14;
    }
    this.y = Math.max(top + side + 40, y);
  }

  /** Places to sign by hand, two beside each other. */
  signatures(people: readonly Signature[]): void {
    const half = (WIDE - 80) / 2;
    for (let i = 0; i < people.length; i += 2) {
      this.need(300);
      const top = this.y + 170;
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
      this.put(textAt(line, LEFT, this.y, height, WIDE, face));
      this.y += height * PITCH;
    }
  }

  private row(columns: readonly Column[], cells: readonly string[], height: number, ruled: boolean): void {
    const tall = this.heightOf(columns, cells, height);
    this.need(tall);
    let x = LEFT;
    for (const [i, column] of columns.entries()) {
      const wide = column.share * WIDE - 16;
      const face = column.face ?? 'plain';
      for (const [k, line] of this.wrap(cells[i] ?? '', wide, height, face).entries()) {
        const at = column.right === true ? x + wide - Math.min(wide, this.widthOf(line, height, face)) : x;
        this.put(textAt(line, at, this.y + k * height * PITCH, height, wide, face));
      }
      x += column.share * WIDE;
    }
    this.y += tall;
    if (ruled) this.line(0, -8, WIDE, 1.5, GREY);
  }

  private heightOf(columns: readonly Column[], cells: readonly string[], height: number): number {
    const lines = columns.map(
      (column, i) => this.wrap(cells[i] ?? '', column.share * WIDE - 16, height, column.face ?? 'plain').length,
    );
    return Math.max(1, ...lines) * height * PITCH + 12;
  }

  /** Broken between words; a word wider than the line is broken too, so that no hash runs off the page. */
  private wrap(text: string, most: number, height: number, face: Face): string[] {
    const lines: string[] = [];
    for (const part of text.split('\n')) {
      let line = '';
      for (const word of part.split(/\s+/u).filter((w) => w !== '')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (this.widthOf(longer, height, face) <= most) {
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
    let rest = [...word];
    while (rest.length > 1 && this.widthOf(rest.join(''), height, face) > most) {
      let fits = rest.length - 1;
      while (fits > 1 && this.widthOf(rest.slice(0, fits).join(''), height, face) > most) fits--;
      lines.push(rest.slice(0, fits).join(''));
      rest = rest.slice(fits);
    }
    return rest.join('');
  }

  private widthOf(text: string, height: number, face: Face): number {
    return this.measure(text, face) * height;
  }

  private line(x: number, y: number, wide: number, width: number, stroke: string): void {
    this.put(path(`M${LEFT + x},${this.y + y}h${wide}`, width, stroke));
  }

  private need(height: number): void {
    if (this.y + height > BOTTOM) this.turn();
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
