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
  private readonly nowFull: Tile[] = [];

  constructor(ports: RunPorts, tree: LogTree) {
    this.ports = ports;
    this.tree = tree;
  }

  /** Stages what a tree of `size` leaves adds, and the body files in which something was added or opened. */
  stage(size: number, everything: boolean, view: PublicView): Result<null, RunError> {
    const from = everything ? 0 : this.writtenSize;
    for (const tile of newTiles(from, size)) {
      const bytes = tile.level === 'entries' ? this.bundle(tile) : tileBytes(this.tree, tile);
      const staged = this.ports.folder.stage(tilePath(tile), bytes);
      if (!staged.ok) return staged;
      if (tile.width === BODIES_PER_FILE) this.nowFull.push(tile);
    }
    const files = new Set<number>();
    for (let n = Math.floor(from / BODIES_PER_FILE); n * BODIES_PER_FILE < size; n++) files.add(n);
    for (const index of view.newlyDue) files.add(Math.floor(index / BODIES_PER_FILE));
    for (const n of files) {
      const first = n * BODIES_PER_FILE;
      const events = this.ports.store.readFrom(first, Math.min(BODIES_PER_FILE, size - first));
      const bytes = encodeBodyFile(events, first, (index) => view.isDue(index));
      const staged = this.ports.folder.stage(bodyFilePath(n), bytes);
      if (!staged.ok) return staged;
    }
    this.writtenSize = size;
    return ok(null);
  }

  private bundle(tile: Tile): Uint8Array {
    const events = this.ports.store.readFrom(tile.index * BODIES_PER_FILE, tile.width);
    return encodeBundle(events.map((e) => e.header));
  }

  /** C2SP tlog-tiles: once the full tile is in place, its partial ones may go. */
  removeOldPartials(): void {
    for (const tile of this.nowFull.splice(0)) this.ports.folder.removeFolder(`${tilePath(tile)}.p`);
  }
}
