import { type Bytes, toHex } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { ok, type Result } from '../../src/base/result.ts';
import { parseSheetCode, type SheetCode } from '../../src/model/sheet-code.ts';
import type { SheetForm } from '../../src/model/sheet-form.ts';
import { type Alignment, alignByQr, blacken, guessAlignments, turnUpright } from './form-alignment.ts';
import type { PictureError, PictureFormat, PictureLimits } from './picture-error.ts';
import { type FoundQr, findQrCodes } from './qr-code.ts';
import { type DecodedPicture, PICTURE_LIMITS, type Raster, readPicture, SHOWN_LONG_SIDE } from './read-picture.ts';
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
/** A page that fills a quarter of a large photograph has its code in modules of one pixel in the small copy. */
const SECOND_LOOK = 4000;

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
  const seen = await findCode(bytes, read.value, limits);
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

type SeenCode = { readonly qr: FoundQr; readonly code: SheetCode };

async function findCode(bytes: Bytes, picture: DecodedPicture, limits: PictureLimits): Promise<SeenCode | null> {
  const { raster, width, height } = picture;
  const first = onlyCode(await findQrCodes(raster));
  if (first !== 'none') return first;
  if (Math.max(width, height) < 1.25 * SHOWN_LONG_SIDE) return null;
  const larger = await readPicture(bytes, SECOND_LOOK, limits);
  if (!larger.ok) return null;
  const second = onlyCode(await findQrCodes(larger.value.raster));
  if (second === 'none' || second === null) return null;
  return { ...second, qr: shrunk(second.qr, raster.width / larger.value.raster.width) };
}

/** The one sheet code, however often; null if they differ, because one of them would move the masks. */
function onlyCode(found: readonly FoundQr[]): SeenCode | null | 'none' {
  const codes = found.flatMap((qr) => {
    const code = parseSheetCode(qr.text);
    return code.ok ? [{ qr, code: code.value }] : [];
  });
  const [first, ...more] = codes;
  if (first === undefined) return 'none';
  return more.every((other) => other.qr.text === first.qr.text) ? first : null;
}

function shrunk(qr: FoundQr, factor: number): FoundQr {
  const spot = ({ x, y }: { x: number; y: number }) => ({ x: x * factor, y: y * factor });
  return {
    text: qr.text,
    topLeft: spot(qr.topLeft),
    topRight: spot(qr.topRight),
    bottomLeft: spot(qr.bottomLeft),
    bottomRight: spot(qr.bottomRight),
  };
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
