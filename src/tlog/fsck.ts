import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { type Checkpoint, type LogIdentity, type OpenError, openCheckpointExactly } from './checkpoint.ts';
import { HASH_SIZE, LEAF_PREFIX } from './hash.ts';
import { type BundleError, decodeBundle, TILE_WIDTH, type Tile, tileBytes, tilePath, tilesAt } from './tile.ts';
import { LogTree } from './tree.ts';

/** Where the published files of a log are read from: a folder, a site. Paths are relative to the log's prefix. */
export interface TileSource {
  /** The bytes of a file, or null when there is none. */
  read(path: string): Bytes | null;
  /** What `leafHashesOf` gives for the bytes that were read last, where somebody of ours did it before. */
  leafHashes?(bytes: Bytes): Bytes | null;
}

/** What is wrong with one published file of a log. */
export type FsckProblem =
  | {
      readonly kind: 'missing-file' | 'tile-mismatch' | 'leaf-mismatch' | 'old-partial-mismatch';
      readonly path: string;
    }
  | { readonly kind: 'bad-bundle'; readonly path: string; readonly error: BundleError }
  | { readonly kind: 'bad-checkpoint'; readonly path: string; readonly error: OpenError }
  | { readonly kind: 'root-mismatch' | 'not-derivable'; readonly path: string };

/**
 * Called once for each bundle in order, with its leaves and their hashes side by side, before the root is known to agree: act on a leaf
 * only if no problem is left. The first of the leaves is number `first` of the log. All of them are views.
 */
export type OnBundle = (first: number, leaves: readonly Bytes[], hashes: Bytes) => void;

/** The same, once for each leaf. */
export type OnLeaf = (index: number, leaf: Bytes, hash: Bytes) => void;

/** What a check of a log found. `checkpoint` is null when the signed checkpoint itself was refused. */
export type FsckReport = { readonly checkpoint: Checkpoint | null; readonly problems: readonly FsckProblem[] };

const CHECKPOINT_PATH = 'checkpoint';

/**
 * Checks a published log from its files alone: the checkpoint's exact signatures, then the tree (see `fsckTree`).
 * An empty list of problems means that every file which C2SP tlog-tiles demands is there and right.
 */
export function fsck(crypto: Crypto, source: TileSource, log: LogIdentity, onLeaf: OnLeaf = ignore): FsckReport {
  const path = CHECKPOINT_PATH;
  const bytes = source.read(path);
  if (bytes === null) return { checkpoint: null, problems: [{ kind: 'missing-file', path }] };
  const opened = openCheckpointExactly(crypto, bytes, log);
  if (!opened.ok) return { checkpoint: null, problems: [{ kind: 'bad-checkpoint', path, error: opened.error }] };
  const { checkpoint } = opened.value;
  return { checkpoint, problems: fsckTree(crypto, source, checkpoint, onLeaf) };
}

/**
 * Derives the tree again from the entry bundles and compares every tile of every level and the root with it. Old
 * partial tiles may stay until the full one exists, and then have to be a prefix of today's.
 */
export function fsckTree(
  crypto: Crypto,
  source: TileSource,
  checkpoint: Checkpoint,
  onLeaf: OnLeaf = ignore,
): FsckProblem[] {
  const onBundle: OnBundle = (first, leaves, hashes) => {
    for (const [i, leaf] of leaves.entries()) {
      onLeaf(first + i, leaf, hashes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE));
    }
  };
  return fsckWithTree(crypto, source, checkpoint, onBundle).problems;
}

/** The same, with the tree of all leaves that went to the caller; null where there is any problem. */
export function fsckWithTree(
  crypto: Crypto,
  source: TileSource,
  checkpoint: Checkpoint,
  onBundle: OnBundle,
): { readonly problems: FsckProblem[]; readonly tree: LogTree | null } {
  const check: Check = { crypto, source, onBundle, problems: [] };
  const tiles = tilesAt(checkpoint.size);
  const derived = deriveTree(check, tiles, checkpoint.root);
  if (derived !== null) checkTiles(check, tiles, derived);
  return { problems: check.problems, tree: check.problems.length > 0 ? null : (derived?.tree ?? null) };
}

function checkTiles(check: Check, tiles: readonly Tile[], derived: Derived): void {
  for (const tile of tiles) {
    if (tile.level === 'entries') {
      if (tile.width < TILE_WIDTH && derived.lastBundle !== null) checkOldPartials(check, tile, derived.lastBundle);
      continue;
    }
    const bytes = tileBytes(derived.tree, tile);
    // Level 0 was compared beside its bundle.
    if (tile.level > 0) checkTile(check, tile, bytes);
    if (tile.width < TILE_WIDTH) checkOldPartials(check, tile, bytes);
  }
}

type Check = {
  readonly crypto: Crypto;
  readonly source: TileSource;
  readonly onBundle: OnBundle;
  readonly problems: FsckProblem[];
};

/** A bundle and a level 0 tile that do not have the same leaves; `hashes` are those of the bundle. */
type Dispute = { readonly bundle: Tile; readonly hashes: Bytes };

/** The tree, and the bytes of the last, partial bundle when they were good. */
type Derived = { readonly tree: LogTree; readonly lastBundle: Bytes | null };

/**
 * The tree out of bundles and level 0 tiles. Each leaf is published twice, so one bad file does not put the whole log
 * in doubt: where the two differ, the signed root tells which of them is wrong.
 */
