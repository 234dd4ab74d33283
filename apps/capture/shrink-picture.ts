import { err, ok, type Result } from '../../src/base/result.ts';

const LONG_SIDE = 2400;
const QUALITY = 0.8;

/**
 * The picture drawn anew with a long side of at most 2,400 pixels: no more bytes than a person needs to read a sheet, and none
 * of what a camera writes beside it (where, when, whose). One at a time: whole pictures are tens of megabytes in memory.
 */
export function shrinkPicture(picture: Blob): Promise<Result<Blob, { readonly kind: 'not-a-picture' }>> {
  const done = last.then(() => draw(picture));
  last = done.catch(() => {});
  return done;
}
let last: Promise<unknown> = Promise.resolve();

async function draw(picture: Blob): Promise<Result<Blob, { readonly kind: 'not-a-picture' }>> {
  const canvas = document.createElement('canvas');
  try {
    const bitmap = await decoded(picture);
    const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d', { alpha: false });
    if (context !== null) context.imageSmoothingQuality = 'high';
    context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/jpeg', QUALITY));
    return blob === null || context === null ? err({ kind: 'not-a-picture' }) : ok(blob);
  } catch {
    return err({ kind: 'not-a-picture' });
  } finally {
    // Some browsers keep a canvas's memory until it has none.
    canvas.width = 0;
    canvas.height = 0;
  }
}

/** Upright, as the camera says; older browsers know no such option and turn it by themselves. */
async function decoded(picture: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(picture, { imageOrientation: 'from-image' });
  } catch {
    return createImageBitmap(picture);
  }
}
