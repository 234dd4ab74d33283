import { assert } from '../base/assert.ts';
import {
  type Bytes,
  concatBytes,
  decodeUtf8,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toHex,
  utf8,
} from '../base/bytes.ts';
import type { Crypto, Signer } from '../base/crypto.ts';
import { err, expectOk, ok, type Result } from '../base/result.ts';
import { verifyCosignature } from './cosignature.ts';
import { isKeyName, TYPE_COSIGNATURE, TYPE_ED25519, type VerifierKey } from './vkey.ts';

/** C2SP signed-note asks verifiers to limit the signatures but to accept at least 16; witnesses may be many. */
export const MAX_SIGNATURES = 64;
/** Enough for 64 post-quantum signatures of 5 kB beside our own, small, note texts. */
export const MAX_NOTE_BYTES = 512 * 1024;

/** One signature line, taken apart: `— <name> base64(key id || signature)`. `keyId` is 8 lower-case hex digits. */
export type SignatureLine = { readonly name: string; readonly keyId: string; readonly signature: Bytes };

/** A signed note. `text` ends in a newline and is what the signatures cover. */
export type Note = { readonly text: string; readonly signatures: readonly SignatureLine[] };

/** A signature that verified. `time` is a cosignature's timestamp in Unix seconds, null for a plain signature. */
export type VerifiedSignature = { readonly key: VerifierKey; readonly time: number | null };

/** Why a note was refused. */
export type NoteError =
  | { readonly kind: 'note-too-large' | 'not-utf8' | 'control-character' | 'no-signatures' | 'too-many-signatures' }
  | { readonly kind: 'malformed-signature-line'; readonly line: number }
  | { readonly kind: 'invalid-signature' | 'ambiguous-keys'; readonly name: string; readonly keyId: string }
  | { readonly kind: 'no-known-signature' | 'unexpected-signatures' };

/** Parses a signed note (C2SP signed-note, "Format"). Only canonical bytes pass: they are `encodeNote` of the result. */
export function parseNote(bytes: Bytes): Result<Note, NoteError> {
  if (bytes.length > MAX_NOTE_BYTES) return err({ kind: 'note-too-large' });
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) return decoded;
  const whole = decoded.value;
  if (hasControlCharacter(whole)) return err({ kind: 'control-character' });
  // "The text is separated from the signatures by the last empty line in the note."
  const gap = whole.lastIndexOf('\n\n');
  const tail = whole.slice(gap + 2);
  if (gap < 0 || tail === '') return err({ kind: 'no-signatures' });
  const lines = tail.split('\n');
  if (lines.length - 1 > MAX_SIGNATURES) return err({ kind: 'too-many-signatures' });
  if (lines.pop() !== '') return err({ kind: 'malformed-signature-line', line: lines.length + 1 });
  const signatures: SignatureLine[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === null) return err({ kind: 'malformed-signature-line', line: signatures.length + 1 });
    signatures.push(signature);
  }
  return ok({ text: whole.slice(0, gap + 1), signatures });
}

function parseSignatureLine(line: string): SignatureLine | null {
  const match = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line);
  const [name, base64] = [match?.[1], match?.[2]];
  if (name === undefined || base64 === undefined || !isKeyName(name)) return null;
  const bytes = fromBase64(base64);
  if (!bytes.ok || bytes.value.length < 5) return null;
  return { name, keyId: toHex(bytes.value.subarray(0, 4)), signature: bytes.value.slice(4) };
}

/** The bytes of a signed note. */
export function encodeNote(note: Note): Bytes {
  assert(isNoteText(note.text), 'a note text ends in a newline and has no other control character');
  assert(note.signatures.length > 0 && note.signatures.length <= MAX_SIGNATURES, 'a note has 1 to 64 signatures');
  return utf8(`${note.text}\n${note.signatures.map(formatSignatureLine).join('')}`);
}

/** One signature line with its newline. */
export function formatSignatureLine(line: SignatureLine): string {
  assert(isKeyName(line.name) && line.signature.length > 0, 'a signature line has a key name and a signature');
  const id = expectOk(fromHex(line.keyId), 'a key id is hex');
  assert(id.length === 4, 'a key id has four bytes');
  return `\u2014 ${line.name} ${toBase64(concatBytes(id, line.signature))}\n`;
}

