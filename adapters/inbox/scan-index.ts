import { type InboxScan, olderFirst } from './inbox.ts';

/** What an inbox holds, in memory: asked every few seconds by every supervisor, so no disk is read for it. */
export class ScanIndex {
  readonly #scans = new Map<string, InboxScan>();
  /** Null after a change, until somebody asks. */
  #sorted: readonly InboxScan[] | null = null;

  get size(): number {
    return this.#scans.size;
  }

  get(id: string): InboxScan | null {
    return this.#scans.get(id) ?? null;
  }

  add(scan: InboxScan): void {
    this.#scans.set(scan.id, scan);
    this.#sorted = null;
  }

  delete(id: string): boolean {
    this.#sorted = null;
    return this.#scans.delete(id);
  }

  list(limit: number): { readonly total: number; readonly scans: readonly InboxScan[] } {
    this.#sorted ??= [...this.#scans.values()].sort(olderFirst);
    return { total: this.#scans.size, scans: this.#sorted.slice(0, Math.max(0, limit)) };
  }
}
