/*
 * What a picture of a paper lacks, measured on grey pixels: pure functions, tried in tests/capture/camera-hints.test.ts on drawn
 * sheets that were darkened, blurred and cut. A hint is advice. None of it keeps anybody from taking the picture.
 */

/** A picture in shades of grey, 0 (black) to 255, row by row. */
export type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array };

export const HINTS = ['dark', 'bright', 'cut', 'far', 'blurred'] as const;
export type Hint = (typeof HINTS)[number];

/** What was measured of a frame; null where the picture does not let it be told. */
export type Measures = {
  /** The level that only a tenth of the pixels are above: that of the paper, if there is any. */
  readonly light: number;
  /** Share of the pixels at the end of the scale. */
  readonly burnt: number;
  /** Strength of the sharpest edges, as a share of the contrast. */
  readonly sharpness: number | null;
  readonly paper: PaperSeen | null;
  /** What the sheet's code says of the paper, if the code was found: on a white table nothing else does. */
  readonly page: PageSeen | null;
};

/** The page as far as its code tells. */
export type PageSeen = {
  /** How far its furthest corner lies outside of the frame, as a share of the frame; 0 inside. */
  readonly beyond: number;
  /** Its longer side as a share of the frame's longer side. */
  readonly size: number;
};

/** The bright field that the paper is. */
export type PaperSeen = {
  /** Share of the frame. */
  readonly area: number;
  /** Share of each border of the frame that lies on paper: top, right, bottom, left. */
  readonly borders: readonly [number, number, number, number];
};

/** By Rec. 601, in whole numbers, as every camera has it. */
export function greyOf(rgba: Uint8ClampedArray | Uint8Array, width: number, height: number): Grey {
  const data = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < data.length; i++, at += 4)
    data[i] = (77 * (rgba[at] ?? 0) + 150 * (rgba[at + 1] ?? 0) + 29 * (rgba[at + 2] ?? 0)) >> 8;
  return { width, height, data };
}

/**
 * Measures one frame. `whole` is all of it made small (about 160 pixels wide: light and paper need no more), `part` a piece of its
 * middle at the size at which it will be kept: making a picture small makes it sharp.
 */
export function measure(whole: Grey, part: Grey, page: PageSeen | null = null): Measures {
  const levels = histogram(whole);
  return {
    light: levelOf(levels, 0.9),
    burnt: shareFrom(levels, BURNT_LEVEL),
    sharpness: sharpnessOf(part),
    paper: paperIn(whole, levels),
    page,
  };
}

/** A pixel from here on holds no more light: what is lost there comes back with no correction. */
const BURNT_LEVEL = 254;
/** White paper under the lamp of a classroom gives 150 and more; below this, noise is as strong as a pencil's line. */
const DARK_BELOW = 95;
/** Glare takes a part of the paper, never only its margins: a third of the frame is more than the margins of a form. */
const BURNT_ABOVE = 0.35;
/**
 * Drawn sheets have 0.9 and more, blurred by 1 pixel 0.45, by 1.5 pixels 0.3, by 2 pixels 0.2: there a 3 and an 8 begin to be one.
 * Lenses and video take their part of the first pixel from every picture, which is no reason to complain.
 */
const SHARP_FROM = 0.25;
/** Below a third of the frame the digits of a sheet have fewer than 12 pixels on most phones. */
const PAPER_FROM = 0.33;
/** Paper along this much of a border of the frame goes on beyond it. */
const CUT_FROM = 0.3;
/** A code of 3 cm is measured to a pixel or two, which at the far end of the page is as much as this share of the frame. */
const BEYOND_FROM = 0.06;
/** The same distance as `PAPER_FROM`, seen along the longer side. */
const SIZE_FROM = 0.57;

/** What to say first, or null if there is nothing to mend. What hides the rest comes before it: in the dark all is blurred. */
export function hintOf(measures: Measures): Hint | null {
  const { light, burnt, sharpness } = measures;
  if (light < DARK_BELOW) return 'dark';
  if (burnt > BURNT_ABOVE) return 'bright';
  const place = placeHint(measures);
  if (place !== null) return place;
  if (sharpness !== null && sharpness < SHARP_FROM) return 'blurred';
  return null;
}

/** The code knows better than the colour of the table. */
function placeHint({ paper, page }: Measures): 'cut' | 'far' | null {
  if (page !== null) return page.beyond > BEYOND_FROM ? 'cut' : page.size < SIZE_FROM ? 'far' : null;
  if (paper === null) return null;
  if (paper.borders.some((share) => share > CUT_FROM)) return 'cut';
  return paper.area < PAPER_FROM ? 'far' : null;
}

type Spot = { readonly x: number; readonly y: number };
/** Three corners of the printed square of a code, as they stand on the upright paper. */
export type QrCorners = { readonly topLeft: Spot; readonly topRight: Spot; readonly bottomLeft: Spot };
/** Where the code stands on its page, and the page itself, in any one unit. */
export type QrOnPage = {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly width: number;
  readonly height: number;
};

