import { type Bytes, fromBase64 } from '../base/bytes.ts';
import type { Crypto } from '../base/crypto.ts';
import { expectOk } from '../base/result.ts';
import { type Promised, promiseBytes } from '../record/index.ts';
import {
  type LogIdentity,
  type OpenedCheckpoint,
  openCheckpoint,
  parseProofFile,
  type VerifierKey,
  verifyInclusion,
} from '../tlog/index.ts';
import { plain } from './finding.ts';
import { parsePromiseFile } from './promise-file.ts';

/** The keys that the reader knew before. Without `origin` the log is the one that its key names. */
export type PromiseKeys = { readonly origin?: string; readonly log: VerifierKey; readonly heartbeat: VerifierKey };

/** What a checkpoint of the log says: its size, and when its heartbeat was signed (ms since 1970; null: no heartbeat). */
export type PromiseSight = { readonly size: number; readonly heartbeatAt: number | null };

/** Why what lies beside a promise shows nothing. */
export type UnprovenWhy =
  | 'nothing-beside-it'
  /** No proof, of another record number, not under the log's key, or not of that leaf. */
  | 'proof-refused'
  /** Not under the log's key. */
  | 'checkpoint-refused'
  /** Under the log's key alone: nobody knows of when it is. */
  | 'no-heartbeat'
  /** The log is long enough: whether the event is in it only a proof can tell. */
  | 'long-enough';

/** What a promise and what lies beside it show, to anybody who has the trust file: docs/spec/capture.md section 5. */
export type PromiseVerdict =
  | { readonly kind: 'kept'; readonly promise: Promised; readonly seen: PromiseSight }
  /** A checkpoint from behind the due time does not reach as far. */
  | { readonly kind: 'broken-missing'; readonly promise: Promised; readonly seen: PromiseSight }
  /** Another event has the promised number; `leaf` is its hash. */
  | { readonly kind: 'broken-other'; readonly promise: Promised; readonly seen: PromiseSight; readonly leaf: string }
  /** The checkpoint does not reach as far, and did not have to yet. */
  | { readonly kind: 'not-yet-due'; readonly promise: Promised; readonly seen: PromiseSight }
  | { readonly kind: 'unproven'; readonly promise: Promised; readonly why: UnprovenWhy }
  | { readonly kind: 'not-a-promise'; readonly why: 'other-origin' | 'bad-signature' }
  | { readonly kind: 'malformed'; readonly field: string };

/** Judges the file of a promise. All of it is hostile: it may come from the log, from its opponents, or from a sender who errs. */
export function judgePromise(crypto: Crypto, keys: PromiseKeys, file: Bytes): PromiseVerdict {
  const parsed = parsePromiseFile(file);
  if (!parsed.ok) return parsed.error;
  const { promise, signature, evidence } = parsed.value;
  const origin = keys.origin ?? keys.log.name;
  if (promise.origin !== origin) return { kind: 'not-a-promise', why: 'other-origin' };
  if (!crypto.verifyEd25519(keys.log.publicKey, promiseBytes(promise), signature)) {
    return { kind: 'not-a-promise', why: 'bad-signature' };
  }
  const log = { origin, logKey: keys.log, cosigners: [keys.heartbeat] };
  switch (evidence.kind) {
    case 'none':
      return { kind: 'unproven', promise, why: 'nothing-beside-it' };
    case 'proof':
      return judgeProof(crypto, log, promise, evidence.proof, evidence.leaf);
    case 'checkpoint':
      return judgeCheckpoint(crypto, log, promise, evidence.checkpoint);
  }
}

/** The path of a proof is as long as number and size say, so that no inner node of the tree can pass for a leaf. */
function judgeProof(crypto: Crypto, log: LogIdentity, promise: Promised, bytes: Bytes, leaf: string): PromiseVerdict {
  const refused: PromiseVerdict = { kind: 'unproven', promise, why: 'proof-refused' };
  const file = parseProofFile(bytes);
  if (!file.ok || file.value.index !== promise.index) return refused;
  const opened = openCheckpoint(crypto, file.value.checkpoint, log);
  if (!opened.ok) return refused;
  const { size, root } = opened.value.checkpoint;
  const leafHash = expectOk(fromBase64(leaf), 'a parsed file');
  const claim = { index: file.value.index, size, root, leafHash, proof: file.value.proof };
  if (!verifyInclusion(crypto, claim).ok) return refused;
  const seen = sightOf(opened.value);
  return leaf === promise.leaf ? { kind: 'kept', promise, seen } : { kind: 'broken-other', promise, seen, leaf };
}

