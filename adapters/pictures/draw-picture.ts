import type { Bytes } from '../../src/base/bytes.ts';
import { encodeSheetCode, type SheetCode } from '../../src/model/sheet-code.ts';
import { qrModules } from './qr-code.ts';
import { allowDrawings, sharp } from './sharp-limits.ts';

export type Drawing = {
  /** What the page says that it is. */
  readonly code: SheetCode;
  /** The page as an SVG in tenths of a millimetre, given the modules of its QR code (see simulation/draw-form.ts). */
  readonly draw: (qr: readonly (readonly boolean[])[]) => string;
  /** 6 is 152 dots per inch, about what a scanner of an office gives. */
  readonly pixelsPerMm?: number;
  /** Quarter turns clockwise, as of a page that lay upside down. */
  readonly turn?: 0 | 90 | 180 | 270;
  /** Of the JPEG, 1 to 100. */
  readonly quality?: number;
};

/** Dots per inch at which librsvg draws one unit of a drawing as one pixel. */
const UNIT_DENSITY = 72;
const UNITS_PER_MM = 10;

/** Draws a page of a sheet as a JPEG. Ours alone: never for a drawing that came from outside. One input, the same bytes. */
export async function drawPicture({ code, draw, pixelsPerMm = 6, turn = 0, quality = 72 }: Drawing): Promise<Bytes> {
  allowDrawings();
  const svg = Buffer.from(draw(await qrModules(encodeSheetCode(code))));
  const page = await sharp(svg, { density: (UNIT_DENSITY * pixelsPerMm) / UNITS_PER_MM })
    .flatten({ background: '#ffffff' })
    .rotate(turn)
    .jpeg({ quality })
    .toBuffer();
  return Uint8Array.from(page);
}
