import type { PageElement, PagePath, PageText } from '../../src/model/printed-page.ts';
import { pageText } from '../../src/model/printed-page.ts';
import { type SheetForm, TENTHS } from '../../src/model/sheet-form.ts';

/*
 * The pages of a kit that are no form. They are laid out on A4 and printed on the paper of the form, so that a printer needs
 * one tray. Their paths are of absolute points alone (`M1,2L3,4C...Z`), which can be moved.
 */

const WIDTH = 2100;
const HEIGHT = 2970;

/** The elements of an A4 page on the paper of a form. */
export function scaledPage(elements: readonly PageElement[], form: SheetForm): readonly PageElement[] {
  const [w, h] = [form.width * TENTHS, form.height * TENTHS];
  if (w === WIDTH && h === HEIGHT) return elements;
  const factor = Math.min(w / WIDTH, h / HEIGHT);
  const left = (w - WIDTH * factor) / 2;
  return elements.map((element) => scaled(element, factor, left));
}

function scaled(element: PageElement, f: number, left: number): PageElement {
  const x = (at: number) => left + at * f;
  switch (element.kind) {
    case 'path':
      return { ...element, path: moved(element.path, f, left, 0), width: element.width * f };
    case 'qr':
      return { ...element, x: x(element.x), y: element.y * f, side: element.side * f };
    case 'text': {
      const { y, height, most, room } = element;
      return { ...element, x: x(element.x), y: y * f, height: height * f, most: most * f, room: room * f };
    }
    case 'figures':
      return element;
  }
}

/** A path of absolute points, larger and elsewhere. */
export function moved(path: string, factor: number, right: number, down: number): string {
  return path.replace(
    /(-?[\d.]+),(-?[\d.]+)/g,
    (_, x: string, y: string) => `${tenth(Number(x) * factor + right)},${tenth(Number(y) * factor + down)}`,
  );
}

function tenth(n: number): number {
  return Math.round(n * 10) / 10;
}

/** A text of several lines in one language. */
export function paragraph(
  text: string,
  at: { readonly x: number; readonly y: number },
  height: number,
  most: number,
  room: number,
  face: PageText['face'] = 'plain',
): PageText {
  return pageText({ es: text, en: null }, at, height, most, { room, face });
}

/** The printed code of a sheet, in the face in which I and 1 differ. */
export function codeLine(code: string, y: number): PageText[] {
  return [
    pageText({ es: 'Código del acta:', en: 'Code of the sheet' }, { x: 120, y }, 28, 640),
    pageText({ es: code, en: null }, { x: 780, y }, 30, 1200, { face: 'mono' }),
  ];
}

export function shape(path: string, { fill = null, stroke = '#111', width = 5 }: Partial<PagePath> = {}): PagePath {
  return { kind: 'path', path, stroke, width, fill };
}

export function box(x: number, y: number, w: number, h: number): string {
  return `M${x},${y}L${x + w},${y}L${x + w},${y + h}L${x},${y + h}Z`;
}

/** Four curves, which no eye tells from a circle. */
export function circle(x: number, y: number, r: number): string {
  const k = 0.5523 * r;
  return (
    `M${x + r},${y}C${x + r},${y + k} ${x + k},${y + r} ${x},${y + r}C${x - k},${y + r} ${x - r},${y + k} ${x - r},${y}` +
    `C${x - r},${y - k} ${x - k},${y - r} ${x},${y - r}C${x + k},${y - r} ${x + r},${y - k} ${x + r},${y}Z`
  );
}
