import { type Bytes, decodeUtf8, fromBase64, utf8 } from '../../src/base/bytes.ts';
import type { Crypto } from '../../src/base/crypto.ts';
import { err, ok, type Result } from '../../src/base/result.ts';
import { PROMISE_MS, type Promised, promiseBytes, type SignedPromise } from '../../src/record/index.ts';
import { type LogIdentity, openCheckpoint, parseProofFile, parseVkey, verifyInclusion } from '../../src/tlog/index.ts';
import { instantOf, objectOf, textOf, wholeOf } from './foreign.ts';
import type { LogNames } from './stored.ts';

/* The door's promise and what becomes of it (docs/spec/capture.md section 5), held against the log as it was known at enrolment. */

export type ReceiptError = { readonly kind: 'bad-promise' | 'other-promise' | 'bad-log-key' };

/** The log's keys; an error where the names that were kept are none. */
export function logIdentity(crypto: Crypto, names: LogNames): Result<LogIdentity, ReceiptError> {
  const [logKey, heartbeat] = [parseVkey(crypto, names.log), parseVkey(crypto, names.heartbeat)];
  if (!logKey.ok || !heartbeat.ok) return err({ kind: 'bad-log-key' });
  return ok({ origin: names.origin, logKey: logKey.value, cosigners: [heartbeat.value] });
}

/** The promise of an answer, if it is one for this message, signed by the log. */
export function checkPromise(
  crypto: Crypto,
  log: LogIdentity,
  expected: { readonly station: string; readonly signed: string; readonly record: number },
  foreign: unknown,
): Result<SignedPromise, ReceiptError> {
  const outer = objectOf(foreign);
  const promise = readPromised(outer['promise']);
  const signature = textOf(outer['signature']);
  const bytes = fromBase64(signature ?? '*');
  if (outer['v'] !== 1 || promise === null || signature === null || !bytes.ok) return err({ kind: 'bad-promise' });
  const fits =
    promise.origin === log.origin &&
    promise.station === expected.station &&
    promise.message === expected.signed &&
    promise.index === expected.record;
  if (!fits) return err({ kind: 'other-promise' });
  // A promise for some day is none, though it is signed.
  if (promise.due - promise.at > PROMISE_MS) return err({ kind: 'bad-promise' });
  const holds = crypto.verifyEd25519(log.logKey.publicKey, promiseBytes(promise), bytes.value);
  return holds ? ok({ v: 1, promise, signature }) : err({ kind: 'bad-promise' });
}

function readPromised(foreign: unknown): Promised | null {
  const fields = objectOf(foreign);
  const [origin, leaf, station, message] = ['origin', 'leaf', 'station', 'message'].map((name) => textOf(fields[name]));
  const [index, at, due] = [wholeOf(fields['index']), instantOf(fields['at']), instantOf(fields['due'])];
  if (origin == null || leaf == null || station == null || message == null) return null;
  if (index === null || at === null || due === null) return null;
  return { origin, index, leaf, station, message, at, due };
}

export type Judged =
  /** The text of the proof is worth keeping. */
  | { readonly kind: 'proved' }
  /** A checkpoint after `due`, and its proof at the promised number does not fit. Which leaf is there it does not say: evidence of nothing. */
  | { readonly kind: 'doubt' }
  /** Nothing; ask again. */
  | { readonly kind: 'open' }
  /** The file that says so. */
  | { readonly kind: 'broken'; readonly evidence: string };

/**
 * What a proof file says of a promise. One of another record, too: its checkpoint is the log's word on how long the log is, and one
 * after `due` that ends before the promised place breaks the promise.
 */
export function judgeByProof(crypto: Crypto, log: LogIdentity, signed: SignedPromise, text: string): Judged {
  const file = parseProofFile(utf8(text));
  if (!file.ok) return { kind: 'open' };
  const { promise } = signed;
  const opened = openCheckpoint(crypto, file.value.checkpoint, log);
  if (!opened.ok) return { kind: 'open' };
  const { checkpoint, signatures } = opened.value;
  const beat = signatures.find(({ key }) => key.keyId === log.cosigners[0]?.keyId)?.time ?? null;
  const isAfterDue = beat !== null && beat * 1000 > promise.due;
  if (isAfterDue && checkpoint.size <= promise.index) {
    return { kind: 'broken', evidence: evidenceOf(signed, file.value.checkpoint) };
  }
  const leaf = fromBase64(promise.leaf);
  if (!leaf.ok || file.value.index !== promise.index) return { kind: 'open' };
  const { size, root } = checkpoint;
  const claim = { index: promise.index, size, root, leafHash: leaf.value, proof: file.value.proof };
  if (verifyInclusion(crypto, claim).ok) return { kind: 'proved' };
  return { kind: isAfterDue ? 'doubt' : 'open' };
}

function evidenceOf(promise: SignedPromise, checkpoint: Bytes): string {
  const text = decodeUtf8(checkpoint);
  const file = { v: 1, kind: 'cotejo-broken-promise', promise, checkpoint: text.ok ? text.value : '' };
  return `${JSON.stringify(file)}\n`;
}
