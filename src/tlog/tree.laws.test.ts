import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../adapters/crypto/node-crypto.ts';
import { type Bytes, concatBytes, toHex } from '../base/bytes.ts';
import {
  type ConsistencyClaim,
  emptyRoot,
  type InclusionClaim,
  LogTree,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
} from './index.ts';

/** Every size up to twice a power of two and some: leaves that differ from one another by their number. */
const MAX = 70;
const LEAVES = Array.from({ length: MAX }, (_, i) => leafHash(nodeCrypto, Uint8Array.of(i, 7)));
const TREE = treeOf(LEAVES);

function treeOf(leaves: readonly Bytes[]): LogTree {
  const tree = new LogTree(nodeCrypto);
  for (const leaf of leaves) tree.append(leaf);
  return tree;
}

/** MTH exactly as RFC 9162 section 2.1.1 writes it, recursion and all. */
function naiveRoot(leaves: readonly Bytes[]): Bytes {
  const [first] = leaves;
  if (first === undefined) return emptyRoot(nodeCrypto);
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(nodeCrypto, naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

function inclusionClaim(index: number, size: number): InclusionClaim {
  const proof = TREE.inclusionProof(index, size);
  return { index, size, root: TREE.rootAt(size), leafHash: TREE.subtreeHash(0, index), proof };
}

function consistencyClaim(size1: number, size2: number): ConsistencyClaim {
  const proof = TREE.consistencyProof(size1, size2);
  return { size1, size2, root1: TREE.rootAt(size1), root2: TREE.rootAt(size2), proof };
}

/** The bytes with one bit flipped; `bit` counts round. */
function flipped(bytes: Bytes, bit: number): Bytes {
  const out = new Uint8Array(bytes);
  const at = bit % (8 * out.length);
  out[at >> 3] = (out[at >> 3] ?? 0) ^ (1 << (at & 7));
  return out;
}

function flippedAt(proof: readonly Bytes[], at: number, bit: number): Bytes[] {
  return proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash));
}

/** How many leaves are appended at once, time after time. */
const parts = fc.array(fc.integer({ min: 0, max: 17 }), { minLength: 1, maxLength: 8 });