/** Signs a note text as the key's owner: an Ed25519 signature over the text (C2SP signed-note, "Ed25519 signatures"). */
export function signNoteText(text: string, key: VerifierKey, signer: Signer): SignatureLine {
  assert(key.type === TYPE_ED25519 && equalBytes(key.publicKey, signer.publicKey), 'the signer owns the note key');
  assert(isNoteText(text), 'a note text ends in a newline and has no other control character');
  return { name: key.name, keyId: key.keyId, signature: signer.sign(utf8(text)) };
}

/**
 * The signatures of known keys on a note, at most one a key (the newest of several cosignatures). Lines of unknown
 * keys are ignored, a bad signature of a known key refuses the whole note, and so does the lack of any known one
 * (C2SP signed-note, "Signatures").
 */
export function verifyNote(
  crypto: Crypto,
  note: Note,
  keys: readonly VerifierKey[],
): Result<readonly VerifiedSignature[], NoteError> {
  const known = keysById(keys);
  if (!known.ok) return known;
  const verified = new Map<string, VerifiedSignature>();
  for (const line of note.signatures) {
    const id = lineId(line);
    const key = known.value.get(id);
    if (key === undefined) continue;
    const signature = verifyLine(crypto, note.text, line, key);
    if (!signature.ok) return signature;
    const before = verified.get(id);
    if (before === undefined || (signature.value.time ?? 0) > (before.time ?? 0)) verified.set(id, signature.value);
  }
  return verified.size === 0 ? err({ kind: 'no-known-signature' }) : ok([...verified.values()]);
}

/**
 * For files that we wrote ourselves: exactly one signature of each expected key, in this order, and not a line more.
 * A line that a lenient verifier ignores could otherwise carry anything under our name.
 */
export function verifyExactly(
  crypto: Crypto,
  note: Note,
  keys: readonly VerifierKey[],
): Result<readonly VerifiedSignature[], NoteError> {
  if (keys.length === 0 || note.signatures.length !== keys.length) return err({ kind: 'unexpected-signatures' });
  const verified: VerifiedSignature[] = [];
  for (const [i, key] of keys.entries()) {
    const line = note.signatures[i];
    if (line === undefined || lineId(line) !== lineId(key)) return err({ kind: 'unexpected-signatures' });
    const signature = verifyLine(crypto, note.text, line, key);
    if (!signature.ok) return signature;
    verified.push(signature.value);
  }
  return ok(verified);
}

function verifyLine(
  crypto: Crypto,
  text: string,
  line: SignatureLine,
  key: VerifierKey,
): Result<VerifiedSignature, NoteError> {
  if (key.type === TYPE_COSIGNATURE) {
    const time = verifyCosignature(crypto, text, line.signature, key);
    if (time.ok) return ok({ key, time: time.value });
  } else if (crypto.verifyEd25519(key.publicKey, utf8(text), line.signature)) {
    return ok({ key, time: null });
  }
  return err({ kind: 'invalid-signature', name: line.name, keyId: line.keyId });
}

/** Two keys under one name and id would make the outcome depend on their order. */
function keysById(keys: readonly VerifierKey[]): Result<ReadonlyMap<string, VerifierKey>, NoteError> {
  const known = new Map<string, VerifierKey>();
  for (const key of keys) {
    const other = known.get(lineId(key));
    if (other !== undefined && (other.type !== key.type || !equalBytes(other.publicKey, key.publicKey))) {
      return err({ kind: 'ambiguous-keys', name: key.name, keyId: key.keyId });
    }
    known.set(lineId(key), key);
  }
  return ok(known);
}

/** A key name has no plus, so this is unambiguous. */
function lineId(of: { readonly name: string; readonly keyId: string }): string {
  return `${of.name}+${of.keyId}`;
}

function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !hasControlCharacter(text);
}

/** "MUST NOT contain any ASCII control characters (those below U+0020) other than newline." */
function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
