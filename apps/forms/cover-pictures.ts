import type { PageElement } from '../../src/model/printed-page.ts';
import { box, circle, moved, paragraph, shape } from './scaled-page.ts';

/*
 * The pictures of the instructions, drawn by hand in squares of 360. People who have never held such a paper look at these
 * first: each shows one act and nothing else.
 */

/** Elements of a picture in its own square, and it is moved to its place. */
export type Picture = readonly PageElement[];

export const PICTURE_SIDE = 360;

const WHITE = { fill: '#fff' } as const;
const BLACK = { fill: '#111', stroke: null } as const;
const GREY = { fill: '#e4e4e4' } as const;

/** A picture at its place on the page. */
export function placed(picture: Picture, x: number, y: number): PageElement[] {
  return picture.map((element) => {
    if (element.kind === 'path') return { ...element, path: moved(element.path, 1, x, y) };
    return element.kind === 'text' ? { ...element, x: element.x + x, y: element.y + y } : element;
  });
}

const lines = (...ys: number[]) => ys.map((y) => shape(`M120,${y}L240,${y}`, { width: 4 }));
const phone = (x: number, y: number, w: number, h: number): Picture => [
  shape(box(x, y, w, h), { ...WHITE, width: 8 }),
  shape(box(x + 12, y + 24, w - 24, h - 56), { ...WHITE, width: 3 }),
  shape(circle(x + w / 2, y + h - 16, 7), BLACK),
];
const finder = (x: number, y: number): Picture => [
  shape(box(x, y, 42, 42), BLACK),
  shape(box(x + 8, y + 8, 26, 26), { ...WHITE, stroke: null }),
  shape(box(x + 14, y + 14, 14, 14), BLACK),
];
/** A sheet that lies on a table, seen from the side of it. */
const lying: Picture = [
  shape('M10,300L350,300', { width: 8 }),
  shape('M70,285L130,190L330,190L300,285Z', WHITE),
  ...[210, 230, 250].map((y) => shape(`M${190 - y / 5},${y}L${330 - y / 5},${y}`, { width: 4 })),
];

const enrol: Picture = [
  shape(box(20, 40, 190, 280), WHITE),
  ...finder(50, 120),
  ...finder(138, 120),
  ...finder(50, 208),
  ...[
    [110, 150],
    [110, 190],
    [130, 180],
    [150, 200],
    [160, 226],
    [138, 230],
    [112, 222],
  ].map(([x = 0, y = 0]) => shape(box(x, y, 16, 16), BLACK)),
  shape('M190,130L236,110M190,250L236,230', { width: 4 }),
  ...phone(230, 90, 110, 210),
];

const flat: Picture = [...lying, shape('M150,120L185,155L260,60', { width: 14 })];

const light: Picture = [
  ...lying,
  shape('M20,60L70,40L95,90L45,110Z', GREY),
  ...['M95,95L150,140', 'M102,78L180,100', 'M80,108L115,160'].map((path) => shape(path, { width: 6 })),
  ...[phone(230, 40, 60, 100)].flat(),
];

const whole: Picture = [
  ...phone(70, 10, 220, 340),
  shape(box(115, 75, 130, 180), WHITE),
  ...lines(105, 130, 155, 180, 205),
  ...['M100,85L100,58L127,58', 'M233,58L260,58L260,85', 'M260,245L260,272L233,272', 'M127,272L100,272L100,245'].map(
    (p) => shape(p, { width: 8 }),
  ),
];

const figures: Picture = [
  ...phone(80, 10, 200, 340),
  shape(box(110, 50, 140, 60), WHITE),
  paragraph('35', { x: 180, y: 64 }, 32, 60, 45, 'bold'),
  ...[0, 1, 2, 3].flatMap((row) =>
    [0, 1, 2].map((column) =>
      shape(box(112 + column * 48, 126 + row * 46, 40, 38), row === 3 && column !== 1 ? GREY : WHITE),
    ),
  ),
  ...'1234567890'.split('').map((sign, i) => {
    const [row, column] = i === 9 ? [3, 1] : [Math.floor(i / 3), i % 3];
    return paragraph(sign, { x: 125 + column * 48, y: 135 + row * 46 }, 20, 30, 30);
  }),
];

const kept: Picture = [
  ...phone(80, 10, 200, 340),
  shape('M180,80L245,105L245,170C245,220 215,245 180,262C145,245 115,220 115,170L115,105Z', GREY),
  shape('M145,170L172,200L220,135', { width: 16 }),
];

export const PICTURES = { enrol, flat, light, whole, figures, kept } as const;
