import { describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '../base/bytes.ts';
import { decodeBundle, encodeBundle, newTiles, parseTilePath, type Tile, tilePath, tilesAt } from './index.ts';

describe('tile paths', () => {
  it.each<[Tile, string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 999, width: 1 }, 'tile/0/999.p/1'],
    [{ level: 1, index: 1000, width: 255 }, 'tile/1/x001/000.p/255'],
    [{ level: 63, index: 1234067, width: 256 }, 'tile/63/x001/x234/067'],
    [{ level: 'entries', index: 1234067, width: 17 }, 'tile/entries/x001/x234/067.p/17'],
  ])('%o is at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual({ ok: true, value: tile });
  });

  it.each([
    'tile/64/000',
    'tile/00/000',
    'tile/0/0',
    'tile/0/x000/000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/999',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/data/000',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'checkpoint',
  ])('%j names no tile', (path) => {
    expect(parseTilePath(path)).toEqual({ ok: false, error: { kind: 'bad-tile-path' } });
  });
});

describe('the tiles of a size', () => {
  it('are none at size 0', () => {
    expect(tilesAt(0)).toEqual([]);
  });

  it('at size 257 are two bundles, two tiles of level 0 and one of level 1', () => {
    expect(tilesAt(257).map(tilePath)).toEqual([
      'tile/entries/000',
      'tile/entries/001.p/1',
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/1/000.p/1',
    ]);
  });

  it('new from 255 to 256 are the full ones and the first of level 1', () => {
    expect(newTiles(255, 256).map(tilePath)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
    expect(newTiles(256, 257).map(tilePath)).toEqual(['tile/entries/001.p/1', 'tile/0/001.p/1']);
    expect(newTiles(256, 256)).toEqual([]);
  });
});

describe('entry bundles', () => {
  it('put a big-endian length in front of each entry', () => {
    const long = new Uint8Array(258).fill(9);
    const bundle = encodeBundle([utf8('ab'), new Uint8Array(0), long]);
    expect([...bundle.subarray(0, 8)]).toEqual([0, 2, 97, 98, 0, 0, 1, 2]);
    expect(decodeBundle(bundle, 3)).toEqual({ ok: true, value: [utf8('ab'), new Uint8Array(0), long] });
  });

  it.each<[string, Bytes, number, string]>([
    ['half a length', Uint8Array.of(0), 1, 'bundle-truncated'],
    ['an entry cut short', Uint8Array.of(0, 2, 1), 1, 'bundle-truncated'],
    ['a missing entry', Uint8Array.of(0, 1, 1), 2, 'bundle-too-few-entries'],
    ['no entry', new Uint8Array(0), 1, 'bundle-too-few-entries'],
    ['an entry too many', Uint8Array.of(0, 1, 1, 0, 0), 1, 'bundle-too-many-entries'],
    ['a stray byte behind', Uint8Array.of(0, 1, 1, 0), 1, 'bundle-too-many-entries'],
  ])('refuse %s', (_, bytes, width, kind) => {
    expect(decodeBundle(bytes, width)).toEqual({ ok: false, error: { kind } });
  });

  it('throw for what no length prefix can announce', () => {
    expect(encodeBundle([new Uint8Array(65535)]).length).toBe(65537);
    expect(() => encodeBundle([new Uint8Array(65536)])).toThrow();
    expect(() => encodeBundle(Array.from({ length: 257 }, () => utf8('')))).toThrow();
  });
});
