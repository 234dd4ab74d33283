import type { Bytes } from '../base/bytes.ts';
import { HASH_SIZE } from '../tlog/index.ts';

const FIRST_CAPACITY = 64;

/** Hashes side by side. It grows with what there is, and not with what a hostile checkpoint says there will be. */
export class HashList {
  private bytes = new Uint8Array(FIRST_CAPACITY * HASH_SIZE);
  size = 0;

  /** One hash, or many side by side. */
  append(hashes: Bytes): void {
    const at = this.size * HASH_SIZE;
    const end = at + hashes.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, end));
      larger.set(this.bytes);
      this.bytes = larger;
    }
    // For a single hash it takes longer to call what copies than to copy.
    if (hashes.length > HASH_SIZE) this.bytes.set(hashes, at);
    else for (let i = 0; i < hashes.length; i++) this.bytes[at + i] = hashes[i] ?? 0;
    this.size = end / HASH_SIZE;
  }

  /** null where there is none. A view of what stays as it is. */
  at(index: number): Bytes | null {
    return index < 0 || index >= this.size ? null : this.between(index, index + 1);
  }

  /** Those from one place to another, which is the first that is left out. */
  between(from: number, to: number): Bytes {
    return this.bytes.subarray(from * HASH_SIZE, Math.min(to, this.size) * HASH_SIZE);
  }

  /** Whether the hash at this place is number `other` of these, and is one: 32 zeros are none. */
  isAt(index: number, hashes: Bytes, other: number): boolean {
    const at = index * HASH_SIZE;
    const otherAt = other * HASH_SIZE;
    if (index >= this.size || otherAt + HASH_SIZE > hashes.length) return false;
    let some = 0;
    for (let i = 0; i < HASH_SIZE; i++) {
      const byte = this.bytes[at + i] ?? 0;
      if (hashes[otherAt + i] !== byte) return false;
      some |= byte;
    }
    return some !== 0;
  }
}
