import type { Bytes } from '../../src/base/bytes.ts';
import { ok, type Result } from '../../src/base/result.ts';
import { parseSheetCode, type SheetCode } from '../../src/model/sheet-code.ts';
import type { PictureError, PictureLimits } from './picture-error.ts';
import { type FoundQr, findQrCodes } from './qr-code.ts';
import { type DecodedPicture, PICTURE_LIMITS, readPicture, SHOWN_LONG_SIDE } from './read-picture.ts';

/** A page that fills a quarter of a large photograph has its code in modules of one pixel in the small copy. */
const SECOND_LOOK = 4000;

/**
 * The one sheet code in a picture that anybody may have sent; null if there is none, or several that differ. It refuses what
 * `preparePicture` refuses, and makes no copy.
 */
export async function readSheetCode(
  bytes: Bytes,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<Result<SheetCode | null, PictureError>> {
  const read = await readPicture(bytes, SHOWN_LONG_SIDE, limits);
  if (!read.ok) return read;
  return ok((await findSheetCode(bytes, read.value, limits))?.code ?? null);
}

/** A sheet code and where it stands in the picture. */
export type SeenCode = { readonly qr: FoundQr; readonly code: SheetCode };

/** The one sheet code in a picture that was decoded from these bytes to its shown size. */
export async function findSheetCode(
  bytes: Bytes,
  picture: DecodedPicture,
  limits: PictureLimits,
): Promise<SeenCode | null> {
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
