import { type Bytes, equalBytes } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { emptyRoot, HASH_SIZE, nodeHash } from './hash.ts';

/** Why a Merkle proof was refused. */
export type ProofError = {
  readonly kind:
    | 'bad-size' // a size or index is no whole number from 0 to 2^53 - 1
    | 'index-out-of-range'
    | 'sizes-reversed'
    | 'bad-hash-length'
    | 'proof-too-short'
    | 'proof-too-long'
    | 'root-mismatch'
    | 'old-root-mismatch';
};

/** The claim that a leaf is at `index` of the tree with `root` and `size`. */
export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly root: Bytes;
  readonly leafHash: Bytes;
  readonly proof: readonly Bytes[];
};

/** The claim that the tree (size2, root2) begins with all leaves of the tree (size1, root1). */
export type ConsistencyClaim = {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Bytes;
  readonly root2: Bytes;
  readonly proof: readonly Bytes[];
};

/** Verifies an inclusion proof by the steps of RFC 9162 section 2.1.3.2. */
export function verifyInclusion(crypto: Crypto, claim: InclusionClaim): Result<void, ProofError> {
  const { index, size, root, proof } = claim;
  if (!isSize(index) || !isSize(size)) return fail('bad-size');
  if (index >= size) return fail('index-out-of-range');
  if (claim.leafHash.length !== HASH_SIZE || !areHashes(proof)) return fail('bad-hash-length');
  let fn = index;
  let sn = size - 1;
  let hash = claim.leafHash;
  for (const sibling of proof) {
    if (sn === 0) return fail('proof-too-long');
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(crypto, sibling, hash);
      [fn, sn] = skipLonelyLevels(fn, sn);
    } else {
      hash = nodeHash(crypto, hash, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0) return fail('proof-too-short');
  return equalBytes(hash, root) ? ok(undefined) : fail('root-mismatch');
}

/**
 * Verifies a consistency proof by the steps of RFC 9162 section 2.1.4.2. Every tree begins with the empty one: from
 * size 0 the proof is empty (as tlog-witness wants it too), but then the first root has to be the empty root.
 */
export function verifyConsistency(crypto: Crypto, claim: ConsistencyClaim): Result<void, ProofError> {
  const { size1, size2, root1, root2, proof } = claim;
  if (!isSize(size1) || !isSize(size2)) return fail('bad-size');
  if (size1 > size2) return fail('sizes-reversed');
  if (!areHashes(proof)) return fail('bad-hash-length');
  if (size1 === 0 && !equalBytes(root1, emptyRoot(crypto))) return fail('old-root-mismatch');
  if (size1 === 0 || size1 === size2) {
    if (proof.length > 0) return fail('proof-too-long');
    return size1 === size2 && !equalBytes(root1, root2) ? fail('root-mismatch') : ok(undefined);
  }
  return foldConsistency(crypto, claim);
}

function foldConsistency(crypto: Crypto, claim: ConsistencyClaim): Result<void, ProofError> {
  const { size1, size2, root1, root2 } = claim;
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  // A first size that is a power of two makes fn 0 here: its root is then itself a node of the second tree (step 2).
  const [seed, ...rest] = fn === 0 ? [root1, ...claim.proof] : claim.proof;
  if (seed === undefined) return fail('proof-too-short');
  let hash1 = seed;
  let hash2 = seed;
  for (const node of rest) {
    if (sn === 0) return fail('proof-too-long');
    if (fn % 2 === 1 || fn === sn) {
      hash1 = nodeHash(crypto, node, hash1);
      hash2 = nodeHash(crypto, node, hash2);
      [fn, sn] = skipLonelyLevels(fn, sn);
    } else {
      hash2 = nodeHash(crypto, hash2, node);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0) return fail('proof-too-short');
  if (!equalBytes(hash1, root1)) return fail('old-root-mismatch');
  return equalBytes(hash2, root2) ? ok(undefined) : fail('root-mismatch');
}

/** A node without a right sibling rises unchanged: "right-shift until LSB(fn) is set or fn is 0" of both sections. */
function skipLonelyLevels(fn: number, sn: number): [number, number] {
  let [f, s] = [fn, sn];
  while (f !== 0 && f % 2 === 0) {
    f = half(f);
    s = half(s);
  }
  return [f, s];
}

/** Right shift by one for numbers above 2^32, where the operator would cut. */
function half(n: number): number {
  return Math.floor(n / 2);
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(proof: readonly Bytes[]): boolean {
  return proof.every((hash) => hash.length === HASH_SIZE);
}

function fail(kind: ProofError['kind']): Result<void, ProofError> {
  return err({ kind });
}
