import { assert } from '../base/assert.ts';
import { type Bytes, concatBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { HASH_SIZE } from './hash.ts';
import { LogTree } from './tree.ts';

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles, "Merkle Tree"). */
export const TILE_WIDTH = 256;
/** Levels of the binary tree that one level of tiles spans. */
const TILE_HEIGHT = 8;
/** The longest entry that a uint16 length prefix can announce (C2SP tlog-tiles, "Log entries"). */
export const MAX_ENTRY_BYTES = 0xffff;

/** One tile: of hashes at a level, or of entries ("entry bundle"). It is full at width 256, else partial. */
export type Tile = { readonly level: number | 'entries'; readonly index: number; readonly width: number };

/** Why an entry bundle could not be read. */
export type BundleError = { readonly kind: 'bundle-truncated' | 'bundle-too-many-entries' | 'bundle-too-few-entries' };

/** The path of a tile under the log's prefix: `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles). */
export function tilePath(tile: Tile): string {
  const partial = tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`;
  return `tile/${tile.level}/${indexPath(tile.index)}${partial}`;
}

/** Index 1234067 as `x001/x234/067`: no folder gets more than a thousand files, and no file has a folder's name. */
function indexPath(index: number): string {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

const PATH = /^tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile that a path names; only the one canonical spelling of each tile is accepted. */
export function parseTilePath(path: string): Result<Tile, { kind: 'bad-tile-path' }> {
  const match = PATH.exec(path);
  if (match === null) return err({ kind: 'bad-tile-path' });
  const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
  const index = Number((match[2] ?? '').replaceAll(/[x/]/g, ''));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  if (!Number.isSafeInteger(index) || width > TILE_WIDTH) return err({ kind: 'bad-tile-path' });
  // Re-encoding refuses what the pattern lets through: `x000/` in front, a written width of 256.
  const tile: Tile = { level, index, width };
  return tilePath(tile) === path ? ok(tile) : err({ kind: 'bad-tile-path' });
}

/** How many hashes the level has in a tree of `size` leaves. */
function hashesAt(level: number | 'entries', size: number): number {
  return level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
}

/** Every tile of the tree of `size` leaves: bundles first, then level by level, each from left to right. */
export function tilesAt(size: number): Tile[] {
  return newTiles(0, size);
}

/** The tiles of the tree of `newSize` leaves that the tree of `oldSize` does not have: what a writer adds. */
export function newTiles(oldSize: number, newSize: number): Tile[] {
  assert(oldSize <= newSize, 'a log only grows');
  const tiles: Tile[] = [];
  for (const level of levelsAt(newSize)) {
    const before = hashesAt(level, oldSize);
    const after = hashesAt(level, newSize);
    if (before === after) continue;
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index++) {
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, after - index * TILE_WIDTH) });
    }
  }
  return tiles;
}

/** The levels that have at least one hash at this size. */
function levelsAt(size: number): (number | 'entries')[] {
  if (size === 0) return [];
  const levels: (number | 'entries')[] = ['entries'];
  for (let level = 0; hashesAt(level, size) > 0; level++) levels.push(level);
  return levels;
}

/** The bytes of a hash tile, out of a tree that is at least as large as the tile needs. */
export function tileBytes(tree: LogTree, tile: Tile): Bytes {
  assert(tile.level !== 'entries', 'the tree holds hashes, not entries');
  return tree.subtreeHashes(tile.level * TILE_HEIGHT, tile.index * TILE_WIDTH, tile.width);
}

/** The root of the subtree under a full tile: the hash that stands for it in the level above. */
export function fullTileHash(crypto: Crypto, bytes: Bytes): Bytes {
  assert(bytes.length === TILE_WIDTH * HASH_SIZE, 'only a full tile is hashed into the level above');
  const tree = new LogTree(crypto);
  tree.appendAll(bytes);
  return tree.rootAt(TILE_WIDTH);
}

/** An entry bundle: each entry behind its length as a big-endian uint16 (C2SP tlog-tiles, "Log entries"). */
export function encodeBundle(entries: readonly Bytes[]): Bytes {
  assert(entries.length <= TILE_WIDTH, 'a bundle holds at most 256 entries');
  const parts: Bytes[] = [];
  for (const entry of entries) {
    assert(entry.length <= MAX_ENTRY_BYTES, 'an entry fits a uint16 length prefix');
    parts.push(Uint8Array.of(entry.length >> 8, entry.length & 255), entry);
  }
  return concatBytes(...parts);
}

/** The `width` entries of a bundle, as views of its bytes; it has to hold exactly that many and nothing behind. */
export function decodeBundle(bytes: Bytes, width: number): Result<Bytes[], BundleError> {
  const entries: Bytes[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === width) return err({ kind: 'bundle-too-many-entries' });
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return err({ kind: 'bundle-truncated' });
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return err({ kind: 'bundle-truncated' });
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries.length < width ? err({ kind: 'bundle-too-few-entries' }) : ok(entries);
}
