import type { Instant } from '../base/instant.ts';

/**
 * What waits, the longest first. It is entered in the order of the record, whose instants never fall, so nothing has to be
 * sorted. Leaving costs a hole, and holes are swept once they are the larger part: every step is cheap on the average.
 */
export class WaitingQueue {
  private slots: (number | null)[] = [];
  private places = new Map<number, { readonly slot: number; readonly since: Instant }>();
  private head = 0;

  get size(): number {
    return this.places.size;
  }

  has(item: number): boolean {
    return this.places.has(item);
  }

  since(item: number): Instant | null {
    return this.places.get(item)?.since ?? null;
  }

  /** At the end; what waits already keeps its place. */
  add(item: number, since: Instant): void {
    if (this.places.has(item)) return;
    this.places.set(item, { slot: this.slots.length, since });
    this.slots.push(item);
  }

  remove(item: number): void {
    const place = this.places.get(item);
    if (place === undefined) return;
    this.places.delete(item);
    this.slots[place.slot] = null;
    while (this.head < this.slots.length && this.slots[this.head] === null) this.head++;
    if (this.slots.length > 64 && this.slots.length > 2 * this.places.size) this.sweep();
  }

  oldest(): Instant | null {
    for (const item of this.items()) return this.since(item);
    return null;
  }

  /** The longest waiting first. */
  *items(): IterableIterator<number> {
    for (let i = this.head; i < this.slots.length; i++) {
      const item = this.slots[i];
      if (item !== null && item !== undefined) yield item;
    }
  }

  private sweep(): void {
    this.slots = this.slots.filter((item) => item !== null);
    this.slots.forEach((item, slot) => {
      const place = item === null ? undefined : this.places.get(item);
      if (item !== null && place !== undefined) this.places.set(item, { slot, since: place.since });
    });
    this.head = 0;
  }
}
