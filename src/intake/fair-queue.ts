import { assert } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';

export type FairQueueLimits = {
  /** How many items of one key may wait. */
  readonly perKey: number;
  readonly inAll: number;
};

/** `of`: whether the key has too many waiting, or all together. */
export type QueueFull = { readonly kind: 'queue-full'; readonly of: 'key' | 'all' };

/**
 * What waits at the door, served by turns: one item of a key, then one of the next key. Who hands in a whole night's sheets at
 * once waits for himself and keeps nobody else waiting: with k keys in the queue the first item of each is served within k turns.
 */
export class FairQueue<Item> {
  private readonly limits: FairQueueLimits;
  /** Keys in the order of their turns; none is without items. */
  private readonly byKey = new Map<string, Item[]>();
  private waiting = 0;

  constructor(limits: FairQueueLimits) {
    assert(limits.perKey > 0 && limits.inAll > 0, 'a queue has room');
    this.limits = limits;
  }

  /** How many items wait. */
  get size(): number {
    return this.waiting;
  }

  /** How many keys have items that wait. */
  get keys(): number {
    return this.byKey.size;
  }

  /** At the end of what waits of this key; a key of which nothing waits has its turn after all others. */
  add(key: string, item: Item): Result<null, QueueFull> {
    const own = this.byKey.get(key);
    if (own !== undefined && own.length >= this.limits.perKey) return err({ kind: 'queue-full', of: 'key' });
    if (this.waiting >= this.limits.inAll) return err({ kind: 'queue-full', of: 'all' });
    if (own === undefined) this.byKey.set(key, [item]);
    else own.push(item);
    this.waiting++;
    return ok(null);
  }

  /** The oldest item of the key whose turn it is; null: nothing waits. */
  next(): { readonly key: string; readonly item: Item } | null {
    for (const [key, items] of this.byKey) {
      const item = items.shift() as Item;
      this.byKey.delete(key);
      if (items.length > 0) this.byKey.set(key, items);
      this.waiting--;
      return { key, item };
    }
    return null;
  }
}
