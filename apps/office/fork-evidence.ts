import { equalBytes, fromBase64, toBase64, utf8 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { type EventBody, leafHashOf } from '../../src/record/index.ts';
import { LogTree, openCheckpoint, verifyInclusion } from '../../src/tlog/index.ts';
import type { BatchRefusal, SentBatch } from './office-batch.ts';
import type { OfficeLog } from './office-logs.ts';

/** Another leaf under a note of the office, at a number that was taken in. Hashes in base64. */
export type ForkEvidence = {
  readonly index: number;
  readonly leaf: string;
  readonly proof: readonly string[];
  readonly checkpoint: string;
};

export type ForkRefusal =
  | BatchRefusal
  /** So many events were taken in: nothing stands at this number that could differ. */
  | { readonly kind: 'not-taken'; readonly have: number }
  /** The same leaf was taken in: these are one history as far as this shows. */
  | { readonly kind: 'same-leaf' }
  | { readonly kind: 'bad-proof'; readonly detail: string };

export type ForkBody = Extract<EventBody, { kind: 'OfficeForked' }>;

/** Whether this shows that the office signed two histories: then it is what goes on record. */
export function judgeFork(crypto: Crypto, log: OfficeLog, evidence: ForkEvidence): Result<ForkBody, ForkRefusal> {
  if (log.forked) return err({ kind: 'forked' });
  if (log.identity === null) return err({ kind: 'keys-unusable' });
  // Its log's own signature is enough: who signs a second history may keep his heartbeat to himself.
  const opened = openCheckpoint(crypto, utf8(evidence.checkpoint), log.identity);
  if (!opened.ok) return err({ kind: 'bad-checkpoint', detail: opened.error.kind });
  const { index, leaf, proof, checkpoint } = evidence;
  if (index >= log.size) return err({ kind: 'not-taken', have: log.size });
  const hashes = [leaf, ...proof].map((hash) => fromBase64(hash));
  const [leafHash, ...path] = hashes.flatMap((hash) => (hash.ok ? [hash.value] : []));
  if (leafHash === undefined || path.length !== proof.length) return err({ kind: 'bad-proof', detail: 'base64' });
  const { size, root } = opened.value.checkpoint;
  const included = verifyInclusion(crypto, { index, size, root, leafHash, proof: path });
  if (!included.ok) return err({ kind: 'bad-proof', detail: included.error.kind });
  if (equalBytes(leafHash, log.tree.subtreeHash(0, index))) return err({ kind: 'same-leaf' });
  return ok({ kind: 'OfficeForked', office: log.office, index, leaf, proof, other: checkpoint });
}

/**
 * Evidence out of a batch that contradicts what was taken in: where its leaves, behind our own before it, make the root that it
 * signed. null: they do not, and whoever has the other history has to show where it parts from this one (office-sender.ts).
 */
export function evidenceIn(crypto: Crypto, log: OfficeLog, sent: SentBatch): ForkEvidence | null {
  const tree = new LogTree(crypto);
  for (let i = 0; i < Math.min(sent.from, log.size); i++) tree.append(log.tree.subtreeHash(0, i));
  for (const { header } of sent.events) tree.append(leafHashOf(crypto, utf8(header)));
  for (let index = 0; index < Math.min(tree.size, log.size); index++) {
    if (equalBytes(tree.subtreeHash(0, index), log.tree.subtreeHash(0, index))) continue;
    const evidence = evidenceAt(tree, index, sent.checkpoint);
    return judgeFork(crypto, log, evidence).ok ? evidence : null;
  }
  return null;
}

/** That this leaf stands under a note over the whole of the tree. */
export function evidenceAt(tree: LogTree, index: number, checkpoint: string): ForkEvidence {
  const proof = tree.inclusionProof(index, tree.size).map(toBase64);
  return { index, leaf: toBase64(tree.subtreeHash(0, index)), proof, checkpoint };
}
