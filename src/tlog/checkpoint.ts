import { assert } from '../base/assert.ts';
import { type Bytes, fromBase64, toBase64 } from '../base/bytes.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import { err, ok, type Result } from '../base/result.ts';
import { cosign } from './cosignature.ts';
import { HASH_SIZE } from './hash.ts';
import {
  encodeNote,
  type Note,
  type NoteError,
  parseNote,
  signNoteText,
  type VerifiedSignature,
  verifyExactly,
  verifyNote,
} from './note.ts';
import type { VerifierKey } from './vkey.ts';

/** A tree head: at `size` leaves the log named `origin` has this root. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Bytes };

/** Why a checkpoint text was refused. */
export type CheckpointError = {
  readonly kind: 'malformed-checkpoint' | 'bad-origin' | 'bad-tree-size' | 'bad-root-hash' | 'extension-lines';
};

/** Why a signed checkpoint was refused. */
export type OpenError = CheckpointError | NoteError | { readonly kind: 'wrong-origin' | 'not-signed-by-log' };

/** Whose checkpoints a verifier accepts: the log's own key, and the cosigners (heartbeat, witnesses) it knows. */
export type LogIdentity = {
  readonly origin: string;
  readonly logKey: VerifierKey;
  readonly cosigners: readonly VerifierKey[];
};

/** A checkpoint whose signatures were verified; those of the log and of the known cosigners. */
export type OpenedCheckpoint = {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  readonly signatures: readonly VerifiedSignature[];
};

/** A key with the private half that belongs to it. */
export type KeyPair = { readonly key: VerifierKey; readonly signer: Signer };

/** The note text of a checkpoint (C2SP tlog-checkpoint, "Note text"): origin, size, root. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  assert(isOrigin(checkpoint.origin), 'an origin is one non-empty line');
  assert(Number.isSafeInteger(checkpoint.size) && checkpoint.size >= 0, 'a tree size is a whole number');
  assert(checkpoint.root.length === HASH_SIZE, 'a root has 32 bytes');
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/**
 * Parses a checkpoint's note text. Extension lines are refused: the specification allows but does not recommend them
 * ("not auditable by log monitors"), our log writes none, and what is not audited may not stand under its signature.
 */
export function parseCheckpoint(text: string): Result<Checkpoint, CheckpointError> {
  const [origin, decimal, base64, end, ...more] = text.split('\n');
  if (origin === undefined || decimal === undefined || base64 === undefined || end === undefined) {
    return err({ kind: 'malformed-checkpoint' });
  }
  if (end !== '' || more.length > 0) return err({ kind: 'extension-lines' });
  if (!isOrigin(origin)) return err({ kind: 'bad-origin' });
  const size = parseDecimal(decimal);
  if (size === null) return err({ kind: 'bad-tree-size' });
  const root = fromBase64(base64);
  if (!root.ok || root.value.length !== HASH_SIZE) return err({ kind: 'bad-root-hash' });
  return ok({ origin, size, root: root.value });
}

/** An ASCII decimal without leading zeros, up to 2^53 - 1; null for anything else. */
export function parseDecimal(text: string): number | null {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** The signed checkpoint: the log's signature line, then the heartbeat's cosignature line when there is one. */
export function signCheckpoint(
  checkpoint: Checkpoint,
  log: KeyPair,
  heartbeat?: KeyPair & { readonly time: number },
): Bytes {
  const text = formatCheckpoint(checkpoint);
  const signatures = [signNoteText(text, log.key, log.signer)];
  if (heartbeat !== undefined) signatures.push(cosign(text, heartbeat.time, heartbeat.key, heartbeat.signer));
  return encodeNote({ text, signatures });
}

/** Opens a checkpoint: the log's own signature has to be there and valid; lines of unknown keys are ignored. */
export function openCheckpoint(crypto: Crypto, bytes: Bytes, log: LogIdentity): Result<OpenedCheckpoint, OpenError> {
  const opened = open(bytes, log, (note) => verifyNote(crypto, note, [log.logKey, ...log.cosigners]));
  if (!opened.ok) return opened;
  const byLog = opened.value.signatures.some((s) => s.key.keyId === log.logKey.keyId && s.key.name === log.logKey.name);
  return byLog ? opened : err({ kind: 'not-signed-by-log' });
}

/** Opens a checkpoint of our own writing: exactly the log's line and then each cosigner's, in order, nothing else. */
export function openCheckpointExactly(
  crypto: Crypto,
  bytes: Bytes,
  log: LogIdentity,
): Result<OpenedCheckpoint, OpenError> {
  return open(bytes, log, (note) => verifyExactly(crypto, note, [log.logKey, ...log.cosigners]));
}

function open(
  bytes: Bytes,
  log: LogIdentity,
  verify: (note: Note) => Result<readonly VerifiedSignature[], NoteError>,
): Result<OpenedCheckpoint, OpenError> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  // Signatures before content: an unverified text is not to be looked into (C2SP signed-note, "Note").
  const signatures = verify(note.value);
  if (!signatures.ok) return signatures;
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== log.origin) return err({ kind: 'wrong-origin' });
  return ok({ checkpoint: checkpoint.value, note: note.value, signatures: signatures.value });
}

function isOrigin(origin: string): boolean {
  return origin !== '' && origin.isWellFormed() && !/\p{Cc}/u.test(origin);
}
