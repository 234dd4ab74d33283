import { type InboxError, type InboxLimits, type InboxScan, olderFirst } from './inbox.ts';

/** What an inbox holds, in memory: asked every few seconds by every supervisor, so no disk is read for it. */
export class ScanIndex {
  readonly #scans = new Map<string, InboxScan>();
  readonly #ofDevice = new Map<string, number>();
  /** Null after a change, until somebody asks. */
  #sorted: readonly InboxScan[] | null = null;

  /** Why one more of this device is too many, where these are on their way besides. */
  refuse(device: string | null, coming: Iterable<string | null>, limits: InboxLimits): InboxError | null {
    const [{ most, mostOfDevice }, on] = [limits, [...coming]];
    if (device !== null) {
      const waiting = (this.#ofDevice.get(device) ?? 0) + on.filter((of) => of === device).length;
      if (waiting >= mostOfDevice) return { kind: 'device-full', most: mostOfDevice };
    }
    return this.#scans.size + on.length < most ? null : { kind: 'inbox-full', most };
  }

  get(id: string): InboxScan | null {
    return this.#scans.get(id) ?? null;
  }

  add(scan: InboxScan): void {
    this.#scans.set(scan.id, scan);
    this.#count(scan.device, 1);
    this.#sorted = null;
  }

  delete(id: string): boolean {
    const scan = this.#scans.get(id);
    if (scan === undefined) return false;
    this.#sorted = null;
    this.#count(scan.device, -1);
    return this.#scans.delete(id);
  }

  #count(device: string | null, more: 1 | -1): void {
    if (device === null) return;
    const waiting = (this.#ofDevice.get(device) ?? 0) + more;
    if (waiting === 0) this.#ofDevice.delete(device);
    else this.#ofDevice.set(device, waiting);
  }

  list(limit: number): { readonly total: number; readonly scans: readonly InboxScan[] } {
    this.#sorted ??= [...this.#scans.values()].sort(olderFirst);
    return { total: this.#scans.size, scans: this.#sorted.slice(0, Math.max(0, limit)) };
  }
}
