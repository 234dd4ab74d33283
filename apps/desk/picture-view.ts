import type { PictureAct } from './typing-keys.ts';

/** How a picture is looked at. `zoom` 1: its whole width is seen. */
export type PictureView = { readonly page: number; readonly zoom: number; readonly turn: 0 | 90 | 180 | 270 };

export const FIRST_VIEW: PictureView = { page: 0, zoom: 1, turn: 0 };
const ZOOMS = [1, 1.5, 2, 3, 4, 6];

/** The next view of a sheet of so many pages; moves are the screen's. */
export function viewed(view: PictureView, act: PictureAct, pages: number): PictureView {
  switch (act) {
    case 'zoom-in':
      return { ...view, zoom: ZOOMS.find((zoom) => zoom > view.zoom) ?? view.zoom };
    case 'zoom-out':
      return { ...view, zoom: ZOOMS.findLast((zoom) => zoom < view.zoom) ?? view.zoom };
    case 'whole':
      return { ...view, zoom: 1 };
    case 'turn':
      return { ...view, turn: ((view.turn + 90) % 360) as PictureView['turn'] };
    case 'next-page':
      return { ...view, page: Math.min(view.page + 1, Math.max(0, pages - 1)) };
    case 'page-before':
      return { ...view, page: Math.max(0, view.page - 1) };
    default:
      return view;
  }
}

export type Size = { readonly width: number; readonly height: number };

/** Size on the screen of a picture that is looked at so in a frame of this width, before and after it is turned. */
export function sizeOf(view: PictureView, picture: Size, frame: number): { readonly image: Size; readonly seen: Size } {
  const lies = view.turn % 180 !== 0;
  const scale = (frame * view.zoom) / (lies ? picture.height : picture.width);
  const image = { width: picture.width * scale, height: picture.height * scale };
  return { image, seen: lies ? { width: image.height, height: image.width } : image };
}
