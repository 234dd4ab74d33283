import { type FormArea, type SheetForm, TENTHS } from '../../src/model/sheet-form.ts';
import type { FoundQr, Spot } from './qr-code.ts';
import type { Raster } from './read-picture.ts';

/**
 * Where a page of the form lies in a picture: `origin` is the picture's point (pixels) of the form's `from` (tenths of a
 * millimetre); `right` and `down` are the steps in the picture for one tenth to the right and down on the paper.
 */
export type Alignment = {
  readonly origin: Spot;
  readonly from: Spot;
  readonly right: Spot;
  readonly down: Spot;
  /** How far a point may stray that lies at the given distance from `from`. */
  readonly spare: { readonly near: number; readonly perDistance: number };
};

type Size = { readonly width: number; readonly height: number };

// Corners are found to the nearest pixel or two, and the foot of a page is ten codes away from its code.
const ALIGNED_SPARE = { near: 30, perDistance: 0.02 };
/** Nobody knows how much table lies around a page without a code. */
const GUESSED_SPARE = { near: 80, perDistance: 0 };

/** The alignment by the corners of the page's code; null if they cannot be those of a flat page that was photographed. */
export function alignByQr(found: FoundQr, qr: FormArea, picture: Size): Alignment | null {
  const { topLeft, topRight, bottomLeft, bottomRight } = found;
  const right = scaled(plus(minus(topRight, topLeft), minus(bottomRight, bottomLeft)), 1 / (2 * qr.w));
  const down = scaled(plus(minus(bottomLeft, topLeft), minus(bottomRight, topRight)), 1 / (2 * qr.h));
  const origin = scaled(plus(plus(topLeft, topRight), plus(bottomLeft, bottomRight)), 1 / 4);
  const from = { x: qr.x + qr.w / 2, y: qr.y + qr.h / 2 };
  const inside = origin.x >= 0 && origin.y >= 0 && origin.x <= picture.width && origin.y <= picture.height;
  return inside && isFlat(right, down) ? { origin, from, right, down, spare: ALIGNED_SPARE } : null;
}

const MOST_SHEAR = 0.25;
const MOST_STRETCH = 1.4;

function isFlat(right: Spot, down: Spot): boolean {
  const [a, b] = [Math.hypot(right.x, right.y), Math.hypot(down.x, down.y)];
  if (a === 0 || b === 0) return false;
  const shear = Math.abs(right.x * down.x + right.y * down.y) / (a * b);
  // A negative area is a mirror.
  const area = right.x * down.y - right.y * down.x;
  return area > 0 && shear <= MOST_SHEAR && Math.max(a / b, b / a) <= MOST_STRETCH;
}

/**
 * Guesses where nothing could be read: the page fills the picture. A picture that lies down may be turned either way, so
 * there are two.
 */
export function guessAlignments(form: SheetForm, { width, height }: Size): readonly Alignment[] {
  const [w, h] = [form.width * TENTHS, form.height * TENTHS];
  const from = { x: 0, y: 0 };
  const spare = GUESSED_SPARE;
  if (width > height === w > h) {
    return [{ origin: from, from, right: { x: width / w, y: 0 }, down: { x: 0, y: height / h }, spare }];
  }
  return [
    { origin: { x: width, y: 0 }, from, right: { x: 0, y: height / w }, down: { x: -width / h, y: 0 }, spare },
    { origin: { x: 0, y: height }, from, right: { x: 0, y: -height / w }, down: { x: width / h, y: 0 }, spare },
  ];
}

/** Quarter turns clockwise that put the page upright. */
export function turnUpright({ right }: Alignment): 0 | 90 | 180 | 270 {
  if (Math.abs(right.x) >= Math.abs(right.y)) return right.x >= 0 ? 0 : 180;
  return right.y > 0 ? 270 : 90;
}

/** Makes black every pixel of the picture that may lie in an area of the page. */
export function blacken(raster: Raster, area: FormArea, alignment: Alignment): void {
  const { origin, from, right, down } = alignment;
  const wide = widened(area, alignment);
  const size = right.x * down.y - right.y * down.x;
  for (let y = 0; y < raster.height; y++) {
    // Along a row of the picture, the place on the paper moves evenly in both directions.
    const [dx, dy] = [0.5 - origin.x, y + 0.5 - origin.y];
    const u = from.x + (dx * down.y - dy * down.x) / size;
    const v = from.y + (dy * right.x - dx * right.y) / size;
    const across = stepsWithin(u, down.y / size, wide.x, wide.x + wide.w);
    const along = stepsWithin(v, -right.y / size, wide.y, wide.y + wide.h);
    const first = Math.max(0, Math.ceil(Math.max(across.first, along.first)));
    const last = Math.min(raster.width - 1, Math.floor(Math.min(across.last, along.last)));
    const row = y * raster.width;
    if (first <= last) raster.data.fill(0, 3 * (row + first), 3 * (row + last + 1));
  }
}

/** The steps at which `start + n * step` lies from `low` to `high`. */
function stepsWithin(start: number, step: number, low: number, high: number): { first: number; last: number } {
  if (step === 0) {
    const all = start >= low && start <= high;
    return all ? { first: -Infinity, last: Infinity } : { first: Infinity, last: -Infinity };
  }
  const [a, b] = [(low - start) / step, (high - start) / step];
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

/** The area with its spare on each side, by its farthest corner. */
function widened({ x, y, w, h }: FormArea, { from, spare }: Alignment): { x: number; y: number; w: number; h: number } {
  const far = Math.hypot(
    Math.max(Math.abs(x - from.x), Math.abs(x + w - from.x)),
    Math.max(Math.abs(y - from.y), Math.abs(y + h - from.y)),
  );
  const more = spare.near + spare.perDistance * far;
  return { x: x - more, y: y - more, w: w + 2 * more, h: h + 2 * more };
}

function plus(a: Spot, b: Spot): Spot {
  return { x: a.x + b.x, y: a.y + b.y };
}

function minus(a: Spot, b: Spot): Spot {
  return { x: a.x - b.x, y: a.y - b.y };
}

function scaled(a: Spot, factor: number): Spot {
  return { x: a.x * factor, y: a.y * factor };
}