describe('leaves appended many at once', () => {
  it('give the tree that they give one by one, whatever the parts are', () => {
    fc.assert(
      fc.property(parts, (counts) => {
        const tree = new LogTree(nodeCrypto);
        const leaves = LEAVES.slice(
          0,
          Math.min(
            MAX,
            counts.reduce((sum, count) => sum + count, 0),
          ),
        );
        let from = 0;
        for (const count of counts) {
          tree.appendAll(concatBytes(...leaves.slice(from, from + count)));
          from += count;
        }
        expect(tree.size).toBe(leaves.length);
        for (let size = 0; size <= leaves.length; size++)
          expect(tree.rootAt(size)).toEqual(naiveRoot(leaves.slice(0, size)));
        for (let i = 0; i < leaves.length; i++) {
          expect(tree.inclusionProof(i, leaves.length)).toEqual(treeOf(leaves).inclusionProof(i, leaves.length));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('give the same tree when they are more than twice as many as it has room for', () => {
    const leaves = Array.from({ length: 300 }, (_, i) => LEAVES[i % MAX] as Bytes);
    const tree = new LogTree(nodeCrypto);
    tree.appendAll(concatBytes(...leaves));
    expect(tree.rootAt(300)).toEqual(treeOf(leaves).rootAt(300));
  });

  it('are refused where one is cut short', () => {
    expect(() => new LogTree(nodeCrypto).appendAll(new Uint8Array(65))).toThrow('32 bytes');
  });
});

const position = fc.integer({ min: 1, max: MAX }).chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));
const growth = fc.integer({ min: 1, max: MAX }).chain((size2) => fc.tuple(fc.nat(size2), fc.constant(size2)));
const bit = fc.nat(255);

describe('the log tree', () => {
  it('has the naive root at every size that it has had', () => {
    for (let size = 0; size <= MAX; size++) {
      expect(toHex(TREE.rootAt(size))).toBe(toHex(naiveRoot(LEAVES.slice(0, size))));
    }
  });

  it('does not depend on when it is asked: a larger tree says of a size what a smaller one said', () => {
    const law = fc.property(growth, ([size1, size2]) => {
      const small = treeOf(LEAVES.slice(0, size1));
      const large = treeOf(LEAVES.slice(0, size2));
      expect(small.size).toBe(size1);
      expect(large.rootAt(size1)).toEqual(small.rootAt(size1));
      if (size1 > 0) expect(large.inclusionProof(size1 - 1, size1)).toEqual(small.inclusionProof(size1 - 1, size1));
    });
    fc.assert(law);
  });

  it('throws for a size, leaf or subtree that it does not have', () => {
    const tree = treeOf(LEAVES.slice(0, 5));
    expect(() => tree.rootAt(6)).toThrow();
    expect(() => tree.rootAt(-1)).toThrow();
    expect(() => tree.inclusionProof(3, 3)).toThrow();
    expect(() => tree.consistencyProof(4, 3)).toThrow();
    expect(() => tree.subtreeHash(2, 1)).toThrow();
    expect(() => tree.append(new Uint8Array(31))).toThrow();
  });

  it('gives out copies: what a caller does to a hash does not reach the tree', () => {
    const tree = treeOf(LEAVES.slice(0, 1));
    tree.rootAt(1).fill(0);
    expect(tree.rootAt(1)).toEqual(LEAVES[0]);
  });
});

describe('inclusion proofs', () => {
  it('verify for every leaf of every size', () => {
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        expect(verifyInclusion(nodeCrypto, inclusionClaim(index, size)).ok).toBe(true);
      }
    }
  });

  it('fail for any bit changed in leaf, root or proof, and for any other index', () => {
    const law = fc.property(position, bit, fc.nat(), ([index, size], b, pick) => {
      const claim = inclusionClaim(index, size);
      const other = (index + 1 + (pick % Math.max(1, size - 1))) % size;
      const at = claim.proof.length === 0 ? 0 : pick % claim.proof.length;
      const damaged = [
        { ...claim, root: flipped(claim.root, b) },
        { ...claim, leafHash: flipped(claim.leafHash, b) },
        ...(claim.proof.length > 0 ? [{ ...claim, proof: flippedAt(claim.proof, at, b) }] : []),
        ...(other === index ? [] : [{ ...claim, index: other }]),
      ];
      for (const wrong of damaged) expect(verifyInclusion(nodeCrypto, wrong).ok).toBe(false);
    });
    fc.assert(law, { numRuns: 300 });
  });

  it('fail when a hash is missing or too many', () => {
    const law = fc.property(position, ([index, size]) => {
      const claim = inclusionClaim(index, size);
      const longer = { ...claim, proof: [...claim.proof, claim.root] };
      expect(verifyInclusion(nodeCrypto, longer)).toEqual({ ok: false, error: { kind: 'proof-too-long' } });
      if (claim.proof.length === 0) return;
      const shorter = { ...claim, proof: claim.proof.slice(0, -1) };
      expect(verifyInclusion(nodeCrypto, shorter)).toEqual({ ok: false, error: { kind: 'proof-too-short' } });
    });
    fc.assert(law);
  });

  it('name what is wrong with sizes, indexes and lengths', () => {
    const claim = inclusionClaim(3, 7);
    const kindOf = (change: Partial<InclusionClaim>) => {
      const result = verifyInclusion(nodeCrypto, { ...claim, ...change });
      return result.ok ? 'ok' : result.error.kind;
    };
    expect(kindOf({})).toBe('ok');
    expect(kindOf({ index: 7 })).toBe('index-out-of-range');
    expect(kindOf({ index: 2 ** 64 - 1 })).toBe('bad-size');
    expect(kindOf({ size: 2 ** 53 })).toBe('bad-size');
    expect(kindOf({ index: -1 })).toBe('bad-size');
    expect(kindOf({ index: 0.5 })).toBe('bad-size');
    expect(kindOf({ leafHash: new Uint8Array(31) })).toBe('bad-hash-length');
    expect(kindOf({ proof: claim.proof.map((hash) => hash.subarray(1)) })).toBe('bad-hash-length');
    expect(kindOf({ root: new Uint8Array(32) })).toBe('root-mismatch');
  });

  it('are exact above 2^32, where the bit operators are not', () => {
    // The last leaf of a tree of 2^40 + 1 has the whole left subtree as its one sibling.
    const [left, leaf] = [LEAVES[0], LEAVES[1]];
    if (left === undefined || leaf === undefined) throw new Error('there are leaves');
    const claim = { index: 2 ** 40, size: 2 ** 40 + 1, root: nodeHash(nodeCrypto, left, leaf), leafHash: leaf };
    expect(verifyInclusion(nodeCrypto, { ...claim, proof: [left] }).ok).toBe(true);
    expect(verifyInclusion(nodeCrypto, { ...claim, index: 2 ** 40 - 1, proof: [left] }).ok).toBe(false);
  });
});

describe('consistency proofs', () => {
  it('verify between every two sizes', () => {
    for (let size2 = 0; size2 <= MAX; size2++) {
      for (let size1 = 0; size1 <= size2; size1++) {
        expect(verifyConsistency(nodeCrypto, consistencyClaim(size1, size2)).ok).toBe(true);
      }
    }
  });

  it('fail for any bit changed in a root or the proof', () => {
    const law = fc.property(growth, bit, fc.nat(), ([size1, size2], b, pick) => {
      const claim = consistencyClaim(size1, size2);
      const at = claim.proof.length === 0 ? 0 : pick % claim.proof.length;
      const damaged = [
        { ...claim, root1: flipped(claim.root1, b) },
        // From size 0 there is nothing that the second root could contradict.
        ...(size1 > 0 ? [{ ...claim, root2: flipped(claim.root2, b) }] : []),
        ...(claim.proof.length > 0 ? [{ ...claim, proof: flippedAt(claim.proof, at, b) }] : []),
        { ...claim, proof: [...claim.proof, claim.root2] },
        ...(claim.proof.length > 0 ? [{ ...claim, proof: claim.proof.slice(0, -1) }] : []),
      ];
      for (const wrong of damaged) expect(verifyConsistency(nodeCrypto, wrong).ok).toBe(false);
    });
    fc.assert(law, { numRuns: 300 });
  });

  it('fail as too long with a hash behind the last one', () => {
    const law = fc.property(growth, ([size1, size2]) => {
      const claim = consistencyClaim(size1, size2);
      const longer = { ...claim, proof: [...claim.proof, claim.root2] };
      expect(verifyConsistency(nodeCrypto, longer)).toEqual({ ok: false, error: { kind: 'proof-too-long' } });
    });
    fc.assert(law);
  });

  it('fail for a log that changed, took back or reordered a leaf', () => {
    const law = fc.property(growth, fc.nat(), ([size1, size2], pick) => {
      fc.pre(size1 > 0);
      const at = pick % size1;
      const forked = treeOf(LEAVES.slice(0, size2).map((leaf, i) => (i === at ? flipped(leaf, pick) : leaf)));
      const claim = consistencyClaim(size1, size2);
      const proof = forked.consistencyProof(size1, size2);
      expect(verifyConsistency(nodeCrypto, { ...claim, root2: forked.rootAt(size2), proof }).ok).toBe(false);
    });
    fc.assert(law);
  });

  it('name what is wrong with sizes and roots', () => {
    const claim = consistencyClaim(3, 7);
    const kindOf = (change: Partial<ConsistencyClaim>) => {
      const result = verifyConsistency(nodeCrypto, { ...claim, ...change });
      return result.ok ? 'ok' : result.error.kind;
    };
    expect(kindOf({})).toBe('ok');
    expect(kindOf({ size1: 8 })).toBe('sizes-reversed');
    expect(kindOf({ size2: 2 ** 60 })).toBe('bad-size');
    expect(kindOf({ root1: claim.root2 })).toBe('old-root-mismatch');
    expect(kindOf({ root2: claim.root1 })).toBe('root-mismatch');
    expect(kindOf({ proof: [] })).toBe('proof-too-short');
    expect(kindOf({ proof: [new Uint8Array(33)] })).toBe('bad-hash-length');
    expect(kindOf({ size1: 0, proof: [] })).toBe('old-root-mismatch');
  });
});
