import type { Random } from './random.ts';
import { GLYPH_HEIGHT, type Glyph, glyphsOf, type Point, type Stroke } from './stroke-font.ts';

/** One person's hand. Lengths are in units of a glyph, twelve to its height. */
export type Hand = {
  /** How far the top leans over the foot, as a share of the height. */
  readonly slant: number;
  /** How far each point strays. */
  readonly shake: number;
  /** Share of the height of the line that is used. */
  readonly size: number;
  /** Width of the stroke, as a share of the height of a figure. */
  readonly pen: number;
  readonly ink: string;
  /** What stands in the cells before the first figure. */
  readonly before: 'zeros' | 'nothing' | 'dashes';
};

export type Rectangle = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** Draws the hand of one person. */
export function drawHand(random: Random): Hand {
  return {
    slant: random.near(-0.12, 0.42),
    shake: random.near(0.2, 0.9),
    size: random.near(0.62, 0.82),
    pen: random.near(0.065, 0.14),
    ink: random.pick(['#1b2a6b', '#16234f', '#20242c', '#2c2f38', '#27408b']),
    before: random.pick(['zeros', 'zeros', 'nothing', 'dashes']),
  };
}

const GAP = 3;
const STEADY: Hand = { slant: 0, shake: 0, size: 1, pen: 0.1, ink: '#111', before: 'nothing' };

/** Printed text from its upper left corner, narrowed to `most` where it would be longer. */
export function printText(text: string, at: { x: number; y: number }, height: number, most: number): string {
  const glyphs = glyphsOf(text);
  const unit = height / GLYPH_HEIGHT;
  const scale = Math.min(1, most / Math.max(1, widthOf(glyphs) * unit));
  const path = lineOf(glyphs, at.x, at.y, { unit, across: unit * scale, hand: STEADY, random: null });
  return pathOf(path, STEADY.ink, height * STEADY.pen);
}

/** Handwriting in a rectangle, from its left, narrowed where it would be longer. */
export function writeText(text: string, place: Rectangle, hand: Hand, random: Random): string {
  const glyphs = glyphsOf(text);
  const height = place.h * hand.size;
  const unit = height / GLYPH_HEIGHT;
  const natural = widthOf(glyphs) * unit + Math.abs(hand.slant) * height;
  const across = unit * Math.min(1, place.w / Math.max(1, natural));
  const y = place.y + (place.h - height) * (0.5 + random.near(-0.2, 0.2));
  const x = place.x + Math.max(0, -hand.slant) * height;
  return pathOf(lineOf(glyphs, x, y, { unit, across, hand, random }), hand.ink, height * hand.pen);
}

/** A figure in the cells of its box, from the right; a longer one is squeezed. */
export function writeFigure(value: number, place: Rectangle, cells: number, hand: Hand, random: Random): string {
  const before = hand.before === 'zeros' ? '0' : hand.before === 'dashes' && value > 0 ? '-' : ' ';
  const text = String(value).padStart(cells, before);
  const w = place.w / text.length;
  return [...text]
    .map((sign, i) => {
      const cell = { x: place.x + i * w + w * 0.16, y: place.y, w: w * 0.68, h: place.h };
      return sign === ' ' ? '' : writeText(sign, cell, hand, random);
    })
    .join('');
}

/** Figures over one another and a line through them: nobody can say which was meant. */
export function writeIllegibly(place: Rectangle, cells: number, hand: Hand, random: Random): string {
  const most = 10 ** cells;
  const over = [0, 1, 2].map(() => writeFigure(random.between(most / 10, most - 1), place, cells, hand, random));
  const inner = { x: place.x + 6, y: place.y + place.h * 0.2, w: place.w - 12, h: place.h * 0.6 };
  return over.join('') + scribble(inner, 34, hand, random) + scribble(inner, 26, hand, random);
}

/** A signature: loops from left to right, and often a stroke below them. */
export function sign(place: Rectangle, hand: Hand, random: Random): string {
  const w = place.w * random.near(0.45, 0.9);
  const inner = { x: place.x + place.w * 0.05, y: place.y, w, h: place.h };
  const loops = scribble(inner, random.between(9, 18), hand, random);
  if (random.chance(0.4)) return loops;
  const y = place.y + place.h * random.near(0.7, 0.95);
  const line: Stroke = {
    round: true,
    points: [0, 0.5, 1].map((t) => ({ x: inner.x + t * w * 1.1, y: y - t * random.near(0, 14) })),
  };
  return loops + pathOf(strokePath(line.points, true), hand.ink, 3);
}

function scribble(place: Rectangle, turns: number, hand: Hand, random: Random): string {
  const points: Point[] = [];
  for (let i = 0; i <= turns; i++) {
    const back = i % 3 === 2 ? -1.2 : 0;
    const x = place.x + (place.w * Math.max(0, i + back)) / turns;
    points.push({ x, y: place.y + place.h * random.unit() });
  }
  return pathOf(strokePath(points, true), hand.ink, 30 * hand.pen + 1);
}

type Line = { readonly unit: number; readonly across: number; readonly hand: Hand; readonly random: Random | null };

function lineOf(glyphs: readonly Glyph[], left: number, top: number, { unit, across, hand, random }: Line): string {
  let path = '';
  let x = left;
  for (const glyph of glyphs) {
    const drop = random === null ? 0 : random.near(-0.8, 0.8) * unit * (hand.shake + 0.3);
    const stray = () => (random === null ? 0 : random.near(-hand.shake, hand.shake));
    for (const stroke of glyph.strokes) {
      const points = stroke.points.map((p) => {
        const up = GLYPH_HEIGHT - p.y + stray();
        return {
          x: x + (p.x - glyph.left + stray() + up * hand.slant) * across,
          y: top + drop + (GLYPH_HEIGHT - up) * unit,
        };
      });
      path += strokePath(points, stroke.round);
    }
    x += (glyph.width + GAP) * across;
  }
  return path;
}

function widthOf(glyphs: readonly Glyph[]): number {
  let width = 0;
  for (const glyph of glyphs) width += glyph.width + GAP;
  return width;
}

function strokePath(points: readonly Point[], round: boolean): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${spot(first)}`;
  for (const [i, point] of rest.entries()) {
    const next = rest[i + 1];
    if (!round || rest.length < 2) path += `L${spot(point)}`;
    else if (next !== undefined) {
      const end = i === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
      path += `Q${spot(point)} ${spot(end)}`;
    }
  }
  return path;
}

function pathOf(path: string, ink: string, width: number): string {
  return `<path d="${path}" stroke="${ink}" stroke-width="${round(width)}"/>`;
}

function spot({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** Tenths of a tenth of a millimetre are enough, and keep the drawing small. */
function round(n: number): number {
  return Math.round(n * 10) / 10;
}
