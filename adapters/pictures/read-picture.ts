import type { Bytes } from '../../src/base/bytes.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import type { PictureError, PictureFormat, PictureLimits } from './picture-error.ts';
import { type PictureHeader, readPictureHeader } from './picture-header.ts';
import { inTurn, sharp } from './sharp-limits.ts';

export const PICTURE_LIMITS: PictureLimits = {
  bytes: 15_000_000,
  pixels: 40_000_000,
  minSide: 200,
  maxSide: 12_000,
  seconds: 10,
};

/** Pixels alone: three bytes each (sRGB), rows from the top, turned as the camera meant. */
export type Raster = { readonly data: Bytes; readonly width: number; readonly height: number };

/** A picture that was decoded to its last byte. Of metadata only the turn is left, and that is done. */
export type DecodedPicture = {
  readonly format: PictureFormat;
  /** Of the original, turned. */
  readonly width: number;
  readonly height: number;
  /** At most `longSide` pixels on its long side. */
  readonly raster: Raster;
};

export const SHOWN_LONG_SIDE = 2000;

/**
 * Decodes a picture that anybody may have sent. It is refused whole where it is not exactly one sound JPEG, PNG or WebP
 * picture within the limits.
 */
export async function readPicture(
  bytes: Bytes,
  longSide: number = SHOWN_LONG_SIDE,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<Result<DecodedPicture, PictureError>> {
  if (bytes.length > limits.bytes) return err({ kind: 'too-many-bytes', bytes: bytes.length, most: limits.bytes });
  const header = readPictureHeader(bytes);
  if (!header.ok) return header;
  const wrong = beyond(header.value, bytes, limits);
  if (wrong !== null) return err(wrong);
  return decode(bytes, header.value, longSide, limits);
}

function beyond(header: PictureHeader, bytes: Bytes, limits: PictureLimits): PictureError | null {
  const { format, width, height, frames, length } = header;
  if (width * height > limits.pixels) return { kind: 'too-many-pixels', width, height, most: limits.pixels };
  if (Math.max(width, height) > limits.maxSide) return { kind: 'side-too-long', width, height, most: limits.maxSide };
  if (Math.min(width, height) < limits.minSide) return { kind: 'side-too-short', width, height, least: limits.minSide };
  if (frames > 1) return { kind: 'several-frames', format, frames };
  if (length < bytes.length) return { kind: 'trailing-data', format, bytes: bytes.length - length };
  return null;
}

async function decode(
  bytes: Bytes,
  header: PictureHeader,
  longSide: number,
  limits: PictureLimits,
): Promise<Result<DecodedPicture, PictureError>> {
  const { format } = header;
  try {
    const { metadata, decoded } = await inTurn(async () => {
      const input = { failOn: 'warning', limitInputPixels: limits.pixels, pages: 1 } as const;
      const metadata = await sharp(bytes, input).metadata();
      const decoded = await sharp(bytes, input)
        .timeout({ seconds: limits.seconds })
        .autoOrient()
        .flatten({ background: '#ffffff' })
        .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
      return { metadata, decoded };
    });
    if (metadata.format !== format || metadata.width !== header.width || metadata.height !== header.height) {
      return err({ kind: 'damaged', format, detail: 'its parts do not say the same of its size' });
    }
    const { width, height, channels } = decoded.info;
    if (channels !== 3) return err({ kind: 'damaged', format, detail: `${channels} channels of colour` });
    const turned = (metadata.orientation ?? 1) >= 5;
    return ok({
      format,
      width: turned ? header.height : header.width,
      height: turned ? header.width : header.height,
      raster: {
        data: new Uint8Array(decoded.data.buffer, decoded.data.byteOffset, decoded.data.length),
        width,
        height,
      },
    });
  } catch (cause) {
    return err(decodeFailure(cause, format, limits));
  }
}

/** Whatever the decoder throws, it throws because of these bytes. */
export function decodeFailure(cause: unknown, format: PictureFormat, limits: PictureLimits): PictureError {
  const detail = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
  if (/^timeout: /.test(detail)) return { kind: 'too-slow', format, seconds: limits.seconds };
  return { kind: 'damaged', format, detail };
}
