import sharp from 'sharp';

/*
 * How far libvips may go, for the whole process. It decodes what strangers send: nothing of it is cached, each picture has
 * one thread, few are open at once, and loaders that nobody needs (SVG, PDF, TIFF, GIF, files by path) are off.
 */
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});

export { sharp };

/** Lets our own drawings, and nothing that came from outside, be read as SVG: only the process of a rehearsal asks. */
export function allowDrawings(): void {
  sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
}

/** A picture of 40 megapixels may need 160 MB while it is decoded. */
const OPEN_AT_ONCE = 2;
let open = 0;
const waiting: (() => void)[] = [];

/** Runs `work` when fewer than two others run. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (open >= OPEN_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else open++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) open--;
    else next();
  }
}
