import type { Bytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { LogTree } from '../tlog/index.ts';
import { HashList } from './hash-list.ts';

/**
 * The leaf hashes of a log, side by side. A root is asked for seldom, so the tree is built only as far as somebody asks; most
 * verifications ask for none.
 */
export class LeafList {
  private tree: LogTree;
  private readonly hashes = new HashList();

  constructor(crypto: Crypto) {
    this.tree = new LogTree(crypto);
  }

  get size(): number {
    return this.hashes.size;
  }

  /** One hash, or many side by side. */
  append(hashes: Bytes): void {
    this.hashes.append(hashes);
  }

  at(index: number): Bytes | null {
    return this.hashes.at(index);
  }

  /** The tree over exactly these leaves, which somebody derived already. */
  adopt(tree: LogTree): void {
    if (tree.size === this.size) this.tree = tree;
  }

  /** The root of the first `size` leaves; null where some of them are missing. */
  rootAt(size: number): Bytes | null {
    if (size > this.size) return null;
    if (this.tree.size < size) this.tree.appendAll(this.hashes.between(this.tree.size, size));
    return this.tree.rootAt(size);
  }
}
