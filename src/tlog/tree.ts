import { assert, present } from '../base/assert.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { emptyRoot, HASH_SIZE, nodeHash } from './hash.ts';

/** One level of the tree: the hashes of its complete subtrees side by side, in an array that doubles when full. */
type Level = { bytes: Uint8Array; count: number };

const FIRST_CAPACITY = 64 * HASH_SIZE;

/**
 * A growing Merkle tree (RFC 9162 section 2.1). It holds the hash of every complete subtree, so an append costs one
 * hash on average, and the root, an inclusion proof or a consistency proof at any size up to now costs O(log n).
 */
export class LogTree {
  readonly #crypto: Crypto;
  readonly #levels: Level[] = [];
  /** `0x01 || left || right`, reused: siblings lie side by side in their level, so one copy fills it. */
  readonly #node = new Uint8Array(1 + 2 * HASH_SIZE);

  constructor(crypto: Crypto) {
    this.#crypto = crypto;
    this.#node[0] = 1;
  }

  /** How many leaves the tree has. */
  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** Appends the hash of one leaf (see `leafHash`) and completes the subtrees that end with it. */
  append(hash: Bytes): void {
    assert(hash.length === HASH_SIZE, 'a leaf hash has 32 bytes');
    this.appendAll(hash);
  }

  /** The same with the hashes of many leaves, side by side. */
  appendAll(hashes: Bytes): void {
    assert(hashes.length % HASH_SIZE === 0, 'a leaf hash has 32 bytes');
    if (hashes.length === 0) return;
    let below = this.#push(0, hashes);
    for (let height = 1; below.count >= 2; height++) {
      const first = this.#levels[height]?.count ?? 0;
      const count = Math.floor(below.count / 2);
      if (first === count) return;
      let level = this.#levels[height];
      for (let i = first; i < count; i++) {
        this.#fillNode(below.bytes, 2 * i * HASH_SIZE);
        level = this.#push(height, this.#crypto.sha256(this.#node));
      }
      below = present(level, 'a level that has as many as the one below needs');
    }
  }

  /** The hash of the complete subtree of `2^height` leaves which is number `index` among those of its height. */
  subtreeHash(height: number, index: number): Bytes {
    return this.subtreeHashes(height, index, 1);
  }

  /** The hashes of `count` neighbouring complete subtrees, concatenated: what a tile consists of. A copy. */
  subtreeHashes(height: number, index: number, count: number): Bytes {
    const level = this.#levels[height];
    assert(level !== undefined && index >= 0 && index + count <= level.count, 'the subtree is complete in this tree');
    return new Uint8Array(level.bytes.subarray(index * HASH_SIZE, (index + count) * HASH_SIZE));
  }

  /** The root that the tree had at `size` leaves: MTH(D[0:size]) of RFC 9162 section 2.1.1. */
  rootAt(size: number): Bytes {
    this.#assertSize(size);
    return size === 0 ? emptyRoot(this.#crypto) : this.#rangeHash(0, size);
  }

  /** The inclusion proof of leaf `index` in the tree of `size` leaves, PATH of RFC 9162 section 2.1.3.1. */
  inclusionProof(index: number, size: number): Bytes[] {
    this.#assertSize(size);
    assert(Number.isSafeInteger(index) && index >= 0 && index < size, 'the leaf is in the tree');
    const path: Bytes[] = [];
    let start = 0;
    let end = size;
    // The RFC recurses from the root down and lists from the leaf up: the sibling met first comes last.
    while (end - start > 1) {
      const middle = start + largestPowerBelow(end - start);
      if (index < middle) {
        path.push(this.#rangeHash(middle, end));
        end = middle;
      } else {
        path.push(this.#rangeHash(start, middle));
        start = middle;
      }
    }
    return path.reverse();
  }

  /**
   * The proof that the tree of `size2` leaves begins with the one of `size1`, SUBPROOF of RFC 9162 section 2.1.4.1.
   * Empty for equal sizes and from size 0, where nothing is to be proved.
   */
  consistencyProof(size1: number, size2: number): Bytes[] {
    this.#assertSize(size2);
    assert(Number.isSafeInteger(size1) && size1 >= 0 && size1 <= size2, 'the first size is not above the second');
    if (size1 === 0) return [];
    const path: Bytes[] = [];
    let start = 0;
    let end = size2;
    while (end !== size1) {
      const middle = start + largestPowerBelow(end - start);
      if (size1 <= middle) {
        path.push(this.#rangeHash(middle, end));
        end = middle;
      } else {
        path.push(this.#rangeHash(start, middle));
        start = middle;
      }
    }
    // The verifier holds the old root itself; only when the old tree's last subtree is not all of it is it sent.
    if (start !== 0) path.push(this.#rangeHash(start, end));
    return path.reverse();
  }

  /** MTH(D[start:end]) where `start` is a multiple of the smallest power of two not below `end - start`. */
  #rangeHash(start: number, end: number): Bytes {
    let root: Bytes | null = null;
    let first = start;
    let count = end - start;
    for (let height = 0; count > 0; height++) {
      if (count % 2 === 1) {
        const subtree = this.subtreeHash(height, first + count - 1);
        root = root === null ? subtree : nodeHash(this.#crypto, subtree, root);
      }
      count = Math.floor(count / 2);
      first = first / 2;
    }
    return present(root, 'the hash of a range that is not empty');
  }

  #push(height: number, hashes: Bytes): Level {
    let level = this.#levels[height];
    if (level === undefined) {
      level = { bytes: new Uint8Array(FIRST_CAPACITY), count: 0 };
      this.#levels.push(level);
    }
    const at = level.count * HASH_SIZE;
    if (at + hashes.length > level.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * level.bytes.length, at + hashes.length));
      larger.set(level.bytes);
      level.bytes = larger;
    }
    if (hashes.length > HASH_SIZE) level.bytes.set(hashes, at);
    else for (let i = 0; i < HASH_SIZE; i++) level.bytes[at + i] = hashes[i] ?? 0;
    level.count += hashes.length / HASH_SIZE;
    return level;
  }

  /** For two hashes it takes longer to call what copies than to copy. */
  #fillNode(hashes: Bytes, at: number): void {
    for (let i = 0; i < 2 * HASH_SIZE; i++) this.#node[1 + i] = hashes[at + i] ?? 0;
  }

  #assertSize(size: number): void {
    assert(Number.isSafeInteger(size) && size >= 0 && size <= this.size, 'the size is one that the tree has had');
  }
}

/** The largest power of two smaller than n, for n > 1: "k" in RFC 9162 section 2.1. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