function judgeCheckpoint(crypto: Crypto, log: LogIdentity, promise: Promised, bytes: Bytes): PromiseVerdict {
  const unproven = (why: UnprovenWhy): PromiseVerdict => ({ kind: 'unproven', promise, why });
  const opened = openCheckpoint(crypto, bytes, log);
  if (!opened.ok) return unproven('checkpoint-refused');
  const seen = sightOf(opened.value);
  if (seen.size > promise.index) return unproven('long-enough');
  if (seen.heartbeatAt === null) return unproven('no-heartbeat');
  return { kind: seen.heartbeatAt > promise.due ? 'broken-missing' : 'not-yet-due', promise, seen };
}

function sightOf({ checkpoint, signatures }: OpenedCheckpoint): PromiseSight {
  // Of the keys that are known here only the heartbeat's tells a time.
  const time = signatures.find((signature) => signature.time !== null)?.time ?? null;
  return { size: checkpoint.size, heartbeatAt: time === null ? null : time * 1000 };
}

const WHY: Readonly<Record<UnprovenWhy, string>> = {
  'nothing-beside-it': 'Nothing lies beside it: neither a proof nor a checkpoint.',
  'proof-refused': 'The proof beside it does not hold: it is none, is of another event, or is not signed by this log.',
  'checkpoint-refused': 'The checkpoint beside it is not one of this log.',
  'no-heartbeat': 'The checkpoint beside it has no heartbeat: nobody knows of when it is.',
  'long-enough': 'The checkpoint beside it is long enough to hold the event: only a proof can tell whether it does.',
};

/** The verdict in plain lines, with what was promised. */
export function describePromise(verdict: PromiseVerdict): string[] {
  switch (verdict.kind) {
    case 'malformed':
      return [`NOT READABLE: this is no file of a promise${verdict.field === '' ? '' : ` (${verdict.field})`}.`];
    case 'not-a-promise':
      return [
        verdict.why === 'other-origin'
          ? 'NO PROMISE of this log: it names another log than the trust file.'
          : 'NO PROMISE of this log: the signature is not of the key that the trust file names.',
      ];
    case 'kept':
      return [`KEPT: the event is in the log, as promised.`, ...promised(verdict.promise), seen(verdict.seen)];
    case 'broken-missing':
      return [
        'BROKEN: the log signed this promise, and later a checkpoint that does not reach the promised event.',
        ...promised(verdict.promise),
        seen(verdict.seen),
      ];
    case 'broken-other':
      return [
        'BROKEN: the log signed this promise, and holds another event under the promised number.',
        ...promised(verdict.promise),
        `There is: leaf ${verdict.leaf}.`,
        seen(verdict.seen),
      ];
    case 'not-yet-due':
      return [
        'NOT YET DUE: the checkpoint does not reach the promised event, and did not have to yet.',
        ...promised(verdict.promise),
        seen(verdict.seen),
      ];
    case 'unproven':
      return [
        'NOTHING SHOWN: the promise is one of this log; whether it was kept, this file does not tell.',
        WHY[verdict.why],
        ...promised(verdict.promise),
      ];
  }
}

function promised({ index, leaf, station, at, due }: Promised): string[] {
  return [
    `Promised: event ${index} of the log, for station ${plain(station)}, leaf ${leaf}.`,
    `Given ${new Date(at).toISOString()}, due ${new Date(due).toISOString()}.`,
  ];
}

function seen({ size, heartbeatAt }: PromiseSight): string {
  // Dates end at 8.64e15 ms; a hostile signer may write a time behind that.
  const time = heartbeatAt !== null && heartbeatAt <= 8.64e15 ? new Date(heartbeatAt).toISOString() : 'unknown';
  return `Seen: a checkpoint of ${size} events, heartbeat ${time}.`;
}
