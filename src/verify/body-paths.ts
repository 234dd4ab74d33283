import { TILE_WIDTH, tilePath } from '../tlog/tile.ts';

/** `bodies/<N>.ndjson`: N spelt as the number of the entry bundle in its path (publication.md section 1). */
export function bodyFilePath(bundle: number): string {
  const tile = tilePath({ level: 'entries', index: bundle, width: TILE_WIDTH });
  return `bodies/${tile.slice('tile/entries/'.length)}.ndjson`;
}

/** How many body files this many events have. */
export function bodyFileCount(events: number): number {
  return Math.ceil(events / TILE_WIDTH);
}

/** The body files of this many events, in order. */
export function bodyFilePaths(events: number): readonly string[] {
  return Array.from({ length: bodyFileCount(events) }, (_, file) => bodyFilePath(file));
}