function deriveTree(check: Check, tiles: readonly Tile[], root: Bytes): Derived | null {
  const tree = new LogTree(check.crypto);
  const disputes: Dispute[] = [];
  let lastBundle: Bytes | null = null;
  for (const bundle of tiles) {
    if (bundle.level !== 'entries') break;
    const tile: Tile = { ...bundle, level: 0 };
    const bytes = check.source.read(tilePath(bundle));
    const fromBundle = bundleHashes(check, bundle, bytes);
    const fromTile = tileHashes(check, tile);
    const hashes = fromTile ?? fromBundle;
    if (hashes === null) {
      check.problems.push({ kind: 'not-derivable', path: tilePath(bundle) });
      return null;
    }
    tree.appendAll(hashes);
    const disputed = fromBundle !== null && !equalBytes(fromBundle, hashes);
    if (disputed) disputes.push({ bundle, hashes: fromBundle });
    lastBundle = fromBundle === null || disputed ? null : bytes;
  }
  return { tree: settle(check, tree, disputes, root), lastBundle };
}

/** Names the wrong file of each disputed pair, and gives the tree that has the signed root if one of the two has. */
function settle(check: Check, byTiles: LogTree, disputes: readonly Dispute[], root: Bytes): LogTree {
  const { problems } = check;
  const wrong = (level: 0 | 'entries') => {
    const kind = level === 0 ? 'tile-mismatch' : 'leaf-mismatch';
    for (const { bundle } of disputes) problems.push({ kind, path: tilePath({ ...bundle, level }) });
  };
  if (equalBytes(byTiles.rootAt(byTiles.size), root)) {
    wrong('entries');
    return byTiles;
  }
  const byBundles = disputes.length === 0 ? byTiles : replaceLeaves(check.crypto, byTiles, disputes);
  wrong(0);
  if (!equalBytes(byBundles.rootAt(byBundles.size), root)) {
    wrong('entries');
    problems.push({ kind: 'root-mismatch', path: CHECKPOINT_PATH });
  }
  return byBundles;
}

function replaceLeaves(crypto: Crypto, tree: LogTree, disputes: readonly Dispute[]): LogTree {
  const leaves = tree.subtreeHashes(0, 0, tree.size);
  for (const { bundle, hashes } of disputes) leaves.set(hashes, bundle.index * TILE_WIDTH * HASH_SIZE);
  const replaced = new LogTree(crypto);
  replaced.appendAll(leaves);
  return replaced;
}

/** The leaf hashes of a bundle, concatenated; its leaves go to the caller. Null, with a problem, when unreadable. */
function bundleHashes(check: Check, bundle: Tile, bytes: Bytes | null): Bytes | null {
  const path = tilePath(bundle);
  if (bytes === null) {
    check.problems.push({ kind: 'missing-file', path });
    return null;
  }
  const entries = decodeBundle(bytes, bundle.width);
  if (!entries.ok) {
    check.problems.push({ kind: 'bad-bundle', path, error: entries.error });
    return null;
  }
  const known = check.source.leafHashes?.(bytes) ?? null;
  const isKnown = known !== null && known.length === bundle.width * HASH_SIZE;
  const hashes = isKnown ? known : leafHashesOf(check.crypto, bytes, entries.value);
  check.onBundle(bundle.index * TILE_WIDTH, entries.value, hashes);
  return hashes;
}

/** The leaf hashes of the entries of a bundle, concatenated. */
export function leafHashesOf(crypto: Crypto, bytes: Bytes, entries: readonly Bytes[]): Bytes {
  const hashes = new Uint8Array(entries.length * HASH_SIZE);
  // In a copy of the bundle the low byte of each length makes room for the prefix of a leaf: no leaf is copied by itself.
  const prefixed = bytes.slice();
  let at = 0;
  for (const [i, entry] of entries.entries()) {
    prefixed[at + 1] = LEAF_PREFIX;
    hashes.set(crypto.sha256(prefixed.subarray(at + 1, at + 2 + entry.length)), i * HASH_SIZE);
    at += 2 + entry.length;
  }
  return hashes;
}

/** The bytes of a level 0 tile. Null, with a problem, when there is none or its length is wrong. */
function tileHashes(check: Check, tile: Tile): Bytes | null {
  const path = tilePath(tile);
  const bytes = check.source.read(path);
  if (bytes !== null && bytes.length === tile.width * HASH_SIZE) return bytes;
  check.problems.push({ kind: bytes === null ? 'missing-file' : 'tile-mismatch', path });
  return null;
}

function checkTile(check: Check, tile: Tile, derived: Bytes): void {
  const path = tilePath(tile);
  const bytes = check.source.read(path);
  if (bytes === null) check.problems.push({ kind: 'missing-file', path });
  else if (!equalBytes(bytes, derived)) check.problems.push({ kind: 'tile-mismatch', path });
}

/** The narrower partials of an unfinished tile, where the source still has them. */
function checkOldPartials(check: Check, tile: Tile, derived: Bytes): void {
  let end = 0;
  for (let width = 1; width < tile.width; width++) {
    end += tile.level === 'entries' ? 2 + (derived[end] ?? 0) * 256 + (derived[end + 1] ?? 0) : HASH_SIZE;
    const path = tilePath({ ...tile, width });
    const bytes = check.source.read(path);
    if (bytes !== null && !equalBytes(bytes, derived.subarray(0, end))) {
      check.problems.push({ kind: 'old-partial-mismatch', path });
    }
  }
}

function ignore(): void {}