/** The page around a code: as if the paper were flat and the phone held straight, which is true enough for a hint. */
export function pageAround(
  qr: QrCorners,
  on: QrOnPage,
  frame: { readonly width: number; readonly height: number },
): PageSeen {
  const along = { x: (qr.topRight.x - qr.topLeft.x) / on.w, y: (qr.topRight.y - qr.topLeft.y) / on.w };
  const down = { x: (qr.bottomLeft.x - qr.topLeft.x) / on.w, y: (qr.bottomLeft.y - qr.topLeft.y) / on.w };
  const at = (x: number, y: number): Spot => ({
    x: qr.topLeft.x + (x - on.x) * along.x + (y - on.y) * down.x,
    y: qr.topLeft.y + (x - on.x) * along.y + (y - on.y) * down.y,
  });
  const corners = [at(0, 0), at(on.width, 0), at(0, on.height), at(on.width, on.height)];
  const beyond = (spot: Spot) =>
    Math.max(0, -spot.x / frame.width, spot.x / frame.width - 1, -spot.y / frame.height, spot.y / frame.height - 1);
  const [w, h] = [Math.hypot(along.x, along.y) * on.width, Math.hypot(down.x, down.y) * on.height];
  return { beyond: Math.max(...corners.map(beyond)), size: Math.max(w, h) / Math.max(frame.width, frame.height) };
}

function histogram({ data }: Grey): Uint32Array {
  const levels = new Uint32Array(256);
  for (const level of data) levels[level] = (levels[level] ?? 0) + 1;
  return levels;
}

/** The lowest level with at least this share of the pixels at or below it. */
function levelOf(levels: Uint32Array, share: number): number {
  const wanted = share * total(levels);
  let seen = 0;
  for (let level = 0; level < 256; level++) {
    seen += levels[level] ?? 0;
    if (seen >= wanted && seen > 0) return level;
  }
  return 255;
}

function shareFrom(levels: Uint32Array, from: number): number {
  return levels.subarray(from).reduce((sum, n) => sum + n, 0) / Math.max(1, total(levels));
}

function total(levels: Uint32Array): number {
  return levels.reduce((sum, n) => sum + n, 0);
}

/** Less contrast than this is a blank wall, of which nobody can say whether it is sharp. */
const CONTRAST_FROM = 40;
/** The edges are few: on a form ink covers a twentieth. The strongest hundredth are edges wherever there is any ink. */
const EDGES = 0.01;

/**
 * The variance of the Laplacian (J. L. Pech-Pacheco and others, 2000), of its strongest hundredth and as a share of the contrast: of all
 * pixels it would tell how much is written, and unscaled how bright the lamp is.
 */
export function sharpnessOf(grey: Grey): number | null {
  const levels = histogram(grey);
  const contrast = levelOf(levels, 0.95) - levelOf(levels, 0.005);
  if (contrast < CONTRAST_FROM || grey.width < 3 || grey.height < 3) return null;
  const strengths = laplacian(grey);
  const inner = (grey.width - 2) * (grey.height - 2);
  let [left, sum, count] = [Math.max(1, Math.round(EDGES * inner)), 0, 0];
  for (let strength = strengths.length - 1; strength >= 0 && left > 0; strength--) {
    const taken = Math.min(left, strengths[strength] ?? 0);
    sum += taken * strength * strength;
    count += taken;
    left -= taken;
  }
  return Math.sqrt(sum / count) / contrast;
}

/** How often each strength of the Laplacian occurs (four neighbours, without the rim). */
function laplacian({ width, height, data }: Grey): Uint32Array {
  const strengths = new Uint32Array(4 * 255 + 1);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const around = (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const strength = Math.abs(4 * (data[at] ?? 0) - around);
      strengths[strength] = (strengths[strength] ?? 0) + 1;
    }
  }
  return strengths;
}

/** Paper and table less apart than this: a white table, on which no edge can be told. */
const APART_FROM = 45;

/** The paper as the brighter of two classes of pixels (N. Otsu, 1979), ink and shadows left aside by looking at rows of cells. */
export function paperIn(grey: Grey, levels: Uint32Array = histogram(grey)): PaperSeen | null {
  const { threshold, apart } = otsu(levels);
  if (apart < APART_FROM) return null;
  const cells = cellsOf(grey, threshold);
  const bright = cells.flat().filter(Boolean).length;
  const share = (line: readonly boolean[]) => line.filter(Boolean).length / line.length;
  const column = (at: number) => cells.map((row) => row.at(at) === true);
  return {
    area: bright / (CELLS * CELLS),
    borders: [share(cells[0] ?? []), share(column(-1)), share(cells.at(-1) ?? []), share(column(0))],
  };
}

/** Lines of writing vanish in cells of this many to the side, and the corners of a paper do not. */
const CELLS = 24;

/** Whether most of each cell is bright. */
function cellsOf({ width, height, data }: Grey, threshold: number): boolean[][] {
  const [bright, all] = [new Uint32Array(CELLS * CELLS), new Uint32Array(CELLS * CELLS)];
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * CELLS) / height) * CELLS;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * CELLS) / width);
      all[cell] = (all[cell] ?? 0) + 1;
      if ((data[y * width + x] ?? 0) > threshold) bright[cell] = (bright[cell] ?? 0) + 1;
    }
  }
  return Array.from({ length: CELLS }, (_, row) =>
    Array.from({ length: CELLS }, (__, column) => {
      const at = row * CELLS + column;
      return 2 * (bright[at] ?? 0) > (all[at] ?? 0);
    }),
  );
}

/** The level that divides the pixels best in two, and how far apart the means of the two are. */
function otsu(levels: Uint32Array): { readonly threshold: number; readonly apart: number } {
  const all = total(levels);
  const sum = levels.reduce((s, n, level) => s + n * level, 0);
  let [below, sumBelow, best] = [0, 0, { threshold: 0, apart: 0, between: 0 }];
  for (let threshold = 0; threshold < 255; threshold++) {
    below += levels[threshold] ?? 0;
    sumBelow += threshold * (levels[threshold] ?? 0);
    if (below === 0 || below === all) continue;
    const apart = (sum - sumBelow) / (all - below) - sumBelow / below;
    const between = below * (all - below) * apart * apart;
    if (between > best.between) best = { threshold, apart, between };
  }
  return best;
}
