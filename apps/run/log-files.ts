import { ok, type Result } from '../../src/base/result.ts';
import { BODIES_PER_FILE, bodyFilePath, encodeBodyFile } from '../../src/publication/body-files.ts';
import type { PublicView } from '../../src/publication/public-view.ts';
import { encodeBundle, type LogTree, newTiles, type Tile, tileBytes, tilePath } from '../../src/tlog/index.ts';
import type { RunError, RunPorts } from './ports.ts';

/** Tiles, entry bundles and body files: what grows with the record. */
export class LogFiles {
  private readonly ports: RunPorts;
  private readonly tree: LogTree;
  private writtenSize = 0;

  constructor(ports: RunPorts, tree: LogTree) {
    this.ports = ports;
    this.tree = tree;
  }

  /** Writes what a tree of `size` leaves adds, and the body files in which something was added or opened. */
  write(size: number, everything: boolean, view: PublicView): Result<null, RunError> {
    const from = everything ? 0 : this.writtenSize;
    for (const tile of newTiles(from, size)) {
      const bytes = tile.level === 'entries' ? this.bundle(tile) : tileBytes(this.tree, tile);
      const wrote = this.ports.folder.write(tilePath(tile), bytes);
      if (!wrote.ok) return wrote;
      if (tile.width === BODIES_PER_FILE) this.removePartials(tile);
    }
    const files = new Set<number>();
    for (let n = Math.floor(from / BODIES_PER_FILE); n * BODIES_PER_FILE < size; n++) files.add(n);
    for (const index of view.newlyDue) files.add(Math.floor(index / BODIES_PER_FILE));
    for (const n of files) {
      const first = n * BODIES_PER_FILE;
      const events = this.ports.store.readFrom(first, Math.min(BODIES_PER_FILE, size - first));
      const bytes = encodeBodyFile(events, first, (index) => view.isDue(index));
      const wrote = this.ports.folder.write(bodyFilePath(n), bytes);
      if (!wrote.ok) return wrote;
    }
    this.writtenSize = size;
    return ok(null);
  }

  private bundle(tile: Tile): Uint8Array {
    const events = this.ports.store.readFrom(tile.index * BODIES_PER_FILE, tile.width);
    return encodeBundle(events.map((e) => e.header));
  }

  /** C2SP tlog-tiles: once the full tile is there, its partial ones may go. */
  private removePartials(tile: Tile): void {
    this.ports.folder.removeFolder(`${tilePath(tile)}.p`);
  }
}
