import type { Bytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { HASH_SIZE, LogTree } from '../tlog/index.ts';

const FIRST_CAPACITY = 4096;

/**
 * The leaf hashes of a log, side by side. A root is asked for seldom, so the tree is built only as far as somebody asks; most
 * verifications ask for none.
 */
export class LeafList {
  private readonly tree: LogTree;
  private bytes = new Uint8Array(FIRST_CAPACITY * HASH_SIZE);
  size = 0;

  constructor(crypto: Crypto) {
    this.tree = new LogTree(crypto);
  }

  append(hash: Bytes): void {
    const at = this.size * HASH_SIZE;
    if (at === this.bytes.length) {
      const larger = new Uint8Array(2 * at);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(hash, at);
    this.size++;
  }

  at(index: number): Bytes | null {
    if (index < 0 || index >= this.size) return null;
    return this.bytes.subarray(index * HASH_SIZE, (index + 1) * HASH_SIZE);
  }

  /** The root of the first `size` leaves; null where some of them are missing. */
  rootAt(size: number): Bytes | null {
    if (size > this.size) return null;
    while (this.tree.size < size) {
      const at = this.tree.size * HASH_SIZE;
      this.tree.append(this.bytes.subarray(at, at + HASH_SIZE));
    }
    return this.tree.rootAt(size);
  }
}
