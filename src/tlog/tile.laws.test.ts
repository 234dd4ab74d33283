import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { toHex } from '../base/bytes.ts';
import {
  decodeBundle,
  encodeBundle,
  fullTileHash,
  LogTree,
  newTiles,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  tileBytes,
  tilePath,
  tilesAt,
} from './index.ts';

/** Just above 256 * 256, so that there is a full tile of level 1 and a level 2. */
const SIZE = 66_000;
const TREE = new LogTree(nodeCrypto);
for (let i = 0; i < SIZE; i++) TREE.append(nodeCrypto.sha256(Uint8Array.of(i & 255, (i >> 8) & 255, i >> 16)));

const size = fc.oneof(fc.nat(SIZE), fc.nat(600), fc.constantFrom(255, 256, 257, 65_535, 65_536, 65_537));
const growth = fc.tuple(size, size).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

function hashTiles(of: readonly Tile[]): Tile[] {
  return of.filter((tile) => tile.level !== 'entries');
}

describe('tiles', () => {
  it('of two sizes agree: the earlier one is a prefix of the later one at its place', () => {
    const law = fc.property(growth, ([size1, size2]) => {
      const later = new Map(tilesAt(size2).map((tile) => [`${tile.level}/${tile.index}`, tile]));
      for (const tile of hashTiles(tilesAt(size1))) {
        const grown = later.get(`${tile.level}/${tile.index}`);
        expect(grown?.width).toBeGreaterThanOrEqual(tile.width);
        if (grown === undefined) continue;
        const bytes = tileBytes(TREE, tile);
        expect(toHex(tileBytes(TREE, grown).subarray(0, bytes.length))).toBe(toHex(bytes));
      }
    });
    fc.assert(law, { numRuns: 25 });
  });

  it('of the old size and the new ones are together those of the new size, with older partials', () => {
    const law = fc.property(growth, ([size1, size2]) => {
      const have = new Set([...tilesAt(size1), ...newTiles(size1, size2)].map(tilePath));
      const want = tilesAt(size2).map(tilePath);
      expect(want.filter((path) => !have.has(path))).toEqual([]);
      const old = new Set(tilesAt(size1).map(tilePath));
      expect(newTiles(size1, size2).map(tilePath)).toEqual(want.filter((path) => !old.has(path)));
    });
    fc.assert(law, { numRuns: 100 });
  });

  it('have the widths of "floor(s / 256**l) mod 256" and no gaps', () => {
    const law = fc.property(size, (s) => {
      for (const level of [0, 1, 2, 3]) {
        const own = tilesAt(s).filter((tile) => tile.level === level);
        const hashes = Math.floor(s / 256 ** level);
        expect(own.map((tile) => tile.index)).toEqual(own.map((_, i) => i));
        expect(own.reduce((sum, tile) => sum + tile.width, 0)).toBe(hashes);
        expect(own.slice(0, -1).every((tile) => tile.width === TILE_WIDTH)).toBe(true);
        expect(own.every((tile) => tile.width > 0)).toBe(true);
      }
      expect(tilesAt(s).filter((t) => t.level === 'entries').length).toBe(Math.ceil(s / 256));
    });
    fc.assert(law, { numRuns: 100 });
  });

  it('of one level hash into those of the next', () => {
    for (const level of [0, 1]) {
      const above = tileBytes(TREE, { level: level + 1, index: 0, width: level === 0 ? 256 : 1 });
      for (let i = 0; i < above.length / 32; i++) {
        const hash = fullTileHash(nodeCrypto, tileBytes(TREE, { level, index: i, width: TILE_WIDTH }));
        expect(toHex(hash)).toBe(toHex(above.subarray(32 * i, 32 * i + 32)));
      }
    }
  });

  it('have one path each, and any path that is accepted is written the same', () => {
    const tile = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
      index: fc.oneof(fc.nat(2000), fc.maxSafeNat()),
      width: fc.integer({ min: 1, max: 256 }),
    });
    const roundTrip = fc.property(tile, (t) => {
      expect(parseTilePath(tilePath(t))).toEqual({ ok: true, value: t });
    });
    fc.assert(roundTrip);
    const near = fc.stringMatching(/^tile\/(0|1|07|63|64|entries)\/(x00[01]\/){0,2}00[0-9](\.p\/[0-9]{1,3})?$/);
    const canonical = fc.property(near, (path) => {
      const parsed = parseTilePath(path);
      if (parsed.ok) expect(tilePath(parsed.value)).toBe(path);
    });
    fc.assert(canonical, { numRuns: 500 });
  });
});

describe('entry bundles', () => {
  it('give back what was put in, and are accepted in no other way', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 40 });
    const roundTrip = fc.property(entries, (list) => {
      expect(decodeBundle(encodeBundle(list), list.length)).toEqual({ ok: true, value: list });
      expect(decodeBundle(encodeBundle(list), list.length + 1).ok).toBe(false);
      if (list.length > 0) expect(decodeBundle(encodeBundle(list), list.length - 1).ok).toBe(false);
    });
    fc.assert(roundTrip);
    const small = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3), { maxLength: 12 }).map((list) => Uint8Array.from(list));
    const canonical = fc.property(small, fc.nat(4), (bytes, width) => {
      const decoded = decodeBundle(bytes, width);
      if (decoded.ok) expect(encodeBundle(decoded.value)).toEqual(bytes);
    });
    fc.assert(canonical, { numRuns: 500 });
  });
});
