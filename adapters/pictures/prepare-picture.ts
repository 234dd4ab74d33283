import { type Bytes, toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { ok, type Result } from '../../src/base/result.ts';
import type { SheetCode } from '../../src/model/sheet-code.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';
import { findSheetCode, type SeenCode } from './find-sheet-code.ts';
import { type Alignment, alignByQr, blacken, guessAlignments, turnUpright } from './form-alignment.ts';
import type { PictureError, PictureFormat, PictureLimits } from './picture-error.ts';
import { PICTURE_LIMITS, type Raster, readPicture, SHOWN_LONG_SIDE } from './read-picture.ts';
import { inTurn, sharp } from './sharp-limits.ts';

/** A picture that came in, and the copy of it that may be shown. */
export type PreparedPicture = {
  readonly original: {
    readonly sha256: string;
    readonly bytes: number;
    readonly width: number;
    readonly height: number;
    readonly format: PictureFormat;
  };
  /** A JPEG without metadata, upright where the code was found, its masks black. */
  readonly shown: { readonly bytes: Bytes; readonly sha256: string; readonly width: number; readonly height: number };
  /** Text of the one sheet code in the picture; null if there is none, or several that differ. */
  readonly qr: string | null;
  readonly code: SheetCode | null;
  /**
   * Whether the masks lie where the code says. If not, they lie where they would on a picture that the page just fills: a
   * person has to look before the public may.
   */
  readonly aligned: boolean;
};

export type PrepareOptions = {
  /** The page of the form, where it is known from elsewhere (the name of the file); a code in the picture decides. */
  readonly page?: number;
  readonly limits?: PictureLimits;
};

const QUALITY = 80;

/** Reads a picture that anybody may have sent and makes the copy to show. The same bytes and form give the same copy. */
export async function preparePicture(
  crypto: Crypto,
  bytes: Bytes,
  form: SheetForm,
  { page, limits = PICTURE_LIMITS }: PrepareOptions = {},
): Promise<Result<PreparedPicture, PictureError>> {
  const read = await readPicture(bytes, SHOWN_LONG_SIDE, limits);
  if (!read.ok) return read;
  const { format, width, height, raster } = read.value;
  const seen = await findSheetCode(bytes, read.value, limits);
  const alignment = alignmentOf(seen, form, raster);
  mask(raster, form, alignment, seen?.code.page ?? page);
  const shown = await encode(raster, alignment === null ? 0 : turnUpright(alignment));
  return ok({
    original: { sha256: toHex(crypto.sha256(bytes)), bytes: bytes.length, width, height, format },
    shown: { ...shown, sha256: toHex(crypto.sha256(shown.bytes)) },
    qr: seen?.qr.text ?? null,
    code: seen?.code ?? null,
    aligned: alignment !== null,
  });
}

function alignmentOf(seen: SeenCode | null, form: SheetForm, raster: Raster): Alignment | null {
  if (seen === null || seen.code.page > form.pages) return null;
  return alignByQr(seen.qr, form.qr, raster);
}

/** Without a page, what any page would hide is hidden. */
function mask(raster: Raster, form: SheetForm, alignment: Alignment | null, page: number | undefined): void {
  const known = page !== undefined && page <= form.pages;
  const areas = form.masks.map((m) => m.area).filter((area) => !known || area.page === page);
  for (const way of alignment === null ? guessAlignments(form, raster) : [alignment]) {
    for (const area of areas) blacken(raster, area, way);
  }
}

async function encode(raster: Raster, turn: number): Promise<{ bytes: Bytes; width: number; height: number }> {
  const { width, height } = raster;
  const made = await inTurn(() =>
    sharp(raster.data, { raw: { width, height, channels: 3 } })
      .rotate(turn)
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true }),
  );
  return { bytes: Uint8Array.from(made.data), width: made.info.width, height: made.info.height };
}
