import { greyOf, type Hint, hintOf, measure, type PageSeen, pageAround, type QrOnPage } from './hints.ts';
import { type SeenQr, seeQr } from './read-qr.ts';

/** A frame of the camera, or a picture that was taken. */
export type Picture = { readonly source: CanvasImageSource; readonly width: number; readonly height: number };

const WHOLE_WIDTH = 160;
/** A third of the paper to each side on most phones, and a quarter of a million pixels: 10 ms on a slow one. */
const PART = { width: 384, height: 640 };
/** Modules of a page's code then have two pixels or more, while the page fills half of the frame. */
const QR_LONG_SIDE = 1280;

export type Seen = { readonly hint: Hint | null; readonly code: string | null };

/** One canvas for each use: a new one for every frame would fill the memory of a cheap phone. */
export class Eye {
  readonly #canvases = { whole: surface(), part: surface(), qr: surface() };

  /** What hinders reading the picture. `onPage`: where the election's paper has its code, if it is known. */
  async look(picture: Picture, onPage: QrOnPage | null, withCode: boolean): Promise<Seen> {
    const code = withCode ? await this.code(picture) : null;
    const page = code === null || onPage === null ? null : this.#page(code, onPage, picture);
    return { hint: this.#hint(picture, page), code: code?.text ?? null };
  }

  /** The code in the picture; null also where no code can be read at all. */
  async code(picture: Picture): Promise<SeenQr | null> {
    const scale = qrScale(picture);
    const size = { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
    return seeQr(pixels(this.#canvases.qr, picture, { x: 0, y: 0, ...picture }, size)).catch(() => null);
  }

  #page(code: SeenQr, onPage: QrOnPage, picture: Picture): PageSeen | null {
    // Any text can stand on a poster beside the paper: only a sheet's own code says where the page is.
    if (!code.text.startsWith('cotejo:')) return null;
    const scale = qrScale(picture);
    return pageAround(code.corners, onPage, { width: picture.width * scale, height: picture.height * scale });
  }

  #hint(picture: Picture, page: PageSeen | null): Hint | null {
    const { width, height } = picture;
    const small = { width: WHOLE_WIDTH, height: Math.max(1, Math.round((height * WHOLE_WIDTH) / width)) };
    const whole = pixels(this.#canvases.whole, picture, { x: 0, y: 0, width, height }, small);
    const part = { width: Math.min(PART.width, width), height: Math.min(PART.height, height) };
    const middle = { x: Math.floor((width - part.width) / 2), y: Math.floor((height - part.height) / 2), ...part };
    const piece = pixels(this.#canvases.part, picture, middle, part);
    return hintOf(
      measure(greyOf(whole.data, whole.width, whole.height), greyOf(piece.data, piece.width, piece.height), page),
    );
  }
}

function qrScale({ width, height }: Picture): number {
  return Math.min(1, QR_LONG_SIDE / Math.max(width, height));
}

type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function surface(): HTMLCanvasElement {
  return document.createElement('canvas');
}

function pixels(
  canvas: HTMLCanvasElement,
  picture: Picture,
  from: Area,
  size: { readonly width: number; readonly height: number },
): ImageData {
  if (canvas.width !== size.width || canvas.height !== size.height)
    [canvas.width, canvas.height] = [size.width, size.height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('a canvas without a context');
  context.drawImage(picture.source, from.x, from.y, from.width, from.height, 0, 0, size.width, size.height);
  return context.getImageData(0, 0, size.width, size.height);
}
